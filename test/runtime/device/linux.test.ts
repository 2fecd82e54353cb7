// The Linux device on a board made of files: what it maps, what it says of files that are not there, and a thousand frames with faults.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findTarget } from '../../../compiler/target/targets.ts';
import type { Target } from '../../../compiler/target/target.ts';
import { openDevice } from '../../../runtime/device/device.ts';
import type { DeviceError } from '../../../runtime/device/device-error.ts';
import { devMemPlaces, openLinuxPort, uioPlaces } from '../../../runtime/device/linux-port.ts';
import type { RunFault } from '../../../runtime/device/simulator-port.ts';
import type { Frame } from '../../../runtime/frames.ts';
import { type BoardTwin, openBoardTwin } from '../../support/board-twin.ts';
import { type DeviceNetwork, phasedNetwork, smallNetwork, valuesOf } from '../../support/device-networks.ts';

const target = findTarget('sim-1x1') as Target;
const MEMORY_BYTES = 2 ** 19;
const FRAMES = 1000;

let small: DeviceNetwork;
let phased: DeviceNetwork;
beforeAll(async () => {
  small = await smallNetwork(target, 1);
  phased = await phasedNetwork(target, 2);
});

let twin: BoardTwin | null = null;
afterEach(() => {
  twin?.dispose();
  twin = null;
});

const kindOf = (promise: Promise<unknown>): Promise<string | null> => promise.then(() => null, (error: DeviceError) => error.kind);

test('two networks, a hundred switches', async () => {
  twin = openBoardTwin(target, MEMORY_BYTES);
  const device = await openDevice(openLinuxPort(twin.places));
  const both = [small, phased].map((network) => ({ network, loaded: device.load(network.program), frames: network.frames(50, 9) }));
  for (const { loaded } of both) twin.learn(loaded);
  for (let turn = 0; turn < 100; turn++) {
    const { network, loaded, frames } = both[turn % 2] as (typeof both)[number];
    const frame = frames[turn >> 1] as Frame;
    expect(valuesOf((await loaded.run(frame)).outputs)).toEqual(network.expected(frame));
  }
  await device.close();
  expect(() => device.counters()).toThrow(/closed/);
});

test('every frame of a thousand is right or told of, whatever breaks', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 20 }), fc.integer({ min: 1, max: 5 }), async (seed, framesPerRun) => {
    const kinds: readonly RunFault[] = ['read', 'write', 'watchdog', 'reset'];
    const board = openBoardTwin(target, MEMORY_BYTES, (run) => (Math.imul(run + seed, 2654435761) >>> 0) % 5 === 0 ? kinds[(run + seed) % kinds.length] ?? null : null);
    const device = await openDevice(openLinuxPort(board.places));
    const loaded = device.load(phased.program, { framesPerRun });
    board.learn(loaded);
    const frames = phased.frames(FRAMES / 2, seed % 100);
    let count = 0;
    let right = 0;
    for await (const result of loaded.stream(frames)) {
      expect(result.index).toBe(count++);
      if (result.error === null) {
        expect(valuesOf(result.outputs)).toEqual(phased.expected(frames[result.index] as Frame));
        right++;
      } else expect(kinds).toContain(result.error.kind);
    }
    expect([count, right < count, right > count / 2]).toEqual([FRAMES / 2, true, true]);
    await device.close();
    board.dispose();
  }), { numRuns: 2, seed: 20261129 });
});

describe('what is not there', () => {
  test('a board that does not answer is lost within a second, and files that are no registers are no device', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nfc-blank-'));
    try {
      writeFileSync(join(folder, 'blank'), new Uint8Array(8192));
      const places = { registers: { path: join(folder, 'blank'), offset: 0 }, memory: { path: join(folder, 'blank'), offset: 4096, address: 4096, bytes: 4096 } };
      expect(await kindOf(openDevice(openLinuxPort(places)))).toBe('wrong-device');
      const answer = new Uint32Array(1024);
      answer[0x34 / 4] = 0x4e464331;
      writeFileSync(join(folder, 'blank'), new Uint8Array(answer.buffer));
      writeFileSync(join(folder, 'memory'), new Uint8Array(8192));
      expect(await kindOf(openDevice(openLinuxPort({ ...places, memory: { ...places.memory, path: join(folder, 'memory') } })))).toBe('lost');
      expect(() => openLinuxPort({ ...places, registers: { path: join(folder, 'missing'), offset: 0 } })).toThrow(/ENOENT/);
      expect(() => openLinuxPort({ ...places, registers: { path: join(folder, 'blank'), offset: 1 } })).toThrow(/cannot be mapped/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a program that does not fit the memory', async () => {
    twin = openBoardTwin(target, 8192);
    const device = await openDevice(openLinuxPort(twin.places));
    expect(() => device.load(phased.program)).toThrow(/takes \d+ bytes of memory, free are 8192/);
  });
});

test('places of the PYNQ layout and of UIO', () => {
  expect(devMemPlaces(target.memory)).toEqual({
    registers: { path: '/dev/mem', offset: 0x43c00000 }, memory: { path: '/dev/mem', offset: 0x10000000, address: 0x10000000, bytes: 2 ** 28 },
  });
  const root = mkdtempSync(join(tmpdir(), 'nfc-sys-'));
  mkdirSync(join(root, 'sys/class/u-dma-buf/udmabuf0'), { recursive: true });
  writeFileSync(join(root, 'sys/class/u-dma-buf/udmabuf0/phys_addr'), '0x1f100000\n');
  writeFileSync(join(root, 'sys/class/u-dma-buf/udmabuf0/size'), '1048577\n');
  expect(uioPlaces('uio1', 'udmabuf0', root)).toEqual({
    registers: { path: join(root, 'dev/uio1'), offset: 0 }, memory: { path: join(root, 'dev/udmabuf0'), offset: 0, address: 0x1f100000, bytes: 2 ** 20 },
  });
  rmSync(root, { recursive: true, force: true });
});
