// The registers of docs/hardware.md section 8 as an IP core describes them to software: PYNQ and device trees read this map.
import { DEVICE_ID, REGISTER } from '../emit/registers.ts';

export interface RegisterField {
  readonly name: string;
  readonly bit: number;
  readonly bits: number;
  readonly summary: string;
}

export interface Register {
  readonly name: string;
  /** Bytes. */
  readonly offset: number;
  readonly access: 'read-write' | 'read-only' | 'write-only';
  readonly summary: string;
  readonly fields: readonly RegisterField[];
}

const plain = (name: string, offset: number, access: Register['access'], summary: string): Register => ({ name, offset, access, summary, fields: [] });

/** In the order of their offsets; each is 32 bits wide. */
export const REGISTERS: readonly Register[] = [
  {
    name: 'CTRL', offset: REGISTER.control, access: 'write-only', summary: 'control', fields: [
      { name: 'START', bit: 0, bits: 1, summary: 'starts a run; ignored while busy or after an error' },
      { name: 'SOFT_RESET', bit: 1, bits: 1, summary: 'resets the array once its bursts are finished' },
    ],
  },
  {
    name: 'STATUS', offset: REGISTER.status, access: 'read-only', summary: 'state of the run', fields: [
      { name: 'BUSY', bit: 0, bits: 1, summary: 'a run is under way' },
      { name: 'DONE', bit: 1, bits: 1, summary: 'the run ended well' },
      { name: 'ERROR', bit: 2, bits: 1, summary: 'the run ended in an error' },
      { name: 'RESETTING', bit: 3, bits: 1, summary: 'a soft reset is under way' },
      { name: 'ERROR_CODE', bit: 8, bits: 8, summary: '1 read response, 2 write response, 3 watchdog, 4 unknown packet' },
    ],
  },
  plain('INIT_ADDR', REGISTER.initAddress, 'read-write', 'byte address of the init stream'),
  plain('INIT_WORDS', REGISTER.initWords, 'read-write', 'length of the init stream in 64-bit words'),
  plain('LOOP_ADDR', REGISTER.loopAddress, 'read-write', 'byte address of the loop stream'),
  plain('LOOP_WORDS', REGISTER.loopWords, 'read-write', 'length of the loop stream in 64-bit words'),
  plain('FRAMES', REGISTER.frames, 'read-write', 'frames of the run, 20 bits'),
  { name: 'MODE', offset: REGISTER.mode, access: 'read-write', summary: 'mode of the run', fields: [{ name: 'STREAMING', bit: 0, bits: 1, summary: 'all frames in one phase' }] },
  plain('CYCLES_LOW', REGISTER.cyclesLow, 'read-only', 'cycles of the run, low half'),
  plain('CYCLES_HIGH', REGISTER.cyclesHigh, 'read-only', 'cycles of the run, high half'),
  plain('WATCHDOG', REGISTER.watchdog, 'read-write', 'cycles without a transfer that end the run in error 3; 0 is off'),
  plain('ERR_INFO', REGISTER.errorInfo, 'read-only', 'phases started when the error came'),
  plain('PHASES', REGISTER.phases, 'read-only', 'phases started'),
  plain('ID', REGISTER.id, 'read-only', `reads 0x${DEVICE_ID.toString(16)}`),
  { name: 'IRQ', offset: REGISTER.irqEnable, access: 'read-write', summary: 'interrupt', fields: [{ name: 'ENABLE', bit: 0, bits: 1, summary: 'raises the interrupt while done or in error' }] },
  plain('GRID', REGISTER.grid, 'read-only', 'fingerprint of target and version: programs of others do not run'),
];

/** Bytes that the register interface decodes: 16 address bits. */
export const REGISTER_SPACE = 0x10000;
