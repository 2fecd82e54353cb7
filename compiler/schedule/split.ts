// One layer on several tiles. Tile (r, c) of Tr x Tc computes output rows r, r + Tr, ... and neuron groups c, c + Tc, ... of its part.
// The tiles form a chain in the order r * Tc + c: each passes on the beats of those before it, then adds its own, so the
// stream of the chain is the stream of one tile. With Tr > 1 every tile has one group, or rows would wait for each other.
// A part is a range of a layer's groups: a layer too large for the grid runs part after part.
import type { MergeConfig, TileConfig } from '../program/program.ts';
import type { Target } from '../target/target.ts';
import { ROW_GAP } from './cost.ts';
import type { Drained, MappedLayer } from './map-layer.ts';
import { namesOf, pairTablesOf, tensorOf } from './grid-layer.ts';
import { startAt } from './placed-order.ts';
import { rawOrders } from './raw-orders.ts';
import { rowBeatsOf } from './row-view.ts';
import { cellOrders, type GroupRange } from './stream-order.ts';

export interface Split {
  readonly columns: number;
  readonly rows: number;
}

export interface Part {
  readonly mapped: MappedLayer;
  /** Groups from `from` up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
  readonly split: Split;
  /** Copy of the phase's layers that it belongs to. */
  readonly band: number;
}

/** What one tile does. */
export interface TileJob {
  readonly mapped: MappedLayer;
  readonly range: GroupRange;
  readonly firstRow: number;
  readonly rowStep: number;
  readonly ownRows: number;
  readonly lastNeurons: number;
  readonly merge: MergeConfig | null;
  readonly own: TileConfig['own'];
}

export const isWholeLayer = (part: Pick<Part, 'mapped' | 'from' | 'to'>): boolean => part.from === 0 && part.to === part.mapped.shape.groups;

/** Raw rows of a layer on several tiles, in several parts or in stripes are padded to all neurons of a group. */
export const isSplit = (part: Part): boolean => part.split.columns > 1 || !isWholeLayer(part) || (part.mapped.layer.stripe !== null && hasUnits(part.mapped));

/** Raw values without cells and folds have orders of their own, for rows without filler and indices behind pixels. */
export const isPlainRaw = ({ layer, shape }: Pick<MappedLayer, 'layer' | 'shape'>): boolean => layer.epilogue.kind === 'raw' && layer.sub[0] * layer.sub[1] === 1 && shape.mapBlocks === null;

/** Rows are a piece for every group, not for every pixel. */
export const hasUnits = (mapped: MappedLayer): boolean => {
  const { epilogue } = mapped.layer;
  return epilogue.kind === 'codes' || !isPlainRaw(mapped) || (mapped.shape.groups > 1 && epilogue.index === null);
};

/** Beats of one group for one output row of a layer that is split by groups. */
export const groupBeats = (mapped: MappedLayer): number =>
  mapped.layer.epilogue.kind === 'raw' ? mapped.shape.neurons * mapped.shape.positions : mapped.shape.halves * mapped.shape.positions;

/** Beats of an output row of the part. */
export function partRowBeats(part: Part): number {
  const groups = part.to - part.from;
  const { layer } = part.mapped;
  if (isPlainRaw(part.mapped)) return rawOrders(part.mapped, { first: part.from, step: 1, count: groups }, layer.output[1], isSplit(part)).rowBeats;
  return groups * groupBeats(part.mapped);
}

/** Rounds that a merge counts. */
const MAX_ROUNDS = 65535;

/** Splits of `groups` groups over at most `tiles` tiles. */
export function splitsOf(mapped: MappedLayer, from: number, to: number, tiles: number): Split[] {
  const groups = to - from;
  const { layer } = mapped;
  const rows = mapped.geometry.outputRows;
  const hasIndex = layer.epilogue.kind === 'raw' && layer.epilogue.index !== null;
  if (mapped.keep !== null) {
    const { tiles: columns } = mapped.keep;
    return columns <= tiles && isWholeLayer({ mapped, from, to }) && areLoops(mapped, from, groups, columns) ? [{ columns, rows: 1 }] : [];
  }
  const splits: Split[] = [];
  for (let columns = 1; columns <= Math.min(groups, tiles); columns++) {
    if (groups % columns !== 0 && rows > 1) continue;
    if (hasIndex && columns > 1) continue;
    if ((rows * groups) / columns > MAX_ROUNDS) continue;
    if (!isPlainRaw(mapped) && !areLoops(mapped, from, groups, columns)) continue;
    splits.push({ columns, rows: 1 });
    if (columns !== groups) continue;
    for (let bands = 2; bands <= Math.min(rows, Math.floor(tiles / columns)); bands++) splits.push({ columns, rows: bands });
  }
  return splits;
}

