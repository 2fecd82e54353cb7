// Sixty random networks through the whole compiler: integer reference = simulator = RTL, every tensor and every cycle, on four grids.
// Odd shapes, strides, paddings, tables, groups, 1 to 4 trits, 1 to 3 digit planes, one and several phases. A seed that ever failed stays in KEPT.
import { beforeAll, expect, test } from 'vitest';
import { quantize } from '../../compiler/quantize/quantize.ts';
import { syntheticFrames } from '../../compiler/quantize/calibrate.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import { chooseFrames } from '../../runtime/choose-frames.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { openBench } from '../../runtime/open-bench.ts';
import type { BenchRunner } from '../../runtime/run-rtl.ts';
import { type TensorsResult, verifyTensors } from '../../runtime/verify-tensors.ts';
import { randomGraph } from '../support/random-graph.ts';

const GRIDS = ['sim-1x1', 'sim-2x2', 'sim-1x3', 'sim-3x2'] as const;
const KEPT: readonly number[] = [];
const SEEDS = [...Array.from({ length: 60 }, (_, i) => i + 1), ...KEPT];
const FRAMES = 2;

const benches = new Map<string, BenchRunner>();
beforeAll(async () => {
  for (const grid of GRIDS) benches.set(grid, await openBench(findTarget(grid) as Target, { native: false, onProgress: () => undefined }));
});

/** The verdict, or the code of the refusal where the grid cannot do this network yet. */
async function verifySeed(seed: number, grid: string): Promise<TensorsResult | string> {
  const graph = randomGraph(seed, { operators: seed % 3 === 0 ? 'integer' : 'chain' });
  try {
    const { graph: integer } = await quantize(graph, loadParams(graph, ''), syntheticFrames(graph, seed, 3));
    const program = schedule(integer, findTarget(grid) as Target);
    const { frames } = chooseFrames(program, { files: [], count: FRAMES, fallback: FRAMES, seed });
    return await verifyTensors({ program, integer, frames, bench: benches.get(grid) as BenchRunner, stallSeed: seed % 10 === 0 ? seed : null });
  } catch (error) {
    if (error instanceof ModelError) return error.diagnostics[0]?.code ?? 'NF????';
    throw error;
  }
}

test('random networks verify equal', async () => {
  const wrong: unknown[] = [];
  const refused: string[] = [];
  for (const seed of SEEDS) {
    const grid = GRIDS[seed % GRIDS.length] as string;
    const result = await verifySeed(seed, grid);
    if (typeof result === 'string') refused.push(`${seed}: ${result}`);
    else if (!result.equal || result.tensorsInside.length > 0) wrong.push({ seed, grid, failure: result.failure, first: result.firstDifference, inside: result.insideReasons });
  }
  expect(wrong).toEqual([]);
  expect(refused.length, refused.join('\n')).toBeLessThan(4);
});
