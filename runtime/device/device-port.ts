// What a driver needs of a device: its registers, the memory that host and array share, and a way to wait. The simulator, a model in
// Verilator and a board under Linux each implement it; nothing here knows of networks.
import type { EncodedProgram } from '../../compiler/program/encode.ts';
import type { Program } from '../../compiler/program/program.ts';

export interface DevicePort {
  /** For messages. */
  readonly name: string;
  /** The bytes that both sides reach, by the addresses that the array uses; whole pages of 4096 bytes. */
  readonly memory: { readonly base: number; readonly bytes: number };
  /** What a run may take unless the driver is told otherwise, in milliseconds of the device's own clock. */
  readonly patienceMs: number;
  /** Register at a byte offset (docs/hardware.md section 8). */
  readonly read32: (offset: number) => number;
  readonly write32: (offset: number, value: number) => void;
  /** Fills `words` from a byte address, a multiple of 4. */
  readonly readMemory: (address: number, words: Uint32Array) => void;
  /** Writes all of `words`. */
  readonly writeMemory: (address: number, words: Uint32Array) => void;
  /** Lets the device go on until `isOver`, which reads registers, says so or the time is up; the result is its last word. */
  readonly wait: (isOver: () => boolean, timeoutMs: number) => Promise<boolean>;
  readonly close: () => void;
  /** The simulator runs programs in place of the configuration words that a driver writes: it is told which words mean which program. */
  readonly learn?: (program: Program, streams: EncodedProgram) => void;
  readonly forget?: (program: Program) => void;
}
