// Batch-norm, relu and rounding to codes in one go, the end of nearly every layer: the same numbers as the three steps one after the other,
// in two passes over the values each way instead of nine. The loops stand in functions of their own, whose numbers no closure holds.
import type { BatchNorm, StepResult } from './curve-steps.ts';
import { normLine } from './statistics.ts';

/** One number per map. */
type PerMap = Float64Array;

/** Codes 0..top of step `scale`; scale 0 leaves real numbers. */
export interface ReluCodes {
  readonly scale: number;
  readonly top: number;
  /** Collects the gradient to the logarithm of the scale where that is trained. */
  readonly dLogScale: Float32Array | null;
}

/** Zero point of the codes is 0. Gradients and statistics as `batchNormStep` and `codesStep` give them. */
export function normReluStep(
  x: Float32Array, norm: Pick<BatchNorm, 'gamma' | 'beta' | 'epsilon'>,
  gradients: { readonly gamma: Float32Array; readonly beta: Float32Array }, observed: { readonly mean: Float32Array; readonly variance: Float32Array }, { scale, top, dLogScale }: ReluCodes,
): StepResult {
  const maps = norm.gamma.length;
  const count = x.length / maps;
  const { mean, inverse, slope, offset } = normLine(x, norm, observed);
  const values = new Float32Array(x.length);
  if (scale > 0) roundLine(x, maps, slope, offset, scale, top, values);
  else cutLine(x, maps, slope, offset, values);
  const back = (dy: Float32Array): Float32Array => {
    const [dBeta, dProduct] = [new Float64Array(maps), new Float64Array(maps)];
    const steps = maskError(dy, x, values, maps, slope, offset, scale > 0 ? top * scale : Infinity, dBeta, dProduct);
    if (dLogScale !== null) dLogScale[0] = (dLogScale[0] as number) + steps;
    const [tilt, level] = [new Float64Array(maps), new Float64Array(maps)];
    for (let map = 0; map < maps; map++) {
      const dGamma = ((dProduct[map] as number) - (mean[map] as number) * (dBeta[map] as number)) * (inverse[map] as number);
      gradients.gamma[map] = (gradients.gamma[map] as number) + dGamma;
      gradients.beta[map] = (gradients.beta[map] as number) + (dBeta[map] as number);
      // dx = slope * (dy - mean(dy) - normed x * mean(dy * normed x)), as a line in x.
      tilt[map] = (dGamma / count) * (inverse[map] as number);
      level[map] = (dBeta[map] as number) / count - (tilt[map] as number) * (mean[map] as number);
    }
    tiltError(dy, x, maps, slope, level, tilt);
    return dy;
  };
  return { values, back };
}

function roundLine(x: Float32Array, maps: number, slope: PerMap, offset: PerMap, scale: number, top: number, values: Float32Array): void {
  const inverse = 1 / scale;
  for (let base = 0; base < x.length; base += maps) {
    for (let map = 0; map < maps; map++) {
      const code = Math.floor(Math.fround((x[base + map] as number) * (slope[map] as number) + (offset[map] as number)) * inverse + 0.5);
      values[base + map] = (code < 0 ? 0 : code > top ? top : code) * scale;
    }
  }
}

function cutLine(x: Float32Array, maps: number, slope: PerMap, offset: PerMap, values: Float32Array): void {
  for (let base = 0; base < x.length; base += maps) {
    for (let map = 0; map < maps; map++) {
      const value = (x[base + map] as number) * (slope[map] as number) + (offset[map] as number);
      values[base + map] = value > 0 ? value : 0;
    }
  }
}

/** Clears the error where relu or the top code cuts, sums it and its products with x, and gives the gradient to the scale's logarithm. */
function maskError(
  dy: Float32Array, x: Float32Array, values: Float32Array, maps: number, slope: PerMap, offset: PerMap, top: number, sums: PerMap, products: PerMap,
): number {
  let steps = 0;
  for (let base = 0; base < x.length; base += maps) {
    for (let map = 0; map < maps; map++) {
      const source = x[base + map] as number;
      const value = source * (slope[map] as number) + (offset[map] as number);
      const error = dy[base + map] as number;
      if (value <= 0) dy[base + map] = 0;
      else if (value > top) { steps += error * top; dy[base + map] = 0; }
      else {
        steps += error * ((values[base + map] as number) - value);
        sums[map] = (sums[map] as number) + error;
        products[map] = (products[map] as number) + error * source;
      }
    }
  }
  return steps;
}

function tiltError(dy: Float32Array, x: Float32Array, maps: number, slope: PerMap, level: PerMap, tilt: PerMap): void {
  for (let base = 0; base < x.length; base += maps) {
    for (let map = 0; map < maps; map++) {
      dy[base + map] = (slope[map] as number) * ((dy[base + map] as number) - (level[map] as number) - (tilt[map] as number) * (x[base + map] as number));
    }
  }
}
