// The cycle simulator as a device: registers that behave as docs/hardware.md says, memory of its own, runs of the programs whose
// configuration lies in that memory word for word. Anything else is a configuration that is not understood, as it would be for hardware.
// A run can be made to fail on purpose, so that software can be tried against devices that misbehave.
import type { EncodedProgram } from '../../compiler/program/encode.ts';
import type { Program } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { simulateTiming } from '../../sim/timing.ts';
import { makeValueModel, type ValueModel } from '../../sim/values/model.ts';
import { memoryBytes as bytesOfFrames } from '../memory-image.ts';
import type { DevicePort } from './device-port.ts';
import { makeDeviceMemory } from './device-memory.ts';
import { gridFingerprint } from '../../hdl/emit/grid-fingerprint.ts';
import { CONTROL, DEVICE_ID, ERROR_CODE, REGISTER, STATUS } from '../../hdl/emit/registers.ts';

/** read, write: memory refuses an address; watchdog: nothing moves until the watchdog ends the run; hang: the run never ends;
 *  reset: someone resets the device in the run; dead: the run never ends, and no reset helps. */
export type RunFault = 'read' | 'write' | 'watchdog' | 'hang' | 'reset' | 'dead';

export interface SimulatorOptions {
  /** Bytes of memory from the target's base on, whole pages; all that the target has unless given. Only what is used is allocated. */
  readonly memoryBytes?: number;
  /** Memory that is shared with somebody else, in place of its own: as many bytes from the target's base on. */
  readonly words?: Uint32Array;
  /** What goes wrong in run 0, 1, ... of the device, null for nothing. */
  readonly faultOf?: (run: number) => RunFault | null;
}

interface Known {
  /** As the driver gave it. */
  readonly given: Program;
  /** The same on the simulated target, whose memory may lie elsewhere and be faster or slower than the one that it was compiled for. */
  readonly program: Program;
  readonly streams: EncodedProgram;
  model: ValueModel | null;
  readonly cycles: Map<number, number>;
}

interface Machine {
  readonly registers: Map<number, number>;
  status: number;
  error: number;
  phases: number;
  /** Cycles are worked out when they are asked for. */
  cycles: () => number;
  isStarted: boolean;
  isDead: boolean;
  runs: number;
}

const WRITABLE: ReadonlySet<number> = new Set([
  REGISTER.initAddress, REGISTER.initWords, REGISTER.loopAddress, REGISTER.loopWords, REGISTER.frames, REGISTER.mode, REGISTER.watchdog, REGISTER.irqEnable,
]);
/** What is left in memory by a run that failed half way. */
const RUBBISH = 0xa5a5a5a5;

