// What `nfc verify --waves FOLDER` adds to a verification: the waveforms of simulator and hardware model as files, and their first difference.
import type { EncodedProgram } from '../../compiler/program/encode.ts';
import type { Program } from '../../compiler/program/program.ts';
import type { Frame } from '../frames.ts';
import { buildMemoryImage } from '../memory-image.ts';
import { writeOutputFolder } from '../output-folder.ts';
import { compareWaves, type WaveDifference } from './compare-waves.ts';
import { describeLimit, TRACE_FRAMES } from './limits.ts';
import { writeVcd } from './vcd.ts';

export interface VerifyWavesRequest {
  readonly folder: string;
  readonly program: Program;
  readonly frames: readonly Frame[];
  /** SystemVerilog of the grid. */
  readonly sources: ReadonlyMap<string, string>;
  /** Configuration streams for the hardware, where they are not to be encoded anew. */
  readonly streams?: EncodedProgram;
  readonly onProgress: (text: string) => void;
}

export interface WavesResult {
  readonly folder: string;
  readonly equal: boolean;
  readonly frames: number;
  readonly cycles: number;
  readonly streams: number;
  readonly signals: number;
  /** Changes of streams in the simulator's waveform. */
  readonly changes: number;
  readonly firstDifference: WaveDifference | null;
  /** What the hardware run says went wrong; null where it ended well. */
  readonly failure: string | null;
  /** What the waveforms leave out; null where all frames are in them. */
  readonly limit: string | null;
}

/** Runs the first of `frames` and writes simulator.vcd and rtl.vcd. Throws UsageError, SimulationError, or what the build of the hardware
 *  model says. */
export async function verifyWaves({ folder, program, frames, sources, streams, onProgress }: VerifyWavesRequest): Promise<WavesResult> {
  const first = frames.slice(0, TRACE_FRAMES);
  const images = { simulator: buildMemoryImage(program, first), rtl: buildMemoryImage(program, first, streams) };
  const { simulator, rtl, signals, firstDifference, failure } = await compareWaves({ program, frames: first.length, images, sources, onProgress });
  writeOutputFolder(folder, new Map([['simulator.vcd', writeVcd(simulator, program)], ['rtl.vcd', writeVcd(rtl, program)]]));
  return {
    folder, equal: firstDifference === null && failure === null, frames: first.length, cycles: simulator.cycles, streams: simulator.logs.length, signals,
    changes: simulator.logs.reduce((sum, log) => sum + log.cycles.length, 0), firstDifference, failure, limit: describeLimit(frames.length, simulator),
  };
}

export const renderWaveDifference = ({ signal, cycle, simulator, rtl }: WaveDifference): string =>
  signal === 'cycles' ? `the simulator takes ${simulator} cycles, the RTL ${rtl}` : `${signal} in cycle ${cycle}: ${simulator} in the simulator, ${rtl} in the RTL`;
