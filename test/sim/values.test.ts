// The value model: compiled tiles against literal ones, literal ones against plain sums, and streams through a grid.
import { expect, test } from 'vitest';
import { loadBeats } from '../../compiler/program/beats.ts';
import type { Program, SequencerConfig, WriterConfig } from '../../compiler/program/program.ts';
import { runValues, simulate } from '../../sim/simulate.ts';
import { makeValueModel } from '../../sim/values/model.ts';
import { forkAndMerge, INPUT, OUTPUT, twoPhases } from './support/grids.ts';
import type { ConvShape } from './support/programs.ts';
import { convTile, makeRandom, randomShape, singleTile, testTarget } from './support/programs.ts';

function randomMemory(seed: number): Uint32Array {
  const random = makeRandom(seed);
  return Uint32Array.from({ length: 0x20000 }, () => random(2 ** 32));
}

/** Beats of a test's memory from byte `address` on. */
function beatsAt(words: Uint32Array, address: number, count: number, axiBytes: 8 | 16 = 8): Uint32Array {
  const beats = new Uint32Array(count);
  loadBeats(words, { axiBytes }, { at: address / 4, skip: 0 }, beats, 0, count);
  return beats;
}

const bytesOf = (words: Uint32Array): Buffer => Buffer.from(words.buffer, words.byteOffset, words.byteLength);
const isEqual = (a: Uint32Array | undefined, b: Uint32Array | undefined): boolean => a !== undefined && b !== undefined && bytesOf(a).equals(bytesOf(b));

/** Memory and own beats of both ways are the same; returns how many beats. */
function compare(program: Program, frames: number, seed: number): number {
  const [fast, slow] = [randomMemory(seed), randomMemory(seed)];
  const beats = runValues(program, fast, { frames, events: true });
  const expected = runValues(program, slow, { frames, events: true, literal: true });
  expect(isEqual(fast, slow)).toBe(true);
  beats?.forEach((own, tile) => { expect(isEqual(own, expected?.[tile])).toBe(true); });
  return beats?.reduce((sum, own) => sum + own.length, 0) ?? 0;
}

test.each([16, 32])('compiled tiles of %i neurons equal literal tiles on random convolutions', (neurons) => {
  const target = testTarget(1, 1, { neurons });
  let compared = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const program = singleTile(randomShape(seed, neurons), seed, target);
    expect(makeValueModel(program).literalTiles, `seed ${seed}`).toBe(0);
    compared += compare(program, 3, seed);
  }
  expect(compared).toBeGreaterThan(30_000);
});

test.each([[16, undefined], [32, undefined], [16, 0], [16, 3], [32, 7]] as const)('literal tiles of %i neurons equal sums over the window, squares around %s', (neurons, square) => {
  const shape: ConvShape = { width: 7, height: 5, planes: 2, kernel: 3, pad: 1, digits: 2, groups: 2, trits: 2, raw: true, ...(square === undefined ? {} : { square }) };
  const program = singleTile(shape, 3, testTarget(1, 1, { neurons }));
  const conv = convTile(shape, 3, 8, neurons);
  const memory = randomMemory(3);
  const input = beatsAt(memory, INPUT, 5 * 2 * 2 * 7);
  const own = runValues(program, memory, { frames: 1, events: true, literal: true })?.[0] ?? new Uint32Array(0);
  const [pad0, pad1] = conv.sequencer.padDigits;
  const digit = (y: number, x: number, plane: number, channel: number, digitPlane: number): number => {
    if (y < 0 || y >= 5 || x < 0 || x >= 7) return digitPlane === 0 ? pad0 : pad1;
    const codeAt = (place: number): number => ((input[place * 7 + x] as number) >> (3 * channel)) & 7;
    if (square === undefined) return codeAt((y * 2 + digitPlane) * 2 + plane);
    const distance = codeAt(y * 2 + plane) - square;
    return digitPlane === 0 ? (distance * distance) % 8 : Math.floor((distance * distance) / 8);
  };
  const sets = 3;
  const tritAt = (group: number, trit: number, neuron: number, walk: number, channel: number): number =>
    conv.load.weights[(group * 2 + trit) * sets + (walk >> 3)]?.trits[neuron * 64 + 8 * (walk & 7) + channel] ?? 0;
  let at = 0;
  for (let y = 0; y < 5; y++) {
    for (let group = 0; group < 2; group++) {
      for (let x = 0; x < 7; x++) {
        for (let neuron = 0; neuron < neurons; neuron++) {
          let sum = 0;
          for (let walk = 0; walk < 18; walk++) {
            const [plane, ky, kx] = [Math.floor(walk / 9), Math.floor(walk / 3) % 3, walk % 3];
            for (let channel = 0; channel < 8; channel++) {
              const code = digit(y + ky - 1, x + kx - 1, plane, channel, 0) + 8 * digit(y + ky - 1, x + kx - 1, plane, channel, 1);
              for (const [trit, weight] of [[0, 3], [1, 1]] as const) {
                const sign = tritAt(group, trit, neuron, walk, channel);
                sum += weight * (sign > 0 ? code : sign < 0 ? 63 - code : 0);
              }
            }
          }
          const correction = conv.load.neurons[group * neurons + neuron]?.constants.correction ?? 0;
          expect(own[at++]).toBe((sum - correction) & 0xffffff);
        }
      }
    }
  }
  expect(at).toBe(own.length);
});

