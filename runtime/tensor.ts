// Tensors as files hold them: numbers of one element type in row-major order. Readers and writers of safetensors, NPY
// and IDX share this type, so a value can pass from one format to another without a decision in between.
import { decodeFloat16, encodeFloat16 } from './float16.ts';

/** Element types by their safetensors names. Half precision is held as Float32Array, which represents each half exactly. */
export type Dtype = 'F64' | 'F32' | 'F16' | 'I64' | 'I32' | 'I16' | 'I8' | 'U8';

export type TensorData =
  | Float64Array | Float32Array | BigInt64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

/** `data` holds the product of `shape` elements (1 for an empty shape); its class follows from `dtype`. */
export interface Tensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export const DTYPE_BYTES: Readonly<Record<Dtype, number>> = {
  F64: 8, F32: 4, F16: 2, I64: 8, I32: 4, I16: 2, I8: 1, U8: 1,
};

export const isDtype = (name: unknown): name is Dtype => typeof name === 'string' && Object.hasOwn(DTYPE_BYTES, name);

/** Number of elements of a shape, or null where a side is no whole number or the product is beyond exact integers. */
export function elementCount(shape: readonly unknown[]): number | null {
  let count = 1;
  for (const side of shape) {
    if (typeof side !== 'number' || !Number.isSafeInteger(side) || side < 0) return null;
    count *= side;
    if (!Number.isSafeInteger(count)) return null;
  }
  return count;
}

/** Elements from little-endian bytes, which are copied: the result never aliases the file. */
export function decodeElements(dtype: Dtype, bytes: Uint8Array): TensorData {
  // Not slice(): on a Node Buffer that would be a view into the file.
  const buffer = new Uint8Array(bytes).buffer;
  switch (dtype) {
    case 'F64': return new Float64Array(buffer);
    case 'F32': return new Float32Array(buffer);
    case 'F16': return Float32Array.from(new Uint16Array(buffer), decodeFloat16);
    case 'I64': return new BigInt64Array(buffer);
    case 'I32': return new Int32Array(buffer);
    case 'I16': return new Int16Array(buffer);
    case 'I8': return new Int8Array(buffer);
    case 'U8': return new Uint8Array(buffer);
  }
}

/** Little-endian bytes of a tensor's elements. Throws RangeError where `data` does not fit `dtype` and `shape`. */
export function encodeElements(tensor: Tensor): Uint8Array {
  const { dtype, shape, data } = tensor;
  if (elementCount(shape) !== data.length) throw new RangeError(`shape [${shape.join(', ')}] does not hold ${data.length} elements`);
  if (dtype === 'F16') {
    if (!(data instanceof Float32Array)) throw new RangeError('F16 data must be a Float32Array');
    return new Uint8Array(Uint16Array.from(data, encodeFloat16).buffer);
  }
  if (!(data instanceof ARRAY_OF[dtype])) throw new RangeError(`${dtype} data must be a ${ARRAY_OF[dtype].name}`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
}

const ARRAY_OF = {
  F64: Float64Array, F32: Float32Array, I64: BigInt64Array, I32: Int32Array, I16: Int16Array, I8: Int8Array, U8: Uint8Array,
} as const;
