// What the grid cannot do is refused with a code, the layer's span, the numbers and a way round.
import { describe, expect, test } from 'vitest';
import { ModelError, type Diagnostic } from '../../compiler/source/diagnostic.ts';
import { scheduleCodeRows } from '../../compiler/schedule/refuse.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target, TileSpec } from '../../compiler/target/target.ts';
import { buildInteger, CODES, type IntegerBuilder, SPAN } from './support/integer-builder.ts';
import { createRandom } from './support/random.ts';

const BASE = findTarget('sim-1x1') as Target;
const withTile = (tile: Partial<TileSpec>): Target => ({ ...BASE, tile: { ...BASE.tile, ...tile } });
const ONE = { top: 1, left: 1, bottom: 1, right: 1 };

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

const common = (id: string, inputs: readonly string[]) => ({ id, name: id, span: SPAN, inputs, macs: 0, format: CODES });

describe('operators', () => {
  test('transposed conv', () => expectRefusal('NF4001', /transposed conv `up` is not supported on the grid yet/, (net) => net.output(net.node({
    ...common('up', [net.input([2, 3, 3])]), kind: 'transposed-conv', shape: [2, 6, 6], kernel: [2, 2], stride: [2, 2], padding: { top: 0, left: 0, bottom: 0, right: 0 },
    outputPadding: [0, 0], groups: 1, inputZero: 0, weights: new Int8Array(16), trits: 1,
    epilogue: { kind: 'codes', thresholds: new Int32Array(14), falling: new Uint8Array(2), absolute: null, codeMap: null },
  }))));
  test('add', () => expectRefusal('NF4001', /joins two tensors/, (net) => {
    const a = net.input([2, 3, 3]);
    net.output(net.node({ ...common('sum', [a, a]), kind: 'pair-table', shape: [2, 3, 3], table: new Uint8Array(64) }));
  }));
  test('concat', () => expectRefusal('NF4001', /concat `both`/, (net) => {
    const a = net.input([2, 3, 3]);
    net.output(net.node({ ...common('both', [a, a]), kind: 'concat', shape: [4, 3, 3], codeMaps: [new Uint8Array(8), new Uint8Array(8)] }));
  }));
  test('upsample', () => expectRefusal('NF4001', /upsample `big`/, (net) => net.output(net.node({ ...common('big', [net.input([2, 3, 3])]), kind: 'upsample', shape: [2, 6, 6], factor: [2, 2] }))));
  test('raw sums in the middle', () => expectRefusal('NF4002', /raw sums of `conv1`/, (net) => net.output(net.conv(net.conv(net.input([2, 5, 5]), 4, { kernel: [3, 3], raw: true }), 4))));
  test('average without padding in its count', () => expectRefusal('NF4003', /leaves its padding out/, (net) => {
    const id = net.sumPool(net.input([2, 4, 4]), [2, 2], [2, 2], ONE);
    const node = net.graph().nodes.find((entry) => entry.id === id);
    if (node?.kind === 'sum-pool') net.output(net.node({ ...node, id: 'average', name: 'average', thresholdsByCount: new Map([[1, node.epilogue], [4, node.epilogue]]) }));
  }));
  test('maximum and minimum with padding', () => expectRefusal('NF4004', /rising and falling/, (net) => net.output(net.maxPool(net.input([9, 6, 6]), [3, 3], [2, 2], ONE, 'some'))));
  test('argmax over many maps of an image', () => expectRefusal('NF4005', /17 maps in rows of 4 pixels/, (net) => net.output(net.argmax(net.conv(net.input([2, 4, 4]), 17, { raw: true })))));
  test('squares with padding', () => expectRefusal('NF4006', /squares `sumpool1` with padding/, (net) => net.output(net.sumPool(net.input([2, 4, 4]), [2, 2], [2, 2], ONE, 3))));
  test('several at once', () => {
    const all = refusals((net) => {
      const a = net.input([17, 4, 4]);
      net.output(net.argmax(a));
      net.output(net.node({ ...common('big', [a]), kind: 'upsample', shape: [17, 8, 8], factor: [2, 2] }));
    });
    expect(all.map((entry) => entry.code)).toEqual(['NF4005', 'NF4001']);
  });
});

describe('sizes', () => {
  test('accumulator', () => expectRefusal('NF4007', /range from -?\d+ to \d+/, (net) => net.output(net.dense(net.input([30, 40, 40], 9), 1, { trits: 4, sparsity: 0 }))));
  test('row memory', () => expectRefusal('NF4101', /needs 3 rows of 160 lines/, (net) => net.output(net.conv(net.input([80, 3, 128]), 8, { kernel: [3, 3] })), withTile({ rowDepth: 256 })));
  test('row memory of a dense layer', () => expectRefusal('NF4101', /1 row of 625 lines/, (net) => net.output(net.dense(net.input([8, 50, 100]), 2))));
  test('tap memory', () => expectRefusal('NF4102', /window of `conv1` has 200 blocks .* 16 tap sets/, (net) => net.output(net.conv(net.input([64, 5, 5]), 8, { kernel: [5, 5], sparsity: 0 })), withTile({ tapSets: 16 })));
  test('weight memory', () => expectRefusal('NF4103', /16 maps of `conv1` need 16 weight blocks/, (net) => net.output(net.conv(net.input([32, 6, 6]), 32, { kernel: [4, 4], trits: 2, sparsity: 0 })), withTile({ weightBlocks: 8 })));
  test('pass memory', () => expectRefusal('NF4103', /16 passes/, (net) => net.output(net.conv(net.input([32, 6, 6]), 32, { kernel: [4, 4], trits: 2, sparsity: 0 })), withTile({ passDepth: 8 })));
  test('argmax in one tile', () => expectRefusal('NF4103', /feeds argmax, so all its 300 maps/, (net) => net.output(net.argmax(net.dense(net.input([8, 1, 1]), 300, { raw: true })))));
  test('pooling window', () => expectRefusal('NF4104', /30 x 30 pixels/, (net) => net.output(net.maxPool(net.input([8, 30, 30]), [30, 30], [1, 1]))));
  test('pooled pixels of a row', () => expectRefusal('NF4104', /pools 451 windows of 400 pixels/, (net) => net.output(net.maxPool(net.input([8, 8, 500]), [8, 50], [1, 1]))));
  test('counters', () => expectRefusal('NF4105', /1 x 40000 pixels/, (net) => net.output(net.conv(net.input([1, 1, 40000]), 1))));
  test('memory of the target', () => expectRefusal('NF4201', /need \d+ bytes; sim-1x1 has 65536/, (net) => net.output(net.conv(net.input([8, 128, 64]), 8)), { ...BASE, memory: { ...BASE.memory, bytes: 65536 } }));
});

test('every code of the scheduler is provoked above', () => {
  expect([...seen].sort()).toEqual(scheduleCodeRows.map((row) => row.code).sort());
});
