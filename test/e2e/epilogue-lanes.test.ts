// Epilogues of two and four lanes: reference = simulator = RTL, every value and every cycle, for each thing that an epilogue does:
// thresholds, absolute values, the largest and smallest of a window, pair tables, code maps, raw values, argmax.
import { expect, test } from 'vitest';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import { readTarget } from '../../compiler/target/read-target.ts';
import { buildGraph, type ConvOptions, tritPrecision } from '../support/graph-builder.ts';
import { integerOf } from '../support/integer-of.ts';
import { OPERATOR_NETWORKS } from '../support/operator-networks.ts';
import { randomGraph } from '../support/random-graph.ts';
import { SHALLOW } from '../support/shallow-target.ts';
import { benchOf, faultOf, verdictOn } from '../support/verdict.ts';

const RANDOM = 12;

function absolutes(): FloatGraph {
  const net = buildGraph(5);
  const options: ConvOptions = { kernel: [3, 3], padding: { top: 1, left: 1, bottom: 1, right: 1 }, precision: tritPrecision(2) };
  const first = net.activation(net.conv(net.input([3, 7, 9], { bits: 8, zero: 0, scale: 1 / 255 }, 'image'), 20, options), 'abs');
  net.output(net.activation(net.conv(net.pool(first, 'max'), 11, options), 'abs'));
  return net.finish();
}

const NETWORKS: readonly (readonly [name: string, build: () => FloatGraph])[] = [
  ['absolute values under a pool', absolutes],
  ...['largest and smallest with padding', 'add of a tensor and itself', 'add of three', 'residual blocks with more than 16 maps', 'argmax over 20 maps of an image, with its sums']
    .map((name) => [name, OPERATOR_NETWORKS[name] as () => FloatGraph] as const),
  ...Array.from({ length: RANDOM }, (_, k) => [`random network ${k}`, () => randomGraph(3000 + k, { operators: 'all' })] as const),
];

const TWO = readTarget(JSON.stringify({ from: 'sim-1x1', name: 'lanes-2', tile: { epilogueLanes: 2, thresholdGroups: 8 } }), 'lanes.json');

test.each([TWO, SHALLOW].map((target) => [target.tile.epilogueLanes, target] as const))('%i lanes', async (_lanes, target) => {
  const bench = await benchOf(target);
  const wrong: unknown[] = [];
  let refused = 0;
  for (const [index, [name, build]] of NETWORKS.entries()) {
    const graph = build();
    try {
      const integer = await integerOf(graph, index);
      const program = schedule(integer, target);
      const result = await verdictOn({ integer, program, bench, seed: index, stallSeed: index % 4 === 3 ? index : null });
      const fault = faultOf(result, name);
      if (fault !== null) wrong.push(fault);
    } catch (error) {
      // A dense layer on a whole image can be too large for a tile.
      if (!(error instanceof ModelError) || !name.startsWith('random')) throw error;
      refused++;
    }
  }
  expect(wrong).toEqual([]);
  expect(refused).toBeLessThan(RANDOM / 2);
});
