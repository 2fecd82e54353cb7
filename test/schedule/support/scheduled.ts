// Networks of integers that a test builds, scheduled and held against the integer reference; and the targets of such tests.
import type { Program } from '../../../compiler/program/program.ts';
import { schedule, type ScheduleOptions } from '../../../compiler/schedule/schedule.ts';
import type { Target } from '../../../compiler/target/target.ts';
import { findTarget } from '../../../compiler/target/targets.ts';
import { expectEqual } from './compare.ts';
import { buildInteger, type IntegerBuilder } from './integer-builder.ts';
import { createRandom } from './random.ts';

export type BuildNetwork = (net: IntegerBuilder) => void;

/** A named target. Throws where there is none of this name. */
export function targetOf(name: string): Target {
  const target = findTarget(name);
  if (target === undefined) throw new Error(`no target ${name}`);
  return target;
}

/** The target with tiles of 32 neurons. */
export const wideTiles = (target: Target): Target => ({ ...target, tile: { ...target.tile, neurons: 32, weightWidth: 1024 } });

interface Scheduling {
  /** Of weights, thresholds and frames. */
  readonly seed: number;
  /** Random frames that are compared. */
  readonly frames?: number;
  readonly options?: ScheduleOptions;
}

/** The Program of the network that `build` makes; throws (by expect) where it computes other than the reference. */
export function scheduled(build: BuildNetwork, target: Target, { seed, frames = 2, options = {} }: Scheduling): Program {
  const random = createRandom(seed);
  const net = buildInteger(random);
  build(net);
  const graph = net.graph();
  const program = schedule(graph, target, options);
  expectEqual(graph, program, random, frames);
  return program;
}
