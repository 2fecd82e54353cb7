// Fills batches: decodes each picture once, keeps it in memory, and writes it with its labels into the shared numbers.
import { bug } from '../../compiler/source/diagnostic.ts';
import type { Dataset } from '../dataset.ts';
import type { InputShape } from '../frames.ts';
import { type Augmentation, drawChange, NO_AUGMENTATION, type TrainPicture, writeLabels, writePicture } from './augment.ts';
import type { SharedNumbers } from './shard.ts';

/** Puts picture `index` at place `place` of a batch, changed if a change is wanted. */
export type Loader = (index: number, numbers: SharedNumbers, buffer: number, place: number, change: { readonly limits: Augmentation; readonly seed: number } | null) => void;

export function makeLoader(set: Dataset, input: InputShape): Loader {
  const cache: TrainPicture[] = [];
  const top = 2 ** input.format.bits - 1;
  const load = (index: number): TrainPicture => {
    const codes = set.codesOf(index);
    return {
      codes: top < 256 ? Uint8Array.from(codes) : Uint16Array.from(codes), shape: input.shape, top,
      labels: set.labelsOf(index), labelShape: set.labelShape, ignored: set.ignored,
    };
  };
  return (index, numbers, buffer, place, change) => {
    const picture = cache[index] ?? load(index);
    cache[index] = picture;
    const drawn = drawChange(change?.limits ?? NO_AUGMENTATION, change?.seed ?? 0);
    writePicture(picture, drawn, input.format, numbers.images[buffer] ?? bug('no buffer'), place * picture.codes.length);
    writeLabels(picture, drawn, numbers.labels[buffer] ?? bug('no buffer'), place * picture.labels.length);
  };
}
