// One grid layer on tiles of one kind: the layouts in which an input can lie in memory, the folds, and for each the passes of every
// neuron group and what they cost. Refuses what fits no tile, with numbers.
import { loadCycles, type Target } from '../target/target.ts';
import { bug } from '../source/diagnostic.ts';
import { countOf } from '../source/suggest.ts';
import { betterSkews } from './choose-skews.ts';
import { type Chunking, chunkings, MAX_CHUNKS } from './chunkings.ts';
import { channelsRead, clustered } from './clusters.ts';
import { groupCycles } from './cost.ts';
import { type Folds, type Geometry, geometryOf } from './geometry.ts';
import { digitPlanesOf, type GridLayer, type PlainColumns, poolFoldOf } from './grid-layer.ts';
import { type Keep, keeping, waysToDeal } from './kept-maps.ts';
import { type PassPlan, planPasses } from './passes.ts';
import { rawOrders } from './raw-orders.ts';
import { refuse } from './refuse.ts';
import { type RowRange, type RowView, rowBeatsOf, viewOfPacked, viewOfPlanes, viewOfWindows } from './row-view.ts';
import { groupsOrder, type MapBlocks, mapShapeOf, mostHalves, neuronHalves, type OutputShape, outputShapeOf, sharedPixels, sharedRows } from './stream-order.ts';
import type { StreamOrder } from '../program/program.ts';

export interface Drained {
  readonly chunking: Chunking;
  readonly groupCycles: readonly number[];
  /** Beats of the output FIFO. */
  readonly outDepth: number;
}

export interface MappedLayer {
  readonly layer: GridLayer;
  readonly geometry: Geometry;
  readonly shape: OutputShape;
  /** Where each tile stores few of the maps that come in: then the layer is split over exactly so many tiles. */
  readonly keep: Keep | null;
  readonly plan: PassPlan;
  readonly chunking: Chunking;
  /** Most rows that the ring can have. */
  readonly maxRing: number;
  /** Cycles of each group for one output row. */
  readonly groupCycles: readonly number[];
  /** Smaller chunks whose last passes do not wait for the epilogue; null where they take no fewer cycles. */
  readonly drained: Drained | null;
  /** Order of the layer's whole output when layers may read it. */
  readonly order: StreamOrder | null;
  /** Beats of one input frame on its link. */
  readonly inputBeats: number;
  /** Rows of the window walk that it computes, and rows of the tensor that come in: all, or those of a band. */
  readonly rows: RowRange;
  readonly inputRows: RowRange;
}

/** Every way to map the layer that fits a tile; `isRead` tells whether other layers read what it makes, `source` is how the rows of the tensor that is read arrive, null for an
 *  input of the network. Refuses where there is none, but for a source in a form of its own, which could come otherwise: empty then. */
export function mappingsOf(layer: GridLayer, source: RowView | null, isRead: boolean, target: Target): MappedLayer[] {
  checkSizes(layer, target);
  const shared = isRead ? 1 : sharedPixels(layer);
  const isOfForm = source !== null && (source.pixelElements > 0 || source.rowFold > 1);
  const candidates = candidatesOf(layer, source, shared, target).flatMap(({ view, fold }) => {
    const geometry = geometryOf(layer, view, { fold, rows: layer.stripe?.plain?.rows ?? 1 });
    return geometry === null ? [] : [geometry];
  });
  const fitting = candidates.filter((geometry) => isInTile(geometry, target));
  if (fitting.length === 0) return isOfForm ? [] : refuseRows(layer, candidates[0] ?? bug(`no mapping for ${layer.id}`), target);
  const plain = layer.stripe?.plain ?? null;
  const pixelsOf = (geometry: Geometry): number[] => (plain !== null ? [plain.beatPixels] : shared > 1 && geometry.fold % shared === 0 ? [1, shared] : [1]);
  const mapped = fitting.filter(isCountable).flatMap((geometry) => pixelsOf(geometry).flatMap((beatPixels) => {
    const { fold, view } = geometry;
    const rowCounts = plain !== null ? [plain.rows] : isRead || layer.stripe !== null ? [1] : sharedRows(layer, fold, beatPixels, target.tile.neurons);
    return rowCounts.flatMap((rows) => {
      const taller = rows === geometry.rowFold ? geometry : geometryOf(layer, view, { fold, rows });
      if (taller === null || (taller !== geometry && !(isInTile(taller, target) && isCountable(taller)))) return [];
      return mapGeometry(layer, taller, outputShapeOf(layer, { fold: fold / poolFoldOf(layer), beatPixels, rows }, target), target) ?? [];
    });
  }));
  if (mapped.length === 0 && !isOfForm) refuseTaps(layer, fitting[0] ?? bug(`no mapping for ${layer.id}`), target);
  return mapped;
}

