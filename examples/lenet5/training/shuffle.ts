// The order in which training meets its digits: a new one for each epoch, from the generator passed in.
import { randomBelow } from '../../../runtime/random.ts';

/** Each call gives the next number of a seeded sequence, uniform in [0, 1). */
export type Random = () => number;

/** A new order of the numbers 0 .. count-1 (Fisher-Yates). */
export function shuffledIndices(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = randomBelow(random, last + 1);
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
