// Spans of time against the sums that the same run keeps: every cycle and every word is in exactly one span, whatever sleeps.
import { describe, expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
import { SPAN_KINDS, type Spans } from '../../sim/timing/timeline.ts';
import { simulateTiming } from '../../sim/timing.ts';
import { forkAndMerge, twoPhases } from './support/grids.ts';
import { singleTile, testTarget } from './support/programs.ts';

const SMALL = { width: 9, height: 7, planes: 1, kernel: 3, pad: 1 } as const;
const PROGRAMS: readonly (readonly [string, Program])[] = [
  ['bound by weights', singleTile({ width: 4, height: 4, planes: 8, kernel: 4, pad: 0, groups: 4 }, 2, testTarget(1, 1, { weightWidth: 128 }))],
  ['little bandwidth', singleTile({ ...SMALL, planes: 3 }, 6, testTarget(1, 1, { bandwidth: { num: 7, den: 3 } }))],
  ['raw with argmax', singleTile({ width: 6, height: 6, planes: 2, kernel: 6, pad: 0, raw: true, argmax: true, groups: 2, lastNeurons: 5 }, 4)],
  ['fork and merge', forkAndMerge(SMALL)],
  ['two phases', twoPhases(SMALL)],
];
const FRAMES = 3;

describe.each(PROGRAMS)('%s', (_name, program) => {
  const timing = simulateTiming(program, { frames: FRAMES, timeline: true, events: true });
  const { timeline, events } = timing;
  if (timeline === null || events === null) throw new Error('a timeline and events were asked for');
  const { cols } = program.target;

  test('a tile\'s spans add up to its activity, phase by phase', () => {
    for (const tile of timing.tiles) {
      const spans = timeline.tiles[tile.row * cols + tile.col] as Spans;
      const sum = (kind: (typeof SPAN_KINDS)[number]): number =>
        spans.amount.reduce((total, cycles, i) => total + (SPAN_KINDS[spans.kind[i] as number] === kind && events.gos[(spans.go[i] as number) - 1]?.phase === tile.phase ? cycles : 0), 0);
      expect({ pixelSlots: sum('pixel'), emptySlots: sum('empty'), stalls: { input: sum('input'), weights: sum('weights'), drain: sum('drain'), downstream: sum('downstream') } })
        .toEqual({ pixelSlots: tile.pixelSlots, emptySlots: tile.emptySlots, stalls: tile.stalls });
    }
  });

  test('spans follow each other inside the run', () => {
    for (const spans of [...timeline.tiles, ...timeline.reads, ...timeline.writes]) {
      let end = 0;
      spans.from.forEach((from, i) => {
        expect(from).toBeGreaterThanOrEqual(end);
        end = spans.to[i] as number;
        expect(end).toBeGreaterThan(from);
      });
      expect(end).toBeLessThanOrEqual(timing.totalCycles);
    }
  });

  test('words of all channels are those that the memory moved', () => {
    const words = (list: readonly Spans[]): number => list.flatMap(({ amount }) => amount).reduce((a, b) => a + b, 0);
    expect(words(timeline.reads)).toBe(timing.memory.readWords);
    expect(words(timeline.writes)).toBe(timing.memory.writeWords);
  });

  test('the same spans where every cycle is stepped', () => {
    expect(simulateTiming(program, { frames: FRAMES, timeline: true, everyCycle: true }).timeline).toEqual(timeline);
  });
});
