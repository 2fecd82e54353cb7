// The memory of a device that is simulated: large to look at, allocated as far as it is used. Bytes that nobody wrote are zero.

export interface DeviceMemory {
  /** From the base on, as far as anything was reached. */
  readonly words: () => Uint32Array;
  readonly holds: (address: number, bytes: number) => boolean;
  /** Allocates up to this address. */
  readonly reach: (end: number) => void;
  readonly read: (address: number, words: Uint32Array) => void;
  readonly write: (address: number, words: Uint32Array) => void;
  readonly equals: (address: number, words: Uint32Array) => boolean;
}

const FIRST_WORDS = 2 ** 16;

/** Throws RangeError for accesses outside of it. `shared` is used in place of memory of its own. */
export function makeDeviceMemory({ base, bytes }: { readonly base: number; readonly bytes: number }, shared?: Uint32Array): DeviceMemory {
  let words = shared ?? new Uint32Array(Math.min(FIRST_WORDS, bytes / 4));
  const holds = (address: number, length: number): boolean => address >= base && address % 4 === 0 && address + length <= base + bytes;
  const reach = (end: number): void => {
    const needed = (end - base) / 4;
    if (needed <= words.length) return;
    const grown = new Uint32Array(Math.min(bytes / 4, Math.max(needed, 2 * words.length)));
    grown.set(words);
    words = grown;
  };
  const indexOf = (address: number, length: number): number => {
    if (!holds(address, length)) throw new RangeError(`${length} bytes at 0x${address.toString(16)} lie outside of the device's memory`);
    reach(address + length);
    return (address - base) / 4;
  };
  return {
    words: () => words,
    holds, reach,
    read: (address, target) => {
      const at = indexOf(address, target.byteLength);
      target.set(words.subarray(at, at + target.length));
    },
    write: (address, source) => { words.set(source, indexOf(address, source.byteLength)); },
    equals: (address, wanted) => {
      const at = indexOf(address, wanted.byteLength);
      return Buffer.compare(bytesOf(words.subarray(at, at + wanted.length)), bytesOf(wanted)) === 0;
    },
  };
}

const bytesOf = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
