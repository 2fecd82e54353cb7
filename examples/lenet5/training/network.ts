// LeNet-5 in tfjs, as the .nf files describe it: same layers, same connection table, same places where values are rounded.
// Weights are tfjs variables in tfjs order (output map last); the real ones are kept, the rounded ones are what a picture sees.
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from './shuffle.ts';
import { addBias, averagePool, convolve, convolveImage, multiply, multiplyBy, onGrid, quantizedTanh, realTanh, reshape } from './tensor-ops.ts';
import type { WeightGrid } from './weight-grid.ts';

export type LayerName = 'c1' | 'c3' | 'c5' | 'f6' | 'logits';
export const LAYER_NAMES: readonly LayerName[] = ['c1', 'c3', 'c5', 'f6', 'logits'];

/** Kernel shapes [height, width, in, out]; c5 covers its whole input, and dense layers are 1x1. */
export const KERNEL_SHAPES: Readonly<Record<LayerName, readonly [number, number, number, number]>> = {
  c1: [5, 5, 1, 6], c3: [5, 5, 6, 16], c5: [5, 5, 16, 120], f6: [1, 1, 120, 84], logits: [1, 1, 84, 10],
};

/** Input maps of each of the 16 maps of c3, from LeCun, Bottou, Bengio and Haffner, 1998, table I. */
export const LECUN_TABLE: readonly (readonly number[])[] = [
  [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
  [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
  [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
];

export interface Network {
  readonly weights: Readonly<Record<LayerName, tf.Variable>>;
  readonly biases: Readonly<Record<LayerName, tf.Variable>>;
  /** 1 where c3 has a connection, as [1, 1, 6, 16]. */
  readonly tableMask: tf.Tensor;
}

/** What is rounded: `levels` says whether tanh has eight levels, `grid` where weights lie. */
export interface Rounding {
  readonly grid: WeightGrid;
  readonly levels: 'real' | '3b';
  /** Real value of the code three above zero, in tanh after a convolution or dense layer and after pooling. */
  readonly range: number;
  readonly poolRange: number;
}

/** Uniform initial weights of variance 1 / fan-in, which keeps tanh in its useful part. */
export function makeNetwork(random: Random): Network {
  const connected = new Set(LECUN_TABLE.flatMap((inputs, map) => inputs.map((input) => input * 16 + map)));
  const mask = Float32Array.from({ length: 6 * 16 }, (_, index) => (connected.has(index) ? 1 : 0));
  const layers = LAYER_NAMES.map((name) => {
    const [height, width, inputs, maps] = KERNEL_SHAPES[name];
    const values = new Float32Array(height * width * inputs * maps);
    for (let i = 0; i < values.length; i += 1) {
      const fanIn = name === 'c3' ? 25 * (LECUN_TABLE[i % 16]?.length ?? 0) : height * width * inputs;
      const isConnected = name !== 'c3' || mask[i % 96] === 1;
      values[i] = (random() * 2 - 1) * Math.sqrt(3 / fanIn) * (isConnected ? 1 : 0);
    }
    return [name, tf.variable(tf.tensor4d(values, [height, width, inputs, maps]), true, `${name}.weight`), tf.variable(tf.zeros([maps]), true, `${name}.bias`)] as const;
  });
  return {
    weights: Object.fromEntries(layers.map(([name, weight]) => [name, weight])) as Record<LayerName, tf.Variable>,
    biases: Object.fromEntries(layers.map(([name, , bias]) => [name, bias])) as Record<LayerName, tf.Variable>,
    tableMask: tf.tensor(mask, [1, 1, 6, 16]),
  };
}

/** Logits [batch, 10] of pictures [batch, 32, 32, 1] with values 0..1. */
export function runNetwork(network: Network, images: tf.Tensor4D, rounding: Rounding): tf.Tensor {
  const kernel = (name: LayerName): tf.Tensor => onGrid(network.weights[name], rounding.grid, name === 'logits' ? 'per-tensor' : 'per-map');
  const squash = (x: tf.Tensor, range: number): tf.Tensor => (rounding.levels === 'real' ? realTanh(x) : quantizedTanh(x, range));
  const biased = (x: tf.Tensor, name: LayerName): tf.Tensor => squash(addBias(x, network.biases[name]), rounding.range);
  const pooled = (x: tf.Tensor): tf.Tensor => squash(averagePool(x), rounding.poolRange);
  const batch = images.shape[0];

  const s2 = pooled(biased(convolveImage(images, kernel('c1')), 'c1'));
  const c3Kernel = multiplyBy(kernel('c3'), network.tableMask);
  const s4 = pooled(biased(convolve(s2, c3Kernel), 'c3'));
  const c5 = biased(multiply(reshape(s4, [batch, 400]), reshape(kernel('c5'), [400, 120])), 'c5');
  const f6 = biased(multiply(c5, reshape(kernel('f6'), [120, 84])), 'f6');
  return addBias(multiply(f6, reshape(kernel('logits'), [84, 10])), network.biases.logits);
}
