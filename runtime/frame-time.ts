// How long the machine takes for a frame of a program, by the timing simulator: what the scheduler compares plans by.
import type { Program } from '../compiler/program/program.ts';
import { runMachine } from '../sim/timing/run.ts';

/** Cycles from the end of one frame to the end of the next. Throws SimulationError where the program deadlocks. */
export function frameTime(program: Program): number {
  const { machine } = runMachine(program, { frames: 2 });
  const [first, second] = machine.log.frameEnds;
  return second === undefined || first === undefined ? machine.cycle : second - first;
}
