// PNG and JPEG files to bytes, channel by channel: grey for one channel (luma), red, green and blue for three. Transparency is
// ignored. Refuses other channel counts, and pictures of more than 64 million pixels before they are unpacked.
import { createRequire } from 'node:module';
import { FileFormatError } from './file-format-error.ts';

export type PictureKind = 'png' | 'jpeg';

const MAX_PIXELS = 64_000_000;

export function pictureKind(bytes: Uint8Array): PictureKind | null {
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpeg';
  return null;
}

/** Bytes, channel-major. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly planes: Uint8Array;
}

/** Throws FileFormatError on damaged files. */
export function decodePicture(bytes: Buffer, kind: PictureKind, channels: number, path: string): Picture {
  if (channels !== 1 && channels !== 3) {
    throw new FileFormatError(path, `is a picture, but the input has ${channels} channels`, 'pass an NPY file');
  }
  const { width, height, data } = decode(bytes, kind, path);
  const pixels = width * height;
  const planes = new Uint8Array(channels * pixels);
  if (channels === 1) {
    for (let i = 0; i < pixels; i++) planes[i] = Math.floor(0.299 * (data[4 * i] as number) + 0.587 * (data[4 * i + 1] as number) + 0.114 * (data[4 * i + 2] as number) + 0.5);
  } else {
    for (let i = 0; i < pixels; i++) {
      planes[i] = data[4 * i] as number;
      planes[pixels + i] = data[4 * i + 1] as number;
      planes[2 * pixels + i] = data[4 * i + 2] as number;
    }
  }
  return { height, width, planes };
}

interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

function decode(bytes: Buffer, kind: PictureKind, path: string): Rgba {
  const load = createRequire(import.meta.url);
  try {
    if (kind === 'png') {
      if (bytes.length >= 24 && bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > MAX_PIXELS) throw new Error('too many pixels');
      const { PNG } = load('pngjs') as typeof import('pngjs');
      return PNG.sync.read(bytes);
    }
    const jpeg = load('jpeg-js') as typeof import('jpeg-js');
    return jpeg.decode(bytes, { useTArray: true, maxResolutionInMP: MAX_PIXELS / 1e6 });
  } catch (error) {
    throw new FileFormatError(path, `is no readable ${kind === 'png' ? 'PNG' : 'JPEG'} picture (${error instanceof Error ? error.message : String(error)})`, 'save the picture again');
  }
}

/** Bytes red, green, blue of each pixel, row by row. */
export interface RgbPicture {
  readonly height: number;
  readonly width: number;
  readonly rgb: Uint8Array;
}

/** A PNG of 8 bits a colour; the same picture gives the same bytes. */
export function encodePicture({ height, width, rgb }: RgbPicture): Uint8Array {
  const { PNG } = createRequire(import.meta.url)('pngjs') as typeof import('pngjs');
  const picture = new PNG({ width, height });
  for (let i = 0; i < width * height; i++) {
    picture.data[4 * i] = rgb[3 * i] as number;
    picture.data[4 * i + 1] = rgb[3 * i + 1] as number;
    picture.data[4 * i + 2] = rgb[3 * i + 2] as number;
    picture.data[4 * i + 3] = 255;
  }
  return PNG.sync.write(picture, { colorType: 2 });
}
