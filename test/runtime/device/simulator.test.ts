// The simulator as a device: frames one by one and in streams, networks side by side, and whatever goes wrong told for the frame it hits.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { findTarget } from '../../../compiler/target/targets.ts';
import type { Target } from '../../../compiler/target/target.ts';
import { openDevice } from '../../../runtime/device/device.ts';
import { DeviceError } from '../../../runtime/device/device-error.ts';
import type { DevicePort } from '../../../runtime/device/device-port.ts';
import { REGISTER } from '../../../hdl/emit/registers.ts';
import { type RunFault, simulatorPort } from '../../../runtime/device/simulator-port.ts';
import type { Frame } from '../../../runtime/frames.ts';
import { memoryBytes } from '../../../runtime/memory-image.ts';
import { simulateTiming } from '../../../sim/timing.ts';
import { type DeviceNetwork, phasedNetwork, smallNetwork, valuesOf } from '../../support/device-networks.ts';

const target = findTarget('sim-1x1') as Target;
const FRAMES = 1000;

let small: DeviceNetwork;
let phased: DeviceNetwork;
beforeAll(async () => {
  small = await smallNetwork(target, 1);
  phased = await phasedNetwork(target, 2);
  expect(phased.program.phases.length).toBeGreaterThan(1);
});

const rejection = async (promise: Promise<unknown>): Promise<DeviceError> => {
  const error = await promise.then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DeviceError);
  return error as DeviceError;
};

const thrownBy = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

describe('frames', () => {
  test('one by one, with the cycles of the timing simulator', async () => {
    const device = await openDevice(simulatorPort(target));
    for (const network of [small, phased]) {
      const loaded = device.load(network.program);
      for (const frame of network.frames(3, 7)) {
        const { outputs, cycles, runFrames } = await loaded.run(frame);
        expect(valuesOf(outputs)).toEqual(network.expected(frame));
        expect([cycles, runFrames]).toEqual([simulateTiming(network.program, { frames: 1 }).totalCycles, 1]);
      }
      expect(device.counters()).toMatchObject({ phases: network.program.phases.length, isBusy: false, errorCode: 0 });
    }
    await device.close();
  });

  test('several in a run', async () => {
    const device = await openDevice(simulatorPort(target));
    for (const network of [small, phased]) {
      const frames = network.frames(10, 3);
      const loaded = device.load(network.program, { framesPerRun: 4 });
      const runs: number[] = [];
      for await (const result of loaded.stream(frames)) {
        if (result.error !== null) throw result.error;
        expect(valuesOf(result.outputs)).toEqual(network.expected(frames[result.index] as Frame));
        runs.push(result.runFrames);
      }
      expect(runs).toEqual([4, 4, 4, 4, 4, 4, 4, 4, 2, 2]);
    }
  });

  test('a stream takes no more from its source than one run and one more', async () => {
    const loaded = (await openDevice(simulatorPort(target))).load(small.program, { framesPerRun: 2 });
    let taken = 0;
    let isEnded = false;
    function* source() {
      try {
        for (const frame of small.frames(40, 5)) {
          taken++;
          yield frame;
        }
      } finally {
        isEnded = true;
      }
    }
    let given = 0;
    for await (const result of loaded.stream(source())) {
      expect(result.error).toBeNull();
      given++;
      expect(taken).toBeLessThanOrEqual(given + 4);
      if (given === 13) break;
    }
    expect(isEnded).toBe(true);
    expect(taken).toBeLessThan(20);
  });

  test('a slow source gets each result before its next frame', async () => {
    const loaded = (await openDevice(simulatorPort(target))).load(small.program);
    const events: string[] = [];
    let release = (): void => undefined;
    async function* source() {
      for (const frame of small.frames(3, 5)) {
        events.push('frame');
        yield frame;
        await new Promise<void>((resolve) => { release = resolve; });
      }
    }
    for await (const { index } of loaded.stream(source())) {
      events.push(`result ${index}`);
      release();
    }
    expect(events).toEqual(['frame', 'result 0', 'frame', 'result 1', 'frame', 'result 2']);
  });

  test('what a source throws comes after the results of the frames before', async () => {
    const loaded = (await openDevice(simulatorPort(target))).load(small.program, { framesPerRun: 4 });
    function* source() {
      yield* small.frames(6, 5);
      throw new Error('the camera fell down');
    }
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const { index } of loaded.stream(source())) seen.push(index);
    };
    await expect(read()).rejects.toThrow('the camera fell down');
    expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('that do not fit the network are told, and the others run', async () => {
    const loaded = (await openDevice(simulatorPort(target))).load(small.program, { framesPerRun: 3 });
    const [good] = small.frames(1, 5) as [Frame];
    const [[name, codes]] = [...good] as [[string, Int32Array]];
    const bad = [new Map(), new Map([[name, codes.subarray(1)]]), new Map([[name, codes.map(() => 8)]]), new Map([[name, codes.map(() => -1)]])];
    const kinds: (string | null)[] = [];
    for await (const { error } of loaded.stream([good, ...bad, good])) kinds.push(error?.kind ?? null);
    expect(kinds).toEqual([null, 'frame', 'frame', 'frame', 'frame', null]);
  });
});

