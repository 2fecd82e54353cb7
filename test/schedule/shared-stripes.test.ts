// Stripes of a layer share a phase where that takes fewer cycles than one after the other, each on as many tiles as the others. And sum pooling
// inside a layer walks over its columns or folds them, whichever takes fewer cycles. Every tensor equals the reference.
import { describe, expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import type { Target } from '../../compiler/target/target.ts';
import { buildGraph, type GraphBuilder, TERNARY } from '../support/graph-builder.ts';
import { integerOf } from '../support/integer-of.ts';
import { expectEqual } from './support/compare.ts';
import { createRandom } from './support/random.ts';
import { targetOf } from './support/scheduled.ts';

/** Ten tiles of 32 neurons. */
const grid = targetOf('neuflow-v6');
const shallow = (rowDepth: number): Target => ({ ...grid, tile: { ...grid.tile, rowDepth } });

async function scheduled(build: (net: GraphBuilder) => string, target: Target, seed: number): Promise<Program> {
  const net = buildGraph(seed);
  net.output(build(net));
  const integer = await integerOf(net.finish(), seed);
  const program = schedule(integer, target);
  expect(expectEqual(integer, program, createRandom(seed), 2)).toBeGreaterThan(0);
  return program;
}

const conv = (net: GraphBuilder, from: string, maps: number, size: number): string =>
  net.activation(net.conv(from, maps, { kernel: [size, size], padding: { top: 1, left: 2, bottom: 1, right: 0 }, precision: TERNARY }), 'tanh');

/** Stripes and working tiles of every phase with stripes. */
const stripes = (program: Program): [number, number][] => program.phases.flatMap((phase): [number, number][] => {
  const tensors = new Set(phase.writes.flatMap((channel) => (channel?.tensor.includes('~x') === true ? [channel.tensor] : [])));
  return tensors.size === 0 ? [] : [[tensors.size, phase.tiles.filter((tile) => tile.sequencer !== null).length]];
});

/** A layer that must be cut behind one that need not. */
const cut = (width: number, pool: 'none' | 'max' | 'average' | 'l2') => (net: GraphBuilder): string => {
  const codes = conv(net, conv(net, net.input([3, 30, width]), 32, 3), 32, 7);
  return pool === 'none' ? codes : net.activation(net.pool(codes, pool, { kernel: [2, 2], stride: [2, 2] }), 'tanh');
};

describe('stripes that share a phase', () => {
  for (const pool of ['none', 'max', 'average', 'l2'] as const) {
    test(`five where two would fit, on two tiles each; pooling: ${pool}`, async () => expect(stripes(await scheduled(cut(150, pool), grid, 3))).toEqual([[5, 10]]));
  }
  test('of rows that they do not share evenly', async () => expect(stripes(await scheduled(cut(147, 'average'), grid, 4))).toEqual([[5, 10]]));
  test('not where their rows would have too few pixels', async () => {
    const found = stripes(await scheduled(cut(80, 'none'), shallow(256), 5));
    expect(found.length).toBeGreaterThan(0);
    for (const [count] of found) expect(count).toBeLessThan(5);
  });
});

describe('columns of a pooling window', () => {
  const walked = async (maps: number, channels: number): Promise<(number | undefined)[]> => {
    const program = await scheduled((net) => net.activation(net.pool(conv(net, net.input([channels, 16, 31]), maps, 7), 'average', { kernel: [2, 2], stride: [2, 2] }), 'tanh'), grid, 6);
    return [...new Set(program.phases.flatMap((phase) => phase.tiles.flatMap((tile) => (tile.epilogue?.sums === undefined ? [] : [tile.sequencer?.ph]))))];
  };
  test('are walked where maps fill the neurons, for a narrower window', async () => expect(await walked(32, 32)).toEqual([2]));
  test('are folded where maps do not', async () => expect(await walked(8, 3)).toEqual([1]));
});
