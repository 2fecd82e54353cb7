// Weights as passes. For each group of neurons the nonzero blocks of every trit plane are packed into passes of 8 taps
// whose lane groups differ; planes run from the highest to the lowest, `triple` on the first pass of each lower one. A plane
// without weights below the highest keeps one pass for its factor 3; a group without weights keeps one pass to emit.
// Equal blocks and equal tap sets are shared. A skip comes last, in passes of its own.
import type { Tap } from '../program/program.ts';
import { bug } from '../source/diagnostic.ts';
import type { Geometry } from './geometry.ts';
import { digitPlanesOf, type GridLayer } from './grid-layer.ts';
import { neuronHalves, type OutputShape } from './stream-order.ts';
import { largestWeight, planesOf, tritOf } from './trits.ts';

const GROUPS_OF_LANES = 8;
const LANES = 64;

export interface PlannedPass {
  readonly set: number;
  readonly first: boolean;
  readonly triple: boolean;
  readonly last: boolean;
  readonly skip: boolean;
}

export interface PassPlan {
  readonly tapSets: readonly (readonly Tap[])[];
  readonly groups: readonly PlannedGroup[];
  /** Made at the first call: many ways of mapping a layer are counted, few are taken. */
  readonly weights: () => PassWeights;
}

export interface PlannedGroup {
  readonly passes: readonly PlannedPass[];
  /** Blocks that its trit planes need. */
  readonly planes: readonly Plane[];
}

export interface PassWeights {
  /** Trits of each distinct block, neuron * 64 + lane. */
  readonly blocks: readonly (readonly number[])[];
  /** The block of each pass of each group. */
  readonly blockOf: readonly (readonly number[])[];
  /** Of each neuron of each group: what 7 - x in place of -x adds. */
  readonly surplus: readonly (readonly number[])[];
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
  if (q >= 8 * neuronHalves(shape)) return null;
  if (shape.mapBlocks !== null) {
    const { pixelBlocks, rows } = shape.mapBlocks;
    const block = shape.halves * g + (q >> 3);
    const place = Math.floor(block / (pixelBlocks * rows));
    const map = shape.maps === null ? place : (shape.maps[place] as number);
    return map >= 0 && map < maps ? { map, f: (block % pixelBlocks) * 8 + (q & 7), row: Math.floor(block / pixelBlocks) % rows, dv: 0 } : null;
  }
  const column = Math.floor((q >> 3) / shape.halves);
  const inGroup = (q >> 3) % shape.halves;
  if (shape.clusterBlocks !== null) {
    const map = shape.maps?.[(g * shape.clusterBlocks + (inGroup % shape.clusterBlocks)) * 8 + (q & 7)] ?? -1;
    const pixel = Math.floor(inGroup / shape.clusterBlocks);
    return map >= 0 ? { map, f: pixel % shape.fold, row: Math.floor(pixel / shape.fold), dv: 0 } : null;
  }
  const rowHalves = shape.halves / shape.rows;
  const block = rowHalves * (g % shape.rowGroups) + (inGroup % rowHalves);
  const perPixel = 8 / shape.beatPixels;
  const f = Math.floor(block / shape.channelBlocks) * shape.beatPixels + Math.floor((q & 7) / perPixel);
  const map = (block % shape.channelBlocks) * 8 + ((q & 7) % perPixel);
  return f < shape.fold && map < maps ? { map, f: f * shape.poolFold + column, row: Math.floor(inGroup / rowHalves), dv: Math.floor(g / shape.rowGroups) } : null;
}

