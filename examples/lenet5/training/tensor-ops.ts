// The operations of training, each with its gradient: tfjs under Node registers none of its own, and its wasm backend lacks
// the kernel gradient of a convolution. Convolution gradients are written as convolutions; quantizers pass the gradient
// straight through; loops over values are plain code, which is faster here than a chain of small tensor operations.
import * as tf from '@tensorflow/tfjs-core';
import { projectWeights } from './weight-grid.ts';
import type { WeightGrid } from './weight-grid.ts';

type Gradients = { value: tf.Tensor; gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor | tf.Tensor[] };
type Save = (tensors: tf.Tensor[]) => void;

/** tfjs passes the operands and then `save`; this gives the two their types. */
function withGradient(operands: tf.Tensor[], run: (save: Save) => Gradients): tf.Tensor {
  return tf.customGrad((...all: (tf.Tensor | tf.GradSaveFunc)[]) => run(all.at(-1) as Save))(...operands);
}

/** Gradient of a valid, stride-1 convolution to its kernel: pictures and maps change places with the batch. */
function kernelGradient(x: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor4D {
  const mapsAsBatch = tf.transpose(x, [3, 1, 2, 0]);
  const errorAsKernel = tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D;
  return tf.transpose(tf.conv2d(mapsAsBatch, errorAsKernel, 1, 'valid'), [1, 2, 0, 3]);
}

function inputGradient(dy: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  const [height, width] = kernel.shape;
  const turned = tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D;
  const padded = tf.pad(dy, [[0, 0], [height - 1, height - 1], [width - 1, width - 1], [0, 0]]);
  return tf.conv2d(padded, turned, 1, 'valid');
}

/** Valid convolution of [batch, H, W, in] with [kh, kw, in, out]. */
export function convolve(x: tf.Tensor, kernel: tf.Tensor): tf.Tensor {
  return withGradient([x, kernel], (save) => {
    save([x, kernel]);
    return {
      value: tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'valid'),
      gradFunc: (dy, saved) => [
        inputGradient(dy as tf.Tensor4D, saved[1] as tf.Tensor4D),
        kernelGradient(saved[0] as tf.Tensor4D, dy as tf.Tensor4D),
      ],
    };
  });
}

/** The same on the picture itself, which needs no gradient. */
export function convolveImage(image: tf.Tensor4D, kernel: tf.Tensor): tf.Tensor {
  return withGradient([kernel], () => ({
    value: tf.conv2d(image, kernel as tf.Tensor4D, 1, 'valid'),
    gradFunc: (dy) => kernelGradient(image, dy as tf.Tensor4D),
  }));
}

/** [batch, in] times [in, out]. The transposes are explicit because products with flagged ones are ten times slower. */
export function multiply(x: tf.Tensor, matrix: tf.Tensor): tf.Tensor {
  return withGradient([x, matrix], (save) => {
    save([x, matrix]);
    return {
      value: tf.matMul(x, matrix),
      gradFunc: (dy, saved) => [
        tf.matMul(dy, tf.transpose(saved[1] as tf.Tensor2D)),
        tf.matMul(tf.transpose(saved[0] as tf.Tensor2D), dy),
      ],
    };
  });
}

/** One bias per map, on the last axis. */
export function addBias(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return withGradient([x, bias], () => ({
    value: tf.add(x, bias),
    gradFunc: (dy) => [dy, tf.sum(tf.reshape(dy, [-1, bias.size]), 0)],
  }));
}

/** `factors` must not need a gradient; it is broadcast over the leading axes of x. */
export function multiplyBy(x: tf.Tensor, factors: tf.Tensor): tf.Tensor {
  return withGradient([x], () => ({ value: tf.mul(x, factors), gradFunc: (dy) => tf.mul(dy, factors) }));
}

export function reshape(x: tf.Tensor, shape: number[]): tf.Tensor {
  return withGradient([x], () => ({ value: tf.reshape(x, shape), gradFunc: (dy) => tf.reshape(dy, x.shape) }));
}

/** 2x2 mean with stride 2. */
export function averagePool(x: tf.Tensor): tf.Tensor {
  const [, height = 0, width = 0] = x.shape;
  return withGradient([x], () => ({
    value: tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid'),
    gradFunc: (dy) => tf.mul(tf.image.resizeNearestNeighbor(dy as tf.Tensor4D, [height, width]), 0.25),
  }));
}

