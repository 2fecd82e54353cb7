// The host's end of the serial line of nf_board, 8N1: bytes to send are shown bit by bit on rx_i, what tx_o shows is read in the middle
// of each bit. The host's clock is the design's.
import { type Model, portOf } from './model.ts';

export interface SerialLine {
  readonly send: (bytes: Uint8Array) => void;
  /** Everything received so far and not yet taken. */
  readonly take: () => Uint8Array;
  readonly receivedBytes: () => number;
  readonly present: () => void;
  readonly advance: () => void;
  /** Bytes whose stop bit was low. */
  readonly broken: () => number;
}

const BITS = 10;

export function createSerialLine(model: Model, divisor: number): SerialLine {
  const toDesign = portOf(model, 'rx_i').view;
  const fromDesign = portOf(model, 'tx_o').view;
  const queue: number[] = [];
  let received: number[] = [];
  let sent = 0;
  let frame = 0, sendCycle = 0, isSending = false;
  let isReceiving = false, receiveCycle = 0, bits = 0, brokenBytes = 0;

  const present = (): void => {
    if (!isSending && sent < queue.length) {
      frame = ((queue[sent] as number) << 1) | (1 << (BITS - 1));
      sent += 1;
      sendCycle = 0;
      isSending = true;
    }
    toDesign[0] = isSending ? (frame >> Math.floor(sendCycle / divisor)) & 1 : 1;
    if (isSending) {
      sendCycle += 1;
      isSending = sendCycle < BITS * divisor;
    }
  };
  const advance = (): void => {
    const level = fromDesign[0] as number;
    if (!isReceiving) {
      if (level === 1) return;
      isReceiving = true;
      receiveCycle = 0;
      bits = 0;
    }
    if (receiveCycle % divisor === divisor >> 1) bits |= level << Math.floor(receiveCycle / divisor);
    receiveCycle += 1;
    if (receiveCycle < (BITS - 1) * divisor + (divisor >> 1) + 1) return;
    isReceiving = false;
    if ((bits >> (BITS - 1)) === 1) received.push((bits >> 1) & 0xff);
    else brokenBytes += 1;
  };
  const take = (): Uint8Array => {
    const bytes = Uint8Array.from(received);
    received = [];
    return bytes;
  };
  return { send: (bytes) => void queue.push(...bytes), take, receivedBytes: () => received.length, present, advance, broken: () => brokenBytes };
}
