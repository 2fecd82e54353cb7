// Scales of weights: exact where the weights are on the grid, of least squared error elsewhere.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../compiler/source/seeded-random.ts';
import { fitScale, squaredError, toGrid } from '../../compiler/quantize/weights.ts';

const SIX_BITS = { min: -32, max: 31 };
const TERNARY = { min: -1, max: 1 };

describe('weights on the grid', () => {
  it('come back exactly, for every precision and scale', () => {
    const random = seededRandom(7);
    for (const grid of [TERNARY, { min: -4, max: 4 }, { min: -13, max: 13 }, { min: -40, max: 40 }, SIX_BITS]) {
      for (let trial = 0; trial < 40; trial++) {
        const scale = Math.fround(10 ** (6 * random() - 4));
        const integers = Array.from({ length: 1 + Math.floor(random() * 60) }, () => grid.min + Math.floor(random() * (grid.max - grid.min + 1)));
        const weights = Float32Array.from(integers, (integer) => scale * integer);
        const fit = fitScale(weights, grid);
        expect(fit.isExact).toBe(true);
        const back = Float32Array.from(weights, (weight) => fit.scale * toGrid(weight, fit.scale, grid));
        for (const [i, value] of back.entries()) expect(Math.abs(value - (weights[i] ?? 0))).toBeLessThanOrEqual(1e-6 * Math.abs(weights[i] ?? 0));
      }
    }
  });

  it('use the bottom of an uneven range', () => {
    const fit = fitScale(Float32Array.of(-3.2, 3.1, 0.1), SIX_BITS);
    expect(fit.isExact).toBe(true);
    expect([-3.2, 3.1, 0.1].map((weight) => toGrid(weight, fit.scale, SIX_BITS))).toEqual([-32, 31, 1]);
  });

  it('may all be zero', () => {
    expect(fitScale(new Float32Array(5), TERNARY)).toEqual({ scale: 1, isExact: true });
  });
});

describe('other weights', () => {
  it('get the best ternary scale', () => {
    const random = seededRandom(3);
    for (let trial = 0; trial < 20; trial++) {
      const weights = Float32Array.from({ length: 9 + trial * 7 }, () => random() + random() + random() - 1.5);
      const error = squaredError(weights, fitScale(weights, TERNARY).scale, TERNARY);
      for (let scale = 0.02; scale < 2; scale += 0.02) expect(error).toBeLessThanOrEqual(squaredError(weights, scale, TERNARY) + 1e-9);
    }
  });

  it('get a scale within two percent of the best error at six bits', () => {
    const random = seededRandom(4);
    const weights = Float32Array.from({ length: 150 }, () => random() + random() + random() - 1.5);
    const error = squaredError(weights, fitScale(weights, SIX_BITS).scale, SIX_BITS);
    for (let scale = 0.005; scale < 0.1; scale += 0.0002) expect(error).toBeLessThanOrEqual(1.02 * squaredError(weights, scale, SIX_BITS));
  });
});
