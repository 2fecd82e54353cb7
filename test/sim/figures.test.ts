// Statistics and power: definitions that can be checked by hand.
import { expect, test } from 'vitest';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';
import type { Program } from '../../compiler/program/program.ts';
import { estimatePower } from '../../sim/power.ts';
import { summarize } from '../../sim/stats.ts';
import { simulateTiming } from '../../sim/timing.ts';
import { singleTile } from './support/programs.ts';

const span = { file: 'test.nf', start: 0, end: 0 } as unknown as Program['layers'][number]['span'];

function layered(): Program {
  const shape = { width: 16, height: 8, planes: 1, kernel: 3, pad: 1, trits: 2, digits: 1 as const };
  // 16 maps from 8 channels, 3x3, on 16 x 8 pixels; border windows count as written.
  const macs = 16 * 8 * 9 * 16 * 8;
  const program = singleTile(shape);
  return { ...program, macsPerFrame: macs, layers: [{ id: 'layer00', name: 'conv', kind: 'conv', span, macs, phases: [0], tiles: 1 }] };
}

test('utilization is useful slots over all slots, for the layer and the network', () => {
  const program = layered();
  const timing = simulateTiming(program, { frames: 20 });
  const stats = summarize(program, timing);
  const useful = program.macsPerFrame * 2;
  expect(stats.utilization).toBeCloseTo(useful / (1024 * timing.intervalCycles), 12);
  // Nine blocks need two passes of eight, two trits each: 128 pixels take 512 slots a frame.
  expect(stats.layers[0]?.busyCycles).toBe(512);
  expect(stats.layers[0]?.utilization).toBeCloseTo(stats.utilization, 12);
  expect(stats.utilization).toBeLessThan(1);
  expect(stats.gops).toBeCloseTo((2 * program.macsPerFrame * 100e6) / timing.intervalCycles / 1e9, 9);
  expect(stats.fps).toBeCloseTo(100e6 / timing.intervalCycles, 9);
});

test.each(['sim-2x2', 'pynq-z2', 'zcu104', 'neuflow-v6', 'ulx3s-85f'])('power parts of %s add up and say what is assumed', (name) => {
  const timing = simulateTiming(layered(), { frames: 20 });
  const target = findTarget(name) as Target;
  const { powerW, parts, status, assumptions } = estimatePower(target, timing);
  expect(status).toBe('estimated');
  expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(powerW, 12);
  expect(Object.values(parts).every((part) => part >= 0)).toBe(true);
  expect(assumptions.some((text) => text.startsWith('static'))).toBe(!['pynq-z2', 'zcu104'].includes(name));
  expect(assumptions.some((text) => text.includes('7 series'))).toBe(target.family !== 'xc7');
});

test('more work in the same time takes more power', () => {
  const target = findTarget('pynq-z2') as Target;
  const timing = simulateTiming(layered(), { frames: 20 });
  const idle = { ...timing, tiles: [], memory: { ...timing.memory, readWords: 0, writeWords: 0 } };
  const rest = estimatePower(target, idle);
  expect(rest.powerW).toBeCloseTo(rest.parts.static + rest.parts.clock, 12);
  expect(estimatePower(target, timing).powerW).toBeGreaterThan(rest.powerW);
});
