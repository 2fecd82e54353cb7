// safetensors files: what is written is read back, the same tensors give the same bytes, and every damaged file gives
// a message that names the file and the trouble.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileFormatError } from '../../runtime/file-format-error.ts';
import { readSafetensors, readSafetensorsMetadata, writeSafetensors } from '../../runtime/safetensors.ts';
import type { Tensor } from '../../runtime/tensor.ts';

const samples = new Map<string, Tensor>([
  ['bytes', { dtype: 'U8', shape: [3], data: Uint8Array.of(0, 128, 255) }],
  ['doubles', { dtype: 'F64', shape: [2], data: Float64Array.of(Math.PI, -0) }],
  ['floats', { dtype: 'F32', shape: [2, 2], data: Float32Array.of(1, -2.5, Infinity, 2 ** -149) }],
  ['halves', { dtype: 'F16', shape: [7], data: Float32Array.of(1, -0.5, 65504, 2 ** -24, 2 ** -14, -0, Infinity) }],
  ['longs', { dtype: 'I64', shape: [1], data: BigInt64Array.of(-(2n ** 63n)) }],
  ['nothing', { dtype: 'F32', shape: [0, 4], data: new Float32Array(0) }],
  ['scalar', { dtype: 'I32', shape: [], data: Int32Array.of(-7) }],
  ['shorts', { dtype: 'I16', shape: [2], data: Int16Array.of(-32768, 32767) }],
  ['small', { dtype: 'I8', shape: [2], data: Int8Array.of(-128, 127) }],
]);

test('every element type is read back as it was written', () => {
  const read = readSafetensors(writeSafetensors(samples, { seed: '1' }), 'a.safetensors');
  expect([...read.keys()].sort()).toEqual([...samples.keys()]);
  for (const [name, tensor] of samples) expect(read.get(name)).toEqual(tensor);
});

test('a Node buffer at an odd address is read, and the result does not alias it', () => {
  const file = writeSafetensors(samples);
  const shifted = Buffer.alloc(file.length + 3);
  shifted.set(file, 3);
  const read = readSafetensors(shifted.subarray(3), 'a.safetensors');
  shifted.fill(0);
  for (const [name, tensor] of samples) expect(read.get(name)).toEqual(tensor);
});

test('the bytes depend on the contents alone', () => {
  const reversed = new Map([...samples].reverse());
  expect(writeSafetensors(reversed, { b: '2', a: '1' })).toEqual(writeSafetensors(samples, { a: '1', b: '2' }));
});

test('metadata is read back, and is empty where there is none', () => {
  expect(readSafetensorsMetadata(writeSafetensors(samples, { seed: '1' }), 'a')).toEqual(new Map([['seed', '1']]));
  expect(readSafetensorsMetadata(writeSafetensors(samples), 'a')).toEqual(new Map());
});

test('names that look like integers or like object internals survive', () => {
  const tensor: Tensor = { dtype: 'U8', shape: [1], data: Uint8Array.of(1) };
  const names = ['10', '9', '__proto__', 'constructor', 'ä "quoted"'];
  const read = readSafetensors(writeSafetensors(new Map(names.map((name) => [name, tensor]))), 'a');
  expect([...read.keys()].sort()).toEqual([...names].sort());
});

test('a tensor whose data does not fit its shape or type is not written', () => {
  expect(() => writeSafetensors(new Map([['w', { dtype: 'F32', shape: [3], data: new Float32Array(2) }]]))).toThrow(RangeError);
  expect(() => writeSafetensors(new Map([['w', { dtype: 'I8', shape: [2], data: new Float32Array(2) }]]))).toThrow(RangeError);
});

/** A file with this header text, whatever it says, and this many bytes of data. */
function fileWith(header: string, dataBytes: number): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}
const entry = (dtype: string, shape: unknown, offsets: unknown): string => JSON.stringify({ dtype, shape, data_offsets: offsets });

