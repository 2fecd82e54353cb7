// The parts of LeNet-5's training: gradients against finite differences, weights on their grid, thresholds of tanh, and a
// seed that fixes everything.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { PIXELS } from '../../examples/lenet5/training/digits.ts';
import type { Digits } from '../../examples/lenet5/training/digits.ts';
import { exportTensors } from '../../examples/lenet5/training/export.ts';
import { trainStage } from '../../examples/lenet5/training/learn.ts';
import { LECUN_TABLE, makeNetwork, runNetwork } from '../../examples/lenet5/training/network.ts';
import { shuffledIndices } from '../../examples/lenet5/training/shuffle.ts';
import {
  addBias, averagePool, convolve, convolveImage, crossEntropy, multiply, multiplyBy, quantizedTanh, realTanh, reshape, tanhThresholds,
} from '../../examples/lenet5/training/tensor-ops.ts';
import { keep16Bits, projectWeights } from '../../examples/lenet5/training/weight-grid.ts';
import { makeRandom } from '../../runtime/random.ts';
import { writeSafetensors } from '../../runtime/safetensors.ts';

beforeAll(async () => {
  await tf.setBackend('wasm');
  await tf.ready();
});

function randomValues(count: number, seed: number): Float32Array {
  const random = makeRandom(seed);
  return Float32Array.from({ length: count }, () => random() * 2 - 1);
}

/** Compares the gradient of sum(weights * run(operands)) with differences of the function itself, at every place. */
function expectGradients(shapes: readonly number[][], run: (operands: tf.Tensor[]) => tf.Tensor): void {
  const values = shapes.map((shape, index) => randomValues(shape.reduce((a, b) => a * b), index + 1));
  const evaluate = (): Float64Array => Float64Array.from(tf.tidy(() => run(values.map((v, i) => tf.tensor(v, shapes[i]))).dataSync()));
  const factors = randomValues(evaluate().length, 99);
  const weigh = (results: Float64Array): number => results.reduce((sum, result, i) => sum + result * (factors[i] ?? 0), 0);
  const gradients = tf.tidy(() => tf.grads((...operands: tf.Tensor[]) => run(operands))(
    values.map((v, i) => tf.tensor(v, shapes[i])), tf.tensor(factors, run(values.map((v, i) => tf.tensor(v, shapes[i]))).shape),
  ).map((gradient) => gradient.dataSync()));
  values.forEach((operand, index) => {
    operand.forEach((value, place) => {
      operand[place] = value + 0.01;
      const above = weigh(evaluate());
      operand[place] = value - 0.01;
      const below = weigh(evaluate());
      operand[place] = value;
      expect(gradients[index]?.[place]).toBeCloseTo((above - below) / 0.02, 2);
    });
  });
}

describe('gradients agree with finite differences', () => {
  test('convolution', () => expectGradients([[2, 5, 6, 3], [3, 2, 3, 2]], ([x, kernel]) => convolve(x as tf.Tensor, kernel as tf.Tensor)));
  test('convolution of the picture', () => {
    const image = tf.tensor4d(randomValues(2 * 5 * 6, 7), [2, 5, 6, 1]);
    expectGradients([[3, 2, 1, 2]], ([kernel]) => convolveImage(image, kernel as tf.Tensor));
  });
  test('matrix product', () => expectGradients([[2, 3], [3, 4]], ([x, matrix]) => multiply(x as tf.Tensor, matrix as tf.Tensor)));
  test('bias', () => expectGradients([[2, 2, 2, 3], [3]], ([x, bias]) => addBias(x as tf.Tensor, bias as tf.Tensor)));
  test('mask', () => {
    const factors = tf.tensor([1, 0, 2]);
    expectGradients([[2, 3]], ([x]) => multiplyBy(x as tf.Tensor, factors));
  });
  test('reshape', () => expectGradients([[2, 3]], ([x]) => reshape(x as tf.Tensor, [3, 2])));
  test('average pooling', () => expectGradients([[2, 4, 6, 2]], ([x]) => averagePool(x as tf.Tensor)));
  test('tanh', () => expectGradients([[8]], ([x]) => realTanh(x as tf.Tensor)));
  test('cross-entropy', () => expectGradients([[2, 10]], ([x]) => crossEntropy(x as tf.Tensor, Uint8Array.of(3, 9))));
});

