// Weights as passes. For each group of neurons the nonzero blocks of every trit plane are packed into passes of 8 taps
// whose lane groups differ; planes run from the highest to the lowest, `triple` on the first pass of each lower one. A plane
// without weights below the highest keeps one pass for its factor 3; a group without weights keeps one pass to emit.
// Equal blocks and equal tap sets are shared.
import type { Tap } from '../program/program.ts';
import { bug } from '../source/diagnostic.ts';
import type { Geometry } from './geometry.ts';
import type { GridLayer } from './grid-layer.ts';
import type { OutputShape } from './stream-order.ts';
import { largestWeight, tritOf } from './trits.ts';

const GROUPS_OF_LANES = 8;
const LANES = 64;

export interface PlannedPass {
  readonly block: number;
  readonly set: number;
  readonly first: boolean;
  readonly triple: boolean;
  readonly last: boolean;
}

export interface PassPlan {
  /** Trits of each distinct block, neuron * 64 + lane. */
  readonly blocks: readonly (readonly number[])[];
  readonly tapSets: readonly (readonly Tap[])[];
  readonly groups: readonly PlannedGroup[];
}

export interface PlannedGroup {
  readonly passes: readonly PlannedPass[];
  readonly surplus: readonly number[];
  /** Blocks that its trit planes need. */
  readonly planes: readonly Plane[];
}

/** What a neuron computes: an output map, in which row of a cell, and for which folded pixel and row. */
interface NeuronPlace {
  readonly map: number;
  readonly f: number;
  readonly row: number;
  readonly dv: number;
}

/** What neuron `q` of group `g` computes; null for filler. */
export function neuronOf(shape: OutputShape, maps: number, g: number, q: number): NeuronPlace | null {
  if (q >= 8 * shape.halves) return null;
  if (shape.mapBlocks !== null) {
    const { pixelBlocks, rows } = shape.mapBlocks;
    const block = shape.halves * g + (q >> 3);
    const map = Math.floor(block / (pixelBlocks * rows));
    return map < maps ? { map, f: (block % pixelBlocks) * 8 + (q & 7), row: Math.floor(block / pixelBlocks) % rows, dv: 0 } : null;
  }
  const block = shape.halves * (g % shape.rowGroups) + (q >> 3);
  const perPixel = 8 / shape.beatPixels;
  const f = Math.floor(block / shape.channelBlocks) * shape.beatPixels + Math.floor((q & 7) / perPixel);
  const map = (block % shape.channelBlocks) * 8 + ((q & 7) % perPixel);
  return f < shape.fold && map < maps ? { map, f, row: 0, dv: Math.floor(g / shape.rowGroups) } : null;
}

/** `packing` 'windows' keeps to aligned windows of the walk: more passes, fewest tap sets; for a geometry of dense skews only. */
export function planPasses(layer: GridLayer, geometry: Geometry, shape: OutputShape, packing: 'best' | 'windows'): PassPlan {
  const laneGroups = Uint8Array.from({ length: geometry.walks }, (_, walk) => geometry.laneGroupOf(walk));
  const sharing = createSharing(geometry, laneGroups);
  const walkSize = 8 * shape.neurons;
  const values = new Int8Array(geometry.walks * walkSize);
  const groups = Array.from({ length: shape.groups }, (_, g) => {
    const touched = fillGroup(layer, geometry, shape, g, values);
    const planes = tritPlanes(values, touched, layer.trits, walkSize);
    const packed = packing === 'windows' ? byWindow(planes, laneGroups) : bestPacking(planes, laneGroups);
    const result = emitPasses(packed, { values, neurons: shape.neurons, laneGroups }, sharing, geometry.view.digits);
    for (const walk of touched) values.fill(0, walk * walkSize, (walk + 1) * walkSize);
    return { ...result, planes };
  });
  return { blocks: sharing.blocks, tapSets: sharing.tapSets, groups };
}

