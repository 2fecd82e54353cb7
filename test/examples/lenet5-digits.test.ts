// MNIST as the example uses it: the official sets, digits in the middle of their frames, the committed demonstration digits.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chooseDemoDigits, printLabels } from '../../examples/lenet5/demo-digits.ts';
import { loadDigits, mnistFolder, SIDE } from '../../examples/lenet5/mnist.ts';
import { readNpy } from '../../runtime/npy.ts';

const folder = new URL('../../examples/lenet5/digits/', import.meta.url);
const testSet = loadDigits(mnistFolder(), 't10k');

test('the test set has 10,000 digits, the first of which is a seven', () => {
  expect(testSet.count).toBe(10_000);
  expect(testSet.labels[0]).toBe(7);
  for (let i = 0; i < SIDE; i += 1) {
    for (const border of [i, SIDE + i, 30 * SIDE + i, 31 * SIDE + i, i * SIDE, i * SIDE + 1, i * SIDE + 30, i * SIDE + 31]) {
      expect(testSet.frames[border]).toBe(0);
    }
  }
});

test('the committed frames are the first two digits of each class', () => {
  const digits = chooseDemoDigits(testSet);
  expect(digits).toHaveLength(20);
  expect(readdirSync(folder).sort()).toEqual([...digits.map(({ name }) => `${name}.npy`), 'labels.txt']);
  for (const { name, frame } of digits) expect(readNpy(readFileSync(new URL(`${name}.npy`, folder)), name)).toEqual(frame);
  expect(readFileSync(new URL('labels.txt', folder), 'utf8')).toBe(printLabels(digits));
});

test('a folder without the files is refused by name', () => {
  expect(() => loadDigits('/nowhere', 'train')).toThrow(/train-images-idx3-ubyte \(or \.gz\) is missing; pass --data/);
});
