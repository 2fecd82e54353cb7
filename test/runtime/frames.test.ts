// Frames from files of every kind, and output folders that are written all or nothing.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { type InputShape, randomFrames, readFrames } from '../../runtime/frames.ts';
import { writeNpy } from '../../runtime/npy.ts';
import { writeOutputFolder } from '../../runtime/output-folder.ts';
import { scratchFolder } from '../support/cli.ts';

const input = (shape: InputShape['shape'], bits = 8, zero = 0, scale = 1 / 255): InputShape => ({ name: 'x', shape, format: { bits, zero, scale } });
const frameOf = (shape: InputShape, files: readonly string[], index = 0): number[] => [...(readFrames([shape], files).frames[index]?.get('x') ?? [])];

test('NPY: integers are codes, reals are rounded to them, several frames in one file', () => {
  const folder = scratchFolder({
    'u8.npy': writeNpy({ dtype: 'U8', shape: [2, 1, 1, 2], data: Uint8Array.of(1, 2, 3, 255) }),
    'f32.npy': writeNpy({ dtype: 'F32', shape: [1, 1, 2], data: Float32Array.of(0.5, 2) }),
    'i8.npy': writeNpy({ dtype: 'I8', shape: [1, 2], data: Int8Array.of(-4, 3) }),
  });
  expect(frameOf(input([1, 1, 2]), [join(folder.path, 'u8.npy')], 1)).toEqual([3, 255]);
  expect(frameOf(input([1, 1, 2]), [join(folder.path, 'f32.npy')])).toEqual([128, 255]);
  expect(frameOf(input([1, 1, 2], 3, 4, 1), [join(folder.path, 'i8.npy')])).toEqual([0, 7]);
  folder.dispose();
});

test('pictures: colour to planes or grey, smaller ones centred, spread over the codes of the input', () => {
  const png = new PNG({ width: 2, height: 1 });
  png.data.set([255, 0, 0, 255, 0, 0, 255, 255]);
  const folder = scratchFolder({ 'p.png': PNG.sync.write(png) });
  const file = join(folder.path, 'p.png');
  expect(frameOf(input([3, 1, 2]), [file])).toEqual([255, 0, 0, 0, 0, 255]);
  expect(frameOf(input([1, 3, 4]), [file])).toEqual([0, 0, 0, 0, 0, 76, 29, 0, 0, 0, 0, 0]);
  for (const bits of [1, 3, 9]) {
    const top = 2 ** bits - 1;
    expect(frameOf(input([3, 1, 2], bits, 0, 1), [file])).toEqual([top, 0, 0, 0, 0, top]);
    expect(frameOf(input([3, 1, 3], bits, 0, 1), [file])).toEqual([top, 0, 0, 0, 0, 0, 0, top, 0]);
  }
  expect(() => frameOf(input([1, 1, 1]), [file])).toThrow(/2 x 1 pixels/);
  folder.dispose();
});

test('random frames depend on the seed alone', () => {
  const first = randomFrames([input([1, 4, 4])], 2, 7);
  expect(randomFrames([input([1, 4, 4])], 2, 7)).toEqual(first);
  expect(randomFrames([input([1, 4, 4])], 2, 8)).not.toEqual(first);
});

test('output folders replace only what nfc wrote, and leave nothing behind when they fail', () => {
  const folder = scratchFolder();
  const out = join(folder.path, 'a', 'out');
  writeOutputFolder(out, new Map([['x/y.txt', 'one']]));
  writeOutputFolder(out, new Map([['z.txt', 'two']]));
  expect(readdirSync(out).sort()).toEqual(['.nfc-output', 'z.txt']);
  const mine = join(folder.path, 'mine');
  mkdirSync(mine);
  writeFileSync(join(mine, 'thesis.txt'), 'precious');
  expect(() => writeOutputFolder(mine, new Map([['z.txt', 'two']]))).toThrow(/did not write/);
  expect(readFileSync(join(mine, 'thesis.txt'), 'utf8')).toBe('precious');
  expect(() => writeOutputFolder(join(folder.path, 'b', 'out'), new Map([['bad\0name', 'x']]))).toThrow();
  expect(readdirSync(folder.path).sort()).toEqual(['a', 'mine']);
  folder.dispose();
});
