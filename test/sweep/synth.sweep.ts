// The documents in docs/synth, which the bench and the README take their figures from, are what `nfc synth --json` prints for the present hardware.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { nfc, PROJECT, scratchFolder } from '../support/cli.ts';

const folder = scratchFolder();
afterAll(() => folder.dispose());

it.each(['pynq-z2', 'neuflow-v6'])('%s', (target) => {
  expect(nfc(['compile', join(PROJECT, 'examples', 'lenet5', 'lenet5.nf'), '--target', target, '-o', target], folder.path).code).toBe(0);
  const { code, stdout } = nfc(['synth', target, '--json'], folder.path);
  expect(code).toBe(0);
  const { lut, ff, bram36, dsp, lutPerLane } = JSON.parse(readFileSync(join(PROJECT, 'docs', 'synth', `${target}.json`), 'utf8')) as Record<string, number>;
  expect(JSON.parse(stdout)).toMatchObject({ lut, ff, bram36, dsp, lutPerLane });
});
