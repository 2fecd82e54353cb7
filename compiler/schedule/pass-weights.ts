// The weight block of each pass: a trit for every neuron and lane. Equal blocks are shared.
import { type PackedPlane, passesOfPlane } from './pack-planes.ts';
import { tritOf } from './trits.ts';

const LANES = 64;

export interface PassWeights {
  /** Trits of each distinct block, neuron * 64 + lane. */
  readonly blocks: readonly (readonly number[])[];
  /** The block of each pass of each group. */
  readonly blockOf: readonly (readonly number[])[];
  /** Of each neuron of each group: what 7 - x in place of -x adds. */
  readonly surplus: readonly (readonly number[])[];
}

/** Weights as values[(walk * neurons + neuron) * 8 + activation], and the lane group of every walk index. */
interface GroupWeights {
  readonly values: Int8Array | Int32Array;
  readonly neurons: number;
  readonly laneGroups: Uint8Array;
}

interface Blocks {
  readonly blocks: readonly (readonly number[])[];
  readonly blockOf: (trits: Int8Array, hash: number) => number;
}

/** A list of distinct blocks that grows; `hash` is equal for equal trits. */
export function createBlocks(): Blocks {
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

/** The block of each pass of a group, and the surplus of its neurons. */
export function weightsOf(planes: readonly PackedPlane[], { values, neurons, laneGroups }: GroupWeights, blockOf: Blocks['blockOf'], digits: number): { blockOf: number[]; surplus: number[] } {
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
