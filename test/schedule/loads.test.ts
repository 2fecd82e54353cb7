// Loads that come while the phase before runs leave alone what that phase still uses, whatever part of a tile's memories each layer takes:
// groups of few neurons, and several of them for every row of a cell, too.
import { describe, expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import type { Target } from '../../compiler/target/target.ts';
import { makeValueModel } from '../../sim/values/model.ts';
import { buildGraph, tritPrecision } from '../support/graph-builder.ts';
import { integerOf } from '../support/integer-of.ts';
import { createRandom } from './support/random.ts';
import { targetOf } from './support/scheduled.ts';

/** Little memory, so that little stays, and loads come as early as they may. */
const tight = (neurons: 16 | 32, thresholdGroups: number): Target => {
  const target = targetOf('sim-1x2');
  return { ...target, tile: { ...target.tile, neurons, weightWidth: 1024, weightBlocks: 64, thresholdGroups } };
};

const ONE = { top: 1, left: 1, bottom: 1, right: 1 };

/** A chain of layers in phases of their own, of few maps and many, some of which enlarge. */
async function chain(seed: number, target: Target): Promise<Program> {
  const random = createRandom(seed);
  const net = buildGraph(seed);
  let at = net.input([4, 6, 8], { bits: 3, zero: 0, scale: 1 / 7 });
  for (let k = 0; k < 10; k++) {
    const maps = [4, 8, 12, 40, 72][random.below(5)] as number;
    const isSmall = net.shapeOf(at)[1] <= 8;
    const made = isSmall && random.chance(50)
      ? net.transposedConv(at, Math.min(maps, 12), { kernel: [2, 2], stride: [2, 2], precision: tritPrecision(2) })
      : net.conv(at, maps, { kernel: [3, 3], stride: isSmall ? [1, 1] : [2, 2], padding: ONE, precision: tritPrecision(2) });
    at = net.activation(made, 'tanh');
  }
  net.output(net.conv(at, 11));
  return schedule(await integerOf(net.finish(), seed), target, { maxLayersPerPhase: 1 });
}

const loading = ({ phases }: Program): number[] => phases.flatMap((phase, index) => (index > 1 && phase.loads.length > 0 ? [index] : []));

describe('loads of the next phase', () => {
  for (const [neurons, groups] of [[16, 8], [16, 16], [32, 4], [32, 8]] as const) {
    test(`${neurons} neurons, ${groups} groups: what runs is left alone`, async () => {
      let phases = 0;
      for (let seed = 0; seed < 15; seed++) {
        const program = await chain(seed, tight(neurons, groups));
        expect(() => makeValueModel(program), `seed ${seed}`).not.toThrow();
        phases += loading(program).length;
      }
      expect(phases).toBeGreaterThan(40);
    });
  }

  test('the simulator says so where they do not', async () => {
    const program = await chain(1, tight(16, 8));
    const [at] = loading(program);
    const early = program.phases.map((phase, index) => {
      if (index + 1 === at) return { ...phase, loads: [...phase.loads, ...(program.phases[at]?.loads ?? [])] };
      return index === at ? { ...phase, loads: [] } : phase;
    });
    const results = [program.phases, early].map((phases) => () => makeValueModel({ ...program, phases }));
    expect(results[0]).not.toThrow();
    expect(results[1]).toThrow(/overwrite what tile \(\d,\d\) still uses/);
  });
});
