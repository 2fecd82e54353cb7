// Memory words of 16 bytes, which hold five beats: reference = simulator = RTL where channels begin inside a word. Bands of rows, stripes of
// columns with one and with several groups, joints whose parts are no whole words, parts of a layer, all on a grid of two small tiles and two ports.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import type { ChannelConfig } from '../../compiler/program/program.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import type { BenchRunner } from '../../runtime/run-rtl.ts';
import { buildGraph, type GraphBuilder, tritPrecision } from '../support/graph-builder.ts';
import { integerOf } from '../support/integer-of.ts';
import { OPERATOR_NETWORKS } from '../support/operator-networks.ts';
import { SHALLOW } from '../support/shallow-target.ts';
import { benchOf, expectAllEqual, verdictOn } from '../support/verdict.ts';

const SAME = { kernel: [3, 3], padding: { top: 1, left: 1, bottom: 1, right: 1 }, precision: tritPrecision(1) } as const;
const CODES = { bits: 3, zero: 2, scale: 0.2 } as const;

type Build = (net: GraphBuilder) => void;
const conv = (net: GraphBuilder, from: string, maps: number): string => net.activation(net.conv(from, maps, SAME), 'relu', 2);

const NETWORKS: Readonly<Record<string, Build>> = {
  'bands of rows': (net) => net.output(conv(net, net.input([1, 23, 37], CODES, 'image'), 3)),
  'bands of a layer that reads memory': (net) => {
    const first = net.pool(conv(net, net.input([3, 20, 21], CODES, 'image'), 9), 'max', { kernel: [3, 3], stride: [1, 1], padding: SAME.padding });
    net.output(first);
    net.output(conv(net, first, 7));
  },
  'stripes of one group and of several': (net) => {
    const first = conv(net, net.input([9, 7, 163], CODES, 'image'), 10);
    const second = conv(net, first, 37);
    net.output(second);
    net.output(conv(net, second, 18));
  },
  'stripes of raw sums of several groups': (net) => net.output(net.conv(conv(net, net.input([17, 5, 121], CODES, 'image'), 17), 21, SAME)),
  'stripes of a concat': (net) => {
    const image = net.input([3, 6, 153], CODES, 'image');
    const both = net.concat(conv(net, image, 19), conv(net, image, 5));
    net.output(both);
    net.output(conv(net, both, 11));
  },
};

const PICKED = [
  'add of three', 'concat read by a conv and an output', 'concat of concats', 'encoder and decoder with skips', 'raw transposed conv and its argmax',
  'argmax over 20 maps of an image, with its sums', 'two inputs, two outputs, a pyramid with shared weights',
];

const CASES: readonly (readonly [name: string, build: () => FloatGraph])[] = [
  ...Object.entries(NETWORKS).map(([name, build]) => [name, () => {
    const net = buildGraph(9);
    build(net);
    return net.finish();
  }] as const),
  ...PICKED.map((name) => [name, OPERATOR_NETWORKS[name] as () => FloatGraph] as const),
];

let bench: BenchRunner;
const used: { reads: ChannelConfig[]; writes: ChannelConfig[]; inBands: number } = { reads: [], writes: [], inBands: 0 };
beforeAll(async () => { bench = await benchOf(SHALLOW); });

for (const [index, [name, build]] of CASES.entries()) {
  test(name, async () => {
    const graph = build();
    const integer = await integerOf(graph, index);
    const program = schedule(integer, SHALLOW);
    for (const phase of program.phases) {
      used.reads.push(...phase.reads.filter((channel) => channel !== null));
      used.writes.push(...phase.writes.filter((channel) => channel !== null));
      const written = phase.writes.flatMap((channel) => (channel === null ? [] : [channel.tensor]));
      if (new Set(written).size < written.length) used.inBands++;
    }
    const result = await verdictOn({ integer, program, bench, seed: index, stallSeed: index % 8 === 7 ? index : null });
    expectAllEqual(result, name);
  });
}

afterAll(() => {
  expect(used.inBands).toBeGreaterThan(1);
  expect(used.writes.filter((channel) => channel.tensor.includes('~x')).length).toBeGreaterThan(6);
  // Every place in a word begins some run of either kind, of one and of many runs.
  for (const channels of [used.reads, used.writes]) {
    expect(new Set(channels.map((channel) => channel.skip))).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(channels.some((channel) => channel.skip > 0 && channel.runs > 1)).toBe(true);
    expect(channels.some((channel) => channel.skip > 0 && channel.runs === 1)).toBe(true);
  }
});
