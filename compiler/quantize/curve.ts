// A curve with its numbers: a function from a real value to a real value for each channel. It rises or falls everywhere, apart
// from at most one absolute value, which stands behind lines and odd functions only.
import type { ActivationNode } from '../ir/float-graph.ts';
import { assertNever } from '../source/diagnostic.ts';

export type CurveFunction = ActivationNode['fn'];
export type RealStep =
  | { readonly kind: 'line'; readonly slope: Float64Array; readonly offset: Float64Array }
  | { readonly kind: 'function'; readonly fn: CurveFunction };

/** The non-linearities, in real numbers. sqrt of a negative value is 0. */
export function applyFunction(fn: CurveFunction, x: number): number {
  switch (fn) {
    case 'relu': return Math.max(0, x);
    case 'hardtanh': return Math.max(-1, Math.min(1, x));
    case 'tanh': return Math.tanh(x);
    case 'abs': return Math.abs(x);
    case 'sigmoid': return 1 / (1 + Math.exp(-x));
    case 'sqrt': return x > 0 ? Math.sqrt(x) : 0;
    default: return assertNever(fn);
  }
}

export function applySteps(steps: readonly RealStep[], channel: number, x: number): number {
  let value = x;
  for (const step of steps) {
    value = step.kind === 'line' ? (step.slope[channel] as number) * value + (step.offset[channel] as number) : applyFunction(step.fn, value);
  }
  return value;
}

/** Slope of steps that are all lines. */
export function slopeOf(steps: readonly RealStep[], channel: number): number {
  return steps.reduce((slope, step) => (step.kind === 'line' ? slope * (step.slope[channel] as number) : slope), 1);
}

/** -1 falling, 0 constant, +1 rising; for steps without abs. */
export function directionOf(steps: readonly RealStep[], channel: number): -1 | 0 | 1 {
  let sign = 1;
  for (const step of steps) if (step.kind === 'line') sign *= Math.sign(step.slope[channel] as number);
  return sign < 0 ? -1 : sign > 0 ? 1 : 0;
}

/** A curve cut at its absolute value: |slope * x + offset| goes through `after`. Null where there is none. */
export interface AbsoluteSplit {
  readonly slope: (channel: number) => number;
  readonly offset: (channel: number) => number;
  /** The odd functions that stood before the absolute value, and all that follows it. */
  readonly after: readonly RealStep[];
}

export function splitAtAbsolute(steps: readonly RealStep[]): AbsoluteSplit | null {
  const at = steps.findIndex((step) => step.kind === 'function' && step.fn === 'abs');
  if (at < 0) return null;
  const lines = steps.slice(0, at).filter((step) => step.kind === 'line');
  const odd = steps.slice(0, at).filter((step) => step.kind === 'function');
  return {
    slope: (channel) => lines.reduce((slope, line) => slope * (line.slope[channel] as number), 1),
    offset: (channel) => applySteps(lines, channel, 0),
    after: [...odd, ...steps.slice(at + 1)],
  };
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Where values of `input` can end up; infinite ends stay infinite unless a function bounds them. */
export function intervalThrough(steps: readonly RealStep[], input: Interval): Interval {
  let { low, high } = input;
  for (const step of steps) {
    if (step.kind === 'line') {
      const ends = Array.from(step.slope, (slope, c) => (slope === 0 ? [0, 0] : [slope * low, slope * high]).map((end) => end + (step.offset[c] as number))).flat();
      low = ends.reduce((a, b) => Math.min(a, b), Infinity);
      high = ends.reduce((a, b) => Math.max(a, b), -Infinity);
    } else if (step.fn === 'abs') {
      [low, high] = [low > 0 ? low : high < 0 ? -high : 0, Math.max(Math.abs(low), Math.abs(high))];
    } else {
      [low, high] = [applyFunction(step.fn, low), applyFunction(step.fn, high)];
    }
  }
  return { low, high };
}
