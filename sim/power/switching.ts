// How much the data of a tile switches, per slot that carries a pixel, on average: measured (measure.ts) or expected (expected.ts). Counted
// where a change costs energy; adder trees follow from how many of their inputs change.
import type { TileSpec } from '../../compiler/target/target.ts';
import { lanesOf } from '../../compiler/target/target.ts';

/** Of one tile in one phase, per pixel slot. Digits have three bits; a quiet digit is the code of zero and was so one slot before. */
export interface Switching {
  /** Bits of the window's digits that change, digits that change, and quiet digits. */
  readonly windowBits: number;
  readonly windowChanges: number;
  readonly windowQuiet: number;
  /** The same at trits that are not zero, over all neurons. */
  readonly laneBits: number;
  readonly laneChanges: number;
  readonly laneQuiet: number;
  /** Bits that change from beat to beat in the tile's streams, per beat. */
  readonly beatBits: number;
  /** Share of the trits of a slot that are not zero. */
  readonly tritShare: number;
}

export const BITS_PER_DIGIT = 3;
export const BITS_PER_BEAT = 24;
/** Two digits at random: bits that differ, and how often they differ at all. */
export const RANDOM_BITS = BITS_PER_DIGIT / 2;
export const RANDOM_CHANGES = 1 - 1 / 8;

/** Bits of the adder trees of all neurons that change in a slot in which `changes` inputs do (over all neurons, spread evenly).
 *  A node changes where an input below it does; of a node that changes half of the bits do. Level k has lanes / 2^k nodes of 3 + k bits. */
export function treeBits(tile: Pick<TileSpec, 'banks' | 'neurons'>, changes: number): number {
  const lanes = lanesOf(tile);
  const share = Math.min(1, changes / (lanes * tile.neurons));
  let bits = 0;
  for (let level = 1; 2 ** level <= lanes; level++) {
    bits += (lanes / 2 ** level) * ((BITS_PER_DIGIT + level) / 2) * (1 - (1 - share) ** (2 ** level));
  }
  return bits * tile.neurons;
}
