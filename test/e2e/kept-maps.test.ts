// Tiles that store few of the maps that come in: reference = simulator = RTL, every value and every cycle, with rows that hold a map in blocks of
// their own, of two rows and of four, on tiles of 16 and of 32 neurons, and with random stalls.
import { expect, test } from 'vitest';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { buildGraph, tritPrecision } from '../support/graph-builder.ts';
import { integerOf } from '../support/integer-of.ts';
import { SHALLOW, SHALLOW_WIDE } from '../support/shallow-target.ts';
import { benchOf, expectAllEqual, verdictOn } from '../support/verdict.ts';

/** Map m of 16 reads maps m and m + 1 of the half of 16 that it belongs to by its lowest bit, so that two tiles read 8 each. */
const TABLE = Array.from({ length: 16 }, (_, map) => [(map >> 1) * 2 + (map & 1), (((map >> 1) + 1) % 8) * 2 + (map & 1)]);

/** As the second half of the suite's W4, with pooling of a side by a side behind the table. What is pooled is an output, too, so that no pooling
 *  happens inside the layer before it. */
function sparse(seed: number, side: number, trits: 1 | 2): FloatGraph {
  const net = buildGraph(seed);
  const image = net.input([2, 22, 130], { bits: 3, zero: 0, scale: 1 / 7 }, 'image');
  const first = net.activation(net.conv(image, 16, { kernel: [3, 3], precision: tritPrecision(1) }), 'relu');
  const pooled = net.pool(first, 'average', { kernel: [2, 2], stride: [2, 2] });
  const second = net.activation(net.conv(pooled, 16, { kernel: [5, 5], table: TABLE, precision: tritPrecision(trits) }), 'relu');
  net.output(first);
  if (side > 1) net.output(second);
  net.output(side === 1 ? second : net.pool(second, 'average', { kernel: [side, side], stride: [side, side] }));
  return net.finish();
}

const NETWORKS: readonly (readonly [name: string, build: () => FloatGraph])[] = [
  ['a pool behind the table', () => sparse(1, 2, 1)],
  ['two trits', () => sparse(2, 2, 2)],
  ['the table at the end', () => sparse(3, 1, 1)],
];

/** With tiles of 32 neurons the memory's words are of 8 bytes. */
test.each([SHALLOW, SHALLOW_WIDE].map((target) => [target.tile.neurons, target] as const))('tiles of %i neurons', async (_neurons, target) => {
  const bench = await benchOf(target);
  for (const [index, [name, build]] of NETWORKS.entries()) {
    const graph = build();
    const integer = await integerOf(graph, index);
    const program = schedule(integer, target, { mostOfPlain: 1 });
    const kept = program.phases.flatMap(({ tiles }) => tiles.flatMap(({ writer }) => (writer?.keep === undefined ? [] : [writer.keep.planes])));
    if (index < 2) expect(kept.length, name).toBeGreaterThan(1);
    const result = await verdictOn({ integer, program, bench, seed: index, stallSeed: index === 2 ? index : null });
    expectAllEqual(result, name);
  }
});
