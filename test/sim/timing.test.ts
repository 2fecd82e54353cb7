import { expect, test } from 'vitest';
import { simulateTiming } from '../../sim/timing.ts';
import { singleTile } from './support/programs.ts';

test('smoke', () => {
  const p = singleTile({ width: 9, height: 7, planes: 1, kernel: 3, pad: 1 });
  const a = simulateTiming(p, { frames: 5, events: true, everyCycle: true });
  const b = simulateTiming(p, { frames: 5 });
  console.log(JSON.stringify({ ...a, events: undefined, occupancy: undefined }, null, 1), b.totalCycles, b.intervalCycles, a.events?.own[0]?.slice(0, 20), a.events?.writes.slice(0, 20));
  expect(b.totalCycles).toBe(a.totalCycles);
  const t0 = performance.now();
  const c = simulateTiming(p, { frames: 3000, everyCycle: true, everyFrame: true });
  const t1 = performance.now();
  const d = simulateTiming(p, { frames: 3000, everyFrame: true });
  const t2 = performance.now();
  const e = simulateTiming(p, { frames: 3000 });
  console.log(c.totalCycles, c.totalCycles / (t1 - t0), d.totalCycles / (t2 - t1), performance.now() - t2);
  expect([d.totalCycles, e.totalCycles]).toEqual([c.totalCycles, c.totalCycles]);
  expect(e.tiles).toEqual(c.tiles);
  expect(e.memory).toEqual(c.memory);
});
