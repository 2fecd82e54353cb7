// The side of a write channel that the grid sees: whether it takes a beat, and words growing from beats.
import { at, CHANNEL_FIFO, D, G, PORT_UNIT, W, WRITE } from './layout.ts';
import type { Machine } from './machine.ts';
import { put, raise, wakePort } from './marks.ts';

export function isWriteReady(machine: Machine, channel: number): boolean {
  const { state, offsets } = machine;
  const w = offsets.write + channel * WRITE;
  const takes = at(state, w + W.config) !== 0 && at(state, offsets.global + G.dmaWait) === 0 && at(state, w + W.acceptFrame) < at(state, w + W.end);
  if (!takes || at(state, w + W.fifo) < CHANNEL_FIFO) return takes;
  machine.edges.full++;
  return false;
}

/** A beat reaches write channel `channel`: words form and grow the FIFO. */
export function acceptWrite(machine: Machine, channel: number): void {
  const { state, channels, offsets, constants } = machine;
  if (machine.rowTile >= 0) machine.edges.events.push(machine.cycle, -1 - channel);
  const w = offsets.write + channel * WRITE;
  const record = at(state, w + W.config);
  const left = at(state, w + W.runLeft) - 1;
  const lane = at(state, w + W.lane) + 1;
  const isFull = lane === constants.wordBeats || left === 0;
  put(machine, w + W.lane, left === 0 ? at(channels, record + D.skip) : isFull ? 0 : lane);
  if (isFull) {
    raise(machine, w + W.fifo);
    wakePort(machine, channel % machine.portChannels.length, PORT_UNIT.send);
  }
  put(machine, w + W.runLeft, left === 0 ? at(channels, record + D.runBeats) : left);
  if (left !== 0) return;
  const run = at(state, w + W.acceptRun) + 1;
  const isFrame = run === at(channels, record + D.runs);
  put(machine, w + W.acceptRun, isFrame ? 0 : run);
  if (isFrame) put(machine, w + W.acceptFrame, at(state, w + W.acceptFrame) + 1);
}
