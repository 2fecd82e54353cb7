// Writes a set of street scenes in the layout of CamVid: meta.json, and for each split SPLIT.txt, SPLIT/img/NAME.jpg and SPLIT/lab/NAME.png.
// Usage: make-scenes --out DIR [--train N] [--val N] [--test N] [--seed S] [--size WxH]
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { encode } from 'jpeg-js';
import { seedFor } from '../../compiler/source/seeded-random.ts';
import { CLASSES, PALETTE, VOID } from './scenes/classes.ts';
import type { Picture } from './scenes/develop.ts';
import { labelPng } from './scenes/label-png.ts';
import { makeScene } from './scenes/scene.ts';

const QUALITY = 92;
const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    train: { type: 'string', default: '0' },
    val: { type: 'string', default: '0' },
    test: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: '320x240' },
  },
});
const size = /^([1-9]\d{0,3})x([1-9]\d{0,3})$/.exec(values.size);
if (values.out === undefined || size === null) {
  console.error('usage: make-scenes --out DIR [--train N] [--val N] [--test N] [--seed S] [--size WxH]');
  process.exit(2);
}
const [width, height] = [Number(size[1]), Number(size[2])];
const out = values.out;
mkdirSync(out, { recursive: true });
writeFileSync(path.join(out, 'meta.json'), `${JSON.stringify({ classes: CLASSES, palette: PALETTE, void: VOID, size: [width, height] }, null, 1)}\n`);
for (const split of ['train', 'val', 'test'] as const) {
  const count = wholeNumber(split);
  if (count === 0) continue;
  const names = Array.from({ length: count }, (_, index) => `street-${String(index).padStart(4, '0')}`);
  for (const folder of ['img', 'lab']) mkdirSync(path.join(out, split, folder), { recursive: true });
  for (const name of names) {
    const picture = makeScene(seedFor(wholeNumber('seed'), `${split}/${name}`), width, height);
    writeFileSync(path.join(out, split, 'img', `${name}.jpg`), jpegOf(picture));
    writeFileSync(path.join(out, split, 'lab', `${name}.png`), labelPng(width, height, picture.labels, PALETTE));
  }
  writeFileSync(path.join(out, `${split}.txt`), names.map((name) => `${name}\n`).join(''));
}

function wholeNumber(name: 'train' | 'val' | 'test' | 'seed'): number {
  const text = values[name];
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`--${name} ${text} is no whole number`);
  return process.exit(2);
}

function jpegOf(picture: Picture): Uint8Array {
  const data = Buffer.alloc(4 * picture.width * picture.height, 255);
  for (let i = 0; i < picture.width * picture.height; i++) data.set(picture.rgb.subarray(3 * i, 3 * i + 3), 4 * i);
  return encode({ width: picture.width, height: picture.height, data }, QUALITY).data;
}
