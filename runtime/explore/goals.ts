// What compile and simulate may be asked for beyond a target: a frame rate (--fps) or a figure to favour (--objective). Chooses
// the program and says, as plain data for reports, what was chosen.
import { statSync } from 'node:fs';
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { Program } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { scheduleTimed } from '../frame-time.ts';
import { type CompileRequest, loadNetwork, type Network, quantizeFile } from '../network.ts';
import { chooseGrid, type ChosenGrid } from './choose-grid.ts';
import { type Objective, scheduleFor } from './objective.ts';

export interface Goals {
  readonly fps: number | undefined;
  readonly objective: Objective | undefined;
}

/** `chosen` is null without --fps, `objective` without --objective. All figures are simulated. */
export interface GoalResult {
  readonly chosen: (ChosenGrid & { readonly wantedFps: number; readonly gridsSimulated: number; readonly given: ChosenGrid | null }) | null;
  readonly objective: {
    readonly name: Objective;
    readonly waysSimulated: number;
    readonly latencyCycles: number;
    readonly cycles: number;
    readonly energyPerFrameMj: number;
    /** The same figures of the schedule without an objective. */
    readonly usual: { readonly latencyCycles: number; readonly cycles: number; readonly energyPerFrameMj: number };
  } | null;
}

const NO_GOALS: GoalResult = { chosen: null, objective: null };

/** A model file, or a compiled folder: without goals as it was compiled, with them scheduled anew from its integer graph. */
export async function loadForGoals(request: CompileRequest, goals: Goals, onProgress: (text: string) => void): Promise<Network & { readonly result: GoalResult }> {
  if (goals.fps === undefined && goals.objective === undefined) return { ...(await loadNetwork(request)), result: NO_GOALS };
  const { integer, tail, target } = statSync(request.model).isDirectory() ? targetOf(await loadNetwork(request)) : await quantizeFile(request);
  return { integer, tail, ...programFor(integer, target, goals, onProgress) };
}

const targetOf = ({ integer, tail, program }: Network): Omit<Network, 'program'> & { readonly target: Target } => ({ integer, tail, target: program.target });

/** Throws ModelError where the target cannot run the network, or no grid reaches the frame rate. */
export function programFor(integer: IntegerGraph, target: Target, goals: Goals, onProgress: (text: string) => void): { readonly program: Program; readonly result: GoalResult } {
  if (goals.fps !== undefined) {
    const { chosen, given, wantedFps, gridsSimulated, point } = chooseGrid(integer, target, goals.fps, onProgress);
    return { program: point.program, result: { chosen: { ...chosen, wantedFps, gridsSimulated, given }, objective: null } };
  }
  if (goals.objective === undefined) return { program: scheduleTimed(integer, target), result: NO_GOALS };
  const { program, figures, usual, tried, objective } = scheduleFor(integer, target, goals.objective);
  const pick = ({ latencyCycles, cycles, energyPerFrameMj }: typeof usual) => ({ latencyCycles, cycles, energyPerFrameMj });
  return { program, result: { chosen: null, objective: { name: objective, waysSimulated: tried, ...pick(figures), usual: pick(usual) } } };
}

/** What a person reads about the choice; empty without goals. */
export function goalLines({ chosen, objective }: GoalResult): string[] {
  const lines: string[] = [];
  if (chosen !== null) {
    lines.push(`smallest grid for ${chosen.wantedFps} frames/s: ${chosen.rows} x ${chosen.cols} tiles, ${chosen.fps.toFixed(1)} frames/s simulated at ${chosen.clockMHz} MHz; ${chosen.lowestClockMHz} MHz would do`);
    const { given } = chosen;
    if (given !== null && (given.rows !== chosen.rows || given.cols !== chosen.cols)) {
      lines.push(`the target's own ${given.rows} x ${given.cols} tiles reach ${given.fps.toFixed(1)} frames/s; ${given.lowestClockMHz} MHz would do there`);
    }
  }
  if (objective !== null) {
    const { usual } = objective;
    lines.push(`best of ${objective.waysSimulated} schedules for ${objective.name}: ${objective.cycles} cycles a frame (usual ${usual.cycles}), latency ${objective.latencyCycles} (usual ${usual.latencyCycles}), ${objective.energyPerFrameMj.toPrecision(3)} mJ estimated (usual ${usual.energyPerFrameMj.toPrecision(3)})`);
  }
  return lines;
}
