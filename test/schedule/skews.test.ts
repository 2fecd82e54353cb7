// Bank skews other than those of dense windows: groups whose neurons leave out blocks of every row take no more passes than they have blocks for.
import { expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
import { lowerToGrid } from '../../compiler/schedule/lower.ts';
import { mappingsOf } from '../../compiler/schedule/map-layer.ts';
import { buildInteger } from './support/integer-builder.ts';
import { createRandom } from './support/random.ts';
import { type BuildNetwork, scheduled, targetOf } from './support/scheduled.ts';

const TARGET = targetOf('sim-1x1');

const check = (build: BuildNetwork): Program => scheduled(build, TARGET, { seed: 3 });

const passesOf = (program: Program): number => [...program.resident, ...program.phases.flatMap((phase) => phase.loads)].reduce((sum, { loads }) => sum + loads.passes.length, 0);

test('a 5 x 5 window over one map takes 6 passes a trit for 8 pixels of 8 maps, 2 for 4 where windows are stored apart', () => {
  const build: BuildNetwork = (net) => { net.output(net.conv(net.input([1, 20, 44]), 8, { kernel: [5, 5], trits: 4 })); };
  const net = buildInteger(createRandom(3));
  build(net);
  const [layer] = lowerToGrid(net.graph(), TARGET.tile.neurons).layers;
  const mapped = layer === undefined ? [] : mappingsOf(layer, null, false, TARGET);
  const passesIn = (kind: string, folded: number): number[] => mapped.filter(({ geometry: { view, fold, rowFold } }) => view.layout?.kind === kind && view.pixelElements <= 1 && fold === folded && rowFold === 1)
    .map(({ plan }) => plan.groups.reduce((sum, group) => sum + group.passes.length, 0));
  // Of the four groups of two pixels, half have windows of one block in a row: 5 blocks, one pass; the others have 10.
  expect(passesIn('packed', 8)).toEqual([24]);
  // A window of 4 pixels has 8 columns: a block a row, 5 blocks, one pass for each of two groups.
  expect(passesIn('windows', 4)).toContain(8);
  // As many for each pixel, in fewer groups.
  expect(passesOf(check(build))).toBeLessThanOrEqual(8);
});

test('several digit planes, padding and rows of several planes', () => {
  const padding = { top: 2, left: 2, bottom: 2, right: 2 };
  check((net) => net.output(net.conv(net.input([1, 9, 19], 8), 8, { kernel: [5, 5], padding, padCode: 130, trits: 2 })));
  check((net) => net.output(net.conv(net.conv(net.input([9, 9, 11]), 40, { kernel: [1, 1] }), 12, { kernel: [3, 3], padding: { top: 1, left: 1, bottom: 1, right: 1 }, sparsity: 80, table: true })));
});
