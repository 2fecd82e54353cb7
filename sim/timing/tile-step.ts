// One cycle of one tile: router with eager forks, row writer and the swap of registers at a go (docs/hardware.md sections 2, 3
// and 7); sequencer, epilogue and merge are in compute-step.ts. Reads `state`, writes `next`.
import { stepEpilogue, stepMerge, stepSequencer } from './compute-step.ts';
import { A, at, CHANNEL_FIFO, D, G, K, R, T, TILE, W, WRITE } from './layout.ts';
import type { Machine } from './machine.ts';
import { NOTHING } from './machine.ts';

/** Steps tile `tile`; false while its writer or sequencer has work. */
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

function isUpstreamReady(machine: Machine, o: number, c: number): boolean {
  const { state } = machine;
  return at(machine.configs, c + K.merge) !== 0 && (at(state, o + T.segment) & 1) === 0 && at(state, o + T.segmentLeft) > 0 && at(state, o + T.fifo + 4) < 2;
}

export function isWriteReady(machine: Machine, channel: number): boolean {
  const { state, offsets } = machine;
  const w = offsets.write + channel * WRITE;
  return (
    at(state, w + W.config) !== 0 && at(state, offsets.global + G.dmaWait) === 0 &&
    at(state, w + W.acceptFrame) < at(state, w + W.end) && at(state, w + W.fifo) < CHANNEL_FIFO
  );
}

function deliver(machine: Machine, tile: number, o: number, c: number, destination: number): void {
  const activity = at(machine.configs, c + K.activity);
  if (destination === 4) {
    writeBeat(machine, o, c);
    machine.activity[activity + A.writerBeats] = (machine.activity[activity + A.writerBeats] as number) + 1;
    return;
  }
  if (destination === 5) return acceptUpstream(machine, o, c);
  machine.activity[activity + A.linkBeats] = (machine.activity[activity + A.linkBeats] as number) + 1;
  const link = at(machine.links, tile * 4 + destination);
  if (link >= 0) raise(machine, link);
  else acceptWrite(machine, -1 - link);
}

/** Counts one up and remembers to look at its maximum. */
export function raise(machine: Machine, index: number): void {
  machine.next[index] = at(machine.next, index) + 1;
  machine.raised.list[machine.raised.count++] = index;
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

function acceptUpstream(machine: Machine, o: number, c: number): void {
  const activity = at(machine.configs, c + K.activity) + A.upstreamBeats;
  machine.activity[activity] = (machine.activity[activity] as number) + 1;
  raise(machine, o + T.fifo + 4);
  const left = at(machine.state, o + T.segmentLeft) - 1;
  machine.next[o + T.segmentLeft] = left;
  if (left === 0) nextSegment(machine, o, c);
}

/** Ends a segment: upstream and own alternate; after the rounds comes the tail, after the tail the next frame. */
export function nextSegment(machine: Machine, o: number, c: number): void {
  const { state, next, configs } = machine;
  const segment = at(state, o + T.segment);
  const rounds = at(configs, c + K.rounds);
  let to = segment + 1;
  if (segment === 1) {
    const round = at(state, o + T.round) + 1;
    const more = round < rounds;
    next[o + T.round] = more ? round : 0;
    to = more ? 0 : 2;
  } else if (segment === 3) {
    to = rounds > 0 ? 0 : 2;
  }
  next[o + T.segment] = to;
  next[o + T.segmentLeft] = at(configs, c + segmentField(to));
}

const segmentField = (segment: number): number => (segment === 0 ? K.upstream : segment === 1 ? K.own : segment === 2 ? K.tailUpstream : K.tailOwn);

/** A container reaches write channel `channel`: words form and grow the FIFO. */
function acceptWrite(machine: Machine, channel: number): void {
  const { state, next, channels, offsets, target } = machine;
  const w = offsets.write + channel * WRITE;
  const record = at(state, w + W.config);
  const left = at(state, w + W.runLeft) - 1;
  const container = at(state, w + W.container) + 1;
  const isFull = container * 4 === target.memory.axiBytes || left === 0;
  next[w + W.container] = isFull ? 0 : container;
  if (isFull) raise(machine, w + W.fifo);
  next[w + W.runLeft] = left === 0 ? at(channels, record + D.runBeats) : left;
  if (left !== 0) return;
  const run = at(state, w + W.acceptRun) + 1;
  const isFrame = run === at(channels, record + D.runs);
  next[w + W.acceptRun] = isFrame ? 0 : run;
  if (isFrame) next[w + W.acceptFrame] = at(state, w + W.acceptFrame) + 1;
}

/** A read channel's beat for its edge link, if the FIFO there has room. */
export function pushFromEdge(machine: Machine, channel: number, r: number, record: number): void {
  const { state, next, channels, target } = machine;
  const link = at(machine.readLinks, channel);
  if (link === NOTHING || at(state, link) >= 2) return;
  machine.moved = true;
  machine.progress = machine.cycle;
  raise(machine, link);
  const left = at(state, r + R.runLeft) - 1;
  const container = at(state, r + R.container) + 1;
  const isLast = container * 4 === target.memory.axiBytes || left === 0;
  next[r + R.container] = isLast ? 0 : container;
  next[r + R.runLeft] = left === 0 ? at(channels, record + D.runBeats) : left;
  if (isLast) {
    next[r + R.fifo] = at(next, r + R.fifo) - 1;
    next[r + R.reserved] = at(next, r + R.reserved) - 1;
  }
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
