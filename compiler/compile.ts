// What a compile gives, and its part before the schedule: passes and quantization, the same on any target. The schedule follows in
// runtime/frame-time.ts, where the timing simulator is at hand. Pure: the host brings files and frames. Throws ModelError with diagnostics for whatever is wrong with the model or asks for more than the target has.
import type { FloatFrame } from './quantize/calibrate.ts';
import { syntheticFrames } from './quantize/calibrate.ts';
import { checkParams, needsCalibration, quantize, type QuantizeReport } from './quantize/quantize.ts';
import type { FloatGraph, Params } from './ir/float-graph.ts';
import type { IntegerGraph } from './ir/integer-graph.ts';
import { type HostTail, splitHost, withFormats } from './ir/split-host.ts';
import type { Program } from './program/program.ts';

export interface QuantizeInput {
  /** What the front end made of the text. */
  readonly graph: FloatGraph;
  readonly params: Params;
  /** Real frames to calibrate ranges with; without any, seeded synthetic ones are used where ranges are open. */
  readonly frames: readonly FloatFrame[];
}

export interface Compilation {
  /** The whole network. */
  readonly float: FloatGraph;
  /** The machine's part of it. */
  readonly integer: IntegerGraph;
  /** What the host does with the outputs of the machine; null where nothing. */
  readonly tail: HostTail | null;
  readonly program: Program;
  readonly quantization: QuantizeReport;
  /** Where open ranges came from. */
  readonly calibration: 'not needed' | 'given frames' | 'synthetic frames';
}

const SYNTHETIC_SEED = 1;
const MOST_SYNTHETIC_FRAMES = 8;
/** Input values that synthetic frames have together, as far as two frames leave the choice: large frames hold enough samples each. */
const SYNTHETIC_VALUES = 300_000;

function syntheticFrameCount({ nodes }: FloatGraph): number {
  const values = nodes.reduce((sum, { kind, shape }) => sum + (kind === 'input' ? shape[0] * shape[1] * shape[2] : 0), 0);
  return Math.min(MOST_SYNTHETIC_FRAMES, Math.max(2, Math.floor(SYNTHETIC_VALUES / values)));
}

/** Everything but the schedule: what a network is on any target. */
export type Quantized = Omit<Compilation, 'program'>;

/** Passes and quantization: the compile up to the integer graph. */
export async function quantizeGraph(input: QuantizeInput): Promise<Quantized> {
  const { machine, tail } = splitHost(input.graph, input.params);
  if (tail !== null) checkParams(tail.graph, tail.params);
  const isOpen = needsCalibration(machine, input.params);
  const isGiven = input.frames.length > 0;
  const frames = !isOpen ? [] : isGiven ? input.frames : syntheticFrames(machine, SYNTHETIC_SEED, syntheticFrameCount(machine));
  const { graph: integer, report } = await quantize(machine, input.params, frames);
  return {
    float: input.graph, integer, quantization: report, tail: tail === null ? null : withFormats(tail, integer),
    calibration: !isOpen ? 'not needed' : isGiven ? 'given frames' : 'synthetic frames',
  };
}
