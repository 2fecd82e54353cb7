// How the values that a conv's weights multiply vary together: the covariance of windows, per group. With it the error of a layer's result
// that comes from rounded weights is a quadratic form of their errors. The mean is left out: the bias takes it up.
import type { Shape } from '../../ir/graph.ts';
import type { WeightLayer } from '../params.ts';
import { readWindow } from './taps.ts';

/** [size, size], symmetric. */
export interface Covariance {
  readonly size: number;
  readonly values: Float64Array;
}

/** Larger windows are left to least squares on the weights. */
const LARGEST_WINDOW = 1200;
const MOST_WINDOWS = 8192;
/** Multiply-adds that the windows of a layer may cost. */
const MOST_WORK = 2e9;
/** Added to the diagonal, as a share of its mean: places that hardly vary in the sample still count. */
const RIDGE = 0.01;

export interface CovarianceSum {
  readonly add: (values: ArrayLike<number>) => void;
  /** One per group. */
  readonly finish: () => Covariance[];
}

/** Null where the layer has no windows (transposed conv) or too large ones. `frames` will be added. */
export function makeCovariance(layer: WeightLayer, input: Shape, frames: number): CovarianceSum | null {
  const size = (input[0] / layer.groups) * layer.kernel[0] * layer.kernel[1];
  if (layer.kind !== 'conv' || size > LARGEST_WINDOW) return null;
  const pixels = layer.shape[1] * layer.shape[2];
  const wanted = Math.min(MOST_WINDOWS, Math.max(2 * size, Math.floor(MOST_WORK / (layer.groups * size * size))));
  const perFrame = Math.min(pixels, Math.max(1, Math.ceil(wanted / frames)));
  const products = Array.from({ length: layer.groups }, () => new Float64Array(size * size));
  const sums = Array.from({ length: layer.groups }, () => new Float64Array(size));
  const patch = new Float64Array(size);
  let windows = 0;
  let frame = 0;
  return {
    add: (values) => {
      // The first pixel moves from frame to frame, so that all places are seen in turn.
      const offset = (frame++ * 7919) % pixels;
      for (let i = 0; i < perFrame; i++) {
        const pixel = (offset + Math.floor((i * pixels) / perFrame)) % pixels;
        windows++;
        for (let group = 0; group < layer.groups; group++) {
          readWindow(layer, input, values, { y: Math.floor(pixel / layer.shape[2]), x: pixel % layer.shape[2], first: (group * input[0]) / layer.groups }, patch);
          addProducts(patch, products[group] as Float64Array, sums[group] as Float64Array);
        }
      }
    },
    finish: () => products.map((product, group) => ({ size, values: centred(product, sums[group] as Float64Array, windows) })),
  };
}

function addProducts(patch: Float64Array, products: Float64Array, sums: Float64Array): void {
  const { length } = patch;
  for (let i = 0; i < length; i++) {
    const value = patch[i] as number;
    if (value === 0) continue;
    sums[i] = (sums[i] as number) + value;
    const row = i * length;
    for (let j = 0; j <= i; j++) products[row + j] = (products[row + j] as number) + value * (patch[j] as number);
  }
}

function centred(products: Float64Array, sums: Float64Array, count: number): Float64Array {
  const size = sums.length;
  const values = new Float64Array(size * size);
  let trace = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = (products[i * size + j] as number) / count - ((sums[i] as number) / count) * ((sums[j] as number) / count);
      values[i * size + j] = value;
      values[j * size + i] = value;
    }
    trace += values[i * size + i] as number;
  }
  for (let i = 0; i < size; i++) values[i * size + i] = (values[i * size + i] as number) + (RIDGE * trace) / size;
  return values;
}
