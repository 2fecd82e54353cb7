// Statistics: definitions that can be checked by hand.
import { expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
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
