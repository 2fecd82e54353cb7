// Random networks on small grids: what the Program computes equals the integer reference, tensor by tensor, and the same network
// gives the same Program again. A failing case prints its seed.
import { describe, expect, test } from 'vitest';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { Program } from '../../compiler/program/program.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';
import { expectEqual } from './support/compare.ts';
import { createRandom } from './support/random.ts';
import { randomNet } from './support/random-net.ts';

const GRIDS = ['sim-1x1', 'sim-1x3', 'sim-2x2', 'sim-3x2'];
const SEEDS = Number(process.env['SEEDS'] ?? 40);
const FIRST = Number(process.env['FIRST'] ?? 0);

/** null where the network is refused with a message (it may be too large for a tile). */
function trySchedule(graph: IntegerGraph, target: Target): Program | null {
  try {
    return schedule(graph, target);
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

describe('random networks', () => {
  let refused = 0;
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    test(`seed ${seed}`, () => {
      const random = createRandom(seed);
      const graph = randomNet(random);
      const target = findTarget(GRIDS[seed % GRIDS.length] as string) as Target;
      const program = trySchedule(graph, target);
      if (program === null) {
        refused++;
        return;
      }
      expect(JSON.stringify(schedule(graph, target))).toBe(JSON.stringify(program));
      expect(expectEqual(graph, program, random, 2)).toBeGreaterThan(0);
    });
  }
  test('few are refused', () => {
    expect(refused).toBeLessThanOrEqual(SEEDS / 10);
  });
});
