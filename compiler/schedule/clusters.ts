// Layers whose maps read different channels of a network input (a connection table of few channels). A group of neurons reads each block
// that any of its maps needs, so maps that read the same channels go into the same group, in an order of the maps that readers know.
// And windows are cut to measure: each channel lies in planes of its own, in blocks of a few columns and rows of one position, so that
// the windows of folded pixels and rows are few blocks. Blocks may hold what their neighbours hold, too, at the price of more beats.
import { countOfBits } from './bits.ts';
import { sharesOf } from './geometry.ts';
import type { Folds } from './geometry.ts';
import { type GridLayer, isPlain } from './grid-layer.ts';
import { type RowView, viewOfWindows } from './row-view.ts';

/** Channels that each map reads, as bits; null where all maps read all of them, or where the layer is of another kind. */
export function channelsRead(layer: GridLayer): number[] | null {
  const { input: [channels], output: [maps], stripe, fromColumn, pool, epilogue } = layer;
  if (!isPlain(layer) || stripe !== null || fromColumn !== null || pool !== null || epilogue.kind !== 'codes' || channels < 2 || channels > MOST_CHANNELS) return null;
  const read = Array.from({ length: maps }, (_, map) => {
    let bits = 0;
    layer.eachWeight(map, (channel) => { bits |= 1 << channel; }, 0, 0);
    return bits;
  });
  const all = 2 ** channels - 1;
  return read.every((bits) => bits === all) ? null : read;
}

/** Wider pixels fill blocks of 8 maps. */
const MOST_CHANNELS = 7;

/** The maps in an order in which groups of `perGroup` read few channels, each group full but for the last (-1): those that read the same follow
 *  each other, or whole groups of them do, and then what is left of each kind. */
export function clustered(read: readonly number[], perGroup: number): number[] {
  const kinds = new Map<number, number[]>();
  read.forEach((bits, map) => {
    const kind = kinds.get(bits);
    if (kind) kind.push(map);
    else kinds.set(bits, [map]);
  });
  const all = [...kinds.values()];
  const whole = (maps: readonly number[]): number => maps.length - (maps.length % perGroup);
  const inTurn = all.flat();
  const wholeFirst = [...all.flatMap((maps) => maps.slice(0, whole(maps))), ...all.flatMap((maps) => maps.slice(whole(maps)))];
  const channels = (order: readonly number[]): number => groupsRead(read, order, perGroup).reduce((sum, bits) => sum + countOfBits(bits), 0);
  const order = channels(wholeFirst) < channels(inTurn) ? wholeFirst : inTurn;
  while (order.length % perGroup !== 0) order.push(-1);
  return order;
}

/** Channels that each group reads, as bits. */
function groupsRead(read: readonly number[], order: readonly number[], perGroup: number): number[] {
  return Array.from({ length: Math.ceil(order.length / perGroup) }, (_, group) =>
    order.slice(group * perGroup, (group + 1) * perGroup).reduce((bits, map) => (map < 0 ? bits : bits | (read[map] as number)), 0));
}

/** The fewest passes of a trit plane for a pixel of all maps, where every channel has `blocks` blocks in a window of `folds`. */
function passesOfPixel(read: readonly number[], perGroup: number, blocks: number, { fold, rows }: Folds): number {
  const groups = groupsRead(read, clustered(read, perGroup), perGroup);
  return groups.reduce((sum, bits) => sum + Math.max(1, Math.ceil((countOfBits(bits) * blocks) / 8)), 0) / (fold * rows);
}

export interface PlaneWindows {
  readonly view: RowView;
  readonly folds: Folds;
}

/** Ways that are mapped: those with the fewest passes. */
const MOST_WAYS = 6;

/** Layouts and folds in which the windows of the layer take few passes. `perGroup`: maps of a group with such folds, 0 where there is none. */
export function planeWindows(layer: GridLayer, read: readonly number[], folds: readonly Folds[], perGroup: (folds: Folds) => number): PlaneWindows[] {
  const ways = folds.filter((way) => perGroup(way) > 0).flatMap((way) => BLOCK_ROWS.flatMap((rowPhases) => {
    const view = planeView(layer, way, rowPhases);
    if (view === null) return [];
    const shares = sharesOf(layer, { columns: 8 / rowPhases, rowPhases }, way);
    const passes = passesOfPixel(read, perGroup(way), shares.rows * shares.columns, way);
    const windowRows = shares.rows === 1 ? 1 : ((shares.rows - 1) * rowPhases) / stepOf(way.rows * layer.stride[0], rowPhases) + 1;
    return [{ view, folds: way, costs: [passes, view.rows * view.blocks, windowRows * view.blocks] as const }];
  }));
  // In at least one of passes, beats and row memory it is better than any other, or as good as those before it.
  const isWorse = (costs: readonly number[], than: readonly number[]): boolean => costs.every((cost, i) => cost >= (than[i] as number)) && costs.some((cost, i) => cost > (than[i] as number));
  const useful = ways.filter(({ costs }, i) => ways.every((other, k) => !isWorse(costs, other.costs) && (k >= i || costs.join() !== other.costs.join())));
  return useful.sort((a, b) => a.costs[0] - b.costs[0] || a.costs[1] - b.costs[1]).slice(0, MOST_WAYS);
}

/** From block to block: as windows step, or less where a block ends before. */
const stepOf = (windowStep: number, size: number): number => Math.min(windowStep, size);

const BLOCK_ROWS = [1, 2, 4, 8];

/** Blocks of `rowPhases` rows and 8 / rowPhases columns of a channel, as far apart as windows step but for what blocks hold themselves. */
function planeView(layer: GridLayer, folds: Folds, rowPhases: number): RowView | null {
  const columns = 8 / rowPhases;
  const steps = { rows: folds.rows * layer.stride[0], columns: folds.fold * layer.stride[1] };
  const rowStep = stepOf(steps.rows, rowPhases);
  const pixelStep = stepOf(steps.columns, columns);
  const isAligned = [rowPhases / rowStep, steps.rows / rowStep, columns / pixelStep, steps.columns / pixelStep].every(Number.isInteger);
  if (!isAligned) return null;
  const shares = sharesOf(layer, { columns, rowPhases }, folds);
  const count = (outputs: number, step: number, window: number): number => (outputs - 1) * step + window;
  return viewOfWindows(layer.input, layer.digits, {
    isByChannel: true, columns, pixelStep, rowPhases, rowStep, top: layer.top, left: layer.left, padCode: layer.padCode, fromColumn: null,
    positions: count(Math.ceil(layer.output[2] / folds.fold), steps.columns / pixelStep, ((shares.columns - 1) * columns) / pixelStep + 1),
    rows: count(Math.ceil(layer.output[1] / folds.rows), steps.rows / rowStep, ((shares.rows - 1) * rowPhases) / rowStep + 1),
  });
}
