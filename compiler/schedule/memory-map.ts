// Addresses. Tensors that pass between phases come first, then the configuration streams, then one record a frame with
// every input copy and every output: records follow each other 2^frameShift bytes apart up to the end of the memory, so the
// number of frames is open. Everything starts on a 4 KB border.
import type { Target } from '../target/target.ts';
import type { Span } from '../source/span.ts';
import { refuse } from './refuse.ts';

const PAGE = 4096;
const pages = (bytes: number): number => Math.ceil(Math.max(bytes, 1) / PAGE) * PAGE;

export interface Space {
  readonly key: string;
  readonly bytes: number;
  readonly perFrame: boolean;
}

export interface MemoryMap {
  readonly addresses: ReadonlyMap<string, number>;
  readonly frameShift: number;
  readonly initAddress: number;
  readonly loopAddress: number;
  /** Bytes from the base to the end of the record of frame 0. */
  readonly bytes: number;
}

/** Refuses what does not fit the target's memory with one frame in it. */
export function mapMemory(target: Target, spaces: readonly Space[], initBytes: number, loopBytes: number, span: Span): MemoryMap {
  const addresses = new Map<string, number>();
  let next = target.memory.base;
  const take = (bytes: number): number => {
    const at = next;
    next += pages(bytes);
    return at;
  };
  for (const space of spaces) if (!space.perFrame) addresses.set(space.key, take(space.bytes));
  const initAddress = take(initBytes);
  const loopAddress = take(loopBytes);
  const records = next;
  for (const space of spaces) if (space.perFrame) addresses.set(space.key, take(space.bytes));
  const record = next - records;
  const frameShift = Math.max(12, Math.ceil(Math.log2(Math.max(record, 1))));
  const bytes = next - target.memory.base;
  if (bytes > target.memory.bytes || frameShift > 31) {
    refuse('NF4201', {
      span,
      message: `tensors, configuration and one frame need ${bytes} bytes; ${target.name} has ${target.memory.bytes}`,
      hint: 'use a smaller image or fewer maps, or a target with more memory',
      notes: [`a frame with its outputs takes ${record} bytes, the configuration ${initBytes + loopBytes}`],
    });
  }
  return { addresses, frameShift, initAddress, loopAddress, bytes };
}
