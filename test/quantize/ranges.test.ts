// Scales and zero points from samples.
import { describe, expect, it } from 'vitest';
import { chooseSigned, chooseUnsigned, coverInterval, errorOf } from '../../compiler/quantize/ranges.ts';
import { seededRandom } from '../../compiler/source/seeded-random.ts';

const spread = (count: number, from: (u: number) => number): Float32Array => {
  const random = seededRandom(11);
  return Float32Array.from({ length: count }, () => from(random()));
};

describe('ranges', () => {
  it('take the whole range of evenly spread values', () => {
    const choice = chooseUnsigned(spread(5000, (u) => 3 * u), 7);
    expect(choice.zero).toBe(0);
    expect(choice.scale).toBeCloseTo(3 / 7, 1);
  });

  it('clip a long tail where that costs less', () => {
    const samples = spread(5000, (u) => -Math.log(1 - u));
    const choice = chooseUnsigned(samples, 7);
    expect(choice.source).toMatch(/^percentile/);
    expect(choice.meanSquaredError).toBeLessThan(errorOf(samples, Math.max(...samples) / 7, 0, 7));
  });

  it('put the zero where negative values need it', () => {
    expect(chooseSigned(spread(5000, (u) => 2 * u - 1), 7).zero).toBeGreaterThanOrEqual(3);
    expect(chooseSigned(spread(5000, (u) => 2 * u - 1), 7).zero).toBeLessThanOrEqual(4);
    expect(chooseSigned(spread(5000, (u) => -u), 7).zero).toBe(7);
    expect(chooseSigned(spread(5000, (u) => u), 7).zero).toBe(0);
  });

  it('survive a tensor of zeros', () => {
    expect(chooseUnsigned(new Float32Array(10), 7)).toMatchObject({ zero: 0, scale: 1 / 7 });
    expect(chooseSigned(new Float32Array(10), 7)).toMatchObject({ zero: 0, scale: 1 / 7 });
  });

  it('cover a known interval without clipping', () => {
    for (const [low, high] of [[-1, 1], [0, 5], [-3, 0], [-0.1, 4], [2, 3], [0, 0]] as const) {
      const { zero, scale } = coverInterval(low, high, 7);
      expect(scale * (0 - zero)).toBeLessThanOrEqual(Math.min(0, low) + 1e-12);
      expect(scale * (7 - zero)).toBeGreaterThanOrEqual(Math.max(0, high) - 1e-12);
    }
  });
});