export function simulatorPort(target: Target, { words, memoryBytes = words?.byteLength ?? target.memory.bytes, faultOf = () => null }: SimulatorOptions = {}): DevicePort {
  const { base } = target.memory;
  const memory = makeDeviceMemory({ base, bytes: memoryBytes }, words);
  const machine: Machine = { registers: new Map(), status: 0, error: 0, phases: 0, cycles: () => 0, isStarted: false, isDead: false, runs: 0 };
  const known: Known[] = [];
  const fingerprint = gridFingerprint(target);
  const register = (offset: number): number => machine.registers.get(offset) ?? 0;

  const read32 = (offset: number): number => {
    switch (offset) {
      case REGISTER.control: return 0;
      case REGISTER.status: return machine.status | (machine.error << 8);
      case REGISTER.id: return DEVICE_ID;
      case REGISTER.grid: return fingerprint;
      case REGISTER.phases: return machine.phases;
      case REGISTER.errorInfo: return machine.error === 0 ? 0 : machine.phases;
      case REGISTER.cyclesLow: return machine.cycles() >>> 0;
      case REGISTER.cyclesHigh: return Math.floor(machine.cycles() / 2 ** 32);
      default: return register(offset);
    }
  };

  const write32 = (offset: number, value: number): void => {
    const isBusy = (machine.status & STATUS.busy) !== 0;
    if (WRITABLE.has(offset) && !isBusy) machine.registers.set(offset, value >>> 0);
    if (offset !== REGISTER.control) return;
    if ((value & CONTROL.softReset) !== 0) {
      machine.status = machine.isDead ? STATUS.resetting : 0;
      machine.error = 0;
      machine.isStarted = false;
    } else if ((value & CONTROL.start) !== 0 && !isBusy && (machine.status & STATUS.error) === 0) {
      machine.status = STATUS.busy;
      machine.isStarted = true;
      machine.phases = 0;
    }
  };

  /** The whole run, at once. */
  const runAll = (): void => {
    machine.isStarted = false;
    const fault = faultOf(machine.runs++);
    const frames = register(REGISTER.frames);
    const found = findProgram();
    if (found === 'none') finish(0, () => 0);
    else if (typeof found === 'number') stop(found);
    else runProgram(found, frames, fault);
  };

  const runProgram = (entry: Known, frames: number, fault: RunFault | null): void => {
    const { program } = entry;
    const end = program.memory.dataAddress + bytesOfFrames(program, frames);
    if (!memory.holds(base, end - base)) {
      stop(ERROR_CODE.read);
      return;
    }
    memory.reach(end);
    entry.model ??= makeValueModel(program);
    entry.model.restart();
    for (let frame = 0; frame < frames; frame++) entry.model.runFrame(memory.words(), frame);
    if (fault === null) {
      finish(program.phases.length * (program.phases.length === 1 ? 1 : frames), () => timeOf(entry, frames));
      return;
    }
    spoil(program);
    machine.isDead ||= fault === 'dead';
    if (fault === 'reset') {
      machine.status = 0;
      machine.registers.clear();
    } else if (fault === 'read' || fault === 'write' || (fault === 'watchdog' && register(REGISTER.watchdog) !== 0)) stop(ERROR_CODE[fault]);
  };

  const finish = (phases: number, cycles: () => number): void => {
    machine.status = STATUS.done;
    machine.phases = phases;
    machine.cycles = cycles;
  };
  const stop = (error: number): void => {
    machine.status = STATUS.error;
    machine.error = error;
  };

  /** The program whose words the registers point at, or the error that hardware would find there. */
  const findProgram = (): Known | 'none' | number => {
    const [initAddress, initWords, loopAddress, loopWords] = [REGISTER.initAddress, REGISTER.initWords, REGISTER.loopAddress, REGISTER.loopWords].map(register) as [number, number, number, number];
    if (initWords === 0 && loopWords === 0) return 'none';
    if (!memory.holds(initAddress, 8 * initWords) || !memory.holds(loopAddress, 8 * loopWords)) return ERROR_CODE.read;
    return known.find(({ program, streams }) =>
      program.memory.initAddress === initAddress && program.memory.loopAddress === loopAddress && streams.init.length === 2 * initWords && streams.loop.length === 2 * loopWords
      && register(REGISTER.mode) === Number(program.phases.length === 1) && memory.equals(initAddress, streams.init) && memory.equals(loopAddress, streams.loop)) ?? ERROR_CODE.packet;
  };

  const spoil = (program: Program): void => {
    const written = program.tensors[machine.runs % Math.max(1, program.tensors.length)];
    if (written !== undefined) memory.write(written.address, new Uint32Array(16).fill(RUBBISH));
  };

  return {
    name: `simulated ${target.name}`,
    memory: { base, bytes: memoryBytes },
    patienceMs: 10_000,
    read32, write32,
    readMemory: memory.read,
    writeMemory: memory.write,
    wait: async (isOver) => {
      // A run begins when somebody waits for it; other work of the process gets its turn first.
      await new Promise((resolve) => { setImmediate(resolve); });
      if (machine.isStarted) runAll();
      return isOver();
    },
    close: () => { known.length = 0; },
    learn: (program, streams) => { known.push({ given: program, program: { ...program, target }, streams, model: null, cycles: new Map() }); },
    forget: (program) => { known.splice(0, known.length, ...known.filter((entry) => entry.given !== program)); },
  };
}

function timeOf({ program, cycles }: Known, frames: number): number {
  const found = cycles.get(frames) ?? simulateTiming(program, { frames }).totalCycles;
  cycles.set(frames, found);
  return found;
}
