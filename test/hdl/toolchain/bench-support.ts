// Jobs for the small DMA of the fixtures, as bench options.
import type { BenchOptions, BenchStep, MemoryConfig } from '../../../hdl/cosim/bench-types.ts';
import { readFixtures } from '../fixtures/read-fixture.ts';

export const DMA_SOURCES = readFixtures('fx_axi_dma.sv', 'fx_axi_port.sv');
export const BASE = 0x1000_0000;
export const MODE = { read: 1, write: 2, copy: 3 } as const;

export interface Job {
  readonly mode: 1 | 2 | 3;
  readonly bursts: number;
  readonly beats: number;
  /** Offsets from the base of the memory. */
  readonly source?: number;
  readonly destination?: number;
  readonly portStride?: number;
  readonly mischief?: number;
}

export const FAST_MEMORY: MemoryConfig = {
  ports: 1, bytesPerBeat: 8, readLatencyCycles: 10, writeLatencyCycles: 5, bandwidth: { numerator: 64, denominator: 1 }, maxBurstBeats: 16,
};

/** Register writes that start a job. */
export function startSteps(job: Job): BenchStep[] {
  const registers: readonly (readonly [number, number])[] = [
    [0x08, BASE + (job.source ?? 0)], [0x0c, BASE + (job.destination ?? 0x8000)], [0x10, job.bursts], [0x14, job.beats - 1],
    [0x18, job.mode | ((job.mischief ?? 0) << 4)], [0x1c, job.portStride ?? 0], [0, 1],
  ];
  return registers.map(([address, value]) => ({ kind: 'write', address, value }));
}

/** A job from start to interrupt, and a look at its status. */
export function jobOptions(job: Job, memory: MemoryConfig = FAST_MEMORY): BenchOptions {
  return {
    memory, image: numberedImage(0x1_0000), base: BASE, maxCycles: 20_000, logWrites: true,
    steps: [...startSteps(job), { kind: 'wait-irq' }, { kind: 'read', address: 4 }],
  };
}

/** Bytes that differ from place to place. */
export function numberedImage(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 167 + (index >> 8) * 13 + 5) & 255);
}
