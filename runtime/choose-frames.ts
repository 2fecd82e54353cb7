// Which frames a command runs: those of the files given, cut or checked against --frames, or random ones from a seed.
import type { Program } from '../compiler/program/program.ts';
import { type FrameSet, type InputShape, randomFrames, readFrames } from './frames.ts';
import { UsageError } from './usage-error.ts';

export interface FrameRequest {
  readonly files: readonly string[];
  /** How many; undefined takes all frames of the files, or `fallback` random ones. */
  readonly count: number | undefined;
  readonly fallback: number;
  readonly seed: number;
}

export const programInputs = (program: Program): InputShape[] =>
  program.inputs.map((input) => ({ name: input.name, shape: input.shape, format: input.format }));

/** Throws UsageError where more frames are asked for than the files hold. */
export function chooseFrames(program: Program, request: FrameRequest): FrameSet {
  const inputs = programInputs(program);
  if (request.files.length === 0) return randomFrames(inputs, request.count ?? request.fallback, request.seed);
  const found = readFrames(inputs, request.files);
  if (request.count === undefined) return found;
  if (request.count > found.frames.length) {
    throw new UsageError(`--frames asks for ${request.count} frames, the files hold ${found.frames.length}`, 'give more files, or a smaller number');
  }
  return { frames: found.frames.slice(0, request.count), origin: `${found.origin} (the first ${request.count})` };
}
