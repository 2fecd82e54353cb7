// The power estimate: sums that must be exact, switching that can be counted by hand, and energies that must come in order.
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import { programInputs } from '../../runtime/choose-frames.ts';
import { type Frame, randomFrames, readFrames } from '../../runtime/frames.ts';
import { loadNetwork } from '../../runtime/network.ts';
import { simulateNetwork } from '../../runtime/simulate.ts';
import { formatActionCounts } from '../../sim/power/action-counts.ts';
import { PARTS } from '../../sim/power/actions.ts';
import { ENERGIES, TECHNOLOGIES } from '../../sim/power/constants.ts';
import { estimatePower } from '../../sim/power/estimate.ts';
import { expectedSwitching } from '../../sim/power/expected.ts';
import { makeSwitchingMeter } from '../../sim/power/measure.ts';
import { treeBits } from '../../sim/power/switching.ts';
import { frameTraffic } from '../../sim/power/traffic.ts';
import { simulateTiming } from '../../sim/timing.ts';
import { makeValueModel } from '../../sim/values/model.ts';
import { makeRandom, singleTile, testTarget } from './support/programs.ts';

const example = (name: string): string => new URL(`../../examples/${name}`, import.meta.url).pathname;
const lenet = (target: string) => loadNetwork({ model: example('lenet5/lenet5.nf'), target, calibrate: [], sources: new Map() });

const single = (): Program => singleTile({ width: 16, height: 8, planes: 1, kernel: 3, pad: 1, trits: 2, digits: 1 });

test.each(['sim-2x2', 'pynq-z2', 'zcu104', 'neuflow-v6', 'ulx3s-85f'])('parts and layers of %s add up exactly and say what is assumed', (name) => {
  const program = { ...single(), target: { ...single().target, family: findTarget(name)?.family ?? 'xc7', device: findTarget(name)?.device ?? null } };
  const { powerW, lowW, highW, parts, frame, layers, status, activity, assumptions, technology } = estimatePower(program, simulateTiming(program, { frames: 20 })).estimate;
  expect([status, activity.kind, technology]).toEqual(['estimated', 'expected', program.target.family]);
  expect(PARTS.reduce((sum, part) => sum + parts[part], 0)).toBe(powerW);
  expect(PARTS.reduce((sum, part) => sum + frame.parts[part], 0)).toBe(frame.total);
  expect(layers.reduce((sum, layer) => sum + layer.total, 0)).toBe(frame.total);
  expect(PARTS.reduce((sum, part) => sum + frame.lowParts[part], 0)).toBe(frame.low);
  expect(PARTS.reduce((sum, part) => sum + frame.highParts[part], 0)).toBe(frame.high);
  for (const part of PARTS) expect(frame.lowParts[part] <= frame.parts[part] && frame.parts[part] <= frame.highParts[part], part).toBe(true);
  for (const layer of layers) expect(PARTS.reduce((sum, part) => sum + layer.parts[part], 0)).toBe(layer.total);
  for (const part of PARTS) expect(layers.reduce((sum, layer) => sum + layer.parts[part], 0)).toBe(frame.parts[part]);
  expect(Object.values(frame.parts).every((part) => part >= 0 && Number.isInteger(part))).toBe(true);
  expect(lowW).toBeLessThan(powerW);
  expect(highW).toBeGreaterThan(powerW);
  expect(assumptions.some((text) => text.startsWith('static power'))).toBe(true);
});

test('every technology has an estimate, and constants lie in their ranges', () => {
  const program = single();
  const timing = simulateTiming(program, { frames: 3 });
  for (const technology of TECHNOLOGIES) {
    const { label, ...costs } = ENERGIES[technology];
    for (const { typical, low, high, source } of Object.values(costs)) expect(low < typical && typical < high && source.length > 0, label).toBe(true);
    expect(estimatePower(program, timing, { technology }).estimate.powerW).toBeGreaterThan(0);
  }
});

test('without work there is only what flows all the time', () => {
  const program = single();
  const timing = simulateTiming(program, { frames: 20 });
  const { parts, powerW } = estimatePower({ ...program, phases: [] }, { ...timing, tiles: [] }).estimate;
  expect(parts.static + parts.clock + parts.dramIdle).toBeCloseTo(powerW, 12);
  expect(estimatePower(program, timing).estimate.powerW).toBeGreaterThan(powerW);
});

