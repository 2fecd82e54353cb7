// One cycle of the whole machine, and the jump over cycles in which only counters count. Every unit reads `state` and writes
// `next`; the order of units and tiles is therefore free (the tests shuffle it).
import { commitIdle, stepConfig } from './config-step.ts';
import { isEmittingSlot, isRowReady, pixelsLeft, slotsOf } from './compute-step.ts';
import { stepDma } from './dma-step.ts';
import { A, at, G, K, M, P, PORT, T, TILE } from './layout.ts';
import type { Machine } from './machine.ts';
import { stepTile } from './tile-step.ts';

/** Steps one cycle. Afterwards `state` is that of the next cycle. */
export function stepCycle(machine: Machine): void {
  machine.moved = false;
  machine.allDone = true;
  machine.goPhase = 0;
  machine.anchored = false;
  const { active } = machine;
  for (let i = 0; i < active.length; i++) stepTile(machine, at(active, i));
  stepDma(machine);
  stepConfig(machine);
  commitIdle(machine);
  machine.state.set(machine.next);
  commitMaxima(machine);
  machine.cycle++;
  if (machine.goPhase > 0) activateTiles(machine, machine.goPhase - 1);
}

function commitMaxima(machine: Machine): void {
  const { raised, state, maxima } = machine;
  for (let i = 0; i < raised.count; i++) {
    const index = at(raised.list, i);
    if (at(state, index) > at(maxima, index)) maxima[index] = at(state, index);
  }
  raised.count = 0;
}

/** Tiles worth stepping: with registers now or after the go on its way. */
function activateTiles(machine: Machine, phase: number): void {
  const records = machine.phaseTiles[phase] as Int32Array;
  const { state } = machine;
  const list: number[] = [];
  for (let tile = 0; tile < machine.tiles; tile++) {
    if (at(records, tile) !== 0 || at(state, tile * TILE + T.config) !== 0) list.push(tile);
    else machine.state[tile * TILE + T.goIn] = machine.next[tile * TILE + T.goIn] = 0;
  }
  machine.active = Int32Array.from(list);
}

/** After a cycle without movement: the number of further cycles that are like it, all their counters moved on. Infinity-like
 *  results (no event ahead) return 0 and leave the judgement to the deadlock watch. */
export function skipQuietCycles(machine: Machine): void {
  const cycles = quietCycles(machine);
  if (cycles < 1 || !Number.isFinite(cycles)) return;
  const { state, next, constants, target, offsets } = machine;
  const { active } = machine;
  for (let i = 0; i < active.length; i++) skipTile(machine, at(active, i), cycles);
  const g = offsets.global;
  state[g + G.tokens] = Math.min(constants.tokenCap, at(state, g + G.tokens) + cycles * target.memory.bandwidth.num);
  state[g + G.sinceGo] = Math.min(constants.goGap, at(state, g + G.sinceGo) + cycles);
  state[g + G.dmaWait] = Math.max(0, at(state, g + G.dmaWait) - cycles);
  for (let port = 0; port < machine.portChannels.length; port++) {
    if (at(state, offsets.port + port * PORT + P.bursts) > 0) machine.memoryActivity[M.readBusy] = (machine.memoryActivity[M.readBusy] as number) + cycles;
  }
  next.set(state);
  machine.cycle += cycles;
}

/** How many cycles from the present one on only count: bounded by every counter that would trigger something. A cycle in which a
 *  counter arrives where it triggers counts as movement, so here no counter stands there. */
function quietCycles(machine: Machine): number {
  const { state, offsets, configs, constants } = machine;
  const g = offsets.global;
  let cycles = Number.POSITIVE_INFINITY;
  if (at(state, g + G.tokens) < 0) return 0;
  if (at(state, g + G.dmaWait) > 0) cycles = at(state, g + G.dmaWait);
  if (at(state, g + G.sinceGo) < constants.goGap) cycles = Math.min(cycles, constants.goGap - at(state, g + G.sinceGo));
  for (let port = 0; port < machine.portChannels.length; port++) {
    const o = offsets.port + port * PORT;
    if (at(state, o + P.bursts) > 0) cycles = Math.min(cycles, (at(state, o + P.queue + 3 * at(state, o + P.head) + 2) - machine.cycle) | 0);
    if (at(state, o + P.pending) > 0) cycles = Math.min(cycles, (at(state, o + P.responses + at(state, o + P.respHead)) - machine.cycle) | 0);
  }
  const { active } = machine;
  for (let i = 0; i < active.length && cycles > 0; i++) {
    const o = at(active, i) * TILE;
    const c = at(state, o + T.config);
    if (at(configs, c + K.sequencer) === 0 || at(state, o + T.frame) >= at(configs, c + K.frames)) continue;
    if (at(state, o + T.active) !== 0) {
      if (!isEmittingSlot(machine, o, c)) cycles = Math.min(cycles, Math.min(slotsOf(machine, o, c) - 1, pastPixels(machine, o, c)) - at(state, o + T.slot));
      else if (at(state, o + T.credits) > 0) return 0;
    } else if (at(state, o + T.load) > 0) {
      cycles = Math.min(cycles, at(state, o + T.load));
    }
  }
  return cycles;
}

/** A slot counter's next border: the first empty slot, so that a jump never mixes pixels and empty slots. */
function pastPixels(machine: Machine, o: number, c: number): number {
  const left = pixelsLeft(machine, o, c);
  return left > 0 ? at(machine.state, o + T.slot) + left : Number.POSITIVE_INFINITY;
}

function skipTile(machine: Machine, tile: number, cycles: number): void {
  const { state, configs, activity } = machine;
  const o = tile * TILE;
  const c = at(state, o + T.config);
  if (at(configs, c + K.sequencer) === 0) return;
  const load = at(state, o + T.load);
  if (at(state, o + T.frame) < at(configs, c + K.frames)) {
    const index = at(configs, c + K.activity) + quietActivity(machine, o, c);
    activity[index] = (activity[index] as number) + cycles;
    if (at(state, o + T.active) !== 0 && !isEmittingSlot(machine, o, c)) {
      state[o + T.slot] = at(state, o + T.slot) + cycles;
      machine.progress = machine.cycle + cycles - 1;
    }
  }
  state[o + T.load] = Math.max(0, load - cycles);
}

/** What a tile does in quiet cycles; without rows it waits for input whatever its weights do. */
function quietActivity(machine: Machine, o: number, c: number): number {
  const { state } = machine;
  if (at(state, o + T.active) === 0) return isRowReady(machine, o, c) ? A.stallWeights : A.stallInput;
  if (isEmittingSlot(machine, o, c)) return at(state, o + T.outCredits) === 0 ? A.stallDownstream : A.stallDrain;
  return pixelsLeft(machine, o, c) > 0 ? A.pixelSlots : A.emptySlots;
}
