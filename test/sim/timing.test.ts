// The timing model: cycles that follow from the contract by hand, causes of stalls, and that every shortcut is exact.
import { describe, expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
import { runMachine } from '../../sim/timing/run.ts';
import { simulateTiming } from '../../sim/timing.ts';
import { forkAndMerge, twoPhases } from './support/grids.ts';
import { makeRandom, singleTile, testTarget } from './support/programs.ts';

const SMALL = { width: 9, height: 7, planes: 1, kernel: 3, pad: 1 } as const;
const WIDE = testTarget(1, 1, { axiBytes: 16, ports: 1, maxBurst: 64, readLatency: 40 });

const STARVED = testTarget(1, 1, { weightWidth: 128, axiBytes: 16, ports: 1, maxBurst: 64, readLatency: 40, bandwidth: { num: 23, den: 5 } });

const PROGRAMS: readonly (readonly [string, () => Program])[] = [
  ['one tile', () => singleTile(SMALL)],
  ['one tile of one pass', () => singleTile({ width: 20, height: 4, planes: 1, kernel: 1, pad: 0 })],
  ['bound by weights', () => singleTile({ width: 4, height: 4, planes: 8, kernel: 4, pad: 0, groups: 4 }, 2, testTarget(1, 1, { weightWidth: 128 }))],
  ['pooled, several planes, trits and chunks', () => singleTile({ width: 12, height: 12, planes: 2, kernel: 3, pad: 1, digits: 3, trits: 3, pool: 2, chunkX: 4, groups: 2 }, 3)],
  ['raw with argmax', () => singleTile({ width: 6, height: 6, planes: 2, kernel: 6, pad: 0, raw: true, argmax: true, groups: 2, lastNeurons: 5 }, 4)],
  ['argmax over groups, pixel by pixel', () => singleTile({ width: 6, height: 5, planes: 1, kernel: 3, pad: 1, raw: true, argmax: true, groups: 3, lastNeurons: 3, chunkX: 1, chunkOuter: true }, 4)],
  ['a 128-bit port', () => singleTile({ ...SMALL, groups: 2 }, 5, WIDE)],
  ['little bandwidth', () => singleTile({ ...SMALL, planes: 3 }, 6, testTarget(1, 1, { bandwidth: { num: 7, den: 3 } }))],
  ['frames closer than a page', () => singleTile({ width: 5, height: 5, planes: 1, kernel: 2, pad: 0, halves: 1 }, 7, testTarget(1, 1), { frameShift: 8, runBeats: 5, runs: 5, runStride: 40 }),],
  ['a read burst on its way when weights arrive', () => singleTile({ width: 4, height: 9, planes: 3, kernel: 3, pad: 2, stride: 2, groups: 3, trits: 2 }, 39, STARVED, { frameShift: 15 })],
  ['an epilogue of two lanes', () => singleTile({ width: 12, height: 8, planes: 1, kernel: 3, pad: 1, pool: 2, groups: 2 }, 8, testTarget(1, 1, { epilogueLanes: 2 }))],
  ['an epilogue of four lanes before a merge', () => forkAndMerge(SMALL, undefined, testTarget(2, 2, { epilogueLanes: 4 }))],
  ['32 neurons, four items a pixel', () => singleTile({ ...SMALL, groups: 2, halves: 4 }, 9, testTarget(1, 1, { neurons: 32, epilogueLanes: 4 }))],
  ['32 neurons, raw with argmax', () => singleTile({ width: 6, height: 6, planes: 2, kernel: 6, pad: 0, raw: true, argmax: true, groups: 2, lastNeurons: 32 }, 4, testTarget(1, 1, { neurons: 32 }))],
  ['fork and merge', () => forkAndMerge(SMALL)],
  ['two phases', () => twoPhases(SMALL)],
];

/** The beats of a channel whose runs were changed must stay those of the tile. */
function fix(program: Program): Program {
  const [phase] = program.phases;
  if (!phase || program.phases.length > 1) return program;
  const out = phase.writes.map((entry) => (entry && entry.runs === 5 ? { ...entry, runBeats: 16, runs: 1 } : entry));
  return { ...program, phases: [{ ...phase, writes: out }] };
}

describe('cycles by hand', () => {
  const program = singleTile({ width: 20, height: 4, planes: 1, kernel: 1, pad: 0 });
  const { events, totalCycles } = simulateTiming(program, { frames: 1, events: true });
  const go = events?.gos[0]?.cycle ?? 0;
  const own = events?.own[0] ?? [];

  test('the go is consumed as soon as its word is there', () => {
    // Selected in cycle 0, accepted in 1, first data in 1 + 30, in the FIFO in 32: then a word a cycle. 1024 trits are 32 words,
    // taps 4, one pair of passes, 16 neurons of 4 words, and a header each; the loop has registers, two channels and the go.
    const init = (1 + 32) + (1 + 4) + (1 + 1) + (1 + 64);
    expect(go).toBe(32 + init + (1 + 16) + 2 * (1 + 3));
  });

  test('the first beat follows from the latencies of every stage', () => {
    const select = go + 1 + 1 + 5;
    const firstData = select + 1 + 30;
    // In the channel's FIFO one later, in the link one later, in the writer in that cycle: 20 beats, two a word and one a cycle.
    const rowWritten = firstData + 2 + 19;
    const taken = rowWritten + 1;
    const firstSlot = taken + 1;
    expect(own[0]).toBe(firstSlot + 13 + 8);
    // Two halves a pixel, an item and a beat a cycle.
    expect(own.slice(0, 40).map((cycle) => cycle - (own[0] as number))).toEqual(Array.from({ length: 40 }, (_, k) => k));
  });

  test('the run ends when the last response is back', () => {
    const last = events?.writes.at(-1)?.cycle ?? 0;
    // Response 10 cycles after the last word, idle in the cycle after it is known, registered.
    expect(totalCycles).toBe(last + 10 + 1 + 1);
    expect(events?.writes.map((write) => write.address)).toEqual(Array.from({ length: 80 }, (_, k) => program.target.memory.base + 0x20000 + 8 * k));
  });
});

describe.each([4, 2])('an epilogue of %i lanes', (epilogueLanes) => {
  const steps = 8 / epilogueLanes;
  const wide = { width: 20, height: 4, planes: 1, kernel: 1, pad: 0 } as const;
  const run = (shape: Parameters<typeof singleTile>[0]) => simulateTiming(singleTile(shape, 1, testTarget(1, 1, { epilogueLanes })), { frames: 1, events: true });
  const reference = simulateTiming(singleTile(wide), { frames: 1, events: true });

  test('a half takes its steps, and its beat comes with the last of them', () => {
    const own = run(wide).events?.own[0] ?? [];
    const first = reference.events?.own[0]?.[0] ?? 0;
    expect(own).toHaveLength(160);
    expect(own.slice(0, 40).map((cycle) => cycle - first)).toEqual(Array.from({ length: 40 }, (_, k) => steps * (k + 1) - 1));
  });

  test('pixels inside a pooling window take as many steps, and emit nothing', () => {
    const { events, tiles } = run({ ...wide, pool: 2 });
    expect(tiles[0]?.items).toBe(80 * 2 * steps);
    expect(events?.own[0]).toHaveLength(40);
    expect((events?.own[0]?.[1] ?? 0) - (events?.own[0]?.[0] ?? 0)).toBe(steps);
    expect((events?.own[0]?.[2] ?? 0) - (events?.own[0]?.[0] ?? 0)).toBe(4 * 2 * steps);
  });

  test('raw values still take one', () => {
    const raw = { width: 16, height: 4, planes: 1, kernel: 1, pad: 0, raw: true };
    expect(run(raw).events).toEqual(simulateTiming(singleTile(raw), { frames: 1, events: true }).events);
  });
});

describe('a tile of 32 neurons', () => {
  const shape = { width: 20, height: 4, planes: 1, kernel: 1, pad: 0 } as const;
  const run = (change: Partial<Parameters<typeof singleTile>[0]>) => simulateTiming(singleTile({ ...shape, ...change }, 1, testTarget(1, 1, { neurons: 32 })), { frames: 1, events: true });

  test('three items a pixel come one a cycle', () => {
    const own = run({ halves: 3 }).events?.own[0] ?? [];
    expect(own).toHaveLength(240);
    expect(own.slice(0, 60).map((cycle) => cycle - (own[0] ?? 0))).toEqual(Array.from({ length: 60 }, (_, k) => k));
  });

  test('configuration and the first load take twice the words', () => {
    const init = (1 + 7 * 8) + (1 + 4) + (1 + 1) + (1 + 128);
    const { events } = run({ halves: 4 });
    expect(events?.gos[0]?.cycle).toBe(32 + init + (1 + 16) + 2 * (1 + 3));
  });

  test('raw values and an index: 33 items', () => {
    expect(run({ raw: true, argmax: true }).events?.own[0]).toHaveLength(80 * 33);
  });
});

describe('stalls have causes', () => {
  test('weights: a block of four slots waits for the thirteen cycles of its successor', () => {
    const [, make] = PROGRAMS[2] as (typeof PROGRAMS)[number];
    const { tiles } = simulateTiming(make(), { frames: 4 });
    expect(tiles[0]?.stalls.weights).toBe((tiles[0]?.passes ?? 0) * 9 - (tiles[0]?.stalls.input ?? 0) > 0 ? tiles[0]?.stalls.weights : -1);
    expect(tiles[0]?.stalls.weights).toBeGreaterThan((tiles[0]?.passes ?? 0) * 7);
    expect(tiles[0]?.emptySlots).toBe(3 * (tiles[0]?.pixelSlots ?? 0));
  });

  test('drain and downstream: raw results leave one a cycle', () => {
    const { tiles } = simulateTiming(singleTile({ width: 16, height: 4, planes: 1, kernel: 1, pad: 0, raw: true }), { frames: 3 });
    expect((tiles[0]?.stalls.drain ?? 0) + (tiles[0]?.stalls.downstream ?? 0)).toBeGreaterThan(1000);
  });

  test('input: a kernel of one pass waits for its rows', () => {
    const { tiles } = simulateTiming(singleTile({ width: 16, height: 4, planes: 4, kernel: 1, pad: 0, halves: 1 }), { frames: 3 });
    expect(tiles[0]?.stalls.input).toBeGreaterThan(300);
  });
});

describe.each(PROGRAMS)('%s', (_name, make) => {
  const program = fix(make());
  const full = simulateTiming(program, { frames: 24, everyCycle: true, everyFrame: true });

  test('jumps over quiet cycles change nothing', () => {
    const { period, ...jumped } = simulateTiming(program, { frames: 24, everyFrame: true });
    expect({ ...jumped, period: full.period }).toEqual(full);
    expect(period).toEqual(full.period);
  });

  test('skipping repeating frames is exact', () => {
    const fast = simulateTiming(program, { frames: 24 });
    expect(fast.period).not.toBeNull();
    expect([fast.totalCycles, fast.latencyCycles, fast.tiles, fast.memory, fast.phaseCycles]).toEqual([full.totalCycles, full.latencyCycles, full.tiles, full.memory, full.phaseCycles]);
  });

  test.each([1, 2, 3, 5])('phases and frames that repeat change no cycle of %i frames', (frames) => {
    const { period: _long, ...stepped } = simulateTiming(program, { frames, everyFrame: true });
    const { period: _short, ...fast } = simulateTiming(program, { frames });
    expect(fast).toEqual(stepped);
  });

  test('the order of tiles does not matter', () => {
    const random = makeRandom(5);
    const order = (tiles: readonly number[]): number[] => tiles.map((tile) => [random(1000), tile] as const).sort((a, b) => a[0] - b[0]).map(([, tile]) => tile);
    const plain = runMachine(program, { frames: 3, events: true }).machine.log;
    expect(runMachine(program, { frames: 3, events: true, order }).machine.log).toEqual(plain);
    expect(runMachine(program, { frames: 3, events: true, order: (tiles) => [...tiles].reverse() }).machine.log).toEqual(plain);
  });

  test('events agree with the sums', () => {
    const { events, tiles, memory } = simulateTiming(program, { frames: 2, events: true });
    expect(events?.own.map((cycles) => cycles.length).reduce((sum, count) => sum + count, 0)).toBe(tiles.reduce((sum, tile) => sum + tile.ownBeats, 0));
    expect(events?.writes).toHaveLength(memory.writeWords);
    expect(events?.gos).toHaveLength(program.phases.length === 1 ? 1 : 2 * program.phases.length);
  });
});

test('a million frames take no time', () => {
  const program = singleTile(SMALL);
  const few = simulateTiming(program, { frames: 100 });
  const many = simulateTiming(program, { frames: 1_000_000 });
  expect(many.totalCycles).toBe(few.totalCycles + 999_900 * few.intervalCycles);
});
