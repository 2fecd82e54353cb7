// Frames for a network from files: NPY, IDX, PNG, JPEG and Y4M, by what the first bytes say. A frame is one tensor of codes per input.
// NPY integers count in steps of the input's scale (code = value + zero), NPY reals are rounded to the nearest code; pictures and IDX
// bytes spread over all codes of the input and are centred where they are smaller. Refuses everything that does not fit exactly otherwise.
import { readFileSync } from 'node:fs';
import { nearestCode } from '../compiler/reference/rounding.ts';
import { FileFormatError } from './file-format-error.ts';
import { readIdx } from './idx.ts';
import { readNpy } from './npy.ts';
import { decodePicture, type Picture, pictureKind } from './picture.ts';
import { makeRandom, randomBelow } from './random.ts';
import type { Tensor } from './tensor.ts';
import { UsageError } from './usage-error.ts';
import { isY4m, readY4m, type Y4m } from './y4m.ts';

/** What a frame must look like for one input of a network: real = scale * (code - zero), codes 0 .. 2^bits - 1. */
export interface InputShape {
  readonly name: string;
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly format: { readonly bits: number; readonly zero: number; readonly scale: number };
}

/** Codes, channel-major, by name of the input. */
export type Frame = ReadonlyMap<string, Int32Array>;

export interface FrameSet {
  readonly frames: readonly Frame[];
  /** For messages: where the frames come from. */
  readonly origin: string;
}

const sizeOf = (input: InputShape): number => input.shape[0] * input.shape[1] * input.shape[2];

/** Uniformly random codes; the same seed gives the same frames. */
export function randomFrames(inputs: readonly InputShape[], count: number, seed: number): FrameSet {
  const random = makeRandom(seed);
  const frames = Array.from({ length: count }, () => new Map(inputs.map((input) => {
    const codes = 2 ** input.format.bits;
    return [input.name, Int32Array.from({ length: sizeOf(input) }, () => randomBelow(random, codes))];
  })));
  return { frames, origin: `random frames, seed ${seed}` };
}

/** Reads files in order; `NAME=FILE` gives a file to that input, which a network with several inputs needs. Each input must get the
 *  same number of frames. Throws FileFormatError and UsageError. */
export function readFrames(inputs: readonly InputShape[], files: readonly string[]): FrameSet {
  const perInput = new Map<string, Int32Array[]>(inputs.map((input) => [input.name, []]));
  for (const argument of files) {
    const { input, path } = splitArgument(inputs, argument);
    perInput.get(input.name)?.push(...readInputFile(input, path));
  }
  const counts = [...perInput].map(([name, list]) => ({ name, count: list.length }));
  const count = counts[0]?.count ?? 0;
  const other = counts.find((entry) => entry.count !== count);
  if (other !== undefined) {
    throw new UsageError(`input ${counts[0]?.name} has ${count} frames, input ${other.name} has ${other.count}`, 'give every input the same number of frames: --input NAME=FILE');
  }
  if (count === 0) throw new UsageError('the input files hold no frame', 'give files with at least one frame');
  const frames = Array.from({ length: count }, (_, index) =>
    new Map([...perInput].map(([name, list]) => [name, list[index] as Int32Array])));
  return { frames, origin: files.length <= 3 ? files.join(', ') : `${files[0]} and ${files.length - 1} more files` };
}

function splitArgument(inputs: readonly InputShape[], argument: string): { input: InputShape; path: string } {
  const cut = argument.indexOf('=');
  const named = cut > 0 ? inputs.find((input) => input.name === argument.slice(0, cut)) : undefined;
  if (named !== undefined) return { input: named, path: argument.slice(cut + 1) };
  const [only, ...rest] = inputs;
  if (only === undefined || rest.length > 0) {
    throw new UsageError(`which input is ${argument} for?`, `say NAME=FILE with one of ${inputs.map((input) => input.name).join(', ')}`);
  }
  return { input: only, path: argument };
}

/** Frames that are coded when they are asked for. */
export interface LazyFrames {
  readonly count: number;
  readonly codesOf: (index: number) => Int32Array;
}

/** All frames of one file. */
function readInputFile(input: InputShape, path: string): Int32Array[] {
  const { count, codesOf } = openInputFile(input, path);
  return Array.from({ length: count }, (_, index) => codesOf(index));
}

/** Reads one file and checks its shape. Throws FileFormatError; so does `codesOf`, for a value that the input does not take. */
export function openInputFile(input: InputShape, path: string): LazyFrames {
  const bytes = readFileSync(path);
  if (bytes.length === 0) throw new FileFormatError(path, 'is empty', 'give an NPY, IDX, PNG, JPEG or Y4M file');
  if (bytes[0] === 0x93) return framesOfNpy(input, readNpy(bytes, path), path);
  const kind = pictureKind(bytes);
  if (kind !== null) return { count: 1, codesOf: () => pictureFrame(input, decodePicture(bytes, kind, input.shape[0], path), path) };
  if ((bytes[0] === 0 && bytes[1] === 0) || (bytes[0] === 0x1f && bytes[1] === 0x8b)) return framesOfIdx(input, readIdx(bytes, path), path);
  if (isY4m(bytes)) return framesOfY4m(input, readY4m(bytes, path), path);
  throw new FileFormatError(path, 'is neither NPY, IDX, PNG, JPEG nor Y4M', 'convert it, for example with numpy.save');
}

