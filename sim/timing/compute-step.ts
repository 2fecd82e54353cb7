// One cycle of a tile's sequencer and epilogue (docs/hardware.md sections 4 and 5). Data never matters here: a pass is
// a number of slots, a pixel is a drain credit, an item is an output credit.
import { A, at, K, T, TILE, UNIT } from './layout.ts';
import type { Machine } from './machine.ts';
import { count, keep, lower, put, raise, wake, work } from './marks.ts';
import { clip, isEmittingSlot, isLastPass, isRowReady, pixelsLeft, slotsOf } from './slots.ts';
import { trySleep, wakeSequencer } from './sleep.ts';
import { markTile } from './mark-timeline.ts';

/** A result popped at the earliest 13 cycles after its slot, a beat 8 cycles after its item: bits of the delay lines. */
const DRAIN_ARRIVAL = 12;
const OUT_ARRIVAL = 7;

/** Runs a slot if there is one and takes the next pass if it may (where `looks`), and moves the drain's delay line. */
export function stepSequencer(machine: Machine, tile: number, looks: boolean): void {
  const { state } = machine;
  const o = tile * TILE;
  const emitted = looks && runSequencer(machine, tile, o, at(state, o + T.config)) ? 1 : 0;
  const line = at(state, o + T.drainLine);
  if ((line | emitted) === 0) return;
  machine.moved = true;
  wake(machine, tile, UNIT.drainLine);
  const moved = ((line << 1) | emitted) & ((2 << DRAIN_ARRIVAL) - 1);
  keep(machine, o + T.drainLine, moved);
  if (moved >> DRAIN_ARRIVAL === 0) return;
  raise(machine, o + T.pixels);
  wake(machine, tile, UNIT.epilogue);
}

/** The sequencer spends this cycle on an activity. */
function spend(machine: Machine, tile: number, c: number, what: number): void {
  count(machine, c, what);
  markTile(machine, tile, what, machine.cycle, machine.cycle + 1);
}

/** True when a pixel leaves for the drain. */
function runSequencer(machine: Machine, tile: number, o: number, c: number): boolean {
  const { state, configs } = machine;
  wakeSequencer(machine, tile);
  if (!machine.everyCycle && trySleep(machine, tile, o, c)) return false;
  machine.moved = true;
  wake(machine, tile, UNIT.sequencer);
  const load = at(state, o + T.load);
  let emits = false;
  let taken = false;
  if (at(state, o + T.frame) < at(configs, c + K.frames)) {
    if (at(state, o + T.active) !== 0) {
      emits = isEmittingSlot(machine, o, c);
      if (emits && at(state, o + T.credits) === 0) {
        emits = false;
        spend(machine, tile, c, at(state, o + T.outCredits) === 0 ? A.stallDownstream : A.stallDrain);
      } else {
        taken = runSlot(machine, tile, o, c, emits);
      }
    } else if (!isRowReady(machine, o, c)) {
      spend(machine, tile, c, A.stallInput);
    } else if (load > 0) {
      spend(machine, tile, c, A.stallWeights);
    } else {
      taken = true;
      keep(machine, o + T.active, 1);
    }
  }
  if (taken) {
    work(machine);
    count(machine, c, A.passes);
  }
  if (load > 0 || taken) keep(machine, o + T.load, taken ? machine.constants.load - 1 : load - 1);
  return emits;
}

/** Executes the slot; true when the next pass follows at once. */
function runSlot(machine: Machine, tile: number, o: number, c: number, emits: boolean): boolean {
  const { state } = machine;
  spend(machine, tile, c, pixelsLeft(machine, o, c) > 0 ? A.pixelSlots : A.emptySlots);
  if (machine.progress < machine.cycle) machine.progress = machine.cycle;
  if (emits) {
    work(machine);
    lower(machine, o + T.credits);
  }
  if (!advanceSlot(machine, o, c)) return false;
  work(machine);
  const isRowEnd = advancePass(machine, tile, o, c);
  const taken = !isRowEnd && at(state, o + T.load) === 0;
  if (!taken) keep(machine, o + T.active, 0);
  return taken;
}

/** True when the slot was the last of the pass. */
function advanceSlot(machine: Machine, o: number, c: number): boolean {
  const { state } = machine;
  const slot = at(state, o + T.slot) + 1;
  if (slot < slotsOf(machine, o, c)) {
    keep(machine, o + T.slot, slot);
    return false;
  }
  machine.moved = true;
  keep(machine, o + T.slot, 0);
  const plane = at(state, o + T.plane) + 1;
  const isFinishing = plane === at(machine.configs, c + K.planes);
  keep(machine, o + T.plane, isFinishing ? 0 : plane);
  return isFinishing;
}

