// One cycle of the DMA: read channels and ports, the memory behind them with its latency and bandwidth, and the go
// (docs/hardware.md section 6; write ports have a file of their own). arready and awready are always 1, so an address register is full for one cycle only.
import { burstWords, countMemory, runAddress } from './bursts.ts';
import { at, CHANNEL_FIFO, D, G, M, MAX_READS, P, PORT, R, READ, W, WRITE } from './layout.ts';
import type { Machine } from './machine.ts';
import { NOTHING } from './machine.ts';
import { raise } from './marks.ts';
import { stepWritePort } from './write-port.ts';

/** All channels and ports of this cycle, then the memory's tokens. */
export function stepDma(machine: Machine): void {
  const { state, next, offsets, constants, target } = machine;
  const g = offsets.global;
  machine.transfers = 0;
  for (let channel = 0; channel < machine.reads; channel++) {
    const r = offsets.read + channel * READ;
    const record = at(state, r + R.config);
    if (record === 0) continue;
    if (at(state, r + R.words) > 0 || at(state, r + R.reserved) > 0) machine.allDone = false;
    if (at(state, r + R.fifo) > 0) pushFromEdge(machine, channel, r, record);
  }
  for (let channel = 0; channel < machine.writes; channel++) {
    const w = offsets.write + channel * WRITE;
    if (at(state, w + W.config) !== 0 && (at(state, w + W.words) > 0 || at(state, w + W.fifo) > 0)) machine.allDone = false;
  }
  for (let port = 0; port < machine.portChannels.length; port++) {
    stepReadPort(machine, port);
    stepWritePort(machine, port);
  }
  const filled = Math.min(constants.tokenCap, at(state, g + G.tokens) + target.memory.bandwidth.num);
  const tokens = filled - constants.tokenCost * machine.transfers;
  next[g + G.tokens] = tokens;
  if (at(state, g + G.tokens) < 0 && tokens >= 0) machine.moved = true;
  stepDmaGo(machine, g);
}

/** The data of the oldest burst, then the choice of the next one. */
function stepReadPort(machine: Machine, port: number): void {
  const { state, next, offsets, target } = machine;
  const o = offsets.port + port * PORT;
  const bursts = at(state, o + P.bursts);
  const head = at(state, o + P.head);
  if (bursts > 0) {
    countMemory(machine, M.readBusy);
    const entry = o + P.queue + 3 * head;
    if (((at(state, entry + 2) - machine.cycle) | 0) <= 0) receiveWord(machine, o, entry, head);
  }
  if (bursts >= MAX_READS) return;
  const channel = selectRead(machine, port, o);
  if (channel === null) return;
  const words = takeBurst(machine, channel);
  const entry = o + P.queue + 3 * ((head + bursts) % MAX_READS);
  next[entry] = channel;
  next[entry + 1] = words;
  next[entry + 2] = (machine.cycle + 1 + target.memory.readLatency) | 0;
  next[o + P.bursts] = at(next, o + P.bursts) + 1;
  machine.moved = true;
  machine.progress = machine.cycle;
  countMemory(machine, M.readBursts);
}

function receiveWord(machine: Machine, o: number, entry: number, head: number): void {
  const { state, next, offsets } = machine;
  if (at(state, offsets.global + G.tokens) < 0) {
    countMemory(machine, M.tokenStalls);
    return;
  }
  machine.moved = true;
  machine.progress = machine.cycle;
  machine.transfers++;
  countMemory(machine, M.readWords);
  const channel = at(state, entry);
  raise(machine, channel < machine.reads ? offsets.read + channel * READ + R.fifo : offsets.global + G.fifo);
  const left = at(state, entry + 1) - 1;
  next[entry + 1] = left;
  if (left > 0) return;
  next[o + P.head] = (head + 1) % MAX_READS;
  next[o + P.bursts] = at(next, o + P.bursts) - 1;
}

