// Labelled sets of every kind, written small: what they give, and what they refuse. A damaged or mismatched file names itself.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, test } from 'vitest';
import { readDataset } from '../../runtime/dataset.ts';
import type { InputShape } from '../../runtime/frames.ts';
import { writeNpy } from '../../runtime/npy.ts';
import { palettePng } from '../support/palette-png.ts';

const root = mkdtempSync(join(tmpdir(), 'nfc-dataset-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
function folderOf(files: Record<string, Uint8Array | string>): string {
  const folder = join(root, String(folders++));
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const GREY: InputShape = { name: 'x', shape: [1, 4, 6], format: { bits: 8, zero: 0, scale: 1 } };
const COLOUR: InputShape = { name: 'x', shape: [3, 4, 6], format: { bits: 8, zero: 0, scale: 1 } };

function idx(sizes: readonly number[], data: readonly number[]): Uint8Array {
  return Uint8Array.from([0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, size >> 8, size & 255]), ...data]);
}
const counting = (count: number): number[] => Array.from({ length: count }, (_, i) => i % 251);
const bytes = (shape: readonly number[], data: readonly number[]): Uint8Array => writeNpy({ dtype: 'U8', shape, data: Uint8Array.from(data) });

describe('IDX', () => {
  const train = { 'train-images-idx3-ubyte.gz': gzipSync(idx([3, 4, 6], counting(72))), 'train-labels-idx1-ubyte.gz': gzipSync(idx([3], [2, 0, 1])) };
  const both = { ...train, 't10k-images-idx3-ubyte': idx([2, 2, 4], counting(16)), 't10k-labels-idx1-ubyte': idx([2], [4, 3]) };
  test('each split is its own files, pictures are centred', () => {
    const folder = folderOf(both);
    const set = readDataset(folder, GREY, 'train');
    expect({ ...set, files: set.files.length, codesOf: null, labelsOf: null, nameOf: null }).toEqual({
      task: 'classes', count: 3, classes: ['0', '1', '2'], ignored: null, palette: null, labelShape: [1, 1], files: 2, codesOf: null, labelsOf: null, nameOf: null,
    });
    expect([...set.codesOf(1)]).toEqual(counting(72).slice(24, 48));
    expect([0, 1, 2].map((index) => [...set.labelsOf(index)])).toEqual([[2], [0], [1]]);
    const small = readDataset(folder, GREY, 'test');
    expect(small.classes).toHaveLength(5);
    expect([...small.codesOf(1)]).toEqual([0, 0, 0, 0, 0, 0, 0, 8, 9, 10, 11, 0, 0, 12, 13, 14, 15, 0, 0, 0, 0, 0, 0, 0]);
    expect(() => readDataset(folder, GREY, 'val')).toThrow(/--split val/);
  });
  test('one set alone serves every split, with the names of meta.json', () => {
    const folder = folderOf({ ...train, 'meta.json': '{"classes": ["shirt", "bag", "boot"]}' });
    expect(readDataset(folder, GREY, 'test').classes).toEqual(['shirt', 'bag', 'boot']);
  });
  test.each([
    ['labels missing', { 't10k-images-idx3-ubyte': both['t10k-images-idx3-ubyte'] }, /no labelled pictures/],
    ['too few labels', { ...both, 't10k-labels-idx1-ubyte': idx([1], [4]) }, /1 labels for the 2 pictures/],
    ['truncated', { ...both, 't10k-images-idx3-ubyte': idx([2, 2, 4], counting(15)) }, /do not fit/],
    ['too large', { ...both, 't10k-images-idx3-ubyte': idx([2, 2, 8], counting(32)) }, /8 x 2 pixels, but input x has 6 x 4/],
    ['a label beyond the classes', { ...both, 'meta.json': '{"classes": ["a", "b"]}' }, /label 0 is 4/],
    ['no picture', { 't10k-images-idx3-ubyte': idx([0, 2, 4], []), 't10k-labels-idx1-ubyte': idx([0], []) }, /no picture/],
  ])('%s', (_name, files, message) => {
    expect(() => readDataset(folderOf(files), GREY, 'test')).toThrow(message);
  });
});

describe('NPY', () => {
  test('labels of rank 1 and 3, in the folder or below it', () => {
    const flat = readDataset(folderOf({ 'images.npy': bytes([2, 1, 4, 6], counting(48)), 'labels.npy': bytes([2], [1, 0]) }), GREY, 'val');
    expect([flat.task, flat.count, [...flat.labelsOf(0)], [...flat.codesOf(1)]]).toEqual(['classes', 2, [1], counting(48).slice(24)]);
    const folder = folderOf({ 'test/images.npy': bytes([2, 3, 4, 6], counting(144)), 'test/labels.npy': bytes([2, 4, 6], counting(48)) });
    const deep = readDataset(folder, COLOUR, 'test');
    expect([deep.task, deep.classes.length, deep.labelShape, [...deep.labelsOf(1)]]).toEqual(['pixels', 48, [4, 6], counting(48).slice(24)]);
    expect(() => readDataset(folder, COLOUR, 'train')).toThrow(/--split train/);
  });
  test.each([
    ['count', bytes([1], [0]), /1 labels for the 2 pictures/],
    ['rank', bytes([2, 4], counting(8)), /rank 2/],
    ['size', bytes([2, 3, 6], counting(36)), /6 x 3 pixels, but input x has 6 x 4/],
    ['no byte', writeNpy({ dtype: 'F32', shape: [2], data: Float32Array.from([0, 0.5]) }), /label 1 is 0.5/],
    ['damaged', bytes([2], [0, 1]).subarray(0, 100), /truncated/],
  ])('wrong labels: %s', (_name, labels, message) => {
    expect(() => readDataset(folderOf({ 'images.npy': bytes([2, 1, 4, 6], counting(48)), 'labels.npy': labels }), GREY, 'test')).toThrow(message);
  });
});

describe('pictures', () => {
  const META = '{"classes": ["road", "sky", "none"], "palette": [[1, 2, 3], [4, 5, 6], [0, 0, 0]], "void": 2}';
  const png = (width: number, height: number): Uint8Array => {
    const picture = new PNG({ width, height });
    picture.data.forEach((_, i) => { picture.data[i] = i % 4 === 3 ? 255 : i % 200; });
    return PNG.sync.write(picture);
  };
  const labels = (width: number, height: number, bits = 4): Uint8Array => palettePng(width, height, bits, Array.from({ length: width * height }, (_, i) => i % 3));
  const good = { 'meta.json': META, 'test.txt': 'a\nb\n', 'test/img/a.png': png(6, 4), 'test/img/b.png': png(4, 2), 'test/lab/a.png': labels(6, 4), 'test/lab/b.png': labels(4, 2) };
  test('palette places are labels, small pictures lie in the middle of void', () => {
    const set = readDataset(folderOf(good), COLOUR, 'test');
    expect([set.task, set.count, set.classes, set.ignored, set.palette?.[1], set.nameOf(1)]).toEqual(['pixels', 2, ['road', 'sky', 'none'], 2, [4, 5, 6], 'b']);
    expect([...set.labelsOf(0)]).toEqual(Array.from({ length: 24 }, (_, i) => i % 3));
    expect([...set.codesOf(0)].slice(24, 28)).toEqual([1, 5, 9, 13]);
    expect([...set.labelsOf(1)]).toEqual([2, 2, 2, 2, 2, 2, 2, 0, 1, 2, 0, 2, 2, 1, 2, 0, 1, 2, 2, 2, 2, 2, 2, 2]);
    expect([...set.codesOf(1)].slice(7, 11)).toEqual([0, 4, 8, 12]);
  });
  test.each([1, 2, 4, 8])('labels of %i bits', (bits) => {
    const values = Array.from({ length: 24 }, (_, i) => i % Math.min(3, 2 ** bits));
    for (const isGrey of [false, true]) {
      const set = readDataset(folderOf({ ...good, 'test/lab/a.png': palettePng(6, 4, bits, values, { isGrey }) }), COLOUR, 'test');
      expect([...set.labelsOf(0)]).toEqual(values);
    }
  });
  test.each([
    ['no picture file', { 'test.txt': 'a\nc\n' }, /c\.jpg: is not there/],
    ['no label file', { 'test.txt': 'a\nc\n', 'test/img/c.png': png(6, 4) }, /c\.png: is not there/],
    ['no meta.json', { 'meta.json': '' }, /not valid JSON/],
    ['a palette too short', { 'meta.json': '{"classes": ["a", "b"], "palette": [[1, 2, 3]]}' }, /"palette"/],
    ['a label beyond the classes', { 'test/lab/a.png': palettePng(6, 4, 4, Array.from({ length: 24 }, () => 3)) }, /label 0 is 3/],
    ['labels in colours', { 'test/lab/a.png': png(6, 4) }, /colours instead of labels/],
    ['damaged labels', { 'test/lab/a.png': labels(6, 4).subarray(0, 90) }, /no readable PNG/],
    ['labels too large', { 'test/img/a.png': png(7, 4), 'test/lab/a.png': labels(7, 4) }, /7 x 4 pixels/],
    ['labels of another size', { 'test/lab/a.png': labels(6, 3) }, /labels 6 x 3 pixels, but .*a\.png has 6 x 4/],
    ['a picture that is none', { 'test/img/a.png': 'hello' }, /neither a JPEG nor a PNG/],
    ['a picture too large', { 'test/img/a.png': png(6, 5), 'test/lab/a.png': labels(6, 5) }, /6 x 5 pixels, but input x has 6 x 4/],
    ['a small picture without void', { 'meta.json': '{"classes": ["a", "b", "c"]}' }, /no label counts nothing/],
  ])('%s', (_name, files, message) => {
    expect(() => {
      const set = readDataset(folderOf({ ...good, ...files }), COLOUR, 'test');
      for (let index = 0; index < set.count; index++) {
        set.codesOf(index);
        set.labelsOf(index);
      }
    }).toThrow(message);
  });
  test('a split that is not there', () => {
    expect(() => readDataset(folderOf(good), COLOUR, 'train')).toThrow(/--split train/);
  });
});
