// From real weights to integers on the grid of a layer's precision: w = scale * q with min <= q <= max. Weights that already are
// scale * integers come back exactly; others get the scale with the least squared error.
import { roundHalfUp } from '../reference/rounding.ts';

export interface Grid {
  readonly min: number;
  readonly max: number;
}

export interface ScaleFit {
  readonly scale: number;
  /** True where every weight is scale * integer to within the accuracy of a 32-bit float. */
  readonly isExact: boolean;
}

/** Distance from an integer, in grid steps, that still counts as rounding of a 32-bit float. */
const GRID_TOLERANCE = 2e-5;
const CANDIDATES = 64;
const REFINEMENTS = 4;

/** The best scale for `values`. All zero: scale 1, exact. */
export function fitScale(values: ArrayLike<number>, grid: Grid): ScaleFit {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i] as number));
  if (largest === 0) return { scale: 1, isExact: true };
  const top = Math.max(-grid.min, grid.max);
  for (let steps = 1; steps <= top; steps++) {
    const scale = largest / steps;
    if (isOnGrid(values, scale, grid)) return { scale: leastSquaresScale(values, scale, grid), isExact: true };
  }
  const start = top === 1 && grid.min === -1 ? ternaryScale(values) : searchScale(values, grid, spanScale(values, grid));
  return { scale: refine(values, start, grid), isExact: false };
}

/** Nearest grid integer of `value`. */
export function toGrid(value: number, scale: number, grid: Grid): number {
  return Math.min(grid.max, Math.max(grid.min, roundHalfUp(value / scale)));
}

export function squaredError(values: ArrayLike<number>, scale: number, grid: Grid): number {
  let error = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const difference = value - scale * toGrid(value, scale, grid);
    error += difference * difference;
  }
  return error;
}

function isOnGrid(values: ArrayLike<number>, scale: number, grid: Grid): boolean {
  for (let i = 0; i < values.length; i++) {
    const steps = (values[i] as number) / scale;
    const nearest = Math.round(steps);
    if (nearest < grid.min || nearest > grid.max || Math.abs(steps - nearest) > GRID_TOLERANCE) return false;
  }
  return true;
}

/** The scale that just holds the extreme values. */
function spanScale(values: ArrayLike<number>, grid: Grid): number {
  let scale = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    scale = Math.max(scale, value > 0 ? value / grid.max : value / grid.min);
  }
  return scale;
}

function searchScale(values: ArrayLike<number>, grid: Grid, widest: number): number {
  let best = widest;
  let bestError = Infinity;
  for (let i = 0; i < CANDIDATES; i++) {
    const scale = widest * (1 - (0.85 * i) / CANDIDATES);
    const error = squaredError(values, scale, grid);
    if (error < bestError) { best = scale; bestError = error; }
  }
  return best;
}

/** Optimum for -1, 0, +1: the k largest magnitudes become one, with k such that their sum squared over k is largest. */
function ternaryScale(values: ArrayLike<number>): number {
  const magnitudes = Float64Array.from(values, Math.abs).sort().reverse();
  let sum = 0;
  let best = 0;
  let scale = magnitudes[0] as number;
  magnitudes.forEach((magnitude, i) => {
    sum += magnitude;
    const gain = (sum * sum) / (i + 1);
    if (gain > best) { best = gain; scale = sum / (i + 1); }
  });
  return scale;
}

/** Alternates between the best integers for a scale and the best scale for the integers, while the error falls. */
function refine(values: ArrayLike<number>, start: number, grid: Grid): number {
  let scale = start;
  let error = squaredError(values, scale, grid);
  for (let i = 0; i < REFINEMENTS; i++) {
    const next = leastSquaresScale(values, scale, grid);
    const nextError = squaredError(values, next, grid);
    if (!(nextError < error)) break;
    scale = next;
    error = nextError;
  }
  return scale;
}

function leastSquaresScale(values: ArrayLike<number>, scale: number, grid: Grid): number {
  let product = 0;
  let square = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const integer = toGrid(value, scale, grid);
    product += value * integer;
    square += integer * integer;
  }
  return square === 0 ? scale : product / square;
}
