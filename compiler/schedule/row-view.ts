// How the rows of a tensor arrive at a tile: which block of which channel plane each beat carries, as nested loops. A view comes
// from the producer's stream order, or from one of the layouts in which the host can pack an input.
import type { MemoryLayout, StreamOrder } from '../program/program.ts';
import type { Shape } from '../ir/graph.ts';
import type { Joint } from './grid-layer.ts';
import { bug } from '../source/diagnostic.ts';
import type { Target } from '../target/target.ts';
import { evenGroups, wordPositions } from './stream-order.ts';

/** Rows from `first` up to, not including, `end`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

export interface ArrivalLevel {
  readonly count: number;
  readonly block: number;
  readonly plane: number;
  readonly digit: number;
}

export interface RowView {
  /** null for a stream between layers. */
  readonly layout: MemoryLayout | null;
  /** Rows as they are stored, each of `rowFold` rows of the tensor. */
  readonly rows: number;
  readonly rowFold: number;
  /** Channel planes and blocks of a plane, what is only filler included. */
  readonly planes: number;
  readonly blocks: number;
  /** Blocks of a plane that hold values. */
  readonly width: number;
  readonly digits: 1 | 2 | 3;
  /** Elements of a pixel in a block, where planes are of so many channels; 0 where every block is one pixel of 8 channels. Either way there is
   *  a plane for each row of a stored row, one after the other. */
  readonly pixelElements: number;
  readonly padLeft: number;
  /** Slot of every channel, counted over the planes of a row, where planes have gaps or an order of their own; null where channel c has slot c. */
  readonly slots: readonly number[] | null;
  /** One row, innermost first. */
  readonly levels: readonly ArrivalLevel[];
}

export const planeOf = (view: RowView, channel: number): number => (view.slots === null ? channel : (view.slots[channel] as number)) >> 3;
export const laneIn = (view: RowView, channel: number): number => (view.slots === null ? channel : (view.slots[channel] as number)) & 7;

/** Slot of a channel in planes of single channels. */
export const slotIn = (view: RowView, channel: number): number => (view.slots === null ? channel : (view.slots[channel] as number));

export const rowBeatsOf = (view: RowView): number => view.levels.reduce((beats, level) => beats * level.count, 1);

/** A tensor on a link or in memory between phases. A beat with a raw sum is a plane of its own: its codes are the sum's octal digits. */
export function viewOfStream(order: StreamOrder, shape: Shape): RowView {
  if (order.kind === 'index') bug('an index is read by a layer');
  const perPlane = order.kind === 'raw' ? 1 : 8;
  const levels = [...order.levels].sort((a, b) => a.beats - b.beats);
  const reach = (key: 'pixels' | 'channels'): number => levels.reduce((sum, level) => sum + (level.count - 1) * level[key], 0);
  const rowFold = order.rowFold ?? 1;
  const slots = order.maps === undefined ? null : slotsOf(order.maps, shape[0]);
  if (order.beatPixels === 8) {
    return {
      layout: null, rows: Math.ceil(shape[1] / rowFold), rowFold, planes: (reach('channels') + 1) * rowFold, blocks: reach('pixels') / 8 + 1, width: Math.ceil(shape[2] / 8), digits: 1,
      pixelElements: 1, padLeft: 0, slots,
      levels: levels.map((level) => ({ count: level.count, block: level.pixels / 8, plane: level.channels * rowFold + (level.rows ?? 0), digit: 0 })),
    };
  }
  return {
    layout: null, rows: Math.ceil(shape[1] / rowFold), rowFold, planes: (reach('channels') / perPlane + 1) * rowFold, blocks: reach('pixels') + 1, width: shape[2], digits: 1, pixelElements: 0,
    padLeft: 0, slots, levels: levels.map((level) => ({ count: level.count, block: level.pixels, plane: (level.channels / perPlane) * rowFold + (level.rows ?? 0), digit: 0 })),
  };
}

/** Where each of the channels is among `maps`. */
function slotsOf(maps: readonly number[], channels: number): number[] {
  const slots = new Array<number>(channels).fill(0);
  maps.forEach((map, slot) => { if (map >= 0) slots[map] = slot; });
  return slots;
}

/** A tensor of even layout as the one part of a joint. */
export const loneJoint = (id: string, shape: Shape, even: Pick<Joint, 'fold' | 'halves' | 'groupsOnWords'>): Joint =>
  ({ id, kind: 'columns', parts: [id], channels: [shape[0]], shape, ...even });

