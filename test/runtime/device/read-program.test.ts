// A compiled folder for a device: whole and untouched, or refused by the file that is not.
import { mkdirSync, mkdtempSync, rmSync, truncateSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compiledFolder } from '../../../runtime/compiled-folder.ts';
import { readCompiledProgram } from '../../../runtime/device/read-program.ts';
import { FileFormatError } from '../../../runtime/file-format-error.ts';
import { compileFile } from '../../../runtime/network.ts';

const MODEL = 'network Small {\n  input image: u3[2, 6, 5], scale 1/7\n  weights random(1)\n  image |> conv(4 maps, 3x3) |> relu(range 1) |> output maps\n}\n';
const folder = mkdtempSync(join(tmpdir(), 'nfc-program-'));
const out = join(folder, 'out');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  writeFileSync(join(folder, 'small.nf'), MODEL);
  const compiled = await compileFile({ model: join(folder, 'small.nf'), target: 'sim-1x1', calibrate: [], sources: new Map() });
  for (const [name, text] of compiledFolder(compiled).files) {
    mkdirSync(dirname(join(out, name)), { recursive: true });
    writeFileSync(join(out, name), text);
  }
});

test('a whole folder is read', () => {
  expect(readCompiledProgram(out)).toMatchObject({ model: 'Small', target: { name: 'sim-1x1' } });
});

test.each(['program.json', 'images/init.hex', 'images/loop.hex'])('%s cut short anywhere is refused by its name', (name) => {
  const file = join(out, name);
  const whole = readFileSync(file);
  fc.assert(fc.property(fc.integer({ min: 0, max: statSync(file).size - 2 }), (bytes) => {
    truncateSync(file, bytes);
    try {
      readCompiledProgram(out);
    } catch (error) {
      return error instanceof FileFormatError && error.fileName === file;
    } finally {
      writeFileSync(file, whole);
    }
    return false;
  }), { numRuns: 40, seed: 1 });
});

test('an image that was edited is refused by its line', () => {
  const file = join(out, 'images', 'loop.hex');
  const whole = readFileSync(file, 'utf8');
  const lines = whole.split('\n');
  lines[4] = lines[4] === '0123456789abcdef' ? '0123456789abcdee' : '0123456789abcdef';
  writeFileSync(file, lines.join('\n'));
  expect(() => readCompiledProgram(out)).toThrow(/loop.hex: line 5 is not that of the program/);
  writeFileSync(file, whole);
});
