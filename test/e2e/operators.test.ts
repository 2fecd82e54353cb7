// Every operator of the language through the whole compiler: integer reference = simulator = RTL, every tensor and every cycle. One network an
// operator on two grids, then forty random networks with branches.
import { beforeAll, expect, test } from 'vitest';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import { quantize } from '../../compiler/quantize/quantize.ts';
import { syntheticFrames } from '../../compiler/quantize/calibrate.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';
import { chooseFrames } from '../../runtime/choose-frames.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { openBench } from '../../runtime/open-bench.ts';
import type { BenchRunner } from '../../runtime/run-rtl.ts';
import { type TensorsResult, verifyTensors } from '../../runtime/verify-tensors.ts';
import { OPERATOR_NETWORKS } from '../support/operator-networks.ts';
import { randomGraph } from '../support/random-graph.ts';

const GRIDS = ['sim-1x1', 'sim-2x2'] as const;
const FRAMES = 2;
const RANDOM = 40;

const benches = new Map<string, BenchRunner>();
beforeAll(async () => {
  for (const grid of GRIDS) benches.set(grid, await openBench(findTarget(grid) as Target, { native: false, onProgress: () => undefined }));
});

async function verifyGraph(graph: FloatGraph, seed: number, grid: string, stallSeed: number | null): Promise<TensorsResult> {
  const { graph: integer } = await quantize(graph, loadParams(graph, ''), syntheticFrames(graph, seed, 3));
  const program = schedule(integer, findTarget(grid) as Target);
  const { frames } = chooseFrames(program, { files: [], count: FRAMES, fallback: FRAMES, seed });
  return await verifyTensors({ program, integer, frames, bench: benches.get(grid) as BenchRunner, stallSeed });
}

for (const [name, build] of Object.entries(OPERATOR_NETWORKS)) {
  test(name, async () => {
    for (const grid of GRIDS) {
      const result = await verifyGraph(build(), 7, grid, null);
      expect(result, `${grid}: ${JSON.stringify(result.firstDifference)}`).toMatchObject({ failure: null, firstDifference: null, equal: true, tensorsInside: [] });
      expect(result.valuesCompared).toBeGreaterThan(0);
    }
  });
}

test('forty random networks of all operators verify equal', async () => {
  const wrong: unknown[] = [];
  const refused: string[] = [];
  for (let seed = 1001; seed <= 1000 + RANDOM; seed++) {
    const grid = GRIDS[seed % 2] as string;
    try {
      const result = await verifyGraph(randomGraph(seed, { operators: 'all' }), seed, grid, seed % 10 === 0 ? seed : null);
      if (!result.equal || result.tensorsInside.length > 0) wrong.push({ seed, grid, failure: result.failure, first: result.firstDifference, inside: result.insideReasons });
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      refused.push(`${seed}: ${error.diagnostics[0]?.code}`);
    }
  }
  expect(wrong).toEqual([]);
  // A dense layer on a whole image can be too large for a tile; no operator is refused.
  expect(refused.filter((entry) => !/NF410[123]$/.test(entry))).toEqual([]);
  expect(refused.length, refused.join('\n')).toBeLessThanOrEqual(RANDOM / 10);
});