test('traffic of a frame is what the timing model moves from frame to frame', async () => {
  const wide = singleTile({ width: 16, height: 8, planes: 1, kernel: 3, pad: 1, trits: 2, digits: 1 }, 1, testTarget(1, 1, { axiBytes: 16 }));
  for (const program of [(await lenet('sim-2x2')).program, single(), wide]) {
    const [few, many] = [2, 5].map((frames) => simulateTiming(program, { frames, everyFrame: true }).memory);
    const sum = (pick: 'readWords' | 'writeWords'): number => frameTraffic(program).reduce((total, traffic) => total + traffic[pick], 0);
    expect(3 * sum('readWords')).toBe((many?.readWords ?? 0) - (few?.readWords ?? 0));
    expect(3 * sum('writeWords')).toBe((many?.writeWords ?? 0) - (few?.writeWords ?? 0));
  }
});

/** Measured switching of one tile over a memory of random words. */
function measure(program: Program, frames = 1) {
  const meter = makeSwitchingMeter(program);
  let seen = new Int32Array(0);
  const model = makeValueModel(program, { observe: (phase, tile, input, own) => { seen = input.slice(); meter.observe(phase, tile, input, own); } });
  const random = makeRandom(3);
  const memory = Uint32Array.from({ length: 0x20000 }, () => random(2 ** 32));
  for (let frame = 0; frame < frames; frame++) model.runFrame(memory, frame);
  return { switching: meter.switching(0, 0), input: seen };
}

test('switching of a 1x1 convolution is that of its input, beat after beat', () => {
  const program = singleTile({ width: 16, height: 8, planes: 1, kernel: 1, pad: 0, trits: 1, digits: 1 });
  const { switching, input } = measure(program);
  const counts = new Array<number>(8).fill(0);
  const block = program.resident.concat(program.phases.flatMap((phase) => phase.loads)).flatMap(({ loads }) => loads.weights)[0]?.trits ?? [];
  block.forEach((trit, at) => { if (trit !== 0 && at % 64 < 8) counts[at % 64] = (counts[at % 64] as number) + 1; });
  let [bits, changes, weighted, before] = [0, 0, 0, 0];
  for (const beat of input) {
    for (let lane = 0; lane < 8; lane++) {
      const changed = ((beat ^ before) >> (3 * lane)) & 7;
      const ones = [...changed.toString(2)].filter((digit) => digit === '1').length;
      bits += ones;
      changes += Number(changed !== 0);
      weighted += ones * (counts[lane] as number);
    }
    before = beat;
  }
  expect(switching?.windowBits).toBe(bits / input.length);
  expect(switching?.windowChanges).toBe(changes / input.length);
  expect(switching?.laneBits).toBe(weighted / input.length);
});

test('random values switch as expected', () => {
  const program = singleTile({ width: 20, height: 12, planes: 2, kernel: 3, pad: 0, trits: 2, digits: 1 });
  const { switching } = measure(program);
  const expected = expectedSwitching(program)(0, 0);
  expect(switching?.tritShare).toBeCloseTo(expected?.tritShare ?? 0, 12);
  for (const key of ['laneBits', 'laneChanges', 'laneQuiet', 'beatBits'] as const) {
    expect(Math.abs((switching?.[key] ?? 0) / (expected?.[key] ?? 1) - 1), key).toBeLessThan(key === 'laneQuiet' ? 0.3 : 0.15);
  }
});

