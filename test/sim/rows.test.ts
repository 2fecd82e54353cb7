// Jumps over rows that repeat: whatever the memory, the channels' runs and the layers, all cycles and sums are those of plain stepping.
import { describe, expect, test } from 'vitest';
import type { ChannelConfig, Program } from '../../compiler/program/program.ts';
import { wordBeats } from '../../compiler/target/target.ts';
import { runMachine } from '../../sim/timing/run.ts';
import { forkAndMerge, twoPhases } from './support/grids.ts';
import { type ConvShape, makeRandom, randomShape, singleTile, testTarget } from './support/programs.ts';

/** Fast and plain: cycles, the first frame's end, all sums and all maxima. */
function expectEqual(program: Program, frames: number): void {
  const figures = (everyFrame: boolean) => {
    const { cycle, activity, memoryActivity, phaseCycles, maxima, offsets, log } = runMachine(program, { frames, everyFrame }).machine;
    return { cycle, activity, memoryActivity, phaseCycles, channelMaxima: maxima.slice(offsets.read), firstEnd: log.frameEnds[0] };
  };
  expect(figures(false)).toEqual(figures(true));
}

const rowCycles = (program: Program): number => runMachine(program, { frames: 1 }).machine.rowCycles;

const TALL: ConvShape = { width: 16, height: 64, planes: 2, kernel: 3, pad: 1, trits: 2, groups: 2 };
const NARROW: ConvShape = { width: 12, height: 96, planes: 1, kernel: 3, pad: 1, groups: 2 };

/** Rows of the input as runs of their own that skip `skip` beats, `gap` bytes apart. */
function inRuns(program: Program, shape: ConvShape, gap: number, skip = 0): Program {
  const split = (channel: ChannelConfig | null): ChannelConfig | null => {
    if (channel === null) return null;
    const runBeats = channel.runBeats / shape.height;
    const { memory } = program.target;
    return { ...channel, skip, runBeats, runs: shape.height, runStride: Math.ceil((skip + runBeats) / wordBeats(memory)) * memory.axiBytes + gap };
  };
  return { ...program, phases: program.phases.map((phase) => ({ ...phase, reads: phase.reads.map(split) })) };
}

const PROGRAMS: readonly (readonly [string, () => Program])[] = [
  ['a tall image', () => singleTile(TALL)],
  ['pooled', () => singleTile({ ...TALL, pool: 2 })],
  ['strided, with chunks', () => singleTile({ ...TALL, stride: 2, chunkX: 3 }, 2)],
  ['raw', () => singleTile({ ...NARROW, raw: true, lastNeurons: 5 }, 3)],
  ['bound by memory', () => singleTile({ ...NARROW, planes: 3, groups: 1 }, 4, testTarget(1, 1, { bandwidth: { num: 7, den: 3 } }))],
  ['bursts of a width of their own', () => singleTile(NARROW, 5, testTarget(1, 1, { axiBytes: 16, ports: 1, maxBurst: 12, readLatency: 40 }))],
  ['long bursts', () => singleTile(TALL, 6, testTarget(1, 1, { axiBytes: 16, ports: 1, maxBurst: 32, readLatency: 80 }))],
  ['rows in runs, close together', () => inRuns(singleTile(TALL, 7), TALL, 0)],
  ['rows in runs, words between', () => inRuns(singleTile(TALL, 7), TALL, 24)],
  ['rows in runs that begin inside a word', () => inRuns(singleTile(TALL, 9, testTarget(1, 1, { axiBytes: 16, ports: 1 })), TALL, 16, 3)],
  ['rows in runs, a page apart', () => inRuns(singleTile(NARROW, 8), NARROW, 4096 - 4 * 12)],
  ['fork and merge', () => forkAndMerge(NARROW)],
  ['two phases', () => twoPhases({ ...NARROW, groups: 1 })],
];

describe.each(PROGRAMS)('%s', (_name, make) => {
  const program = make();

  test.each([1, 2, 5])('no cycle of %i frames changes', (frames) => expectEqual(program, frames));
});

test.each(PROGRAMS.slice(0, 4))('most rows of %s are not stepped', (_name, make) => {
  const program = make();
  expect(rowCycles(program)).toBeGreaterThan(0.5 * runMachine(program, { frames: 1 }).machine.cycle);
});

test('a run that records events steps every row', () => {
  expect(runMachine(singleTile(TALL), { frames: 1, events: true }).machine.rowCycles).toBe(0);
});

/** Of a random layer; a pair table takes no absolute values. */
function taller(seed: number, height: number): ConvShape {
  const shape = randomShape(seed);
  return { ...shape, height, absolute: shape.pairTable === undefined && shape.absolute === true };
}

describe('random layers, taller', () => {
  const SEEDS = Array.from({ length: 32 }, (_, seed) => seed);

  test.each(SEEDS)('seed %i', (seed) => {
    const random = makeRandom(seed + 100);
    const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
    const axiBytes = pick([8, 16] as const);
    const target = testTarget(1, 1, {
      axiBytes, ports: 1 + random(2), maxBurst: pick([8, 12, 16, 32]), readLatency: 5 + random(60), writeLatency: 3 + random(40),
      bandwidth: pick([{ num: 16, den: 1 }, { num: 40, den: 7 }, { num: 9, den: 4 }]), epilogueLanes: pick([2, 4, 8]),
    });
    const shape = taller(seed, 24 + random(60));
    const program = singleTile(shape, seed, target);
    expectEqual(pick([false, true]) ? inRuns(program, shape, axiBytes * random(4), random(wordBeats({ axiBytes }))) : program, 1 + random(3));
  });

  test('many of them have rows that are not stepped', () => {
    const skipped = SEEDS.filter((seed) => rowCycles(singleTile(taller(seed, 60), seed)) > 0);
    expect(skipped.length).toBeGreaterThan(SEEDS.length / 2);
  });
});
