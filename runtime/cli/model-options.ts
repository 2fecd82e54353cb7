// Options that several commands share, stated once: which model, which target, which frames.
import type { Argv } from 'yargs';
import { UsageError } from '../usage-error.ts';

export interface WeightArguments {
  readonly weights: string | undefined;
}
export interface TargetArguments extends WeightArguments {
  readonly target: string | undefined;
  readonly calibrate: readonly string[];
}
export interface FrameArguments {
  readonly input: readonly string[];
  readonly frames: number | undefined;
  readonly seed: number;
}

export const withWeights = <T>(yargs: Argv<T>): Argv<T & WeightArguments> => yargs
  .option('weights', { type: 'string', requiresArg: true, describe: 'safetensors file in place of what the model says' }) as Argv<T & WeightArguments>;

export const withTargetName = <T>(yargs: Argv<T>): Argv<T & Pick<TargetArguments, 'target'>> => yargs
  .option('target', { type: 'string', requiresArg: true, describe: 'target by name (nfc targets), sim-RxC, or a target file' }) as Argv<T & Pick<TargetArguments, 'target'>>;

export const withTarget = <T>(yargs: Argv<T>): Argv<T & TargetArguments> => withTargetName(withWeights(yargs))
  .option('calibrate', { type: 'string', array: true, default: [], requiresArg: true, describe: 'frames to calibrate ranges with (NPY, IDX, PNG, JPEG, Y4M)' }) as Argv<T & TargetArguments>;

export const withFrames = <T>(yargs: Argv<T>): Argv<T & FrameArguments> => yargs
  .option('input', { type: 'string', array: true, default: [], requiresArg: true, describe: 'input frames (NPY, IDX, PNG, JPEG, Y4M), NAME=FILE for several inputs' })
  .option('frames', { type: 'number', requiresArg: true, describe: 'how many frames' })
  .option('seed', { type: 'number', default: 1, requiresArg: true, describe: 'seed of random frames, used without --input' }) as Argv<T & FrameArguments>;

const MAX_FRAMES = 1_000_000;

/** Throws UsageError where a number is not a sensible count. */
export function checkCount(value: number, option: string): number {
  if (!Number.isInteger(value) || value < 1 || value > MAX_FRAMES) {
    throw new UsageError(`${option} ${value} is not a whole number from 1 to ${MAX_FRAMES}`, `give ${option} such a number`);
  }
  return value;
}

export function checkSeed(value: number, option: string): number {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32) {
    throw new UsageError(`${option} ${value} is not a whole number from 0 to ${2 ** 32 - 1}`, `give ${option} such a number`);
  }
  return value;
}
