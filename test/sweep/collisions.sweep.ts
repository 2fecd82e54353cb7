// What a block memory gives for a word that is being written is never used: with memories that give the opposite then, every beat of a
// network and every cycle are the same. So synthesis may leave that case to the part (nf_ram).
import { expect, test } from 'vitest';
import { rtlSources } from '../../hdl/emit/read-rtl.ts';
import { chooseFrames } from '../../runtime/choose-frames.ts';
import { compileFile } from '../../runtime/network.ts';
import { openBench } from '../../runtime/open-bench.ts';
import { verify } from '../../runtime/verify.ts';

const READ = 'read_data_o <= mem[read_address_i];';
const GARBLED = 'read_data_o <= (write_i && write_address_i == read_address_i) ? ~mem[read_address_i] : mem[read_address_i];';

test.each(['examples/lenet5/lenet5.nf', 'scripts/mutants.nf'])('%s runs on memories that give nonsense for a word that is being written', async (model) => {
  const { program, integer } = await compileFile({ model, target: 'sim-1x2', calibrate: [], sources: new Map() });
  const memory = rtlSources(program.target).get('nf_ram.sv') as string;
  expect(memory.split(READ)).toHaveLength(2);
  const sources = new Map([...rtlSources(program.target), ['nf_ram.sv', memory.replace(READ, GARBLED)]]);
  const bench = await openBench(program.target, { native: false, onProgress: () => undefined, sources });
  const { frames } = chooseFrames(program, { files: [], count: 6, fallback: 6, seed: 3 });
  for (const stallSeed of [null, 5]) {
    const { equal, valueMismatches, firstDifference, failure } = await verify({ program, integer, frames, bench, stallSeed });
    expect({ equal, valueMismatches, firstDifference, failure }).toEqual({ equal: true, valueMismatches: 0, firstDifference: null, failure: null });
  }
});
