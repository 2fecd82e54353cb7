// A board at the end of a serial line as a device: memory and registers by the commands of nf_host_port, each answered and checked
// (the bytes: hdl/board/nf_host_port.sv). The line itself is a few functions, so boards and the test bench look alike.
import { crc32 } from 'node:zlib';
import { DeviceError } from './device-error.ts';
import type { DevicePort } from './device-port.ts';

/** The host's end of a line. */
export interface SerialEnd {
  /** Sends the bytes of a command; gives back what came, `answerBytes` bytes, or fewer where the rest did not come in time. */
  readonly exchange: (command: Uint8Array, answerBytes: number) => Uint8Array;
  /** Milliseconds of the device's clock, from any moment on. */
  readonly now: () => number;
  /** Lets so many of them pass. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly close: () => void;
}

const OPERATION = { writeMemory: 0x57, readMemory: 0x52, writeRegister: 0x77, readRegister: 0x72 } as const;
const HEADER_BYTES = 9;
/** Status and checksum. */
const TRAILER_BYTES = 5;
/** 32-bit words that go into one command. */
const PIECE_WORDS = 1024;
const PATIENCE_MS = 10_000;
/** Between two looks of a wait, at first and at last. */
const FIRST_PAUSE_MS = 0.05;
const LAST_PAUSE_MS = 20;

/** `memory` is what the board has: base and bytes of its target. Every access throws DeviceError where the line or the board fails. */
export function serialPort(name: string, memory: DevicePort['memory'], end: SerialEnd): DevicePort {
  /** `count` is in units of 8 bytes; the result begins with the data of the answer. */
  const transfer = (operation: number, address: number, count: number, data: Uint8Array, answerBytes: number): DataView => {
    const command = new Uint8Array(HEADER_BYTES + data.length);
    const header = new DataView(command.buffer);
    header.setUint8(0, operation);
    header.setUint32(1, address, true);
    header.setUint32(5, count, true);
    command.set(data, HEADER_BYTES);
    const answer = end.exchange(command, answerBytes + TRAILER_BYTES);
    const where = `0x${address.toString(16)}`;
    if (answer.length < answerBytes + TRAILER_BYTES) {
      throw new DeviceError('line', name, `${answer.length} of ${answerBytes + TRAILER_BYTES} bytes came back for address ${where}`, 'check the line, its speed, and that the board has its bitstream');
    }
    const view = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
    if (crc32(answer.subarray(0, answerBytes + 1), crc32(command)) !== view.getUint32(answerBytes + 1, true)) {
      throw new DeviceError('line', name, `the checksum of an answer for address ${where} is wrong`, 'the line loses or changes bytes: check the cable and the speed');
    }
    const status = view.getUint8(answerBytes);
    if (status !== 0) throw new DeviceError('wrong-device', name, `the board refuses register ${where} (response ${status})`, 'check that the bitstream is one of this version of nfc');
    return view;
  };
  const none = new Uint8Array(0);
  return {
    name, memory,
    patienceMs: PATIENCE_MS,
    read32: (offset) => transfer(OPERATION.readRegister, offset, 1, none, 4).getUint32(0, true),
    write32: (offset, value) => {
      const data = new Uint8Array(4);
      new DataView(data.buffer).setUint32(0, value, true);
      transfer(OPERATION.writeRegister, offset, 1, data, 0);
    },
    readMemory: (address, words) => {
      checkPlace(address, words.length);
      for (let at = 0; at < words.length; at += PIECE_WORDS) {
        const piece = Math.min(PIECE_WORDS, words.length - at);
        const answer = transfer(OPERATION.readMemory, address + 4 * at, piece / 2, none, 4 * piece);
        for (let i = 0; i < piece; i++) words[at + i] = answer.getUint32(4 * i, true);
      }
    },
    writeMemory: (address, words) => {
      checkPlace(address, words.length);
      for (let at = 0; at < words.length; at += PIECE_WORDS) {
        const piece = words.subarray(at, at + PIECE_WORDS);
        const data = new Uint8Array(4 * piece.length);
        const view = new DataView(data.buffer);
        for (const [i, word] of piece.entries()) view.setUint32(4 * i, word, true);
        transfer(OPERATION.writeMemory, address + 4 * at, piece.length / 2, data, 0);
      }
    },
    wait: async (isOver, timeoutMs) => {
      const last = end.now() + timeoutMs;
      for (let pause = FIRST_PAUSE_MS; !isOver(); pause = Math.min(2 * pause, LAST_PAUSE_MS)) {
        if (end.now() >= last) return false;
        await end.pause(pause);
      }
      return true;
    },
    close: end.close,
  };
}

function checkPlace(address: number, words: number): void {
  if (address % 8 !== 0 || words % 2 !== 0) throw new RangeError(`${words} words at ${address} are no whole words of 8 bytes`);
}
