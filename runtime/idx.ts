// Reads IDX files, the format of MNIST: two zero bytes, an element type, a rank, big-endian sizes, then unsigned bytes.
// Gzip-packed files are unpacked by their first two bytes, whatever their name. Refuses element types other than u8,
// wrong magic numbers and files whose length does not match their sizes.
import { gunzipSync } from 'node:zlib';
import { FileFormatError } from './file-format-error.ts';
import { elementCount } from './tensor.ts';

/** Unsigned bytes in row-major order. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;
const COPY_AGAIN = 'copy or download the file again';

/** The array of an IDX file, packed or not. `fileName` is used in errors only. Throws FileFormatError. */
export function readIdx(bytes: Uint8Array, fileName: string): IdxArray {
  const raw = unpack(bytes, fileName);
  if (raw.length < 4) throw new FileFormatError(fileName, `only ${raw.length} bytes, but an IDX file begins with a 4-byte magic number`, COPY_AGAIN);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const magic = view.getUint32(0);
  const type = (magic >> 8) & 255;
  const rank = magic & 255;
  if (magic >>> 16 !== 0 || rank === 0) {
    throw new FileFormatError(fileName, `magic number 0x${hex(magic)} is not that of an IDX file`, 'pass an MNIST-style file such as t10k-images-idx3-ubyte');
  }
  if (type !== UNSIGNED_BYTE) {
    throw new FileFormatError(fileName, `element type 0x${type.toString(16).padStart(2, '0')} is not unsigned bytes (0x08)`, 'convert the file to unsigned bytes');
  }
  const dataStart = 4 + 4 * rank;
  if (raw.length < dataStart) throw new FileFormatError(fileName, `ends inside its ${rank} sizes`, COPY_AGAIN);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const count = elementCount(shape);
  if (count === null || raw.length - dataStart !== count) {
    throw new FileFormatError(fileName, `sizes ${shape.join(' x ')} do not fit its ${raw.length - dataStart} bytes of data`, COPY_AGAIN);
  }
  return { shape, data: new Uint8Array(raw.subarray(dataStart)) };
}

/** A set of pictures with one label each; `images` is [count, height, width]. Throws FileFormatError where the two disagree. */
export function readIdxPair(
  images: { readonly bytes: Uint8Array; readonly fileName: string },
  labels: { readonly bytes: Uint8Array; readonly fileName: string },
): { readonly images: IdxArray; readonly labels: Uint8Array } {
  const pictures = readIdx(images.bytes, images.fileName);
  const names = readIdx(labels.bytes, labels.fileName);
  if (pictures.shape.length !== 3) {
    throw new FileFormatError(images.fileName, `rank ${pictures.shape.length} is not that of pictures (3)`, 'pass the images file, not the labels file');
  }
  if (names.shape.length !== 1) {
    throw new FileFormatError(labels.fileName, `rank ${names.shape.length} is not that of labels (1)`, 'pass the labels file, not the images file');
  }
  if (pictures.shape[0] !== names.shape[0]) {
    throw new FileFormatError(labels.fileName, `${names.shape[0]} labels for the ${pictures.shape[0]} pictures of ${images.fileName}`, 'take both files from the same set');
  }
  return { images: pictures, labels: names.data };
}

function unpack(bytes: Uint8Array, fileName: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    throw new FileFormatError(fileName, 'is gzip-packed but cannot be unpacked', COPY_AGAIN);
  }
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
