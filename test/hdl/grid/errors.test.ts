// What the array does when the world misbehaves: failing and silent memories, resets in mid-frame, bad packets and bad starts all end in
// a reported state, and after a soft reset the next run is right again, to the cycle.
import { beforeAll, expect, test } from 'vitest';
import type { Program } from '../../../compiler/program/program.ts';
import { findTarget } from '../../../compiler/target/targets.ts';
import type { Target } from '../../../compiler/target/target.ts';
import type { BenchResult, BenchStep, FaultConfig } from '../../../hdl/cosim/bench-types.ts';
import { buildMemoryImage, type MemoryImage } from '../../../runtime/memory-image.ts';
import { openBench } from '../../../runtime/open-bench.ts';
import type { BenchRunner } from '../../../runtime/run-rtl.ts';
import { simulateTiming } from '../../../sim/timing.ts';
import { singleTile } from '../../sim/support/programs.ts';

const target = findTarget('sim-1x1') as Target;
const FRAMES = 2;
const CTRL = 0x00;
const STATUS = 0x04;
const CYCLES = 0x20;
const write = (address: number, value: number): BenchStep => ({ kind: 'write', address, value });
const read = (address: number): BenchStep => ({ kind: 'read', address });

let program: Program;
let image: MemoryImage;
let bench: BenchRunner;
let expectedCycles: number;

beforeAll(async () => {
  program = singleTile({ width: 12, height: 6, planes: 1, kernel: 3, pad: 1 }, 1, target);
  image = buildMemoryImage(program, [new Map(), new Map()]);
  expectedCycles = simulateTiming(program, { frames: FRAMES }).totalCycles;
  bench = await openBench(target, { native: false, onProgress: () => undefined });
});

const setUp = (watchdog = 2000): BenchStep[] => [
  write(0x08, program.memory.initAddress), write(0x0c, image.initWords), write(0x10, program.memory.loopAddress), write(0x14, image.loopWords),
  write(0x18, FRAMES), write(0x1c, 1), write(0x28, watchdog), write(0x38, 1),
];

async function run(steps: readonly BenchStep[], faults?: FaultConfig, words = image.words): Promise<BenchResult> {
  const { memory } = target;
  return bench({
    memory: {
      ports: memory.ports, bytesPerBeat: memory.axiBytes, readLatencyCycles: memory.readLatency, writeLatencyCycles: memory.writeLatency,
      bandwidth: { numerator: memory.bandwidth.num, denominator: memory.bandwidth.den }, maxBurstBeats: memory.maxBurst,
      ...(faults === undefined ? {} : { faults }),
    },
    image: new Uint8Array(words.buffer, words.byteOffset, words.byteLength), base: image.base, steps, maxCycles: 30_000, logWrites: true,
  });
}

const last = (result: BenchResult, back: number): number => result.steps.at(-back)?.data ?? -1;
const RESTART: readonly BenchStep[] = [write(CTRL, 2), { kind: 'poll', address: STATUS, mask: 0xf, value: 0 }];
const FINISH: readonly BenchStep[] = [write(CTRL, 1), { kind: 'wait-irq' }, read(STATUS), read(CYCLES)];

test('a run ends done, with the cycles the simulator says', async () => {
  const result = await run([...setUp(), ...FINISH]);
  expect([result.errors, result.timedOut, last(result, 2), last(result, 1)]).toEqual([[], false, 2, expectedCycles]);
});

test.each([['read', 0, 1], ['read', 5, 1], ['write', 0, 2], ['write', 2, 2]] as const)('a failing %s burst %i is error %i, and a soft reset heals it', async (kind, index, code) => {
  const result = await run([...setUp(), write(CTRL, 1), { kind: 'wait-irq' }, read(STATUS), ...RESTART, ...FINISH], { bursts: [{ kind, index, response: 'slverr' }] });
  expect([result.errors, result.timedOut]).toEqual([[], false]);
  expect(result.steps[10]?.data).toBe(4 | (code << 8));
  expect([last(result, 2), last(result, 1)]).toEqual([2, expectedCycles]);
});

test.each([40, 150, 300])('a memory silent from cycle %i is a watchdog error, and the soft reset gives up waiting for it', async (silentFromCycle) => {
  const result = await run([...setUp(500), write(CTRL, 1), { kind: 'wait-irq' }, read(STATUS), ...RESTART, read(STATUS)], { silentFromCycle });
  expect([result.timedOut, result.steps[10]?.data, last(result, 1)]).toEqual([false, 4 | (3 << 8), 0]);
});

test.each([30, 120, 200, 260, 330])('a soft reset %i cycles into a run leaves an array that runs right', async (cycles) => {
  const result = await run([...setUp(), write(CTRL, 1), { kind: 'wait', cycles }, ...RESTART, ...FINISH]);
  expect([result.errors, result.timedOut, last(result, 2), last(result, 1)]).toEqual([[], false, 2, expectedCycles]);
});

test.each([25, 140, 290])('a hard reset %i cycles into a run clears everything', async (cycles) => {
  const result = await run([...setUp(), write(CTRL, 1), { kind: 'wait', cycles }, { kind: 'reset', cycles: 3 }, read(STATUS), ...setUp(), ...FINISH]);
  expect([result.errors, result.timedOut, last(result, 2), last(result, 1)]).toEqual([[], false, 2, expectedCycles]);
  expect(result.steps[setUp().length + 3]?.data).toBe(0);
});

test('an unknown packet is error 4', async () => {
  const words = image.words.slice();
  words[(program.memory.loopAddress - image.base) / 4] = 0xf;
  const result = await run([...setUp(), write(CTRL, 1), { kind: 'wait-irq' }, read(STATUS)], undefined, words);
  expect(last(result, 1)).toBe(4 | (4 << 8));
});

test('a start while busy, and register writes while busy, change nothing', async () => {
  const result = await run([...setUp(), write(CTRL, 1), write(CTRL, 1), write(0x18, 77), write(0x10, 0), { kind: 'wait-irq' }, read(STATUS), read(CYCLES)]);
  expect([result.errors, last(result, 2), last(result, 1)]).toEqual([[], 2, expectedCycles]);
});

test('after an error a start is ignored until the soft reset', async () => {
  const steps = [...setUp(), write(CTRL, 1), { kind: 'wait-irq' } as const, write(CTRL, 1), { kind: 'wait' as const, cycles: 50 }, read(STATUS)];
  const result = await run(steps, { bursts: [{ kind: 'read', index: 0, response: 'decerr' }] });
  expect(last(result, 1)).toBe(4 | (1 << 8));
});

test('runs follow each other without a reset', async () => {
  const result = await run([...setUp(), ...FINISH, ...FINISH, ...FINISH]);
  expect([last(result, 1), last(result, 5), last(result, 9)]).toEqual([expectedCycles, expectedCycles, expectedCycles]);
});
