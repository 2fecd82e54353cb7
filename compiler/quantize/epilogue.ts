// Folds everything between an accumulator and its 3-bit code into thresholds: input zero point, scales, bias, batch-norm and
// the curve. real = scale[c] * (acc - zero[c]) + bias[c], then the steps, then the nearest code.
import type { Epilogue } from '../ir/integer-graph.ts';
import { ALWAYS, NEVER } from '../ir/integer-graph.ts';
import { nearestCode, roundHalfUp } from '../reference/rounding.ts';
import { applySteps, directionOf, type Interval, type RealStep, splitAtAbsolute } from './curve.ts';
import { findThresholds, toOppositeParity } from './thresholds.ts';

/** How the integers of an accumulator are to be read, per channel, and the integers it can take. */
export interface Accumulator {
  readonly channels: number;
  /** Real value of one step; positive. */
  readonly scale: (channel: number) => number;
  /** Integer that means real zero (before the bias): the share of the input's zero point. */
  readonly zero: (channel: number) => number;
  readonly bias: (channel: number) => number;
  readonly reach: (channel: number) => Interval;
}

export interface CodeFormat {
  readonly zero: number;
  readonly scale: number;
}

type CodesEpilogue = Extract<Epilogue, { kind: 'codes' }>;

/** `topCode` is the largest code that may occur. */
export function foldCurve(acc: Accumulator, steps: readonly RealStep[], format: CodeFormat, topCode: number): CodesEpilogue {
  const split = splitAtAbsolute(steps);
  const thresholds = new Int32Array(7 * acc.channels);
  const falling = new Uint8Array(acc.channels);
  const absolute = split === null ? null : new Int32Array(acc.channels);
  for (let c = 0; c < acc.channels; c++) {
    const direction = directionOf(split === null ? steps : split.after, c);
    falling[c] = direction < 0 ? 1 : 0;
    if (split === null || absolute === null) {
      const codeOf = (value: number): number => codeOfReal(acc.scale(c) * (value - acc.zero(c)) + acc.bias(c), steps, c, format, topCode);
      thresholds.set(findThresholds(codeOf, direction < 0), 7 * c);
      continue;
    }
    const slope = split.slope(c) * acc.scale(c);
    const offset = split.slope(c) * acc.bias(c) + split.offset(c);
    const { centre, realOf } = centreOf(slope, offset, acc.zero(c), acc.reach(c));
    absolute[c] = centre;
    const codeOf = (value: number): number => codeOfReal(realOf(value), split.after, c, format, topCode);
    thresholds.set(findThresholds(codeOf, direction < 0).map((t) => toOppositeParity(t, centre)), 7 * c);
  }
  return { kind: 'codes', thresholds, falling, absolute, codeMap: null };
}

function codeOfReal(real: number, steps: readonly RealStep[], channel: number, format: CodeFormat, topCode: number): number {
  return nearestCode(applySteps(steps, channel, real), format.scale, format.zero, topCode);
}

interface Centre {
  readonly centre: number;
  /** Real |slope * (acc - zero) + offset| as a function of v = |2*acc - centre|. */
  readonly realOf: (value: number) => number;
}

/** The centre is rounded to half a step of the accumulator, ties upward: the one place where folding is not exact. A centre out of reach
 *  moves to just outside (the value is then the same line seen from there). A slope of zero has no centre. */
function centreOf(slope: number, offset: number, zero: number, reach: Interval): Centre {
  if (slope === 0) return { centre: 0, realOf: () => Math.abs(offset) };
  const exact = 2 * zero - (2 * offset) / slope;
  const half = Math.abs(slope) / 2;
  const lowest = 2 * reach.low - 1;
  const highest = 2 * reach.high + 1;
  if (exact >= lowest && exact <= highest) return { centre: roundHalfUp(exact), realOf: (value) => half * value };
  const centre = exact < lowest ? lowest : highest;
  return { centre, realOf: (value) => half * (value + Math.abs(exact - centre)) };
}

/** Thresholds of an integer network, on the sum of weight * value: `rows` is [channels, count]. Shifted by what the accumulator holds beside
 *  that sum (zero point, integer bias), sorted, padded with NEVER; codes are 0 .. count. */
export function takeThresholds(rows: ArrayLike<number>, count: number, channels: number, shift: (channel: number) => number): CodesEpilogue {
  const thresholds = new Int32Array(7 * channels).fill(NEVER);
  for (let c = 0; c < channels; c++) {
    const row = Array.from({ length: count }, (_, k) => (rows[c * count + k] as number) + shift(c)).sort((a, b) => a - b);
    thresholds.set(row.map((t) => Math.min(NEVER, Math.max(ALWAYS, t))), 7 * c);
  }
  return { kind: 'codes', thresholds, falling: new Uint8Array(channels), absolute: null, codeMap: null };
}
