// Weights as passes. For each group of neurons the nonzero blocks of every trit plane are packed into passes of 8 taps
// whose lane groups differ; planes run from the highest to the lowest, `triple` on the first pass of each lower one. A plane
// without weights below the highest keeps one pass for its factor 3; a group without weights keeps one pass to emit.
// Equal tap sets are shared. A skip comes last, in passes of its own.
import type { Tap } from '../program/program.ts';
import { bug } from '../source/diagnostic.ts';
import type { Geometry } from './geometry.ts';
import { digitPlanesOf, type GridLayer } from './grid-layer.ts';
import { neuronOf } from './neuron-place.ts';
import { bestPacking, byWindow, GROUPS_OF_LANES, type PackedPlane, packResidues, passesOfPlane, type Plane } from './pack-planes.ts';
import { createBlocks, type PassWeights, weightsOf } from './pass-weights.ts';
import { neuronHalves, type OutputShape } from './stream-order.ts';
import { largestWeight, planesOf } from './trits.ts';

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
    const values = new (largestWeight(layer.trits) > 127 ? Int32Array : Int8Array)(geometry.walks * 8 * shape.neurons);
    const made = packed.map((group, g) => {
      values.fill(0);
      eachLane(layer, geometry, shape, g, (lane, q, weight) => { values[((lane >> 3) * shape.neurons + q) * 8 + (lane & 7)] = weight; });
      const own = weightsOf(group.packed, { values, neurons: shape.neurons, laneGroups }, blocks.blockOf, digitPlanesOf(layer, geometry.view.digits));
      if (group.skips.length === 0) return own;
      values.fill(0);
      eachSkip(layer, geometry, shape, g, (lane, q) => { values[((lane >> 3) * shape.neurons + q) * 8 + (lane & 7)] = 1; });
      const skip = weightsOf([{ plane: 0, passes: group.skips.map((set) => ({ set, used: set })) }], { values, neurons: shape.neurons, laneGroups }, blocks.blockOf, 1);
      return { ...own, blockOf: [...own.blockOf, ...skip.blockOf] };
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

function tritPlanes(layer: GridLayer, geometry: Geometry, shape: OutputShape, g: number): Plane[] {
  const seen = new Uint16Array(geometry.walks);
  eachLane(layer, geometry, shape, g, (lane, _q, weight) => { seen[lane >> 3] = (seen[lane >> 3] as number) | planesOf(weight); });
  const walks: number[][] = Array.from({ length: layer.trits }, () => []);
  seen.forEach((planes, walk) => {
    for (let p = 0; p < layer.trits; p++) if (planes & (1 << p)) walks[p]?.push(walk);
  });
  let highest = layer.trits - 1;
  while (highest > 0 && walks[highest]?.length === 0) highest--;
  return Array.from({ length: highest + 1 }, (_, k) => ({ plane: highest - k, walks: walks[highest - k] ?? [] }));
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

function passesOf(planes: readonly PackedPlane[], skips: readonly (readonly number[])[], setOf: Sets['setOf']): PlannedPass[] {
  const passes = [
    ...planes.flatMap((plane, k) => passesOfPlane(plane).map(({ set }, i): PlannedPass => ({ set: setOf(set), first: k === 0 && i === 0, triple: k > 0 && i === 0, last: false, skip: false }))),
    ...skips.map((set): PlannedPass => ({ set: setOf(set), first: false, triple: false, last: false, skip: true })),
  ];
  const end = passes.pop() ?? bug('a group without passes');
  return [...passes, { ...end, last: true }];
}
