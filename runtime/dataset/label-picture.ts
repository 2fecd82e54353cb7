// A PNG whose pixels are labels: grey values, or places in its palette (whose colours do not matter), of 1, 2, 4 or 8 bits.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { crc32 } from 'node:zlib';
import { FileFormatError } from '../file-format-error.ts';
import { pictureKind } from '../picture.ts';

const GREY = 0;
const PALETTE = 3;
const SIGNATURE_BYTES = 8;
/** Signature and first chunk. */
const HEADER_BYTES = 33;
const MAX_PIXELS = 64_000_000;

export interface LabelPicture {
  readonly height: number;
  readonly width: number;
  /** Row by row. */
  readonly labels: Uint8Array;
}

/** From the first bytes of the file alone. Throws FileFormatError. */
export function labelPictureSize(path: string): { height: number; width: number } {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  const found = readSync(file, header);
  closeSync(file);
  return sizeOf(header.subarray(0, found), path);
}

/** Throws FileFormatError. */
export function readLabelPicture(path: string): LabelPicture {
  const bytes = readFileSync(path);
  const size = sizeOf(bytes, path);
  const [depth = 0, colour = 0] = bytes.subarray(24);
  if ((colour !== GREY && colour !== PALETTE) || depth > 8) {
    throw new FileFormatError(path, 'holds colours instead of labels', 'save one grey or palette value of at most 8 bits a pixel, the number of its class');
  }
  if (size.width * size.height > MAX_PIXELS) throw new FileFormatError(path, `has more than ${MAX_PIXELS} pixels`, 'scale it down');
  const { PNG } = createRequire(import.meta.url)('pngjs') as typeof import('pngjs');
  try {
    const { width, height, data } = PNG.sync.read(colour === PALETTE ? withPlacesAsColours(bytes) : bytes, { skipRescale: true });
    return { height, width, labels: Uint8Array.from({ length: width * height }, (_, pixel) => data[4 * pixel] as number) };
  } catch (error) {
    throw new FileFormatError(path, `is no readable PNG picture (${error instanceof Error ? error.message : String(error)})`, 'save the picture again');
  }
}

function sizeOf(bytes: Buffer, path: string): { height: number; width: number } {
  if (pictureKind(bytes) !== 'png' || bytes.length < HEADER_BYTES) throw new FileFormatError(path, 'is no PNG picture', 'save labels as PNG, which keeps every value');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** The same PNG with the colour n, n, n at place n of its palette: the decoder then gives places. */
function withPlacesAsColours(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = SIGNATURE_BYTES; at + 12 <= copy.length;) {
    const size = copy.readUInt32BE(at);
    if (copy.toString('latin1', at + 4, at + 8) === 'PLTE' && at + 12 + size <= copy.length) {
      for (let i = 0; i < size; i++) copy[at + 8 + i] = Math.floor(i / 3);
      copy.writeUInt32BE(crc32(copy.subarray(at + 4, at + 8 + size)), at + 8 + size);
      return copy;
    }
    at += 12 + size;
  }
  return copy;
}