/** A read channel's beat for its edge link, if the FIFO there has room. */
function pushFromEdge(machine: Machine, channel: number, r: number, record: number): void {
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

/** Round robin from the one after the last granted; the configuration channel (index `reads`) is the last of its port. */
function selectRead(machine: Machine, port: number, o: number): number | null {
  const channels = machine.portChannels[port] as Int32Array;
  const total = channels.length + (port === machine.portChannels.length - 1 ? 1 : 0);
  let place = at(machine.state, o + P.readLast);
  for (let i = 0; i < total; i++) {
    place = place + 1 >= total ? 0 : place + 1;
    const channel = place < channels.length ? at(channels, place) : machine.reads;
    if (!isReadEligible(machine, channel)) continue;
    machine.next[o + P.readLast] = place;
    return channel;
  }
  return null;
}

function isReadEligible(machine: Machine, channel: number): boolean {
  const { state, offsets } = machine;
  const g = offsets.global;
  if (channel === machine.reads) {
    const words = at(state, g + G.words);
    return words > 0 && at(state, g + G.reserved) + burstWords(machine, at(state, g + G.address), words) <= CHANNEL_FIFO;
  }
  const r = offsets.read + channel * READ;
  const words = at(state, r + R.words);
  if (words === 0 || at(state, g + G.dmaWait) > 0) return false;
  return at(state, r + R.reserved) + burstWords(machine, at(state, r + R.address), words) <= CHANNEL_FIFO;
}

/** Moves the channel past the burst, into its next run or frame. */
function takeBurst(machine: Machine, channel: number): number {
  const { state, next, offsets, channels, target, config } = machine;
  if (channel === machine.reads) {
    const g = offsets.global;
    const left = at(state, g + G.words);
    const words = burstWords(machine, at(state, g + G.address), left);
    next[g + G.reserved] = at(next, g + G.reserved) + words;
    next[g + G.address] = (at(state, g + G.address) + words * target.memory.axiBytes) | 0;
    next[g + G.words] = left - words;
    if (left > words) return words;
    const frame = at(state, g + G.frame) + 1;
    next[g + G.frame] = frame;
    next[g + G.words] = frame < config.loops ? config.loopWords : 0;
    next[g + G.address] = config.loopAddress;
    return words;
  }
  const r = offsets.read + channel * READ;
  const record = at(state, r + R.config);
  const left = at(state, r + R.words);
  const address = at(state, r + R.address);
  const words = burstWords(machine, address, left);
  next[r + R.reserved] = at(next, r + R.reserved) + words;
  next[r + R.address] = (address + words * target.memory.axiBytes) | 0;
  next[r + R.words] = left - words;
  if (left > words) return words;
  const run = at(state, r + R.run) + 1;
  const isFrameEnd = run === at(channels, record + D.runs);
  const frame = at(state, r + R.frame) + (isFrameEnd ? 1 : 0);
  if (isFrameEnd && channel === firstRead(machine)) machine.anchored = true;
  next[r + R.run] = isFrameEnd ? 0 : run;
  next[r + R.frame] = frame;
  next[r + R.words] = frame < at(state, r + R.end) ? at(channels, record + D.runWords) : 0;
  next[r + R.address] = runAddress(machine, record, frame, isFrameEnd ? 0 : run);
  return words;
}

/** The read channel whose frames mark the boundaries in streaming mode. */
export function firstRead(machine: Machine): number {
  const list = machine.phaseReads[0] as Int32Array;
  for (let i = 0; i < list.length; i++) if (at(list, i) !== 0) return i;
  return -1;
}

/** The go reaches the channels one cycle after it was consumed; they work some cycles later. */
function stepDmaGo(machine: Machine, g: number): void {
  const { state, next } = machine;
  const wait = at(state, g + G.dmaWait);
  if (wait > 0) next[g + G.dmaWait] = wait - 1;
  if (wait === 1) machine.moved = true;
  if (at(state, g + G.dmaGo) === 0) return;
  machine.moved = true;
  next[g + G.dmaGo] = 0;
  next[g + G.dmaWait] = machine.target.rows + machine.target.cols + 3;
  const phase = at(state, g + G.dmaPhase);
  const first = machine.streaming ? 0 : at(state, g + G.dmaFrame);
  const end = machine.streaming ? machine.frames : first + 1;
  const { offsets } = machine;
  for (let i = 0; i < machine.reads; i++) {
    startRead(machine, offsets.read + i * READ, at(machine.phaseReads[phase] as Int32Array, i), first, end);
    startWrite(machine, offsets.write + i * WRITE, at(machine.phaseWrites[phase] as Int32Array, i), first, end);
  }
}

function startRead(machine: Machine, r: number, record: number, first: number, end: number): void {
  const { next, channels } = machine;
  next.fill(0, r, r + READ);
  if (record === 0) return;
  next[r + R.config] = record;
  next[r + R.frame] = first;
  next[r + R.end] = end;
  next[r + R.words] = at(channels, record + D.runWords);
  next[r + R.address] = runAddress(machine, record, first, 0);
  next[r + R.runLeft] = at(channels, record + D.runBeats);
}

function startWrite(machine: Machine, w: number, record: number, first: number, end: number): void {
  const { next, channels } = machine;
  next.fill(0, w, w + WRITE);
  if (record === 0) return;
  next[w + W.config] = record;
  next[w + W.frame] = first;
  next[w + W.acceptFrame] = first;
  next[w + W.end] = end;
  next[w + W.words] = at(channels, record + D.runWords);
  next[w + W.address] = runAddress(machine, record, first, 0);
  next[w + W.runLeft] = at(channels, record + D.runBeats);
}
