// First layers whose maps read one or two of three input planes, with averages behind them, on tiles of 16 and of 32 neurons: reference =
// simulator = RTL, every value and every cycle.
import { expect, test } from 'vitest';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import type { Target } from '../../compiler/target/target.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import { scheduleTimed } from '../../runtime/frame-time.ts';
import { buildGraph, tritPrecision } from '../support/graph-builder.ts';
import { integerOf } from '../support/integer-of.ts';
import { SHALLOW_WIDE } from '../support/shallow-target.ts';
import { benchOf, expectAllEqual, verdictOn } from '../support/verdict.ts';

const TARGETS = [SHALLOW_WIDE, findTarget('sim-1x1') as Target];

/** 32 maps, map m of planes m to m + fanIn - 1 of three; an output, too, so that the pooling stays a layer. */
function planes(bits: number, fanIn: number): FloatGraph {
  const net = buildGraph(3);
  const image = net.input([3, 20, 24], { bits, zero: 0, scale: 1 / (2 ** bits - 1) }, 'image');
  const table = Array.from({ length: 32 }, (_, map) => Array.from({ length: fanIn }, (_, k) => (map * map + k) % 3).sort());
  const first = net.activation(net.conv(image, 32, { kernel: [7, 7], table, precision: tritPrecision(3) }), 'abs');
  net.output(first);
  net.output(net.activation(net.conv(net.pool(first, 'average', { kernel: [2, 2], stride: [2, 2] }), 8, { precision: tritPrecision(2) }), 'relu'));
  return net.finish();
}

for (const target of TARGETS) {
  test(`maps of one or two planes on ${target.name}`, async () => {
    const bench = await benchOf(target);
    for (const [bits, fanIn] of [[3, 1], [8, 1], [3, 2], [8, 2]] as const) {
      const graph = planes(bits, fanIn);
      const integer = await integerOf(graph, bits);
      const program = scheduleTimed(integer, target);
      expect(JSON.stringify(program.phases)).toContain('"maps":[');
      const result = await verdictOn({ integer, program, bench, seed: fanIn, stallSeed: null });
      expectAllEqual(result, `${bits} bits, ${fanIn} channels`);
    }
  });
}
