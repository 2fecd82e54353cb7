// The hardware itself as a device, in Verilator: the RTL of a target with memory at its AXI ports and software at its registers. Time
// is the array's own: it passes while software accesses a register or waits.
import type { Target } from '../../compiler/target/target.ts';
import { buildModel } from '../../hdl/cosim/build-model.ts';
import type { BenchStep } from '../../hdl/cosim/bench-types.ts';
import { type BenchSession, openSession } from '../../hdl/cosim/testbench.ts';
import { rtlSources } from '../../hdl/emit/read-rtl.ts';
import { modelBuild, RTL_TOP } from '../open-bench.ts';
import { DeviceError } from './device-error.ts';
import type { DevicePort } from './device-port.ts';

export interface CosimOptions {
  /** Bytes of memory from the target's base on, whole pages; 16 MB unless given. All of it is allocated. */
  readonly memoryBytes?: number;
  readonly onProgress?: (text: string) => void;
}

export interface CosimPort extends DevicePort {
  /** The test bench, for those who want to see more or to make it misbehave. */
  readonly bench: BenchSession;
}

const MEMORY_BYTES = 2 ** 24;
/** A register answers within a few cycles. */
const ACCESS_CYCLES = 1000;
/** Cycles between two looks of a wait: few at first, because a reset takes few, then more and more, because only an interrupt ends a run. */
const FIRST_LOOK_CYCLES = 16;
const LAST_LOOK_CYCLES = 20_000;

/** Builds the hardware model, or takes it from the cache. Throws where Verilator refuses the RTL. */
export async function openCosimPort(target: Target, { memoryBytes = MEMORY_BYTES, onProgress = () => undefined }: CosimOptions = {}): Promise<CosimPort> {
  const { memory } = target;
  const name = `${target.name} in Verilator`;
  const bench = openSession(await buildModel(modelBuild({ sources: rtlSources(target), top: RTL_TOP }, onProgress)), {
    memory: {
      ports: memory.ports, bytesPerBeat: memory.axiBytes, readLatencyCycles: memory.readLatency, writeLatencyCycles: memory.writeLatency,
      bandwidth: { numerator: memory.bandwidth.num, denominator: memory.bandwidth.den }, maxBurstBeats: memory.maxBurst,
    },
    image: new Uint8Array(memoryBytes), base: memory.base, logProbes: false,
  });
  const words = new Uint32Array(bench.memory.bytes.buffer, bench.memory.bytes.byteOffset, memoryBytes / 4);
  const indexOf = (address: number): number => (address - memory.base) / 4;
  const access = (step: BenchStep): number => {
    const { steps, isDone } = bench.run([step], ACCESS_CYCLES);
    if (!isDone) throw new DeviceError('timeout', name, `the register at 0x${('address' in step ? step.address : 0).toString(16)} does not answer`, 'the hardware model hangs: open the device anew');
    return steps[0]?.data ?? 0;
  };
  return {
    name,
    memory: { base: memory.base, bytes: memoryBytes },
    patienceMs: 100,
    bench,
    read32: (offset) => access({ kind: 'read', address: offset }),
    write32: (offset, value) => { access({ kind: 'write', address: offset, value }); },
    readMemory: (address, found) => { found.set(words.subarray(indexOf(address), indexOf(address) + found.length)); },
    writeMemory: (address, source) => { words.set(source, indexOf(address)); },
    wait: async (isOver, timeoutMs) => {
      const end = bench.now() + Math.ceil(timeoutMs * 1000 * target.clockMHz);
      for (let look = FIRST_LOOK_CYCLES; !isOver(); look = Math.min(2 * look, LAST_LOOK_CYCLES)) {
        const left = end - bench.now();
        if (left <= 0) return false;
        bench.run([{ kind: 'wait-irq' }], Math.min(left, look));
        await new Promise((resolve) => { setImmediate(resolve); });
      }
      return true;
    },
    close: () => undefined,
  };
}
