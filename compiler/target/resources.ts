// What a target costs in a device, without a synthesis run. Block RAM follows the rule by which Yosys fills blocks and agrees with it
// memory by memory; DSP blocks are counted from a synthesis of one tile; LUTs and registers are an estimate: a tile's measured
// size plus what each of its parameters was measured to add (resource-table.ts, written by scripts/fit-resources.ts).
import { RESOURCE_TABLE, type TilePoint } from './resource-table.ts';
import { type DeviceSpec, type Target, type TileSpec, weightDepth } from './target.ts';

export interface BlockRamUse {
  readonly what: string;
  /** Bits of a word and words of one memory. */
  readonly width: number;
  readonly depth: number;
  /** Such memories in the whole grid. */
  readonly count: number;
  /** Of all of them together, in units of 36 kbit: an 18-kbit block is a half. */
  readonly bram36: number;
}

export interface ResourceEstimate {
  /** Rounded; an estimate. */
  readonly lut: number;
  readonly ff: number;
  /** The sum over `uses`. */
  readonly bram36: number;
  readonly dsp: number;
  readonly uses: readonly BlockRamUse[];
  /** Whether all four fit the target's device; null where it names none. */
  readonly fits: boolean | null;
  readonly status: { readonly bram36: 'counted'; readonly dsp: 'counted'; readonly lut: 'estimated'; readonly ff: 'estimated' };
}

/** Block RAM shapes: word width of a 36-kbit and of an 18-kbit block at each depth (simple dual port). */
const SHAPES: readonly { readonly depth: number; readonly wide: number; readonly narrow: number }[] = [
  { depth: 512, wide: 72, narrow: 36 }, { depth: 1024, wide: 36, narrow: 18 }, { depth: 2048, wide: 18, narrow: 9 },
  { depth: 4096, wide: 9, narrow: 4 }, { depth: 8192, wide: 4, narrow: 2 }, { depth: 16384, wide: 2, narrow: 1 },
];

/** Blocks of one memory, in units of 36 kbit: the cheapest shape, one kind of block for the whole memory. */
export const memoryBlocks = (width: number, depth: number): number => Math.min(blocksOf(width, depth, 'wide'), blocksOf(width, depth, 'narrow') / 2);

/** Rows of blocks of one shape, then what is left of the depth in a shape of its own. Where that is the widest shape and whole
 *  columns of both end at the same bit, the bits beyond are a memory by themselves. */
function blocksOf(width: number, depth: number, kind: 'wide' | 'narrow'): number {
  if (width === 0 || depth === 0) return 0;
  return Math.min(...SHAPES.map((shape) => {
    const rows = Math.floor(depth / shape.depth);
    if (rows === 0) return Math.ceil(width / shape[kind]);
    const left = depth - rows * shape.depth;
    const [widest] = SHAPES;
    const below = widest !== undefined && left <= widest.depth ? widest[kind] : 0;
    const aligned = Math.floor(width / shape[kind]) * shape[kind];
    const stacked = rows * Math.ceil(width / shape[kind]) + blocksOf(width, left, kind);
    if (left === 0 || aligned === 0 || below <= shape[kind] || aligned % below !== 0) return stacked;
    return Math.min(stacked, (rows * aligned) / shape[kind] + aligned / below + blocksOf(width - aligned, depth, kind));
  }));
}

/** Everything else that remembers lies in LUTs and registers: pair tables, drain, link and DMA FIFOs, configuration; thresholds but on ECP5. */
export function blockRamUses(target: Pick<Target, 'rows' | 'cols' | 'tile' | 'family'>): BlockRamUse[] {
  const { tile } = target;
  const tiles = target.rows * target.cols;
  const use = (what: string, width: number, depth: number, perTile: number): BlockRamUse =>
    ({ what, width, depth, count: tiles * perTile, bram36: tiles * perTile * memoryBlocks(width, depth) });
  return [
    use('row memory', 24, tile.rowDepth, tile.banks),
    use('accumulators', 24 * tile.neurons, tile.pixelDepth, 1),
    ...weightPieces(tile).map((depth) => use('weights', tile.weightWidth, depth, 1)),
    use('passes', 64, tile.passDepth / 2, 1),
    use('taps', 64, (tile.tapSets * tile.banks) / 2, 1),
    // A shallow one lies in LUTs.
    ...(tile.outDepth > 16 ? [use('output beats', 24, tile.outDepth, 1)] : []),
    ...(target.family === 'ecp5' ? thresholdMemories(tile).map(({ width, depth }) => use('thresholds', width, depth, tile.epilogueLanes)) : []),
  ];
}