/** True where every tile's beats are nested loops of pixels and channels. */
function areLoops(mapped: MappedLayer, from: number, groups: number, columns: number): boolean {
  return Array.from({ length: columns }, (_, c) => cellOrders(mapped.shape, { first: from + c, step: columns, count: Math.ceil((groups - c) / columns) }, 1, mapped.layer.epilogue.kind))
    .every((order) => order !== null);
}

/** Small chunks that a tile's drain and outputs hold. */
const HELD_CHUNKS = 2;

/** The layer with the chunks that suit a split. Small chunks leave a tile while its row is still computed, but in a chain a tile's beats wait for
 *  those of the tiles before it, and then theirs for its own: all work at a time only where a tile holds what it computes meanwhile. */
export function suited(mapped: MappedLayer, split: Split): MappedLayer {
  const { drained } = mapped;
  const tiles = split.columns * split.rows;
  if (drained === null || (drained.chunking.chunks * (tiles - 1) > HELD_CHUNKS * tiles && !holdsRows(mapped, drained, split))) return mapped;
  return { ...mapped, ...drained };
}

/** Whether the output FIFO holds what a tile makes of a row while others have their turn. Each tile of the chain then works a little later than the
 *  one before it, for which the ring needs a step beyond a window. */
function holdsRows(mapped: MappedLayer, { groupCycles, outDepth }: Drained, split: Split): boolean {
  const beats = groupBeats(mapped);
  const period = split.rows * Math.min(...groupCycles);
  return mapped.maxRing >= mapped.geometry.span + mapped.geometry.rowStep && beats * (1 - beats / period) <= outDepth;
}

/** The tiles of a part in chain order. */
export function tileJobs(part: Part): TileJob[] {
  const { mapped, from, split } = part;
  const groups = part.to - from;
  const outputRows = mapped.geometry.outputRows;
  const jobs: TileJob[] = [];
  for (let r = 0; r < split.rows; r++) {
    for (let c = 0; c < split.columns; c++) {
      const range = { first: from + c, step: split.columns, count: Math.ceil((groups - c) / split.columns) };
      const ownRows = Math.ceil((outputRows - r) / split.rows);
      jobs.push({ mapped, range, firstRow: r, rowStep: split.rows, ownRows, merge: mergeOf(part, r, c), ...ownOf(part, range, r, ownRows) });
    }
  }
  return jobs;
}

function ownOf(part: Part, range: GroupRange, firstRow: number, rows: number): Pick<TileJob, 'own' | 'lastNeurons'> {
  const { layer, shape } = part.mapped;
  const first = part.mapped.rows.first + firstRow;
  const column = layer.stripe?.first ?? 0;
  const place = { firstRow: first, rowStep: part.split.rows };
  if (!isPlainRaw(part.mapped) || layer.epilogue.kind === 'codes') {
    const own = (cellOrders(shape, range, rows, layer.epilogue.kind, column) ?? []).flatMap(({ dv, firstChannel, offset, order }) =>
      namesOf(layer).map((name) => ({
        tensor: name.tensor, firstRow: first * shape.subRows + dv, rowStep: part.split.rows * shape.subRows, firstChannel: firstChannel + name.firstChannel, offset, order,
        ...(layer.names === null ? {} : { endChannel: name.endChannel }),
      })));
    return { lastNeurons: shape.neurons, own };
  }
  const orders = rawOrders(part.mapped, range, rows, isSplit(part));
  const values = orders.values === null ? [] : [{ tensor: tensorOf(layer), ...place, offset: 0, ...startAt(column, shape.neurons * range.first, orders.values) }];
  const index = orders.index === null || layer.epilogue.index === null ? [] : [{ tensor: layer.epilogue.index, ...place, offset: orders.index.offset, ...startAt(column, 0, orders.index.order) }];
  return { lastNeurons: orders.lastNeurons, own: [...values, ...index] };
}

