// One network an operator and random networks of all of them: what the Program computes equals the integer reference, tensor by tensor.
import { describe, expect, test } from 'vitest';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import type { Target } from '../../compiler/target/target.ts';
import { integerOf } from '../support/integer-of.ts';
import { OPERATOR_NETWORKS } from '../support/operator-networks.ts';
import { randomGraph } from '../support/random-graph.ts';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import { expectEqual } from './support/compare.ts';
import { createRandom } from './support/random.ts';
import { targetOf } from './support/scheduled.ts';

/** A small machine whose memory words hold five beats. */
const wide = (): Target => {
  const target = targetOf('neuflow-v6');
  return { ...target, rows: 1, cols: 2 };
};

async function check(graph: FloatGraph, seed: number, target: Target): Promise<number> {
  const integer = await integerOf(graph, seed);
  return expectEqual(integer, schedule(integer, target), createRandom(seed), 2);
}

describe('one operator each', () => {
  for (const [name, build] of Object.entries(OPERATOR_NETWORKS)) {
    test(name, async () => {
      const graph = build();
      for (const target of [targetOf('sim-1x1'), targetOf('sim-2x2'), wide()]) expect(await check(graph, 3, target)).toBeGreaterThan(0);
    });
  }
});

const SEEDS = Number(process.env['SEEDS'] ?? 60);
const FIRST = Number(process.env['FIRST'] ?? 0);

describe('random networks of all operators', () => {
  let refused = 0;
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    test(`seed ${seed}`, async () => {
      const target = [targetOf('sim-1x1'), targetOf('sim-2x2'), targetOf('sim-1x3'), wide(), targetOf('sim-3x3')][seed % 5] as Target;
      try {
        expect(await check(randomGraph(seed, { operators: 'all' }), seed, target)).toBeGreaterThan(0);
      } catch (error) {
        // Dense layers on a whole image can exceed a tile; everything else runs.
        if (!(error instanceof ModelError)) throw error;
        expect(error.diagnostics.map((entry) => entry.code).join()).toMatch(/^NF410[123]$/);
        refused++;
      }
    });
  }
  test('few are too large', () => {
    expect(refused).toBeLessThanOrEqual(SEEDS / 8);
  });
});