/** The layer with one view, folds and shape; none where that fits no tile. */
export function mapFolded(layer: GridLayer, view: RowView, folds: Folds, shape: OutputShape, target: Target): MappedLayer[] {
  const geometry = geometryOf(layer, view, folds);
  if (geometry === null || !isInTile(geometry, target) || !isCountable(geometry)) return [];
  return mapGeometry(layer, geometry, shape, target) ?? [];
}

/** Every way to map the layer so that its output is stored in blocks of single maps, `rows` rows of it in a stored row. */
export function mapMappingsOf(layer: GridLayer, source: RowView | null, rows: number, target: Target): MappedLayer[] {
  const views = source !== null ? [source] : layer.input[0] >= 8 ? [viewOfPlanes(layer.input, layer.digits, null)] : packedViews(layer);
  const read = source === null ? channelsRead(layer) : null;
  return [1, 2, 4].filter((pixelBlocks) => pixelBlocks * rows <= mostHalves(target.tile.neurons)).flatMap((pixelBlocks) => {
    const shape = mapShapeOf(layer, { pixelBlocks, rows }, read === null ? null : (perGroup) => clustered(read, perGroup), target);
    return views.flatMap((view) => {
      const geometry = geometryOf(layer, view, { fold: shape.fold, rows });
      if (geometry === null || !isCountable(geometry)) return [];
      const all = isInTile(geometry, target) ? (mapGeometry(layer, geometry, shape, target) ?? []) : [];
      return hasSpare(geometry, target) ? all : [...all, ...keptMappings(layer, geometry, { pixelBlocks, rows }, target)];
    });
  });
}

/** Whether rows can come in while others are worked on. */
const hasSpare = (geometry: Geometry, target: Target): boolean => (largestRing(geometry, target) ?? 0) >= geometry.span + geometry.rowStep;

/** Ways in which every tile stores just the maps that it reads. */
function keptMappings(layer: GridLayer, geometry: Geometry, mapBlocks: MapBlocks, target: Target): MappedLayer[] {
  const mapsOfGroup = mostHalves(target.tile.neurons) / (mapBlocks.pixelBlocks * mapBlocks.rows);
  return waysToDeal(layer, geometry.view, mapsOfGroup, target.rows * target.cols).flatMap(({ maps, keep }) => {
    if (!hasSpare(keeping(geometry, keep), target)) return [];
    return mapGeometry(layer, geometry, mapShapeOf(layer, mapBlocks, () => maps, target), target, keep) ?? [];
  });
}

/** Whether a tile holds the rows of a window and `extraSteps` steps more, and can count the pixels of a row. `source` as in mappingsOf. */
export function fitsTile(layer: GridLayer, source: RowView | null, target: Target, extraSteps: number): boolean {
  if (!layer.isWhole && Math.max(layer.input[2], layer.output[2]) > MAX_WIDTH) return false;
  // An argmax over several groups walks a row pixel by pixel.
  if (layer.epilogue.kind === 'raw' && layer.epilogue.index !== null && layer.output[0] > target.tile.neurons && layer.output[2] > MAX_CHUNKS) return false;
  return candidatesOf(layer, source, 1, target).some(({ view, fold }) => {
    const geometry = geometryOf(layer, view, { fold, rows: layer.stripe?.plain?.rows ?? 1 });
    if (geometry === null || geometry.walks > MAX_WALKS || (!layer.isWhole && !isCountable(geometry))) return false;
    return (largestRing(geometry, target) ?? 0) >= geometry.span + extraSteps * geometry.rowStep;
  });
}

