// A thousand frames over a line that loses and changes bytes, commands and answers alike: every frame is right or told of, and a command that
// came to the board as another one, which may have written anywhere, spoils no later frame.
import { expect, test } from 'vitest';
import { encodeProgram } from '../../../compiler/program/encode.ts';
import { findTarget } from '../../../compiler/target/targets.ts';
import type { Target } from '../../../compiler/target/target.ts';
import { serveSerial } from '../../../hdl/cosim/serial-board.ts';
import { type LoadedProgram, openDevice } from '../../../runtime/device/device.ts';
import { type SerialEnd, serialPort } from '../../../runtime/device/serial-port.ts';
import { simulatorPort } from '../../../runtime/device/simulator-port.ts';
import { makeRandom, randomBelow } from '../../../runtime/random.ts';
import { phasedNetwork, smallNetwork, valuesOf } from '../../support/device-networks.ts';

const target = findTarget('sim-1x1') as Target;
const MEMORY_BYTES = 2 ** 18;
const HEADER_BYTES = 9;
const FRAMES = 1000;

/** One byte changed or lost, mostly of the first ones, which say what the command is. */
function disturbed(bytes: Buffer, random: () => number): Buffer {
  if (bytes.length === 0) return bytes;
  const at = randomBelow(random, randomBelow(random, 2) === 0 ? Math.min(HEADER_BYTES, bytes.length) : bytes.length);
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] as number) ^ (1 << randomBelow(random, 8));
  return randomBelow(random, 2) === 0 ? changed : Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
}

test.each([1, 2, 3])('every frame is right or told of, seed %i', async (seed) => {
  const random = makeRandom(seed);
  const board = simulatorPort(target, { memoryBytes: MEMORY_BYTES });
  let faults = 0;
  let isQuiet = true;
  const isDisturbed = (): boolean => {
    const result = !isQuiet && randomBelow(random, 150) === 0;
    faults += Number(result);
    return result;
  };
  let clock = 0;
  const end: SerialEnd = {
    exchange: (command, answerBytes) => {
      const sent = Buffer.from(command);
      const { answer } = serveSerial(isDisturbed() ? disturbed(sent, random) : sent, board);
      return Uint8Array.from((isDisturbed() ? disturbed(answer, random) : answer).subarray(0, answerBytes));
    },
    now: () => clock,
    pause: async (milliseconds) => {
      clock += milliseconds;
      await board.wait(() => true, 0);
    },
    close: board.close,
  };
  const device = await openDevice(serialPort('line', { base: target.memory.base, bytes: MEMORY_BYTES }, end));
  const both = await Promise.all([smallNetwork(target, 1), phasedNetwork(target, 2)]);
  const loaded = both.map(({ program }): LoadedProgram => {
    const one = device.load(program);
    board.learn?.(one.program, encodeProgram(one.program));
    return one;
  });
  isQuiet = false;
  const frames = both.map((network) => network.frames(FRAMES / 2, seed));
  const counts = { right: 0, told: 0 };
  for (let turn = 0; turn < FRAMES; turn++) {
    const [network, program, frame] = [both[turn % 2], loaded[turn % 2], frames[turn % 2]?.[turn >> 1]];
    if (network === undefined || program === undefined || frame === undefined) throw new Error('a frame is missing');
    for await (const result of program.stream([frame])) {
      if (result.error === null) {
        expect(valuesOf(result.outputs)).toEqual(network.expected(frame));
        counts.right++;
      } else {
        expect(['line', 'lost', 'wrong-device', 'wrong-target', 'memory', 'reset']).toContain(result.error.kind);
        counts.told++;
        if (result.error.kind === 'lost') await device.reset().catch(() => undefined);
      }
    }
  }
  expect(counts.right + counts.told).toBe(FRAMES);
  expect(faults).toBeGreaterThan(100);
  expect(counts.told).toBeGreaterThan(100);
  expect(counts.right).toBeGreaterThan(FRAMES / 3);
  isQuiet = true;
  await device.reset();
  for (const [index, network] of both.entries()) {
    const frame = frames[index]?.[0] ?? new Map();
    expect(valuesOf((await (loaded[index] as LoadedProgram).run(frame)).outputs)).toEqual(network.expected(frame));
  }
  await device.close();
});