function mergeOf(part: Part, r: number, c: number): MergeConfig | null {
  const { columns, rows } = part.split;
  const before = r * columns + c;
  if (before === 0) return null;
  const outputRows = part.mapped.geometry.outputRows;
  if (rows > 1) {
    const own = partRowBeats({ ...part, split: { columns, rows: 1 } }) / columns;
    const rest = outputRows % rows;
    const tailUpstream = r < rest ? before * own : rest * columns * own;
    return { rounds: Math.floor(outputRows / rows), upstream: before * own, own, tailUpstream, tailOwn: r < rest ? own : 0 };
  }
  const groups = part.to - part.from;
  const own = groupBeats(part.mapped);
  const rest = groups % columns;
  return {
    rounds: outputRows * Math.floor(groups / columns), upstream: c * own, own,
    tailUpstream: Math.min(c, rest) * own, tailOwn: c < rest ? own : 0,
  };
}

export interface TileNeeds {
  readonly blocks: readonly number[];
  readonly sets: readonly number[];
  /** Descriptors, padded to an even number. */
  readonly passes: number;
  readonly groups: number;
  readonly pairs: number;
}

/** Plan indices of groups of a range. */
export const groupsOf = (range: GroupRange): number[] => Array.from({ length: range.count }, (_, i) => range.first + i * range.step);

export function needsOf(mapped: MappedLayer, range: GroupRange): TileNeeds {
  const blocks = new Set<number>();
  const sets = new Set<number>();
  let passes = 0;
  const { blockOf } = mapped.plan.weights();
  for (const g of groupsOf(range)) {
    for (const block of blockOf[g] ?? []) blocks.add(block);
    for (const pass of mapped.plan.groups[g]?.passes ?? []) {
      sets.add(pass.set);
      passes++;
    }
  }
  return { blocks: [...blocks], sets: [...sets], passes: passes + (passes % 2), groups: range.count, pairs: pairTablesOf(mapped.layer).length };
}

/** Memory of a tile that one phase may use. */
export interface TileBudget {
  readonly blocks: number;
  readonly sets: number;
  readonly passes: number;
  readonly groups: number;
  readonly pairs: number;
}

export function budgetOf(target: Target, share: number): TileBudget {
  const { weightBlocks, tapSets, passDepth, thresholdGroups, pairTables } = target.tile;
  return {
    blocks: Math.floor(weightBlocks / share), sets: Math.floor(tapSets / share),
    passes: Math.floor(passDepth / share / 2) * 2, groups: Math.floor(thresholdGroups / share), pairs: pairTables,
  };
}

export function fitsBudget(needs: TileNeeds, budget: TileBudget): boolean {
  return needs.blocks.length <= budget.blocks && needs.sets.length <= budget.sets && needs.passes <= budget.passes && needs.groups <= budget.groups;
}

/** Expected cycles of a part's slowest tile for one row of the window walk. */
export function rowCyclesOf({ mapped, from, to, split }: Part): number {
  let slowest = 0;
  for (let c = 0; c < split.columns; c++) {
    const range = { first: from + c, step: split.columns, count: Math.ceil((to - from - c) / split.columns) };
    slowest = Math.max(slowest, groupsOf(range).reduce((sum, g) => sum + (mapped.groupCycles[g] as number), ROW_GAP));
  }
  return slowest;
}

/** Expected cycles in which a part computes `rows` rows of its window walk. Tiles that share rows all take in every row, so only as many
 *  work at a time as the ring has steps beyond a window; where it has none, rows come in while nothing is computed. */
export function computeCycles({ mapped, split }: Pick<Part, 'mapped' | 'split'>, rowCycles: number, rows: number): number {
  const { span, rowStep, view } = mapped.geometry;
  const spare = Math.floor((mapped.maxRing - span) / rowStep);
  const step = rowStep * rowBeatsOf(view);
  const arrival = spare === 0 ? step : 0;
  // The rows of a later tile come in after those of the tiles before it.
  return (rowCycles + arrival) * Math.ceil(rows / Math.min(split.rows, spare + 1)) + (Math.min(split.rows, rows) - 1) * step;
}

/** Expected cycles of a part for one frame. */
export function partCycles(part: Part): number {
  const rows = part.mapped.geometry.outputRows;
  return Math.max(computeCycles(part, rowCyclesOf(part), rows), part.mapped.inputBeats, rows * partRowBeats(part));
}
