// Both forms of the accumulator, one product or a choice of shifts, keep what docs/hardware.md section 4 says, with random passes over
// all pixels.
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModel } from '../../../hdl/cosim/build-model.ts';
import { portOf, reset, tick } from '../../../hdl/cosim/model.ts';
import { rtlFolder } from '../../../hdl/emit/read-rtl.ts';
import { modelCacheFolder } from '../../../runtime/project-folder.ts';
import { readFixtures } from '../fixtures/read-fixture.ts';

const PIXELS = 16;
const PASSES = 60;
const MASK = 0xff_ffff;
const SKIP = 3;

test('both forms of the accumulator are old * {0, 1, 3} + (sum << 3 digit), or old - (sum << 17)', async () => {
  const sources = readFixtures('fx_accumulators.sv');
  for (const name of ['nf_ram.sv', 'nf_add3.sv', 'nf_accumulator.sv']) sources.set(name, readFileSync(join(rtlFolder(), name), 'utf8'));
  const model = await buildModel({ sources, top: 'fx_accumulators', cacheDir: modelCacheFolder() });
  const view = (name: string) => portOf(model, name).view;
  const words = (name: string): [number, number] => {
    const [low, high] = view(name) as Uint32Array;
    return [(low as number) & MASK, (((low as number) >>> 24) | ((high as number) << 8)) & MASK];
  };
  let state = 7;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const passes = Array.from({ length: PASSES }, (_, pass) => {
    const digit = random(4);
    const first = digit === 0 && (pass === 0 || random(4) === 0);
    return { digit, first, triple: digit === 0 && !first && random(2) === 0, sums: Array.from({ length: PIXELS }, () => [random(449), random(449)] as const) };
  });
  // The first digit plane of the first pass must not see what the memory holds.
  if (passes[0] !== undefined) passes[0] = { ...passes[0], digit: 0, first: true, triple: false };
  const slots = passes.flatMap((pass) => pass.sums.map((sums, pixel) => ({ ...pass, sums, pixel })));
  const memory = Array.from({ length: PIXELS }, () => [0, 0]);
  const expected = slots.map(({ digit, first, triple, sums, pixel }) => {
    memory[pixel] = sums.map((sum, n) => {
      const old = first ? 0 : (memory[pixel]?.[n] as number) * (triple ? 3 : 1);
      return (digit === SKIP ? old - sum * 2 ** 17 : old + sum * 8 ** digit) & MASK;
    });
    return memory[pixel] as number[];
  });
  reset(model);
  const seen: number[][][] = [];
  for (let now = 0; now < slots.length + 6; now++) {
    // A slot's address is presented two cycles before its sum, its flags one.
    const address = slots[now], flags = slots[now - 1], sum = slots[now - 2];
    view('read_pixel_i')[0] = address?.pixel ?? 0;
    view('digit_next_i')[0] = flags?.digit ?? 0;
    view('first_next_i')[0] = Number(flags?.first ?? false);
    view('triple_next_i')[0] = Number(flags?.triple ?? false);
    view('valid_i')[0] = Number(sum !== undefined);
    view('emit_i')[0] = 1;
    view('pixel_i')[0] = sum?.pixel ?? 0;
    view('sums_i')[0] = sum === undefined ? 0 : sum.sums[0] | (sum.sums[1] << 9);
    tick(model);
    if (view('drain_o')[0] === 3) seen.push([words('product_o'), words('shift_o')]);
  }
  expect(seen).toEqual(expected.map((values) => [values, values]));
});
