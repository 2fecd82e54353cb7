// A sequencer whose next cycles only count sleeps through them: in the middle of a sub-pass, while its weights are loaded, and while it
// waits for rows or credits (then whoever brings them wakes it). Its slot, load counter and sums lag behind until it wakes.
import { A, at, K, T, TILE, UNIT } from './layout.ts';
import type { Machine } from './machine.ts';
import { AWAKE, IDLE } from './machine.ts';
import { isEmittingSlot, isRowReady, pixelsLeft, slotsOf } from './slots.ts';
import { markTile } from './mark-timeline.ts';

/** Puts the sequencer to sleep from this cycle on, if this cycle and at least one more would only count. */
export function trySleep(machine: Machine, tile: number, o: number, c: number): boolean {
  const { state, configs } = machine;
  if (at(state, o + T.frame) >= at(configs, c + K.frames)) return sleep(machine, tile, IDLE, Number.POSITIVE_INFINITY);
  if (at(state, o + T.active) === 0) {
    if (!isRowReady(machine, o, c)) return sleep(machine, tile, A.stallInput, Number.POSITIVE_INFINITY);
    const load = at(state, o + T.load);
    return load > 1 && sleep(machine, tile, A.stallWeights, load);
  }
  if (isEmittingSlot(machine, o, c)) {
    if (at(state, o + T.credits) > 0) return false;
    return sleep(machine, tile, at(state, o + T.outCredits) === 0 ? A.stallDownstream : A.stallDrain, Number.POSITIVE_INFINITY);
  }
  const last = slotsOf(machine, o, c) - 1 - at(state, o + T.slot);
  const pixels = pixelsLeft(machine, o, c);
  const cycles = pixels > 0 ? Math.min(pixels, last) : last;
  if (cycles < 2) return false;
  machine.progress = Math.max(machine.progress, machine.cycle + cycles - 1);
  return sleep(machine, tile, pixels > 0 ? A.pixelSlots : A.emptySlots, cycles);
}

function sleep(machine: Machine, tile: number, kind: number, cycles: number): true {
  machine.sleep.kind[tile] = kind;
  machine.sleep.since[tile] = machine.cycle;
  machine.sleep.until[tile] = machine.cycle + cycles;
  return true;
}

/** Ends the sleep before this cycle: counters and sums become those of its start. */
export function wakeSequencer(machine: Machine, tile: number): void {
  const { state, next, sleep: { kind, since, until } } = machine;
  const activity = kind[tile] as number;
  if (activity === AWAKE) return;
  const cycles = machine.cycle - (since[tile] as number);
  kind[tile] = AWAKE;
  until[tile] = Number.POSITIVE_INFINITY;
  if (cycles === 0) return;
  const o = tile * TILE;
  if (activity !== IDLE) {
    const index = at(machine.configs, at(state, o + T.config) + K.activity) + activity;
    machine.activity[index] = (machine.activity[index] as number) + cycles;
    markTile(machine, tile, activity, machine.cycle - cycles, machine.cycle);
  }
  if (activity === A.pixelSlots || activity === A.emptySlots) next[o + T.slot] = state[o + T.slot] = at(state, o + T.slot) + cycles;
  next[o + T.load] = state[o + T.load] = Math.max(0, at(state, o + T.load) - cycles);
}

/** Between cycles: ends all sleeps, for whoever reads registers or sums from outside. */
export function wakeSequencers(machine: Machine): void {
  for (let tile = 0; tile < machine.tiles; tile++) {
    wakeSequencer(machine, tile);
    machine.now[tile] = (machine.now[tile] as number) | UNIT.sequencer;
  }
}
