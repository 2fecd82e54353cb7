// Random numbers that are the same everywhere and every time: the caller's seed decides all of them.
import { fnv1a } from './fnv.ts';

/** Mulberry32: numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed of its own for each name, so that one layer's numbers do not depend on another's. */
export const seedFor = (seed: number, name: string): number => fnv1a(name, seed);
