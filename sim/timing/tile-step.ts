// One cycle of one tile: router with eager forks, row writer and the swap of registers at a go (docs/hardware.md sections 2, 3
// and 7); sequencer, epilogue and merge have files of their own. Reads `state`, writes `next`.
import { stepEpilogue, stepSequencer } from './compute-step.ts';
import { A, at, G, K, T, TILE } from './layout.ts';
import type { Machine } from './machine.ts';
import { NOTHING } from './machine.ts';
import { count, raise } from './marks.ts';
import { acceptUpstream, isUpstreamReady, segmentField, stepMerge } from './merge-step.ts';
import { acceptWrite, isWriteReady } from './write-channel.ts';

/** Steps tile `tile`; clears `allDone` while its writer or sequencer has work. */
export function stepTile(machine: Machine, tile: number): void {
  const { state, configs } = machine;
  const o = tile * TILE;
  const c = at(state, o + T.config);
  routeBeats(machine, tile, o, c);
  if (at(configs, c + K.sequencer) !== 0) {
    if (at(state, o + T.frame) < at(configs, c + K.frames)) machine.allDone = false;
    stepSequencer(machine, o, c);
    stepEpilogue(machine, o, c);
  }
  if (at(configs, c + K.writer) !== 0 && at(state, o + T.writerFrame) < at(configs, c + K.frames)) machine.allDone = false;
  stepMerge(machine, tile, o, c);
  const goIn = at(state, o + T.goIn);
  if (goIn !== 0) {
    machine.moved = true;
    machine.next[o + T.goIn] = goIn - 1;
    if (goIn === 1) swapRegisters(machine, tile, o);
  }
}

/** Every source with a beat offers it to the destinations that select it and are not done with it. */
function routeBeats(machine: Machine, tile: number, o: number, c: number): void {
  const { state, next, configs } = machine;
  for (let source = 0; source < 5; source++) {
    if (at(state, o + T.fifo + source) === 0) continue;
    const mask = at(configs, c + K.destinations + source);
    if (mask === 0) continue;
    const done = at(state, o + T.done);
    let fired = 0;
    for (let destination = 0; destination < 6; destination++) {
      const bit = 1 << destination;
      if ((mask & bit) !== 0 && (done & bit) === 0 && isReady(machine, tile, o, c, destination)) {
        fired |= bit;
        deliver(machine, tile, o, c, destination);
      }
    }
    if (((done | fired) & mask) === mask) {
      next[o + T.fifo + source] = at(next, o + T.fifo + source) - 1;
      next[o + T.done] = at(next, o + T.done) & ~mask;
    } else {
      next[o + T.done] = at(next, o + T.done) | fired;
    }
    if (fired !== 0) {
      machine.moved = true;
      machine.progress = machine.cycle;
    }
  }
}

/** ready(destination): registers of this cycle only. */
export function isReady(machine: Machine, tile: number, o: number, c: number, destination: number): boolean {
  const { state } = machine;
  if (destination < 4) {
    const link = at(machine.links, tile * 4 + destination);
    if (link >= 0) return at(state, link) < 2;
    return link !== NOTHING && isWriteReady(machine, -1 - link);
  }
  return destination === 4 ? isWriterReady(machine, o, c) : isUpstreamReady(machine, o, c);
}

function isWriterReady(machine: Machine, o: number, c: number): boolean {
  const { state, configs } = machine;
  return (
    at(configs, c + K.writer) !== 0 && at(state, o + T.writerFrame) < at(configs, c + K.frames) &&
    at(state, o + T.rowsAhead) - at(state, o + T.rowsFree) < at(configs, c + K.ring)
  );
}

function deliver(machine: Machine, tile: number, o: number, c: number, destination: number): void {
  if (destination === 5) {
    acceptUpstream(machine, o, c);
  } else if (destination === 4) {
    count(machine, c, A.writerBeats);
    writeBeat(machine, o, c);
  } else {
    count(machine, c, A.linkBeats);
    const link = at(machine.links, tile * 4 + destination);
    if (link >= 0) raise(machine, link);
    else acceptWrite(machine, -1 - link);
  }
}

function writeBeat(machine: Machine, o: number, c: number): void {
  const { state, next, configs } = machine;
  const beat = at(state, o + T.writerBeat) + 1;
  if (beat < at(configs, c + K.rowBeats)) {
    next[o + T.writerBeat] = beat;
    return;
  }
  next[o + T.writerBeat] = 0;
  raise(machine, o + T.rowsAhead);
  const row = at(state, o + T.writerRow) + 1;
  if (row < at(configs, c + K.rows)) {
    next[o + T.writerRow] = row;
    return;
  }
  next[o + T.writerRow] = 0;
  next[o + T.writerFrame] = at(state, o + T.writerFrame) + 1;
}

/** The go has arrived: everything but the FIFOs of the links starts anew. */
function swapRegisters(machine: Machine, tile: number, o: number): void {
  const { next, configs, target } = machine;
  const phase = at(machine.state, machine.offsets.global + G.dmaPhase);
  const c = at(machine.phaseTiles[phase] as Int32Array, tile);
  next.fill(0, o + T.done, o + TILE);
  next[o + T.config] = c;
  const isSequencer = at(configs, c + K.sequencer) !== 0;
  const firstBase = at(configs, c + K.firstBase);
  next[o + T.base] = firstBase;
  next[o + T.rowsFree] = isSequencer ? Math.min(Math.max(firstBase, 0), at(configs, c + K.rows)) : 0;
  next[o + T.load] = machine.constants.load + 8;
  next[o + T.credits] = target.tile.drainDepth;
  next[o + T.outCredits] = target.tile.outDepth;
  const segment = at(configs, c + K.rounds) > 0 ? 0 : 2;
  next[o + T.segment] = segment;
  next[o + T.segmentLeft] = at(configs, c + segmentField(segment));
}
