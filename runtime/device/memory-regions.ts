// Which parts of a device's memory are taken: first fit, by whole pages.
import { PAGE_BYTES } from '../../compiler/program/move-program.ts';

export interface Region {
  /** Byte address. */
  readonly address: number;
  readonly bytes: number;
}

export interface MemoryRegions {
  /** The lowest free place of so many bytes, or null where there is none. */
  readonly take: (bytes: number) => Region | null;
  readonly free: (region: Region) => void;
  /** Bytes that are not taken, not necessarily in one piece. */
  readonly freeBytes: () => number;
}

export function makeRegions({ base, bytes }: { readonly base: number; readonly bytes: number }): MemoryRegions {
  /** In order of address. */
  let taken: Region[] = [];
  const end = base + bytes;
  const take = (wanted: number): Region | null => {
    const size = Math.ceil(wanted / PAGE_BYTES) * PAGE_BYTES;
    let address = base;
    for (const region of taken) {
      if (region.address - address >= size) break;
      address = region.address + region.bytes;
    }
    if (address + size > end) return null;
    const region = { address, bytes: size };
    taken = [...taken, region].sort((a, b) => a.address - b.address);
    return region;
  };
  return {
    take,
    free: (region) => { taken = taken.filter((other) => other !== region); },
    freeBytes: () => bytes - taken.reduce((sum, region) => sum + region.bytes, 0),
  };
}
