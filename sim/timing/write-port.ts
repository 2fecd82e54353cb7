// One cycle of an AXI write port (docs/hardware.md section 6): responses, the choice of a channel, and its words. A channel belongs to
// one port, so its register `words` counts what is not yet sent.
import { burstWords, countMemory, runAddress } from './bursts.ts';
import { at, CHANNEL_FIFO, D, G, M, MAX_RESPONSES, P, PORT, PORT_UNIT, RESPONSE_RING, UNIT, W, WRITE } from './layout.ts';
import type { Machine } from './machine.ts';
import { lower, put, wake, wakePort, work } from './marks.ts';
import { markWord } from './mark-timeline.ts';

/** Write engine: 0 idle, 1 the address is out, 2 words may go. Responses return after the memory's latency. */
export function stepWritePort(machine: Machine, port: number, looks: boolean): void {
  const { state, offsets } = machine;
  const o = offsets.port + port * PORT;
  const outstanding = at(state, o + P.outstanding);
  if (outstanding > 0) returnResponse(machine, port, o);
  const engine = at(state, o + P.state);
  if (engine !== 0) countMemory(machine, M.writeBusy);
  if (engine === 0) {
    if (looks && outstanding < MAX_RESPONSES) selectWrite(machine, port, o);
  } else if (engine === 1) {
    machine.moved = true;
    put(machine, o + P.state, 2);
  } else if (at(state, offsets.global + G.tokens) >= 0) {
    sendWord(machine, port, o);
  } else {
    countMemory(machine, M.tokenStalls);
  }
}

/** Responses wait in a ring of due cycles, in order. */
function returnResponse(machine: Machine, port: number, o: number): void {
  const { state } = machine;
  const head = at(state, o + P.respHead);
  if (at(state, o + P.pending) === 0 || ((at(state, o + P.responses + head) - machine.cycle) | 0) > 0) return;
  work(machine);
  lower(machine, o + P.pending);
  put(machine, o + P.respHead, (head + 1) % RESPONSE_RING);
  lower(machine, o + P.outstanding);
  wakePort(machine, port, PORT_UNIT.send);
}

function selectWrite(machine: Machine, port: number, o: number): void {
  const { state, offsets } = machine;
  const channels = machine.portChannels[port] as Int32Array;
  let place = at(state, o + P.writeLast);
  for (let i = 0; i < channels.length; i++) {
    place = place + 1 >= channels.length ? 0 : place + 1;
    const channel = at(channels, place);
    const w = offsets.write + channel * WRITE;
    const words = at(state, w + W.words);
    if (words === 0 || at(state, offsets.global + G.dmaWait) > 0) continue;
    const burst = burstWords(machine, at(state, w + W.address), words);
    if (at(state, w + W.fifo) < burst) continue;
    put(machine, o + P.writeLast, place);
    put(machine, o + P.state, 1);
    put(machine, o + P.channel, channel);
    put(machine, o + P.left, burst);
    put(machine, o + P.outstanding, at(machine.next, o + P.outstanding) + 1);
    work(machine);
    countMemory(machine, M.writeBursts);
    return;
  }
}

/** One W beat. The channel's address moves with the words sent, so it is that of this beat. */
function sendWord(machine: Machine, port: number, o: number): void {
  const { state, offsets, channels, target, log } = machine;
  work(machine);
  machine.transfers++;
  countMemory(machine, M.writeWords);
  markWord(machine, 'writes', at(state, o + P.channel));
  const w = offsets.write + at(state, o + P.channel) * WRITE;
  const record = at(state, w + W.config);
  const address = at(state, w + W.address);
  if (log.enabled) log.writes.push({ cycle: machine.cycle, address: address >>> 0 });
  lower(machine, w + W.fifo);
  if (at(state, w + W.fifo) >= CHANNEL_FIFO) wake(machine, (machine.writeLinks[at(state, o + P.channel)] as { tile: number }).tile, UNIT.router);
  const left = at(state, w + W.words) - 1;
  put(machine, w + W.words, left);
  put(machine, w + W.address, (address + target.memory.axiBytes) | 0);
  if (left === 0) endRun(machine, w, record, channels);
  const burstLeft = at(state, o + P.left) - 1;
  put(machine, o + P.left, burstLeft);
  if (burstLeft > 0) return;
  put(machine, o + P.state, 0);
  wakePort(machine, port, PORT_UNIT.send);
  put(machine, o + P.responses + ((at(state, o + P.respHead) + at(state, o + P.pending)) % RESPONSE_RING), (machine.cycle + target.memory.writeLatency) | 0);
  put(machine, o + P.pending, at(machine.next, o + P.pending) + 1);
}

function endRun(machine: Machine, w: number, record: number, channels: Int32Array): void {
  const { state, log } = machine;
  const run = at(state, w + W.run) + 1;
  const isFrameEnd = run === at(channels, record + D.runs);
  const frame = at(state, w + W.frame) + (isFrameEnd ? 1 : 0);
  put(machine, w + W.run, isFrameEnd ? 0 : run);
  put(machine, w + W.frame, frame);
  put(machine, w + W.words, frame < at(state, w + W.end) ? at(channels, record + D.runWords) : 0);
  put(machine, w + W.address, runAddress(machine, record, frame, isFrameEnd ? 0 : run));
  if (isFrameEnd) log.frameEnds[frame - 1] = machine.cycle;
}
