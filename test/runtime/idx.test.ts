// IDX files: raw and packed ones are read alike, and every damaged one gives a message that names the file.
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { FileFormatError } from '../../runtime/file-format-error.ts';
import { readIdx, readIdxPair } from '../../runtime/idx.ts';

function idxFile(magic: readonly number[], sizes: readonly number[], data: readonly number[]): Uint8Array {
  const file = new Uint8Array(4 + 4 * sizes.length + data.length);
  file.set(magic);
  for (const [axis, size] of sizes.entries()) new DataView(file.buffer).setUint32(4 + 4 * axis, size);
  file.set(data, 4 + 4 * sizes.length);
  return file;
}
const pictures = idxFile([0, 0, 8, 3], [2, 1, 3], [1, 2, 3, 4, 5, 255]);
const labels = idxFile([0, 0, 8, 1], [2], [7, 9]);

test('raw and packed files are read alike', () => {
  const expected = { shape: [2, 1, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 255) };
  expect(readIdx(pictures, 'a')).toEqual(expected);
  expect(readIdx(gzipSync(pictures), 'a')).toEqual(expected);
});

test('pictures and labels are paired', () => {
  const pair = readIdxPair({ bytes: pictures, fileName: 'p' }, { bytes: labels, fileName: 'l' });
  expect(pair.images.shape).toEqual([2, 1, 3]);
  expect([...pair.labels]).toEqual([7, 9]);
});

test.each([
  ['nothing', new Uint8Array(0), /only 0 bytes/],
  ['a wrong magic number', idxFile([1, 0, 8, 1], [1], [0]), /magic number 0x01000801/],
  ['no rank', idxFile([0, 0, 8, 0], [], [0]), /magic number 0x00000800/],
  ['wide elements', idxFile([0, 0, 13, 1], [1], [0, 0, 0, 0]), /element type 0x0d is not unsigned bytes/],
  ['cut sizes', Uint8Array.of(0, 0, 8, 3, 0, 0), /ends inside its 3 sizes/],
  ['cut data', pictures.subarray(0, pictures.length - 1), /sizes 2 x 1 x 3 do not fit its 5 bytes/],
  ['too much data', idxFile([0, 0, 8, 1], [1], [0, 0]), /sizes 1 do not fit its 2 bytes/],
  ['enormous sizes', idxFile([0, 0, 8, 2], [0xffffffff, 0xffffffff], [0]), /do not fit its 1 bytes/],
  ['a damaged pack', gzipSync(pictures).subarray(0, 20), /cannot be unpacked/],
])('a file with %s is refused', (_, file, message) => {
  expect(() => readIdx(file, 'broken.idx')).toThrow(FileFormatError);
  expect(() => readIdx(file, 'broken.idx')).toThrow(message);
  expect(() => readIdx(file, 'broken.idx')).toThrow(/^broken\.idx: /);
});

test('files that do not belong together are refused', () => {
  const three = idxFile([0, 0, 8, 1], [3], [1, 2, 3]);
  const pair = (first: Uint8Array, second: Uint8Array) => () => readIdxPair({ bytes: first, fileName: 'p' }, { bytes: second, fileName: 'l' });
  expect(pair(pictures, three)).toThrow(/l: 3 labels for the 2 pictures of p/);
  expect(pair(labels, labels)).toThrow(/p: rank 1 is not that of pictures/);
  expect(pair(pictures, pictures)).toThrow(/l: rank 3 is not that of labels/);
});
