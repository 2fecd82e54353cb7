// The hardware's two forms of the decoder equal the encoder's own, on all 256 bytes.
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tritsOfByte } from '../../../compiler/program/weight-words.ts';
import { buildModel } from '../../../hdl/cosim/build-model.ts';
import { portOf } from '../../../hdl/cosim/model.ts';
import { rtlFolder } from '../../../hdl/emit/read-rtl.ts';
import { modelCacheFolder } from '../../../runtime/project-folder.ts';
import { readFixtures } from '../fixtures/read-fixture.ts';

test('both forms decode every byte as the compiler does', async () => {
  const sources = readFixtures('fx_xilinx_cells.sv', 'fx_byte_trits.sv').set('nf_byte_trits.sv', readFileSync(join(rtlFolder(), 'nf_byte_trits.sv'), 'utf8'));
  const model = await buildModel({ sources, top: 'fx_byte_trits', cacheDir: modelCacheFolder() });
  const view = (name: string) => portOf(model, name).view;
  const [byte, portable, xilinx] = [view('byte_i'), view('portable_o'), view('xilinx_o')];
  for (let value = 0; value < 256; value++) {
    byte[0] = value;
    model.evaluate();
    const bits = tritsOfByte(value).reduce((sum, trit, index) => sum | ((trit === 0 ? 0 : trit < 0 ? 3 : 1) << (2 * index)), 0);
    expect([portable[0], xilinx[0]], `byte ${value}`).toEqual([bits, bits]);
  }
});
