// Every kind of integer layer against values worked out by hand.
import { describe, expect, it } from 'vitest';
import { makeGraph, type Shape } from '../../compiler/ir/graph.ts';
import { type Epilogue, type IntegerNode, NEVER } from '../../compiler/ir/integer-graph.ts';
import { applyEpilogue } from '../../compiler/reference/epilogue.ts';
import { evaluateInteger } from '../../compiler/reference/integer.ts';
import { NO_PADDING, TEST_SPAN } from '../support/graph-builder.ts';

const CODES = { kind: 'codes', zero: 0, scale: 1 } as const;
const raw = (channels: number): Epilogue => ({ kind: 'raw', bias: new Int32Array(channels) });
const codes = (thresholds: number[], extra: Partial<Extract<Epilogue, { kind: 'codes' }>> = {}): Epilogue => ({
  kind: 'codes', thresholds: Int32Array.from(thresholds), falling: new Uint8Array(thresholds.length / 7), absolute: null, codeMap: null, ...extra,
});

/** Runs one layer on codes; the layer reads `x`, and `y` where it has a second operand. */
function run(node: object, shape: Shape, inputShape: Shape, input: number[], second?: number[]): number[] {
  const source = (id: string): IntegerNode => ({ kind: 'input', id, name: id, span: TEST_SPAN, inputs: [], shape: inputShape, format: { kind: 'wide', bits: 9, zero: 0, scale: 1 }, macs: 0 });
  const inputs = second === undefined ? ['x'] : ['x', 'y'];
  const layer = { id: 'layer', name: 'layer', span: TEST_SPAN, inputs, shape, format: CODES, macs: 0, ...node } as unknown as IntegerNode;
  const graph = makeGraph<IntegerNode>({ name: 'Test', span: TEST_SPAN }, [...inputs.map(source), layer], [{ name: 'out', node: 'layer', span: TEST_SPAN }]);
  const tensors = new Map([['x', { shape: inputShape, data: Int32Array.from(input) }], ['y', { shape: inputShape, data: Int32Array.from(second ?? []) }]]);
  return Array.from(evaluateInteger(graph, tensors).get('layer')?.data ?? []);
}

const window = { kernel: [2, 2], stride: [1, 1], padding: NO_PADDING };

describe('epilogue', () => {
  it('counts thresholds reached, from above where the curve falls', () => {
    const rising = codes([-2, 0, 5, 5, 9, NEVER, NEVER]);
    expect([-3, -2, 4, 5, 100].map((acc) => applyEpilogue(rising, 0, acc))).toEqual([0, 1, 2, 4, 5]);
    const falling = codes([-2, 0, 5, 5, 9, NEVER, NEVER], { falling: Uint8Array.of(1) });
    expect([-3, -2, 4, 5, 100].map((acc) => applyEpilogue(falling, 0, acc))).toEqual([7, 6, 5, 3, 2]);
  });

  it('takes the distance from a centre, and maps codes', () => {
    const epilogue = codes([2, 4, 6, NEVER, NEVER, NEVER, NEVER], { absolute: Int32Array.of(3), codeMap: Uint8Array.of(0, 1, 4, 7, 0, 0, 0, 0) });
    expect([0, 1, 2, 3, -1].map((acc) => applyEpilogue(epilogue, 0, acc))).toEqual([1, 0, 0, 1, 4]);
  });
});

