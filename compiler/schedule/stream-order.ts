// Orders of beats. A layer with F folded pixels makes neuron blocks of 8 channels, m = f * CB + cb, H to a group (its halves), and emits
// (row, group, X, half): so a row of its tensor is a few nested loops. H divides the CB blocks of a pixel, or a group holds whole pixels.
// A layer whose window makes a cell of several rows emits the groups of one row after the other. Where nothing reads the output, R rows may share a
// group that holds all blocks of F pixels: m = row * blocks + block, (rows / R, X, row, block). In blocks of single maps, m = ((map * R) + row) * P + p,
// a group has P blocks of 8 neighbouring pixels, in R rows of the output, of as many maps as it has room for: (rows / R, group, X, map, row, p). Where
// maps read different parts of an input, a group has B blocks of maps that read the same (clusters.ts): (rows / R, group, X, row, pixel, block), maps in
// their own order. Rows of raw sums: raw-orders.ts.
import type { EpilogueConfig, StreamOrder } from '../program/program.ts';
import { type Target, wordBeats } from '../target/target.ts';
import { type GridLayer, isPlain, type PlainColumns, poolFoldOf } from './grid-layer.ts';
import { type Level, loopsOf, type PlacedOrder, startAt } from './placed-order.ts';

/** Blocks of 8 maps that a group of `neurons` neurons can hold. */
export const mostHalves = (neurons: number): number => neurons / 8;

/** Halves of a group of so many maps: as few groups as can be, all alike, with the least filler in the last. */
function halvesOf(maps: number, neurons: number): number {
  const blocks = Math.ceil(maps / 8);
  return Math.ceil(blocks / Math.ceil(blocks / mostHalves(neurons)));
}

/** Halves of a group in an even layout that tensors of so many maps share: at least 2, fewest groups, then fewest beats. */
export function evenHalvesFor(maps: readonly number[], neurons: number): number {
  const rank = (halves: number): number => maps.reduce((sum, count) => sum + evenGroups(count, halves) * (1000 + halves), 0);
  return Array.from({ length: mostHalves(neurons) - 1 }, (_, i) => i + 2).reduce((best, halves) => (rank(halves) < rank(best) ? halves : best));
}

export const evenHalvesOf = (layer: GridLayer, neurons: number): number => layer.evenHalves ?? evenHalvesFor([layer.output[0]], neurons);

/** Groups of an even layout. */
export const evenGroups = (channels: number, halves: number): number => Math.ceil(channels / (8 * halves));

/** Fewest positions that hold `width` columns and whose beats in one group are whole memory words. */
export function wordPositions(width: number, fold: number, positionBeats: number, memory: Target['memory']): number {
  let positions = Math.ceil(width / fold);
  while ((positionBeats * positions) % wordBeats(memory) !== 0) positions++;
  return positions;
}

/** Blocks of a single map that a group holds beside each other: P of 8 neighbouring pixels, in R rows. */
export interface MapBlocks {
  readonly pixelBlocks: number;
  readonly rows: number;
}

export interface OutputShape {
  /** Blocks hold 8 pixels of one map; null where they hold maps of one pixel, or of a few. */
  readonly mapBlocks: MapBlocks | null;
  /** Blocks of 8 maps that a group holds of all folded pixels and rows; null where it holds blocks in the order of the tensor. */
  readonly clusterBlocks: number | null;
  /** The map for every place of a map, -1 for filler; null where they have their own order. */
  readonly maps: readonly number[] | null;
  /** Pixels that share a block of 8 channels; 1 but where few maps leave for memory. */
  readonly beatPixels: number;
  /** Rows of the output that share a group, other than in blocks of single maps; 1 but where nothing reads the output, and in clusters. */
  readonly rows: number;
  readonly fold: number;
  readonly positions: number;
  readonly channelBlocks: number;
  /** Rows of a cell, each with groups of its own; groups of one of them, and of all. */
  readonly subRows: number;
  readonly rowGroups: number;
  readonly groups: number;
  /** Neurons of a group of the target, and blocks of 8 of them that this layer's groups use. */
  readonly neurons: number;
  readonly halves: EpilogueConfig['halves'];
  /** Columns of a pooling window, for each of which a group has all its blocks; `halves` and `fold` count what is pooled. */
  readonly poolFold: number;
}

