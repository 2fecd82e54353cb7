// Both forms of a neuron make the sum of its lanes, three cycles after the activations, whatever the number of lanes.
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModel } from '../../../hdl/cosim/build-model.ts';
import { portOf, reset, tick } from '../../../hdl/cosim/model.ts';
import { rtlFolder } from '../../../hdl/emit/read-rtl.ts';
import { modelCacheFolder } from '../../../runtime/project-folder.ts';
import { readFixtures } from '../fixtures/read-fixture.ts';

const LATENCY = 3;
const CYCLES = 400;
const FORMS = [['full', 64], ['ragged', 22], ['shallow', 4]] as const;

test('nf_dot and nf_dot_chains are the sum of lanes', async () => {
  const sources = readFixtures('fx_ecp5_cells.sv', 'fx_dots.sv');
  for (const name of ['nf_lane_pair.sv', 'nf_lane_chain.sv', 'nf_add3.sv', 'nf_sum_pairs.sv', 'nf_dot.sv', 'nf_dot_chains.sv']) {
    sources.set(name, readFileSync(join(rtlFolder(), name), 'utf8'));
  }
  const model = await buildModel({ sources, top: 'fx_dots', cacheDir: modelCacheFolder() });
  const view = (name: string) => portOf(model, name).view;
  let state = 11;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const extremes = [[7, 1], [0, 3], [7, 3], [0, 1]] as const;
  const cycles = Array.from({ length: CYCLES }, (_, cycle) => Array.from({ length: 64 }, () => extremes[cycle] ?? ([random(8), random(4)] as const)));
  reset(model);
  for (let now = 0; now < CYCLES + LATENCY; now++) {
    const lanes = cycles[now];
    if (lanes !== undefined) {
      view('activations_i').set(packed(lanes.map(([x]) => x), 3, 6));
      view('trits_i').set(packed(lanes.map(([, trit]) => trit), 2, 4));
    }
    tick(model);
    const past = cycles[now + 1 - LATENCY];
    if (past === undefined) continue;
    for (const [form, count] of FORMS) {
      const sum = past.slice(0, count).reduce((total, [x, trit]) => total + ((trit & 1) === 0 ? 0 : (trit & 2) === 0 ? x : 7 - x), 0);
      expect([view(`${form}_tree_o`)[0], view(`${form}_chains_o`)[0]], `${form}, cycle ${now}`).toEqual([sum, sum]);
    }
  }
});

/** Values of `bits` bits side by side, in 32-bit words. */
function packed(values: readonly number[], bits: number, words: number): Uint32Array {
  const all = values.reduce((sum, value, i) => sum | (BigInt(value) << BigInt(bits * i)), 0n);
  return Uint32Array.from({ length: words }, (_, i) => Number((all >> BigInt(32 * i)) & 0xffffffffn));
}
