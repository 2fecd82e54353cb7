// Outputs that nothing reads: rows share a group where that fills its neurons with fewer passes; values stay the same.
import { expect, test } from 'vitest';
import type { Target } from '../../compiler/target/target.ts';
import { type BuildNetwork, scheduled, targetOf, wideTiles } from './support/scheduled.ts';

const SIM = targetOf('sim-2x2');
const WIDE = wideTiles(SIM);

/** Rows that share a group in each tensor of its own. */
function rowsOf(target: Target, build: BuildNetwork): Record<string, number> {
  const own = scheduled(build, target, { seed: 4 }).phases.flatMap((phase) => phase.tiles.flatMap((tile) => tile.own));
  return Object.fromEntries(own.map(({ tensor, order }) => [tensor, order.rowFold ?? 1]));
}

test('four maps of a large kernel: 2 rows of 4 pixels in 32 neurons, the last row alone', () => {
  expect(rowsOf(WIDE, (net) => net.output(net.conv(net.input([4, 32, 61]), 4, { kernel: [10, 10], trits: 2 })))).toEqual({ conv1: 2 });
});

test('strides, padding and wide inputs', () => {
  for (const [stride, bits] of [[[1, 2], 3], [[2, 1], 3], [[1, 1], 8]] as const) {
    for (const target of [SIM, WIDE]) {
      const rows = rowsOf(target, (net) => net.output(net.conv(net.input([2, 23, 70], bits), 3, {
        kernel: [9, 3], stride, padding: { top: 2, left: 1, bottom: 1, right: 1 }, padCode: 3, trits: 3,
      })));
      expect(Object.keys(rows)).toEqual(['conv1']);
    }
  }
});

test('not where a layer reads it, nor where its maps fill a group', () => {
  const rows = rowsOf(WIDE, (net) => {
    const first = net.conv(net.input([4, 24, 24]), 4, { kernel: [9, 3], trits: 1 });
    net.output(net.conv(first, 40, { kernel: [3, 3], trits: 1 }));
  });
  expect(rows).toEqual({ conv1: 1, conv2: 1 });
});

test('in stripes', () => {
  const shallow: Target = { ...WIDE, tile: { ...WIDE.tile, rowDepth: 40 }, memory: { ...WIDE.memory, axiBytes: 16 } };
  const rows = rowsOf(shallow, (net) => net.output(net.conv(net.input([4, 23, 203]), 4, { kernel: [10, 10], trits: 2 })));
  expect(Object.keys(rows).length).toBeGreaterThanOrEqual(1);
  expect(new Set(Object.values(rows))).toEqual(new Set([2]));
});
