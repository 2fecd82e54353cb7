// What read and write ports share: the length of a burst, the address of a run, and the sums of the memory side.
import { at, D } from './layout.ts';
import type { Machine } from './machine.ts';

const PAGE = 4096;

/** Sums up an activity of the memory side. */
export function countMemory(machine: Machine, what: number): void {
  machine.memoryActivity[what] = (machine.memoryActivity[what] as number) + 1;
}

/** Words of the next burst: the target's limit, the run, the 4 KB border. */
export function burstWords(machine: Machine, address: number, left: number): number {
  const { maxBurst, axiBytes } = machine.target.memory;
  return Math.min(maxBurst, left, (PAGE - (address & (PAGE - 1))) / axiBytes);
}

/** Byte address (as 32 bits) of a run of a channel's record. */
export function runAddress(machine: Machine, record: number, frame: number, run: number): number {
  const { channels } = machine;
  const shift = at(channels, record + D.perFrame) !== 0 ? Math.imul(frame, 1 << at(channels, record + D.shift)) : 0;
  return (at(channels, record + D.base) + shift + Math.imul(run, at(channels, record + D.stride))) | 0;
}
