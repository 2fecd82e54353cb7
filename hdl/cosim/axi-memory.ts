// The memory behind the AXI ports, to the cycle. Cycle simulator and native bench implement the same text on their own:
//
// Everything the memory shows in a cycle follows from its state at the start of that cycle; `now` is the cycle's number.
// Per port, one ID, everything in order:
//   arready  fewer than 8 read bursts are queued (a burst leaves the queue with its last beat)
//   rvalid   the head burst was accepted in a cycle t with now >= t + readLatency, and tokens >= 0; once shown it stays,
//            with its data, until rready. Data are the bytes in memory at the start of the cycle that first shows them
//   awready  fewer than 8 write bursts wait for data (accepted address, last beat not yet received), and fewer than 1024
//            finished bursts wait for bready
//   wready   some accepted write burst waits for data, and tokens >= 0; data belong to the oldest such burst
//   bvalid   the oldest finished write burst had its last beat in a cycle t with now >= t + writeLatency
// Tokens are shared by all ports. At the end of each cycle: tokens = min(cap, tokens + numerator)
//   - denominator * W * (read and write beats transferred on all ports in this cycle), cap = 4 * denominator * W, also the
//   value at reset. So bandwidth is numerator / denominator bytes per cycle.
// Stalls: each cycle draws once per port, in port order; fields 0 to 4 withhold arready, rvalid, awready, wready, bvalid.
//   A valid that was shown is never withdrawn.
// Data lines hold 0xa5 bytes while rvalid is low, so a design that reads them early is found out.
// Failed bursts (faults, or outside of the memory) answer with their response, read as zero and write nothing.
import { bindPins, fieldOf, readStrobe } from './axi-pins.ts';
import { AXI_RESPONSES, MAX_VIOLATIONS, type MemoryConfig, RULE, renderViolation } from './bench-types.ts';
import { type BurstQueue, clearQueue, createQueue, pushBurst, QUEUE_BURSTS, takeBeat } from './burst-queue.ts';
import type { Model, Port } from './model.ts';
import { createStallSource, drawStalls, type StallSource, withholds } from './stall-source.ts';
import { appendWords, createWordLog, type WordLog } from './word-log.ts';

const FINISHED = 1024;
const IDLE_DATA = 0xa5a5a5a5;
const SALT = 0;
const DECERR = AXI_RESPONSES.indexOf('decerr');

export interface AxiMemory {
  /** Drives the memory's outputs for cycle `now`. */
  readonly present: (now: number) => void;
  /** Takes the design's outputs, settled in cycle `now`, and moves to the next state. */
  readonly advance: (now: number) => void;
  /** Forgets bursts and held signals, drives nothing; tokens are full. */
  readonly reset: () => void;
  readonly bytes: Uint8Array;
  /** Makes the burst fail that is accepted after `ahead` others of its kind from now on. */
  readonly failBurst: (kind: 'read' | 'write', ahead: number, response: 'slverr' | 'decerr') => void;
  /** Per beat: cycle, port, address, strobe, data words. Undefined where not asked for. */
  readonly writes: WordLog | undefined;
  readonly violations: Violations;
}

export interface Violations {
  readonly texts: string[];
  count: number;
}

export function reportViolation(violations: Violations, rule: number, now: number, port: number, address: number): void {
  violations.count += 1;
  if (violations.texts.length < MAX_VIOLATIONS) violations.texts.push(renderViolation(rule, now, port, address));
}

interface PortState {
  readonly index: number;
  readonly reads: BurstQueue;
  readonly writes: BurstQueue;
  readonly finishedCycle: Uint32Array;
  readonly finishedResponse: Uint8Array;
  finishedHead: number;
  finishedCount: number;
  isReadHeld: boolean;
  isResponseHeld: boolean;
  isDataShown: boolean;
  /** What the master showed without being answered, to see that it stays. */
  isReadPending: boolean;
  pendingReadAddress: number;
  pendingReadLength: number;
  isWritePending: boolean;
  pendingWriteAddress: number;
  pendingWriteLength: number;
  isDataPending: boolean;
  readonly pendingData: Uint32Array;
  pendingStrobe: number;
  pendingLast: number;
}

