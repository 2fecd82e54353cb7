// One cycle of the DMA: read channels and ports, the memory behind them with its latency and bandwidth, and the go
// (docs/hardware.md section 6; write ports have a file of their own). arready and awready are always 1, so an address register is full for one cycle only.
import { burstWords, countMemory, runAddress } from './bursts.ts';
import { at, CHANNEL_FIFO, D, G, M, MAX_READS, P, PORT, PORT_UNIT, R, READ, W, WRITE } from './layout.ts';
import type { Machine } from './machine.ts';
import { NOTHING } from './machine.ts';
import { lower, pushLink, put, raise, wakeAll, wakeEdge, wakePort, work } from './marks.ts';
import { markWord } from './mark-timeline.ts';
import { stepWritePort } from './write-port.ts';

/** All read channels of this cycle: what they give to the grid. */
export function stepReadChannels(machine: Machine): void {
  const { state, offsets, now, tiles, reads, everyCycle } = machine;
  for (let channel = 0; channel < reads; channel++) {
    if (now[tiles + channel] === 0 && !everyCycle) continue;
    now[tiles + channel] = 0;
    const r = offsets.read + channel * READ;
    if (at(state, r + R.config) !== 0 && at(state, r + R.fifo) > 0) pushFromEdge(machine, channel);
  }
}

/** All ports of this cycle, then the memory's tokens and the go. */
export function stepMemory(machine: Machine): void {
  const { state, offsets, constants, target, now, tiles, reads, everyCycle } = machine;
  const g = offsets.global;
  machine.transfers = 0;
  for (let port = 0; port < machine.portChannels.length; port++) {
    const units = everyCycle ? PORT_UNIT.all : (now[tiles + reads + port] as number);
    now[tiles + reads + port] = 0;
    stepReadPort(machine, port, (units & PORT_UNIT.select) !== 0);
    stepWritePort(machine, port, (units & PORT_UNIT.send) !== 0);
  }
  const before = at(state, g + G.tokens);
  const tokens = Math.min(constants.tokenCap, before + target.memory.bandwidth.num) - constants.tokenCost * machine.transfers;
  if (tokens !== before) put(machine, g + G.tokens, tokens);
  if (before < 0 && tokens >= 0) machine.moved = true;
  stepDmaGo(machine, g);
}

/** Whether read channel, write channel or port `unit` (in this order) has work or waits for a response. */
export function isDmaBusy({ state, offsets, reads, writes }: Machine, unit: number): boolean {
  if (unit < reads) {
    const r = offsets.read + unit * READ;
    return at(state, r + R.config) !== 0 && (at(state, r + R.words) > 0 || at(state, r + R.reserved) > 0);
  }
  if (unit < reads + writes) {
    const w = offsets.write + (unit - reads) * WRITE;
    return at(state, w + W.config) !== 0 && (at(state, w + W.words) > 0 || at(state, w + W.fifo) > 0);
  }
  return at(state, offsets.port + (unit - reads - writes) * PORT + P.outstanding) > 0;
}

/** The data of the oldest burst, then the choice of the next one. */
function stepReadPort(machine: Machine, port: number, looks: boolean): void {
  const { state, offsets, target } = machine;
  const o = offsets.port + port * PORT;
  const bursts = at(state, o + P.bursts);
  const head = at(state, o + P.head);
  if (bursts > 0) {
    countMemory(machine, M.readBusy);
    const entry = o + P.queue + 3 * head;
    if (((at(state, entry + 2) - machine.cycle) | 0) <= 0) receiveWord(machine, port, o, entry, head);
  }
  if (!looks || bursts >= MAX_READS) return;
  const channel = selectRead(machine, port, o);
  if (channel === null) return;
  const words = takeBurst(machine, channel);
  const entry = o + P.queue + 3 * ((head + bursts) % MAX_READS);
  put(machine, entry, channel);
  put(machine, entry + 1, words);
  put(machine, entry + 2, (machine.cycle + 1 + target.memory.readLatency) | 0);
  put(machine, o + P.bursts, at(machine.next, o + P.bursts) + 1);
  work(machine);
  wakePort(machine, port, PORT_UNIT.select);
  countMemory(machine, M.readBursts);
}

function receiveWord(machine: Machine, port: number, o: number, entry: number, head: number): void {
  const { state, offsets } = machine;
  if (at(state, offsets.global + G.tokens) < 0) {
    countMemory(machine, M.tokenStalls);
    return;
  }
  work(machine);
  machine.transfers++;
  countMemory(machine, M.readWords);
  const channel = at(state, entry);
  markWord(machine, 'reads', channel);
  if (channel < machine.reads) {
    raise(machine, offsets.read + channel * READ + R.fifo);
    wakeEdge(machine, channel);
  } else {
    raise(machine, offsets.global + G.fifo);
  }
  const left = at(state, entry + 1) - 1;
  put(machine, entry + 1, left);
  if (left > 0) return;
  put(machine, o + P.head, (head + 1) % MAX_READS);
  lower(machine, o + P.bursts);
  wakePort(machine, port, PORT_UNIT.select);
}

