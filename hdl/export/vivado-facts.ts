// What every part of an exported Vivado project needs to know of the program, its target and where it is built.
import type { Program } from '../../compiler/program/program.ts';
import { primitivesFor } from '../emit/emit.ts';
import type { Board, Platform } from './boards.ts';

export interface VivadoFacts {
  /** Null: the bare grid. */
  readonly board: Board | null;
  readonly part: string;
  readonly clockMHz: number;
  readonly periodNs: string;
  readonly ports: number;
  readonly axiBytes: 8 | 16;
  /** Protocol of the masters: bursts never exceed what the board's ports take, so both describe the same signals. */
  readonly protocol: 'axi3' | 'axi4';
  readonly maxBurst: number;
  /** The grid's parameter: 1 maps the ternary lanes by hand to cells of the 7 series. */
  readonly primitives: 0 | 1 | 2;
  readonly targetName: string;
  readonly modelName: string;
}

export function vivadoFacts({ target, model }: Pick<Program, 'target' | 'model'>, { board, part, family }: Platform): VivadoFacts {
  const { memory } = target;
  return {
    board, part, clockMHz: target.clockMHz, periodNs: (1000 / target.clockMHz).toFixed(3), ports: memory.ports, axiBytes: memory.axiBytes,
    protocol: board?.ports.protocol ?? 'axi4', maxBurst: memory.maxBurst, primitives: primitivesFor(family), targetName: target.name, modelName: model,
  };
}
