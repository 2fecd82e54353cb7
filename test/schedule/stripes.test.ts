// Layers cut into stripes of columns: on targets with little row memory wide images still give what the reference says, for every
// operator and for random networks; what cannot be cut is refused with numbers (refusals.test.ts).
import { describe, expect, test } from 'vitest';
import { quantize } from '../../compiler/quantize/quantize.ts';
import { syntheticFrames } from '../../compiler/quantize/calibrate.ts';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { Program } from '../../compiler/program/program.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { OPERATOR_NETWORKS } from '../support/operator-networks.ts';
import { randomGraph } from '../support/random-graph.ts';
import { expectEqual } from './support/compare.ts';
import { buildInteger } from './support/integer-builder.ts';
import { createRandom, type Random } from './support/random.ts';
import { randomNet } from './support/random-net.ts';

const SEEDS = Number(process.env['SEEDS'] ?? 12);
const FIRST = Number(process.env['FIRST'] ?? 0);

function narrow(name: string, rowDepth: number, axiBytes: 8 | 16): Target {
  const target = findTarget(name) as Target;
  return { ...target, tile: { ...target.tile, rowDepth }, memory: { ...target.memory, axiBytes } };
}

const isCut = (program: Program): boolean => program.phases.some((phase) => phase.writes.some((channel) => channel?.tensor.includes('~x')));

/** Whether something was cut; null where the network is refused, because one window is too large. */
function check(graph: IntegerGraph, target: Target, random: Random): boolean | null {
  let program: Program;
  try {
    program = schedule(graph, target);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    expect(error.diagnostics.map((entry) => entry.code).join()).toMatch(/^NF410[123]$/);
    return null;
  }
  expect(expectEqual(graph, program, random, 2)).toBeGreaterThan(0);
  return isCut(program);
}

async function integerOf(graph: FloatGraph, seed: number): Promise<IntegerGraph> {
  return (await quantize(graph, loadParams(graph, ''), syntheticFrames(graph, seed, 3))).graph;
}

describe('one operator each, in stripes', () => {
  for (const [name, build] of Object.entries(OPERATOR_NETWORKS)) {
    // An image that is flattened for a dense layer cannot be cut.
    const isDense = /dense|flattened|pyramid|residual/.test(name);
    const widen = /259|200|residual/.test(name) ? 1 : isDense ? 2 : 5;
    test(name, async () => {
      const graph = await integerOf(build(widen), 3);
      for (const axiBytes of [8, 16] as const) {
        // The least row memory in which a window fits.
        const found = [3, 6, 9, 12, 18, 24, 36, 48, 72, 96, 192, 384].map((depth) => () => check(graph, narrow('sim-1x2', depth, axiBytes), createRandom(3)));
        let result: boolean | null = null;
        for (const next of found) result ??= next();
        if (!isDense) expect(result).toBe(true);
        else expect(result).not.toBeNull();
      }
    });
  }
});

describe('random networks in stripes', () => {
  let refused = 0;
  let cut = 0;
  const count = (result: boolean | null): void => {
    if (result === null) refused++;
    if (result) cut++;
  };
  const DEPTHS = [16, 24, 36, 56];
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    const target = narrow(seed % 2 === 0 ? 'sim-2x2' : 'sim-1x3', DEPTHS[seed % DEPTHS.length] as number, seed % 3 === 0 ? 16 : 8);
    test(`seed ${seed} of chains`, () => {
      const random = createRandom(seed);
      count(check(randomNet(random, [20, 70]), target, random));
    });
    test(`seed ${seed} of all operators`, async () => { count(check(await integerOf(randomGraph(seed, { operators: 'all', widen: 6 }), seed), target, createRandom(seed))); });
  }
  test('many are cut, few refused', () => {
    expect(refused).toBeLessThanOrEqual(SEEDS);
    expect(cut).toBeGreaterThan(SEEDS / 3);
  });
});

test('stripes of few maps that no layer reads share blocks between pixels and fill the neurons of a group', () => {
  const random = createRandom(5);
  const net = buildInteger(random);
  net.output(net.conv(net.input([4, 9, 203]), 4, { kernel: [5, 5], trits: 2 }));
  const graph = net.graph();
  const program = schedule(graph, narrow('sim-1x2', 24, 16));
  expect(program.phases.length).toBeGreaterThan(1);
  const orders = program.phases.flatMap((phase) => phase.tiles.flatMap((tile) => tile.own.map(({ order }) => order)));
  expect(new Set(orders.map(({ beatPixels }) => beatPixels))).toEqual(new Set([2]));
  expect(new Set(program.phases.flatMap((phase) => phase.tiles.map((tile) => tile.epilogue?.halves)))).toEqual(new Set([2]));
  expect(expectEqual(graph, program, random, 2)).toBeGreaterThan(0);
});
