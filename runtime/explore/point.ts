// One point of a search: a network scheduled on one target and simulated (time only), beside what the target costs. A network that
// the target cannot run is a refusal with its reason, not an error.
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { Program } from '../../compiler/program/program.ts';
import type { ScheduleOptions } from '../../compiler/schedule/schedule.ts';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import type { Target } from '../../compiler/target/target.ts';
import { SimulationError } from '../../sim/errors.ts';
import { estimatePower } from '../../sim/power/estimate.ts';
import { simulateTiming, type TimingResult } from '../../sim/timing.ts';
import { scheduleTimed } from '../frame-time.ts';

/** Simulated figures; power is estimated, for digits at random. */
export interface PointFigures {
  /** Cycles from frame to frame. */
  readonly cycles: number;
  readonly latencyCycles: number;
  readonly fps: number;
  readonly powerW: number;
  /** Millijoules, at the frame rate above. */
  readonly energyPerFrameMj: number;
}

export type PointResult = { readonly figures: PointFigures } | { readonly refusal: string };

export interface SimulatedPoint {
  readonly program: Program;
  readonly timing: TimingResult;
  readonly figures: PointFigures;
}

/** Frames back to back: the interval is that of the steady state. */
const FRAMES = 3;

/** Schedules and simulates. Throws ModelError where the target cannot run the network, SimulationError for a deadlock. */
export function simulatePoint(integer: IntegerGraph, target: Target, options: ScheduleOptions = {}): SimulatedPoint {
  const program = scheduleTimed(integer, target, options);
  const timing = simulateTiming(program, { frames: FRAMES });
  const fps = (target.clockMHz * 1e6) / timing.intervalCycles;
  const { powerW } = estimatePower(program, timing).estimate;
  return {
    program, timing,
    figures: { cycles: timing.intervalCycles, latencyCycles: timing.latencyCycles, fps, powerW, energyPerFrameMj: (1000 * powerW) / fps },
  };
}

/** The figures alone, or why there are none. Other errors than the two above are bugs and pass through. */
export function evaluatePoint(integer: IntegerGraph, target: Target): PointResult {
  return orRefusal(() => ({ figures: simulatePoint(integer, target).figures }));
}

/** Runs `attempt`; what the target refuses becomes a refusal. */
export function orRefusal<T>(attempt: () => T): T | { readonly refusal: string } {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof ModelError) return { refusal: refusalOf(error) };
    if (error instanceof SimulationError) return { refusal: `simulation: ${error.kind}` };
    throw error;
  }
}

/** Code and layer, without the numbers that differ from target to target, so that refusals can be counted. */
function refusalOf({ diagnostics }: ModelError): string {
  const [first] = diagnostics;
  const layer = /`([^`]+)`/.exec(first?.message ?? '')?.[1];
  return `${first?.code ?? 'model'}${layer === undefined ? '' : ` at ${layer}`}`;
}
