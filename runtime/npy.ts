// Reads and writes NPY files (numpy's own format, versions 1 to 3 read, version 1 or 2 written), one array per file.
// Element types u1, i1, i2, i4, i8, f2, f4, f8 in either byte order, and C order only: a Fortran-ordered array is
// refused rather than silently transposed, and so are structured and object arrays.
import { FileFormatError } from './file-format-error.ts';
import { decodeElements, DTYPE_BYTES, elementCount, encodeElements } from './tensor.ts';
import type { Dtype, Tensor } from './tensor.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const DTYPE_OF_DESCR: ReadonlyMap<string, Dtype> = new Map([
  ['u1', 'U8'], ['i1', 'I8'], ['i2', 'I16'], ['i4', 'I32'], ['i8', 'I64'], ['f2', 'F16'], ['f4', 'F32'], ['f8', 'F64'],
]);
const DESCR_OF_DTYPE: ReadonlyMap<Dtype, string> = new Map([...DTYPE_OF_DESCR].map(([descr, dtype]) => [dtype, descr]));
const SAVE_AGAIN = 'save the array again with numpy.save';
/** numpy aligns the data to 64 bytes. */
const ALIGNMENT_BYTES = 64;

interface Header {
  readonly dtype: Dtype;
  readonly isBigEndian: boolean;
  readonly shape: readonly number[];
}

/** The array of a file. `fileName` is used in errors only. Throws FileFormatError. */
export function readNpy(bytes: Uint8Array, fileName: string): Tensor {
  const { text, dataStart } = readHeaderText(bytes, fileName);
  const { dtype, isBigEndian, shape } = parseHeader(text, fileName);
  const count = elementCount(shape);
  const found = bytes.length - dataStart;
  const needed = count === null ? null : count * DTYPE_BYTES[dtype];
  if (needed === null || found !== needed) {
    throw new FileFormatError(fileName, `has ${found} bytes of data, but ${dtype} [${shape.join(', ')}] needs ${needed ?? 'more than a file can hold'}`, `the file is truncated or damaged, ${SAVE_AGAIN}`);
  }
  const data = bytes.subarray(dataStart);
  return { dtype, shape, data: decodeElements(dtype, isBigEndian ? swapBytes(data, DTYPE_BYTES[dtype]) : data) };
}

/** Bytes of a file that numpy.load reads. Throws RangeError where the data does not fit its type and shape. */
export function writeNpy(tensor: Tensor): Uint8Array {
  const data = encodeElements(tensor);
  const descr = DESCR_OF_DTYPE.get(tensor.dtype) ?? 'u1';
  const order = DTYPE_BYTES[tensor.dtype] === 1 ? '|' : '<';
  const shape = tensor.shape.length === 1 ? `${tensor.shape[0]},` : tensor.shape.join(', ');
  const text = `{'descr': '${order}${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  // Version 1 counts the header in 16 bits, version 2 in 32; the header ends with a newline.
  const lengthBytes = text.length + ALIGNMENT_BYTES < 65536 ? 2 : 4;
  const prefixBytes = 8 + lengthBytes;
  const dataStart = Math.ceil((prefixBytes + text.length + 1) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const file = new Uint8Array(dataStart + data.length);
  file.set([...MAGIC, lengthBytes === 2 ? 1 : 2, 0]);
  const view = new DataView(file.buffer);
  if (lengthBytes === 2) view.setUint16(8, dataStart - prefixBytes, true);
  else view.setUint32(8, dataStart - prefixBytes, true);
  file.set(new TextEncoder().encode(`${text.padEnd(dataStart - prefixBytes - 1)}\n`), prefixBytes);
  file.set(data, dataStart);
  return file;
}

function readHeaderText(bytes: Uint8Array, fileName: string): { text: string; dataStart: number } {
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new FileFormatError(fileName, 'does not begin with the NPY magic number', 'pass a file written by numpy.save (an .npz holds several: unpack it first)');
  }
  const version = bytes[6] ?? 0;
  if (bytes.length > 6 && (version < 1 || version > 3)) {
    throw new FileFormatError(fileName, `NPY version ${version} is not known`, 'save it as version 1, 2 or 3');
  }
  const lengthBytes = version === 1 ? 2 : 4;
  const headerStart = 8 + lengthBytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerStart) throw new FileFormatError(fileName, 'ends inside its first bytes', `the file is truncated, ${SAVE_AGAIN}`);
  const dataStart = headerStart + (lengthBytes === 2 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (dataStart > bytes.length) {
    throw new FileFormatError(fileName, `its header should end at byte ${dataStart}, but the file has ${bytes.length} bytes`, `the file is truncated, ${SAVE_AGAIN}`);
  }
  return { text: new TextDecoder('latin1').decode(bytes.subarray(headerStart, dataStart)), dataStart };
}

/** The header is a Python dictionary; only its three fixed entries are looked for. */
function parseHeader(text: string, fileName: string): Header {
  const descr = /['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|(\[))/.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text)?.[1];
  const shapeText = /['"]shape['"]\s*:\s*\(([\d\sL,]*)\)/.exec(text)?.[1];
  if (descr === null || order === undefined || shapeText === undefined) {
    throw new FileFormatError(fileName, 'its header does not give descr, fortran_order and shape', SAVE_AGAIN);
  }
  const [, byteOrder, type] = /^([<>|=]?)(.*)$/.exec(descr[1] ?? 'structured') ?? [];
  const dtype = DTYPE_OF_DESCR.get(type ?? '');
  if (dtype === undefined) {
    throw new FileFormatError(fileName, `element type '${descr[1] ?? 'structured'}' is not known`, `convert it to one of ${[...DTYPE_OF_DESCR.keys()].join(', ')}`);
  }
  const shape = shapeText.split(',').map((side) => side.trim().replace(/L$/, '')).filter((side) => side !== '').map(Number);
  // An array of rank 0 or 1 has one order only, whatever the header says.
  if (order === 'True' && shape.length > 1) {
    throw new FileFormatError(fileName, 'is in Fortran order', 'save it again with numpy.ascontiguousarray(array)');
  }
  return { dtype, isBigEndian: byteOrder === '>', shape };
}

function swapBytes(data: Uint8Array, elementBytes: number): Uint8Array {
  return Uint8Array.from(data, (_, index) => {
    const within = index % elementBytes;
    return data[index - within + (elementBytes - 1 - within)] ?? 0;
  });
}
