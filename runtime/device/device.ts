// A device as a program uses it: opened once, programs loaded side by side, frames run on any of them. Switching from one network to
// another is a matter of registers, because each has its own part of memory; the bitstream stays.
import { encodeProgram, type EncodedProgram } from '../../compiler/program/encode.ts';
import { moveProgram } from '../../compiler/program/move-program.ts';
import type { Program } from '../../compiler/program/program.ts';
import type { Frame } from '../frames.ts';
import { memoryBytes } from '../memory-image.ts';
import { type Counters, makeController } from './controller.ts';
import { DeviceError } from './device-error.ts';
import type { DevicePort } from './device-port.ts';
import { type FrameResult, type FrameSource, streamFrames } from './frame-stream.ts';
import { type FrameOutputs, makeFrameRunner } from './loaded-program.ts';
import { makeRegions, type Region } from './memory-regions.ts';
import { MAX_RUN_FRAMES } from '../../hdl/emit/registers.ts';

export interface DeviceOptions {
  /** Cycles without any transfer after which the hardware ends a run itself, 0 for never; a million unless given. */
  readonly watchdogCycles?: number;
  /** What a run may take, in milliseconds of the device's clock; by default what its port is used to. */
  readonly timeoutMs?: number;
}

export interface LoadOptions {
  /** Frames that can share a run, 1 unless given: each takes its place in memory. */
  readonly framesPerRun?: number;
}

export interface RunOptions {
  /** How often frames of a failed run are run again, 0 unless given. */
  readonly retries?: number;
}

export interface Device {
  readonly name: string;
  /** Writes a program into free memory and reads it back. Throws DeviceError where it is one for another target, does not fit or does not stay. */
  readonly load: (program: Program, options?: LoadOptions) => LoadedProgram;
  /** Cycles, phases and error of the last run. */
  readonly counters: () => Counters;
  /** Soft reset, after the run under way. Throws DeviceError where the array does not come to rest. */
  readonly reset: () => Promise<void>;
  /** Bytes of memory that no program takes. */
  readonly freeBytes: () => number;
  /** Waits for the run under way; afterwards nothing can be run. */
  readonly close: () => Promise<void>;
}

export interface LoadedProgram {
  /** The program as it lies in the device's memory. */
  readonly program: Program;
  readonly framesPerRun: number;
  /** One frame: codes by name of the input, channel-major. Throws DeviceError. */
  readonly run: (frame: Frame, options?: RunOptions) => Promise<FrameOutputs>;
  /** Many frames, with results in their order; see streamFrames. Never throws DeviceError: a failed frame is a result with an error. */
  readonly stream: (frames: FrameSource, options?: RunOptions) => AsyncGenerator<FrameResult, void, void>;
  /** Gives its memory back. */
  readonly unload: () => void;
}

const WATCHDOG_CYCLES = 1_000_000;

