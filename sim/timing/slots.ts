// What the sequencer's registers of this cycle say: where it is in its pass, and whether its rows are there (docs/hardware.md section 4).
import { at, K, T } from './layout.ts';
import type { Machine } from './machine.ts';

/** Slots of the shortest sub-pass: the accumulate loop is that many cycles deep. */
const SHORTEST = 4;

export const clip = (value: number, rows: number): number => Math.max(0, Math.min(value, rows));

function chunkPixels(machine: Machine, o: number, c: number): number {
  const { state, configs } = machine;
  return at(configs, c + (at(state, o + T.chunk) === at(configs, c + K.chunks) - 1 ? K.lastPixels : K.pixels));
}

export const isLastPass = (machine: Machine, o: number, c: number): boolean =>
  at(machine.state, o + T.pass) === at(machine.groupPasses, at(machine.configs, c + K.passes) + at(machine.state, o + T.group)) - 1;

/** Row ready: the rows of the window, as far as they lie in the frame, are complete. */
export function isRowReady(machine: Machine, o: number, c: number): boolean {
  const { state, configs } = machine;
  return at(state, o + T.rowsAhead) >= clip(at(state, o + T.base) + at(configs, c + K.span), at(configs, c + K.rows));
}

/** Slots of the sub-pass that the tile is in. */
export const slotsOf = (machine: Machine, o: number, c: number): number => Math.max(chunkPixels(machine, o, c), SHORTEST);

/** Whether the slot that waits or runs now needs a drain credit. */
export function isEmittingSlot(machine: Machine, o: number, c: number): boolean {
  const { state, configs } = machine;
  return at(state, o + T.slot) < chunkPixels(machine, o, c) && isLastPass(machine, o, c) && at(state, o + T.plane) === at(configs, c + K.planes) - 1;
}

export const pixelsLeft = (machine: Machine, o: number, c: number): number => chunkPixels(machine, o, c) - at(machine.state, o + T.slot);
