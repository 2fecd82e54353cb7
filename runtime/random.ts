// Seeded random numbers for trial frames and mutations: the same seed gives the same numbers on every machine.

/** Uniform in 0 (included) to 1 (excluded), from 32 bits of state (Weyl sequence with a multiplicative mixer). */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** A whole number in 0 .. bound - 1. */
export const randomBelow = (random: () => number, bound: number): number => Math.floor(random() * bound);
