// Output FIFOs in block memory: reference = simulator = RTL, every value and every cycle, on two tiles, so that beats wait in them for their
// turn in the stream; with rows shorter and longer than a FIFO, and random stalls.
import { expect, test } from 'vitest';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import { buildGraph, tritPrecision } from '../support/graph-builder.ts';
import { integerOf } from '../support/integer-of.ts';
import { randomGraph } from '../support/random-graph.ts';
import { SHALLOW } from '../support/shallow-target.ts';
import { benchOf, faultOf, verdictOn } from '../support/verdict.ts';

const RANDOM = 8;

/** One conv of `maps` maps whose rows are `width` pixels wide. */
function rows(width: number, maps: number): FloatGraph {
  const net = buildGraph(width);
  const image = net.input([8, 12, width], { bits: 3, zero: 0, scale: 1 / 7 }, 'image');
  net.output(net.activation(net.conv(image, maps, { kernel: [3, 3], precision: tritPrecision(4) }), 'relu'));
  return net.finish();
}

const NETWORKS: readonly (readonly [name: string, build: () => FloatGraph])[] = [
  ['a row that just fits', () => rows(66, 16)],
  ['a row that does not', () => rows(67, 16)],
  ['two groups', () => rows(50, 32)],
  ['one pass', () => rows(60, 3)],
  ...Array.from({ length: RANDOM }, (_, k) => [`random network ${k}`, () => randomGraph(5000 + k, { operators: 'all' })] as const),
];

test('output FIFOs of 128 beats', async () => {
  const bench = await benchOf(SHALLOW);
  const wrong: unknown[] = [];
  const chunked = new Set<string>();
  for (const [index, [name, build]] of NETWORKS.entries()) {
    const graph = build();
    try {
      const integer = await integerOf(graph, index);
      const program = schedule(integer, SHALLOW);
      if (program.phases.some(({ tiles }) => tiles.some(({ sequencer, epilogue }) => epilogue?.mode === 'codes' && (sequencer?.chunks ?? 1) > 1))) chunked.add(name);
      const result = await verdictOn({ integer, program, bench, seed: index, stallSeed: index % 4 === 3 ? index : null });
      const fault = faultOf(result, name);
      if (fault !== null) wrong.push(fault);
    } catch (error) {
      if (!(error instanceof ModelError) || !name.startsWith('random')) throw error;
    }
  }
  expect(wrong).toEqual([]);
  expect([...chunked]).toEqual(expect.arrayContaining(['a row that just fits', 'two groups']));
});
