// What units do besides moving their own registers: count up a FIFO, sum up an activity, say that something moved.
import { at, K } from './layout.ts';
import type { Machine } from './machine.ts';

/** Counts one up and remembers to look at its maximum. */
export function raise(machine: Machine, index: number): void {
  machine.next[index] = at(machine.next, index) + 1;
  machine.raised.list[machine.raised.count++] = index;
}

/** Sums up an activity of the tile whose record is `c`. */
export function count(machine: Machine, c: number, what: number): void {
  const index = at(machine.configs, c + K.activity) + what;
  machine.activity[index] = (machine.activity[index] as number) + 1;
}

/** Work went on in this cycle. */
export function work(machine: Machine): void {
  machine.moved = true;
  machine.progress = machine.cycle;
}
