// Labelled pictures in a folder: MNIST-style IDX files, a CamVid-style folder of pictures and label pictures, or NPY arrays. Pictures are
// coded for the network's input when they are asked for, so a set may be larger than memory would hold as codes.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FileFormatError } from './file-format-error.ts';
import type { InputShape } from './frames.ts';
import type { Dataset, Split } from './dataset/labelled-set.ts';
import { findIdxSet, openIdxSet } from './dataset/idx-set.ts';
import { readMeta } from './dataset/meta.ts';
import { findNpySet, openNpySet } from './dataset/npy-set.ts';
import { isPictureSet, openPictureSet } from './dataset/picture-set.ts';
import { UsageError } from './usage-error.ts';

export type { Dataset, Split };

/** Opens one part of a labelled set for one input of a network. A set in one part only serves every split. Throws UsageError where the folder
 *  holds no such set, FileFormatError where its files are damaged or do not belong together, or the system's own error. */
export function readDataset(folder: string, input: InputShape, split: Split): Dataset {
  if (!statSync(folder).isDirectory()) throw new UsageError(`${folder} is a file, --data needs a folder`, 'name the folder with the pictures and their labels');
  const set = openSet(folder, input, split);
  if (set.count === 0) throw new FileFormatError(set.files[0] ?? folder, 'holds no picture', 'use a set with at least one picture');
  return set;
}

function openSet(folder: string, input: InputShape, split: Split): Dataset {
  if (isPictureSet(folder)) return openPictureSet(folder, input, split);
  const meta = existsSync(join(folder, 'meta.json')) ? readMeta(join(folder, 'meta.json')) : null;
  const arrays = findNpySet(folder, split);
  if (arrays !== null) return openNpySet(arrays, input, meta);
  const pair = findIdxSet(folder, split);
  if (pair !== null) return openIdxSet(pair, input, meta);
  throw new UsageError(`${folder} holds no labelled pictures`, 'give a folder with t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte (.gz allowed), with images.npy and labels.npy, or with meta.json, test.txt, test/img and test/lab');
}
