// One cycle of a tile's sequencer and epilogue (docs/hardware.md sections 4 and 5). Data never matters here: a pass is
// a number of slots, a pixel is a drain credit, an item is an output credit.
import { A, at, K, T } from './layout.ts';
import type { Machine } from './machine.ts';
import { count, raise, work } from './marks.ts';

/** Slots of the shortest sub-pass: the accumulate loop is that many cycles deep. */
const SHORTEST = 4;
/** A result popped at the earliest 13 cycles after its slot, a beat 8 cycles after its item: bits of the delay lines. */
const DRAIN_ARRIVAL = 12;
const OUT_ARRIVAL = 7;

const clip = (value: number, rows: number): number => Math.max(0, Math.min(value, rows));

/** Runs a slot if there is one, takes the next pass if it may, and moves the drain's delay line. */
export function stepSequencer(machine: Machine, o: number, c: number): void {
  const { state, next, configs } = machine;
  const load = at(state, o + T.load);
  let emitted = 0;
  let taken = false;
  if (at(state, o + T.frame) < at(configs, c + K.frames)) {
    let finishing = false;
    if (at(state, o + T.active) !== 0) {
      const isPixel = at(state, o + T.slot) < chunkPixels(machine, o, c);
      const emits = isPixel && isLastPass(machine, o, c) && at(state, o + T.plane) === at(configs, c + K.planes) - 1;
      if (emits && at(state, o + T.credits) === 0) {
        count(machine, c, at(state, o + T.outCredits) === 0 ? A.stallDownstream : A.stallDrain);
      } else {
        count(machine, c, isPixel ? A.pixelSlots : A.emptySlots);
        machine.progress = machine.cycle;
        if (emits) {
          emitted = 1;
          work(machine);
          next[o + T.credits] = at(next, o + T.credits) - 1;
        }
        finishing = advanceSlot(machine, o, c);
      }
      if (finishing) {
        work(machine);
        const isRowEnd = advancePass(machine, o, c);
        taken = !isRowEnd && load === 0;
        next[o + T.active] = taken ? 1 : 0;
      }
    } else if (!isRowReady(machine, o, c)) {
      count(machine, c, A.stallInput);
    } else if (load > 0) {
      count(machine, c, A.stallWeights);
    } else {
      taken = true;
      work(machine);
      next[o + T.active] = 1;
    }
    if (taken) count(machine, c, A.passes);
  }
  next[o + T.load] = taken ? machine.constants.load - 1 : load > 0 ? load - 1 : 0;
  if (load === 1) machine.moved = true;
  const line = at(state, o + T.drainLine);
  if ((line | emitted) !== 0) {
    machine.moved = true;
    const moved = ((line << 1) | emitted) & ((2 << DRAIN_ARRIVAL) - 1);
    next[o + T.drainLine] = moved;
    if (moved >> DRAIN_ARRIVAL !== 0) raise(machine, o + T.pixels);
  }
}

function chunkPixels(machine: Machine, o: number, c: number): number {
  const { state, configs } = machine;
  return at(configs, c + (at(state, o + T.chunk) === at(configs, c + K.chunks) - 1 ? K.lastPixels : K.pixels));
}

const isLastPass = (machine: Machine, o: number, c: number): boolean =>
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

/** True when the slot was the last of the pass. */
function advanceSlot(machine: Machine, o: number, c: number): boolean {
  const { state, next } = machine;
  const slot = at(state, o + T.slot) + 1;
  if (slot < slotsOf(machine, o, c)) {
    next[o + T.slot] = slot;
    return false;
  }
  machine.moved = true;
  next[o + T.slot] = 0;
  const plane = at(state, o + T.plane) + 1;
  const isFinishing = plane === at(machine.configs, c + K.planes);
  next[o + T.plane] = isFinishing ? 0 : plane;
  return isFinishing;
}

/** Steps a counter that wraps at `count`; true while it has not. */
function stepLoop({ state, next }: Machine, index: number, count: number): boolean {
  const value = at(state, index) + 1;
  next[index] = value < count ? value : 0;
  return value < count;
}

