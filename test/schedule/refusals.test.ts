// What the grid cannot do is refused with a code, the layer's span, the numbers and a way round.
import { describe, expect, test } from 'vitest';
import { ModelError, type Diagnostic } from '../../compiler/source/diagnostic.ts';
import { scheduleCodeRows } from '../../compiler/schedule/refuse.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target, TileSpec } from '../../compiler/target/target.ts';
import { buildInteger, type IntegerBuilder, SPAN } from './support/integer-builder.ts';
import { createRandom } from './support/random.ts';

const BASE = findTarget('sim-1x1') as Target;
const withTile = (tile: Partial<TileSpec>): Target => ({ ...BASE, tile: { ...BASE.tile, ...tile } });

function refusals(build: (net: IntegerBuilder) => void, target: Target = BASE): readonly Diagnostic[] {
  const net = buildInteger(createRandom(11));
  build(net);
  try {
    schedule(net.graph(), target);
  } catch (error) {
    if (error instanceof ModelError) return error.diagnostics;
    throw error;
  }
  return [];
}

const seen = new Set<string>();

function expectRefusal(code: string, words: RegExp, build: (net: IntegerBuilder) => void, target: Target = BASE): void {
  const [first] = refusals(build, target);
  expect(first?.code).toBe(code);
  expect(first?.message).toMatch(words);
  expect(first?.span).toEqual(SPAN);
  expect(first?.hint?.length).toBeGreaterThan(10);
  seen.add(code);
}

describe('operators', () => {
  test('raw sums in the middle', () => expectRefusal('NF4002', /raw sums of `conv1`/, (net) => net.output(net.conv(net.conv(net.input([2, 5, 5]), 4, { kernel: [3, 3], raw: true }), 4))));
  test('an index in the middle', () => expectRefusal('NF4002', /index of `argmax2`/, (net) => net.output(net.conv(net.argmax(net.conv(net.input([2, 5, 5]), 4, { raw: true })), 4))));
  test('several at once', () => {
    const all = refusals((net) => {
      const sums = net.conv(net.input([2, 5, 5]), 4, { raw: true });
      net.output(net.conv(sums, 4));
      net.output(net.requantize(sums));
    });
    expect(all.map((entry) => entry.code)).toEqual(['NF4002', 'NF4002']);
  });
});

describe('sizes', () => {
  test('accumulator', () => expectRefusal('NF4007', /range from -?\d+ to \d+/, (net) => net.output(net.dense(net.input([30, 40, 40], 9), 1, { trits: 4, sparsity: 0 }))));
  test('row memory', () => expectRefusal('NF4101', /needs 3 rows of 10 lines/, (net) => net.output(net.conv(net.input([80, 3, 128]), 8, { kernel: [3, 3] })), withTile({ rowDepth: 24 })));
  test('row memory of a dense layer', () => expectRefusal('NF4101', /1 row of 625 lines/, (net) => net.output(net.dense(net.input([8, 50, 100]), 2))));
  test('tap memory', () => expectRefusal('NF4102', /window of `conv1` has 200 blocks .* 3 tap sets/, (net) => net.output(net.conv(net.input([64, 5, 5]), 8, { kernel: [5, 5], sparsity: 0 })), withTile({ tapSets: 3 })));
  test('weight memory', () => expectRefusal('NF4103', /16 maps of `conv1` need 16 weight blocks/, (net) => net.output(net.conv(net.input([32, 6, 6]), 32, { kernel: [4, 4], trits: 2, sparsity: 0 })), withTile({ weightBlocks: 8 })));
  test('pass memory', () => expectRefusal('NF4103', /16 passes/, (net) => net.output(net.conv(net.input([32, 6, 6]), 32, { kernel: [4, 4], trits: 2, sparsity: 0 })), withTile({ passDepth: 8 })));
  test('argmax in one tile', () => expectRefusal('NF4103', /feeds argmax, so all its 300 maps/, (net) => net.output(net.argmax(net.dense(net.input([8, 1, 1]), 300, { raw: true })))));
  test('pooling window', () => expectRefusal('NF4104', /30 x 30 pixels/, (net) => net.output(net.maxPool(net.input([8, 30, 30]), [30, 30], [1, 1]))));
  test('counters', () => expectRefusal('NF4105', /40000 x 1 pixels/, (net) => net.output(net.conv(net.input([1, 40000, 1]), 1))));
  test('memory of the target', () => expectRefusal('NF4201', /need \d+ bytes; sim-1x1 has 65536/, (net) => net.output(net.conv(net.input([8, 128, 64]), 8)), { ...BASE, memory: { ...BASE.memory, bytes: 65536 } }));
});

test('every code of the scheduler is provoked above', () => {
  expect([...seen].sort()).toEqual(scheduleCodeRows.map((row) => row.code).sort());
});
