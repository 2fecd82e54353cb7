// The search of `nfc explore`: generations of candidates, the first from a plan, the later ones changed members of the front so far.
// What a generation holds depends on the seed and on earlier results alone, so the outcome does not depend on how many workers there are.
import { estimateResources, overBudget, type ResourceEstimate } from '../../compiler/target/resources.ts';
import type { Target } from '../../compiler/target/target.ts';
import { makeRandom, randomBelow } from '../random.ts';
import { candidateKey, type DeviceTarget, firstCandidates, mutate, randomCandidate } from './candidates.ts';
import { paretoFront } from './pareto.ts';
import type { PointFigures, PointResult } from './point.ts';

export interface ExploredPoint extends PointFigures {
  readonly target: Target;
  readonly resources: ResourceEstimate;
  /** No point has more frames/s for as few LUTs; no point takes less energy a frame for as many frames/s. */
  readonly isPareto: boolean;
  readonly isEnergyPareto: boolean;
}

export interface Exploration {
  /** Fastest first, then fewest LUTs, then fewest block RAMs. */
  readonly points: readonly ExploredPoint[];
  /** Candidates that were not simulated to the end, by reason, most frequent first. */
  readonly refused: readonly { readonly reason: string; readonly count: number }[];
}

export interface SearchOptions {
  readonly target: DeviceTarget;
  /** Candidates given to scheduler and simulator. */
  readonly points: number;
  readonly seed: number;
  /** Results in the order of the targets. */
  readonly evaluate: (targets: readonly Target[]) => Promise<readonly PointResult[]>;
}

const GENERATION = 12;
/** Candidates in a row that are known or too large, after which the space counts as searched. */
const MAX_FRUITLESS = 2000;
const SHARE_RANDOM = 0.2;

type Found = Omit<ExploredPoint, 'isPareto' | 'isEnergyPareto'>;

export async function explore({ target, points, seed, evaluate }: SearchOptions): Promise<Exploration> {
  const random = makeRandom(seed);
  const seen = new Set<string>();
  const refused = new Map<string, number>();
  const count = (reason: string): void => void refused.set(reason, (refused.get(reason) ?? 0) + 1);
  const planned = firstCandidates(target);
  const found: Found[] = [];
  let given = 0;
  while (given < points) {
    const front = planned.length > 0 ? [] : withFronts(found).filter((point) => point.isPareto || point.isEnergyPareto);
    const generation: { target: Target; resources: ResourceEstimate }[] = [];
    for (let fruitless = 0; generation.length < Math.min(GENERATION, points - given) && fruitless < MAX_FRUITLESS; ) {
      const candidate = planned.shift() ?? next(front, target, random);
      const key = candidateKey(candidate);
      fruitless++;
      if (seen.has(key)) continue;
      seen.add(key);
      const resources = estimateResources(candidate);
      const over = overBudget(resources, target.device);
      if (over.length > 0) {
        count(`too large for ${target.device.part}: ${over.join(', ')}`);
        continue;
      }
      generation.push({ target: candidate, resources });
      fruitless = 0;
    }
    if (generation.length === 0) break;
    given += generation.length;
    const results = await evaluate(generation.map((entry) => entry.target));
    results.forEach((result, index) => {
      if ('refusal' in result) count(result.refusal);
      else found.push({ ...(generation[index] as (typeof generation)[number]), ...result.figures });
    });
  }
  return {
    points: withFronts([...found].sort((a, b) => b.fps - a.fps || a.resources.lut - b.resources.lut || a.resources.bram36 - b.resources.bram36 || compareWords(candidateKey(a.target), candidateKey(b.target)))),
    refused: [...refused].map(([reason, number]) => ({ reason, count: number })).sort((a, b) => b.count - a.count || compareWords(a.reason, b.reason)),
  };
}

const compareWords = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function next(front: readonly ExploredPoint[], target: DeviceTarget, random: () => number): Target {
  if (front.length === 0 || random() < SHARE_RANDOM) return randomCandidate(target, random);
  return mutate((front[randomBelow(random, front.length)] as ExploredPoint).target, target, random);
}

function withFronts(points: readonly Found[]): ExploredPoint[] {
  const size = paretoFront(points.map((point) => [point.resources.lut, -point.fps]));
  const energy = paretoFront(points.map((point) => [point.energyPerFrameMj, -point.fps]));
  return points.map((point, index) => ({ ...point, isPareto: size[index] ?? false, isEnergyPareto: energy[index] ?? false }));
}

/** The fastest point as a target of its own. */
export function bestTarget(exploration: Exploration, target: DeviceTarget, model: string): Target | null {
  const best = exploration.points[0];
  if (best === undefined) return null;
  return { ...best.target, name: `${target.name}-${model.toLowerCase()}`, summary: `found by nfc explore for ${model} on ${target.device.part}` };
}
