// Choices and textures from a seed.
import { seededRandom } from '../../../compiler/source/seeded-random.ts';

export interface Chance {
  /** Uniform in low (included) to high (excluded). */
  readonly between: (low: number, high: number) => number;
  readonly isLikely: (probability: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** Smooth noise in 0 to 1, about one bump a unit, different for each call of this function. */
  readonly noise: () => Noise;
}

export type Noise = (x: number, y: number) => number;

export function makeChance(seed: number): Chance {
  const random = seededRandom(seed);
  return {
    between: (low, high) => low + (high - low) * random(),
    isLikely: (probability) => random() < probability,
    pick: (items) => items[Math.floor(random() * items.length)] as (typeof items)[number],
    noise: () => valueNoise(Math.floor(random() * 2 ** 32)),
  };
}

/** Random values on the whole points of the plane, blended smoothly between them. */
function valueNoise(seed: number): Noise {
  const at = (x: number, y: number): number => {
    let mixed = Math.imul(x, 0x27d4eb2f) ^ Math.imul(y, 0x165667b1) ^ seed;
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
    mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  return (x, y) => {
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [u, v] = [smooth(x - left), smooth(y - top)];
    const upper = at(left, top) * (1 - u) + at(left + 1, top) * u;
    const lower = at(left, top + 1) * (1 - u) + at(left + 1, top + 1) * u;
    return upper * (1 - v) + lower * v;
  };
}

const smooth = (t: number): number => t * t * (3 - 2 * t);

/** Noise of several scales, each half as large and half as strong as the one before; 0 to 1. */
export function layered(noise: Noise, x: number, y: number, scales: number): number {
  let [sum, weight, scale] = [0, 0, 1];
  for (let i = 0; i < scales; i++) {
    sum += noise(x * scale, y * scale) / scale;
    weight += 1 / scale;
    scale *= 2;
  }
  return sum / weight;
}
