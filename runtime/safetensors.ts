// Reads and writes safetensors files: eight bytes of header length, a JSON header, then the tensors' bytes.
// Refuses with a FileFormatError whatever would be guesswork: truncated files, overlapping tensors, bytes that belong to
// no tensor, unknown element types. Writing is deterministic: the same tensors and metadata give the same bytes.
import { FileFormatError } from './file-format-error.ts';
import { decodeElements, DTYPE_BYTES, elementCount, encodeElements, isDtype } from './tensor.ts';
import type { Dtype, Tensor } from './tensor.ts';

/** The same limit as the format's reference implementation: a longer header is a damaged or hostile file. */
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;
const METADATA = '__metadata__';
const EXPORT_AGAIN = 'export the file again from the program that made it';

interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** All tensors of a file by name, in the order of their bytes. `fileName` is used in errors only. Throws FileFormatError. */
export function readSafetensors(bytes: Uint8Array, fileName: string): Map<string, Tensor> {
  const { header, body } = splitFile(bytes, fileName);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => readEntry(name, value, fileName))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCoverage(entries, body.length, fileName);
  return new Map(entries.map(({ name, dtype, shape, begin, end }) =>
    [name, { dtype, shape, data: decodeElements(dtype, body.subarray(begin, end)) }]));
}

/** The free-text metadata of a file (key to text), empty where there is none. Throws FileFormatError. */
export function readSafetensorsMetadata(bytes: Uint8Array, fileName: string): Map<string, string> {
  const metadata = splitFile(bytes, fileName).header[METADATA] ?? {};
  if (!isRecord(metadata)) throw new FileFormatError(fileName, `${METADATA} is not a JSON object`, EXPORT_AGAIN);
  return new Map(Object.entries(metadata).map(([key, value]) => {
    if (typeof value !== 'string') throw new FileFormatError(fileName, `metadata '${key}' is not a text`, EXPORT_AGAIN);
    return [key, value];
  }));
}

/** Bytes of a safetensors file. Wider elements come first, then by name, so every tensor is aligned. Throws RangeError
 *  where a tensor's data does not fit its type and shape. */
export function writeSafetensors(tensors: ReadonlyMap<string, Tensor>, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const ordered = [...tensors].sort(([aName, a], [bName, b]) => DTYPE_BYTES[b.dtype] - DTYPE_BYTES[a.dtype] || compareText(aName, bName));
  const fields: [string, unknown][] = [];
  const metadataFields = Object.entries(metadata).sort(([a], [b]) => compareText(a, b));
  if (metadataFields.length > 0) fields.push([METADATA, Object.fromEntries(metadataFields)]);
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of ordered) {
    if (name === METADATA) throw new RangeError(`no tensor may be named ${METADATA}`);
    const part = encodeElements(tensor);
    fields.push([name, { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [offset, offset + part.length] }]);
    parts.push(part);
    offset += part.length;
  }
  // Written field by field: an object literal would move names that look like integers to the front.
  const text = `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
  const header = new TextEncoder().encode(text);
  const headerBytes = Math.ceil(header.length / 8) * 8;
  const file = new Uint8Array(LENGTH_BYTES + headerBytes + offset).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(header, LENGTH_BYTES);
  let position = LENGTH_BYTES + headerBytes;
  for (const part of parts) {
    file.set(part, position);
    position += part.length;
  }
  return file;
}

function splitFile(bytes: Uint8Array, fileName: string): { header: Record<string, unknown>; body: Uint8Array } {
  const fail = (problem: string, hint = EXPORT_AGAIN): never => {
    throw new FileFormatError(fileName, problem, hint);
  };
  if (bytes.length < LENGTH_BYTES) {
    fail(`only ${bytes.length} bytes, but a safetensors file begins with an 8-byte header length`, 'check that the file was copied completely');
  }
  const headerBytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true);
  if (headerBytes > BigInt(MAX_HEADER_BYTES)) {
    fail(`its header length says ${headerBytes} bytes, more than the format's limit of ${MAX_HEADER_BYTES}`, 'check that this is a safetensors file');
  }
  const bodyStart = LENGTH_BYTES + Number(headerBytes);
  if (bodyStart > bytes.length) {
    fail(`its header should end at byte ${bodyStart}, but the file has ${bytes.length} bytes`, 'the file is truncated, copy or export it again');
  }
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, bodyStart)));
  } catch {
    fail('its header is not valid JSON', 'check that this is a safetensors file and that it was not edited');
  }
  if (!isRecord(header)) return fail('its header is not a JSON object');
  return { header, body: bytes.subarray(bodyStart) };
}

function readEntry(name: string, value: unknown, fileName: string): Entry {
  const fail = (problem: string): never => {
    throw new FileFormatError(fileName, `tensor '${name}' ${problem}`, EXPORT_AGAIN);
  };
  if (!isRecord(value)) return fail('is not described by a JSON object');
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isDtype(dtype)) {
    throw new FileFormatError(fileName, `tensor '${name}' has element type ${JSON.stringify(dtype) ?? 'missing'}`, `convert it to one of ${Object.keys(DTYPE_BYTES).join(', ')}`);
  }
  if (!Array.isArray(shape)) return fail('has no shape');
  const count = elementCount(shape);
  if (count === null) return fail(`has the impossible shape ${JSON.stringify(shape)}`);
  const [begin, end, ...rest] = Array.isArray(offsets) ? (offsets as unknown[]) : [];
  if (!isOffset(begin) || !isOffset(end) || rest.length > 0 || begin > end) {
    return fail(`has the impossible data_offsets ${JSON.stringify(offsets) ?? 'missing'}`);
  }
  if (end - begin !== count * DTYPE_BYTES[dtype]) {
    return fail(`has ${end - begin} bytes, but ${dtype} [${shape.join(', ')}] needs ${count * DTYPE_BYTES[dtype]}`);
  }
  return { name, dtype, shape: shape as number[], begin, end };
}

function checkCoverage(entries: readonly Entry[], bodyBytes: number, fileName: string): void {
  let position = 0;
  let previous = 'the header';
  for (const { name, begin, end } of entries) {
    if (end > bodyBytes) {
      throw new FileFormatError(fileName, `tensor '${name}' ends at byte ${end} of the data, but the file holds ${bodyBytes} bytes of data`, 'the file is truncated, copy or export it again');
    }
    if (begin < position) throw new FileFormatError(fileName, `tensor '${name}' overlaps ${previous}`, EXPORT_AGAIN);
    if (begin > position) throw new FileFormatError(fileName, `bytes ${position} to ${begin} of the data belong to no tensor`, EXPORT_AGAIN);
    position = end;
    previous = `'${name}'`;
  }
  if (position !== bodyBytes) {
    throw new FileFormatError(fileName, `${bodyBytes - position} bytes after the last tensor belong to no tensor`, EXPORT_AGAIN);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isOffset = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
/** By code unit, so that the order depends on no locale. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