/** Steps pass, chunk and group (in the order of the configuration), row and frame; true at a row end. */
function advancePass(machine: Machine, o: number, c: number): boolean {
  const { state, next, configs } = machine;
  if (!isLastPass(machine, o, c)) {
    next[o + T.pass] = at(state, o + T.pass) + 1;
    return false;
  }
  next[o + T.pass] = 0;
  const isOuter = at(configs, c + K.chunkOuter) !== 0;
  if (isOuter ? stepLoop(machine, o + T.group, at(configs, c + K.groups)) : stepLoop(machine, o + T.chunk, at(configs, c + K.chunks))) return false;
  if (isOuter ? stepLoop(machine, o + T.chunk, at(configs, c + K.chunks)) : stepLoop(machine, o + T.group, at(configs, c + K.groups))) return false;
  const rows = at(configs, c + K.rows);
  const row = at(state, o + T.row) + 1;
  const isFrameEnd = row === at(configs, c + K.outputRows);
  const base = isFrameEnd ? at(configs, c + K.firstBase) : at(state, o + T.base) + at(configs, c + K.rowStep);
  next[o + T.row] = isFrameEnd ? 0 : row;
  next[o + T.base] = base;
  next[o + T.rowsFree] = clip(base, rows);
  if (isFrameEnd) {
    next[o + T.frame] = at(state, o + T.frame) + 1;
    next[o + T.rowsAhead] = at(next, o + T.rowsAhead) - rows;
  }
  return true;
}

/** One step of an item a cycle while a pixel is there and an output credit is left: raw items have one, codes 8 / epilogueLanes. */
export function stepEpilogue(machine: Machine, o: number, c: number): void {
  const { state, next } = machine;
  let emitted = 0;
  if (at(state, o + T.pixels) > 0 && at(state, o + T.outCredits) > 0) {
    work(machine);
    count(machine, c, A.items);
    emitted = issueItem(machine, o, c) ? 1 : 0;
    if (emitted !== 0) next[o + T.outCredits] = at(next, o + T.outCredits) - 1;
  }
  const line = at(state, o + T.outLine);
  if ((line | emitted) === 0) return;
  machine.moved = true;
  const moved = ((line << 1) | emitted) & ((2 << OUT_ARRIVAL) - 1);
  next[o + T.outLine] = moved;
  if (moved >> OUT_ARRIVAL !== 0) raise(machine, o + T.outBeats);
}

/** Issues a step of an item; true when the item becomes a beat. */
function issueItem(machine: Machine, o: number, c: number): boolean {
  const { state, next, configs } = machine;
  const isLastGroup = at(state, o + T.drainGroup) === at(configs, c + K.groups) - 1;
  const item = at(state, o + T.item);
  const isLast = item + 1 === at(configs, c + (isLastGroup ? K.lastItems : K.items));
  next[o + T.item] = isLast ? 0 : item + 1;
  const windowPixel = at(state, o + T.windowPixel);
  const isWindowEnd = windowPixel + 1 === at(configs, c + K.window);
  if (isLast) {
    next[o + T.pixels] = at(next, o + T.pixels) - 1;
    next[o + T.credits] = at(next, o + T.credits) + 1;
    next[o + T.windowPixel] = isWindowEnd ? 0 : windowPixel + 1;
    const visitPixel = at(state, o + T.visitPixel) + 1;
    const isGroupEnd = visitPixel === at(configs, c + K.visitPixels);
    next[o + T.visitPixel] = isGroupEnd ? 0 : visitPixel;
    if (isGroupEnd) next[o + T.drainGroup] = isLastGroup ? 0 : at(state, o + T.drainGroup) + 1;
  }
  if (at(configs, c + K.raw) === 0) return isWindowEnd && (item + 1) % machine.constants.codeSteps === 0;
  const neurons = at(configs, c + (isLastGroup ? K.lastNeurons : K.neurons));
  return item < neurons ? at(configs, c + K.rawEmit) !== 0 : true;
}

