// Orders of beats. A layer with F folded pixels makes neuron blocks of 8 channels, m = f * CB + cb, two to a group, and emits
// (row, group, X, half): so a row of its tensor is a few nested loops. Raw rows are (group, X, neuron), with one index a pixel
// behind them when argmax is on.
import type { StreamOrder } from '../program/program.ts';
import { bug } from '../source/diagnostic.ts';
import type { GridLayer } from './grid-layer.ts';

/** Channel blocks of a tensor on links: even, because a group of 16 neurons emits both halves; one block stays one. */
export const channelBlocksOf = (channels: number): number => (channels <= 8 ? 1 : 2 * Math.ceil(channels / 16));

export interface OutputShape {
  readonly fold: number;
  readonly positions: number;
  readonly channelBlocks: number;
  readonly groups: number;
  readonly halves: 1 | 2;
}

export function outputShapeOf(layer: GridLayer, fold: number): OutputShape {
  const channelBlocks = channelBlocksOf(layer.output[0]);
  const blocks = fold * channelBlocks;
  return {
    fold,
    positions: Math.ceil(layer.output[2] / fold),
    channelBlocks,
    groups: Math.ceil(blocks / 2),
    halves: blocks === 1 ? 1 : 2,
  };
}

type Level = StreamOrder['levels'][number];

/** Part of a layer's groups: `count` groups from `first` on, `step` apart. */
export interface GroupRange {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

export interface PlacedOrder {
  readonly firstChannel: number;
  readonly order: StreamOrder;
}

/** More channels than any tensor has: what starts here is filler. */
const BEYOND = 2 ** 24;

/** Orders start at pixel 0. One that starts at `pixel` gets an outermost loop of two, whose first step is filler without beats of its own. */
function startAt(pixel: number, channel: number, order: StreamOrder): PlacedOrder {
  if (pixel === 0) return { firstChannel: channel, order };
  const skip = { count: 2, beats: 0, pixels: pixel, channels: -BEYOND };
  return { firstChannel: channel + BEYOND, order: { ...order, levels: [...order.levels, skip] } };
}

/** Order of the code beats that the groups of `range` emit; null where they are no nested loops. */
export function codesOrder(shape: OutputShape, range: GroupRange, rows: number): PlacedOrder | null {
  const { fold, positions, channelBlocks, halves } = shape;
  const levels: Level[] = [];
  if (halves === 2) {
    levels.push(channelBlocks === 1 ? { count: 2, beats: 1, pixels: 1, channels: 0 } : { count: 2, beats: 1, pixels: 0, channels: 8 });
  }
  levels.push({ count: positions, beats: halves, pixels: fold, channels: 0 });
  const groupBeats = halves * positions;
  const perFold = channelBlocks === 1 ? 1 : channelBlocks / 2;
  const pixelsPerFold = channelBlocks === 1 ? 2 : 1;
  const place = (group: number) => ({ pixel: Math.floor(group / perFold) * pixelsPerFold, channel: (group % perFold) * 16 });
  const groupLevels = loopsOf(Array.from({ length: range.count }, (_, i) => place(range.first + i * range.step)), groupBeats);
  if (groupLevels === null) return null;
  const start = place(range.first);
  return startAt(start.pixel, start.channel, { kind: 'codes', rows, rowBeats: range.count * groupBeats, levels: [...levels, ...groupLevels] });
}

/** A list of places as at most two nested loops. */
function loopsOf(places: readonly { pixel: number; channel: number }[], beats: number): Level[] | null {
  const first = places[0] ?? bug('a tile without groups');
  for (let inner = places.length; inner >= 1; inner--) {
    if (places.length % inner !== 0) continue;
    const outer = places.length / inner;
    const stepOf = (k: number) => {
      const to = places[k] ?? first;
      return { pixels: to.pixel - first.pixel, channels: to.channel - first.channel };
    };
    const a = inner > 1 ? stepOf(1) : { pixels: 0, channels: 0 };
    const b = outer > 1 ? stepOf(inner) : { pixels: 0, channels: 0 };
    const fits = places.every((at, k) => {
      const i = k % inner;
      const o = Math.floor(k / inner);
      return at.pixel - first.pixel === i * a.pixels + o * b.pixels && at.channel - first.channel === i * a.channels + o * b.channels;
    });
    if (!fits) continue;
    const levels: Level[] = [];
    if (inner > 1) levels.push({ count: inner, beats, ...a });
    if (outer > 1) levels.push({ count: outer, beats: beats * inner, ...b });
    return levels;
  }
  return null;
}

export interface RawOrders {
  /** Beats of a row, raw values and indices together. */
  readonly rowBeats: number;
  readonly lastNeurons: number;
  readonly values: StreamOrder | null;
  readonly index: { readonly offset: number; readonly order: StreamOrder } | null;
}

/** Orders of a raw layer's tile with `range.count` groups; `isSplit` when other tiles have the other groups. */
export function rawOrders(layer: GridLayer, range: GroupRange, rows: number, isSplit: boolean): RawOrders {
  if (layer.epilogue.kind !== 'raw') bug(`${layer.id} is not raw`);
  const { isEmitted, index } = layer.epilogue;
  const maps = layer.output[0];
  const positions = layer.output[2];
  const groups = range.count;
  const isRagged = !isSplit && (groups === 1 || positions === 1);
  const lastNeurons = isRagged ? maps - 16 * (groups - 1) : 16;
  const perPixel = isEmitted ? 16 * (groups - 1) + lastNeurons : 0;
  const withIndex = index === null ? 0 : 1;
  // With several groups and several pixels there is no index; rows are then (group, X, neuron).
  const rowBeats = positions * (perPixel + withIndex);
  const pixelBeats = groups === 1 ? lastNeurons + withIndex : 16;
  const values: StreamOrder | null = !isEmitted ? null : {
    kind: 'raw', rows, rowBeats,
    levels: [
      { count: groups === 1 ? lastNeurons : 16, beats: 1, pixels: 0, channels: 1 },
      { count: positions, beats: pixelBeats, pixels: 1, channels: 0 },
      ...(groups > 1 ? [{ count: groups, beats: 16 * positions, pixels: 0, channels: 16 * range.step }] : []),
    ],
  };
  return {
    rowBeats, lastNeurons, values,
    index: index === null ? null : {
      offset: perPixel,
      order: { kind: 'index', rows, rowBeats, levels: [{ count: positions, beats: perPixel + 1, pixels: 1, channels: 0 }] },
    },
  };
}
