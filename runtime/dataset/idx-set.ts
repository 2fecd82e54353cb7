// An MNIST-style set: train-images-idx3-ubyte with train-labels-idx1-ubyte, and the same for t10k, packed (.gz) or not.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset, Split } from './labelled-set.ts';
import { FileFormatError } from '../file-format-error.ts';
import { type InputShape, openInputFile } from '../frames.ts';
import { readIdx } from '../idx.ts';
import { UsageError } from '../usage-error.ts';
import { checkLabels, classNames, numberName } from './labels.ts';
import type { Meta } from './meta.ts';

export interface FilePair {
  readonly images: string;
  readonly labels: string;
}

const SPLIT_OF_PREFIX: readonly (readonly [RegExp, Split])[] = [[/train/i, 'train'], [/t10k|test/i, 'test'], [/val/i, 'val']];

/** Null where the folder has no such files; a single pair serves every split. Throws UsageError where there are several, none of this split. */
export function findIdxSet(folder: string, split: Split): FilePair | null {
  const names = readdirSync(folder).sort();
  const pairs = names.filter((name) => /images?-idx3-ubyte(\.gz)?$/.test(name)).flatMap((images) => {
    const wanted = images.replace(/images?-idx3/, 'labels-idx1').replace(/\.gz$/, '');
    const labels = names.find((name) => name === wanted || name === `${wanted}.gz`);
    return labels === undefined ? [] : [{ images: join(folder, images), labels: join(folder, labels), split: SPLIT_OF_PREFIX.find(([prefix]) => prefix.test(images))?.[1] }];
  });
  const chosen = pairs.find((pair) => pair.split === split) ?? (pairs.length === 1 ? pairs[0] : undefined);
  if (chosen !== undefined || pairs.length === 0) return chosen ?? null;
  const known = [...new Set(pairs.flatMap((pair) => pair.split ?? []))];
  throw new UsageError(`${folder} has no pictures for --split ${split}`, known.length === 0 ? 'name the files train-..., t10k-... or val-...' : `it has ${known.join(' and ')}`);
}

/** Throws FileFormatError. */
export function openIdxSet(pair: FilePair, input: InputShape, meta: Meta | null): Dataset {
  const { count, codesOf } = openInputFile(input, pair.images);
  const { shape, data } = readIdx(readFileSync(pair.labels), pair.labels);
  if (shape.length !== 1) throw new FileFormatError(pair.labels, `rank ${shape.length} is not that of labels (1)`, 'pass the labels file');
  if (data.length !== count) throw new FileFormatError(pair.labels, `${data.length} labels for the ${count} pictures of ${pair.images}`, 'take both files from the same set');
  const classes = classNames(meta, data);
  const ignored = meta?.ignored ?? null;
  checkLabels(data, classes.length, ignored, pair.labels);
  return {
    task: 'classes', count, classes, ignored, palette: meta?.palette ?? null, labelShape: [1, 1],
    codesOf,
    labelsOf: (index) => data.subarray(index, index + 1),
    nameOf: (index) => numberName(index, count),
    files: [pair.images, pair.labels],
  };
}
