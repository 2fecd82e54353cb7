// Scheduled Programs, not hand-built ones: the shortcuts of both models stay exact on whole networks.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
import { programInputs } from '../../runtime/choose-frames.ts';
import { randomFrames } from '../../runtime/frames.ts';
import { buildMemoryImage } from '../../runtime/memory-image.ts';
import { loadNetwork } from '../../runtime/network.ts';
import { simulate } from '../../sim/simulate.ts';
import { summarize } from '../../sim/stats.ts';
import { simulateTiming, timeOf } from '../../sim/timing.ts';
import { makeValueModel } from '../../sim/values/model.ts';

const NETWORKS = [['lenet5/lenet5.nf', 'sim-2x2'], ['lenet5/lenet5-ternary.nf', 'sim-1x3'], ['resnet8/small.nf', 'neuflow-v6']] as const;

describe.each(NETWORKS)('%s on %s', (file, target) => {
  let program: Program;
  beforeAll(async () => {
    ({ program } = await loadNetwork({ model: new URL(`../../examples/${file}`, import.meta.url).pathname, target, calibrate: [], sources: new Map() }));
  });

  test('jumps and repeats change no cycle', () => {
    const full = simulateTiming(program, { frames: 12, everyCycle: true, everyFrame: true });
    const fast = simulateTiming(program, { frames: 12 });
    expect(fast.period).not.toBeNull();
    expect([fast.totalCycles, fast.latencyCycles, fast.tiles, fast.memory, fast.phaseCycles]).toEqual([full.totalCycles, full.latencyCycles, full.tiles, full.memory, full.phaseCycles]);
    const { interval, latency, phases } = timeOf(program, 12);
    expect([interval, latency]).toEqual([full.intervalCycles, full.latencyCycles]);
    expect(phases.reduce((sum, cycles) => sum + cycles, 0)).toBeCloseTo(interval, 6);
    const { utilization, layers } = summarize(program, fast);
    expect(utilization).toBeGreaterThan(0);
    expect(layers.every((layer) => layer.utilization >= 0 && layer.utilization <= 1)).toBe(true);
  });

  test.each([1, 2, 3, 4])('phases that are not stepped again change no cycle of %i frames', (frames) => {
    const { period, ...fast } = simulateTiming(program, { frames });
    expect(simulateTiming(program, { frames, everyFrame: true })).toEqual({ ...fast, period: expect.anything() });
    expect(period).not.toBeNull();
  });

  test('every tile compiles, and equals its literal twin', () => {
    expect(makeValueModel(program).literalTiles).toBe(0);
    const frames = randomFrames(programInputs(program), 2, 5).frames;
    const [fast, slow] = [buildMemoryImage(program, frames).words, buildMemoryImage(program, frames).words];
    const { ownBeats } = simulate(program, fast, { frames: 2, events: true });
    expect(simulate(program, slow, { frames: 2, events: true, literal: true }).ownBeats).toEqual(ownBeats);
    expect(Buffer.from(fast.buffer).equals(Buffer.from(slow.buffer))).toBe(true);
  });
});