/** Weights of one group as values[(walk * neurons + neuron) * 8 + activation]; returns the walk indices in use, ascending. */
function fillGroup(layer: GridLayer, geometry: Geometry, shape: OutputShape, g: number, values: Int8Array): number[] {
  const limit = largestWeight(layer.trits);
  const touched = new Set<number>();
  for (let q = 0; q < 8 * shape.halves; q++) {
    const neuron = neuronOf(shape, layer.output[0], g, q);
    if (neuron === null) continue;
    const [, cellColumns] = layer.sub;
    layer.eachWeight(neuron.map, (channel, ky, kx, weight) => {
      if (weight > limit || weight < -limit) bug(`weight ${weight} of ${layer.id} does not fit ${layer.trits} trits`);
      const lane = geometry.laneOf(channel, ky + neuron.row * layer.stride[0], kx, Math.floor(neuron.f / cellColumns));
      const walk = lane >> 3;
      touched.add(walk);
      values[(walk * shape.neurons + q) * 8 + (lane & 7)] = weight;
    }, neuron.dv, neuron.f % cellColumns);
  }
  return [...touched].sort((a, b) => a - b);
}

/** Walk indices with a nonzero trit, per trit plane from the highest that has any down to plane 0. */
export interface Plane {
  readonly plane: number;
  readonly walks: readonly number[];
}

function tritPlanes(values: Int8Array, touched: readonly number[], trits: number, walkSize: number): Plane[] {
  const walks: number[][] = Array.from({ length: trits }, () => []);
  for (const walk of touched) {
    let seen = 0;
    for (let i = walk * walkSize; i < (walk + 1) * walkSize && seen < 2 ** trits - 1; i++) {
      const weight = values[i] as number;
      if (weight === 0) continue;
      for (let p = 0; p < trits; p++) if (tritOf(weight, p) !== 0) seen |= 1 << p;
    }
    for (let p = 0; p < trits; p++) if (seen & (1 << p)) walks[p]?.push(walk);
  }
  let highest = trits - 1;
  while (highest > 0 && walks[highest]?.length === 0) highest--;
  return Array.from({ length: highest + 1 }, (_, k) => ({ plane: highest - k, walks: walks[highest - k] ?? [] }));
}

/** A plane's passes: the taps that each tap set names, and which of them this plane uses. */
interface PackedPlane {
  readonly plane: number;
  readonly passes: readonly { readonly set: readonly number[]; readonly used: readonly number[] }[];
}

function byWindow(planes: readonly Plane[], laneGroups: Uint8Array): PackedPlane[] {
  return planes.map(({ plane, walks }) => {
    const windows = new Map<number, number[]>();
    for (const walk of walks) {
      const window = windows.get(walk >> 3);
      if (window) window.push(walk);
      else windows.set(walk >> 3, [walk]);
    }
    return {
      plane,
      passes: [...windows].map(([window, used]) => ({ set: Array.from({ length: Math.min(GROUPS_OF_LANES, laneGroups.length - window * 8) }, (_, i) => window * 8 + i), used })),
    };
  });
}

/** The k-th tap of every lane group goes to pass k, over the taps of all planes or of each plane alone. */
function byResidue(planes: readonly Plane[], laneGroups: Uint8Array, isShared: boolean): PackedPlane[] {
  const all = [...new Set(planes.flatMap((plane) => plane.walks))].sort((a, b) => a - b);
  return planes.map(({ plane, walks }) => {
    const sets = packResidues(isShared ? all : walks, laneGroups);
    const used = new Set(walks);
    return {
      plane,
      passes: sets.map((set) => ({ set, used: set.filter((walk) => used.has(walk)) })).filter((pass) => pass.used.length > 0),
    };
  });
}

function packResidues(walks: readonly number[], laneGroups: Uint8Array): number[][] {
  const sets: number[][] = [];
  const next = new Array<number>(GROUPS_OF_LANES).fill(0);
  for (const walk of walks) {
    const laneGroup = laneGroups[walk] as number;
    const k = next[laneGroup] as number;
    next[laneGroup] = k + 1;
    const set = sets[k];
    if (set) set.push(walk);
    else sets.push([walk]);
  }
  return sets;
}

