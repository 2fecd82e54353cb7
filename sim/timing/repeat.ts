// Frames repeat: at a frame boundary the state without absolute counts (frames, time, addresses above a page) is compared
// with earlier boundaries. When it returns, all that follows returns too, as long as no unit reaches its last frame; so whole
// periods are skipped by adding to frame counters, addresses, due cycles and sums.
import { runAddress } from './bursts.ts';
import { at, D, G, K, MAX_READS, P, PORT, R, READ, RESPONSE_RING, T, TILE, W, WRITE } from './layout.ts';
import type { Machine } from './machine.ts';

/** What is remembered of a boundary. */
export interface Boundary {
  readonly state: Int32Array;
  readonly cycle: number;
  readonly frame: number;
  readonly activity: Float64Array;
  readonly memoryActivity: Float64Array;
  readonly phaseCycles: Float64Array;
}

/** The boundary of this moment. `frame` is the frame that the anchor begins. */
export function takeBoundary(machine: Machine, frame: number): Boundary {
  return {
    state: canonicalState(machine, frame), cycle: machine.cycle, frame,
    activity: machine.activity.slice(), memoryActivity: machine.memoryActivity.slice(), phaseCycles: machine.phaseCycles.slice(),
  };
}

export function hashOf(words: Int32Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ at(words, i), 0x01000193);
  return hash >>> 0;
}

export function isSame(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (at(a, i) !== at(b, i)) return false;
  return true;
}

/** Visits every frame counter that can end something: those that extrapolation must move. */
function forEachFrame(machine: Machine, visit: (index: number) => void): void {
  const { state, offsets, configs, streaming } = machine;
  for (let tile = 0; streaming && tile < machine.tiles; tile++) {
    const c = at(state, tile * TILE + T.config);
    if (at(configs, c + K.writer) !== 0) visit(tile * TILE + T.writerFrame);
    if (at(configs, c + K.sequencer) !== 0) visit(tile * TILE + T.frame);
  }
  for (let i = 0; i < machine.reads; i++) {
    const r = offsets.read + i * READ;
    if (at(state, r + R.config) !== 0) visit(r + R.frame);
    if (at(state, r + R.config) !== 0 && !streaming) visit(r + R.end);
    const w = offsets.write + i * WRITE;
    if (at(state, w + W.config) === 0) continue;
    visit(w + W.frame);
    visit(w + W.acceptFrame);
    if (!streaming) visit(w + W.end);
  }
  if (streaming) return;
  for (const field of [G.frame, G.parserFrame, G.goFrame, G.dmaFrame]) visit(offsets.global + field);
}

/** The state without absolute counts: frames count from `frame`, due cycles from now, of addresses only their place in a page. */
export function canonicalState(machine: Machine, frame: number): Int32Array {
  const { state, offsets } = machine;
  const copy = new Int32Array(state.length + 1);
  copy.set(state);
  forEachFrame(machine, (index) => { copy[index] = at(state, index) - frame; });
  for (let i = 0; i < machine.reads; i++) {
    copy[offsets.read + i * READ + R.address] = at(state, offsets.read + i * READ + R.address) & 4095;
    copy[offsets.write + i * WRITE + W.address] = at(state, offsets.write + i * WRITE + W.address) & 4095;
  }
  copy[offsets.global + G.address] = at(state, offsets.global + G.address) & 4095;
  for (let port = 0; port < machine.portChannels.length; port++) canonicalPort(machine, copy, offsets.port + port * PORT);
  copy[state.length] = alignmentOf(machine, frame);
  return copy;
}

