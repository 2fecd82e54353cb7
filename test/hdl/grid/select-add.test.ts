// The hand-mapped three-operand adder and selector equal their portable twins and the definition, on all inputs.
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModel } from '../../../hdl/cosim/build-model.ts';
import { portOf } from '../../../hdl/cosim/model.ts';
import { rtlFolder } from '../../../hdl/emit/read-rtl.ts';
import { modelCacheFolder } from '../../../runtime/project-folder.ts';
import { readFixtures } from '../fixtures/read-fixture.ts';

test('both forms of the adder and of the selector are the same function', async () => {
  const sources = readFixtures('fx_xilinx_cells.sv', 'fx_select_add.sv');
  for (const name of ['nf_add3.sv', 'nf_select2.sv']) sources.set(name, readFileSync(join(rtlFolder(), name), 'utf8'));
  const model = await buildModel({ sources, top: 'fx_select_add', cacheDir: modelCacheFolder() });
  const view = (name: string) => portOf(model, name).view;
  const [operands, select] = [view('operands_i'), view('select_i')];
  const outputs = ['portable_sum_o', 'xilinx_sum_o', 'portable_choice_o', 'xilinx_choice_o'].map(view);
  for (let input = 0; input < 8192; input++) {
    operands[0] = input & 4095;
    select[0] = input >> 12;
    model.evaluate();
    const sum = (input & 15) + ((input >> 4) & 15) + ((input >> 8) & 15);
    const choice = (input >> 12 === 0 ? input : input >> 5) & 31;
    expect(outputs.map((output) => output[0]), `input ${input}`).toEqual([sum, sum, choice, choice]);
  }
});