/** `packing` 'windows' keeps to aligned windows of the walk: more passes, fewest tap sets; for a geometry of dense skews only. */
export function planPasses(layer: GridLayer, geometry: Geometry, shape: OutputShape, packing: 'best' | 'windows'): PassPlan {
  const laneGroups = Uint8Array.from({ length: geometry.walks }, (_, walk) => geometry.laneGroupOf(walk));
  const sets = createSets(geometry, laneGroups);
  const packed = Array.from({ length: shape.groups }, (_, g) => {
    const planes = tritPlanes(layer, geometry, shape, g);
    const skips = packResidues(skipWalks(layer, geometry, shape, g), laneGroups);
    return { planes, skips, packed: packing === 'windows' ? byWindow(planes, laneGroups) : bestPacking(planes, laneGroups) };
  });
  const groups = packed.map((group) => ({ planes: group.planes, passes: passesOf(group.packed, group.skips, sets.setOf) }));
  let weights: PassWeights | null = null;
  const make = (): PassWeights => {
    const blocks = createBlocks();
    const values = new Int8Array(geometry.walks * 8 * shape.neurons);
    const made = packed.map((group, g) => {
      values.fill(0);
      eachLane(layer, geometry, shape, g, (lane, q, weight) => { values[((lane >> 3) * shape.neurons + q) * 8 + (lane & 7)] = weight; });
      const made = weightsOf(group.packed, { values, neurons: shape.neurons, laneGroups }, blocks.blockOf, digitPlanesOf(layer, geometry.view.digits));
      if (group.skips.length === 0) return made;
      values.fill(0);
      eachSkip(layer, geometry, shape, g, (lane, q) => { values[((lane >> 3) * shape.neurons + q) * 8 + (lane & 7)] = 1; });
      const skip = weightsOf([{ plane: 0, passes: group.skips.map((set) => ({ set, used: set })) }], { values, neurons: shape.neurons, laneGroups }, blocks.blockOf, 1);
      return { ...made, blockOf: [...made.blockOf, ...skip.blockOf] };
    });
    return { blocks: blocks.blocks, blockOf: made.map((group) => group.blockOf), surplus: made.map((group) => group.surplus) };
  };
  return { tapSets: sets.tapSets, groups, weights: () => (weights ??= make()) };
}

/** Each weight of group `g` that is not zero: the lane of the walk that it meets, its neuron, its value. */
function eachLane(layer: GridLayer, geometry: Geometry, shape: OutputShape, g: number, visit: (lane: number, q: number, weight: number) => void): void {
  const limit = largestWeight(layer.trits);
  const [, cellColumns] = layer.sub;
  for (let q = 0; q < 8 * neuronHalves(shape); q++) {
    const neuron = neuronOf(shape, layer.output[0], g, q);
    if (neuron === null) continue;
    layer.eachWeight(neuron.map, (channel, ky, kx, weight) => {
      if (weight > limit || weight < -limit) bug(`weight ${weight} of ${layer.id} does not fit ${layer.trits} trits`);
      visit(geometry.laneOf(channel, ky + neuron.row * layer.stride[0], kx, Math.floor(neuron.f / cellColumns)), q, weight);
    }, neuron.dv, neuron.f % cellColumns);
  }
}

/** Each value that group `g` adds as a skip: the lane of the walk that holds it, its neuron. */
function eachSkip({ skip, stride, output }: GridLayer, geometry: Geometry, shape: OutputShape, g: number, visit: (lane: number, q: number) => void): void {
  if (skip === null) return;
  for (let q = 0; q < 8 * shape.halves; q++) {
    const neuron = neuronOf(shape, output[0], g, q);
    if (neuron !== null) visit(geometry.laneOf(skip.firstChannel + neuron.map, skip.ky + neuron.row * stride[0], skip.kx, neuron.f), q);
  }
}

function skipWalks(layer: GridLayer, geometry: Geometry, shape: OutputShape, g: number): number[] {
  const walks = new Set<number>();
  eachSkip(layer, geometry, shape, g, (lane) => { walks.add(lane >> 3); });
  return [...walks].sort((a, b) => a - b);
}

/** Walk indices with a nonzero trit, per trit plane from the highest that has any down to plane 0. */
export interface Plane {
  readonly plane: number;
  readonly walks: readonly number[];
}

