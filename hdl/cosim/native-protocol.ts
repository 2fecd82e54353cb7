// Jobs and results of a native bench as bytes: little-endian 32-bit words, then the memory.
// The C++ side is native/bench.cpp; both change together, with the version word.
import { AXI_RESPONSES, type BenchOptions, type BenchResult, type BenchStep, renderViolation } from './bench-types.ts';
import { splitProbes, splitWrites } from './testbench.ts';

const VERSION = 0x3163666e;
const NEVER = 0xffff_ffff;

export function encodeJob(options: BenchOptions): Uint8Array {
  const { memory, image, base, steps, maxCycles } = options;
  const faults = memory.faults?.bursts ?? [];
  const words = [
    VERSION, memory.ports, memory.bytesPerBeat, memory.readLatencyCycles, memory.writeLatencyCycles,
    memory.bandwidth.numerator, memory.bandwidth.denominator, memory.maxBurstBeats, base,
    Number(memory.stalls !== undefined), memory.stalls?.seed ?? 0, memory.stalls?.level ?? 0,
    memory.faults?.silentFromCycle ?? NEVER, Number(options.logWrites === true), maxCycles,
    faults.length, ...faults.flatMap((fault) => [Number(fault.kind === 'write'), fault.index, AXI_RESPONSES.indexOf(fault.response)]),
    steps.length, ...steps.flatMap(encodeStep),
    image.length,
  ];
  return Buffer.concat([Buffer.from(Uint32Array.from(words).buffer), image]);
}

function encodeStep(step: BenchStep): number[] {
  switch (step.kind) {
    case 'write': return [0, step.address, step.value, 0];
    case 'read': return [1, step.address, 0, 0];
    case 'poll': return [2, step.address, step.value, step.mask];
    case 'wait-irq': return [3, 0, 0, 0];
    case 'wait': return [4, step.cycles, 0, 0];
    case 'reset': return [5, step.cycles, 0, 0];
  }
}

/** Throws for a result that is cut off or of another version. */
export function decodeResult(bytes: Uint8Array, options: BenchOptions): { result: BenchResult; loopSeconds: number } {
  const memoryStart = bytes.length - options.image.length;
  if (memoryStart < 44 || memoryStart % 4 !== 0) throw new Error(`the native bench returned ${bytes.length} bytes, not a whole result`);
  // Copies, because a Buffer's slice would share, and not align, its memory.
  const words = new Uint32Array(Uint8Array.from(bytes.subarray(0, memoryStart)).buffer);
  const [version, cycles, timedOut, errorCount, tiles, loopMicroseconds] = words as unknown as [number, number, number, number, number, number];
  if (version !== VERSION) throw new Error('the native bench returned a result of another version');
  let position = 6;
  const section = (): Uint32Array => {
    const length = words[position] as number;
    const start = position + 1;
    position = start + length;
    return words.subarray(start, position);
  };
  const steps = groups(section(), 4).map(([firstCycle, lastCycle, response, data]) => ({
    firstCycle: firstCycle as number, lastCycle: lastCycle as number, response: AXI_RESPONSES[response as number] ?? 'okay', data: data as number,
  }));
  const errors = groups(section(), 4).map(([rule, cycle, port, address]) => renderViolation(rule as number, cycle as number, port as number, address as number));
  const probes = splitProbes(section(), tiles);
  const writes = splitWrites(section(), options.memory.bytesPerBeat);
  const gos = Uint32Array.from(section());
  const memory = Uint8Array.from(bytes.subarray(memoryStart));
  const result = { cycles, timedOut: timedOut !== 0, steps, probes, gos, writes, memory, errors, errorCount };
  return { result, loopSeconds: loopMicroseconds / 1e6 };
}

function groups(words: Uint32Array, size: number): number[][] {
  return Array.from({ length: words.length / size }, (_, index) => [...words.subarray(size * index, size * (index + 1))]);
}
