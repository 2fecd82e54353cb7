// The drawn street scenes: the same seed gives the same pictures, they hold every class, and the shipped ones are what the command draws.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seedFor } from '../../compiler/source/seeded-random.ts';
import { CLASSES, PALETTE, VOID } from '../../examples/scene/scenes/classes.ts';
import { makeScene } from '../../examples/scene/scenes/scene.ts';
import { readDataset } from '../../runtime/dataset.ts';
import type { InputShape } from '../../runtime/frames.ts';
import { projectFile } from '../../runtime/project-folder.ts';
import { PROJECT } from '../support/cli.ts';

const inputOf = (height: number, width: number): InputShape => ({ name: 'image', shape: [3, height, width], format: { bits: 8, zero: 0, scale: 1 } });
const SHIPPED = projectFile('examples', 'scene', 'streets');

test('the same seed gives the same picture, another seed another one', () => {
  const [first, again, other] = [makeScene(3, 64, 48), makeScene(3, 64, 48), makeScene(4, 64, 48)];
  expect(again).toEqual(first);
  expect(other.rgb).not.toEqual(first.rgb);
  expect(other.labels).not.toEqual(first.labels);
});

test('a picture has the size asked for', () => {
  const { width, height, rgb, labels } = makeScene(1, 50, 30);
  expect([width, height, rgb.length, labels.length]).toEqual([50, 30, 3 * 50 * 30, 50 * 30]);
});

test('the shipped pictures read as a labelled set in which every class occurs', () => {
  const set = readDataset(SHIPPED, inputOf(240, 320), 'test');
  expect(set).toMatchObject({ task: 'pixels', count: 4, classes: CLASSES, palette: PALETTE, ignored: VOID, labelShape: [240, 320] });
  const seen = new Set(Array.from({ length: set.count }, (_, index) => [...set.labelsOf(index)]).flat());
  expect([...seen].sort((a, b) => a - b)).toEqual(CLASSES.map((_, label) => label));
});

test('the shipped pictures are what seed 6 draws', () => {
  const set = readDataset(SHIPPED, inputOf(240, 320), 'test');
  for (let index = 0; index < set.count; index++) {
    const drawn = makeScene(seedFor(6, `test/${set.nameOf(index)}`), 320, 240);
    expect(set.labelsOf(index)).toEqual(drawn.labels);
    const codes = set.codesOf(index);
    let difference = 0;
    for (let i = 0; i < codes.length; i++) difference += Math.abs((codes[i] as number) - (drawn.rgb[3 * (i % (240 * 320)) + Math.floor(i / (240 * 320))] as number));
    expect(difference / codes.length).toBeLessThan(4);
  }
}, 60_000);

test('the command writes the splits asked for, the same each time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'streets-'));
  try {
    const make = (name: string): string => {
      const out = join(folder, name);
      const run = spawnSync(process.execPath, [join(PROJECT, 'dist/examples/scene/make-scenes.js'), '--out', out, '--train', '2', '--val', '1', '--seed', '5', '--size', '64x48'], { encoding: 'utf8' });
      expect(run.stderr).toBe('');
      expect(run.status).toBe(0);
      return out;
    };
    const [first, again] = [make('first'), make('again')];
    expect(readFileSync(join(first, 'train.txt'), 'utf8')).toBe('street-0000\nstreet-0001\n');
    for (const file of ['meta.json', 'val.txt', 'train/img/street-0001.jpg', 'train/lab/street-0001.png', 'val/img/street-0000.jpg']) {
      expect(readFileSync(join(again, file))).toEqual(readFileSync(join(first, file)));
    }
    expect(readDataset(first, inputOf(48, 64), 'val').labelsOf(0)).toEqual(makeScene(seedFor(5, 'val/street-0000'), 64, 48).labels);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
