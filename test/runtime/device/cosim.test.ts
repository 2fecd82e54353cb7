// The RTL in Verilator as a device: the driver that the simulator runs under, at real registers and a real bus, with faults of the memory
// and resets in the middle of runs.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../../compiler/source/seeded-random.ts';
import { findTarget } from '../../../compiler/target/targets.ts';
import type { Target } from '../../../compiler/target/target.ts';
import { type CosimPort, openCosimPort } from '../../../runtime/device/cosim-port.ts';
import { openDevice } from '../../../runtime/device/device.ts';
import type { DeviceError } from '../../../runtime/device/device-error.ts';
import type { DevicePort } from '../../../runtime/device/device-port.ts';
import { CONTROL, REGISTER } from '../../../hdl/emit/registers.ts';
import type { Frame } from '../../../runtime/frames.ts';
import { simulateTiming } from '../../../sim/timing.ts';
import { type DeviceNetwork, phasedNetwork, smallNetwork, valuesOf } from '../../support/device-networks.ts';

const target = findTarget('sim-1x1') as Target;
const FRAMES = 1000;

let small: DeviceNetwork;
let phased: DeviceNetwork;
beforeAll(async () => {
  small = await smallNetwork(target, 1);
  phased = await phasedNetwork(target, 2);
});

const kindOf = (promise: Promise<unknown>): Promise<string | null> => promise.then(() => null, (error: DeviceError) => error.kind);

test('two networks side by side, with the cycles of the timing simulator wherever they lie', async () => {
  const port = await openCosimPort(target);
  const device = await openDevice(port);
  const both = [small, phased].map((network) => ({ network, loaded: device.load(network.program), frames: network.frames(50, 9) }));
  for (let turn = 0; turn < 100; turn++) {
    const { network, loaded, frames } = both[turn % 2] as (typeof both)[number];
    const frame = frames[turn >> 1] as Frame;
    const { outputs, cycles } = await loaded.run(frame);
    expect(valuesOf(outputs)).toEqual(network.expected(frame));
    expect(cycles).toBe(simulateTiming(network.program, { frames: 1 }).totalCycles);
  }
  expect(port.bench.memory.violations.texts).toEqual([]);
});

test('the hardware tells its target, and programs of another are refused', async () => {
  const device = await openDevice(await openCosimPort(target));
  const other = await smallNetwork(findTarget('sim-1x2') as Target, 1);
  expect(() => device.load(other.program)).toThrow(/compiled for sim-1x2 .* the array is sim-1x1/);
  const [frame] = small.frames(1, 5) as [Frame];
  expect(valuesOf((await device.load(small.program).run(frame)).outputs)).toEqual(small.expected(frame));
});

test('several frames in a run', async () => {
  const device = await openDevice(await openCosimPort(target));
  for (const network of [small, phased]) {
    const frames = network.frames(6, 3);
    for await (const result of device.load(network.program, { framesPerRun: 3 }).stream(frames)) {
      if (result.error !== null) throw result.error;
      expect(valuesOf(result.outputs)).toEqual(network.expected(frames[result.index] as Frame));
      expect(result.cycles).toBe(simulateTiming(network.program, { frames: 3 }).totalCycles);
    }
  }
});

/** What can go wrong in a run, done to the port as it starts. */
type Fault = 'read' | 'write' | 'soft-reset' | 'hard-reset' | 'timeout' | 'truncated' | 'lost-start';
const FAULTS: readonly Fault[] = ['read', 'write', 'soft-reset', 'hard-reset', 'timeout', 'truncated', 'lost-start'];

/** The port, but now and then a run meets a fault. */
function withFaults(port: CosimPort, seed: number): DevicePort {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const { bench } = port;
  let restore = (): void => undefined;
  /** The second half of the configuration, with the last go, is gone until the next write. */
  const truncate = (): void => {
    const words = port.read32(REGISTER.loopWords);
    const address = port.read32(REGISTER.loopAddress) + 4 * words;
    const kept = new Uint32Array(words);
    port.readMemory(address, kept);
    port.writeMemory(address, new Uint32Array(words));
    restore = () => port.writeMemory(address, kept);
  };
  const start = (fault: Fault): void => {
    switch (fault) {
      case 'read':
      case 'write':
        bench.memory.failBurst(fault, below(4), below(2) === 0 ? 'slverr' : 'decerr');
        port.write32(REGISTER.control, CONTROL.start);
        return;
      case 'soft-reset':
        port.write32(REGISTER.control, CONTROL.start);
        bench.run([{ kind: 'wait', cycles: 1 + below(200) }], 1000);
        port.write32(REGISTER.control, CONTROL.softReset);
        return;
      case 'hard-reset':
        port.write32(REGISTER.control, CONTROL.start);
        bench.run([{ kind: 'wait', cycles: 1 + below(200) }, { kind: 'reset', cycles: 3 }], 1000);
        return;
      case 'timeout':
        // A watchdog of one cycle finds any wait for memory too long.
        port.write32(REGISTER.watchdog, 1);
        port.write32(REGISTER.control, CONTROL.start);
        return;
      case 'truncated':
        truncate();
        port.write32(REGISTER.control, CONTROL.start);
        return;
      case 'lost-start': return;
    }
  };
  return {
    ...port,
    write32: (offset, value) => {
      restore();
      restore = () => undefined;
      if (offset === REGISTER.control && value === CONTROL.start && random() < 0.2) start(FAULTS[below(FAULTS.length)] as Fault);
      else port.write32(offset, value);
    },
  };
}

test('every frame of a thousand is right or told of, whatever breaks', async () => {
  const port = await openCosimPort(target);
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 1 }), async (seed, framesPerRun, retries) => {
    const device = await openDevice(withFaults(port, seed));
    const loaded = device.load(small.program, { framesPerRun });
    const frames = small.frames(FRAMES / 2, seed % 1000);
    let count = 0;
    let right = 0;
    for await (const result of loaded.stream(frames, { retries })) {
      expect(result.index).toBe(count++);
      if (result.error === null) {
        expect(valuesOf(result.outputs)).toEqual(small.expected(frames[result.index] as Frame));
        right++;
      } else expect(['read', 'write', 'reset', 'watchdog', 'packet', 'timeout']).toContain(result.error.kind);
    }
    expect(count).toBe(FRAMES / 2);
    expect(right).toBeGreaterThan(count / 2);
    await device.close();
  }), { numRuns: 2, seed: 20261129 });
});

test('a time-out of the host and a memory that is too small are told', async () => {
  const device = await openDevice(await openCosimPort(target), { timeoutMs: 0.0005 });
  expect(await kindOf(device.load(phased.program).run(phased.frames(1, 1)[0] as Frame))).toBe('timeout');
  const tiny = await openDevice(await openCosimPort(target, { memoryBytes: 2 ** 13 }));
  expect(() => tiny.load(small.program)).toThrow(/takes \d+ bytes of memory, free are 8192/);
});
