// --objective: the network is scheduled in several ways (how many layers may share a phase, how many tiles a phase may use), each is
// simulated, and the one with the best figure is kept. At equal figures the scheduler's own choice stays.
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { ScheduleOptions } from '../../compiler/schedule/schedule.ts';
import type { Target } from '../../compiler/target/target.ts';
import { orRefusal, type PointFigures, type SimulatedPoint, simulatePoint } from './point.ts';

export type Objective = 'latency' | 'interval' | 'energy';

/** Smaller is better. */
const FIGURE: Readonly<Record<Objective, (figures: PointFigures) => number>> = {
  latency: (figures) => figures.latencyCycles,
  interval: (figures) => figures.cycles,
  energy: (figures) => figures.energyPerFrameMj,
};

const LAYERS = [1, 2, 3, 4, 6, 8] as const;

export interface BestWay extends SimulatedPoint {
  readonly objective: Objective;
  /** Ways that could be simulated. */
  readonly tried: number;
  /** What the scheduler does without an objective. */
  readonly usual: PointFigures;
}

/** Throws as simulatePoint does where even the usual schedule is refused. */
export function scheduleFor(integer: IntegerGraph, target: Target, objective: Objective): BestWay {
  const figure = FIGURE[objective];
  const usual = simulatePoint(integer, target);
  let best = usual;
  let tried = 1;
  for (const options of ways(target)) {
    const point = orRefusal(() => simulatePoint(integer, target, options));
    if ('refusal' in point) continue;
    tried++;
    if (figure(point.figures) < figure(best.figures)) best = point;
  }
  return { ...best, objective, tried, usual: usual.figures };
}

function ways(target: Target): ScheduleOptions[] {
  const tiles = target.rows * target.cols;
  const fewer = [Math.ceil(tiles / 2), 1].filter((count, index, all) => count < tiles && all.indexOf(count) === index);
  return [
    ...LAYERS.map((maxLayersPerPhase) => ({ maxLayersPerPhase })),
    ...fewer.map((maxTilesPerPhase) => ({ maxTilesPerPhase })),
  ];
}
