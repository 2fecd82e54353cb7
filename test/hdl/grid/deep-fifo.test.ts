// The FIFO in block memory shows each word when a FIFO of registers would: against a list, at all rates of pushes and pops, steady and
// random, between empty and full. The timing simulator knows no other FIFO.
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildModel } from '../../../hdl/cosim/build-model.ts';
import { portOf, reset, tick } from '../../../hdl/cosim/model.ts';
import { rtlFolder } from '../../../hdl/emit/read-rtl.ts';
import { modelCacheFolder } from '../../../runtime/project-folder.ts';
import { makeRandom, randomBelow } from '../../../runtime/random.ts';

const DEPTH = 32;
const CYCLES = 300_000;
const LONGEST = 50;

test('a word in block memory is no later than one in registers', async () => {
  const sources = new Map(['nf_ram.sv', 'nf_fifo.sv', 'nf_deep_fifo.sv'].map((name) => [name, readFileSync(join(rtlFolder(), name), 'utf8')]));
  const model = await buildModel({ sources, top: 'nf_deep_fifo', parameters: new Map([['Depth', DEPTH]]), cacheDir: modelCacheFolder() });
  const view = (name: string) => portOf(model, name).view;
  const numbers = makeRandom(1);
  const random = (below: number): number => randomBelow(numbers, below);
  /** Every `period` cycles for a while, or as often at random. */
  const rate = (): (() => boolean) => {
    const period = 1 + random(5);
    if (random(4) === 0) return () => false;
    let phase = random(period);
    return random(2) === 0 ? () => random(period) === 0 : () => phase++ % period === 0;
  };
  reset(model);
  const held: number[] = [];
  const seen = { full: 0, empty: 0 };
  let pushes = rate(), pops = rate(), left = 0;
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    if (left-- === 0) [pushes, pops, left] = [rate(), rate(), random(LONGEST)];
    const pop = pops() && held.length > 0;
    const push = pushes() && held.length < DEPTH;
    view('push_i')[0] = Number(push);
    view('data_i')[0] = push ? cycle : 0xff_ffff;
    view('pop_i')[0] = Number(pop);
    tick(model);
    if (pop) held.shift();
    if (push) held.push(cycle);
    if (held.length === DEPTH) seen.full++;
    if (held.length === 0) seen.empty++;
    const shown = view('valid_o')[0] === 1 ? view('data_o')[0] : undefined;
    if (shown !== held[0]) expect.fail(`cycle ${cycle}: ${shown} shown, ${held[0]} is the first of ${held.length}`);
  }
  expect(Math.min(seen.full, seen.empty)).toBeGreaterThan(1000);
});
