// Tiles of 32 neurons: reference = simulator = RTL, every value and every cycle. Every operator, then networks whose layers take one to
// four items of 8 neurons, more than one group, and an index over more than 32 maps.
import { beforeAll, test } from 'vitest';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import type { BenchRunner } from '../../runtime/run-rtl.ts';
import { buildGraph, type ConvOptions, tritPrecision } from '../support/graph-builder.ts';
import { integerOf } from '../support/integer-of.ts';
import { OPERATOR_NETWORKS } from '../support/operator-networks.ts';
import { benchOf, expectAllEqual, verdictOn } from '../support/verdict.ts';
import { WIDE } from '../support/wide-target.ts';

const SAME: ConvOptions = { kernel: [3, 3], padding: { top: 1, left: 1, bottom: 1, right: 1 }, precision: tritPrecision(2) };

/** Convolutions of so many maps after each other, a pool behind the second, raw sums and their index at the end. */
function chain(maps: readonly number[]): FloatGraph {
  const net = buildGraph(maps[0]);
  let at = net.input([3, 8, 9], { bits: 8, zero: 0, scale: 1 / 255 }, 'image');
  maps.forEach((count, layer) => {
    at = net.activation(net.conv(at, count, SAME), layer === 0 ? 'abs' : 'relu');
    if (layer === 1) at = net.pool(at, 'max');
  });
  const sums = net.conv(at, 38, { kernel: [1, 1] });
  net.output(sums);
  net.output(net.argmax(sums));
  return net.finish();
}

const OWN: readonly (readonly [name: string, build: () => FloatGraph])[] = [
  ['8, 16, 24 and 32 maps', () => chain([8, 16, 24, 32])],
  ['33, 40, 64 and 12 maps', () => chain([33, 40, 64, 12])],
  ['a depthwise conv of 40 maps', () => {
    const net = buildGraph(3);
    const first = net.activation(net.conv(net.input([2, 6, 7], { bits: 3, zero: 0, scale: 0.1 }, 'image'), 40, SAME), 'relu');
    net.output(net.activation(net.conv(first, 40, { ...SAME, groups: 40, stride: [2, 1] }), 'relu'));
    return net.finish();
  }],
  ['residual blocks of 36 maps', () => {
    const net = buildGraph(4);
    let at = net.activation(net.conv(net.input([2, 5, 6], { bits: 3, zero: 0, scale: 0.1 }, 'image'), 36, SAME), 'relu');
    for (let i = 0; i < 2; i++) at = net.activation(net.add(at, net.activation(net.conv(at, 36, SAME), 'relu')), 'relu');
    net.output(net.argmax(net.dense(net.flatten(net.pool(at, 'max', { kernel: [5, 3], stride: [5, 3] })), 35)));
    return net.finish();
  }],
];

let bench: BenchRunner;
beforeAll(async () => { bench = await benchOf(WIDE); });

for (const [index, [name, build]] of [...OWN, ...Object.entries(OPERATOR_NETWORKS)].entries()) {
  test(name, async () => {
    const graph = build();
    const integer = await integerOf(graph, index);
    const program = schedule(integer, WIDE);
    const result = await verdictOn({ integer, program, bench, seed: index, stallSeed: index % 8 === 7 ? index : null });
    expectAllEqual(result, name);
  });
}
