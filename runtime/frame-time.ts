// How long the machine takes for a frame of a program, by the timing simulator, and schedules whose plans are compared by it. Whatever a
// user sees is scheduled here, so that every command runs a network in the same way.
import type { IntegerGraph } from '../compiler/ir/integer-graph.ts';
import type { Program } from '../compiler/program/program.ts';
import { schedule, type ScheduleOptions } from '../compiler/schedule/schedule.ts';
import type { Target } from '../compiler/target/target.ts';
import { timeOf } from '../sim/timing.ts';

/** Frames after which a frame interval has settled; the simulator stops at the first repeat. */
const MOST_FRAMES = 6;

/** Cycles from the end of one frame to the end of the next. Throws SimulationError where the program deadlocks. */
const frameTime = (program: Program): number => timeOf(program, MOST_FRAMES).interval;

/** Schedules `graph` on `target`. Throws ModelError where the grid cannot run it. */
export const scheduleTimed = (graph: IntegerGraph, target: Target, options: Omit<ScheduleOptions, 'timeOf'> = {}): Program =>
  schedule(graph, target, { ...options, timeOf: frameTime });
