// A piece of a file, or of a character device such as /dev/mem, in the address space of this process. Node has no mmap; koffi calls that
// of the C library.
import { closeSync, constants, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DeviceError } from './device-error.ts';

export interface MappedFile {
  /** Must not be touched after close(). */
  readonly words: Uint32Array<ArrayBuffer>;
  readonly close: () => void;
}

const PROT_READ = 1;
const PROT_WRITE = 2;
const MAP_SHARED = 1;

/** What is used of koffi. */
interface Koffi {
  /** The functions that this process has already, by their C declarations. */
  readonly load: (path: null) => { readonly func: (declaration: string) => (...values: readonly unknown[]) => unknown };
  readonly view: (place: unknown, bytes: number) => ArrayBuffer;
  readonly errno: () => number;
}

/** `offset` is a multiple of the page size. Opened with O_SYNC, which makes Linux map /dev/mem and u-dma-buf without caches. Throws the system's
 *  error where the file cannot be opened, DeviceError where it cannot be mapped. */
export function mapFile(path: string, offset: number, bytes: number): MappedFile {
  // Only boards need it, and it loads a binary.
  const koffi = createRequire(import.meta.url)('koffi') as Koffi;
  const library = koffi.load(null);
  const mmap = library.func('void *mmap64(void *address, size_t length, int protection, int flags, int file, int64_t offset)');
  const munmap = library.func('int munmap(void *address, size_t length)');
  const file = openSync(path, constants.O_RDWR | constants.O_SYNC);
  try {
    const place = mmap(null, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, offset);
    if (isFailure(place)) {
      throw new DeviceError('memory', path, `${bytes} bytes at 0x${offset.toString(16)} cannot be mapped (error ${koffi.errno()})`, 'check the address and the size, and that you may (most devices want root)');
    }
    return { words: new Uint32Array(koffi.view(place, bytes)), close: () => { munmap(place, bytes); } };
  } finally {
    closeSync(file);
  }
}

/** MAP_FAILED is -1, in as many bits as a pointer has. */
const isFailure = (place: unknown): boolean => place === null || (typeof place === 'bigint' && (BigInt.asIntN(64, place) === -1n || place === 0xffffffffn));
