// A labelled set of pictures for `nfc evaluate`: an MNIST-style folder of IDX files (packed or not; the t10k set where both are there), or
// a folder with images.npy and labels.npy.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FileFormatError } from './file-format-error.ts';
import { type InputShape, readInputFile } from './frames.ts';
import { readIdx } from './idx.ts';
import { readNpy } from './npy.ts';
import { UsageError } from './usage-error.ts';

export interface Dataset {
  readonly frames: readonly Int32Array[];
  readonly labels: readonly number[];
  /** The two files, for messages. */
  readonly files: readonly [images: string, labels: string];
}

/** Throws UsageError where the folder holds no set, FileFormatError where its files are damaged or do not belong together. */
export function readDataset(folder: string, input: InputShape): Dataset {
  if (!statSync(folder).isDirectory()) throw new UsageError(`${folder} is a file, --data needs a folder`, 'name the folder with the images and labels files');
  const [images, labels] = findFiles(folder);
  const frames = readInputFile(input, images);
  const numbers = readLabels(labels);
  if (frames.length !== numbers.length) {
    throw new FileFormatError(labels, `${numbers.length} labels for the ${frames.length} pictures of ${images}`, 'take both files from the same set');
  }
  if (frames.length === 0) throw new FileFormatError(images, 'holds no picture', 'use a set with at least one picture');
  return { frames, labels: numbers, files: [images, labels] };
}

function findFiles(folder: string): [images: string, labels: string] {
  const npy: [string, string] = [join(folder, 'images.npy'), join(folder, 'labels.npy')];
  if (npy.every((file) => existsSync(file))) return npy;
  const names = readdirSync(folder).sort();
  const images = names.filter((name) => /images?-idx3-ubyte(\.gz)?$/.test(name));
  const chosen = images.find((name) => name.startsWith('t10k')) ?? images[0];
  const wanted = chosen?.replace(/images?-idx3/, 'labels-idx1').replace(/\.gz$/, '');
  const labels = wanted === undefined ? undefined : names.find((name) => name === wanted || name === `${wanted}.gz`);
  if (chosen === undefined || labels === undefined) {
    throw new UsageError(`${folder} holds no labelled pictures`, 'give a folder with t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte (.gz allowed), or images.npy and labels.npy');
  }
  return [join(folder, chosen), join(folder, labels)];
}

function readLabels(path: string): number[] {
  const bytes = readFileSync(path);
  if (bytes[0] === 0x93) {
    const tensor = readNpy(bytes, path);
    if (tensor.shape.length !== 1) throw new FileFormatError(path, `has rank ${tensor.shape.length}, labels have rank 1`, 'save one whole number per picture');
    return Array.from(tensor.data, Number);
  }
  const array = readIdx(bytes, path);
  if (array.shape.length !== 1) throw new FileFormatError(path, `rank ${array.shape.length} is not that of labels (1)`, 'pass the labels file');
  return [...array.data];
}