function tritPlanes(layer: GridLayer, geometry: Geometry, shape: OutputShape, g: number): Plane[] {
  const seen = new Uint8Array(geometry.walks);
  eachLane(layer, geometry, shape, g, (lane, _q, weight) => { seen[lane >> 3] = (seen[lane >> 3] as number) | planesOf(weight); });
  const walks: number[][] = Array.from({ length: layer.trits }, () => []);
  seen.forEach((planes, walk) => {
    for (let p = 0; p < layer.trits; p++) if (planes & (1 << p)) walks[p]?.push(walk);
  });
  let highest = layer.trits - 1;
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

/** Weights as values[(walk * neurons + neuron) * 8 + activation], and the lane group of every walk index. */
interface GroupWeights {
  readonly values: Int8Array;
  readonly neurons: number;
  readonly laneGroups: Uint8Array;
}

interface Sets {
  readonly tapSets: readonly (readonly Tap[])[];
  readonly setOf: (walks: readonly number[]) => number;
}

function createSets(geometry: Geometry, laneGroups: Uint8Array): Sets {
  const tapSets: (readonly Tap[])[] = [];
  const setKeys = new Map<string, number>();
  return {
    tapSets,
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

interface Blocks {
  readonly blocks: readonly (readonly number[])[];
  readonly blockOf: (trits: Int8Array, hash: number) => number;
}

function createBlocks(): Blocks {
  const blocks: number[][] = [];
  const byHash = new Map<number, number[]>();
  return {
    blocks,
    blockOf: (trits, hash) => {
      const candidates = byHash.get(hash) ?? [];
      const found = candidates.find((index) => blocks[index]?.every((trit, i) => trit === trits[i]));
      if (found !== undefined) return found;
      byHash.set(hash, [...candidates, blocks.length]);
      return blocks.push(numbersOf(trits)) - 1;
    },
  };
}

/** As Array.from, which takes ten times as long for these. */
function numbersOf(trits: Int8Array): number[] {
  const numbers = new Array<number>(trits.length).fill(0);
  for (let i = 0; i < trits.length; i++) numbers[i] = trits[i] as number;
  return numbers;
}

const NO_TAPS: PackedPlane['passes'][number] = { set: [], used: [] };
const passesOfPlane = ({ passes }: PackedPlane): PackedPlane['passes'] => (passes.length > 0 ? passes : [NO_TAPS]);

function passesOf(planes: readonly PackedPlane[], skips: readonly (readonly number[])[], setOf: Sets['setOf']): PlannedPass[] {
  const passes = [
    ...planes.flatMap((plane, k) => passesOfPlane(plane).map(({ set }, i): PlannedPass => ({ set: setOf(set), first: k === 0 && i === 0, triple: k > 0 && i === 0, last: false, skip: false }))),
    ...skips.map((set): PlannedPass => ({ set: setOf(set), first: false, triple: false, last: false, skip: true })),
  ];
  const end = passes.pop() ?? bug('a group without passes');
  return [...passes, { ...end, last: true }];
}

/** The block of each pass of a group, and the surplus of its neurons. */
function weightsOf(planes: readonly PackedPlane[], { values, neurons, laneGroups }: GroupWeights, blockOf: Blocks['blockOf'], digits: number): { blockOf: number[]; surplus: number[] } {
  const surplus = new Array<number>(neurons).fill(0);
  let digitSum = 0;
  for (let a = 0; a < digits; a++) digitSum += 8 ** a;
  const blocks = planes.flatMap((packed) => {
    const { plane } = packed;
    const factor = 7 * 3 ** plane * digitSum;
    return passesOfPlane(packed).map(({ used }) => {
      const trits = new Int8Array(neurons * LANES);
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
      return blockOf(trits, hash);
    });
  });
  return { blockOf: blocks, surplus };
}