describe('networks', () => {
  test('a hundred switches give the outputs of fresh starts', async () => {
    const device = await openDevice(simulatorPort(target));
    const both = [small, phased].map((network) => ({ network, loaded: device.load(network.program), frames: network.frames(50, 9) }));
    for (let turn = 0; turn < 100; turn++) {
      const { network, loaded, frames } = both[turn % 2] as (typeof both)[number];
      const frame = frames[turn >> 1] as Frame;
      const fresh = await openDevice(simulatorPort(target));
      const again = await fresh.load(network.program).run(frame);
      const here = await loaded.run(frame);
      expect(here).toEqual(again);
      expect(valuesOf(here.outputs)).toEqual(network.expected(frame));
    }
  });

  test('take their turns when they are run at once', async () => {
    const device = await openDevice(simulatorPort(target));
    const both = [small, phased].map((network) => ({ network, loaded: device.load(network.program), frames: network.frames(8, 11) }));
    await Promise.all(both.flatMap(({ network, loaded, frames }) => frames.map(async (frame) => {
      expect(valuesOf((await loaded.run(frame)).outputs)).toEqual(network.expected(frame));
    })));
  });

  test('of another target or version are refused when they are loaded, with both named', async () => {
    const other = await smallNetwork(findTarget('sim-1x2') as Target, 1);
    const device = await openDevice(simulatorPort(target));
    const free = device.freeBytes();
    for (const turn of [1, 2]) {
      expect(thrownBy(() => device.load(other.program))).toMatchObject({
        kind: 'wrong-target', hint: expect.stringMatching(/bitstream of sim-1x2 .* or compile/),
        message: expect.stringMatching(/compiled for sim-1x2 \(fingerprint 0x[0-9a-f]{8}\), and the array is sim-1x1 \(0x[0-9a-f]{8}\)/),
      });
      const loaded = device.load(small.program);
      const [frame] = small.frames(1, turn) as [Frame];
      expect(valuesOf((await loaded.run(frame)).outputs)).toEqual(small.expected(frame));
      loaded.unload();
    }
    expect(device.freeBytes()).toBe(free);
  });

  test('of the same grid with another name, clock and memory run, in the time of the memory that is there', async () => {
    const { memory } = target;
    const renamed: Target = { ...target, name: 'mine', clockMHz: 50, memory: { ...memory, base: 2 ** 29, readLatency: 50, bandwidth: { num: 1, den: 1 } } };
    const loaded = (await openDevice(simulatorPort(renamed))).load(small.program);
    const [frame] = small.frames(1, 1) as [Frame];
    const { outputs, cycles } = await loaded.run(frame);
    expect(valuesOf(outputs)).toEqual(small.expected(frame));
    expect(cycles).toBe(simulateTiming({ ...small.program, target: renamed }, { frames: 1 }).totalCycles);
    expect(cycles).toBeGreaterThan(simulateTiming(small.program, { frames: 1 }).totalCycles);
  });

  test('an array whose bitstream changes between two runs is noticed at the next one', async () => {
    const port = simulatorPort(target);
    let change = 0;
    const device = await openDevice({ ...port, read32: (offset) => (port.read32(offset) ^ (offset === REGISTER.grid ? change : 0)) >>> 0 });
    const both = [small, phased].map((network) => ({ network, loaded: device.load(network.program), frame: network.frames(1, 3)[0] as Frame }));
    for (const now of [0, 2 ** 31, 0]) {
      change = now;
      for (const { network, loaded, frame } of both) {
        if (now === 0) expect(valuesOf((await loaded.run(frame)).outputs)).toEqual(network.expected(frame));
        else expect(await rejection(loaded.run(frame))).toMatchObject({ kind: 'wrong-target', message: expect.stringMatching(/of another target or version/) });
      }
    }
  });

  test('what does not fit memory is refused, and fits after an unload', async () => {
    const bytes = memoryBytes(small.program, 1) + memoryBytes(phased.program, 2);
    const device = await openDevice(simulatorPort(target, { memoryBytes: bytes }));
    const first = device.load(small.program);
    expect(() => device.load(phased.program, { framesPerRun: 3 })).toThrow(/takes \d+ bytes of memory, free are \d+ of \d+/);
    device.load(phased.program, { framesPerRun: 2 });
    expect(device.freeBytes()).toBe(0);
    first.unload();
    const again = device.load(small.program);
    const [frame] = small.frames(1, 1) as [Frame];
    expect(valuesOf((await again.run(frame)).outputs)).toEqual(small.expected(frame));
    expect((await rejection(first.run(frame))).kind).toBe('closed');
  });
});

