// The pictures that post-training quantization looks at: part of a labelled set, or plain files; and the part of the set that measures what is
// left of the accuracy.
import { statSync } from 'node:fs';
import { type Dataset, readDataset, type Split } from '../dataset.ts';
import type { FrameSource } from '../../compiler/quantize/post/real-network.ts';
import { type Frame, type InputShape, readFrames, realsOfFrame } from '../frames.ts';
import { listInputFiles } from '../input-files.ts';
import { UsageError } from '../usage-error.ts';

export interface LabelledFrames extends FrameSource {
  /** Null where there are no labels. */
  readonly labels: Labels | null;
  /** For messages. */
  readonly origin: string;
}

export interface Labels {
  readonly shape: Dataset['labelShape'];
  readonly ignored: number | null;
  readonly of: (index: number) => Uint8Array;
}

export interface Pictures {
  readonly calibration: LabelledFrames;
  /** Null where there are no labels. */
  readonly test: LabelledFrames | null;
}

export interface PictureRequest {
  /** A folder with a labelled set, or files as `--input` takes them. */
  readonly from: readonly string[];
  readonly images: number;
  readonly split: Split;
  /** Undefined: all of the split. */
  readonly testImages: number | undefined;
}

/** Throws UsageError and FileFormatError where there are no usable pictures. */
export function openPictures(inputs: readonly InputShape[], { from, images, split, testImages }: PictureRequest): Pictures {
  const [first, ...more] = from;
  const folder = first !== undefined && more.length === 0 && statSync(first, { throwIfNoEntry: false })?.isDirectory() === true ? first : null;
  const train = folder === null ? null : openSet(folder, inputs, 'train');
  if (folder === null || train === null) return { calibration: plainFrames(inputs, from, images), test: null };
  return { calibration: spread(inputs, train, images, 'train'), test: spread(inputs, openSet(folder, inputs, split) ?? train, testImages, split) };
}

/** Null where the folder holds pictures without labels. */
function openSet(folder: string, inputs: readonly InputShape[], split: Split): Dataset | null {
  const [input, ...others] = inputs;
  if (input === undefined || others.length > 0) throw new UsageError('the network has several inputs, a labelled set has one picture each', 'give --calibrate files as NAME=FILE');
  try {
    return readDataset(folder, input, split);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    try {
      listInputFiles([folder]);
    } catch {
      throw error;
    }
    return null;
  }
}

/** `wanted` pictures at equal distances, so that sorted sets give some of every class. */
function spread(inputs: readonly InputShape[], set: Dataset, wanted: number | undefined, split: Split): LabelledFrames {
  const count = Math.min(set.count, wanted ?? set.count);
  const place = (index: number): number => Math.floor((index * set.count) / count);
  const frame = (index: number): Frame => new Map([[inputs[0]?.name ?? '', set.codesOf(place(index))]]);
  return {
    ...sourceOf(inputs, count, frame),
    labels: { shape: set.labelShape, ignored: set.ignored, of: (index) => set.labelsOf(place(index)) },
    origin: `${count} of ${set.count} pictures of ${set.files[0] ?? 'the set'} (${split})`,
  };
}

function plainFrames(inputs: readonly InputShape[], files: readonly string[], most: number): LabelledFrames {
  const { frames, origin } = readFrames(inputs, listInputFiles(files));
  const count = Math.min(most, frames.length);
  return { ...sourceOf(inputs, count, (index) => frames[Math.floor((index * frames.length) / count)] as Frame), labels: null, origin: `${count} of ${frames.length} frames of ${origin}` };
}

function sourceOf(inputs: readonly InputShape[], count: number, frame: (index: number) => Frame): FrameSource {
  return {
    count,
    codes: (index) => new Map([...frame(index)].map(([name, data]) => [name, { shape: inputs.find((input) => input.name === name)?.shape ?? [0, 0, 0], data }])),
    reals: (index) => realsOfFrame(inputs, frame(index)),
  };
}