/** A joint: for every folded pixel the groups of part after part. `columns`: so many columns of it, null for whole rows. */
export function viewOfJoint(joint: Joint, memory: Target['memory'], columns: number | null = null): RowView {
  const { shape, fold, halves } = joint;
  const isPadded = columns === null && joint.groupsOnWords === true;
  const positions = isPadded ? wordPositions(shape[2], fold, halves, memory) : Math.ceil((columns ?? shape[2]) / fold);
  const groups = joint.channels.map((channels) => evenGroups(channels, halves));
  const all = groups.reduce((sum, count) => sum + count, 0);
  const isDigits = joint.kind === 'digits';
  const slots: number[] = [];
  let plane = 0;
  if (!isDigits) {
    joint.channels.forEach((channels, part) => {
      for (let c = 0; c < channels; c++) slots.push(8 * plane + c);
      plane += halves * (groups[part] as number);
    });
  }
  const inner = [
    { count: halves, block: 0, plane: 1, digit: 0 },
    { count: positions, block: fold, plane: 0, digit: 0 },
    { count: isDigits ? (groups[0] as number) : all, block: 0, plane: halves, digit: 0 },
  ];
  return {
    layout: null, rows: shape[1], rowFold: 1, planes: halves * (isDigits ? (groups[0] as number) : all), blocks: positions * fold, width: columns ?? shape[2],
    digits: isDigits ? (groups.length as 2 | 3) : 1, pixelElements: 0, padLeft: 0, slots: isDigits ? null : slots,
    levels: [...inner, isDigits ? { count: groups.length, block: 0, plane: 0, digit: 1 } : { count: fold, block: 1, plane: 0, digit: 0 }],
  };
}

/** `fromColumn`: the shape's columns begin there in the image; null: they are all. */
export function viewOfPlanes(shape: Shape, digits: 1 | 2 | 3, fromColumn: number | null): RowView {
  const planes = Math.ceil(shape[0] / 8);
  const columns = fromColumn === null ? {} : { columns: { first: fromColumn, count: shape[2] } };
  return {
    layout: { kind: 'planes', digits, channelBlocks: planes, ...columns },
    rows: shape[1], rowFold: 1, planes, blocks: shape[2], width: shape[2], digits, pixelElements: 0, padLeft: 0, slots: null,
    levels: [
      { count: shape[2], block: 1, plane: 0, digit: 0 },
      { count: planes, block: 0, plane: 1, digit: 0 },
      { count: digits, block: 0, plane: 0, digit: 1 },
    ],
  };
}

/** `padLeft` counts from the first of the shape's columns, `fromColumn` is its place in the image. As few planes as hold all channels. */
export function viewOfPacked(shape: Shape, digits: 1 | 2 | 3, pixelElements: number, padLeft: number, padCode: number, fromColumn: number | null): RowView {
  const rowBlocks = Math.ceil(((padLeft + shape[2]) * pixelElements) / 8);
  const planes = Math.ceil(shape[0] / pixelElements);
  return {
    layout: { kind: 'packed', digits, ...(planes === 1 ? {} : { planes }), pixelElements, padLeft: padLeft - (fromColumn ?? 0), rowBlocks, padCode },
    rows: shape[1], rowFold: 1, planes, blocks: rowBlocks, width: rowBlocks, digits, pixelElements, padLeft, slots: null,
    levels: [
      { count: rowBlocks, block: 1, plane: 0, digit: 0 },
      { count: planes, block: 0, plane: 1, digit: 0 },
      { count: digits, block: 0, plane: 0, digit: 1 },
    ],
  };
}

export interface WindowsRequest {
  /** A plane for each channel, not one of all. */
  readonly isByChannel: boolean;
  /** Pixels of a position from its first on, from position to position in pixels, and how many there are. */
  readonly columns: number;
  readonly pixelStep: number;
  readonly positions: number;
  readonly rows: number;
  /** Image rows of a row, and from row to row. */
  readonly rowPhases: number;
  readonly rowStep: number;
  readonly top: number;
  readonly left: number;
  readonly padCode: number;
  readonly fromColumn: number | null;
}

/** What each window position reads, side by side: windows begin on a block whatever their step, and hold no element that they do not read. */
export function viewOfWindows(shape: Shape, digits: 1 | 2 | 3, request: WindowsRequest): RowView {
  const { columns, pixelStep, positions, rows, rowPhases, rowStep } = request;
  const planes = request.isByChannel ? shape[0] : 1;
  const positionBlocks = Math.ceil((rowPhases * columns * shape[0]) / planes / 8);
  const blocks = positions * positionBlocks;
  return {
    layout: {
      kind: 'windows', digits, ...(planes === 1 ? {} : { planes }), rows, rowPhases, ...(rowStep === rowPhases ? {} : { rowStep }), padTop: request.top, positions, positionBlocks, pixelStep, padLeft: request.left - (request.fromColumn ?? 0), columns, padCode: request.padCode,
    },
    rows, rowFold: 1, planes, blocks, width: blocks, digits, pixelElements: 0, padLeft: 0, slots: null,
    levels: [
      { count: blocks, block: 1, plane: 0, digit: 0 },
      { count: planes, block: 0, plane: 1, digit: 0 },
      { count: digits, block: 0, plane: 0, digit: 1 },
    ],
  };
}