function framesOfNpy(input: InputShape, tensor: Tensor, path: string): LazyFrames {
  const size = sizeOf(input);
  const [channels, height, width] = input.shape;
  const matches = (shape: readonly number[], wanted: readonly number[]): boolean =>
    shape.length === wanted.length && wanted.every((side, axis) => side < 0 || shape[axis] === side);
  const single = matches(tensor.shape, input.shape) || (channels === 1 && matches(tensor.shape, [height, width]));
  const several = matches(tensor.shape, [-1, channels, height, width]) || (channels === 1 && matches(tensor.shape, [-1, height, width]));
  if (!single && !several) {
    throw new FileFormatError(path, `has shape [${tensor.shape.join(', ')}], but input ${input.name} needs [${input.shape.join(', ')}] or [frames, ${input.shape.join(', ')}]`, 'reshape the array');
  }
  return { count: single ? 1 : (tensor.shape[0] ?? 0), codesOf: (frame) => codesOfNpy(input, tensor, frame * size, path) };
}

function codesOfNpy(input: InputShape, tensor: Tensor, from: number, path: string): Int32Array {
  const { bits, zero, scale } = input.format;
  const top = 2 ** bits - 1;
  const isReal = tensor.dtype === 'F16' || tensor.dtype === 'F32' || tensor.dtype === 'F64';
  return Int32Array.from({ length: sizeOf(input) }, (_, index) => {
    const value = Number(tensor.data[from + index]);
    if (isReal) {
      if (Number.isNaN(value)) throw new FileFormatError(path, `element ${from + index} is not a number`, 'replace NaN by real values');
      return nearestCode(value, scale, zero, top);
    }
    const code = value + zero;
    if (code < 0 || code > top) {
      throw new FileFormatError(path, `element ${from + index} is ${value}, but input ${input.name} takes ${-zero} to ${top - zero}`, 'rescale the array, or save it as real numbers');
    }
    return code;
  });
}

function framesOfY4m(input: InputShape, { count, pictureOf }: Y4m, path: string): LazyFrames {
  const [channels] = input.shape;
  if (channels !== 1 && channels !== 3) throw new FileFormatError(path, `is a video, but input ${input.name} has ${channels} channels`, 'pass an NPY file');
  if (count === 0) throw new FileFormatError(path, 'holds no frame', 'record it again');
  return { count, codesOf: (frame) => pictureFrame(input, pictureOf(frame, channels), path) };
}

function framesOfIdx(input: InputShape, array: { readonly shape: readonly number[]; readonly data: Uint8Array }, path: string): LazyFrames {
  const [count = 0, height = 0, width = 0] = array.shape;
  if (array.shape.length !== 3) throw new FileFormatError(path, `rank ${array.shape.length} is not that of pictures (3)`, 'pass the images file, not the labels file');
  if (input.shape[0] !== 1) throw new FileFormatError(path, `holds grey pictures, but input ${input.name} has ${input.shape[0]} channels`, 'pass an NPY file');
  const size = height * width;
  checkFits(input, height, width, path);
  return { count, codesOf: (frame) => pictureFrame(input, { height, width, planes: array.data.subarray(frame * size, (frame + 1) * size) }, path) };
}

/** Spreads bytes over all codes of the input and centres a smaller picture. Throws FileFormatError where it is larger. */
export function pictureFrame(input: InputShape, picture: Picture, path: string): Int32Array {
  const [channels, height, width] = input.shape;
  checkFits(input, picture.height, picture.width, path);
  const top = 2 ** input.format.bits - 1;
  const above = Math.floor((height - picture.height) / 2);
  const left = Math.floor((width - picture.width) / 2);
  const codes = new Int32Array(channels * height * width);
  const codeOf = CODES_OF_BYTES[input.format.bits] as Int32Array;
  const copy = (from: number, to: number, count: number): void => {
    if (top === 255) codes.set(picture.planes.subarray(from, from + count), to);
    else for (let i = 0; i < count; i++) codes[to + i] = codeOf[picture.planes[from + i] as number] as number;
  };
  if (picture.height === height && picture.width === width) {
    copy(0, 0, codes.length);
    return codes;
  }
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < picture.height; y++) copy((channel * picture.height + y) * picture.width, (channel * height + above + y) * width + left, picture.width);
  }
  return codes;
}

/** Inputs are u1 to u9, s1 to s9. */
const MOST_BITS = 9;

/** The code of every byte, for each number of bits: bytes spread evenly, halves up. */
const CODES_OF_BYTES = Array.from({ length: MOST_BITS + 1 }, (_, bits) => Int32Array.from({ length: 256 }, (_byte, byte) => Math.floor((byte * (2 ** bits - 1)) / 255 + 0.5)));

function checkFits(input: InputShape, pictureHeight: number, pictureWidth: number, path: string): void {
  const [, height, width] = input.shape;
  if (pictureHeight > height || pictureWidth > width) {
    throw new FileFormatError(path, `is ${pictureWidth} x ${pictureHeight} pixels, but input ${input.name} has ${width} x ${height}`, 'scale the picture down');
  }
}

/** The real values of a frame's codes, for the float reference and calibration. */
export function realsOfFrame(inputs: readonly InputShape[], frame: Frame): Map<string, Float32Array> {
  return new Map(inputs.map((input) => {
    const { zero, scale } = input.format;
    return [input.name, Float32Array.from(frame.get(input.name) ?? [], (code) => scale * (code - zero))];
  }));
}