/** Binds a memory to the m_axi_* ports of a model. `image` is copied. */
export function createAxiMemory(model: Model, config: MemoryConfig, image: Uint8Array, base: number, logWrites: boolean): AxiMemory {
  const { ports: portCount, bytesPerBeat, readLatencyCycles, writeLatencyCycles } = config;
  const { numerator, denominator } = config.bandwidth;
  const cap = 4 * denominator * bytesPerBeat;
  const beatCost = denominator * bytesPerBeat;
  const wordsPerBeat = bytesPerBeat / 4;
  const bytes = new Uint8Array(image);
  const words = new Uint32Array(bytes.buffer);
  const violations: Violations = { texts: [], count: 0 };
  const writes = logWrites ? createWordLog() : undefined;
  const stalls = config.stalls === undefined ? undefined : createStallSource(config.stalls.seed, config.stalls.level, SALT);
  const silentFrom = config.faults?.silentFromCycle ?? Number.POSITIVE_INFINITY;
  const readFaults = faultMap(config, 'read');
  const writeFaults = faultMap(config, 'write');
  const pins = bindPins(model, portCount, bytesPerBeat);
  const states = Array.from({ length: portCount }, (_, index) => createPortState(index, wordsPerBeat));
  let tokens = cap;
  let readBursts = 0;
  let writeBursts = 0;

  const showData = (state: PortState): void => {
    const queue = state.reads;
    const response = queue.response[queue.head] as number;
    const source = ((queue.address[queue.head] as number) - base + queue.beat * bytesPerBeat) >>> 2;
    const target = state.index * wordsPerBeat;
    for (let word = 0; word < wordsPerBeat; word++) {
      pins.rdata[target + word] = response === 0 ? (words[source + word] as number) : 0;
    }
    state.isDataShown = true;
  };
  const hideData = (state: PortState): void => {
    const target = state.index * wordsPerBeat;
    for (let word = 0; word < wordsPerBeat; word++) pins.rdata[target + word] = IDLE_DATA;
    state.isDataShown = false;
  };

  const present = (now: number): void => {
    const isSilent = now >= silentFrom;
    const hasTokens = tokens >= 0;
    let arready = 0, rvalid = 0, rlast = 0, rresp = 0, awready = 0, wready = 0, bvalid = 0, bresp = 0;
    for (const state of states) {
      const { index, reads, writes: pending } = state;
      let withheld = isSilent ? 31 : 0;
      if (stalls !== undefined) withheld |= drawWithheld(stalls);
      if (reads.count < QUEUE_BURSTS && !(withheld & 1)) arready |= 1 << index;
      if (state.isReadHeld) rvalid |= 1 << index;
      else if (reads.count > 0 && hasTokens && now >= (reads.cycle[reads.head] as number) + readLatencyCycles && !(withheld & 2)) {
        rvalid |= 1 << index;
        showData(state);
      } else if (state.isDataShown) hideData(state);
      if ((rvalid >> index) & 1) {
        if (reads.beat + 1 === reads.beats[reads.head]) rlast |= 1 << index;
        rresp |= (reads.response[reads.head] as number) << (2 * index);
      }
      if (pending.count < QUEUE_BURSTS && state.finishedCount < FINISHED && !(withheld & 4)) awready |= 1 << index;
      if (pending.count > 0 && hasTokens && !(withheld & 8)) wready |= 1 << index;
      if (state.isResponseHeld || (state.finishedCount > 0 && !(withheld & 16)
        && now >= (state.finishedCycle[state.finishedHead] as number) + writeLatencyCycles)) {
        bvalid |= 1 << index;
        bresp |= (state.finishedResponse[state.finishedHead] as number) << (2 * index);
      }
    }
    pins.arready[0] = arready;
    pins.rvalid[0] = rvalid;
    pins.rlast[0] = rlast;
    pins.rresp[0] = rresp;
    pins.awready[0] = awready;
    pins.wready[0] = wready;
    pins.bvalid[0] = bvalid;
    pins.bresp[0] = bresp;
  };

  const advance = (now: number): void => {
    const arvalid = pins.arvalid[0] as number, arready = pins.arready[0] as number;
    const rvalid = pins.rvalid[0] as number, rready = pins.rready[0] as number;
    const awvalid = pins.awvalid[0] as number, awready = pins.awready[0] as number;
    const wvalid = pins.wvalid[0] as number, wready = pins.wready[0] as number;
    const bvalid = pins.bvalid[0] as number, bready = pins.bready[0] as number;
    let beats = 0;
    for (const state of states) {
      const bit = 1 << state.index;
      if (rvalid & bit) {
        state.isReadHeld = (rready & bit) === 0;
        if (rready & bit) {
          beats += 1;
          takeBeat(state.reads);
        }
      }
      if ((arvalid & bit) || state.isReadPending) takeReadAddress(state, now, (arvalid & bit) !== 0, (arready & bit) !== 0);
      if ((wvalid & bit) || state.isDataPending) beats += takeData(state, now, (wvalid & bit) !== 0, (wready & bit) !== 0);
      if ((awvalid & bit) || state.isWritePending) takeWriteAddress(state, now, (awvalid & bit) !== 0, (awready & bit) !== 0);
      if (bvalid & bit) {
        state.isResponseHeld = (bready & bit) === 0;
        if (bready & bit) {
          state.finishedHead = (state.finishedHead + 1) % FINISHED;
          state.finishedCount -= 1;
        }
      }
    }
    tokens = Math.min(cap, tokens + numerator) - beatCost * beats;
  };

  const takeReadAddress = (state: PortState, now: number, isValid: boolean, isReady: boolean): void => {
    const address = pins.araddr[state.index] as number;
    const length = pins.arlen[state.index] as number;
    if (state.isReadPending && !(isValid && address === state.pendingReadAddress && length === state.pendingReadLength)) {
      reportViolation(violations, RULE.readUnstable, now, state.index, state.pendingReadAddress);
    }
    state.isReadPending = isValid && !isReady;
    state.pendingReadAddress = address;
    state.pendingReadLength = length;
    if (!(isValid && isReady)) return;
    const isInside = checkBurst(state.index, now, address, length + 1, RULE.readBorder);
    checkKind(pins.arburst, pins.arsize, state.index, now, address, RULE.readKind);
    const response = readFaults.get(readBursts) ?? (isInside ? 0 : DECERR);
    readBursts += 1;
    pushBurst(state.reads, address, length + 1, now, response);
  };

  const takeWriteAddress = (state: PortState, now: number, isValid: boolean, isReady: boolean): void => {
    const address = pins.awaddr[state.index] as number;
    const length = pins.awlen[state.index] as number;
    if (state.isWritePending && !(isValid && address === state.pendingWriteAddress && length === state.pendingWriteLength)) {
      reportViolation(violations, RULE.writeUnstable, now, state.index, state.pendingWriteAddress);
    }
    state.isWritePending = isValid && !isReady;
    state.pendingWriteAddress = address;
    state.pendingWriteLength = length;
    if (!(isValid && isReady)) return;
    const isInside = checkBurst(state.index, now, address, length + 1, RULE.writeBorder);
    checkKind(pins.awburst, pins.awsize, state.index, now, address, RULE.writeKind);
    const response = writeFaults.get(writeBursts) ?? (isInside ? 0 : DECERR);
    writeBursts += 1;
    pushBurst(state.writes, address, length + 1, now, response);
  };

  const takeData = (state: PortState, now: number, isValid: boolean, isReady: boolean): number => {
    const first = state.index * wordsPerBeat;
    const strobe = readStrobe(pins.wstrb, state.index, bytesPerBeat);
    const last = ((pins.wlast[0] as number) >> state.index) & 1;
    const queue = state.writes;
    const address = ((queue.address[queue.head] as number) + queue.beat * bytesPerBeat) >>> 0;
    if (state.isDataPending) {
      let isSame = isValid && strobe === state.pendingStrobe && last === state.pendingLast;
      for (let word = 0; word < wordsPerBeat; word++) isSame &&= pins.wdata[first + word] === state.pendingData[word];
      if (!isSame) reportViolation(violations, RULE.dataUnstable, now, state.index, queue.count > 0 ? address : 0);
    }
    state.isDataPending = isValid && !isReady;
    if (!(isValid && isReady)) {
      for (let word = 0; word < wordsPerBeat; word++) state.pendingData[word] = pins.wdata[first + word] as number;
      state.pendingStrobe = strobe;
      state.pendingLast = last;
      return 0;
    }
    const response = queue.response[queue.head] as number;
    if (response === 0) writeBeat(address - base, first, strobe);
    if (writes !== undefined) logBeat(writes, now, state.index, address, strobe, first);
    const isLastDue = queue.beat + 1 === queue.beats[queue.head];
    if ((last === 1) !== isLastDue) reportViolation(violations, RULE.lastMisplaced, now, state.index, address);
    if (isLastDue) {
      const slot = (state.finishedHead + state.finishedCount) % FINISHED;
      state.finishedCycle[slot] = now;
      state.finishedResponse[slot] = response;
      state.finishedCount += 1;
    }
    takeBeat(queue);
    return 1;
  };

  const writeBeat = (offset: number, firstWord: number, strobe: number): void => {
    if (strobe === (bytesPerBeat === 8 ? 0xff : 0xffff)) {
      for (let word = 0; word < wordsPerBeat; word++) words[(offset >>> 2) + word] = pins.wdata[firstWord + word] as number;
      return;
    }
    for (let byte = 0; byte < bytesPerBeat; byte++) {
      if ((strobe >> byte) & 1) bytes[offset + byte] = pins.wdataBytes[4 * firstWord + byte] as number;
    }
  };

  const logBeat = (log: WordLog, now: number, port: number, address: number, strobe: number, firstWord: number): void => {
    appendWords(log, now, port, address, strobe);
    appendWords(log, pins.wdata[firstWord] as number, pins.wdata[firstWord + 1] as number);
    if (wordsPerBeat === 4) appendWords(log, pins.wdata[firstWord + 2] as number, pins.wdata[firstWord + 3] as number);
  };

  /** Reports what is wrong with a burst's place; the result says whether it lies in the memory. */
  const checkBurst = (port: number, now: number, address: number, beats: number, firstRule: number): boolean => {
    const length = beats * bytesPerBeat;
    if ((address & 4095) + length > 4096) reportViolation(violations, firstRule, now, port, address);
    if (beats > config.maxBurstBeats) reportViolation(violations, firstRule + 1, now, port, address);
    if (address % bytesPerBeat !== 0) reportViolation(violations, firstRule + 2, now, port, address);
    const isInside = address >= base && address + length <= base + bytes.length && address % bytesPerBeat === 0;
    if (!isInside) reportViolation(violations, firstRule + 3, now, port, address);
    return isInside;
  };

  const fullSize = Math.log2(bytesPerBeat);
  const checkKind = (burst: Port | undefined, size: Port | undefined, port: number, now: number, address: number, rule: number): void => {
    const isIncrement = burst === undefined || fieldOf(burst, port, 2) === 1;
    const isFull = size === undefined || fieldOf(size, port, 3) === fullSize;
    if (!(isIncrement && isFull)) reportViolation(violations, rule, now, port, address);
  };

  const reset = (): void => {
    tokens = cap;
    for (const state of states) {
      Object.assign(state, idleFlags());
      clearQueue(state.reads);
      clearQueue(state.writes);
      hideData(state);
    }
    for (const pin of [pins.arready, pins.rvalid, pins.rlast, pins.rresp, pins.awready, pins.wready, pins.bvalid, pins.bresp]) pin[0] = 0;
  };
  const failBurst: AxiMemory['failBurst'] = (kind, ahead, response) => {
    if (kind === 'read') readFaults.set(readBursts + ahead, AXI_RESPONSES.indexOf(response));
    else writeFaults.set(writeBursts + ahead, AXI_RESPONSES.indexOf(response));
  };
  reset();
  return { present, advance, reset, bytes, failBurst, writes, violations };
}

