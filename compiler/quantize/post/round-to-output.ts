// Rounds the weights of one output map so that its result, not the weights, differs least: coordinate descent on the quadratic form that the
// covariance of the operands gives. Starts from the nearest integers and never leaves a place that is worse.
import { roundHalfUp } from '../../reference/rounding.ts';
import { type Grid, toGrid } from '../weights.ts';
import type { Covariance } from './covariance.ts';

/** One output map: its real weights, and which place of the window each multiplies. */
export interface Row {
  readonly values: Float64Array;
  readonly places: readonly number[];
  readonly covariance: Covariance;
}

export interface RoundedRows {
  readonly integers: readonly Int8Array[];
  readonly scale: number;
  /** Mean squared error of the results, summed over the maps. */
  readonly error: number;
}

const MOST_SWEEPS = 8;
const SCALE_STEPS = 4;

/** Rounds rows that share a scale, in turns with the scale that suits the integers best. */
export function roundRows(rows: readonly Row[], start: number, grid: Grid): RoundedRows {
  let best: RoundedRows | null = null;
  let integers: Int8Array[] = rows.map((row) => Int8Array.from(row.values, (value) => toGrid(value, start, grid)));
  let scale = start;
  for (let step = 0; step < SCALE_STEPS; step++) {
    integers = integers.map((list, i) => descend(rows[i] as Row, scale, list, grid));
    scale = bestScale(rows, integers) ?? scale;
    const error = rows.reduce((sum, row, i) => sum + errorOf(row, integers[i] as Int8Array, scale), 0);
    if (best !== null && !(error < best.error * (1 - 1e-6))) break;
    best = { integers, scale, error };
  }
  return best ?? { integers, scale, error: 0 };
}

/** Moves one integer at a time to where the error is least, the others held, until none moves. */
function descend({ values, places, covariance }: Row, scale: number, start: Int8Array, grid: Grid): Int8Array {
  const integers = Int8Array.from(start);
  const { size, values: table } = covariance;
  const slope = multiply(covariance, places, Float64Array.from(values, (value, k) => value - scale * (integers[k] as number)));
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let moved = false;
    for (let k = 0; k < places.length; k++) {
      const row = (places[k] as number) * size;
      const curvature = table[row + (places[k] as number)] as number;
      if (!(curvature > 0)) continue;
      const old = integers[k] as number;
      const next = Math.min(grid.max, Math.max(grid.min, roundHalfUp(old + (slope[k] as number) / (scale * curvature))));
      if (next === old) continue;
      integers[k] = next;
      moved = true;
      const change = scale * (next - old);
      for (let j = 0; j < places.length; j++) slope[j] = (slope[j] as number) - change * (table[row + (places[j] as number)] as number);
    }
    if (!moved) break;
  }
  return integers;
}

/** Least squares: the scale at which scale * integers gives results nearest to the real ones; null where all are zero. */
function bestScale(rows: readonly Row[], integers: readonly Int8Array[]): number | null {
  let product = 0;
  let square = 0;
  rows.forEach(({ values, places, covariance }, i) => {
    const list = Float64Array.from(integers[i] as Int8Array);
    const seen = multiply(covariance, places, list);
    seen.forEach((value, k) => {
      product += value * (values[k] as number);
      square += value * (list[k] as number);
    });
  });
  return square > 0 && product > 0 ? product / square : null;
}

function errorOf({ values, places, covariance }: Row, integers: Int8Array, scale: number): number {
  const error = Float64Array.from(values, (value, k) => value - scale * (integers[k] as number));
  return multiply(covariance, places, error).reduce((sum, value, k) => sum + value * (error[k] as number), 0);
}

function multiply({ size, values }: Covariance, places: readonly number[], vector: Float64Array): Float64Array {
  const result = new Float64Array(vector.length);
  for (let k = 0; k < vector.length; k++) {
    const factor = vector[k] as number;
    if (factor === 0) continue;
    const row = (places[k] as number) * size;
    for (let j = 0; j < vector.length; j++) result[j] = (result[j] as number) + factor * (values[row + (places[j] as number)] as number);
  }
  return result;
}
