// Layers whose groups leave tiles idle run group after group in turns: every tensor equals the reference, in whole rows and in stripes, and
// layers of equal weights load each turn's once.
import { expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { scheduled, targetOf } from './support/scheduled.ts';

const grid = targetOf('sim-2x2');

/** Two scales with equal weights: 48 maps are three groups, each of which fills the 8 blocks of a tile. */
const scales = (target: Target, width: number): Program => scheduled((net) => {
  const ids = ([[8, 30, width], [8, 16, 18]] as const).map((shape) => net.conv(net.input(shape), 48, { kernel: [3, 3], trits: 4, sparsity: 0 }));
  ids.forEach(net.output);
  const [large, small] = ids.map((id) => net.graph().nodes.find((node) => node.id === id));
  if (large?.kind === 'conv' && small?.kind === 'conv') small.weights.set(large.weights);
}, target, { seed: 11 });

/** Tiles and groups of each phase that computes. */
const turns = (program: Program): [number, number][] => program.phases.flatMap((phase): [number, number][] => {
  const tiles = phase.tiles.filter((tile) => tile.sequencer !== null);
  return tiles.length === 0 ? [] : [[tiles.length, phase.writes.filter((channel) => channel !== null).length]];
});

const blocksOf = (program: Program): number => [...program.resident, ...program.phases.flatMap((phase) => phase.loads)].reduce((sum, load) => sum + load.loads.weights.length, 0);

test('three groups on four tiles: two of them on two tiles each, then one on four', () => {
  const program = scales({ ...grid, tile: { ...grid.tile, weightBlocks: 8 } }, 40);
  expect(turns(program)).toEqual([[4, 2], [4, 2], [4, 1], [4, 1]]);
  // Every group once for both scales, whatever the number of its tiles.
  expect(blocksOf(program)).toBe(24);
});

test('stripes run in turns, too', () => {
  const program = scales({ ...grid, tile: { ...grid.tile, weightBlocks: 8, rowDepth: 64 } }, 180);
  expect(program.phases.some((phase) => phase.writes.some((channel) => channel?.tensor.includes('~x')))).toBe(true);
  expect(turns(program).filter(([tiles, groups]) => tiles > groups).length).toBeGreaterThan(3);
});
