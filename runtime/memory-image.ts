// The memory that a run starts from: both configuration streams at their addresses, every input frame packed at its own. Words are
// 32 bits; everything else is zero.
import { type EncodedProgram, encodeProgram } from '../compiler/program/encode.ts';
import type { Program } from '../compiler/program/program.ts';
import type { Frame } from './frames.ts';
import { preparePacker } from './pack.ts';
import { UsageError } from './usage-error.ts';

export interface MemoryImage {
  /** Byte address of the first word. */
  readonly base: number;
  readonly words: Uint32Array;
  /** Sizes of the streams in 64-bit words. */
  readonly initWords: number;
  readonly loopWords: number;
}

const PAGE_BYTES = 4096;

/** Bytes from the target's base address that `frames` frames of this program use, in whole pages. */
export function memoryBytes(program: Program, frames: number): number {
  const slots = [...program.inputs.flatMap((input) => input.copies.map((copy) => copy.frameShift)), ...program.tensors.filter((tensor) => tensor.perFrame).map((tensor) => tensor.frameShift)];
  const more = Math.max(0, ...slots.map((shift) => Math.max(0, frames - 1) * 2 ** shift));
  return Math.ceil((program.memory.bytes + more) / PAGE_BYTES) * PAGE_BYTES;
}

/** How many frames fit the target's memory. */
export function maxFrames(program: Program): number {
  let [low, high] = [0, 2 ** 20 - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (memoryBytes(program, middle) <= program.target.memory.bytes) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Throws UsageError where the frames do not fit the target's memory. `streams` are the program's own unless given. */
export function buildMemoryImage(program: Program, frames: readonly Frame[], streams: EncodedProgram = encodeProgram(program)): MemoryImage {
  const { base, bytes } = program.target.memory;
  const needed = memoryBytes(program, frames.length);
  if (needed > bytes) {
    throw new UsageError(`${frames.length} frames need ${needed} bytes of memory, ${program.target.name} has ${bytes}`, `give at most ${maxFrames(program)} frames at a time`);
  }
  const { init, loop } = streams;
  const words = new Uint32Array(needed / 4);
  words.set(init, (program.memory.initAddress - base) / 4);
  words.set(loop, (program.memory.loopAddress - base) / 4);
  for (const input of program.inputs) {
    for (const copy of input.copies) {
      const packer = preparePacker(input.shape, copy.layout, program.target.memory);
      frames.forEach((frame, index) => {
        const codes = frame.get(input.name);
        if (codes === undefined) throw new UsageError(`frame ${index} has no values for input ${input.name}`, 'give every input its frames: --input NAME=FILE');
        packer.pack(codes, words, (copy.address + index * 2 ** copy.frameShift - base) / 4);
      });
    }
  }
  return { base, words, initWords: init.length / 2, loopWords: loop.length / 2 };
}