test('rows of a fork and a merge alternate', () => {
  const shape: ConvShape = { width: 9, height: 7, planes: 1, kernel: 3, pad: 1 };
  const memory = randomMemory(5);
  const { ownBeats, timing } = simulate(forkAndMerge(shape), memory, { frames: 2, events: true });
  const rowBeats = convTile(shape, 11).rowOutputBeats;
  const [first, , second] = ownBeats ?? [];
  const stored = beatsAt(memory, OUTPUT, 2 * 7 * rowBeats);
  for (let row = 0; row < 7; row++) {
    for (let beat = 0; beat < rowBeats; beat++) {
      const at = 2 * row * rowBeats + beat;
      expect([stored[at], stored[at + rowBeats]]).toEqual([first?.[row * rowBeats + beat], second?.[row * rowBeats + beat]]);
    }
  }
  expect(timing.events?.own.map((cycles) => cycles.length)).toEqual(ownBeats?.map((beats) => beats.length));
  expect(isEqual(first?.subarray(0, 10).slice(), second?.subarray(0, 10).slice())).toBe(false);
  compare(forkAndMerge({ ...shape, digits: 2, trits: 3, pool: 2 }), 3, 6);
});

test('phases hand tensors over through memory, frame by frame', () => {
  expect(compare(twoPhases({ width: 9, height: 7, planes: 1, kernel: 3, pad: 1 }), 3, 8)).toBeGreaterThan(500);
});

const CHANGES: readonly (readonly [string, (sequencer: SequencerConfig, writer: WriterConfig) => readonly [SequencerConfig, WriterConfig]])[] = [
  ['rotation per row', (s, w) => [{ ...s, rotStep: (s.rotStep + 1) % 8 }, w]],
  ['rotation of the first row', (s, w) => [{ ...s, rotFirst: (s.rotFirst + 3) % 8 }, w]],
  ['rotation per frame', (s, w) => [{ ...s, rotFrame: (s.rotFrame + 1) % 8 }, w]],
  ['ring slot of the first row', (s, w) => [{ ...s, firstMod: (s.firstMod + 1) % w.ring }, w]],
  ['writer jump', (s, w) => [s, { ...w, jumps: [{ ...w.jumps[0], skew: 1 }, w.jumps[1], w.jumps[2], w.jumps[3]] }]],
  ['slot size', (s, w) => [s, { ...w, slotLines: w.slotLines - 1 }]],
];

test.each(CHANGES)('a wrong %s gives wrong results, the same in both ways', (_name, change) => {
  const program = singleTile({ width: 9, height: 7, planes: 2, kernel: 3, pad: 1, trits: 2 }, 9);
  const wrong: Program = {
    ...program,
    phases: program.phases.map((phase) => ({
      ...phase,
      tiles: phase.tiles.map((tile) => {
        if (!tile.sequencer || !tile.writer) return tile;
        const [sequencer, writer] = change(tile.sequencer, tile.writer);
        return { ...tile, sequencer, writer };
      }),
    })),
  };
  const [right, changed] = [randomMemory(4), randomMemory(4)];
  runValues(program, right, { frames: 3 });
  runValues(wrong, changed, { frames: 3 });
  expect(isEqual(right, changed)).toBe(false);
  compare(wrong, 3, 4);
});

test('results before the first pass add to what the accumulators hold, as in the hardware', () => {
  const program = singleTile({ width: 6, height: 5, planes: 1, kernel: 3, pad: 0, groups: 2 }, 10);
  const resident = program.resident.map((load) => ({ ...load, loads: { ...load.loads, passes: load.loads.passes.map((pass) => (pass.at >= 2 ? { ...pass, descriptor: { ...pass.descriptor, first: false } } : pass)) } }));
  const changed = { ...program, resident };
  expect(makeValueModel(changed).literalTiles).toBe(1);
  compare(changed, 2, 11);
});
