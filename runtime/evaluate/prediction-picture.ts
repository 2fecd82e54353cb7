// Pictures of predictions: a labelled picture beside its labels and what the network made of it, and sheets of misread pictures.
import type { InputShape } from '../frames.ts';
import { encodePicture, type RgbPicture } from '../picture.ts';

export type Palette = readonly (readonly [number, number, number])[];

export interface Labelling {
  readonly labels: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly palette: Palette | null;
  readonly ignored: number | null;
  readonly classes: number;
}

const BLACK = [0, 0, 0] as const;
const GAP = 2;
/** Sheets show small pictures enlarged, so that a person can read them. */
const CELL_PIXELS = 64;

/** Picture, label and prediction side by side, as PNG. What counts nothing is black in the label. */
export function pictureRow(input: InputShape, codes: Int32Array, { labels, predicted, palette, ignored, classes }: Labelling): Uint8Array {
  const [, height, width] = input.shape;
  const colours = palette ?? spreadColours(classes);
  const colourOf = (label: number): readonly [number, number, number] => colours[label] ?? BLACK;
  const row = blank(height, 3 * width + 2 * GAP);
  paste(row, pictureOf(input, codes), 0, 0);
  paste(row, paint(height, width, (place) => (labels[place] === ignored ? BLACK : colourOf(labels[place] as number))), 0, width + GAP);
  paste(row, paint(height, width, (place) => colourOf(predicted[place] as number)), 0, 2 * (width + GAP));
  return encodePicture(row);
}

/** A picture with the colours of its labels laid over it, as PNG. */
export function overlayPicture(input: InputShape, codes: Int32Array, { predicted, palette, classes }: Pick<Labelling, 'predicted' | 'palette' | 'classes'>): Uint8Array {
  const picture = pictureOf(input, codes);
  const colours = palette ?? spreadColours(classes);
  const { rgb } = picture;
  for (let place = 0; place < predicted.length; place++) {
    const colour = colours[predicted[place] as number] ?? BLACK;
    for (let part = 0; part < 3; part++) rgb[3 * place + part] = ((rgb[3 * place + part] as number) + (colour[part] as number)) >> 1;
  }
  return encodePicture(picture);
}

/** Pictures in rows and columns, about as many of each, as PNG. */
export function contactSheet(input: InputShape, frames: readonly Int32Array[]): Uint8Array {
  const [, height, width] = input.shape;
  const times = Math.max(1, Math.ceil(CELL_PIXELS / Math.max(height, width)));
  const columns = Math.ceil(Math.sqrt(frames.length));
  const rows = Math.ceil(frames.length / columns);
  const [cellHeight, cellWidth] = [height * times + GAP, width * times + GAP];
  const sheet = blank(rows * cellHeight - GAP, columns * cellWidth - GAP);
  for (const [index, codes] of frames.entries()) paste(sheet, enlarge(pictureOf(input, codes), times), Math.floor(index / columns) * cellHeight, (index % columns) * cellWidth);
  return encodePicture(sheet);
}

/** Codes as a person sees them: colours of three channels, else the mean of all as grey. */
function pictureOf(input: InputShape, codes: Int32Array): RgbPicture {
  const [channels, height, width] = input.shape;
  const size = height * width;
  const top = 2 ** input.format.bits - 1;
  const byte = (channel: number, place: number): number => Math.round((255 * (codes[channel * size + place] as number)) / top);
  return paint(height, width, (place) => {
    if (channels === 3) return [byte(0, place), byte(1, place), byte(2, place)];
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += byte(channel, place);
    const grey = Math.round(sum / channels);
    return [grey, grey, grey];
  });
}

/** Colours for sets that name none: hues all around the circle, in turn bright and dark. */
function spreadColours(classes: number): Palette {
  return Array.from({ length: classes }, (_, index) => {
    const hue = (6 * index) / classes;
    const most = index % 2 === 0 ? 255 : 150;
    const part = (offset: number): number => {
      const distance = Math.abs(((hue - offset + 9) % 6) - 3);
      return Math.round(most * Math.min(1, Math.max(0, 2 - distance)));
    };
    return [part(0), part(2), part(4)];
  });
}

const blank = (height: number, width: number): RgbPicture => ({ height, width, rgb: new Uint8Array(3 * height * width).fill(255) });

function paint(height: number, width: number, colourOf: (place: number) => readonly [number, number, number]): RgbPicture {
  const picture = blank(height, width);
  for (let place = 0; place < height * width; place++) picture.rgb.set(colourOf(place), 3 * place);
  return picture;
}

function paste(onto: RgbPicture, picture: RgbPicture, top: number, left: number): void {
  for (let y = 0; y < picture.height; y++) {
    onto.rgb.set(picture.rgb.subarray(3 * y * picture.width, 3 * (y + 1) * picture.width), 3 * ((top + y) * onto.width + left));
  }
}

function enlarge(picture: RgbPicture, times: number): RgbPicture {
  const width = picture.width * times;
  return paint(picture.height * times, width, (place) => {
    const from = 3 * (Math.floor(Math.floor(place / width) / times) * picture.width + Math.floor((place % width) / times));
    const [red = 0, green = 0, blue = 0] = picture.rgb.subarray(from, from + 3);
    return [red, green, blue];
  });
}
