// One cycle of the whole machine, and the jump over cycles in which only counters count. Every unit reads `state` and writes
// `next`; the order of units and tiles is therefore free (the tests shuffle it). Only units that are awake are visited: one that could do
// nothing sleeps until a register that it reads is written, and a sequencer that only counts until its counter arrives (sleep.ts).
import { commitIdle, stepConfig } from './config-step.ts';
import { stepMemory, stepReadChannels } from './dma-step.ts';
import { at, G, M, P, PORT, T, TILE, UNIT } from './layout.ts';
import type { Machine } from './machine.ts';
import { stepTile } from './tile-step.ts';

/** Steps one cycle. Afterwards `state` is that of the next cycle. */
export function stepCycle(machine: Machine): void {
  machine.moved = false;
  machine.goPhase = 0;
  machine.anchored = false;
  machine.rowEnded = false;
  const { active, now, cycle, everyCycle, sleep: { until } } = machine;
  for (let i = 0; i < active.length; i++) {
    const tile = at(active, i);
    let units = now[tile] as number;
    if ((until[tile] as number) <= cycle) units |= UNIT.sequencer;
    if (everyCycle) units = UNIT.all;
    if (units === 0) continue;
    now[tile] = 0;
    stepTile(machine, tile, units);
  }
  stepReadChannels(machine);
  stepMemory(machine);
  stepConfig(machine);
  commitIdle(machine);
  commit(machine);
  if (machine.goPhase > 0) activateTiles(machine, machine.goPhase - 1);
}

/** The links' FIFOs and done bits (the first words of a tile) change so often that all are copied; of the rest, what was written. */
export function commit(machine: Machine): void {
  const { state, next, tiles, dirty, dirtyCount, raised, raisedCount, maxima, now, soon } = machine;
  for (let o = 0; o < tiles * TILE; o += TILE) {
    state[o] = at(next, o);
    state[o + 1] = at(next, o + 1);
    state[o + 2] = at(next, o + 2);
    state[o + 3] = at(next, o + 3);
    state[o + 4] = at(next, o + 4);
    state[o + T.done] = at(next, o + T.done);
  }
  for (let i = 0; i < dirtyCount; i++) state[at(dirty, i)] = at(next, at(dirty, i));
  for (let i = 0; i < raisedCount; i++) {
    const index = at(raised, i);
    if (at(state, index) > at(maxima, index)) maxima[index] = at(state, index);
  }
  machine.dirtyCount = 0;
  machine.raisedCount = 0;
  machine.now = soon;
  machine.soon = now;
  machine.cycle++;
}

/** Tiles worth stepping: with registers now or after the go on its way. */
export function activateTiles(machine: Machine, phase: number): void {
  const records = machine.phaseTiles[phase] as Int32Array;
  const { state } = machine;
  const list: number[] = [];
  for (let tile = 0; tile < machine.tiles; tile++) {
    machine.now[tile] = UNIT.all;
    machine.soon[tile] = 0;
    if (at(records, tile) !== 0 || at(state, tile * TILE + T.config) !== 0) list.push(tile);
    else machine.state[tile * TILE + T.goIn] = machine.next[tile * TILE + T.goIn] = 0;
  }
  machine.active = Int32Array.from(list);
}

/** After a cycle in which nothing moved (so every unit sleeps or waits): skips the further cycles that are like it, all counters moved
 *  on; at most `most`. Without an event ahead it skips nothing and leaves the judgement to the deadlock watch. */
export function skipQuietCycles(machine: Machine, most = Number.POSITIVE_INFINITY): void {
  const cycles = Math.min(most, quietCycles(machine));
  if (cycles < 1 || !Number.isFinite(cycles)) return;
  const { state, next, constants, target, offsets } = machine;
  const move = (index: number, value: number): void => { next[index] = state[index] = value; };
  const g = offsets.global;
  move(g + G.tokens, Math.min(constants.tokenCap, at(state, g + G.tokens) + cycles * target.memory.bandwidth.num));
  move(g + G.sinceGo, Math.min(constants.goGap, at(state, g + G.sinceGo) + cycles));
  move(g + G.dmaWait, Math.max(0, at(state, g + G.dmaWait) - cycles));
  for (let port = 0; port < machine.portChannels.length; port++) {
    if (at(state, offsets.port + port * PORT + P.bursts) > 0) machine.memoryActivity[M.readBusy] = (machine.memoryActivity[M.readBusy] as number) + cycles;
  }
  machine.cycle += cycles;
}

/** How many cycles from the present one on only count: bounded by every counter that would trigger something. A cycle in which a
 *  counter arrives where it triggers counts as movement, so here no counter stands there. */
function quietCycles(machine: Machine): number {
  const { state, offsets, constants, active, cycle, sleep: { until } } = machine;
  const g = offsets.global;
  let cycles = Number.POSITIVE_INFINITY;
  if (at(state, g + G.tokens) < 0) return 0;
  // The cycle in which a wait ends is stepped: it wakes the units that waited.
  if (at(state, g + G.dmaWait) > 0) cycles = at(state, g + G.dmaWait) - 1;
  if (at(state, g + G.sinceGo) < constants.goGap) cycles = Math.min(cycles, constants.goGap - at(state, g + G.sinceGo));
  for (let port = 0; port < machine.portChannels.length; port++) {
    const o = offsets.port + port * PORT;
    if (at(state, o + P.bursts) > 0) cycles = Math.min(cycles, (at(state, o + P.queue + 3 * at(state, o + P.head) + 2) - cycle) | 0);
    if (at(state, o + P.pending) > 0) cycles = Math.min(cycles, (at(state, o + P.responses + at(state, o + P.respHead)) - cycle) | 0);
  }
  for (let i = 0; i < active.length && cycles > 0; i++) cycles = Math.min(cycles, (until[at(active, i)] as number) - cycle);
  return cycles;
}
