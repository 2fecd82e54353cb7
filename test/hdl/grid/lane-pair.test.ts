// The hand-mapped lanes of both makers equal their portable twin and the definition, on all 2^10 inputs.
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModel } from '../../../hdl/cosim/build-model.ts';
import { portOf } from '../../../hdl/cosim/model.ts';
import { rtlFolder } from '../../../hdl/emit/read-rtl.ts';
import { modelCacheFolder } from '../../../runtime/project-folder.ts';
import { readFixtures } from '../fixtures/read-fixture.ts';

test('all forms of a lane pair are the same function', async () => {
  const sources = readFixtures('fx_xilinx_cells.sv', 'fx_ecp5_cells.sv', 'fx_lane_pairs.sv');
  for (const name of ['nf_lane_pair.sv', 'nf_lane_chain.sv']) sources.set(name, readFileSync(join(rtlFolder(), name), 'utf8'));
  const model = await buildModel({ sources, top: 'fx_lane_pairs', cacheDir: modelCacheFolder() });
  const view = (name: string) => portOf(model, name).view;
  const [activations, trits] = [view('activations_i'), view('trits_i')];
  const forms = ['portable_o', 'xilinx_o', 'ecp5_o'].map(view);
  const lane = (x: number, trit: number): number => ((trit & 1) === 0 ? 0 : (trit & 2) === 0 ? x : 7 - x);
  for (let input = 0; input < 1024; input++) {
    activations[0] = input & 63;
    trits[0] = input >> 6;
    model.evaluate();
    const sum = lane(input & 7, (input >> 6) & 3) + lane((input >> 3) & 7, input >> 8);
    expect(forms.map((form) => form[0]), `input ${input}`).toEqual([sum, sum, sum * 17]);
  }
});