/** Fewest passes of a trit for one output pixel of all maps of a group, with these folds and dense weights; Infinity where no window aligns. */
export function passesWith(layer: GridLayer, source: RowView | null, plain: PlainColumns, target: Target): number {
  const stripe = { tensor: layer.id, first: 0, width: layer.output[2], plain };
  const passes = candidatesOf({ ...layer, stripe }, source, 1, target).map(({ view, fold }) => geometryOf(layer, view, { fold, rows: plain.rows })).flatMap((geometry) => (geometry === null ? [] : [Math.ceil(geometry.walks / 8)]));
  return Math.min(...passes) / (plain.fold * plain.rows);
}

/** Pixels that may be folded: whole pooling windows, where neurons fold their columns. */
export const foldsOf = (layer: GridLayer, { tile }: Target): number[] => [1, 2, 4, 8, 16].filter((fold) => fold <= tile.neurons / 2 && fold % poolFoldOf(layer) === 0);

function candidatesOf(layer: GridLayer, source: RowView | null, shared: number, target: Target): { view: RowView; fold: number }[] {
  const [channels] = layer.input;
  const isRaw = layer.epilogue.kind === 'raw';
  if (layer.isWhole) {
    if (source !== null) return [{ view: source, fold: layer.evenFold ?? 1 }];
    const fold = layer.evenFold ?? 1;
    return [{ view: viewOfPlanes(layer.input, layer.digits, null), fold }, { view: viewOfPacked(layer.input, layer.digits, channels, 0, 0, null), fold }];
  }
  // Pixels of a layer of few maps fill the neurons of a group.
  const most = isRaw ? 1 : (mostHalves(target.tile.neurons) * shared) / Math.ceil(layer.output[0] / 8);
  const isOfMaps = source !== null && source.pixelElements > 0;
  const canFold = (fold: number): boolean => fold === poolFoldOf(layer) || (!isRaw && fold <= layer.output[2] && (isOfMaps || fold <= most));
  const views = source ?? viewOfPlanes(layer.input, layer.digits, layer.fromColumn);
  const plain = layer.stripe?.plain ?? null;
  const isFixed = plain !== null || layer.evenFold !== null || layer.sub[0] * layer.sub[1] > 1;
  const fixedFold = (plain?.fold ?? layer.evenFold ?? layer.sub[1]) * poolFoldOf(layer);
  const planes = (isFixed ? [fixedFold] : foldsOf(layer, target).filter(canFold)).map((fold) => ({ view: views, fold }));
  if (source !== null || channels >= 8) return planes;
  const packed: { view: RowView; fold: number }[] = [];
  for (const fold of isFixed ? [fixedFold] : isRaw ? [1] : foldsOf(layer, target)) {
    if (!isFixed && fold > 1 && fold > layer.output[2]) continue;
    for (const view of packedViews(layer)) packed.push({ view, fold });
  }
  return [...planes, ...packed, ...windowCandidates(layer, isFixed ? [fixedFold] : isRaw ? [1] : foldsOf(layer, target))];
}

/** Layouts in which the host stores what every window position reads. A pooling walk goes from one pixel of the conv to the next. */
function windowCandidates(layer: GridLayer, folds: readonly number[]): { view: RowView; fold: number }[] {
  const { pool, stride, kernel } = layer;
  if (layer.sub[0] * layer.sub[1] > 1) return [];
  const reach = (outputs: number, step: number, window: number): number => (outputs - 1) * step + window;
  const rows = reach(layer.output[1], pool?.strideY ?? 1, pool?.rows ?? 1);
  const columns = poolFoldOf(layer);
  const hasWalk = pool !== null && columns === 1;
  return folds.filter((fold) => fold === columns || (!hasWalk && fold <= layer.output[2])).flatMap((fold) =>
    [1, stride[0]].filter((phases, index) => index === 0 || phases > 1).map((rowPhases) => ({
      view: viewOfWindows(layer.input, layer.digits, {
        isByChannel: false, columns: kernel[1] + (fold - 1) * stride[1], pixelStep: fold * stride[1],
        positions: hasWalk ? reach(layer.output[2], pool.strideX, pool.cols) : Math.ceil((layer.output[2] * columns) / fold),
        rows: reach(rows, stride[0] / rowPhases, Math.ceil(kernel[0] / rowPhases)), rowPhases, rowStep: rowPhases,
        top: layer.top, left: layer.left, padCode: layer.padCode, fromColumn: layer.fromColumn,
      }),
      fold,
    })).filter(({ view }) => view.blocks <= MAX_WIDTH));
}