/** Steps a counter that wraps at `count`; true while it has not. */
function stepLoop(machine: Machine, index: number, count: number): boolean {
  const value = at(machine.state, index) + 1;
  keep(machine, index, value < count ? value : 0);
  return value < count;
}

/** Steps pass, chunk and group (in the order of the configuration), row and frame; true at a row end. */
function advancePass(machine: Machine, tile: number, o: number, c: number): boolean {
  const { state, next, configs } = machine;
  if (!isLastPass(machine, o, c)) {
    keep(machine, o + T.pass, at(state, o + T.pass) + 1);
    return false;
  }
  keep(machine, o + T.pass, 0);
  const isOuter = at(configs, c + K.chunkOuter) !== 0;
  if (isOuter ? stepLoop(machine, o + T.group, at(configs, c + K.groups)) : stepLoop(machine, o + T.chunk, at(configs, c + K.chunks))) return false;
  if (isOuter ? stepLoop(machine, o + T.chunk, at(configs, c + K.chunks)) : stepLoop(machine, o + T.group, at(configs, c + K.groups))) return false;
  const rows = at(configs, c + K.rows);
  const row = at(state, o + T.row) + 1;
  const isFrameEnd = row === at(configs, c + K.outputRows);
  const base = isFrameEnd ? at(configs, c + K.firstBase) : at(state, o + T.base) + at(configs, c + K.rowStep);
  keep(machine, o + T.row, isFrameEnd ? 0 : row);
  keep(machine, o + T.base, base);
  put(machine, o + T.rowsFree, clip(base, rows));
  wake(machine, tile, UNIT.router);
  if (tile === machine.rowTile) machine.rowEnded = true;
  if (isFrameEnd) {
    put(machine, o + T.frame, at(state, o + T.frame) + 1);
    put(machine, o + T.rowsAhead, at(next, o + T.rowsAhead) - rows);
  }
  return true;
}

/** One step of an item a cycle while a pixel is there and an output credit is left: raw items have one, codes 8 / epilogueLanes. */
export function stepEpilogue(machine: Machine, tile: number): void {
  const { state } = machine;
  const o = tile * TILE;
  let emitted = 0;
  if (at(state, o + T.pixels) > 0 && at(state, o + T.outCredits) > 0) {
    const c = at(state, o + T.config);
    work(machine);
    wake(machine, tile, UNIT.epilogue);
    count(machine, c, A.items);
    if (issueItem(machine, tile, o, c)) {
      emitted = 1;
      lower(machine, o + T.outCredits);
      // Why a sequencer waits depends on whether output credits are left.
      if (at(state, o + T.outCredits) === 1) wake(machine, tile, UNIT.sequencer);
    }
  }
  const line = at(state, o + T.outLine);
  if ((line | emitted) === 0) return;
  machine.moved = true;
  wake(machine, tile, UNIT.epilogue);
  const moved = ((line << 1) | emitted) & ((2 << OUT_ARRIVAL) - 1);
  keep(machine, o + T.outLine, moved);
  if (moved >> OUT_ARRIVAL === 0) return;
  raise(machine, o + T.outBeats);
  wake(machine, tile, UNIT.merge);
}

/** Issues a step of an item; true when the item becomes a beat. */
function issueItem(machine: Machine, tile: number, o: number, c: number): boolean {
  const { state, next, configs } = machine;
  const isLastGroup = at(state, o + T.drainGroup) === at(configs, c + K.groups) - 1;
  const item = at(state, o + T.item);
  const isLast = item + 1 === at(configs, c + (isLastGroup ? K.lastItems : K.items));
  keep(machine, o + T.item, isLast ? 0 : item + 1);
  const windowPixel = at(state, o + T.windowPixel);
  const isWindowEnd = windowPixel + 1 === at(configs, c + K.window);
  if (isLast) {
    lower(machine, o + T.pixels);
    put(machine, o + T.credits, at(next, o + T.credits) + 1);
    if (at(state, o + T.credits) === 0) wake(machine, tile, UNIT.sequencer);
    keep(machine, o + T.windowPixel, isWindowEnd ? 0 : windowPixel + 1);
    const visitPixel = at(state, o + T.visitPixel) + 1;
    const isGroupEnd = visitPixel === at(configs, c + K.visitPixels);
    keep(machine, o + T.visitPixel, isGroupEnd ? 0 : visitPixel);
    if (isGroupEnd) keep(machine, o + T.drainGroup, isLastGroup ? 0 : at(state, o + T.drainGroup) + 1);
  }
  if (at(configs, c + K.raw) === 0) return isWindowEnd && item >= at(configs, c + K.silentItems) && (item + 1) % machine.constants.codeSteps === 0;
  const neurons = at(configs, c + (isLastGroup ? K.lastNeurons : K.neurons));
  return item < neurons ? at(configs, c + K.rawEmit) !== 0 : true;
}

