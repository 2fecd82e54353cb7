// A simulation for a person or a report: throughput in steady state, latency, where the time goes, how much of the array is used, power,
// and the outputs of every frame. All figures are simulated; the clock is the target's and says how sure it is.
import { estimatePower, type PowerEstimate } from '../sim/power.ts';
import { type SimulationStats, summarize } from '../sim/stats.ts';
import { simulateTiming, type TimingResult } from '../sim/timing.ts';
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

/** Throws SimulationError where the program deadlocks. */
export async function simulateNetwork({ program, integer, tail }: Network, frames: readonly Frame[]): Promise<SimulationReport> {
  const timing = simulateTiming(program, { frames: Math.max(MIN_FRAMES, frames.length) });
  const power = estimatePower(program.target, timing);
  return {
    model: program.model, target: program.target.name,
    ...summarize(program, timing),
    frames: frames.length,
    clockStatus: program.target.clockStatus,
    powerW: power.powerW, power,
    memory: timing.memory, occupancy: timing.occupancy,
    outputs: await outputsOf({ program, integer, tail }, frames),
  };
}

async function outputsOf({ program, integer, tail }: Network, frames: readonly Frame[]): Promise<Record<string, number[]>[]> {
  const run = prepareOutputs(program);
  const finish = await prepareTail(integer, tail);
  const { outputs } = resultGraph(integer, tail);
  return frames.map((frame) => {
    const tensors = finish(run(frame));
    return Object.fromEntries(outputs.map((output) => [output.name, [...(tensors.get(output.node)?.data ?? [])]]));
  });
}