test.each([1, 0.5, 0.1, 0.02])('tree bits are those of an adder tree whose inputs change with probability %d', (probability) => {
  const random = makeRandom(7);
  const slots = 400;
  let inputs = Array.from({ length: 64 }, () => random(8));
  let [changes, bits] = [0, 0];
  const levels = (digits: readonly number[]): number[] => {
    const nodes: number[] = [];
    for (let level = digits; level.length > 1;) {
      level = Array.from({ length: level.length / 2 }, (_, k) => (level[2 * k] as number) + (level[2 * k + 1] as number));
      nodes.push(...level);
    }
    return nodes;
  };
  for (let slot = 0; slot < slots; slot++) {
    const next = inputs.map((digit) => (random(1000) < 1000 * probability ? random(8) : digit));
    changes += next.filter((digit, lane) => digit !== inputs[lane]).length;
    const before = levels(inputs);
    levels(next).forEach((sum, node) => { for (let changed = sum ^ (before[node] as number); changed > 0; changed >>= 1) bits += changed & 1; });
    inputs = next;
  }
  const predicted = treeBits({ banks: 8, neurons: 1 }, changes / slots);
  expect(predicted / (bits / slots)).toBeGreaterThan(0.8);
  expect(predicted / (bits / slots)).toBeLessThan(1.35);
});

test('LeNet-5: a frame of zeros costs less than a digit, a digit less than noise; zeros save', async () => {
  const network = await lenet('sim-2x2');
  const inputs = programInputs(network.program);
  const digit = readdirSync(example('lenet5/digits')).find((name) => name.endsWith('.npy')) ?? '';
  const zeros: Frame = new Map(inputs.map(({ name, shape }) => [name, new Int32Array(shape[0] * shape[1] * shape[2])]));
  const powerOf = async (frame: Frame) => (await simulateNetwork(network, [frame])).report.power;
  const [zero, natural, noise] = await Promise.all([
    powerOf(zeros), powerOf(readFrames(inputs, [example(`lenet5/digits/${digit}`)]).frames[0] as Frame), powerOf(randomFrames(inputs, 1, 1).frames[0] as Frame),
  ]);
  expect(zero.activity).toEqual({ kind: 'measured', frames: 1 });
  expect(zero.frame.total).toBeLessThan(natural.frame.total);
  expect(natural.frame.total).toBeLessThan(noise.frame.total);
  for (const part of ['lanes', 'trees', 'window'] as const) {
    expect(zero.frame.parts[part]).toBeLessThan(natural.frame.parts[part]);
    expect(natural.frame.parts[part]).toBeLessThan(noise.frame.parts[part]);
  }
  expect(zero.saved.zeroActivations.typical).toBeGreaterThan(natural.saved.zeroActivations.typical);
  expect(natural.saved.zeroActivations.typical).toBeGreaterThan(noise.saved.zeroActivations.typical);
  expect(natural.saved.zeroTrits.typical).toBeGreaterThan(0);
});

test('ternary weights with more zeros save more', () => {
  const program = single();
  const thin: Program = {
    ...program,
    resident: program.resident.map((load) => ({ ...load, loads: { ...load.loads, weights: load.loads.weights.map(({ block, trits }) => ({ block, trits: trits.map((trit, at) => (at % 2 === 0 ? trit : 0)) })) } })),
    phases: program.phases.map((phase) => ({ ...phase, loads: phase.loads.map((load) => ({ ...load, loads: { ...load.loads, weights: load.loads.weights.map(({ block, trits }) => ({ block, trits: trits.map((trit, at) => (at % 2 === 0 ? trit : 0)) })) } })) })),
  };
  const timing = simulateTiming(program, { frames: 3 });
  const [dense, sparse] = [estimatePower(program, timing).estimate, estimatePower(thin, timing).estimate];
  expect(sparse.frame.total).toBeLessThan(dense.frame.total);
  expect(sparse.saved.zeroTrits.typical).toBeGreaterThan(dense.saved.zeroTrits.typical);
});

test('action counts are in the form of Accelergy', () => {
  const program = single();
  const text = formatActionCounts(estimatePower(program, simulateTiming(program, { frames: 3 })).actions);
  expect(text.split('\n').slice(0, 3)).toEqual(['action_counts:', '  version: 0.3', '  local:']);
  const entry = /^ {4}- name: nfc\.(tile\[\d+\]\.)?\w+\n {6}action_counts:\n( {8}- name: \w+\n {10}counts: \d+\n)+/;
  let rest = text.split('\n').slice(3).join('\n');
  let entries = 0;
  for (let match = entry.exec(rest); match; match = entry.exec(rest)) {
    rest = rest.slice(match[0].length);
    entries++;
  }
  expect(rest).toBe('');
  expect(entries).toBeGreaterThan(8);
  expect(text).toContain('nfc.tile[0].lanes');
});
