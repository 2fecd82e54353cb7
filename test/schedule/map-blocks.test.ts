// Tensors in blocks of single maps: layers that read few of many maps take them where that costs fewer cycles, values stay the same.
import { expect, test } from 'vitest';
import { beatsInMemory, preparePacker } from '../../runtime/pack.ts';
import type { Program } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import type { IntegerBuilder } from './support/integer-builder.ts';
import { type BuildNetwork, scheduled, targetOf, wideTiles } from './support/scheduled.ts';

const SIM = targetOf('sim-2x2');
const WIDE = wideTiles(SIM);
const PADDED = { top: 1, left: 1, bottom: 1, right: 1 };

const check = (target: Target, build: BuildNetwork): Program => scheduled(build, target, { seed: 3, options: { mostOfPlain: 1 } });

/** Rows of a stored row of every tensor in blocks of single maps. */
function formsOf(program: Program): Record<string, number> {
  const own = program.phases.flatMap((phase) => phase.tiles.flatMap((tile) => tile.own));
  return Object.fromEntries(own.filter(({ order }) => order.rowFold !== undefined).map(({ tensor, order }) => [tensor, order.rowFold ?? 0]));
}

/** A conv of a third of the maps, pooling, a conv with a sparse table, pooling: as in the suite. */
function sparse(net: IntegerBuilder, isRaw: boolean): void {
  const first = net.conv(net.input([3, 27, 98]), 16, { kernel: [5, 5], trits: 2, sparsity: 66, table: true });
  const second = net.conv(net.sumPool(first, [2, 2], [2, 2]), 18, { kernel: [5, 5], trits: 3, sparsity: 85, table: true, odd: true });
  net.output(isRaw ? net.conv(second, 18, { kernel: [5, 5], stride: [2, 2], trits: 4, groups: 18, raw: true }) : net.sumPool(second, [2, 2], [2, 2]));
}

for (const [name, target] of [['16', SIM], ['32', WIDE]] as const) {
  test(`sparse tables and pooling on tiles of ${name} neurons`, () => {
    const forms = formsOf(check(target, (net) => sparse(net, false)));
    expect(Object.keys(forms)).toEqual(expect.arrayContaining(['sumpool2', 'conv3']));
    expect(Object.values(forms)).toContain(2);
  });
  test(`raw sums on tiles of ${name} neurons`, () => {
    expect(Object.keys(formsOf(check(target, (net) => sparse(net, true))))).toEqual(expect.arrayContaining(['conv3', 'conv4']));
  });
  test(`padding of whole blocks and rows on tiles of ${name} neurons`, () => {
    const forms = formsOf(check(target, (net) => {
      const first = net.conv(net.input([9, 6, 64]), 32, { kernel: [1, 1], trits: 1 });
      const second = net.conv(first, 32, { kernel: [3, 3], padding: PADDED, padCode: 3, trits: 4, sparsity: 95, table: true });
      net.output(net.conv(second, 32, { kernel: [3, 3], padding: PADDED, padCode: 2, trits: 4, sparsity: 95, table: true }));
    }));
    expect(Object.keys(forms)).toEqual(['conv1', 'conv2', 'conv3']);
  });
}

test('filler is never read: padding at the right of a width that is no whole blocks keeps blocks of 8 maps', () => {
  const forms = formsOf(check(SIM, (net) => {
    const first = net.conv(net.input([9, 12, 30]), 32, { kernel: [1, 1], trits: 1 });
    net.output(net.conv(first, 32, { kernel: [3, 3], padding: PADDED, padCode: 3, trits: 4, sparsity: 95, table: true }));
  }));
  expect(forms).not.toHaveProperty('conv1');
});

test('an input packed map by map', () => {
  const packer = preparePacker([2, 1, 9], { kind: 'packed', digits: 1, planes: 2, pixelElements: 1, padLeft: 1, rowBlocks: 2, padCode: 5 }, { axiBytes: 16 });
  const words = new Uint32Array(4);
  packer.pack(Int32Array.from([...[0, 1, 2, 3, 4, 5, 6, 7, 0], ...[7, 6, 5, 4, 3, 2, 1, 0, 7]]), words, 0);
  expect([...beatsInMemory(packer, words, { axiBytes: 16 }, 0)].map((word) => word.toString(8).padStart(8, '0'))).toEqual(['65432105', '55555507', '12345675', '55555570']);
});
