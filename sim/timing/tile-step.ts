// One cycle of one tile: router with eager forks, row writer and the swap of registers at a go (docs/hardware.md sections 2, 3
// and 7); sequencer, epilogue and merge have files of their own. Reads `state`, writes `next`.
import { stepEpilogue, stepSequencer } from './compute-step.ts';
import { A, at, G, K, T, TILE, UNIT } from './layout.ts';
import type { Machine } from './machine.ts';
import { NOTHING } from './machine.ts';
import { count, keep, popSource, pushLink, put, raise, wake, work } from './marks.ts';
import { acceptUpstream, isUpstreamReady, stepMerge } from './merge-step.ts';
import { wakeSequencer } from './sleep.ts';
import { acceptWrite, isWriteReady } from './write-channel.ts';

/** Steps the units (bits of UNIT) of tile `tile`; each wakes itself for the next cycle when it did something. */
export function stepTile(machine: Machine, tile: number, units: number): void {
  const { state, configs } = machine;
  const o = tile * TILE;
  if ((units & UNIT.router) !== 0) routeBeats(machine, tile, o, at(state, o + T.config));
  if ((units & (UNIT.sequencer | UNIT.drainLine | UNIT.epilogue)) !== 0 && at(configs, at(state, o + T.config) + K.sequencer) !== 0) {
    if ((units & (UNIT.sequencer | UNIT.drainLine)) !== 0) stepSequencer(machine, tile, (units & UNIT.sequencer) !== 0);
    if ((units & UNIT.epilogue) !== 0) stepEpilogue(machine, tile);
  }
  if ((units & UNIT.merge) !== 0) stepMerge(machine, tile);
  if ((units & UNIT.go) !== 0) awaitGo(machine, tile, o);
}

function awaitGo(machine: Machine, tile: number, o: number): void {
  const goIn = at(machine.state, o + T.goIn);
  if (goIn === 0) return;
  machine.moved = true;
  wake(machine, tile, UNIT.go);
  put(machine, o + T.goIn, goIn - 1);
  if (goIn === 1) swapRegisters(machine, tile, o);
}

/** Whether the tile's writer or sequencer has work. */
export function isTileBusy({ state, configs }: Machine, tile: number): boolean {
  const o = tile * TILE;
  const c = at(state, o + T.config);
  const frames = at(configs, c + K.frames);
  return (at(configs, c + K.sequencer) !== 0 && at(state, o + T.frame) < frames) || (at(configs, c + K.writer) !== 0 && at(state, o + T.writerFrame) < frames);
}

/** Every source with a beat offers it to the destinations that select it and are not done with it. The one place that moves several
 *  beats in most cycles, so it is written for speed: links to neighbours are seen to here, all others by their units. */
function routeBeats(machine: Machine, tile: number, o: number, c: number): void {
  const { state, next, configs, links } = machine;
  const done = at(state, o + T.done);
  let doneNext = at(next, o + T.done);
  let linkBeats = 0;
  let hasFired = false;
  for (let source = 0; source < 5; source++) {
    if (at(state, o + T.fifo + source) === 0) continue;
    const mask = at(configs, c + K.destinations + source);
    if (mask === 0) continue;
    let fired = 0;
    for (let rest = mask & ~done; rest !== 0; rest &= rest - 1) {
      const destination = 31 - Math.clz32(rest & -rest);
      const link = destination < 4 ? at(links, tile * 4 + destination) : NOTHING;
      if (link >= 0) {
        if (at(state, link) >= 2) continue;
        pushLink(machine, link);
        linkBeats++;
      } else if (isReady(machine, tile, o, c, destination)) {
        if (destination < 4) linkBeats++;
        deliver(machine, tile, o, c, destination, link);
      } else {
        continue;
      }
      fired |= 1 << destination;
    }
    if (fired !== 0) hasFired = true;
    if (((done | fired) & mask) === mask) {
      popSource(machine, tile, source);
      doneNext &= ~mask;
    } else {
      doneNext |= fired;
    }
  }
  next[o + T.done] = doneNext;
  if (!hasFired) return;
  work(machine);
  wake(machine, tile, UNIT.router);
  if (linkBeats > 0) countBeats(machine, c, linkBeats);
}

function countBeats(machine: Machine, c: number, beats: number): void {
  const index = at(machine.configs, c + K.activity) + A.linkBeats;
  machine.activity[index] = (machine.activity[index] as number) + beats;
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

function deliver(machine: Machine, tile: number, o: number, c: number, destination: number, link: number): void {
  if (destination === 5) {
    acceptUpstream(machine, tile, o, c);
  } else if (destination === 4) {
    count(machine, c, A.writerBeats);
    writeBeat(machine, tile, o, c);
  } else {
    acceptWrite(machine, -1 - link);
  }
}

function writeBeat(machine: Machine, tile: number, o: number, c: number): void {
  const { state, configs } = machine;
  const beat = at(state, o + T.writerBeat) + 1;
  if (beat < at(configs, c + K.rowBeats)) {
    keep(machine, o + T.writerBeat, beat);
    return;
  }
  keep(machine, o + T.writerBeat, 0);
  raise(machine, o + T.rowsAhead);
  wake(machine, tile, UNIT.sequencer);
  const row = at(state, o + T.writerRow) + 1;
  keep(machine, o + T.writerRow, row < at(configs, c + K.rows) ? row : 0);
  if (row === at(configs, c + K.rows)) put(machine, o + T.writerFrame, at(state, o + T.writerFrame) + 1);
}

/** The go has arrived: everything but the FIFOs of the links starts anew. */
function swapRegisters(machine: Machine, tile: number, o: number): void {
  const { configs, target } = machine;
  wakeSequencer(machine, tile);
  wake(machine, tile, UNIT.all);
  const phase = at(machine.state, machine.offsets.global + G.dmaPhase);
  const c = at(machine.phaseTiles[phase] as Int32Array, tile);
  for (let index = o + T.done; index < o + TILE; index++) put(machine, index, 0);
  put(machine, o + T.config, c);
  const isSequencer = at(configs, c + K.sequencer) !== 0;
  const firstBase = at(configs, c + K.firstBase);
  put(machine, o + T.base, firstBase);
  put(machine, o + T.rowsFree, isSequencer ? Math.min(Math.max(firstBase, 0), at(configs, c + K.rows)) : 0);
  put(machine, o + T.load, machine.constants.load + 8);
  put(machine, o + T.credits, target.tile.drainDepth);
  put(machine, o + T.outCredits, target.tile.outDepth);
  // The merge takes this cycle to come to its first segment, as from the end of a frame.
  put(machine, o + T.segment, 3);
}
