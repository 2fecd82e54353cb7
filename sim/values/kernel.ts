// The dot products of all compiled tiles, as one small WebAssembly function: 8 products of 16-bit numbers an instruction, sums
// modulo 2^32 (so exact modulo 2^24 whatever they reach). All tiles of a model share one memory, which grows as they ask.
// A table entry per neuron: address behind the entry, surplus, byte offset of the result; then per block of 8 window elements
// its byte offset in the window and 8 weights.

/** Bytes of a table entry's head, and of one block in it. */
export const HEAD_BYTES = 12;
export const BLOCK_BYTES = 20;

export interface Kernel {
  /** Reserves zeroed bytes, aligned to 16; earlier views of the memory may become void. */
  readonly allocate: (bytes: number) => number;
  readonly buffer: () => ArrayBuffer;
  /** Runs the table from `table` to `end` on a window; results are 32-bit words from `out` on. */
  readonly multiply: (window: number, table: number, end: number, out: number) => void;
}

const PAGE = 65536;

export function makeKernel(): Kernel {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()), { m: { m: memory } });
  let used = 16;
  const allocate = (bytes: number): number => {
    const at = used;
    used += Math.ceil(bytes / 16) * 16;
    const missing = Math.ceil((used - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(Math.max(missing, memory.buffer.byteLength / PAGE));
    return at;
  };
  return { allocate, buffer: () => memory.buffer, multiply: instance.exports['f'] as Kernel['multiply'] };
}

const OP = {
  block: [0x02, 0x40], loop: [0x03, 0x40], end: [0x0b], br: 0x0c, brIf: 0x0d, get: 0x20, set: 0x21, tee: 0x22,
  load: 0x28, store: 0x36, constant: 0x41, greaterEqual: [0x4f], add: [0x6a],
  loadVector: [0xfd, 0x00], zeroVector: [0xfd, 0x0c, ...new Array<number>(16).fill(0)], lane: [0xfd, 0x1b], addVector: [0xfd, 0xae, 0x01], dotVector: [0xfd, 0xba, 0x01],
} as const;
/** Parameters, then locals. */
const [WINDOW, TABLE, END, OUT, BEHIND, AT, SUM] = [0, 1, 2, 3, 4, 5, 6] as const;

const get = (local: number): number[] => [OP.get, local];
const load = (offset: number): number[] => [OP.load, 2, offset];
const plus = (value: number): number[] => [OP.constant, value, ...OP.add];

/** for each entry: sum = dots of its blocks; out[offset] = lanes of sum + surplus. */
function body(): number[] {
  const lane = (index: number): number[] => [...get(SUM), ...OP.lane, index];
  return [
    ...OP.block, ...OP.loop,
    ...get(TABLE), ...get(END), ...OP.greaterEqual, OP.brIf, 1,
    ...OP.zeroVector, OP.set, SUM,
    ...get(TABLE), ...load(0), OP.set, BEHIND,
    ...get(TABLE), ...plus(HEAD_BYTES), OP.set, AT,
    ...OP.block, ...OP.loop,
    ...get(AT), ...get(BEHIND), ...OP.greaterEqual, OP.brIf, 1,
    ...get(SUM),
    ...get(WINDOW), ...get(AT), ...load(0), ...OP.add, ...OP.loadVector, 0, 0,
    ...get(AT), ...OP.loadVector, 0, 4,
    ...OP.dotVector, ...OP.addVector, OP.set, SUM,
    ...get(AT), ...plus(BLOCK_BYTES), OP.set, AT,
    OP.br, 0, ...OP.end, ...OP.end,
    ...get(OUT), ...get(TABLE), ...load(8), ...OP.add,
    ...lane(0), ...lane(1), ...OP.add, ...lane(2), ...lane(3), ...OP.add, ...OP.add, ...get(TABLE), ...load(4), ...OP.add,
    OP.store, 2, 0,
    ...get(BEHIND), OP.set, TABLE,
    OP.br, 0, ...OP.end, ...OP.end,
    ...OP.end,
  ];
}

/** The module in its binary format: one type, one imported memory, one function, one export. */
function moduleBytes(): Uint8Array<ArrayBuffer> {
  const i32 = 0x7f;
  const v128 = 0x7b;
  const size = (count: number): number[] => (count < 128 ? [count] : [(count & 127) | 128, count >> 7]);
  const section = (id: number, bytes: readonly number[]): number[] => [id, ...size(bytes.length), ...bytes];
  const code = [2, 2, i32, 1, v128, ...body()];
  return Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [1, 0x60, 4, i32, i32, i32, i32, 0]),
    ...section(2, [1, 1, 0x6d, 1, 0x6d, 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, [1, ...size(code.length), ...code]),
  ]);
}
