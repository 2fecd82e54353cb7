// A board under Linux: registers and memory mapped from device files. Not yet tried on a board: tests run it against files whose other
// side is the simulator.
// Registers are accessed by Atomics, which make each access one of 32 bits and keep the order of all before and after it. Memory is
// copied word by word, because memory without caches need not take accesses that are wider or not aligned.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemorySpec } from '../../compiler/target/target.ts';
import { DeviceError } from './device-error.ts';
import type { DevicePort } from './device-port.ts';
import { type MappedFile, mapFile } from './mapped-file.ts';

/** Where the two halves of a device are. Offsets count in bytes of the file. */
export interface LinuxPlaces {
  readonly registers: { readonly path: string; readonly offset: number };
  /** `address` is where the array sees the first byte. */
  readonly memory: { readonly path: string; readonly offset: number; readonly address: number; readonly bytes: number };
}

/** Where the exported block design puts the registers. */
const PYNQ_REGISTERS = 0x43c00000;
const REGISTER_BYTES = 4096;
const PATIENCE_MS = 10_000;
/** Looks at STATUS before a wait begins to sleep between them. */
const EAGER_LOOKS = 200;

/** The layout of the exported block design for PYNQ boards, through /dev/mem: registers at 0x43C00000, and the memory of the target, which
 *  Linux must have been told to leave alone. */
export const devMemPlaces = ({ base, bytes }: Pick<MemorySpec, 'base' | 'bytes'>, registers = PYNQ_REGISTERS): LinuxPlaces => ({
  registers: { path: '/dev/mem', offset: registers }, memory: { path: '/dev/mem', offset: base, address: base, bytes },
});

/** Registers through UIO and memory through the u-dma-buf driver, neither of which needs root where their files may be written:
 *  `uioPlaces('uio0', 'udmabuf0')`. Address and size of the buffer come from /sys. */
export function uioPlaces(uio: string, buffer: string, root = '/'): LinuxPlaces {
  const about = (name: string): number => Number(readFileSync(join(root, 'sys/class/u-dma-buf', buffer, name), 'utf8').trim());
  const bytes = about('size');
  return {
    registers: { path: join(root, 'dev', uio), offset: 0 },
    memory: { path: join(root, 'dev', buffer), offset: 0, address: about('phys_addr'), bytes: bytes - (bytes % REGISTER_BYTES) },
  };
}

/** Throws the system's error for files that cannot be opened, DeviceError for those that cannot be mapped. */
export function openLinuxPort({ registers, memory }: LinuxPlaces): DevicePort {
  const name = `${registers.path} at 0x${registers.offset.toString(16)}`;
  const control = mapFile(registers.path, registers.offset, REGISTER_BYTES);
  const data = mapOrClose(memory, control);
  let isOpen = true;
  /** Mapped memory must not be touched once it is gone. */
  const checked = (words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
    if (!isOpen) throw new DeviceError('closed', name, 'it is closed', 'open the device again');
    return words;
  };
  const indexOf = (address: number, words: number): number => {
    const index = (address - memory.address) / 4;
    if (!(Number.isInteger(index) && index >= 0 && 4 * (index + words) <= memory.bytes)) throw new RangeError(`${4 * words} bytes at 0x${address.toString(16)} lie outside of the device's memory`);
    return index;
  };
  return {
    name,
    memory: { base: memory.address, bytes: memory.bytes },
    patienceMs: PATIENCE_MS,
    read32: (offset) => Atomics.load(checked(control.words), offset / 4),
    write32: (offset, value) => { Atomics.store(checked(control.words), offset / 4, value); },
    readMemory: (address, found) => {
      const words = checked(data.words);
      const at = indexOf(address, found.length);
      for (let i = 0; i < found.length; i++) found[i] = words[at + i] as number;
    },
    writeMemory: (address, source) => {
      const words = checked(data.words);
      const at = indexOf(address, source.length);
      for (let i = 0; i < source.length; i++) words[at + i] = source[i] as number;
    },
    wait: pollUntil,
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      control.close();
      data.close();
    },
  };
}

function mapOrClose({ path, offset, bytes }: LinuxPlaces['memory'], control: MappedFile): MappedFile {
  try {
    return mapFile(path, offset, bytes);
  } catch (error) {
    control.close();
    throw error;
  }
}

/** Looks often at first, then about once a millisecond. */
async function pollUntil(isOver: () => boolean, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  for (let look = 0; !isOver(); look++) {
    if (performance.now() > end) return isOver();
    await new Promise((resolve) => {
      if (look < EAGER_LOOKS) setImmediate(resolve);
      else setTimeout(resolve, 1);
    });
  }
  return true;
}
