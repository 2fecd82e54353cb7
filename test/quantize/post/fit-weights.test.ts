// Rounding by results: never worse on the windows it has seen than rounding to the nearest, within the grid, and without common factors.
import { describe, expect, it } from 'vitest';
import { gridOf } from '../../../compiler/quantize/post/fit-weights.ts';
import { roundRows, type Row } from '../../../compiler/quantize/post/round-to-output.ts';
import { fitScale, toGrid } from '../../../compiler/quantize/weights.ts';
import type { WeightLayer } from '../../../compiler/quantize/params.ts';
import { seededRandom } from '../../../compiler/source/seeded-random.ts';
import { SIX_BITS, TERNARY } from '../../support/graph-builder.ts';

/** Weights, and windows whose neighbours vary together. */
function someRow(seed: number, size: number): { row: Row; windows: Float64Array[] } {
  const random = seededRandom(seed);
  const normal = (): number => random() + random() + random() - 1.5;
  const windows = Array.from({ length: 200 }, () => {
    let level = 0;
    return Float64Array.from({ length: size }, () => { level = 0.8 * level + normal(); return level; });
  });
  const values = new Float64Array(size * size);
  for (const window of windows) for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) values[i * size + j] = (values[i * size + j] as number) + (window[i] as number) * (window[j] as number) / windows.length;
  return { row: { values: Float64Array.from({ length: size }, normal), places: Array.from({ length: size }, (_, i) => i), covariance: { size, values } }, windows };
}

/** Mean squared error of the results over the windows, one by one. */
const resultError = ({ values }: Row, windows: readonly Float64Array[], integers: ArrayLike<number>, scale: number): number =>
  windows.reduce((sum, window) => sum + window.reduce((total, value, i) => total + value * ((values[i] as number) - scale * (integers[i] as number)), 0) ** 2, 0) / windows.length;

describe('rounding by results', () => {
  it('says its error, which is below that of the nearest integers', () => {
    for (let seed = 1; seed <= 20; seed++) {
      for (const reach of [1, 4, 13]) {
        const grid = { min: -reach, max: reach };
        const { row, windows } = someRow(seed, 18);
        const { scale } = fitScale(row.values, grid);
        const rounded = roundRows([row], scale, grid);
        const [integers] = rounded.integers;
        if (integers === undefined) throw new Error('no integers');
        expect(rounded.error).toBeCloseTo(resultError(row, windows, integers, rounded.scale), 8);
        expect(rounded.error, `seed ${seed}, ${reach}`).toBeLessThanOrEqual(resultError(row, windows, Float64Array.from(row.values, (value) => toGrid(value, scale, grid)), scale) + 1e-9);
        expect(Math.max(...integers.map(Math.abs))).toBeLessThanOrEqual(reach);
      }
    }
  });
});

describe('the grid at some trits', () => {
  it('lies within the precision of the layer', () => {
    const layer = (precision: WeightLayer['precision']): WeightLayer => ({ precision }) as WeightLayer;
    expect([1, 2, 3, 4].map((trits) => gridOf(layer(SIX_BITS), trits as 1 | 2 | 3 | 4))).toEqual([{ min: -1, max: 1 }, { min: -4, max: 4 }, { min: -13, max: 13 }, { min: -32, max: 31 }]);
    expect(gridOf(layer(TERNARY), 4)).toEqual({ min: -1, max: 1 });
  });
});
