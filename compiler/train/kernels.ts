// Convolution and its two gradients, all as forward convolutions: the wasm backend has no kernel gradient, and its forward convolution is
// several times as fast as its input gradient. Tensors are [batch, H, W, maps], kernels [kh, kw, in, out]; groups are one here.
// The gradient to the kernel correlates the input with the error (maps in the place of the batch); the one to the input is a convolution of
// the error, spread by the stride, with the kernel turned by half a circle (Goodfellow, Bengio and Courville, Deep Learning, section 9.5).
import type * as Tensors from '@tensorflow/tfjs-core';
import type { Padding, Pair } from '../ir/float-graph.ts';
import type { TensorLibrary } from '../reference/float-backend.ts';

export type Batch = Tensors.Tensor4D;

export interface ConvGeometry {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
}

const explicit = (top: number, bottom: number, left: number, right: number): [[number, number], [number, number], [number, number], [number, number]] =>
  [[0, 0], [top, bottom], [left, right], [0, 0]];

const isOneByOne = ({ kernel, stride, padding }: ConvGeometry): boolean =>
  kernel[0] * kernel[1] * stride[0] * stride[1] === 1 && padding.top + padding.bottom + padding.left + padding.right === 0;

const coversInput = ({ kernel, padding }: ConvGeometry, height: number, width: number): boolean =>
  kernel[0] === height && kernel[1] === width && padding.top + padding.bottom + padding.left + padding.right === 0;

export function convolve(tf: TensorLibrary, x: Batch, kernel: Batch, geometry: ConvGeometry): Batch {
  const { stride, padding } = geometry;
  const [batch, height, width] = x.shape;
  if (coversInput(geometry, height, width)) {
    const maps = kernel.shape[3];
    return tf.reshape(tf.matMul(tf.reshape(x, [batch, -1]), tf.reshape(kernel, [-1, maps])), [batch, 1, 1, maps]);
  }
  return tf.conv2d(x, kernel, [...stride], explicit(padding.top, padding.bottom, padding.left, padding.right));
}

/** Gradient of `convolve` to its kernel. Transposes are explicit: matrix products with flagged ones are ten times slower. */
export function kernelGradient(tf: TensorLibrary, x: Batch, dy: Batch, geometry: ConvGeometry): Batch {
  const { kernel: [kh, kw], stride, padding } = geometry;
  const [batch, height, width, inputs] = x.shape;
  const maps = dy.shape[3];
  const rows = isOneByOne(geometry) ? batch * height * width : batch;
  if (isOneByOne(geometry) || coversInput(geometry, height, width)) {
    return tf.reshape(tf.matMul(tf.transpose(tf.reshape(x, [rows, -1])), tf.reshape(dy, [rows, maps])), [kh, kw, inputs, maps]);
  }
  const mapsAsBatch = tf.transpose(x, [3, 1, 2, 0]);
  const errorAsKernel = tf.transpose(dy, [1, 2, 0, 3]) as Batch;
  const all = tf.conv2d(mapsAsBatch, errorAsKernel, 1, explicit(padding.top, padding.bottom, padding.left, padding.right), 'NHWC', [...stride]);
  // Where the stride leaves rows over at the end, there are more offsets than the kernel has.
  return tf.transpose(tf.slice(all, [0, 0, 0, 0], [inputs, kh, kw, maps]), [1, 2, 0, 3]);
}

/** Gradient of `convolve` to its input, which had the size `height` x `width`. */
export function inputGradient(tf: TensorLibrary, dy: Batch, kernel: Batch, geometry: ConvGeometry, [height, width]: Pair): Batch {
  const { kernel: [kh, kw], stride, padding } = geometry;
  const [batch] = dy.shape;
  const [, , inputs, maps] = kernel.shape;
  if (coversInput(geometry, height, width)) {
    const turned = tf.transpose(tf.reshape(kernel, [-1, maps]));
    return tf.reshape(tf.matMul(tf.reshape(dy, [batch, maps]), turned), [batch, height, width, inputs]);
  }
  const spread = spreadByStride(tf, dy, stride);
  const turned = tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]) as Batch;
  const above = kh - 1 - padding.top;
  const left = kw - 1 - padding.left;
  const below = height - spread.shape[1] - above + kh - 1;
  const right = width - spread.shape[2] - left + kw - 1;
  const full = tf.conv2d(spread, turned, 1, explicit(Math.max(0, above), Math.max(0, below), Math.max(0, left), Math.max(0, right)));
  if (Math.min(above, below, left, right) >= 0) return full;
  return tf.slice(full, [0, Math.max(0, -above), Math.max(0, -left), 0], [batch, height, width, inputs]);
}

/** Zeros between the pixels. */
function spreadByStride(tf: TensorLibrary, dy: Batch, [down, across]: Pair): Batch {
  if (down === 1 && across === 1) return dy;
  const [batch, height, width, maps] = dy.shape;
  const [tall, wide] = [(height - 1) * down + 1, (width - 1) * across + 1];
  const values = dy.dataSync<'float32'>();
  const spread = new Float32Array(batch * tall * wide * maps);
  for (let row = 0; row < batch * height; row++) {
    const to = (Math.floor(row / height) * tall + (row % height) * down) * wide;
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * maps;
      spread.set(values.subarray(from, from + maps), (to + column * across) * maps);
    }
  }
  return tf.tensor4d(spread, [batch, tall, wide, maps]);
}
