// Folds the passes of a neuron group into integer weights. A trit plane contributes trit * 3^(triples that follow); a lane of -1
// gives 7 - x instead of -x, so each adds 7 per digit plane times its scale: the surplus. A skip's -2^17 is four times -2^15.
import type { PassDescriptor, Tap } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import type { LaneTap } from './placement.ts';
import type { TileMemory } from './tile-memory.ts';

/** Weights of one neuron by window element (lane tap * 8 + channel), and what its negative lanes add (modulo 2^24). */
export interface FoldedNeuron {
  readonly weights: Map<number, number>;
  surplus: number;
}

/** All neurons, by group * neurons + neuron, and the lane taps that their weights need. */
export interface FoldedPasses {
  readonly neurons: readonly FoldedNeuron[];
  readonly taps: readonly LaneTap[];
}

/** Weights must fit 16 bits for the kernel; four trits need 7. */
const LARGEST_WEIGHT = 2 ** 15 - 1;
const NO_TAP: Tap = { lines: 0, ky: 0, j: 0 };

/** Null where a group does not begin with `first` (it would add to what an earlier group left) or a weight is too large. */
export function foldPasses(groups: readonly (readonly PassDescriptor[])[], memory: TileMemory, target: Target, digitPlanes: number): FoldedPasses | null {
  const taps: LaneTap[] = [];
  const places = new Map<string, number>();
  const placeOf = (laneGroup: number, tap: Tap, copy: number): number => {
    const key = `${laneGroup},${tap.lines},${tap.ky},${tap.j},${copy}`;
    let place = places.get(key);
    if (place === undefined) {
      place = taps.length;
      places.set(key, place);
      taps.push({ laneGroup, tap });
    }
    return place;
  };
  const neurons: FoldedNeuron[] = [];
  for (const passes of groups) {
    const folded = foldGroup(passes, memory, target, { placeOf, largest: 8 ** digitPlanes - 1 });
    if (!folded) return null;
    neurons.push(...folded);
  }
  return { neurons, taps };
}

interface FoldContext {
  /** Copy 0 is the tap's own place. */
  readonly placeOf: (laneGroup: number, tap: Tap, copy: number) => number;
  /** Largest activation: 7 in every digit plane. */
  readonly largest: number;
}

function foldGroup(passes: readonly PassDescriptor[], memory: TileMemory, target: Target, { placeOf, largest }: FoldContext): FoldedNeuron[] | null {
  const { neurons, banks } = target.tile;
  const begin = passes.findLastIndex((pass) => pass.first);
  if (begin < 0) return null;
  const folded: FoldedNeuron[] = Array.from({ length: neurons }, () => ({ weights: new Map(), surplus: 0 }));
  for (let index = begin; index < passes.length; index++) {
    const pass = passes[index] as PassDescriptor;
    const scale = 3 ** passes.slice(index + 1).filter((later) => later.triple).length;
    if (scale > LARGEST_WEIGHT) return null;
    const trits = memory.weights.get(pass.weightBlock);
    if (!trits) continue;
    const taps = memory.taps.get(pass.tapSet) ?? [];
    if (pass.skip) {
      if (scale !== 1 || !foldSkip(trits, taps, folded, placeOf)) return null;
      continue;
    }
    /** Only lane groups with a trit need their tap to be placed. */
    const tapPlaces = new Int32Array(banks).fill(-1);
    for (let q = 0; q < neurons; q++) {
      const neuron = folded[q] as FoldedNeuron;
      for (let lane = 0; lane < 8 * banks; lane++) {
        const trit = trits[q * 8 * banks + lane] ?? 0;
        if (trit === 0) continue;
        const laneGroup = lane >> 3;
        if (tapPlaces[laneGroup] === -1) tapPlaces[laneGroup] = placeOf(laneGroup, taps[laneGroup] ?? NO_TAP, 0);
        const element = 8 * (tapPlaces[laneGroup] as number) + (lane & 7);
        const weight = (neuron.weights.get(element) ?? 0) + trit * scale;
        if (Math.abs(weight) > LARGEST_WEIGHT) return null;
        neuron.weights.set(element, weight);
        if (trit < 0) neuron.surplus = (neuron.surplus + largest * scale) % 2 ** 24;
      }
    }
  }
  return folded;
}

const SKIP_COPIES = 4;

/** Adds a pass of a skip; false where it has trits of -1, which no layer needs. */
function foldSkip(trits: readonly number[], taps: readonly Tap[], folded: readonly FoldedNeuron[], placeOf: FoldContext['placeOf']): boolean {
  const lanes = 8 * taps.length;
  return folded.every(({ weights }, q) => {
    for (let lane = 0; lane < lanes; lane++) {
      const trit = trits[q * lanes + lane] ?? 0;
      if (trit < 0) return false;
      if (trit === 0) continue;
      for (let copy = 1; copy <= SKIP_COPIES; copy++) weights.set(8 * placeOf(lane >> 3, taps[lane >> 3] ?? NO_TAP, copy) + (lane & 7), -(2 ** 15));
    }
    return true;
  });
}
