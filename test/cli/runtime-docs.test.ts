// The example of docs/runtime.md runs as it stands there, in a folder that has nfc as a dependency.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nfc, PROJECT, scratchFolder } from '../support/cli.ts';

const [, example = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(PROJECT, 'docs', 'runtime.md'), 'utf8')) ?? [];
const folder = scratchFolder({ 'example.mjs': example });
afterAll(() => folder.dispose());

beforeAll(() => {
  mkdirSync(join(folder.path, 'node_modules'));
  symlinkSync(PROJECT, join(folder.path, 'node_modules', 'nfc'));
  for (const name of ['2a.npy', '7a.npy']) copyFileSync(join(PROJECT, 'examples', 'lenet5', 'digits', name), join(folder.path, name));
  expect(nfc(['compile', join(PROJECT, 'examples', 'lenet5', 'lenet5.nf'), '-o', 'build/lenet5'], folder.path)).toMatchObject({ code: 0 });
});

test('the example sees what the pictures show', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['example.mjs'], { cwd: folder.path, encoding: 'utf8' });
  expect([stderr, stdout]).toEqual(['', expect.stringMatching(/^frame 0: 2\nframe 1: 7\n\d+ cycles for the last one\n$/)]);
});
