// The committed LeNet-5 networks as integers: every code equals what training meant, and the 10,000 test digits are read
// as well as the README says.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { IntegerGraph, IntegerTensor } from '../../compiler/ir/integer-graph.ts';
import { quantize } from '../../compiler/quantize/quantize.ts';
import { prepareInteger } from '../../compiler/reference/integer.ts';
import { loadDigits, mnistFolder, PIXELS } from '../../examples/lenet5/mnist.ts';
import { loadModel } from '../../runtime/load-model.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { readNpy } from '../../runtime/npy.ts';
import { readSafetensors } from '../../runtime/safetensors.ts';
import { runInRealNumbers } from './lenet5-in-real-numbers.ts';

const folder = fileURLToPath(new URL('../../examples/lenet5/', import.meta.url));
const testSet = loadDigits(mnistFolder(), 't10k');
const RANGE = 0.75;

/** Input maps of each of the 16 maps of c3, from LeCun, Bottou, Bengio and Haffner, 1998, table I. */
const LECUN_TABLE: readonly (readonly number[])[] = [
  [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
  [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
  [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
];

/** Tensors of one frame by node name. */
type Run = (frame: Uint8Array) => Map<string, IntegerTensor>;

async function openNetwork(name: string): Promise<{ graph: IntegerGraph; run: Run; isExact: boolean }> {
  const { graph: float, warnings } = loadModel(`${folder}${name}.nf`, new Map());
  expect(warnings).toEqual([]);
  const { graph, report } = await quantize(float, loadParams(float), []);
  const evaluate = prepareInteger(graph);
  const run: Run = (frame) => {
    const tensors = evaluate(new Map([['image', { shape: [1, 32, 32], data: Int32Array.from(frame) }]]));
    return new Map(graph.nodes.map((node) => [node.name, tensors.get(node.id) as IntegerTensor]));
  };
  return { graph, run, isExact: report.layers.every((layer) => layer.isExact !== false) };
}

const digitOf = (tensors: ReadonlyMap<string, IntegerTensor>): number | undefined => tensors.get('digit')?.data[0];

describe.each([
  ['lenet5', 32, 9_915, []],
  ['lenet5-ternary', 1, 9_905, ['3a.npy']],
])('%s', (name, largest, expectedRight, misread) => {
  test('the trained weights are taken over exactly and within their precision', async () => {
    const { graph, isExact } = await openNetwork(name);
    expect(isExact).toBe(true);
    const layers = graph.nodes.filter((node) => node.kind === 'conv');
    expect(layers.map((layer) => layer.shape)).toEqual([[6, 28, 28], [16, 10, 10], [120, 1, 1], [84, 1, 1], [10, 1, 1]]);
    for (const layer of layers) expect(layer.weights.every((weight) => Math.abs(weight) <= largest)).toBe(true);
    const c3 = layers[1]?.weights ?? new Int8Array(0);
    for (let block = 0; block < 96; block += 1) {
      if (!LECUN_TABLE[Math.floor(block / 6)]?.includes(block % 6)) expect(c3.subarray(block * 25, block * 25 + 25).every((weight) => weight === 0)).toBe(true);
    }
    expect(layers.map((layer) => layer.macs)).toEqual([117_600, 150_000, 48_000, 10_080, 840]);
  });

  test('every code of 40 digits is the one that double precision gives', { timeout: 60_000 }, async () => {
    const { graph, run } = await openNetwork(name);
    const tensors = readSafetensors(readFileSync(`${folder}${name}.safetensors`), `${name}.safetensors`);
    const coded = graph.nodes.filter((node) => node.format.kind === 'codes');
    for (let index = 0; index < 40; index += 1) {
      const frame = testSet.frames.subarray(index * PIXELS, (index + 1) * PIXELS);
      const expected = runInRealNumbers(tensors, RANGE, frame);
      const found = run(frame);
      expect(coded.map((node) => Array.from(found.get(node.name)?.data ?? []))).toEqual([...expected.codes.values()]);
      expect(digitOf(found)).toBe(expected.logits.indexOf(Math.max(...expected.logits)));
    }
  });

  test('10,000 test digits', { timeout: 300_000 }, async () => {
    const { run } = await openNetwork(name);
    let right = 0;
    for (let index = 0; index < testSet.count; index += 1) {
      if (digitOf(run(testSet.frames.subarray(index * PIXELS, (index + 1) * PIXELS))) === testSet.labels[index]) right += 1;
    }
    expect(right).toBe(expectedRight);
  });

  test('the demonstration digits', async () => {
    const { run } = await openNetwork(name);
    const labels = readFileSync(`${folder}digits/labels.txt`, 'utf8').trim().split('\n').map((line) => line.split(' '));
    const read = (file: string): number | undefined => digitOf(run(readNpy(readFileSync(`${folder}digits/${file}`), file).data as Uint8Array));
    const wrong = labels.filter(([file = '', label]) => read(file) !== Number(label)).map(([file]) => file);
    expect(labels).toHaveLength(20);
    expect(wrong).toEqual(misread);
  });
});