/** Ways in which the host can pack few maps: pixel by pixel with up to 7 elements each, or map by map. */
function packedViews(layer: GridLayer): RowView[] {
  const [channels] = layer.input;
  const elements = Array.from({ length: 8 - channels }, (_, k) => channels + k);
  return [...elements, ...(channels > 1 ? [1] : [])].map((count) => viewOfPacked(layer.input, layer.digits, count, layer.left, layer.padCode, layer.fromColumn));
}

const isInTile = (geometry: Geometry, target: Target): boolean => largestRing(geometry, target) !== null && geometry.walks <= MAX_WALKS;

/** Rows of the ring that row memory can hold; null where not even a window fits. */
function largestRing(geometry: Geometry, target: Target): number | null {
  const fits = Math.min(63, Math.floor(target.tile.rowDepth / geometry.slotLines));
  return geometry.slotLines > 1023 || fits < geometry.span ? null : fits;
}

/** Rows of the ring of a tile that does every `bands`-th output row: a window, and two steps in which input comes meanwhile. */
export function ringOf({ geometry, maxRing }: Pick<MappedLayer, 'geometry' | 'maxRing'>, bands: number): number {
  return Math.min(maxRing, geometry.span + 2 * bands * geometry.rowStep);
}

function mapGeometry(layer: GridLayer, dense: Geometry, shape: OutputShape, target: Target, keep: Keep | null = null): MappedLayer[] | null {
  const { geometry: all, plan } = plannedWith(layer, dense, shape, target.tile.tapSets * (keep?.tiles ?? 1));
  const geometry = keep === null ? all : keeping(all, keep);
  if (groupTapSets(plan) > target.tile.tapSets) return null;
  const items = layer.epilogue.kind === 'raw' ? target.tile.neurons : (neuronHalves(shape) * 8) / target.tile.epilogueLanes;
  const cyclesOf = (chunking: Chunking): number[] => {
    const window = geometry.poolRows * geometry.poolCols;
    const pixels = { full: chunking.chunkX * window, last: chunking.lastChunkX * window };
    return plan.groups.map((group) => groupCycles({
      passes: group.passes.length, digits: digitPlanesOf(layer, geometry.view.digits), pixels, chunks: chunking.chunks, loadCycles: loadCycles(target.tile), items, credits: target.tile.drainDepth,
    }));
  };
  const ways = chunkings(layer, shape, geometry, target);
  const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);
  // A row that fits the output FIFO may leave the epilogue over the whole time of its passes, however long it waits for its turn then.
  const isBuffered = layer.epilogue.kind === 'codes' && shape.halves * shape.positions <= target.tile.outDepth;
  const chunking = isBuffered ? ways.reduce((best, way) => (sum(cyclesOf(way)) < sum(cyclesOf(best)) ? way : best)) : ways[0];
  const cycles = cyclesOf(chunking);
  const drained = ways.slice(1).map((way): Drained => ({ chunking: way, groupCycles: cyclesOf(way), outDepth: target.tile.outDepth }))
    .reduce<Drained | null>((best, other) => (sum(other.groupCycles) < sum(best?.groupCycles ?? cycles) ? other : best), null);
  const order = layer.epilogue.kind === 'codes' ? groupsOrder(shape, { first: 0, step: 1, count: shape.rowGroups }, geometry.outputRows * shape.subRows, 'codes')?.order ?? bug(`order of ${layer.id}`)
    : layer.isInner && shape.mapBlocks === null ? rawOrders({ layer, shape }, { first: 0, step: 1, count: shape.groups }, geometry.outputRows, true).values : null;
  return [{
    layer, geometry, shape, keep, plan, chunking, maxRing: largestRing(geometry, target) ?? bug('ring'), groupCycles: cycles, drained, order,
    inputBeats: geometry.view.rows * rowBeatsOf(geometry.view), rows: { first: 0, end: geometry.outputRows }, inputRows: { first: 0, end: geometry.view.rows },
  }];
}

