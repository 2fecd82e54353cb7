// The steps between a core and its codes, forward and back, in plain loops on [positions, maps]: bias, batch-norm, activation, and the
// rounding to 3-bit codes that the thresholds will do. One loop per step is several times as fast as a chain of tensor operations.
import type { ActivationNode } from '../ir/float-graph.ts';
import { assertNever } from '../source/diagnostic.ts';
import { normLine } from './statistics.ts';

/** What a step made, and how to turn the gradient of that (which it may overwrite) into the gradient of what it read. */
export interface StepResult {
  readonly values: Float32Array;
  readonly back: (dy: Float32Array) => Float32Array;
}

/** One number per map. */
type PerMap = Float32Array;

export function biasStep(x: Float32Array, bias: PerMap, dBias: PerMap): StepResult {
  const maps = bias.length;
  const values = new Float32Array(x.length);
  for (let i = 0, map = 0; i < x.length; i++) {
    values[i] = (x[i] as number) + (bias[map] as number);
    if (++map === maps) map = 0;
  }
  return { values, back: (dy) => { addSums(dy, maps, dBias); return dy; } };
}

function addSums(values: Float32Array, maps: number, into: PerMap): void {
  const sums = new Float64Array(maps);
  for (let i = 0, map = 0; i < values.length; i++) {
    sums[map] = (sums[map] as number) + (values[i] as number);
    if (++map === maps) map = 0;
  }
  for (let map = 0; map < maps; map++) into[map] = (into[map] as number) + (sums[map] as number);
}

export interface BatchNorm {
  readonly gamma: PerMap;
  readonly beta: PerMap;
  readonly mean: PerMap;
  readonly variance: PerMap;
  readonly epsilon: number;
}

/** With the kept statistics: a line per map. */
export function fixedNormStep(x: Float32Array, { gamma, beta, mean, variance, epsilon }: BatchNorm): StepResult {
  const maps = gamma.length;
  const slope = Float64Array.from(gamma, (value, map) => value / Math.sqrt((variance[map] as number) + epsilon));
  const offset = Float64Array.from(beta, (value, map) => value - (slope[map] as number) * (mean[map] as number));
  const apply = (from: Float32Array, shift: Float64Array | null): Float32Array => {
    const values = new Float32Array(from.length);
    for (let i = 0, map = 0; i < from.length; i++) {
      values[i] = (from[i] as number) * (slope[map] as number) + (shift === null ? 0 : (shift[map] as number));
      if (++map === maps) map = 0;
    }
    return values;
  };
  return { values: apply(x, offset), back: (dy) => apply(dy, null) };
}

/** With the statistics of this batch (Ioffe and Szegedy 2015, algorithm 1), which are added to `observed`, the variance unbiased. */
export function batchNormStep(
  x: Float32Array, norm: Pick<BatchNorm, 'gamma' | 'beta' | 'epsilon'>,
  gradients: { readonly gamma: PerMap; readonly beta: PerMap }, observed: { readonly mean: PerMap; readonly variance: PerMap },
): StepResult {
  const maps = norm.gamma.length;
  const count = x.length / maps;
  const { mean, inverse, slope, offset } = normLine(x, norm, observed);
  const values = new Float32Array(x.length);
  for (let i = 0, map = 0; i < x.length; i++) {
    values[i] = (x[i] as number) * (slope[map] as number) + (offset[map] as number);
    if (++map === maps) map = 0;
  }
  const back = (dy: Float32Array): Float32Array => {
    const [dBeta, dGamma] = [new Float64Array(maps), new Float64Array(maps)];
    for (let i = 0, map = 0; i < x.length; i++) {
      const error = dy[i] as number;
      dBeta[map] = (dBeta[map] as number) + error;
      dGamma[map] = (dGamma[map] as number) + error * ((x[i] as number) - (mean[map] as number)) * (inverse[map] as number);
      if (++map === maps) map = 0;
    }
    for (let map = 0; map < maps; map++) {
      gradients.gamma[map] = (gradients.gamma[map] as number) + (dGamma[map] as number);
      gradients.beta[map] = (gradients.beta[map] as number) + (dBeta[map] as number);
    }
    // dx = slope * (dy - mean(dy) - normed x * mean(dy * normed x)), as a line in x.
    const tilt = dGamma.map((value, map) => (value / count) * (inverse[map] as number));
    const level = dBeta.map((value, map) => value / count - (tilt[map] as number) * (mean[map] as number));
    for (let i = 0, map = 0; i < x.length; i++) {
      dy[i] = (slope[map] as number) * ((dy[i] as number) - (level[map] as number) - (tilt[map] as number) * (x[i] as number));
      if (++map === maps) map = 0;
    }
    return dy;
  };
  return { values, back };
}

/** A curve in real numbers. */
export function activationStep(x: Float32Array, fn: ActivationNode['fn']): StepResult {
  const values = x.map(curveOf(fn));
  const slope = slopeOf(fn);
  return {
    values,
    back: (dy) => {
      for (let i = 0; i < dy.length; i++) dy[i] = (dy[i] as number) * slope(x[i] as number, values[i] as number);
      return dy;
    },
  };
}

function curveOf(fn: ActivationNode['fn']): (x: number) => number {
  switch (fn) {
    case 'relu': return (x) => (x > 0 ? x : 0);
    case 'hardtanh': return (x) => Math.min(1, Math.max(-1, x));
    case 'tanh': return Math.tanh;
    case 'abs': return Math.abs;
    case 'sigmoid': return (x) => 1 / (1 + Math.exp(-x));
    case 'sqrt': return (x) => Math.sqrt(Math.max(0, x));
    default: return assertNever(fn);
  }
}

/** Near zero the slope of a square root would leave all others behind. */
const STEEPEST_ROOT = 10;

function slopeOf(fn: ActivationNode['fn']): (x: number, y: number) => number {
  switch (fn) {
    case 'relu': return (x) => (x > 0 ? 1 : 0);
    case 'hardtanh': return (x) => (x > -1 && x < 1 ? 1 : 0);
    case 'tanh': return (_x, y) => 1 - y * y;
    case 'abs': return (x) => Math.sign(x);
    case 'sigmoid': return (_x, y) => y * (1 - y);
    case 'sqrt': return (x, y) => (x > 0 ? Math.min(STEEPEST_ROOT, 0.5 / y) : 0);
    default: return assertNever(fn);
  }
}

/** The rounding to codes 0..top that mean scale * (code - zero); backward it counts as the identity inside the range. `dLogScale`, of length
 *  one, collects the gradient to the scale's logarithm where the scale is trained (Esser et al. 2020, equation 3). */
export function codesStep(
  x: Float32Array, { scale, zero, top }: { readonly scale: number; readonly zero: number; readonly top: number }, dLogScale: Float32Array | null,
): StepResult {
  const values = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const code = Math.floor((x[i] as number) / scale + zero + 0.5);
    values[i] = ((code < 0 ? 0 : code > top ? top : code) - zero) * scale;
  }
  const [low, high] = [-zero * scale, (top - zero) * scale];
  const back = (dy: Float32Array): Float32Array => {
    let sum = 0;
    for (let i = 0; i < dy.length; i++) {
      const value = x[i] as number;
      if (value < low) { sum += (dy[i] as number) * low; dy[i] = 0; }
      else if (value > high) { sum += (dy[i] as number) * high; dy[i] = 0; }
      else if (dLogScale !== null) sum += (dy[i] as number) * ((values[i] as number) - value);
    }
    if (dLogScale !== null) dLogScale[0] = (dLogScale[0] as number) + sum;
    return dy;
  };
  return { values, back };
}
