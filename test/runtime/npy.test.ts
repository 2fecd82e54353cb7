// NPY files: what is written is read back, the bytes are numpy's own, and every damaged file gives a readable message.
import { expect, test } from 'vitest';
import { FileFormatError } from '../../runtime/file-format-error.ts';
import { readNpy, writeNpy } from '../../runtime/npy.ts';
import type { Tensor } from '../../runtime/tensor.ts';

const samples: readonly Tensor[] = [
  { dtype: 'U8', shape: [1, 2, 3], data: Uint8Array.of(0, 1, 2, 3, 4, 255) },
  { dtype: 'I8', shape: [2], data: Int8Array.of(-128, 127) },
  { dtype: 'I16', shape: [1], data: Int16Array.of(-2) },
  { dtype: 'I32', shape: [], data: Int32Array.of(-7) },
  { dtype: 'I64', shape: [2, 1], data: BigInt64Array.of(1n, -(2n ** 63n)) },
  { dtype: 'F16', shape: [2], data: Float32Array.of(0.5, -65504) },
  { dtype: 'F32', shape: [0], data: new Float32Array(0) },
  { dtype: 'F64', shape: [1], data: Float64Array.of(Math.E) },
];

test.each(samples)('$dtype $shape is read back as it was written', (tensor) => {
  const file = writeNpy(tensor);
  expect(readNpy(file, 'a.npy')).toEqual(tensor);
});

test("the bytes are those of numpy.save: 64-byte alignment, spaces, a newline", () => {
  const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }".padEnd(117);
  const expected = Buffer.concat([Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]), Buffer.from(`${header}\n`), Buffer.from([8, 9])]);
  expect(Buffer.from(writeNpy({ dtype: 'U8', shape: [2], data: Uint8Array.of(8, 9) }))).toEqual(expected);
});

test('a shape too long for version 1 is written as version 2', () => {
  const tensor: Tensor = { dtype: 'U8', shape: new Array<number>(30_000).fill(1), data: Uint8Array.of(5) };
  const file = writeNpy(tensor);
  expect(file[6]).toBe(2);
  expect(readNpy(file, 'a.npy')).toEqual(tensor);
});

/** A version-1 file with this header text. */
function fileWith(header: string, data: readonly number[], version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  return Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, text.length & 255, text.length >> 8, ...text, ...data);
}

test('big-endian elements are turned round', () => {
  const file = fileWith("{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }\n", [1, 2, 0xff, 0xfe]);
  expect(readNpy(file, 'a').data).toEqual(Int16Array.of(0x0102, -2));
});

test('numpy headers of other habits are read: double quotes, other order, long integers', () => {
  const file = fileWith('{"shape": (1L, 2L), "fortran_order": False, "descr": "|u1"}', [3, 4]);
  expect(readNpy(file, 'a')).toEqual({ dtype: 'U8', shape: [1, 2], data: Uint8Array.of(3, 4) });
  expect(readNpy(fileWith("{'descr': '|u1', 'fortran_order': True, 'shape': (2,)}", [3, 4]), 'a').shape).toEqual([2]);
});

const good = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n";
test.each([
  ['nothing', new Uint8Array(0), /NPY magic number/],
  ['another format', Uint8Array.of(0x50, 0x4b, 3, 4), /NPY magic number.*npz/],
  ['an unknown version', fileWith(good, [1, 2], 9), /version 9 is not known/],
  ['six bytes', fileWith(good, []).subarray(0, 6), /ends inside its first bytes/],
  ['nine bytes', fileWith(good, []).subarray(0, 9), /ends inside its first bytes/],
  ['a cut header', fileWith(good, []).subarray(0, 30), /should end at byte 68, but the file has 30 bytes/],
  ['no shape', fileWith("{'descr': '|u1', 'fortran_order': False}", []), /does not give descr, fortran_order and shape/],
  ['a negative shape', fileWith("{'descr': '|u1', 'fortran_order': False, 'shape': (-1,)}", []), /does not give/],
  ['Fortran order', fileWith("{'descr': '|u1', 'fortran_order': True, 'shape': (1, 2)}", [1, 2]), /Fortran order.*ascontiguousarray/],
  ['complex elements', fileWith("{'descr': '<c8', 'fortran_order': False, 'shape': (0,)}", []), /element type '<c8' is not known/],
  ['structured elements', fileWith("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (0,)}", []), /element type 'structured'/],
  ['too little data', fileWith(good, [1]), /has 1 bytes of data, but U8 \[2\] needs 2/],
  ['too much data', fileWith(good, [1, 2, 3]), /has 3 bytes of data/],
])('a file with %s is refused', (_, file, message) => {
  expect(() => readNpy(file, 'broken.npy')).toThrow(FileFormatError);
  expect(() => readNpy(file, 'broken.npy')).toThrow(message);
  expect(() => readNpy(file, 'broken.npy')).toThrow(/^broken\.npy: /);
});
