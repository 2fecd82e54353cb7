// What units do besides deciding: write a register of the next cycle, count a FIFO up or down, wake who may go on because of it, sum
// up an activity, say that something moved. A unit that could do nothing sleeps until something it depends on is written.
import { at, K, PORT_UNIT, T, TILE, UNIT } from './layout.ts';
import type { Machine } from './machine.ts';
import { NOTHING } from './machine.ts';

/** Writes a register; `state` has it from the next cycle on. */
export function put(machine: Machine, index: number, value: number): void {
  machine.next[index] = value;
  machine.dirty[machine.dirtyCount++] = index;
}

/** Writes a register at once, in both states: for those that their own unit alone reads, and only before it writes them. */
export function keep(machine: Machine, index: number, value: number): void {
  machine.state[index] = value;
  machine.next[index] = value;
}

/** Counts one up; if it may be the largest count so far, the end of the cycle looks. */
export function raise(machine: Machine, index: number): void {
  const value = at(machine.next, index) + 1;
  put(machine, index, value);
  if (value > at(machine.maxima, index)) machine.raised[machine.raisedCount++] = index;
}

export function lower(machine: Machine, index: number): void {
  put(machine, index, at(machine.next, index) - 1);
}

/** Units (bits) of a tile look again in the next cycle. */
export function wake(machine: Machine, tile: number, units: number): void {
  machine.soon[tile] = (machine.soon[tile] as number) | units;
}

export function wakeEdge(machine: Machine, channel: number): void {
  machine.soon[machine.tiles + channel] = 1;
}

export function wakePort(machine: Machine, port: number, units: number): void {
  const index = machine.tiles + machine.reads + port;
  machine.soon[index] = (machine.soon[index] as number) | units;
}

/** Everything looks again in the next cycle. */
export function wakeAll(machine: Machine): void {
  machine.soon.fill(UNIT.all, 0, machine.tiles);
  machine.soon.fill(1, machine.tiles, machine.tiles + machine.reads);
  machine.soon.fill(PORT_UNIT.all, machine.tiles + machine.reads);
}

/** A beat arrives in a link's FIFO; those are copied at the end of every cycle. */
export function pushLink(machine: Machine, link: number): void {
  const value = at(machine.next, link) + 1;
  machine.next[link] = value;
  if (value > at(machine.maxima, link)) machine.raised[machine.raisedCount++] = link;
  wake(machine, (link / TILE) | 0, UNIT.router);
}

/** A beat leaves input `source` of a tile: where the FIFO was full, whoever fills it may go on. */
export function popSource(machine: Machine, tile: number, source: number): void {
  const index = tile * TILE + T.fifo + source;
  machine.next[index] = at(machine.next, index) - 1;
  if (at(machine.state, index) < 2) return;
  if (source === 4) {
    wake(machine, tile, UNIT.router | UNIT.merge);
    return;
  }
  const feeder = at(machine.feeders, tile * 4 + source);
  if (feeder >= 0) wake(machine, feeder, UNIT.router);
  else if (feeder !== NOTHING) wakeEdge(machine, -1 - feeder);
}

/** Sums up an activity of the tile whose record is `c`. */
export function count(machine: Machine, c: number, what: number): void {
  const index = at(machine.configs, c + K.activity) + what;
  machine.activity[index] = (machine.activity[index] as number) + 1;
}

/** Work went on in this cycle. */
export function work(machine: Machine): void {
  machine.moved = true;
  if (machine.progress < machine.cycle) machine.progress = machine.cycle;
}
