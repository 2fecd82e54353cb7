// A program at another place of memory: everything that it says of addresses, moved by as many bytes. Software that keeps several
// programs in memory, or gets its memory from an operating system, needs it.
import { bug } from '../source/diagnostic.ts';
import type { ChannelConfig, Program } from './program.ts';

/** Bursts break at borders of 4 KB, so that a move by whole pages changes no cycle. */
export const PAGE_BYTES = 4096;

/** `offset` in bytes, a multiple of 4096, of either sign. The target stays as it is, its memory too: the new place need not lie in it. */
export function moveProgram(program: Program, offset: number): Program {
  if (offset % PAGE_BYTES !== 0) bug(`a program moves by whole pages, not by ${offset} bytes`);
  if (offset === 0) return program;
  const channel = (config: ChannelConfig | null): ChannelConfig | null => (config === null ? null : { ...config, base: config.base + offset });
  const { memory } = program;
  return {
    ...program,
    phases: program.phases.map((phase) => ({ ...phase, reads: phase.reads.map(channel), writes: phase.writes.map(channel) })),
    inputs: program.inputs.map((input) => ({ ...input, copies: input.copies.map((copy) => ({ ...copy, address: copy.address + offset })) })),
    tensors: program.tensors.map((tensor) => ({ ...tensor, address: tensor.address + offset })),
    memory: { ...memory, initAddress: memory.initAddress + offset, loopAddress: memory.loopAddress + offset, dataAddress: memory.dataAddress + offset },
  };
}
