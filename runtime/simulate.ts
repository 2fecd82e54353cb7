// A simulation for a person or a report: throughput in steady state, latency, where the time goes, how much of the array is used, power,
// and the outputs of every frame. All figures are simulated; the clock is the target's and says how sure it is.
import type { ActionCount } from '../sim/power/actions.ts';
import type { Technology } from '../sim/power/constants.ts';
import { estimatePower, type PowerEstimate } from '../sim/power/estimate.ts';
import { makeSwitchingMeter } from '../sim/power/measure.ts';
import { type SimulationStats, summarize } from '../sim/stats.ts';
import { simulateTiming, type TimingResult } from '../sim/timing.ts';
import type { Observer } from '../sim/values/model.ts';
import type { Frame } from './frames.ts';
import { prepareTail, resultGraph } from './host-tail.ts';
import type { Network } from './network.ts';
import { prepareOutputs } from './run-simulator.ts';

export interface SimulationReport extends SimulationStats {
  readonly model: string;
  readonly target: string;
  readonly clockStatus: string;
  readonly powerW: number;
  readonly power: PowerEstimate;
  readonly memory: TimingResult['memory'];
  readonly occupancy: TimingResult['occupancy'];
  /** One entry per frame: values by output name, channel-major: integers of the machine, real numbers of the host. */
  readonly outputs: readonly Readonly<Record<string, readonly number[]>>[];
}

/** Frames that run back to back at least, so that the interval is that of the steady state. */
const MIN_FRAMES = 3;

/** Frames whose values the power estimate measures. */
const MEASURED_FRAMES = 3;

export interface SimulateOptions {
  /** Of the power estimate; the target's own where absent. */
  readonly technology?: Technology;
}

export interface NetworkSimulation {
  readonly report: SimulationReport;
  /** Per frame. */
  readonly actions: readonly ActionCount[];
}

/** Throws SimulationError where the program deadlocks. */
export async function simulateNetwork({ program, integer, tail }: Network, frames: readonly Frame[], options: SimulateOptions = {}): Promise<NetworkSimulation> {
  const timing = simulateTiming(program, { frames: Math.max(MIN_FRAMES, frames.length) });
  const meter = makeSwitchingMeter(program);
  const outputs = await outputsOf({ program, integer, tail }, frames, meter.observe);
  const measured = { frames: Math.min(frames.length, MEASURED_FRAMES), switching: meter.switching };
  const { estimate: power, actions } = estimatePower(program, timing, { ...options, measured });
  const report = {
    model: program.model, target: program.target.name,
    ...summarize(program, timing),
    frames: frames.length,
    clockStatus: program.target.clockStatus,
    powerW: power.powerW, power,
    memory: timing.memory, occupancy: timing.occupancy,
    outputs,
  };
  return { report, actions };
}

async function outputsOf({ program, integer, tail }: Network, frames: readonly Frame[], observe: Observer): Promise<Record<string, number[]>[]> {
  let seen = 0;
  const run = prepareOutputs(program, (...beats) => { if (seen < MEASURED_FRAMES) observe(...beats); });
  const finish = await prepareTail(integer, tail);
  const { outputs } = resultGraph(integer, tail);
  return frames.map((frame) => {
    const tensors = finish(run(frame));
    seen++;
    return Object.fromEntries(outputs.map((output) => [output.name, [...(tensors.get(output.node)?.data ?? [])]]));
  });
}
