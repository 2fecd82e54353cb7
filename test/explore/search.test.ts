// Search and choice on LeNet-5 with random weights: repeatable, within the device, refusals counted, and the same with worker answers
// that come in another order.
import { describe, expect, it } from 'vitest';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import { readTarget } from '../../compiler/target/read-target.ts';
import { overBudget } from '../../compiler/target/resources.ts';
import type { Target } from '../../compiler/target/target.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import { candidateKey, type DeviceTarget } from '../../runtime/explore/candidates.ts';
import { chooseGrid } from '../../runtime/explore/choose-grid.ts';
import { scheduleFor } from '../../runtime/explore/objective.ts';
import { plotExploration } from '../../runtime/explore/plot-svg.ts';
import { evaluatePoint, simulatePoint } from '../../runtime/explore/point.ts';
import { openPool } from '../../runtime/explore/pool.ts';
import { bestTarget, explore } from '../../runtime/explore/search.ts';
import { lenet } from '../schedule/support/lenet.ts';
import { createRandom } from '../schedule/support/random.ts';

const network = lenet(createRandom(1), 1);
const pynq = findTarget('pynq-z2') as DeviceTarget;
const target = (name: string): Target => findTarget(name) as Target;

describe('explore', () => {
  it('finds the same points twice, all within the device, and a best target that a file can hold', async () => {
    let done = 0;
    const pool = openPool(network, 1, () => done++);
    const options = { target: pynq, points: 16, seed: 3 };
    const first = await explore({ ...options, evaluate: pool.ask });
    const late = await explore({ ...options, evaluate: async (targets) => {
      const results = new Map([...targets].reverse().map((candidate) => [candidate, evaluatePoint(network, candidate)]));
      return targets.map((candidate) => results.get(candidate) as ReturnType<typeof evaluatePoint>);
    } });
    expect(late).toEqual(first);
    expect(done).toBe(16);
    expect(first.points.length + first.refused.filter(({ reason }) => !reason.startsWith('too large')).reduce((sum, { count }) => sum + count, 0)).toBe(16);
    expect(first.refused.some(({ reason }) => reason.startsWith('too large for XC7Z020: '))).toBe(true);
    for (const point of first.points) expect(overBudget(point.resources, pynq.device)).toEqual([]);
    expect(new Set(first.points.map((point) => candidateKey(point.target))).size).toBe(first.points.length);
    expect(first.points[0]).toMatchObject({ isEnergyPareto: expect.any(Boolean) as boolean, isPareto: true });
    const best = bestTarget(first, pynq, 'LeNet5');
    expect(readTarget(JSON.stringify(best), 'best.json')).toEqual(best);
    expect(plotExploration(first.points, 'LeNet5', pynq).match(/<circle /g)).toHaveLength(2 * first.points.length);
  });
});

describe('--fps', () => {
  it('takes the smallest grid that is fast enough and says which clock would do', () => {
    const one = simulatePoint(network, target('sim-1x1')).figures;
    const two = simulatePoint(network, target('sim-1x2')).figures;
    expect(two.fps).toBeGreaterThan(one.fps);
    const small = chooseGrid(network, target('sim-2x2'), one.fps);
    expect(small.chosen).toMatchObject({ rows: 1, cols: 1, clockMHz: 100, fps: one.fps, lowestClockMHz: 100 });
    expect(small.given).toMatchObject({ rows: 2, cols: 2 });
    expect(small.given?.lowestClockMHz).toBeLessThan(100);
    const larger = chooseGrid(network, target('sim-1x1'), (one.fps + two.fps) / 2);
    expect(larger).toMatchObject({ chosen: { rows: 1, cols: 2, fps: two.fps }, given: null });
    expect(larger.point.program.target).toEqual(target('sim-1x2'));
  });

  it('names the best grid and what holds it where none is fast enough', () => {
    const error = (() => {
      try {
        return chooseGrid(network, pynq, 1e7);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(ModelError);
    const [diagnostic] = (error as ModelError).diagnostics;
    expect(diagnostic).toMatchObject({ code: 'NF4601', message: expect.stringMatching(/no grid of pynq-z2's tiles reaches 10000000 frames\/s: the best of \d+ simulated is \d x \d tiles with [\d.]+ frames\/s at 100 MHz/) as string });
    expect(diagnostic?.notes?.[0]).toMatch(/what holds it is (compute|memory bandwidth|waiting): /);
  });
});

it.each(['latency', 'interval', 'energy'] as const)('--objective %s is never worse than the usual schedule', (objective) => {
  const { figures, usual, tried } = scheduleFor(network, target('sim-2x2'), objective);
  const pick = { latency: 'latencyCycles', interval: 'cycles', energy: 'energyPerFrameMj' } as const;
  expect(tried).toBeGreaterThan(3);
  expect(figures[pick[objective]]).toBeLessThanOrEqual(usual[pick[objective]]);
});
