// One training stage after another on the same network: Adam, a learning rate that falls along a half cosine within each stage.
// Everything random comes from the generator passed in; the only output is the report callback.
import * as tf from '@tensorflow/tfjs-core';
import { PIXELS, SIDE, writeDistorted } from './digits.ts';
import type { Digits } from './digits.ts';
import { LAYER_NAMES, runNetwork } from './network.ts';
import type { Network, Rounding } from './network.ts';
import { shuffledIndices } from './shuffle.ts';
import type { Random } from './shuffle.ts';
import { crossEntropy } from './tensor-ops.ts';

const BATCH = 100;

export interface Stage {
  readonly name: string;
  readonly rounding: Rounding;
  readonly epochs: number;
  /** At the start of the stage; the last step has almost 0. */
  readonly learningRate: number;
}

export interface EpochResult {
  readonly stage: string;
  readonly epoch: number;
  readonly loss: number;
}

/** Trains the network in place. `onEpoch` is called after each epoch with the mean loss of its batches. */
export function trainStage(network: Network, digits: Digits, stage: Stage, random: Random, onEpoch: (result: EpochResult) => void): void {
  const optimizer = tf.train.adam(stage.learningRate);
  const stepsPerEpoch = Math.floor(digits.count / BATCH);
  const variables = LAYER_NAMES.flatMap((name) => [network.weights[name], network.biases[name]]);
  const batch = new Float32Array(BATCH * PIXELS);
  const labels = new Uint8Array(BATCH);
  for (let epoch = 0; epoch < stage.epochs; epoch += 1) {
    const order = shuffledIndices(digits.count, random);
    let lossSum = 0;
    for (let step = 0; step < stepsPerEpoch; step += 1) {
      for (let i = 0; i < BATCH; i += 1) {
        const index = order[step * BATCH + i] ?? 0;
        writeDistorted(digits.frames.subarray(index * PIXELS, (index + 1) * PIXELS), random, batch, i * PIXELS);
        labels[i] = digits.labels[index] ?? 0;
      }
      const progress = (epoch * stepsPerEpoch + step) / (stage.epochs * stepsPerEpoch);
      setLearningRate(optimizer, stage.learningRate * 0.5 * (1 + Math.cos(Math.PI * progress)));
      lossSum += takeStep(network, stage.rounding, optimizer, variables, batch, labels);
    }
    onEpoch({ stage: stage.name, epoch: epoch + 1, loss: lossSum / stepsPerEpoch });
  }
  optimizer.dispose();
}

function takeStep(
  network: Network, rounding: Rounding, optimizer: tf.AdamOptimizer, variables: tf.Variable[], batch: Float32Array, labels: Uint8Array,
): number {
  return tf.tidy(() => {
    const images = tf.tensor4d(batch, [BATCH, SIDE, SIDE, 1]);
    const { value, grads } = tf.variableGrads(() => crossEntropy(runNetwork(network, images, rounding), labels), variables);
    optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
    return value.dataSync()[0] ?? 0;
  });
}

/** tfjs reads the rate at every step, but declares it out of reach. */
function setLearningRate(optimizer: tf.AdamOptimizer, rate: number): void {
  (optimizer as unknown as { learningRate: number }).learningRate = rate;
}

/** Share of digits whose largest logit (the lowest index on a tie) is their label; single-precision arithmetic. */
export function measureAccuracy(network: Network, digits: Digits, rounding: Rounding): number {
  let right = 0;
  for (let first = 0; first < digits.count; first += BATCH) {
    const count = Math.min(BATCH, digits.count - first);
    const logits = tf.tidy(() => {
      const frames = Float32Array.from(digits.frames.subarray(first * PIXELS, (first + count) * PIXELS), (byte) => byte / 255);
      return runNetwork(network, tf.tensor4d(frames, [count, SIDE, SIDE, 1]), rounding).dataSync();
    });
    for (let i = 0; i < count; i += 1) {
      const scores = Array.from(logits.subarray(i * 10, (i + 1) * 10));
      if (scores.indexOf(Math.max(...scores)) === digits.labels[first + i]) right += 1;
    }
  }
  return right / digits.count;
}
