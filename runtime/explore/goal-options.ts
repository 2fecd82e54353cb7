// The options --fps and --objective, stated once for the commands that take them.
import type { Argv } from 'yargs';
import { UsageError } from '../usage-error.ts';
import type { Goals } from './goals.ts';
import type { Objective } from './objective.ts';

export interface GoalArguments {
  readonly fps: number | undefined;
  readonly objective: Objective | undefined;
}

export const withGoals = <T>(yargs: Argv<T>): Argv<T & GoalArguments> => yargs
  .option('fps', { type: 'number', requiresArg: true, describe: "smallest grid of the target's tiles that reaches this many frames/s in simulation" })
  .option('objective', { choices: ['latency', 'interval', 'energy'] as const, requiresArg: true, describe: 'simulate several schedules and keep the best in this' }) as Argv<T & GoalArguments>;

/** Throws UsageError for a frame rate that is none, and for both goals at once. */
export function checkGoals({ fps, objective }: GoalArguments): Goals {
  if (fps !== undefined && !(fps > 0 && fps <= 1e9)) throw new UsageError(`--fps ${fps} is not a number above 0`, 'give --fps the frames per second that you need');
  if (fps !== undefined && objective !== undefined) throw new UsageError('--fps and --objective exclude each other', 'leave one of them out: --fps looks for the smallest grid already');
  return { fps, objective };
}