/** Memories of a lane's constants (hdl/rtl/nf_threshold_lane.sv): correction and flags, t4, t1, t5, and the other pairs. */
function thresholdMemories({ neurons, epilogueLanes, thresholdGroups }: TileSpec): { readonly width: number; readonly depth: number }[] {
  const entries = 2 ** (Math.max(1, Math.ceil(Math.log2(thresholdGroups))) + Math.ceil(Math.log2(neurons / epilogueLanes)));
  return [26, 24, 24, 24, 48, 48].map((width) => ({ width, depth: entries }));
}

/** Depths of the memories that make the weight memory: cut where it is no power of two (hdl/rtl/nf_weight_memory.sv). */
function weightPieces(tile: TileSpec): number[] {
  const depth = weightDepth(tile);
  const low = 2 ** Math.floor(Math.log2(depth));
  return depth === low || depth < 512 ? [depth] : [low, Math.max(2, depth - low)];
}

/** What the grid of a target takes. Throws nothing: any target that the rules accept has an estimate. */
export function estimateResources(target: Target): ResourceEstimate {
  const uses = blockRamUses(target);
  const bram36 = uses.reduce((sum, use) => sum + use.bram36, 0);
  const tiles = target.rows * target.cols;
  const tile = tileSize(target.tile);
  const family = RESOURCE_TABLE.families[target.family];
  const rest = restSize(target);
  const { array } = family;
  const arrays = target.tile.neurons / ARRAY_NEURONS;
  const size = {
    lut: Math.round(tiles * (array.lut * arrays + family.tile.lut * tile.lut) + family.rest.lut * rest.lut),
    ff: Math.round(tiles * (array.ff * arrays + family.tile.ff * tile.ff) + family.rest.ff * rest.ff),
    dsp: tiles * Math.max(0, family.dsp + tile.dsp), bram36,
  };
  return {
    ...size, uses, fits: target.device === null ? null : overBudget(size, target.device).length === 0,
    status: { bram36: 'counted', dsp: 'counted', lut: 'estimated', ff: 'estimated' },
  };
}

export type Budget = Pick<DeviceSpec, 'lut' | 'ff' | 'bram36' | 'dsp'>;

/** The resources of which a device has too few. */
export function overBudget(size: Budget, device: Budget): (keyof Budget)[] {
  return (['lut', 'ff', 'bram36', 'dsp'] as const).filter((key) => size[key] > device[key]);
}

/** Neurons of the array that the table holds, and of the base tile. */
const ARRAY_NEURONS = 16;

interface Size {
  readonly lut: number;
  readonly ff: number;
  readonly dsp: number;
}

/** A tile without its array, on the 7 series; `dsp` is what the tile has more (or, below zero, less) than the base tile. */
function tileSize(tile: TileSpec): Size {
  const { base, steps } = RESOURCE_TABLE;
  let { lut, ff } = base;
  let dsp = 0;
  for (const [key, points] of Object.entries(steps)) {
    // Threshold memory grows with the neurons of all groups; the table counts groups of the base tile's neurons.
    const value = key === 'thresholdGroups' ? (tile.thresholdGroups * tile.neurons) / ARRAY_NEURONS : tile[key as keyof typeof steps];
    const step = stepAt(points, value);
    lut += step.lut;
    ff += step.ff;
    dsp += step.dsp;
  }
  return { lut, ff, dsp };
}

/** What a parameter's value adds: measured points, straight lines between them over the logarithm of the value. DSP blocks go in steps. */
function stepAt(points: readonly TilePoint[], value: number): Size {
  const after = points.findIndex((point) => point.at >= value);
  const high = points[after < 0 ? points.length - 1 : after] as TilePoint;
  const low = points[after < 0 ? points.length - 2 : Math.max(0, after - 1)] ?? high;
  const share = high.at === low.at ? 0 : Math.log2(value / low.at) / Math.log2(high.at / low.at);
  const dsp = [...points].reverse().find((point) => point.at <= value) ?? (points[0] as TilePoint);
  return { lut: low.lut + share * (high.lut - low.lut), ff: low.ff + share * (high.ff - low.ff), dsp: dsp.dsp };
}

/** All but the tiles, on the 7 series: constant + streams + ports + streams times ports, apart for each width of a memory port. */
function restSize({ edgeStreams, memory }: Target): Pick<Size, 'lut' | 'ff'> {
  const coefficients = RESOURCE_TABLE.rest[memory.axiBytes];
  const terms = [1, edgeStreams, memory.ports, edgeStreams * memory.ports];
  const sum = (key: 'lut' | 'ff'): number => coefficients[key].reduce((total, coefficient, index) => total + coefficient * (terms[index] as number), 0);
  return { lut: sum('lut'), ff: sum('ff') };
}