/** The passes, with banks skewed so that few are needed, or so that tap sets suffice. */
function plannedWith(layer: GridLayer, dense: Geometry, shape: OutputShape, tapSets: number): { geometry: Geometry; plan: PassPlan } {
  const plan = planPasses(layer, dense, shape, 'best');
  const skews = layer.isWhole ? null : betterSkews(dense, plan);
  if (skews !== null) {
    const geometry = geometryOf(layer, dense.view, { fold: dense.fold, rows: dense.rowFold }, skews) ?? bug('geometry');
    const skewed = planPasses(layer, geometry, shape, 'best');
    if (skewed.tapSets.length <= tapSets) return { geometry, plan: skewed };
  }
  return { geometry: dense, plan: plan.tapSets.length > tapSets ? planPasses(layer, dense, shape, 'windows') : plan };
}

/** Most tap sets that a single group uses. */
function groupTapSets(plan: PassPlan): number {
  return Math.max(...plan.groups.map((group) => new Set(group.passes.map((pass) => pass.set)).size));
}

/** What registers of 16 and 12 bits can count. */
const MAX_HEIGHT = 32767;
const MAX_WIDTH = 4095;
const MAX_ROW_PIXELS = 65535;
/** Blocks of a window. */
const MAX_WALKS = 16384;

function checkSizes(layer: GridLayer, target: Target): void {
  const height = Math.max(layer.input[1], layer.output[1]);
  const width = Math.max(layer.input[2], layer.output[2]);
  if (height <= MAX_HEIGHT && width <= MAX_WIDTH && (layer.isWhole || layer.kernel[0] < 64)) return;
  refuse('NF4105', {
    span: layer.node.span,
    message: `\`${layer.node.name}\` works on ${height} x ${width} pixels with ${layer.kernel[0]} kernel rows; the counters of ${target.name} end at ${MAX_HEIGHT} x ${MAX_WIDTH} pixels and 63 rows`,
    hint: 'cut the image into tiles on the host',
  });
}

function refuseRows(layer: GridLayer, geometry: Geometry, target: Target): never {
  const needs = geometry.span;
  refuse('NF4101', {
    span: layer.node.span,
    message: `\`${layer.node.name}\` needs ${countOf(needs, 'row')} of ${countOf(geometry.slotLines, 'line')} in row memory; a tile of ${target.name} has ${target.tile.rowDepth} lines`,
    hint: layer.isWhole ? 'pool or use a strided conv before the dense layer' : 'use a narrower image, fewer maps or a kernel with fewer rows, or a target with a larger rowDepth',
    notes: [...(layer.stripe === null ? [] : [`that is for ${countOf(layer.output[2], 'column')} of its output, the narrowest stripe`]), `the tensor it reads has ${layer.input[0]} maps of ${layer.input[1]} x ${layer.input[2]} pixels`],
  });
}

const isCountable = (geometry: Geometry): boolean => geometry.positions * geometry.poolRows * geometry.poolCols <= MAX_ROW_PIXELS;

function refuseTaps(layer: GridLayer, geometry: Geometry, target: Target): never {
  refuse('NF4102', {
    span: layer.node.span,
    message: `the window of \`${layer.node.name}\` has ${countOf(geometry.walks, 'block')} of 8 values; a tile of ${target.name} has ${countOf(target.tile.tapSets, 'tap set')} of 8 blocks`,
    hint: layer.isWhole ? 'pool before the dense layer, so that it reads fewer values' : 'use a smaller kernel or fewer input maps (a connection table or groups)',
  });
}
