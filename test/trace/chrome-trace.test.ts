// The Chrome trace against the run that it shows.
import { expect, test } from 'vitest';
import { chromeTrace } from '../../runtime/trace/chrome-trace.ts';
import { simulateTiming } from '../../sim/timing.ts';
import { twoPhases } from '../sim/support/grids.ts';

test('phases, tiles and channels are all there, at the times of the run', () => {
  const program = twoPhases({ width: 9, height: 7, planes: 1, kernel: 3, pad: 1 });
  const { traceEvents, otherData } = chromeTrace(program, 2);
  const timing = simulateTiming(program, { frames: 2, events: true });
  const spans = traceEvents.filter((event) => event.ph === 'X');
  expect(otherData['cycles']).toBe(timing.totalCycles);
  expect(spans.filter(({ cat }) => cat === 'phase').map(({ args }) => args['cycle'])).toEqual(timing.events?.gos.map(({ cycle }) => cycle));
  const useful = spans.filter(({ cat, name }) => cat === 'tile' && name === 'useful work').reduce((sum, { args }) => sum + Number(args['cycles']), 0);
  expect(useful).toBe(timing.tiles.reduce((sum, { pixelSlots }) => sum + pixelSlots, 0));
  const words = (cat: string): number => spans.filter((event) => event.cat === cat).reduce((sum, { args }) => sum + Number(args['words']), 0);
  expect([words('reads'), words('writes')]).toEqual([timing.memory.readWords, timing.memory.writeWords]);
  for (const { ts, dur, args } of spans) expect(dur * program.target.clockMHz).toBeCloseTo(Number(args['cycles']), 6 - Math.floor(Math.log10(ts + 1)));
  const named = new Set(traceEvents.filter(({ ph, name }) => ph === 'M' && name === 'thread_name').map(({ pid, tid }) => `${pid}.${tid}`));
  expect(spans.every(({ pid, tid }) => named.has(`${pid}.${tid}`))).toBe(true);
});
