// Verification: integer reference = cycle simulator = hardware model, for some frames of a network. Every tensor that is visible anywhere
// is compared value by value, and without stalls every cycle too. The three are run here and judged in compare.ts.
import type { IntegerGraph } from '../compiler/ir/integer-graph.ts';
import type { IntegerTensor } from '../compiler/ir/integer-graph.ts';
import { prepareInteger } from '../compiler/reference/integer.ts';
import type { EncodedProgram } from '../compiler/program/encode.ts';
import type { Program } from '../compiler/program/program.ts';
import { type Comparison, compareMachines, type Difference } from './compare.ts';
import type { Frame } from './frames.ts';
import type { MachineRecord } from './machine-record.ts';
import { buildMemoryImage } from './memory-image.ts';
import { type BenchRunner, runRtl } from './run-rtl.ts';
import { recordSimulation } from './run-simulator.ts';

export interface VerifyRequest {
  readonly program: Program;
  readonly integer: IntegerGraph;
  readonly frames: readonly Frame[];
  /** Null checks the simulator against the reference alone. */
  readonly bench: BenchRunner | null;
  /** Seed of random stalls on every AXI channel; null leaves the memory as the target says. */
  readonly stallSeed: number | null;
  /** Configuration streams for the hardware, where they are not to be encoded anew. */
  readonly streams?: EncodedProgram;
}

export interface VerifyResult {
  readonly model: string;
  readonly target: string;
  readonly frames: number;
  readonly stallSeed: number | null;
  readonly tensorsCompared: number;
  readonly tensors: readonly string[];
  readonly tensorsInside: readonly string[];
  readonly valuesCompared: number;
  readonly valueMismatches: number;
  readonly cyclesCompared: number;
  readonly cycleMismatches: number;
  readonly simulatorCycles: number | null;
  readonly rtlCycles: number | null;
  readonly equal: boolean;
  readonly failure: string | null;
  readonly firstDifference: Difference | null;
}

/** A quarter of all handshakes is withheld. */
const STALL_LEVEL = 16;
/** Cycles beyond the simulator's own that a hardware run may take, and how many times as many under stalls. */
const PATIENCE_CYCLES = 50_000;
const STALL_FACTOR = 20;

export async function verify(request: VerifyRequest): Promise<VerifyResult> {
  const { program, frames, stallSeed } = request;
  const expected = referenceTensors(request.integer, frames);
  const image = buildMemoryImage(program, frames, request.streams);
  const simulated = tryRecord(() => recordSimulation(program, frames));
  const simulator = simulated.record;
  const maxCycles = 2 * (simulator?.cycles ?? 0) * (stallSeed === null ? 1 : STALL_FACTOR) + PATIENCE_CYCLES;
  const stalls = stallSeed === null ? null : { seed: stallSeed, level: STALL_LEVEL };
  // A program that stops the simulator has failed; the hardware would only run into its watchdog.
  const rtl = request.bench === null || simulator === null ? null : await runRtl({ program, image, frames: frames.length, stalls, maxCycles }, request.bench);
  const comparison = compareMachines({
    program, graph: request.integer, expected, simulator, rtl: rtl?.record ?? null, scope: stallSeed === null ? 'values and cycles' : 'values',
  });
  return resultOf(request, comparison, { simulator, rtl: rtl?.record ?? null, failure: simulated.failure ?? rtl?.failure ?? null });
}

/** Reference tensors by node id, per frame. */
export function referenceTensors(integer: IntegerGraph, frames: readonly Frame[]): ReadonlyMap<string, IntegerTensor>[] {
  const run = prepareInteger(integer);
  const shapes = new Map(integer.nodes.map((node) => [node.name, node.shape]));
  return frames.map((frame) => run(new Map([...frame].map(([name, data]) => [name, { shape: shapes.get(name) ?? [data.length, 1, 1], data }]))));
}

function tryRecord(run: () => MachineRecord): { record: MachineRecord | null; failure: string | null } {
  try {
    return { record: run(), failure: null };
  } catch (error) {
    if (error instanceof Error && error.name === 'SimulationError') return { record: null, failure: `the simulator stopped: ${error.message}` };
    throw error;
  }
}

interface Machines {
  readonly simulator: MachineRecord | null;
  readonly rtl: MachineRecord | null;
  readonly failure: string | null;
}

function resultOf(request: VerifyRequest, comparison: Comparison, { simulator, rtl, failure }: Machines): VerifyResult {
  const isEqual = failure === null && comparison.valueMismatches === 0 && comparison.cycleMismatches === 0 && comparison.valuesCompared > 0;
  return {
    model: request.program.model,
    target: request.program.target.name,
    frames: request.frames.length,
    stallSeed: request.stallSeed,
    tensorsCompared: comparison.tensors.length,
    tensors: comparison.tensors,
    tensorsInside: comparison.tensorsInside,
    valuesCompared: comparison.valuesCompared,
    valueMismatches: comparison.valueMismatches,
    cyclesCompared: comparison.cyclesCompared,
    cycleMismatches: comparison.cycleMismatches,
    simulatorCycles: simulator?.cycles ?? null,
    rtlCycles: rtl?.cycles ?? null,
    equal: isEqual,
    failure,
    firstDifference: comparison.firstDifference,
  };
}