/** Weights on their grid; the gradient is that of the weights before. */
export function onGrid(weights: tf.Tensor, grid: WeightGrid, scales: 'per-map' | 'per-tensor'): tf.Tensor {
  if (grid === 'real') return weights;
  return withGradient([weights], () => ({
    value: tf.tensor(projectWeights(weights.dataSync<'float32'>(), weights.shape.at(-1) ?? 1, grid, scales), weights.shape),
    gradFunc: (dy) => dy,
  }));
}

/** Real values at which a 3-bit tanh steps up: codes 0..7 mean (code - 3) * range / 3, the nearest one is taken, ties
 *  upward. A step that tanh never reaches is Infinity. */
export function tanhThresholds(range: number): number[] {
  return Array.from({ length: 7 }, (_, step) => {
    const level = ((step - 2.5) * range) / 3;
    return level >= 1 ? Infinity : level <= -1 ? -Infinity : Math.atanh(level);
  });
}

/** tanh in real numbers. */
export function realTanh(x: tf.Tensor): tf.Tensor {
  return withGradient([x], (save) => {
    const y = tf.tanh(x);
    save([y]);
    return { value: y, gradFunc: (dy, saved) => tf.mul(dy, tf.sub(1, tf.square(saved[0] as tf.Tensor))) };
  });
}

/** tanh rounded to eight levels; the gradient is that of a smooth curve close to tanh (within 0.024). */
export function quantizedTanh(x: tf.Tensor, range: number): tf.Tensor {
  const steps = makeStepTable(tanhThresholds(range));
  const level = range / 3;
  return withGradient([x], (save) => {
    save([x]);
    const values = x.dataSync<'float32'>();
    for (let i = 0; i < values.length; i += 1) values[i] = (codeOf(values[i] ?? 0, steps) - 3) * level;
    return { value: tf.tensor(values, x.shape), gradFunc: (dy, saved) => tanhGradient(saved[0] as tf.Tensor, dy) };
  });
}

/** For each 64th of -4..4: the steps reached at its start, and the one step that may lie inside. */
interface StepTable {
  readonly reached: Uint8Array;
  readonly next: Float64Array;
}

/** Steps must ascend, lie inside -4..4 (or be infinite) and be more than a 64th apart. */
function makeStepTable(thresholds: readonly number[]): StepTable {
  const reached = Uint8Array.from({ length: 512 }, (_, cell) => thresholds.filter((threshold) => threshold <= (cell - 256) / 64).length);
  return { reached, next: Float64Array.from(reached, (count) => thresholds[count] ?? Infinity) };
}

/** Number of steps that x has reached. */
function codeOf(x: number, { reached, next }: StepTable): number {
  const cell = x < -4 ? 0 : x >= 4 ? 511 : Math.floor((x + 4) * 64);
  return (reached[cell] ?? 0) + (x >= (next[cell] ?? Infinity) ? 1 : 0);
}

/** 1 - t^2 with t = x (27 + x^2) / (27 + 9 x^2), which is 1 from x = 3 on. */
function tanhGradient(x: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  const values = x.dataSync<'float32'>();
  const errors = dy.dataSync<'float32'>();
  for (let i = 0; i < values.length; i += 1) {
    const value = Math.min(3, Math.abs(values[i] ?? 0));
    const square = value * value;
    const curve = (value * (27 + square)) / (27 + 9 * square);
    errors[i] = (errors[i] ?? 0) * (1 - curve * curve);
  }
  return tf.tensor(errors, x.shape);
}

/** Mean cross-entropy of softmax(logits) against labels, each [batch, 10] and [batch]. */
export function crossEntropy(logits: tf.Tensor, labels: Uint8Array): tf.Scalar {
  return withGradient([logits], () => {
    const values = logits.dataSync<'float32'>();
    const classes = logits.shape[1] ?? 1;
    let loss = 0;
    for (let row = 0; row < labels.length; row += 1) {
      const scores = values.subarray(row * classes, (row + 1) * classes);
      const largest = scores.reduce((a, b) => Math.max(a, b));
      const powers = scores.map((score) => Math.exp(score - largest));
      const sum = powers.reduce((a, b) => a + b);
      const label = labels[row] ?? 0;
      loss -= Math.log((powers[label] ?? 0) / sum + 1e-30) / labels.length;
      for (let index = 0; index < classes; index += 1) {
        scores[index] = ((powers[index] ?? 0) / sum - (index === label ? 1 : 0)) / labels.length;
      }
    }
    return { value: tf.scalar(loss), gradFunc: (dy) => tf.mul(tf.tensor(values, logits.shape), dy) };
  }) as tf.Scalar;
}
