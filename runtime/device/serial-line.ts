// The host's end of a serial line that the system shows as a terminal, such as /dev/ttyUSB0 of a board's USB chip. Not yet tried on a
// board: tests run it against a pseudo terminal. `stty` of the system sets the line up; the line is read and written without blocking,
// so that a board that is silent costs a short wait and no hang.
import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { DEFAULT_BAUD } from '../../hdl/export/ulx3s-clock.ts';
import { DeviceError } from './device-error.ts';
import type { SerialEnd } from './serial-port.ts';

/** Raw bytes, eight bits without parity, no flow control, whatever a modem would say. */
const RAW = ['raw', '-echo', 'cs8', '-parenb', '-cstopb', '-crtscts', '-ixon', '-ixoff', 'clocal', 'cread'];
/** After which silence the rest of an answer does not come; the chip at the board gathers bytes for up to 16 ms. */
const SILENCE_MS = 500;
const PAUSE_MS = 0.2;
const BITS_A_BYTE = 10;

/** Throws the system's error where the file cannot be opened, DeviceError where it is no line of that speed. */
export function openSerialLine(path: string, baud: number = DEFAULT_BAUD): SerialEnd {
  const open = (): number => openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  // A file that a child process has had blocks from then on, so stty gets one of its own; the line keeps its settings while it is open.
  const file = open();
  const settings = open();
  const { status, stderr, error } = spawnSync('stty', [String(baud), ...RAW], { stdio: [settings, 'ignore', 'pipe'], encoding: 'utf8' });
  closeSync(settings);
  if (status !== 0) {
    closeSync(file);
    throw new DeviceError('line', path, `it cannot be set to ${baud} baud (${error?.message ?? stderr.trim()})`, 'name the serial line of the board, such as /dev/ttyUSB0; stty, a command of the system, sets it');
  }
  /** 0 where there is nothing to read, or no room to write. */
  const unlessBusy = (step: () => number): number => {
    try {
      return step();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      throw new DeviceError('line', path, `the line is gone (${(error as Error).message})`, 'check the cable, and open the board again');
    }
  };
  const pause = new Int32Array(new SharedArrayBuffer(4));
  /** Does `step` until it has moved so many bytes, or none for `silence` milliseconds; the bytes moved. */
  const move = (bytes: number, silence: number, step: (at: number) => number): number => {
    let at = 0;
    let last = performance.now();
    while (at < bytes) {
      const moved = unlessBusy(() => step(at));
      at += moved;
      if (moved > 0) last = performance.now();
      else if (performance.now() - last > silence) break;
      else Atomics.wait(pause, 0, 0, PAUSE_MS);
    }
    return at;
  };
  const rest = new Uint8Array(4096);
  return {
    exchange: (command, answerBytes) => {
      // What is left of an answer that was given up.
      while (unlessBusy(() => readSync(file, rest)) > 0);
      move(command.length, SILENCE_MS, (at) => writeSync(file, command, at));
      const answer = new Uint8Array(answerBytes);
      const onTheLine = (1000 * BITS_A_BYTE * (command.length + answerBytes)) / baud;
      return answer.subarray(0, move(answerBytes, SILENCE_MS + onTheLine, (at) => readSync(file, answer, at, answerBytes - at, null)));
    },
    now: () => performance.now(),
    pause: (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); }),
    close: () => closeSync(file),
  };
}