/** Blocks of 8 neurons that a group uses. */
export const neuronHalves = ({ halves, poolFold }: OutputShape): number => halves * poolFold;

/** `rows` above 1 only where a group holds all blocks of `fold` pixels of so many rows. */
export function outputShapeOf(layer: GridLayer, columns: PlainColumns, target: Target): OutputShape {
  const poolFold = poolFoldOf(layer);
  if (poolFold === 1) return plainShapeOf(layer, columns, target);
  const { neurons } = target.tile;
  return { ...plainShapeOf(layer, columns, { ...target, tile: { ...target.tile, neurons: neurons / poolFold } }), neurons, poolFold };
}

function plainShapeOf(layer: GridLayer, { fold, beatPixels, rows }: PlainColumns, { tile: { neurons }, memory }: Target): OutputShape {
  const isEven = layer.evenFold !== null || layer.sub[0] * layer.sub[1] > 1;
  const isRaw = layer.epilogue.kind === 'raw';
  const [maps, , width] = layer.output;
  const perPixel = isRaw ? rawHalves(maps, isEven, neurons) : isEven ? evenHalvesOf(layer, neurons) : halvesOf(maps, neurons);
  const channelBlocks = perPixel * Math.ceil(maps / (8 * perPixel));
  const blocks = (fold * channelBlocks) / beatPixels;
  const halves = rows > 1 ? rows * blocks
    : isEven || isRaw || channelBlocks > perPixel ? perPixel : perPixel * pixelsOfGroup(fold / beatPixels, Math.floor(mostHalves(neurons) / perPixel));
  const rowGroups = (rows * blocks) / halves;
  return {
    mapBlocks: null, clusterBlocks: null, maps: null, beatPixels, rows, fold, channelBlocks, rowGroups, neurons, halves: halves as EpilogueConfig['halves'], poolFold: 1,
    positions: layer.groupsOnWords === true && layer.stripe === null ? wordPositions(width, fold, isRaw ? neurons : halves, memory) : Math.ceil(width / fold),
    subRows: layer.sub[0],
    groups: layer.sub[0] * rowGroups,
  };
}

/** The shape of a layer whose groups hold `fold` pixels in `rows` rows of maps that `orderOf` puts together, so many to a group. */
export function clusterShapeOf(layer: GridLayer, { fold, rows }: { fold: number; rows: number }, orderOf: (perGroup: number) => readonly number[], { tile: { neurons } }: Target): OutputShape {
  const [maps, , width] = layer.output;
  const all = Math.ceil(maps / 8);
  const most = Math.floor(mostHalves(neurons) / (fold * rows));
  const groups = Math.ceil(all / most);
  const blocks = Math.ceil(all / groups);
  return {
    mapBlocks: null, clusterBlocks: blocks, maps: orderOf(8 * blocks), beatPixels: 1, rows, fold, channelBlocks: groups * blocks, rowGroups: groups, groups, neurons, subRows: 1,
    halves: (blocks * fold * rows) as EpilogueConfig['halves'], positions: Math.ceil(width / fold), poolFold: 1,
  };
}

/** The shape of a layer whose output is stored in blocks of single maps, in the order in which `orderOf` puts so many to a group. */
export function mapShapeOf(layer: GridLayer, mapBlocks: MapBlocks, orderOf: ((perGroup: number) => readonly number[]) | null, { tile: { neurons } }: Target): OutputShape {
  const [maps, , width] = layer.output;
  const perMap = mapBlocks.pixelBlocks * mapBlocks.rows;
  const most = Math.floor(mostHalves(neurons) / perMap);
  const groups = Math.ceil(maps / most);
  const mapsOfGroup = layer.epilogue.kind === 'raw' ? most : Math.ceil(maps / groups);
  const fold = 8 * mapBlocks.pixelBlocks;
  return {
    mapBlocks, clusterBlocks: null, maps: orderOf === null ? null : orderOf(mapsOfGroup), beatPixels: 8, rows: 1, fold, positions: Math.ceil(width / fold), subRows: 1, rowGroups: groups,
    channelBlocks: groups * mapsOfGroup, groups, neurons,
    halves: (perMap * mapsOfGroup) as EpilogueConfig['halves'], poolFold: 1,
  };
}

