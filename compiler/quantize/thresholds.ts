// Thresholds by their definition: for a function from an integer to a code that rises (or falls) everywhere, threshold k is the
// smallest integer that has reached code k. A bisection over all 24-bit integers finds it, so that thresholds and definition agree for
// every accumulator, ties included.
import { ALWAYS, NEVER } from '../ir/integer-graph.ts';

/** Code of an integer value. */
export type CodeOf = (value: number) => number;

/** The seven thresholds of one channel, ascending. Falling: the number of thresholds reached is 7 - code. */
export function findThresholds(codeOf: CodeOf, isFalling: boolean): number[] {
  return [1, 2, 3, 4, 5, 6, 7].map((k) => smallest(isFalling ? (value) => codeOf(value) <= 7 - k : (value) => codeOf(value) >= k));
}

/** The smallest 24-bit integer for which `holds`, if it holds for all larger ones too; NEVER where it holds for none. */
function smallest(holds: (value: number) => boolean): number {
  let low = ALWAYS;
  let high = NEVER;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Moves a threshold on v = |2*acc - centre| to the parity that v never has. v is even or odd as centre is, so the meaning stays. */
export function toOppositeParity(threshold: number, centre: number): number {
  const isSame = (threshold - centre) % 2 === 0;
  if (!isSame) return threshold;
  return threshold === ALWAYS ? threshold + 1 : threshold - 1;
}
