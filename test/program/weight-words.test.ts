// The code of weight blocks: five trits to a byte, and what no encoder writes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteOfTrits, decodeWeightBlock, encodeWeightBlock, tritsOfByte } from '../../compiler/program/weight-words.ts';
import { type Target, type TileSpec, tritsOf, tritsPerWord, weightWords, writesPerWord } from '../../compiler/target/target.ts';
import { findTarget } from '../../compiler/target/targets.ts';

const base = findTarget('sim-1x1') as Target;
const machine = (axiBytes: 8 | 16, change: Partial<TileSpec>): Target => ({ ...base, memory: { ...base.memory, axiBytes }, tile: { ...base.tile, ...change } });
const trit = fc.constantFrom(-1, 0, 1);

test('all 243 groups of five trits have a byte of their own, and come back', () => {
  const bytes = new Set<number>();
  for (let index = 0; index < 243; index++) {
    const trits = [1, 3, 9, 27, 81].map((place) => (Math.floor(index / place) % 3) - 1);
    const byte = byteOfTrits(trits);
    expect(tritsOfByte(byte)).toEqual(trits);
    bytes.add(byte);
  }
  expect(bytes.size).toBe(243);
  expect(byteOfTrits([0, 0, 0, 0, 0])).toBe(0);
});

test('every byte has five trits', () => {
  for (let byte = 0; byte < 256; byte++) {
    const trits = tritsOfByte(byte);
    expect(trits.length).toBe(5);
    expect(trits.every((value) => value === -1 || value === 0 || value === 1)).toBe(true);
  }
});

test('sizes of a block', () => {
  const sizes = (neurons: number, weightWidth: number, axiBytes: 8 | 16 = 8): number[] => {
    const target = machine(axiBytes, { neurons, weightWidth });
    return [tritsPerWord(target.tile), weightWords(target.tile), weightWords(target.tile) * writesPerWord(target)];
  };
  expect(sizes(16, 512)).toEqual([320, 4, 32]);
  expect(sizes(16, 410)).toEqual([256, 4, 28]);
  expect(sizes(16, 128)).toEqual([80, 13, 26]);
  expect(sizes(32, 128)).toEqual([80, 26, 52]);
  expect(sizes(32, 128, 16)).toEqual([80, 26, 26]);
  expect(sizes(16, 410, 16)).toEqual([256, 4, 16]);
  expect(sizes(16, 64)).toEqual([40, 26, 26]);
});

test('blocks of any width come back', () => {
  fc.assert(fc.property(fc.constantFrom(16, 32), fc.integer({ min: 32, max: 512 }), fc.constantFrom<8 | 16>(8, 16), fc.infiniteStream(trit), (neurons, half, axiBytes, stream) => {
    const target = machine(axiBytes, { neurons, weightWidth: 2 * half });
    const trits = [...stream.take(tritsOf(target.tile))];
    const values = encodeWeightBlock(target, trits);
    expect(values.length).toBe((weightWords(target.tile) * writesPerWord(target) * axiBytes) / 4);
    expect(decodeWeightBlock(target, values)).toEqual(trits);
  }), { numRuns: 60, seed: 1 });
});