function createPortState(index: number, wordsPerBeat: number): PortState {
  return {
    index, reads: createQueue(), writes: createQueue(),
    finishedCycle: new Uint32Array(FINISHED), finishedResponse: new Uint8Array(FINISHED),
    ...idleFlags(), pendingData: new Uint32Array(wordsPerBeat),
  };
}

function idleFlags() {
  return {
    finishedHead: 0, finishedCount: 0, isReadHeld: false, isResponseHeld: false, isDataShown: false,
    isReadPending: false, pendingReadAddress: 0, pendingReadLength: 0,
    isWritePending: false, pendingWriteAddress: 0, pendingWriteLength: 0,
    isDataPending: false, pendingStrobe: 0, pendingLast: 0,
  };
}

/** Bit i of the result: field i of one draw withholds. */
function drawWithheld(source: StallSource): number {
  const draw = drawStalls(source);
  let mask = 0;
  for (let field = 0; field < 5; field++) if (withholds(source, draw, field)) mask |= 1 << field;
  return mask;
}

function faultMap(config: MemoryConfig, kind: 'read' | 'write'): Map<number, number> {
  const faults = (config.faults?.bursts ?? []).filter((fault) => fault.kind === kind);
  return new Map(faults.map((fault) => [fault.index, AXI_RESPONSES.indexOf(fault.response)]));
}