/** Throws DeviceError where no array of nfc answers at the port. The port is closed then. */
export async function openDevice(given: DevicePort, { watchdogCycles = WATCHDOG_CYCLES, timeoutMs = given.patienceMs }: DeviceOptions = {}): Promise<Device> {
  /** How often a command came to the device as another one, which may have written anywhere. */
  let doubts = 0;
  const port = watchLine(given, () => { doubts++; });
  const controller = makeController(port, { watchdogCycles, timeoutMs });
  try {
    controller.identify();
    await controller.reset();
  } catch (error) {
    port.close();
    throw error;
  }
  const regions = makeRegions(port.memory);
  const inTurn = makeTurns();
  let isClosed = false;

  const load = (program: Program, { framesPerRun = 1 }: LoadOptions = {}): LoadedProgram => {
    if (isClosed) throw closedError(port, 'it is closed');
    if (!(Number.isInteger(framesPerRun) && framesPerRun >= 1 && framesPerRun <= MAX_RUN_FRAMES)) throw new RangeError(`framesPerRun is ${framesPerRun}, not 1 to ${MAX_RUN_FRAMES}`);
    controller.matchTarget(program);
    const region = takeRegion(program, framesPerRun);
    const moved = moveProgram(program, region.address - program.target.memory.base);
    const streams = encodeProgram(moved);
    try {
      writeProgram(moved, streams);
    } catch (error) {
      regions.free(region);
      throw error;
    }
    port.learn?.(moved, streams);
    return loaded(moved, streams, region, framesPerRun);
  };

  const writeProgram = ({ memory }: Program, { init, loop }: EncodedProgram): void => {
    writeChecked(port, memory.initAddress, init);
    writeChecked(port, memory.loopAddress, loop);
  };

  const takeRegion = (program: Program, frames: number): Region => {
    const bytes = memoryBytes(program, frames);
    const region = regions.take(bytes);
    if (region !== null) return region;
    throw new DeviceError('out-of-memory', port.name, `${program.model} with ${frames} ${frames === 1 ? 'frame' : 'frames'} takes ${bytes} bytes of memory, free are ${regions.freeBytes()} of ${port.memory.bytes}`,
      'unload another program, give fewer framesPerRun, or open the device with more memory');
  };

  const loaded = (program: Program, streams: EncodedProgram, region: Region, framesPerRun: number): LoadedProgram => {
    let isLoaded = true;
    let trusted = doubts;
    const own = makeFrameRunner(port, controller, program, streams);
    const runner: typeof own = {
      pack: own.pack,
      run: (packed) => inTurn(() => {
        if (isClosed || !isLoaded) throw closedError(port, isClosed ? 'it is closed' : `${program.model} was unloaded`);
        if (trusted !== doubts) {
          writeProgram(program, streams);
          trusted = doubts;
        }
        return own.run(packed);
      }),
    };
    const stream: LoadedProgram['stream'] = (frames, { retries = 0 } = {}) => streamFrames(runner, frames, { framesPerRun, retries });
    return {
      program, framesPerRun, stream,
      run: async (frame, options) => {
        for await (const result of stream([frame], options)) {
          if (result.error !== null) throw result.error;
          return result;
        }
        throw closedError(port, 'a frame came to nothing');
      },
      unload: () => {
        if (isLoaded) regions.free(region);
        isLoaded = false;
        port.forget?.(program);
      },
    };
  };

  return {
    name: port.name, load,
    counters: controller.counters,
    reset: () => inTurn(controller.reset),
    freeBytes: regions.freeBytes,
    close: () => inTurn(async () => {
      if (!isClosed) port.close();
      isClosed = true;
    }),
  };
}

const closedError = (port: DevicePort, problem: string): DeviceError => new DeviceError('closed', port.name, problem, 'open the device, or load the program, again');

/** The same port; `onDoubt` is called where a line lost or changed bytes of any access. */
function watchLine(port: DevicePort, onDoubt: () => void): DevicePort {
  const watched = <A extends unknown[], R>(access: (...values: A) => R) => (...values: A): R => {
    try {
      return access(...values);
    } catch (error) {
      if (error instanceof DeviceError && error.kind === 'line') onDoubt();
      throw error;
    }
  };
  return { ...port, read32: watched(port.read32), write32: watched(port.write32), readMemory: watched(port.readMemory), writeMemory: watched(port.writeMemory) };
}

/** Runs one task after the other. */
function makeTurns(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = last.then(task);
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Throws DeviceError where memory does not hold afterwards what was written. */
function writeChecked(port: DevicePort, address: number, words: Uint32Array): void {
  port.writeMemory(address, words);
  const found = new Uint32Array(words.length);
  port.readMemory(address, found);
  const wrong = found.findIndex((word, index) => word !== words[index]);
  if (wrong < 0) return;
  throw new DeviceError('memory', port.name, `memory at 0x${(address + 4 * wrong).toString(16)} does not hold what was written, ${wrong} of ${words.length} words of the program do`,
    'check which memory the device was opened with');
}
