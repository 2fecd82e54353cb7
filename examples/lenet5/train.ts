// Trains the two LeNet-5 of this folder on MNIST and writes lenet5.safetensors and lenet5-ternary.safetensors. Starts in
// real numbers, then rounds weights and activations while training on, so that the network learns to live with the
// rounding. The same seed gives the same files. Usage: train [--data DIR] [--out DIR] [--seed N] [--quick]
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { makeRandom } from '../../runtime/random.ts';
import { writeSafetensors } from '../../runtime/safetensors.ts';
import { loadDigits, mnistFolder } from './training/digits.ts';
import type { Digits } from './training/digits.ts';
import { exportTensors } from './training/export.ts';
import { measureAccuracy, trainStage } from './training/learn.ts';
import type { Stage } from './training/learn.ts';
import { makeNetwork } from './training/network.ts';

/** The ranges of tanh in the .nf files: with 0.75 the eight levels run from -0.75 to 1 in quarters. */
const RANGES = { range: 0.75, poolRange: 0.75 };

const STAGES: readonly (Stage & { readonly file?: string })[] = [
  { name: 'real', rounding: { grid: 'real', levels: 'real', ...RANGES }, epochs: 2, learningRate: 2e-3 },
  { name: '6b', rounding: { grid: '6b', levels: '3b', ...RANGES }, epochs: 10, learningRate: 2e-3, file: 'lenet5.safetensors' },
  { name: 'ternary', rounding: { grid: 'ternary', levels: '3b', ...RANGES }, epochs: 12, learningRate: 2e-3, file: 'lenet5-ternary.safetensors' },
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: mnistFolder() },
      out: { type: 'string', default: path.join('examples', 'lenet5') },
      seed: { type: 'string', default: '1998' },
      quick: { type: 'boolean', default: false },
    },
  });
  await tf.setBackend('wasm');
  await tf.ready();
  const random = makeRandom(Number(values.seed));
  const network = makeNetwork(random);
  const trainSet = firstDigits(loadDigits(values.data, 'train'), values.quick ? 2000 : Infinity);
  const testSet = firstDigits(loadDigits(values.data, 't10k'), values.quick ? 500 : Infinity);
  for (const stage of STAGES) {
    let startMs = performance.now();
    trainStage(network, trainSet, values.quick ? { ...stage, epochs: 1 } : stage, random, ({ epoch, loss }) => {
      const accuracy = measureAccuracy(network, testSet, stage.rounding);
      const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
      console.error(`${stage.name.padEnd(8)} epoch ${epoch}  loss ${loss.toFixed(4)}  test accuracy ${(100 * accuracy).toFixed(2)} %  ${seconds} s`);
      startMs = performance.now();
    });
    if (stage.file === undefined) continue;
    const file = path.join(values.out, stage.file);
    writeFileSync(file, writeSafetensors(exportTensors(network, stage.rounding.grid), { seed: values.seed, weights: stage.name }));
    console.error(`wrote ${file}`);
  }
}

/** The first `count` digits of a set, for a trial run. */
function firstDigits(digits: Digits, count: number): Digits {
  return { ...digits, count: Math.min(count, digits.count) };
}

await main();