describe('faults', () => {
  const KINDS: readonly RunFault[] = ['read', 'write', 'watchdog', 'hang', 'reset'];
  const TOLD: Readonly<Record<RunFault, string>> = { read: 'read', write: 'write', watchdog: 'watchdog', hang: 'timeout', reset: 'reset', dead: 'timeout' };
  const faults = (seed: number, share: number): ((run: number) => RunFault | null) => {
    const pick = (run: number, salt: number): number => ((Math.imul(run + 1, 2654435761) ^ Math.imul(seed + salt, 2246822519)) >>> 8) % 1000;
    return (run) => (pick(run, 1) < share ? KINDS[pick(run, 2) % KINDS.length] ?? null : null);
  };

  test('every frame of a thousand is right or told of, whatever breaks', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 30 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 2 }), fc.boolean(), async (seed, framesPerRun, retries, isPhased) => {
      const network = isPhased ? phased : small;
      const faultOf = faults(seed, 200);
      const device = await openDevice(simulatorPort(target, { faultOf }));
      const loaded = device.load(network.program, { framesPerRun });
      const frames = network.frames(FRAMES, seed % 1000);
      let count = 0;
      const told = new Set<string>();
      for await (const result of loaded.stream(frames, { retries })) {
        expect(result.index).toBe(count++);
        if (result.error === null) expect(valuesOf(result.outputs)).toEqual(network.expected(frames[result.index] as Frame));
        else told.add(result.error.kind);
      }
      expect(count).toBe(FRAMES);
      for (const kind of told) expect(Object.values(TOLD)).toContain(kind);
    }), { numRuns: 6, seed: 20261129 });
  });

  test.each([...KINDS, 'dead'] as const)('%s is told by its name, and a reset or a new start heals it where it can', async (fault) => {
    const device = await openDevice(simulatorPort(target, { faultOf: (run) => (run === 1 ? fault : null) }));
    const loaded = device.load(phased.program);
    const [frame] = phased.frames(1, 1) as [Frame];
    expect(valuesOf((await loaded.run(frame)).outputs)).toEqual(phased.expected(frame));
    expect((await rejection(loaded.run(frame))).kind).toBe(TOLD[fault]);
    if (fault === 'dead') {
      expect((await rejection(loaded.run(frame))).kind).toBe('lost');
      expect((await rejection(device.reset())).kind).toBe('lost');
    } else expect(valuesOf((await loaded.run(frame)).outputs)).toEqual(phased.expected(frame));
  });

  test('a retry makes them good', async () => {
    const device = await openDevice(simulatorPort(target, { faultOf: (run) => (run % 2 === 0 ? 'write' : null) }));
    const loaded = device.load(small.program);
    for (const frame of small.frames(5, 1)) expect(valuesOf((await loaded.run(frame, { retries: 1 })).outputs)).toEqual(small.expected(frame));
  });

  /** A port whose behaviour is changed here and there. */
  const changed = (change: (port: DevicePort) => Partial<DevicePort>): DevicePort => {
    const port = simulatorPort(target);
    return { ...port, ...change(port) };
  };

  test('memory that loses the end of a program is noticed when it is loaded', async () => {
    const device = await openDevice(changed((port) => ({ writeMemory: (address, words) => port.writeMemory(address, words.subarray(0, words.length - 3)) })));
    expect(() => device.load(small.program)).toThrow(/does not hold what was written/);
  });

  test('a program that is overwritten later is not understood', async () => {
    const port = simulatorPort(target);
    const loaded = (await openDevice(port)).load(small.program);
    port.writeMemory(loaded.program.memory.loopAddress + 64, new Uint32Array(64));
    expect((await rejection(loaded.run(small.frames(1, 1)[0] as Frame))).kind).toBe('packet');
  });

  test('what is no array of nfc is refused when it is opened', async () => {
    const blank = changed(() => ({ read32: () => 0 }));
    expect((await rejection(openDevice(blank))).kind).toBe('wrong-device');
    // Plain memory in the place of registers keeps whatever is written to CTRL.
    const cells = new Map<number, number>();
    const plain = changed((port) => ({ read32: (offset) => (offset === REGISTER.id ? port.read32(offset) : cells.get(offset) ?? 0), write32: (offset, value) => void cells.set(offset, value) }));
    expect((await rejection(openDevice(plain))).kind).toBe('lost');
  });

  test('registers that do not keep their values, and starts that get lost, are told', async () => {
    const deaf = changed((port) => ({ write32: (offset, value) => { if (offset !== REGISTER.loopWords) port.write32(offset, value); } }));
    expect((await rejection((await openDevice(deaf)).load(small.program).run(small.frames(1, 1)[0] as Frame))).kind).toBe('reset');
    const lost = changed((port) => ({ write32: (offset, value) => { if (offset !== REGISTER.control || value !== 1) port.write32(offset, value); } }));
    expect((await rejection((await openDevice(lost)).load(small.program).run(small.frames(1, 1)[0] as Frame))).kind).toBe('reset');
  });

  test('a closed device says so', async () => {
    const device = await openDevice(simulatorPort(target));
    const loaded = device.load(small.program);
    await device.close();
    expect((await rejection(loaded.run(small.frames(1, 1)[0] as Frame))).kind).toBe('closed');
    expect(() => device.load(small.program)).toThrow(/closed/);
  });
});
