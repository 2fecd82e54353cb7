// How the rows of a tensor arrive at a tile: which block of which channel plane each beat carries, as nested loops. A view comes
// from the producer's stream order, or from one of the layouts in which the host can pack an input.
import type { MemoryLayout, StreamOrder } from '../program/program.ts';
import type { Shape } from '../ir/graph.ts';
import { bug } from '../source/diagnostic.ts';

export interface ArrivalLevel {
  readonly count: number;
  readonly block: number;
  readonly plane: number;
  readonly digit: number;
}

export interface RowView {
  /** null for a stream between layers. */
  readonly layout: MemoryLayout | null;
  readonly rows: number;
  /** Channel planes and blocks of a plane, what is only filler included. */
  readonly planes: number;
  readonly blocks: number;
  /** Blocks of a plane that hold values. */
  readonly width: number;
  readonly digits: 1 | 2 | 3;
  /** Elements of a pixel in a packed row; 0 where every block is one pixel. */
  readonly pixelElements: number;
  readonly padLeft: number;
  /** One row, innermost first. */
  readonly levels: readonly ArrivalLevel[];
}

export const rowBeatsOf = (view: RowView): number => view.levels.reduce((beats, level) => beats * level.count, 1);

/** A tensor of codes on a link or in memory between phases. */
export function viewOfStream(order: StreamOrder, shape: Shape): RowView {
  if (order.kind !== 'codes') bug('only codes are read by layers');
  const levels = [...order.levels].sort((a, b) => a.beats - b.beats);
  const reach = (key: 'pixels' | 'channels'): number => levels.reduce((sum, level) => sum + (level.count - 1) * level[key], 0);
  return {
    layout: null, rows: shape[1], planes: reach('channels') / 8 + 1, blocks: reach('pixels') + 1, width: shape[2], digits: 1, pixelElements: 0, padLeft: 0,
    levels: levels.map((level) => ({ count: level.count, block: level.pixels, plane: level.channels / 8, digit: 0 })),
  };
}

export function viewOfPlanes(shape: Shape, digits: 1 | 2 | 3): RowView {
  const planes = Math.ceil(shape[0] / 8);
  return {
    layout: { kind: 'planes', digits, channelBlocks: planes },
    rows: shape[1], planes, blocks: shape[2], width: shape[2], digits, pixelElements: 0, padLeft: 0,
    levels: [
      { count: shape[2], block: 1, plane: 0, digit: 0 },
      { count: planes, block: 0, plane: 1, digit: 0 },
      { count: digits, block: 0, plane: 0, digit: 1 },
    ],
  };
}

export function viewOfPacked(shape: Shape, digits: 1 | 2 | 3, pixelElements: number, padLeft: number, padCode: number): RowView {
  const rowBlocks = Math.ceil(((padLeft + shape[2]) * pixelElements) / 8);
  return {
    layout: { kind: 'packed', digits, pixelElements, padLeft, rowBlocks, padCode },
    rows: shape[1], planes: 1, blocks: rowBlocks, width: rowBlocks, digits, pixelElements, padLeft,
    levels: [
      { count: rowBlocks, block: 1, plane: 0, digit: 0 },
      { count: digits, block: 0, plane: 0, digit: 1 },
    ],
  };
}
