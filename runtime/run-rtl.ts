// Runs a memory image through the hardware model as software on a board would: set the registers, start, wait for the interrupt, read
// status and counters. Turns what the test bench saw into the record that verification compares.
import type { Program } from '../compiler/program/program.ts';
import type { BenchOptions, BenchResult, BenchStep, StallConfig, WriteBeat } from '../hdl/cosim/bench-types.ts';
import { errorCodeOf, errorText, REGISTER, STATUS } from '../hdl/emit/registers.ts';
import type { MachineRecord } from './machine-record.ts';
import type { MemoryImage } from './memory-image.ts';

/** Anything that runs a bench: the WebAssembly model or the native one. */
export type BenchRunner = (options: BenchOptions) => BenchResult | Promise<BenchResult>;

export interface RtlRun {
  readonly record: MachineRecord;
  /** Cycle of the bench in which the machine's cycles begin to count. */
  readonly zero: number;
  /** Null where the run ended well; else what status, bench or protocol checks say. */
  readonly failure: string | null;
}

export interface RtlRequest {
  readonly program: Program;
  readonly image: MemoryImage;
  readonly frames: number;
  readonly stalls: StallConfig | null;
  /** The run is given up after so many cycles; without any progress the hardware's own watchdog ends it after half of them. */
  readonly maxCycles: number;
}

export async function runRtl(request: RtlRequest, runBench: BenchRunner): Promise<RtlRun> {
  const { program, image } = request;
  const { memory } = program.target;
  const steps = benchSteps(request);
  const start = steps.findIndex((step) => step.kind === 'write' && step.address === REGISTER.control);
  const bytes = new Uint8Array(image.words.buffer, image.words.byteOffset, image.words.byteLength);
  const result = await runBench({
    memory: {
      ports: memory.ports, bytesPerBeat: memory.axiBytes, readLatencyCycles: memory.readLatency, writeLatencyCycles: memory.writeLatency,
      bandwidth: { numerator: memory.bandwidth.num, denominator: memory.bandwidth.den }, maxBurstBeats: memory.maxBurst,
      ...(request.stalls === null ? {} : { stalls: request.stalls }),
    },
    image: bytes, base: image.base, steps, maxCycles: request.maxCycles, logWrites: true,
  });
  const zero = (result.steps[start]?.firstCycle ?? 0) + 1;
  return { record: recordOf(result, steps, zero, image), zero, failure: failureOf(result, steps) };
}

function benchSteps({ program, image, frames, maxCycles }: RtlRequest): BenchStep[] {
  const write = (address: number, value: number): BenchStep => ({ kind: 'write', address, value });
  const read = (address: number): BenchStep => ({ kind: 'read', address });
  return [
    write(REGISTER.initAddress, program.memory.initAddress), write(REGISTER.initWords, image.initWords),
    write(REGISTER.loopAddress, program.memory.loopAddress), write(REGISTER.loopWords, image.loopWords),
    write(REGISTER.frames, frames), write(REGISTER.mode, Number(program.phases.length === 1)),
    write(REGISTER.watchdog, Math.floor(maxCycles / 2)), write(REGISTER.irqEnable, 1),
    write(REGISTER.control, 1),
    { kind: 'wait-irq' },
    read(REGISTER.status), read(REGISTER.cyclesLow), read(REGISTER.cyclesHigh), read(REGISTER.errorInfo), read(REGISTER.phases),
  ];
}

function readValue(result: BenchResult, steps: readonly BenchStep[], address: number): number | null {
  return result.steps[steps.findIndex((step) => step.kind === 'read' && step.address === address)]?.data ?? null;
}

function recordOf(result: BenchResult, steps: readonly BenchStep[], zero: number, image: MemoryImage): MachineRecord {
  const low = readValue(result, steps, REGISTER.cyclesLow);
  const high = readValue(result, steps, REGISTER.cyclesHigh);
  const words = new Uint32Array(result.memory.buffer, result.memory.byteOffset, result.memory.byteLength / 4);
  return {
    cycles: low === null || high === null ? -1 : high * 2 ** 32 + low,
    goCycles: [...result.gos].map((cycle) => cycle - zero),
    tiles: result.probes.map((probe) => ({ values: probe.values, cycles: probe.cycles.map((cycle) => cycle - zero) })),
    writes: result.writes.map((beat: WriteBeat) => ({ cycle: beat.cycle - zero, address: beat.address })),
    memory: { base: image.base, words },
  };
}

function failureOf(result: BenchResult, steps: readonly BenchStep[]): string | null {
  if (result.errorCount > 0) return `the hardware broke the AXI protocol: ${result.errors[0]} (${result.errorCount} times)`;
  if (result.timedOut) return `the hardware did not finish within ${result.cycles} cycles`;
  const status = readValue(result, steps, REGISTER.status) ?? 0;
  const code = errorCodeOf(status);
  if ((status & STATUS.error) !== 0 || code !== 0) {
    return `the hardware reports error ${code} in phase ${readValue(result, steps, REGISTER.errorInfo)}: ${errorText(code)}`;
  }
  return null;
}
