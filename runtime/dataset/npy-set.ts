// A set of NPY arrays: images.npy and labels.npy, in the folder itself (they then serve every split) or in its folders train, val and test.
// Labels are whole numbers from 0 to 255: [count] for classes, [count, height, width] for pixels.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset, Split } from './labelled-set.ts';
import { FileFormatError } from '../file-format-error.ts';
import { type InputShape, openInputFile } from '../frames.ts';
import { readNpy } from '../npy.ts';
import { UsageError } from '../usage-error.ts';
import type { FilePair } from './idx-set.ts';
import { checkLabels, classNames, numberName } from './labels.ts';
import type { Meta } from './meta.ts';

const SPLITS: readonly Split[] = ['train', 'val', 'test'];

/** Null where the folder has no such files. Throws UsageError where it has them for other splits only. */
export function findNpySet(folder: string, split: Split): FilePair | null {
  const pairIn = (place: string): FilePair => ({ images: join(place, 'images.npy'), labels: join(place, 'labels.npy') });
  const isThere = ({ images, labels }: FilePair): boolean => existsSync(images) && existsSync(labels);
  const chosen = [pairIn(join(folder, split)), pairIn(folder)].find(isThere);
  if (chosen !== undefined) return chosen;
  const others = SPLITS.filter((name) => isThere(pairIn(join(folder, name))));
  if (others.length > 0) throw new UsageError(`${folder} has no pictures for --split ${split}`, `it has ${others.join(' and ')}`);
  return null;
}

/** Throws FileFormatError. */
export function openNpySet(pair: FilePair, input: InputShape, meta: Meta | null): Dataset {
  const { count, codesOf } = openInputFile(input, pair.images);
  const { shape, labels } = readLabels(pair.labels);
  const [labelled = 0, ...sides] = shape;
  const [, height, width] = input.shape;
  if (sides.length !== 0 && sides.length !== 2) {
    throw new FileFormatError(pair.labels, `has rank ${shape.length}`, 'save labels of rank 1 (one a picture) or rank 3 (pictures, height, width)');
  }
  if (labelled !== count) throw new FileFormatError(pair.labels, `${labelled} labels for the ${count} pictures of ${pair.images}`, 'take both files from the same set');
  if (sides.length === 2 && (sides[0] !== height || sides[1] !== width)) {
    throw new FileFormatError(pair.labels, `labels ${sides[1]} x ${sides[0]} pixels, but input ${input.name} has ${width} x ${height}`, 'give one label for each pixel of the input');
  }
  const classes = classNames(meta, labels);
  const ignored = meta?.ignored ?? null;
  checkLabels(labels, classes.length, ignored, pair.labels);
  const labelShape: readonly [number, number] = sides.length === 2 ? [height, width] : [1, 1];
  const size = labelShape[0] * labelShape[1];
  return {
    task: sides.length === 2 ? 'pixels' : 'classes', count, classes, ignored, palette: meta?.palette ?? null, labelShape,
    codesOf,
    labelsOf: (index) => labels.subarray(index * size, (index + 1) * size),
    nameOf: (index) => numberName(index, count),
    files: [pair.images, pair.labels],
  };
}

function readLabels(path: string): { shape: readonly number[]; labels: Uint8Array } {
  const tensor = readNpy(readFileSync(path), path);
  const labels = Uint8Array.from(tensor.data, (value: number | bigint, index: number) => {
    const label = Number(value);
    if (!Number.isInteger(label) || label < 0 || label > 255) throw new FileFormatError(path, `label ${index} is ${value}, not a whole number from 0 to 255`, 'save labels as unsigned bytes');
    return label;
  });
  return { shape: tensor.shape, labels };
}