/** Every group of raw sums but the last has all neurons; in cells the last one, too. */
const rawHalves = (maps: number, isCell: boolean, neurons: number): number => (isCell ? mostHalves(neurons) : Math.min(Math.ceil(maps / 8), mostHalves(neurons)));

/** The largest divisor of `pixels` up to `most`. */
function pixelsOfGroup(pixels: number, most: number): number {
  for (let count = Math.min(pixels, most); count > 1; count--) if (pixels % count === 0) return count;
  return 1;
}

/** Pixels that can share a block where no layer reads the output: as many as its maps leave room for. */
export function sharedPixels(layer: GridLayer): number {
  return isPlainCodes(layer) && layer.output[0] <= 4 ? 8 / 2 ** Math.ceil(Math.log2(layer.output[0])) : 1;
}

/** Rows that can share a group where no layer reads the output and a group holds all their blocks. */
export function sharedRows(layer: GridLayer, fold: number, beatPixels: number, neurons: number): number[] {
  const blocks = (fold / beatPixels) * Math.ceil(layer.output[0] / 8);
  const canShare = isPlainCodes(layer) && layer.pool === null;
  return [1, 2, 4].filter((rows) => rows === 1 || (canShare && rows <= layer.output[1] && rows * blocks <= mostHalves(neurons)));
}

const isPlainCodes = (layer: GridLayer): boolean => isPlain(layer) && layer.epilogue.kind === 'codes';

