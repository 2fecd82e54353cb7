// A table of values as a weighted sum of counts. With p the code of the padding, table[k] = table[p] + the sum over copies of weight * count: a copy
// counts steps above p that k has reached, or those up to p that it has not, at most 7 of them. As few copies as can be are taken, since
// each is a map that a layer makes and another one reads.
import { bug } from '../source/diagnostic.ts';
import { largestWeight } from './trits.ts';

export interface Copy {
  readonly weight: number;
  readonly isAbove: boolean;
  /** Codes k at which the count changes, ascending; a code that is there twice changes it by two. */
  readonly steps: readonly number[];
}

const MOST_STEPS = 7;
const CODES = [1, 2, 3, 4, 5, 6, 7] as const;

export function copiesOf(table: Uint8Array, base: number): readonly Copy[] {
  const rise = (k: number): number => (table[k] as number) - (table[k - 1] as number);
  const copies: Copy[] = [];
  for (const isAbove of [true, false]) {
    for (const sign of [1, -1]) {
      const codes = CODES.filter((k) => (k > base) === isAbove && sign * rise(k) > 0);
      if (codes.length === 0) continue;
      const { weights, counts } = countsOf(codes.map((k) => sign * rise(k)));
      weights.forEach((weight, w) => {
        copies.push({ weight: (isAbove ? sign : -sign) * weight, isAbove, steps: codes.flatMap((k, i) => new Array<number>(counts[i]?.[w] ?? 0).fill(k)) });
      });
    }
  }
  return copies;
}

interface Counts {
  readonly weights: readonly number[];
  /** Of every rise, how often it has each weight. */
  readonly counts: readonly (readonly number[])[];
}

/** Fewest weights, then the smallest, so that every rise is a sum of them and none is used more than 7 times. */
function countsOf(rises: readonly number[]): Counts {
  const most = Math.min(largestWeight(4), Math.max(...rises));
  const search = (weights: readonly number[], left: number): Counts | null => {
    if (left === 0) {
      const counts = fitCounts(rises, weights, weights.map(() => MOST_STEPS));
      return counts === null ? null : { weights, counts };
    }
    // Ascending, the largest first chosen, so that sums with small weights come first.
    for (let weight = left; weight < (weights[0] ?? most + 1); weight++) {
      const found = search([weight, ...weights], left - 1);
      if (found !== null) return found;
    }
    return null;
  };
  for (let count = 1; count <= 3; count++) {
    const found = search([], count);
    if (found !== null) return found;
  }
  // Each power of two at most once for every rise, of which there are at most 7.
  const weights = [1, 2, 4, 8, 16, 32];
  return { weights, counts: rises.map((rise) => weights.map((weight) => (rise & weight ? 1 : 0))) };
}

/** Counts of every weight for every rise with at most `room` of each in all; null where there are none. */
function fitCounts(rises: readonly number[], weights: readonly number[], room: readonly number[]): number[][] | null {
  const [rise, ...rest] = rises;
  if (rise === undefined) return [];
  for (const counts of sumsOf(rise, weights, room)) {
    const found = fitCounts(rest, weights, room.map((most, w) => most - (counts[w] ?? bug('a count of every weight'))));
    if (found !== null) return [counts, ...found];
  }
  return null;
}

/** Every way to write `value` as a sum of weights within `room`. */
function sumsOf(value: number, weights: readonly number[], room: readonly number[]): number[][] {
  const [weight, ...others] = weights;
  const [most, ...left] = room;
  if (weight === undefined || most === undefined) return value === 0 ? [[]] : [];
  const ways: number[][] = [];
  for (let count = Math.min(most, Math.floor(value / weight)); count >= 0; count--) {
    for (const way of sumsOf(value - count * weight, others, left)) ways.push([count, ...way]);
  }
  return ways;
}