/** A read channel's beat for its edge link, if the FIFO there has room. */
function pushFromEdge(machine: Machine, channel: number): void {
  const link = at(machine.readLinks, channel);
  if (link === NOTHING || at(machine.state, link) >= 2) return;
  pushLink(machine, link);
  wakeEdge(machine, channel);
  sendBeat(machine, channel);
}

/** A read channel's beat leaves for the grid. */
export function sendBeat(machine: Machine, channel: number): void {
  const { state, channels, offsets, constants } = machine;
  const r = offsets.read + channel * READ;
  const record = at(state, r + R.config);
  work(machine);
  const left = at(state, r + R.runLeft) - 1;
  const lane = at(state, r + R.lane) + 1;
  const isLast = lane === constants.wordBeats || left === 0;
  put(machine, r + R.lane, left === 0 ? at(channels, record + D.skip) : isLast ? 0 : lane);
  put(machine, r + R.runLeft, left === 0 ? at(channels, record + D.runBeats) : left);
  if (machine.rowTile >= 0) machine.edges.events.push(machine.cycle, channel);
  if (isLast) {
    if (at(state, r + R.fifo) === 1) machine.edges.dry++;
    lower(machine, r + R.fifo);
    lower(machine, r + R.reserved);
    wakePort(machine, channel % machine.portChannels.length, PORT_UNIT.select);
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
    put(machine, o + P.readLast, place);
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
  const { state, offsets, channels, target, config } = machine;
  if (channel === machine.reads) {
    const g = offsets.global;
    const left = at(state, g + G.words);
    const words = burstWords(machine, at(state, g + G.address), left);
    put(machine, g + G.reserved, at(machine.next, g + G.reserved) + words);
    put(machine, g + G.address, (at(state, g + G.address) + words * target.memory.axiBytes) | 0);
    put(machine, g + G.words, left - words);
    if (left > words) return words;
    const frame = at(state, g + G.frame) + 1;
    put(machine, g + G.frame, frame);
    put(machine, g + G.words, frame < config.loops ? config.loopWords : 0);
    put(machine, g + G.address, config.loopAddress);
    return words;
  }
  const r = offsets.read + channel * READ;
  const record = at(state, r + R.config);
  const left = at(state, r + R.words);
  const address = at(state, r + R.address);
  const words = burstWords(machine, address, left);
  put(machine, r + R.reserved, at(machine.next, r + R.reserved) + words);
  put(machine, r + R.address, (address + words * target.memory.axiBytes) | 0);
  put(machine, r + R.words, left - words);
  if (left > words) return words;
  const run = at(state, r + R.run) + 1;
  const isFrameEnd = run === at(channels, record + D.runs);
  const frame = at(state, r + R.frame) + (isFrameEnd ? 1 : 0);
  if (isFrameEnd && channel === firstRead(machine)) machine.anchored = true;
  put(machine, r + R.run, isFrameEnd ? 0 : run);
  put(machine, r + R.frame, frame);
  put(machine, r + R.words, frame < at(state, r + R.end) ? at(channels, record + D.runWords) : 0);
  put(machine, r + R.address, runAddress(machine, record, frame, isFrameEnd ? 0 : run));
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
  const { state } = machine;
  const wait = at(state, g + G.dmaWait);
  if (wait > 0) put(machine, g + G.dmaWait, wait - 1);
  if (wait === 1) {
    machine.moved = true;
    wakeAll(machine);
  }
  if (at(state, g + G.dmaGo) === 0) return;
  machine.moved = true;
  put(machine, g + G.dmaGo, 0);
  put(machine, g + G.dmaWait, machine.target.rows + machine.target.cols + 3);
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
  const { channels } = machine;
  for (let index = r; index < r + READ; index++) put(machine, index, 0);
  if (record === 0) return;
  put(machine, r + R.config, record);
  put(machine, r + R.frame, first);
  put(machine, r + R.end, end);
  put(machine, r + R.words, at(channels, record + D.runWords));
  put(machine, r + R.address, runAddress(machine, record, first, 0));
  put(machine, r + R.lane, at(channels, record + D.skip));
  put(machine, r + R.runLeft, at(channels, record + D.runBeats));
}

function startWrite(machine: Machine, w: number, record: number, first: number, end: number): void {
  const { channels } = machine;
  for (let index = w; index < w + WRITE; index++) put(machine, index, 0);
  if (record === 0) return;
  put(machine, w + W.config, record);
  put(machine, w + W.frame, first);
  put(machine, w + W.acceptFrame, first);
  put(machine, w + W.end, end);
  put(machine, w + W.words, at(channels, record + D.runWords));
  put(machine, w + W.address, runAddress(machine, record, first, 0));
  put(machine, w + W.lane, at(channels, record + D.skip));
  put(machine, w + W.runLeft, at(channels, record + D.runBeats));
}
