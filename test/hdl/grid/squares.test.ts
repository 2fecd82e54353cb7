// Distances and their squares in the RTL equal arithmetic, in both forms, for all codes, zero points and digits.
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModel } from '../../../hdl/cosim/build-model.ts';
import { portOf } from '../../../hdl/cosim/model.ts';
import { rtlFolder } from '../../../hdl/emit/read-rtl.ts';
import { modelCacheFolder } from '../../../runtime/project-folder.ts';
import { readFixtures } from '../fixtures/read-fixture.ts';

const PLAIN = 0;
const LOWER = 1;
const UPPER = 2;

/** What a lane takes of a code. */
function digitOf(code: number, zero: number, digit: number): number {
  const distance = Math.abs(code - zero);
  if (digit === PLAIN) return distance;
  return digit === LOWER ? distance ** 2 % 8 : Math.floor(distance ** 2 / 8);
}

test('both forms of the digits of squares are those of the square of the distance', async () => {
  const sources = readFixtures('fx_xilinx_cells.sv', 'fx_squares.sv');
  for (const name of ['nf_distance.sv', 'nf_square_digits.sv']) sources.set(name, readFileSync(join(rtlFolder(), name), 'utf8'));
  const model = await buildModel({ sources, top: 'fx_squares', cacheDir: modelCacheFolder() });
  const view = (name: string) => portOf(model, name).view;
  const [codes, zeros, digits] = [view('codes_i'), view('zero_i'), view('digit_i')];
  const outputs = ['portable_o', 'xilinx_o'].map(view);
  for (let zero = 0; zero < 8; zero++) {
    for (const digit of [PLAIN, LOWER, UPPER]) {
      for (let pair = 0; pair < 64; pair++) {
        codes[0] = pair;
        zeros[0] = zero;
        digits[0] = digit;
        model.evaluate();
        const expected = digitOf(pair & 7, zero, digit) | (digitOf(pair >> 3, zero, digit) << 3);
        expect(outputs.map((output) => output[0]), `codes ${pair}, zero ${zero}, digit ${digit}`).toEqual([expected, expected]);
      }
    }
  }
});