test('a rounded tanh takes the nearest level, ties upward, and stops at the ends', () => {
  for (const range of [1, 0.75]) {
    const xs = Float32Array.from({ length: 801 }, (_, i) => (i - 400) / 100);
    const rounded = tf.tidy(() => quantizedTanh(tf.tensor(xs), range).dataSync());
    xs.forEach((x, i) => {
      const code = Math.max(0, Math.min(7, Math.floor((Math.tanh(x) * 3) / range + 3.5)));
      expect(rounded[i]).toBeCloseTo(((code - 3) * range) / 3, 6);
    });
  }
  expect(tanhThresholds(1)[6]).toBe(Infinity);
  expect(tanhThresholds(0.75)[6]).toBeCloseTo(Math.atanh(0.875), 12);
});

test('projected weights are a scale times an integer, exactly in single precision', () => {
  for (const [grid, largest] of [['6b', 31], ['ternary', 1]] as const) {
    const maps = 4;
    const projected = projectWeights(randomValues(40 * maps, 5), maps, grid, 'per-map');
    for (let map = 0; map < maps; map += 1) {
      const channel = projected.filter((_, index) => index % maps === map);
      const scale = Math.max(...channel.map(Math.abs)) / largest;
      expect(keep16Bits(scale)).toBe(scale);
      for (const weight of channel) expect(weight / scale).toBe(Math.round(weight / scale));
    }
    expect(projectWeights(new Float32Array(8), 2, grid, 'per-tensor')).toEqual(new Float32Array(8));
  }
});

test('the table of c3 is the one of 1998: 60 connections, each map of s2 read ten times', () => {
  expect(LECUN_TABLE.flat()).toHaveLength(60);
  for (let input = 0; input < 6; input += 1) expect(LECUN_TABLE.flat().filter((other) => other === input)).toHaveLength(10);
});

test('a shuffle holds every index once', () => {
  expect([...shuffledIndices(1000, makeRandom(4))].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
});

/** Two hundred frames of noise with labels. */
function noiseDigits(): Digits {
  const random = makeRandom(11);
  return { count: 200, frames: Uint8Array.from({ length: 200 * PIXELS }, () => random() * 256), labels: Uint8Array.from({ length: 200 }, (_, i) => i % 10) };
}

test('the same seed gives the same file, another seed another one', { timeout: 30_000 }, () => {
  const rounding = { grid: 'ternary', levels: '3b', range: 0.75, poolRange: 0.75 } as const;
  const trainFrom = (seed: number): Uint8Array => {
    const random = makeRandom(seed);
    const network = makeNetwork(random);
    trainStage(network, noiseDigits(), { name: 'noise', rounding, epochs: 1, learningRate: 1e-3 }, random, () => undefined);
    const file = writeSafetensors(exportTensors(network, 'ternary'));
    for (const name of Object.keys(network.weights) as (keyof typeof network.weights)[]) {
      network.weights[name].dispose();
      network.biases[name].dispose();
    }
    return file;
  };
  const first = trainFrom(1);
  expect(trainFrom(1)).toEqual(first);
  expect(trainFrom(2)).not.toEqual(first);
});

test('missing connections stay at zero', () => {
  const network = makeNetwork(makeRandom(21));
  const logits = tf.tidy(() => runNetwork(network, tf.ones([1, 32, 32, 1]), { grid: 'real', levels: 'real', range: 1, poolRange: 1 }).shape);
  expect(logits).toEqual([1, 10]);
  const c3 = exportTensors(network, '6b').get('c3.weight');
  expect(c3?.shape).toEqual([16, 6, 5, 5]);
  for (let map = 0; map < 16; map += 1) {
    for (let input = 0; input < 6; input += 1) {
      const kernel = c3?.data.subarray((map * 6 + input) * 25, (map * 6 + input + 1) * 25) ?? [];
      expect(kernel.some((weight) => weight !== 0)).toBe(LECUN_TABLE[map]?.includes(input));
    }
  }
});
