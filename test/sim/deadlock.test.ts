// A machine that cannot go on says who waits for whom; a Program that cannot run at all is refused before the first cycle.
import { expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
import { SimulationError } from '../../sim/errors.ts';
import { simulateTiming } from '../../sim/timing.ts';
import { runValues } from '../../sim/simulate.ts';
import { forkAndMerge, ring } from './support/grids.ts';
import { convTile, singleTile } from './support/programs.ts';

const TALL = { width: 8, height: 40, planes: 1, kernel: 3, pad: 1 } as const;

function errorOf(run: () => unknown): SimulationError {
  try {
    run();
  } catch (error) {
    if (error instanceof SimulationError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('a fork whose branches are joined in the wrong order names the whole circle', () => {
  const { outputBeats } = convTile(TALL, 11);
  const error = errorOf(() => simulateTiming(forkAndMerge(TALL, { rounds: 0, upstream: 0, own: 0, tailUpstream: outputBeats, tailOwn: outputBeats }), { frames: 1 }));
  expect(error.kind).toBe('deadlock');
  expect(error.message).toMatch(/deadlock at cycle \d+: these wait for each other in a circle/);
  expect(error.message).toContain('merge of tile (1,0)');
  expect(error.message).toContain('input W of tile (0,0) waits for input N of tile (1,0): link S out of the tile is not ready');
  expect(error.message).toContain('the row memory holds its 5 rows');
  const [first] = error.waits;
  const places = new Set(error.waits.map((wait) => wait.who));
  expect(places.has(first?.waitsFor ?? '')).toBe(true);
});

test('tiles that feed each other wait in a circle; their values have no beginning', () => {
  const error = errorOf(() => simulateTiming(ring(), { frames: 1 }));
  expect(error.kind).toBe('deadlock');
  expect(error.message).toContain('row writer of tile (0,0)');
  expect(error.message).toContain('sequencer of tile (0,1)');
  expect(errorOf(() => runValues(ring(), new Uint32Array(0x20000), { frames: 1 })).message).toContain('feed each other in a circle');
});

const withChannel = (program: Program, change: (program: Program['phases'][number]) => Program['phases'][number]): Program => ({ ...program, phases: program.phases.map(change) });

test('missing input ends at the channel that has no more', () => {
  const program = withChannel(singleTile(TALL), (phase) => ({ ...phase, reads: phase.reads.map((read) => read && { ...read, runBeats: read.runBeats - 3 }) }));
  const error = errorOf(() => simulateTiming(program, { frames: 1 }));
  expect(error.kind).toBe('deadlock');
  expect(error.message).toContain('input W of tile (0,0) waits for read channel 0: link W is empty');
  const stream = errorOf(() => runValues(program, new Uint32Array(0x20000), { frames: 1 }));
  expect([stream.kind, stream.message]).toEqual(['stream', 'the row writer of tile (0,0) takes 320 beats a frame, its stream has 317']);
});

test('a route that leads nowhere', () => {
  const program = withChannel(singleTile(TALL), (phase) => ({ ...phase, tiles: phase.tiles.map((tile) => ({ ...tile, routes: { ...tile.routes, e: 0 } })) }));
  const error = errorOf(() => simulateTiming(program, { frames: 1 }));
  expect(error.message).toContain('input L of tile (0,0) waits for nobody: no destination selects it');
  expect(error.message).toContain('write channel 1');
});

test('a pass list without an end is refused', () => {
  const program = singleTile(TALL);
  const [load] = program.resident;
  const open = { ...program, resident: load ? [{ ...load, loads: { ...load.loads, passes: load.loads.passes.map((pass) => ({ ...pass, descriptor: { ...pass.descriptor, last: false } })) } }] : [] };
  expect(errorOf(() => simulateTiming(open, { frames: 1 })).message).toContain('starts at 0 and does not end');
  expect(errorOf(() => runValues(open, new Uint32Array(0x20000), { frames: 1 })).kind).toBe('program');
});

test('a channel outside of memory', () => {
  const error = errorOf(() => runValues(singleTile(TALL), new Uint32Array(0x100), { frames: 1 }));
  expect([error.kind, error.message]).toEqual(['memory', 'the channel of tensor t leaves the memory image at address 0x10000000 (frame 0, run 0)']);
});
