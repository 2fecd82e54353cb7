// A CamVid-style set: meta.json, the names of a split in SPLIT.txt, pictures in SPLIT/img (JPEG or PNG), and for each a PNG in SPLIT/lab that
// holds one label a pixel. Pictures smaller than the input are centred, and what they leave free counts nothing.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset, Split } from './labelled-set.ts';
import { FileFormatError } from '../file-format-error.ts';
import { type InputShape, pictureFrame } from '../frames.ts';
import { decodePicture, pictureKind } from '../picture.ts';
import { UsageError } from '../usage-error.ts';
import { labelPictureSize, readLabelPicture } from './label-picture.ts';
import { checkLabels } from './labels.ts';
import { type Meta, readMeta } from './meta.ts';

const SPLITS: readonly Split[] = ['train', 'val', 'test'];
const EXTENSIONS = ['.jpg', '.jpeg', '.png'];

export const isPictureSet = (folder: string): boolean => SPLITS.some((split) => existsSync(join(folder, `${split}.txt`)));

/** Every file that the split names must be there. Throws UsageError and FileFormatError. */
export function openPictureSet(folder: string, input: InputShape, split: Split): Dataset {
  const list = join(folder, `${split}.txt`);
  if (!existsSync(list)) {
    throw new UsageError(`${folder} has no pictures for --split ${split}`, `it has ${SPLITS.filter((name) => existsSync(join(folder, `${name}.txt`))).join(' and ')}`);
  }
  const metaFile = join(folder, 'meta.json');
  if (!existsSync(metaFile)) throw new FileFormatError(metaFile, 'is not there', 'write { "classes": [names by label], "void": label }');
  const meta = readMeta(metaFile);
  const names = readFileSync(list, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const entries = names.map((name) => ({ name, picture: findPicture(join(folder, split, 'img', name), list), labels: join(folder, split, 'lab', `${name}.png`) }));
  const unlabelled = entries.find(({ labels }) => !existsSync(labels));
  if (unlabelled !== undefined) throw new FileFormatError(unlabelled.labels, 'is not there', `add it, or take ${unlabelled.name} out of ${list}`);
  const [, height, width] = input.shape;
  const entryOf = (index: number): (typeof entries)[number] => {
    const entry = entries[index];
    if (entry === undefined) throw new RangeError(`picture ${index} of ${entries.length}`);
    return entry;
  };
  return {
    task: 'pixels', count: entries.length, ...meta, labelShape: [height, width],
    codesOf: (index) => codesOfPicture(input, entryOf(index)),
    labelsOf: (index) => labelsOfInput(entryOf(index).labels, height, width, meta),
    nameOf: (index) => entryOf(index).name,
    files: [list],
  };
}

function findPicture(stem: string, list: string): string {
  const found = EXTENSIONS.map((extension) => stem + extension).find((path) => existsSync(path));
  if (found === undefined) throw new FileFormatError(`${stem}.jpg`, 'is not there, nor as .jpeg or .png', `add it, or take its name out of ${list}`);
  return found;
}

/** The picture must be as large as its labels. */
function codesOfPicture(input: InputShape, entry: { readonly picture: string; readonly labels: string }): Int32Array {
  const bytes = readFileSync(entry.picture);
  const kind = pictureKind(bytes);
  if (kind === null) throw new FileFormatError(entry.picture, 'is neither a JPEG nor a PNG picture', 'save the picture again');
  const picture = decodePicture(bytes, kind, input.shape[0], entry.picture);
  const labels = labelPictureSize(entry.labels);
  if (labels.height !== picture.height || labels.width !== picture.width) {
    throw new FileFormatError(entry.labels, `labels ${labels.width} x ${labels.height} pixels, but ${entry.picture} has ${picture.width} x ${picture.height}`, 'scale both alike, labels to the nearest pixel');
  }
  return pictureFrame(input, picture, entry.picture);
}

/** Labels in the place where the picture lies in the input. */
function labelsOfInput(path: string, height: number, width: number, meta: Meta): Uint8Array {
  const picture = readLabelPicture(path);
  checkLabels(picture.labels, meta.classes.length, meta.ignored, path);
  if (picture.height === height && picture.width === width) return picture.labels;
  if (picture.height > height || picture.width > width) {
    throw new FileFormatError(path, `is ${picture.width} x ${picture.height} pixels, but the input has ${width} x ${height}`, 'scale picture and labels down');
  }
  if (meta.ignored === null) {
    throw new FileFormatError(path, `is ${picture.width} x ${picture.height} pixels, fewer than the input's ${width} x ${height}, and no label counts nothing`, 'scale picture and labels up, or say "void" in meta.json');
  }
  const labels = new Uint8Array(height * width).fill(meta.ignored);
  const above = Math.floor((height - picture.height) / 2);
  const left = Math.floor((width - picture.width) / 2);
  for (let y = 0; y < picture.height; y++) labels.set(picture.labels.subarray(y * picture.width, (y + 1) * picture.width), (above + y) * width + left);
  return labels;
}
