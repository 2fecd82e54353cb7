// Folds the passes of a neuron group into integer weights. A trit plane contributes trit * 3^(triples that follow); a lane of -1
// gives 7 - x instead of -x, so each adds 7 per digit plane times its scale: the surplus. Pairs of neurons then share one list:
// two weights in one double, the second times 2^26, so that a single multiply-add serves both exactly.
import type { PassDescriptor, Tap } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import type { LaneTap } from './placement.ts';
import type { TileMemory } from './tile-memory.ts';

/** Weights of one neuron by window element (lane tap * 8 + channel), and what the negative lanes add. */
interface FoldedNeuron {
  readonly weights: Map<number, number>;
  surplus: number;
}

/** Dot products as flat lists: list k covers elements start[k]..start[k+1]-1 and serves neurons low[k] and high[k] (-1: none). */
export interface WeightLists {
  readonly start: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly element: Int32Array;
  readonly weight: Float64Array;
  /** Added to each neuron's sum, [group * neurons + neuron]. */
  readonly surplus: Int32Array;
  readonly taps: readonly LaneTap[];
}

/** The second neuron's weights are scaled by this; the first one's sum stays below half of it. */
export const PAIR = 2 ** 26;
const EXACT = 2 ** 52;
const NO_TAP: Tap = { lines: 0, ky: 0, j: 0 };

/** Null where a group does not begin with `first` (it would add to what an earlier group left) or sums could be inexact. */
export function foldPasses(groups: readonly (readonly PassDescriptor[])[], memory: TileMemory, target: Target, digitPlanes: number): WeightLists | null {
  const taps: LaneTap[] = [];
  const tapIndex = new Map<string, number>();
  const indexOf = (laneGroup: number, tap: Tap): number => {
    const key = `${laneGroup},${tap.lines},${tap.ky},${tap.j}`;
    let index = tapIndex.get(key);
    if (index === undefined) {
      index = taps.length;
      tapIndex.set(key, index);
      taps.push({ laneGroup, tap });
    }
    return index;
  };
  const largest = 8 ** digitPlanes - 1;
  const lists: { low: number; high: number; elements: [number, number][] }[] = [];
  const surplus = new Int32Array(groups.length * target.tile.neurons);
  for (let group = 0; group < groups.length; group++) {
    const folded = foldGroup(groups[group] as PassDescriptor[], memory, target, indexOf, largest);
    if (!folded) return null;
    folded.forEach((neuron, q) => { surplus[group * target.tile.neurons + q] = neuron.surplus; });
    if (!pairNeurons(folded, group * target.tile.neurons, largest, lists)) return null;
  }
  const total = lists.reduce((sum, list) => sum + list.elements.length, 0);
  const result = {
    start: new Int32Array(lists.length + 1), low: Int32Array.from(lists, (list) => list.low), high: Int32Array.from(lists, (list) => list.high),
    element: new Int32Array(total), weight: new Float64Array(total), surplus, taps,
  };
  let at = 0;
  lists.forEach((list, k) => {
    for (const [element, weight] of list.elements) {
      result.element[at] = element;
      result.weight[at++] = weight;
    }
    result.start[k + 1] = at;
  });
  return result;
}

function foldGroup(
  passes: readonly PassDescriptor[], memory: TileMemory, target: Target, indexOf: (laneGroup: number, tap: Tap) => number, largest: number,
): FoldedNeuron[] | null {
  const { neurons, banks } = target.tile;
  const begin = passes.findLastIndex((pass) => pass.first);
  if (begin < 0) return null;
  const folded: FoldedNeuron[] = Array.from({ length: neurons }, () => ({ weights: new Map(), surplus: 0 }));
  for (let index = begin; index < passes.length; index++) {
    const pass = passes[index] as PassDescriptor;
    const scale = 3 ** passes.slice(index + 1).filter((later) => later.triple).length;
    if (scale * 8 * banks * largest > EXACT) return null;
    const trits = memory.weights.get(pass.weightBlock);
    if (!trits) continue;
    const taps = memory.taps.get(pass.tapSet) ?? [];
    /** Only lane groups with a trit need their tap to be placed. */
    const tapOfGroup = new Int32Array(banks).fill(-1);
    for (let q = 0; q < neurons; q++) {
      const neuron = folded[q] as FoldedNeuron;
      for (let lane = 0; lane < 8 * banks; lane++) {
        const trit = trits[q * 8 * banks + lane] ?? 0;
        if (trit === 0) continue;
        const laneGroup = lane >> 3;
        if (tapOfGroup[laneGroup] === -1) tapOfGroup[laneGroup] = indexOf(laneGroup, taps[laneGroup] ?? NO_TAP);
        const element = 8 * (tapOfGroup[laneGroup] as number) + (lane & 7);
        neuron.weights.set(element, (neuron.weights.get(element) ?? 0) + trit * scale);
        if (trit < 0) neuron.surplus = (neuron.surplus + largest * scale) % 2 ** 24;
      }
    }
  }
  for (const { weights } of folded) for (const [element, weight] of weights) if (weight === 0) weights.delete(element);
  return folded;
}

/** Joins neurons whose windows overlap most; false where a sum could leave the exact range. */
function pairNeurons(folded: readonly FoldedNeuron[], first: number, largest: number, lists: { low: number; high: number; elements: [number, number][] }[]): boolean {
  const reach = folded.map(({ weights }) => [...weights.values()].reduce((sum, weight) => sum + Math.abs(weight), 0) * largest);
  if (reach.some((sum) => sum >= EXACT)) return false;
  const open = new Set(folded.keys());
  for (const low of folded.keys()) {
    if (!open.delete(low)) continue;
    const weights = (folded[low] as FoldedNeuron).weights;
    if (weights.size === 0) continue;
    let high = -1;
    let best = Number.POSITIVE_INFINITY;
    for (const other of open) {
      const otherWeights = (folded[other] as FoldedNeuron).weights;
      if (otherWeights.size === 0 || (reach[low] as number) >= PAIR / 2 || (reach[other] as number) >= PAIR / 2) continue;
      let union = weights.size;
      for (const element of otherWeights.keys()) if (!weights.has(element)) union++;
      if (union < best && union < weights.size + otherWeights.size) {
        best = union;
        high = other;
      }
    }
    const sums = new Map(weights);
    if (high >= 0) {
      open.delete(high);
      for (const [element, weight] of (folded[high] as FoldedNeuron).weights) sums.set(element, (sums.get(element) ?? 0) + weight * PAIR);
    }
    lists.push({ low: first + low, high: high < 0 ? -1 : first + high, elements: [...sums].sort((a, b) => a[0] - b[0]) });
  }
  return true;
}
