// The search for trits, on made-up networks whose loss and cost are known.
import { describe, expect, it } from 'vitest';
import type { Trits } from '../../../compiler/quantize/post/fit-weights.ts';
import { type Assignment, choosePoint, type Measured, type SearchedPoint, searchPrecision } from '../../../compiler/quantize/post/search-precision.ts';
import { seededRandom } from '../../../compiler/source/seeded-random.ts';

interface Made {
  readonly most: Assignment;
  readonly measure: (trits: Assignment) => Promise<Measured | null>;
  readonly asked: string[];
}

/** Loss falls and cost rises with the trits of each layer, by other amounts in each. */
function made(seed: number, layers: number, refuses: (trits: Assignment) => boolean = () => false): Made {
  const random = seededRandom(seed);
  const harm = Array.from({ length: layers }, () => random() ** 3);
  const price = Array.from({ length: layers }, () => 10 + Math.floor(90 * random()));
  const asked: string[] = [];
  return {
    most: harm.map(() => 4), asked,
    measure: async (trits) => {
      asked.push(trits.join(''));
      if (refuses(trits)) return null;
      return {
        loss: trits.reduce((sum, count, i) => sum + (harm[i] as number) / 4 ** count, 0),
        cost: 100 + trits.reduce<number>((sum, count, i) => sum + (price[i] as number) * count, 0),
      };
    },
  };
}

describe('a search for trits', () => {
  it('meets every budget that can be met, with the same result each time', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { most, measure } = made(seed, 6);
      const [dearest, cheapest] = [await measure(most), await measure(most.map((): Trits => 1))];
      for (const share of [0, 0.3, 0.7, 1]) {
        const budget = (cheapest?.cost ?? 0) + share * ((dearest?.cost ?? 0) - (cheapest?.cost ?? 0));
        const points = await searchPrecision({ most, measure, budget });
        const chosen = choosePoint(points, budget);
        expect(chosen?.cost, `seed ${seed}`).toBeLessThanOrEqual(budget);
        expect(await searchPrecision({ most, measure: made(seed, 6).measure, budget })).toEqual(points);
      }
    }
  });

  it('comes near the best of all assignments', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { most, measure } = made(seed, 4);
      const all: SearchedPoint<Measured>[] = [];
      for (let code = 0; code < 256; code++) {
        const trits = most.map((_, i) => (1 + (Math.floor(code / 4 ** i) % 4)) as Trits);
        all.push({ ...(await measure(trits) as Measured), trits });
      }
      const budget = 100 + (Math.max(...all.map(({ cost }) => cost)) - 100) * 0.6;
      const best = choosePoint(all, budget);
      const found = choosePoint(await searchPrecision({ most, measure, budget }), budget);
      expect(found?.loss, `seed ${seed}`).toBeLessThanOrEqual(1.3 * (best?.loss ?? 0));
    }
  });

  it('without a budget goes down to one trit everywhere, and asks for nothing twice', async () => {
    const { most, measure, asked } = made(7, 5);
    const points = await searchPrecision({ most, measure, budget: undefined });
    expect(points.map(({ trits }) => trits.join(''))).toContain('11111');
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('asks for most trits alone where they meet the budget', async () => {
    const { most, measure, asked } = made(7, 5);
    await searchPrecision({ most, measure, budget: 1e6 });
    expect(asked).toEqual(['44444']);
  });

  it('goes round what the target refuses', async () => {
    const { most, measure } = made(3, 4, (trits) => trits[1] === 3);
    const points = await searchPrecision({ most, measure, budget: undefined });
    expect(points.every(({ trits }) => trits[1] !== 3)).toBe(true);
    expect(points.map(({ trits }) => trits.join(''))).toContain('1111');
  });
});

describe('the chosen point', () => {
  const points: SearchedPoint<Measured>[] = [{ trits: [4], loss: 1, cost: 40 }, { trits: [3], loss: 0.9, cost: 30 }, { trits: [2], loss: 1, cost: 20 }, { trits: [1], loss: 2, cost: 10 }];

  it('loses least within a budget, or is the cheapest that loses nothing', () => {
    expect(choosePoint(points, 25)?.trits).toEqual([2]);
    expect(choosePoint(points, 35)?.trits).toEqual([3]);
    expect(choosePoint(points, undefined)?.trits).toEqual([2]);
    expect(choosePoint(points, 5)).toBeUndefined();
  });
});