/** Rings start at place 0, due cycles count from now, empty places are 0. */
function canonicalPort(machine: Machine, copy: Int32Array, o: number): void {
  const { state } = machine;
  const due = (value: number): number => Math.max(0, (value - machine.cycle) | 0);
  const head = at(state, o + P.head);
  copy[o + P.head] = 0;
  for (let i = 0; i < MAX_READS; i++) {
    const entry = o + P.queue + 3 * ((head + i) % MAX_READS);
    const used = i < at(state, o + P.bursts);
    copy[o + P.queue + 3 * i] = used ? at(state, entry) : 0;
    copy[o + P.queue + 3 * i + 1] = used ? at(state, entry + 1) : 0;
    copy[o + P.queue + 3 * i + 2] = used ? due(at(state, entry + 2)) : 0;
  }
  const respHead = at(state, o + P.respHead);
  copy[o + P.respHead] = 0;
  for (let i = 0; i < RESPONSE_RING; i++) {
    const used = i < at(state, o + P.pending);
    copy[o + P.responses + i] = used ? due(at(state, o + P.responses + ((respHead + i) % RESPONSE_RING))) : 0;
  }
  if (at(state, o + P.state) === 0) copy[o + P.channel] = 0;
}

/** Frames closer together than a page meet its borders at different places. */
function alignmentOf(machine: Machine, frame: number): number {
  const { channels } = machine;
  let alignment = 0;
  for (const list of [...machine.phaseReads, ...machine.phaseWrites]) {
    for (const record of list) {
      if (record !== 0 && at(channels, record + D.perFrame) !== 0) alignment |= Math.imul(frame, 1 << at(channels, record + D.shift)) & 4095;
    }
  }
  return alignment;
}

/** Skips whole periods between `earlier` and now; returns how many. The machine ends in the state that stepping would reach. */
export function extrapolate(machine: Machine, earlier: Boundary, frame: number): number {
  const period = frame - earlier.frame;
  const cycles = machine.cycle - earlier.cycle;
  let last = frame;
  forEachFrame(machine, (index) => { last = Math.max(last, at(machine.state, index)); });
  const times = Math.floor((machine.frames - 1 - last) / period);
  if (times <= 0) return 0;
  moveFrames(machine, times * period);
  moveAddresses(machine, times * period);
  moveDueCycles(machine, times * cycles);
  machine.next.set(machine.state);
  machine.cycle += times * cycles;
  machine.progress += times * cycles;
  addTimes(machine.activity, earlier.activity, times);
  addTimes(machine.memoryActivity, earlier.memoryActivity, times);
  addTimes(machine.phaseCycles, earlier.phaseCycles, times);
  return times;
}

export function moveFrames(machine: Machine, frames: number): void {
  const { state } = machine;
  forEachFrame(machine, (index) => { state[index] = at(state, index) + frames; });
}

export function moveDueCycles({ state, offsets, portChannels }: Machine, cycles: number): void {
  for (let port = 0; port < portChannels.length; port++) {
    const o = offsets.port + port * PORT;
    for (let i = 0; i < MAX_READS; i++) state[o + P.queue + 3 * i + 2] = (at(state, o + P.queue + 3 * i + 2) + cycles) | 0;
    for (let i = 0; i < RESPONSE_RING; i++) state[o + P.responses + i] = (at(state, o + P.responses + i) + cycles) | 0;
  }
}

/** A channel in the middle of a run keeps its place in it. */
function moveAddresses(machine: Machine, frames: number): void {
  const { state, offsets, channels } = machine;
  const move = (record: number, frameAt: number, addressAt: number): void => {
    if (record === 0 || at(channels, record + D.perFrame) === 0) return;
    const now = at(state, frameAt);
    state[addressAt] = (at(state, addressAt) + runAddress(machine, record, now, 0) - runAddress(machine, record, now - frames, 0)) | 0;
  };
  for (let i = 0; i < machine.reads; i++) {
    const r = offsets.read + i * READ;
    const w = offsets.write + i * WRITE;
    move(at(state, r + R.config), r + R.frame, r + R.address);
    move(at(state, w + W.config), w + W.frame, w + W.address);
  }
}

export function addTimes(now: Float64Array, then: Float64Array, times: number): void {
  for (let i = 0; i < now.length; i++) now[i] = (now[i] as number) + times * ((now[i] as number) - (then[i] as number));
}
