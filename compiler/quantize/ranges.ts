// Chooses the scale and zero point of codes 0..top for a tensor from samples of its real values: candidates are the full range and
// percentiles of it; the one with the least squared error wins (ties: the wider one).
import { nearestCode } from '../reference/rounding.ts';
import type { CodeFormat } from './epilogue.ts';

export interface FormatChoice extends CodeFormat {
  /** What the range was taken from: `min-max` or `percentile 99.9`, say. */
  readonly source: string;
  /** Mean squared error over the samples. */
  readonly meanSquaredError: number;
}

const PERCENTILES = [100, 99.99, 99.9, 99.5, 99, 98, 97, 95, 92] as const;

/** Codes for values that are never negative: code 0 is zero. Samples of zeros only: range 1. */
export function chooseUnsigned(samples: Float32Array, top: number): FormatChoice {
  const sorted = samples.toSorted();
  return best(PERCENTILES.map((percent) => ({ percent, scale: positive(quantile(sorted, percent)) / top, zero: 0 })), samples, top);
}

/** Codes for values of either sign: real zero is one of the codes, where it costs least. */
export function chooseSigned(samples: Float32Array, top: number): FormatChoice {
  const sorted = samples.toSorted();
  const candidates = PERCENTILES.flatMap((percent) => {
    const low = Math.min(0, quantile(sorted, 100 - percent));
    const high = Math.max(0, quantile(sorted, percent));
    return signedCandidates(low, high, top).map((format) => ({ percent, ...format }));
  });
  return best(candidates, samples, top);
}

/** Codes that hold a known interval without clipping, with the finest scale. */
export function coverInterval(low: number, high: number, top: number): CodeFormat {
  return signedCandidates(Math.min(0, low), Math.max(0, high), top).reduce((a, b) => (b.scale < a.scale ? b : a));
}

function signedCandidates(low: number, high: number, top: number): CodeFormat[] {
  if (low === 0 && high === 0) return [{ zero: 0, scale: 1 / top }];
  const last = high > 0 ? top - 1 : top;
  const first = Math.min(last, low < 0 ? 1 : 0);
  const zeros = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return zeros.map((zero) => ({ zero, scale: Math.max(zero === 0 ? 0 : -low / zero, zero === top ? 0 : high / (top - zero)) }));
}

interface Candidate extends CodeFormat { readonly percent: number }

function best(candidates: readonly Candidate[], samples: Float32Array, top: number): FormatChoice {
  let choice: FormatChoice | null = null;
  for (const { percent, scale, zero } of candidates) {
    const meanSquaredError = errorOf(samples, scale, zero, top);
    if (choice === null || meanSquaredError < choice.meanSquaredError) {
      choice = { scale, zero, meanSquaredError, source: percent === 100 ? 'min-max' : `percentile ${percent}` };
    }
  }
  return choice ?? { scale: 1 / top, zero: 0, meanSquaredError: 0, source: 'min-max' };
}

export function errorOf(samples: Float32Array, scale: number, zero: number, top: number): number {
  let sum = 0;
  for (const value of samples) sum += (value - scale * (nearestCode(value, scale, zero, top) - zero)) ** 2;
  return samples.length === 0 ? 0 : sum / samples.length;
}

function quantile(sorted: Float32Array, percent: number): number {
  return sorted[Math.round(((sorted.length - 1) * percent) / 100)] ?? 0;
}

function positive(range: number): number {
  return range > 0 ? range : 1;
}
