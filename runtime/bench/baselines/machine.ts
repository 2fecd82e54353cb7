// What a baseline model is: rules and constants of an older machine, each with its source, and a pure function that says how long one
// frame of a network takes on it. The models are favourable to the machine: what is not in its rules costs nothing.
import type { FloatGraph } from '../../../compiler/ir/float-graph.ts';

/** read: found in the source named. derived: arithmetic from what was read. recalled: from the literature, without the text at hand. */
export type SourceStatus = 'read' | 'derived' | 'recalled';

export interface Constant {
  readonly value: number;
  readonly unit: string;
  readonly status: SourceStatus;
  readonly source: string;
}

export interface BaselineResult {
  readonly machine: string;
  /** Cycles a frame at `clockMHz`; null where the machine cannot run the network (`refusal` says why). */
  readonly cyclesPerFrame: number | null;
  readonly clockMHz: number;
  readonly fps: number | null;
  /** Million operations a frame as this machine counts them (a multiply-add is two). */
  readonly mop: number | null;
  readonly refusal: string | null;
}

export interface BaselineMachine {
  readonly name: string;
  readonly title: string;
  readonly constants: Readonly<Record<string, Constant>>;
  readonly run: (graph: FloatGraph) => BaselineResult;
}

export function baselineResult(machine: string, clockMHz: number, cyclesPerFrame: number, operations: number): BaselineResult {
  return { machine, cyclesPerFrame, clockMHz, fps: (clockMHz * 1e6) / cyclesPerFrame, mop: operations / 1e6, refusal: null };
}

export const baselineRefusal = (machine: string, clockMHz: number, refusal: string): BaselineResult =>
  ({ machine, cyclesPerFrame: null, clockMHz, fps: null, mop: null, refusal });
