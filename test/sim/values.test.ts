// The value model: compiled tiles against literal ones, pass by pass, on random convolutions.
import { expect, test } from 'vitest';
import { runValues } from '../../sim/simulate.ts';
import { makeValueModel } from '../../sim/values/model.ts';
import type { ConvShape } from './support/programs.ts';
import { makeRandom, singleTile } from './support/programs.ts';

function randomShape(seed: number): ConvShape {
  const random = makeRandom(seed);
  const kernel = 1 + random(4);
  const pool = 1 + random(2);
  const raw = random(4) === 0;
  return {
    width: kernel + pool + random(9), height: kernel + pool + random(6), planes: 1 + random(3), kernel, pad: random(kernel), stride: 1 + random(2),
    digits: (1 + random(3)) as 1 | 2 | 3, groups: 1 + random(3), trits: 1 + random(4), pool, chunkX: 1 + random(6), raw, argmax: raw && random(2) === 0,
    halves: (1 + random(2)) as 1 | 2, lastNeurons: 1 + random(16), absolute: random(3) === 0, codeMap: random(2) === 0 ? [0, 1, 4, 7, 7, 2, 3, 5] : null,
  } as ConvShape;
}

function memoryFor(seed: number): Uint32Array {
  const random = makeRandom(seed);
  return Uint32Array.from({ length: 0x18000 }, () => random(1 << 24));
}

const compareWords = (a: Uint32Array, b: Uint32Array): number => Buffer.compare(new Uint8Array(a.buffer), new Uint8Array(b.buffer));

test('compiled tiles equal literal tiles on random convolutions', () => {
  const input = memoryFor(7);
  let compared = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const program = singleTile(randomShape(seed), seed);
    const [fast, slow] = [input.slice(), input.slice()];
    const beats = runValues(program, fast, { frames: 2, events: true });
    const expected = runValues(program, slow, { frames: 2, events: true, literal: true });
    expect(makeValueModel(program).literalTiles, `seed ${seed}`).toBe(0);
    expect(compareWords(beats?.[0] as Uint32Array, expected?.[0] as Uint32Array), `seed ${seed}`).toBe(0);
    expect(compareWords(fast, slow), `seed ${seed}`).toBe(0);
    compared += beats?.[0]?.length ?? 0;
  }
  console.log(compared);
  expect(compared).toBeGreaterThan(10_000);
});