function bestPacking(planes: readonly Plane[], laneGroups: Uint8Array): PackedPlane[] {
  const count = (packed: readonly PackedPlane[]): number => packed.reduce((sum, plane) => sum + Math.max(1, plane.passes.length), 0);
  const isDense = laneGroups.every((laneGroup, walk) => laneGroup === (walk & 7));
  return [...(isDense ? [byWindow(planes, laneGroups)] : []), byResidue(planes, laneGroups, true), byResidue(planes, laneGroups, false)].reduce((best, other) => (count(other) < count(best) ? other : best));
}

/** Weights as fillGroup leaves them, and the lane group of every walk index. */
interface GroupWeights {
  readonly values: Int8Array;
  readonly neurons: number;
  readonly laneGroups: Uint8Array;
}

interface Sharing {
  readonly blocks: (readonly number[])[];
  readonly tapSets: (readonly Tap[])[];
  readonly blockOf: (trits: readonly number[], hash: number) => number;
  readonly setOf: (walks: readonly number[]) => number;
}

function createSharing(geometry: Geometry, laneGroups: Uint8Array): Sharing {
  const blocks: (readonly number[])[] = [];
  const byHash = new Map<number, number[]>();
  const tapSets: (readonly Tap[])[] = [];
  const setKeys = new Map<string, number>();
  return {
    blocks,
    tapSets,
    blockOf: (trits, hash) => {
      const candidates = byHash.get(hash) ?? [];
      const found = candidates.find((index) => blocks[index]?.every((trit, i) => trit === trits[i]));
      if (found !== undefined) return found;
      byHash.set(hash, [...candidates, blocks.length]);
      return blocks.push(trits) - 1;
    },
    setOf: (walks) => {
      const lanes = new Array<number>(GROUPS_OF_LANES).fill(-1);
      for (const walk of walks) lanes[laneGroups[walk] as number] = walk;
      const key = lanes.join();
      const found = setKeys.get(key);
      if (found !== undefined) return found;
      setKeys.set(key, tapSets.length);
      return tapSets.push(lanes.map((walk) => (walk < 0 ? { lines: 0, ky: 0, j: 0 } : geometry.tapOf(walk)))) - 1;
    },
  };
}

function emitPasses(planes: readonly PackedPlane[], { values, neurons, laneGroups }: GroupWeights, sharing: Sharing, digits: number) {
  const passes: PlannedPass[] = [];
  const surplus = new Array<number>(neurons).fill(0);
  let digitSum = 0;
  for (let a = 0; a < digits; a++) digitSum += 8 ** a;
  planes.forEach(({ plane, passes: packed }, k) => {
    const list = packed.length > 0 ? packed : [{ set: [], used: [] }];
    const factor = 7 * 3 ** plane * digitSum;
    list.forEach(({ set, used }, i) => {
      const trits = new Array<number>(neurons * LANES).fill(0);
      let hash = 0;
      for (const walk of used) {
        const from = walk * 8 * neurons;
        const lanes = (laneGroups[walk] as number) * 8;
        for (let k = 0; k < 8 * neurons; k++) {
          const weight = values[from + k] as number;
          if (weight === 0) continue;
          const trit = tritOf(weight, plane);
          if (trit === 0) continue;
          const q = k >> 3;
          const at = q * LANES + lanes + (k & 7);
          trits[at] = trit;
          // A sum, so that the order of taps does not matter.
          hash = (hash + Math.imul(2 * at + trit + 3, 0x9e3779b1)) | 0;
          if (trit < 0) surplus[q] = (surplus[q] as number) + factor;
        }
      }
      passes.push({ block: sharing.blockOf(trits, hash), set: sharing.setOf(set), first: k === 0 && i === 0, triple: k > 0 && i === 0, last: false });
    });
  });
  const end = passes.pop() ?? bug('a group without passes');
  passes.push({ ...end, last: true });
  return { passes, surplus };
}