/** Part of a layer's groups: `count` groups from `first` on, `step` apart. */
export interface GroupRange {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/** Order of the beats that the groups of `range`, all of one row of a cell, emit, from column `column` of the tensor on; null where they are no
 *  nested loops. */
export function groupsOrder(shape: OutputShape, range: GroupRange, rows: number, kind: 'codes' | 'raw', column = 0): PlacedOrder | null {
  const { beatPixels, fold, positions, channelBlocks, halves, rowGroups } = shape;
  if (shape.mapBlocks !== null) return mapsOrder(shape, shape.mapBlocks, range, { rows, kind });
  if (shape.clusterBlocks !== null) return clusterOrder(shape, shape.clusterBlocks, range, rows);
  // Blocks of one pixel in a group, and folded pixels of a row in it.
  const blocks = Math.min(halves, channelBlocks);
  const pixels = halves / blocks / shape.rows;
  const levels: Level[] = [];
  if (kind === 'raw') levels.push({ count: 8 * halves, beats: 1, pixels: 0, channels: 1 });
  else {
    if (blocks > 1) levels.push({ count: blocks, beats: 1, pixels: 0, channels: 8 });
    if (pixels > 1) levels.push({ count: pixels, beats: blocks, pixels: beatPixels, channels: 0 });
    if (shape.rows > 1) levels.push({ count: shape.rows, beats: blocks * pixels, pixels: 0, channels: 0, rows: 1 });
  }
  const perPosition = kind === 'raw' ? 8 * halves : halves;
  levels.push({ count: positions, beats: perPosition, pixels: fold, channels: 0 });
  const groupBeats = perPosition * positions;
  const perFold = channelBlocks / blocks;
  const place = (all: number) => {
    const group = all % rowGroups;
    return { pixel: Math.floor(group / perFold) * pixels * beatPixels, channel: (group % perFold) * 8 * blocks };
  };
  const groupLevels = loopsOf(Array.from({ length: range.count }, (_, i) => place(range.first + i * range.step)), groupBeats);
  if (groupLevels === null) return null;
  const start = place(range.first);
  return startAt(start.pixel + column, start.channel, {
    kind, ...(beatPixels === 1 ? {} : { beatPixels }), rows, ...(shape.rows === 1 ? {} : { rowFold: shape.rows }), rowBeats: range.count * groupBeats, levels: [...levels, ...groupLevels],
  });
}

const mapsOf = ({ maps }: OutputShape): Pick<StreamOrder, 'maps'> => (maps === null ? {} : { maps });

function clusterOrder(shape: OutputShape, blocks: number, range: GroupRange, rows: number): PlacedOrder | null {
  const { fold, positions, halves, rows: rowFold } = shape;
  const groupBeats = halves * positions;
  const groupLevels = loopsOf(Array.from({ length: range.count }, (_, i) => ({ pixel: 0, channel: (range.first + i * range.step) * 8 * blocks })), groupBeats);
  if (groupLevels === null) return null;
  const levels: Level[] = [
    { count: blocks, beats: 1, pixels: 0, channels: 8 },
    { count: fold, beats: blocks, pixels: 1, channels: 0 },
    { count: rowFold, beats: blocks * fold, pixels: 0, channels: 0, rows: 1 },
    { count: positions, beats: halves, pixels: fold, channels: 0 },
  ].filter((level) => level.count > 1);
  return startAt(0, range.first * 8 * blocks, {
    kind: 'codes', rows, ...(rowFold === 1 ? {} : { rowFold }), ...mapsOf(shape), rowBeats: range.count * groupBeats, levels: [...levels, ...groupLevels],
  });
}

function mapsOrder(shape: OutputShape, mapBlocks: MapBlocks, range: GroupRange, { rows, kind }: Pick<StreamOrder, 'rows' | 'kind'>): PlacedOrder | null {
  const { fold, positions, halves } = shape;
  const { pixelBlocks } = mapBlocks;
  // Beats of a block: one of 8 pixels, or one for each of them.
  const blockBeats = kind === 'codes' ? 1 : 8;
  const maps = halves / (pixelBlocks * mapBlocks.rows);
  const groupBeats = blockBeats * halves * positions;
  const groupLevels = loopsOf(Array.from({ length: range.count }, (_, i) => ({ pixel: 0, channel: (range.first + i * range.step) * maps })), groupBeats);
  if (groupLevels === null) return null;
  const levels: Level[] = [
    { count: blockBeats * pixelBlocks, beats: 1, pixels: 8 / blockBeats, channels: 0 },
    { count: mapBlocks.rows, beats: blockBeats * pixelBlocks, pixels: 0, channels: 0, rows: 1 },
    { count: maps, beats: blockBeats * pixelBlocks * mapBlocks.rows, pixels: 0, channels: 1 },
    { count: positions, beats: blockBeats * halves, pixels: fold, channels: 0 },
  ].filter((level) => level.count > 1);
  return startAt(0, range.first * maps, { kind, ...(kind === 'codes' ? { beatPixels: 8 } : {}), rows, rowFold: mapBlocks.rows, ...mapsOf(shape), rowBeats: range.count * groupBeats, levels: [...levels, ...groupLevels] });
}

export interface CellRowOrder extends PlacedOrder {
  /** Row of the cell, and beats of the tile's row before it. */
  readonly dv: number;
  readonly offset: number;
}

/** The orders of every row of a cell that has groups in `range`; null where one is no nested loops. */
export function cellOrders(shape: OutputShape, range: GroupRange, rows: number, kind: 'codes' | 'raw', column = 0): CellRowOrder[] | null {
  const found: CellRowOrder[] = [];
  let rowBeats = 0;
  for (let i = 0; i < range.count; ) {
    const first = range.first + i * range.step;
    const dv = Math.floor(first / shape.rowGroups);
    const count = Math.min(range.count - i, Math.ceil(((dv + 1) * shape.rowGroups - first) / range.step));
    const placed = groupsOrder(shape, { first, step: range.step, count }, rows, kind, column);
    if (placed === null) return null;
    found.push({ ...placed, dv, offset: rowBeats });
    rowBeats += placed.order.rowBeats;
    i += count;
  }
  return found.map((entry) => ({ ...entry, order: { ...entry.order, rowBeats } }));
}

/** A row of an even layout in memory, whose folded pixels lie `pitch` beats apart. */
export function evenOrder(shape: OutputShape, rows: number, pitch: number): StreamOrder {
  const { fold, positions, channelBlocks, halves } = shape;
  return {
    kind: 'codes', rows, rowBeats: fold * pitch,
    levels: [
      { count: halves, beats: 1, pixels: 0, channels: 8 },
      { count: positions, beats: halves, pixels: fold, channels: 0 },
      { count: channelBlocks / halves, beats: halves * positions, pixels: 0, channels: 8 * halves },
      { count: fold, beats: pitch, pixels: 1, channels: 0 },
    ],
  };
}