test.each([
  ['empty', new Uint8Array(0), /only 0 bytes.*copied completely/],
  ['huge header', new Uint8Array(16).fill(0xff), /header length says 18446744073709551615 bytes.*limit/],
  ['header beyond the file', Uint8Array.of(40, 0, 0, 0, 0, 0, 0, 0, 0x7b), /end at byte 48, but the file has 9 bytes.*truncated/],
  ['bad JSON', fileWith('{"w": ', 0), /not valid JSON/],
  ['bad UTF-8', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff), /not valid JSON/],
  ['no object', fileWith('[1, 2]', 0), /not a JSON object/],
  ['entry no object', fileWith('{"w": 3}', 0), /tensor 'w' is not described/],
  ['unknown type', fileWith(`{"w":${entry('BF16', [1], [0, 2])}}`, 2), /tensor 'w' has element type "BF16".*convert/],
  ['inherited name as type', fileWith(`{"w":${entry('toString', [1], [0, 2])}}`, 2), /element type "toString"/],
  ['no type', fileWith('{"w":{"shape":[1],"data_offsets":[0,1]}}', 1), /element type missing/],
  ['no shape', fileWith(`{"w":${entry('U8', 1, [0, 1])}}`, 1), /has no shape/],
  ['negative shape', fileWith(`{"w":${entry('U8', [-1, -1], [0, 1])}}`, 1), /impossible shape \[-1,-1\]/],
  ['enormous shape', fileWith(`{"w":${entry('U8', [2 ** 40, 2 ** 40], [0, 1])}}`, 1), /impossible shape/],
  ['offsets reversed', fileWith(`{"w":${entry('U8', [1], [1, 0])}}`, 1), /impossible data_offsets \[1,0\]/],
  ['three offsets', fileWith(`{"w":${entry('U8', [1], [0, 1, 2])}}`, 1), /impossible data_offsets/],
  ['no offsets', fileWith('{"w":{"dtype":"U8","shape":[1]}}', 1), /impossible data_offsets missing/],
  ['fractional offset', fileWith(`{"w":${entry('U8', [1], [0.5, 1.5])}}`, 2), /impossible data_offsets/],
  ['wrong byte count', fileWith(`{"w":${entry('F32', [2], [0, 7])}}`, 7), /has 7 bytes, but F32 \[2\] needs 8/],
  ['beyond the end', fileWith(`{"w":${entry('F32', [2], [0, 8])}}`, 7), /ends at byte 8 of the data, but the file holds 7.*truncated/],
  ['overlap', fileWith(`{"a":${entry('U8', [2], [0, 2])},"b":${entry('U8', [2], [1, 3])}}`, 3), /tensor 'b' overlaps 'a'/],
  ['gap', fileWith(`{"a":${entry('U8', [1], [0, 1])},"b":${entry('U8', [1], [2, 3])}}`, 3), /bytes 1 to 2 of the data belong to no tensor/],
  ['bytes after the end', fileWith(`{"a":${entry('U8', [1], [0, 1])}}`, 3), /2 bytes after the last tensor/],
])('a file with %s is refused', (_, file, message) => {
  expect(() => readSafetensors(file, 'broken.safetensors')).toThrow(FileFormatError);
  expect(() => readSafetensors(file, 'broken.safetensors')).toThrow(message);
  expect(() => readSafetensors(file, 'broken.safetensors')).toThrow(/^broken\.safetensors: /);
});

test('every truncation and any flipped byte either reads or gives a FileFormatError', () => {
  const file = writeSafetensors(samples, { seed: '1' });
  for (let length = 0; length < file.length; length += 1) {
    expect(() => readSafetensors(file.subarray(0, length), 'cut')).toThrow(FileFormatError);
  }
  fc.assert(fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (position, change) => {
    const damaged = file.slice();
    damaged[position] = (damaged[position] ?? 0) ^ change;
    try {
      readSafetensors(damaged, 'damaged');
    } catch (error) {
      expect(error).toBeInstanceOf(FileFormatError);
    }
  }), { seed: 1, numRuns: 500 });
});
