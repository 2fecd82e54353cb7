// Addresses. Tensors that pass between phases come first, in places that they share where one is read for the last time before the other is written, then the configuration streams, then one record a
// frame with every input copy and every output: records follow each other 2^frameShift bytes apart up to the end of the memory, so the
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
  /** First and last phase in which it holds values of a frame. */
  readonly live: readonly [number, number];
}

export interface MemoryMap {
  readonly addresses: ReadonlyMap<string, number>;
  readonly frameShift: number;
  readonly initAddress: number;
  readonly loopAddress: number;
  /** Bytes from the base to the end of the record of frame 0. */
  readonly bytes: number;
}

const meet = (a: Space, b: Space): boolean => a.live[0] <= b.live[1] && b.live[0] <= a.live[1];

/** Lowest places where no two spaces that are live together overlap, largest spaces first. */
function shareSpaces(spaces: readonly Space[]): number[] {
  const order = spaces.map((_, index) => index).sort((a, b) => (spaces[b] as Space).bytes - (spaces[a] as Space).bytes || a - b);
  const offsets = new Array<number>(spaces.length).fill(0);
  order.forEach((index, count) => {
    const space = spaces[index] as Space;
    const taken = order.slice(0, count).filter((other) => meet(space, spaces[other] as Space))
      .map((other) => [offsets[other] as number, (offsets[other] as number) + pages((spaces[other] as Space).bytes)] as const).sort((a, b) => a[0] - b[0]);
    let at = 0;
    for (const [from, to] of taken) if (at + pages(space.bytes) > from) at = Math.max(at, to);
    offsets[index] = at;
  });
  return offsets;
}

/** Keys of spaces that another one overwrites later in the frame. */
export function overwrittenSpaces(map: MemoryMap, spaces: readonly Space[]): Set<string> {
  const at = (space: Space): number => map.addresses.get(space.key) ?? 0;
  const lasting = spaces.filter((space) => !space.perFrame);
  return new Set(lasting.filter((space) => lasting.some((other) =>
    other.live[0] > space.live[0] && at(other) < at(space) + space.bytes && at(space) < at(other) + other.bytes)).map((space) => space.key));
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
  const shared = spaces.filter((space) => !space.perFrame);
  const offsets = shareSpaces(shared);
  shared.forEach((space, index) => { addresses.set(space.key, next + (offsets[index] as number)); });
  next += Math.max(0, ...shared.map((space, index) => (offsets[index] as number) + pages(space.bytes)));
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
