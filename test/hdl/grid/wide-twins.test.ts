// The epilogue's hand-mapped comparison and correction equal their portable twins and the definition: at the borders of 24-bit
// numbers, at neighbours that differ in one bit, and at random.
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModel } from '../../../hdl/cosim/build-model.ts';
import { portOf } from '../../../hdl/cosim/model.ts';
import { rtlFolder } from '../../../hdl/emit/read-rtl.ts';
import { modelCacheFolder } from '../../../runtime/project-folder.ts';
import { readFixtures } from '../fixtures/read-fixture.ts';

const MODULUS = 2 ** 24;
const signed = (value: number): number => (value << 8) >> 8;

/** Pairs of 24-bit numbers. */
function* pairs(): Generator<readonly [value: number, bound: number]> {
  const borders = [0, 1, 2 ** 23 - 1, 2 ** 23, 2 ** 23 + 1, MODULUS - 2, MODULUS - 1];
  for (const a of borders) for (const b of borders) yield [a, b];
  let state = 12345;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
  for (let k = 0; k < 4000; k++) {
    const a = random();
    yield [a, random()];
    yield [a, a];
    yield [a, a ^ (1 << (k % 24))];
    yield [a, (MODULUS - 1) ^ a ^ (1 << (k % 24))];
  }
}

test('both forms of the comparison and of the correction are the same functions', async () => {
  const sources = readFixtures('fx_xilinx_cells.sv', 'fx_wide_twins.sv');
  for (const name of ['nf_at_least.sv', 'nf_correct.sv']) sources.set(name, readFileSync(join(rtlFolder(), name), 'utf8'));
  const model = await buildModel({ sources, top: 'fx_wide_twins', cacheDir: modelCacheFolder() });
  const view = (name: string) => portOf(model, name).view;
  const [value, bound, flip] = [view('value_i'), view('bound_i'), view('flip_i')];
  const [yes, xilinxYes, sum, xilinxSum] = [view('portable_yes_o'), view('xilinx_yes_o'), view('portable_sum_o'), view('xilinx_sum_o')];
  for (const [a, b] of pairs()) {
    for (const f of [0, 1]) {
      value[0] = a;
      bound[0] = b;
      flip[0] = f;
      model.evaluate();
      const isAtLeast = Number(signed(f === 1 ? ~a : a) >= signed(b));
      const corrected = (b + (f === 1 ? 2 * a : a)) % MODULUS;
      if (yes[0] === isAtLeast && xilinxYes[0] === isAtLeast && sum[0] === corrected && xilinxSum[0] === corrected) continue;
      expect([yes[0], xilinxYes[0], sum[0], xilinxSum[0]], `${a}, ${b}, ${f}`).toEqual([isAtLeast, isAtLeast, corrected, corrected]);
    }
  }
});