describe('integer layers', () => {
  it('conv pads with the code of zero', () => {
    const conv = { kind: 'conv', ...window, padding: { top: 1, left: 0, bottom: 0, right: 0 }, padCode: 3, groups: 1, trits: 3, weights: Int8Array.of(1, 2, 3, 4), epilogue: { kind: 'raw', bias: Int32Array.of(100) } };
    expect(run(conv, [1, 2, 1], [1, 2, 2], [1, 2, 3, 4])).toEqual([100 + 9 + 11, 100 + 5 + 25]);
  });

  it('conv with groups reads its own channels', () => {
    const conv = { kind: 'conv', ...window, kernel: [1, 1], padCode: 0, groups: 2, trits: 1, weights: Int8Array.of(1, -1, 0, 1), epilogue: raw(4) };
    expect(run(conv, [4, 1, 1], [2, 1, 1], [5, 7])).toEqual([5, -5, 0, 7]);
  });

  it('transposed conv leaves untouched places at zero', () => {
    const node = { kind: 'transposed-conv', kernel: [1, 2], stride: [1, 3], padding: NO_PADDING, outputPadding: [0, 1], groups: 1, inputZero: 2, trits: 2, weights: Int8Array.of(1, -2), epilogue: raw(1) };
    expect(run(node, [1, 1, 6], [1, 1, 2], [5, 1])).toEqual([3, -6, 0, -1, 2, 0]);
  });

  it('sum pooling of squares, thresholds by the number of real pixels', () => {
    const squares = Uint8Array.from({ length: 8 }, (_, code) => (code - 1) ** 2);
    const pool = { kind: 'sum-pool', ...window, padCode: 1, squares, epilogue: raw(1), thresholdsByCount: null };
    expect(run(pool, [1, 1, 1], [1, 2, 2], [1, 2, 3, 4])).toEqual([14]);
    const counted = { ...pool, squares: null, padding: { top: 1, left: 0, bottom: 0, right: 0 }, thresholdsByCount: new Map([[2, { kind: 'raw', bias: Int32Array.of(20) }], [4, { kind: 'raw', bias: Int32Array.of(40) }]]) };
    expect(run(counted, [1, 2, 1], [1, 2, 2], [1, 2, 3, 4])).toEqual([25, 50]);
  });

  it('max pooling, or min, per channel', () => {
    const pool = { kind: 'max-pool', ...window, padding: { top: 1, left: 1, bottom: 0, right: 0 }, stride: [2, 2], minimum: Uint8Array.of(0, 1) };
    expect(run(pool, [2, 1, 1], [2, 1, 1], [4, 5])).toEqual([4, 5]);
    expect(run({ ...pool, padding: NO_PADDING }, [2, 1, 1], [2, 2, 2], [1, 4, 2, 3, 1, 4, 2, 3])).toEqual([4, 1]);
  });

  it('requantize, pair table, concat, upsample, flatten', () => {
    expect(run({ kind: 'requantize', epilogue: codes([10, 20, 30, 40, 50, 60, 70]) }, [1, 1, 3], [1, 1, 3], [9, 10, 255])).toEqual([0, 1, 7]);
    const table = Uint8Array.from({ length: 64 }, (_, pair) => Math.max(0, (pair >> 3) - (pair & 7)));
    expect(run({ kind: 'pair-table', table }, [1, 1, 3], [1, 1, 3], [5, 1, 7], [2, 3, 0])).toEqual([3, 0, 7]);
    const codeMaps = [Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7), Uint8Array.of(7, 6, 5, 4, 3, 2, 1, 0)];
    expect(run({ kind: 'concat', codeMaps }, [2, 1, 2], [1, 1, 2], [1, 2], [1, 2])).toEqual([1, 2, 6, 5]);
    expect(run({ kind: 'upsample', factor: [2, 2] }, [1, 2, 4], [1, 1, 2], [3, 5])).toEqual([3, 3, 5, 5, 3, 3, 5, 5]);
    expect(run({ kind: 'flatten' }, [4, 1, 1], [2, 1, 2], [1, 2, 3, 4])).toEqual([1, 2, 3, 4]);
  });

  it('argmax takes the lowest index of a tie at each pixel', () => {
    expect(run({ kind: 'argmax', format: { kind: 'index' } }, [1, 1, 2], [3, 1, 2], [1, 5, 9, 5, 9, 6])).toEqual([1, 2]);
  });
});
