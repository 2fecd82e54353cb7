// Y4M, the plain video that ffmpeg and mjpegtools write: a line of parameters, then frames of 8-bit planes. Takes grey and 4:2:0, 4:2:2 and
// 4:4:4; colours by BT.601, each chroma value for all the pixels it covers. Refuses files that end within a frame, deeper samples and alpha.
import { FileFormatError } from './file-format-error.ts';
import type { Picture } from './picture.ts';

export interface Y4m {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** Red, green and blue, or brightness alone for one channel. */
  readonly pictureOf: (index: number, channels: 1 | 3) => Picture;
}

const MAGIC = 'YUV4MPEG2';
const LINE_BYTES = 4096;
const NEWLINE = 10;

interface Chroma {
  /** Pixels that share a chroma value, across and down; null: no chroma. */
  readonly shared: readonly [across: number, down: number] | null;
}
const CHROMA: Readonly<Record<string, Chroma>> = {
  mono: { shared: null }, 420: { shared: [2, 2] }, '420jpeg': { shared: [2, 2] }, '420mpeg2': { shared: [2, 2] }, '420paldv': { shared: [2, 2] },
  422: { shared: [2, 1] }, 444: { shared: [1, 1] },
};

/** Weights of a sample in 65,536ths. */
interface Range {
  readonly black: number;
  readonly luma: number;
  readonly redFromV: number;
  readonly greenFromU: number;
  readonly greenFromV: number;
  readonly blueFromU: number;
}
const LIMITED: Range = { black: 16, luma: 76309, redFromV: 104597, greenFromU: 25675, greenFromV: 53279, blueFromU: 132201 };
const FULL: Range = { black: 0, luma: 65536, redFromV: 91881, greenFromU: 22554, greenFromV: 46802, blueFromU: 116130 };

export const isY4m = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') === MAGIC;

/** Throws FileFormatError. */
export function readY4m(bytes: Uint8Array, path: string): Y4m {
  const fail = (problem: string, hint = 'write it again, for example with ffmpeg -i INPUT -pix_fmt yuv420p OUTPUT.y4m'): never => {
    throw new FileFormatError(path, problem, hint);
  };
  const header = lineAt(bytes, 0);
  if (header === null) return fail('has no end of its first line');
  const parameters = header.text.split(' ').slice(1);
  const parameter = (letter: string): string | undefined => parameters.find((text) => text.startsWith(letter))?.slice(1);
  const [width, height] = [Number(parameter('W')), Number(parameter('H'))];
  if (!(Number.isInteger(width) && width > 0 && Number.isInteger(height) && height > 0)) fail(`says no width and height ("${header.text.slice(0, 60)}")`);
  const kind = parameter('C') ?? '420';
  const chroma = Object.hasOwn(CHROMA, kind) ? (CHROMA[kind] as Chroma) : fail(`has samples of kind C${kind}, not ${Object.keys(CHROMA).join(', ')}`);
  const range = parameters.includes('XCOLORRANGE=FULL') ? FULL : LIMITED;
  const planes = planesOf(width, height, chroma);
  const starts: number[] = [];
  for (let at = header.end; at < bytes.length;) {
    const line = lineAt(bytes, at);
    if (line === null || !/^FRAME( |$)/.test(line.text)) fail(`has no FRAME line at byte ${at}, where frame ${starts.length} should begin`);
    const start = line?.end ?? at;
    if (start + planes.bytes > bytes.length) fail(`ends within frame ${starts.length}: ${bytes.length - start} of ${planes.bytes} bytes`, 'copy it again, or cut it at a whole frame');
    starts.push(start);
    at = start + planes.bytes;
  }
  const pictureOf: Y4m['pictureOf'] = (index, channels) => {
    const frame = bytes.subarray(starts[index] as number);
    return { height, width, planes: channels === 1 || planes.shared === null ? greyOf(frame, width * height, channels, range) : coloursOf(frame, width, height, planes, range) };
  };
  return { width, height, count: starts.length, pictureOf };
}

interface Planes {
  readonly bytes: number;
  readonly shared: Chroma['shared'];
  readonly chromaWidth: number;
  readonly chromaBytes: number;
}

function planesOf(width: number, height: number, { shared }: Chroma): Planes {
  if (shared === null) return { bytes: width * height, shared, chromaWidth: 0, chromaBytes: 0 };
  const chromaWidth = Math.ceil(width / shared[0]);
  const chromaBytes = chromaWidth * Math.ceil(height / shared[1]);
  return { bytes: width * height + 2 * chromaBytes, shared, chromaWidth, chromaBytes };
}

function lineAt(bytes: Uint8Array, at: number): { readonly text: string; readonly end: number } | null {
  const end = bytes.subarray(at, at + LINE_BYTES).indexOf(NEWLINE);
  return end < 0 ? null : { text: Buffer.from(bytes.subarray(at, at + end)).toString('latin1'), end: at + end + 1 };
}

/** The same brightness in every channel. */
function greyOf(frame: Uint8Array, pixels: number, channels: number, { black, luma }: Range): Uint8Array {
  const grey = new Uint8ClampedArray(channels * pixels);
  for (let i = 0; i < pixels; i++) grey[i] = (luma * ((frame[i] as number) - black) + 32768) >> 16;
  for (let channel = 1; channel < channels; channel++) grey.copyWithin(channel * pixels, 0, pixels);
  return new Uint8Array(grey.buffer);
}

function coloursOf(frame: Uint8Array, width: number, height: number, { shared, chromaWidth, chromaBytes }: Planes, range: Range): Uint8Array {
  const [across, down] = shared ?? [1, 1];
  const pixels = width * height;
  const u = frame.subarray(pixels);
  const v = frame.subarray(pixels + chromaBytes);
  const colours = new Uint8ClampedArray(3 * pixels);
  const wide = across === 2 ? 1 : 0;
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor(y / down) * chromaWidth;
    for (let x = 0; x < width; x++, at++) {
      const place = row + (x >> wide);
      const light = range.luma * ((frame[at] as number) - range.black) + 32768;
      const blue = (u[place] as number) - 128;
      const red = (v[place] as number) - 128;
      colours[at] = (light + range.redFromV * red) >> 16;
      colours[pixels + at] = (light - range.greenFromU * blue - range.greenFromV * red) >> 16;
      colours[2 * pixels + at] = (light + range.blueFromU * blue) >> 16;
    }
  }
  return new Uint8Array(colours.buffer);
}
