// The quantizer on small networks whose integers can be said beforehand.
import { describe, expect, it } from 'vitest';
import type { LayerParams, Params } from '../../compiler/ir/float-graph.ts';
import { ALWAYS, type IntegerGraph, type IntegerNode, NEVER } from '../../compiler/ir/integer-graph.ts';
import { syntheticFrames } from '../../compiler/quantize/calibrate.ts';
import { needsCalibration, quantize } from '../../compiler/quantize/quantize.ts';
import { evaluateInteger } from '../../compiler/reference/integer.ts';
import { buildGraph, type GraphBuilder, TERNARY, tritPrecision } from '../support/graph-builder.ts';

type Tensor = NonNullable<LayerParams[string]>;
const floats = (shape: number[], ...data: number[]): Tensor => ({ shape, data: Float32Array.from(data) });
const ints = (shape: number[], ...data: number[]): Tensor => ({ shape, data: Int32Array.from(data) });
const batchnorm = (gamma: number[], beta: number[]): LayerParams => {
  const n = gamma.length;
  return { gamma: floats([n], ...gamma), beta: floats([n], ...beta), mean: floats([n], ...Array(n).fill(0)), variance: floats([n], ...Array(n).fill(1 - 1e-5)) };
};

function find<K extends IntegerNode['kind']>(graph: IntegerGraph, kind: K, name?: string): Extract<IntegerNode, { kind: K }> {
  const node = graph.nodes.find((candidate) => candidate.kind === kind && (name === undefined || candidate.name === name));
  if (node === undefined) throw new Error(`no ${kind} ${name ?? ''}`);
  return node as Extract<IntegerNode, { kind: K }>;
}

function run(graph: IntegerGraph, codes: readonly number[]): Int32Array {
  const input = find(graph, 'input');
  const tensors = evaluateInteger(graph, new Map([[input.name, { shape: input.shape, data: Int32Array.from(codes) }]]));
  return tensors.get(graph.outputs[0]?.node ?? '')?.data ?? new Int32Array(0);
}

/** Input of codes, scale 1, zero 0. */
function unit(shape: [number, number, number], bits = 3, zero = 0): { graph: GraphBuilder; image: string } {
  const graph = buildGraph();
  return { graph, image: graph.input(shape, { bits, zero, scale: 1 }, 'image') };
}

describe('folding', () => {
  it('puts bias, scales and zero point into thresholds', async () => {
    const { graph, image } = unit([1, 1, 1], 3, 2);
    graph.output(graph.activation(graph.conv(image, 1, { kernel: [1, 1], name: 'c' }), 'relu', 7));
    const params: Params = new Map([['c', { weight: floats([1, 1, 1, 1], 0.5), bias: floats([1], 1.25) }]]);
    const { graph: integers, report } = await quantize(graph.finish(), params, []);
    // Real output 0.5 * (code - 2) + 1.25 in steps of one: 0.25, 0.75, 1.25, ...
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((code) => run(integers, [code])[0])).toEqual([0, 1, 1, 2, 2, 3, 3, 4]);
    expect(find(integers, 'conv').padCode).toBe(2);
    expect(report.layers.find((layer) => layer.name === 'c')).toMatchObject({ rangeSource: 'fixed', isExact: true, accumulator: { low: 0, high: 7 } });
  });

  it('keeps batch-norm out of ternary weights, with falling and constant channels', async () => {
    const { graph, image } = unit([1, 1, 1]);
    graph.output(graph.activation(graph.batchnorm(graph.conv(image, 3, { kernel: [1, 1], name: 'c', hasBias: false, precision: TERNARY })), 'relu', 7));
    const params: Params = new Map([['c', { weight: floats([3, 1, 1, 1], 0.1, -0.1, 0.1) }], ['layer2', batchnorm([10, 5, 0], [0, 3, 2])]]);
    const conv = find((await quantize(graph.finish(), params, [])).graph, 'conv');
    expect(Array.from(conv.weights)).toEqual([1, -1, 1]);
    const epilogue = conv.epilogue;
    if (epilogue.kind !== 'codes') throw new Error('codes expected');
    expect(Array.from(epilogue.thresholds.subarray(14))).toEqual([ALWAYS, ALWAYS, NEVER, NEVER, NEVER, NEVER, NEVER]);
    expect(Array.from(epilogue.falling)).toEqual([0, 0, 0]);
  });

  it('makes a min pool where the curve behind it falls', async () => {
    const { graph, image } = unit([1, 2, 2]);
    const pooled = graph.pool(graph.conv(image, 2, { kernel: [1, 1], name: 'c', hasBias: false }), 'max');
    graph.output(graph.activation(graph.batchnorm(pooled), 'relu', 7));
    const params: Params = new Map([['c', { weight: floats([2, 1, 1, 1], 1, 1) }], ['layer3', batchnorm([1, -1], [0, 6])]]);
    const { graph: integers } = await quantize(graph.finish(), params, []);
    expect(Array.from(find(integers, 'max-pool').minimum)).toEqual([0, 1]);
    expect(Array.from(run(integers, [1, 4, 2, 3]))).toEqual([4, 2]);
  });

  it('keeps a max pool whose own curve came before it', async () => {
    const { graph, image } = unit([1, 2, 2]);
    const curve = graph.activation(graph.batchnorm(graph.conv(image, 1, { kernel: [1, 1], name: 'c', hasBias: false })), 'relu', 7);
    graph.output(graph.pool(curve, 'max'));
    const params: Params = new Map([['c', { weight: floats([1, 1, 1, 1], 1) }], ['layer2', batchnorm([-1], [6])]]);
    const { graph: integers } = await quantize(graph.finish(), params, []);
    expect(Array.from(find(integers, 'max-pool').minimum)).toEqual([0]);
    expect(Array.from(run(integers, [1, 4, 2, 3]))).toEqual([5]);
  });

  it('divides averages by the whole window, or by what is inside the image', async () => {
    for (const [countPadding, wanted] of [[true, [2, 1, 2, 2]], [false, [7, 5, 7, 6]]] as const) {
      const { graph, image } = unit([1, 2, 2]);
      const average = graph.pool(image, 'average', { kernel: [2, 2], padding: { top: 1, left: 1, bottom: 1, right: 1 }, countPadding });
      graph.output(graph.activation(average, 'relu', 7));
      const { graph: integers } = await quantize(graph.finish(), new Map(), []);
      expect(Array.from(run(integers, [7, 5, 7, 6]))).toEqual(wanted);
    }
  });

  it('averages a constant image to the constant, whatever the border', async () => {
    for (const padding of [{ top: 2, left: 0, bottom: 1, right: 2 }, { top: 0, left: 1, bottom: 2, right: 0 }, { top: 0, left: 0, bottom: 0, right: 0 }]) {
      const { graph, image } = unit([1, 3, 4], 3, 1);
      graph.output(graph.activation(graph.pool(image, 'average', { kernel: [3, 3], stride: [1, 1], padding, countPadding: false }), 'relu', 7));
      const { graph: integers } = await quantize(graph.finish(), new Map(), []);
      expect(new Set(run(integers, Array(12).fill(6)))).toEqual(new Set([5]));
    }
  });

  it('takes l2 pooling through squares and a root', async () => {
    const { graph, image } = unit([1, 2, 2], 3, 3);
    graph.output(graph.activation(graph.pool(image, 'l2'), 'relu', 7));
    const { graph: integers } = await quantize(graph.finish(), new Map(), []);
    expect(Array.from(run(integers, [6, 7, 3, 3]))).toEqual([5]);
    expect(Array.from(run(integers, [0, 3, 3, 3]))).toEqual([3]);
    expect(Array.from(run(integers, [0, 0, 0, 0]))).toEqual([6]);
  });

  it('adds codes of different scales through a table, relu inside', async () => {
    const { graph, image } = unit([1, 1, 1]);
    const [a, b] = [graph.activation(graph.conv(image, 1, { kernel: [1, 1], name: 'a', hasBias: false }), 'relu', 7), graph.activation(graph.conv(image, 1, { kernel: [1, 1], name: 'b', hasBias: false }), 'tanh', 9)];
    graph.output(graph.activation(graph.add(a, b), 'relu', 7));
    const params: Params = new Map([['a', { weight: floats([1, 1, 1, 1], 1) }], ['b', { weight: floats([1, 1, 1, 1], -100) }]]);
    const { graph: integers } = await quantize(graph.finish(), params, []);
    const { table } = find(integers, 'pair-table');
    // First operand 0..7 in steps of 1, second -9..12 in steps of 3.
    expect([table[8 * 5 + 3], table[8 * 5 + 2], table[8 * 5 + 0], table[8 * 2 + 4]]).toEqual([5, 2, 0, 5]);
  });

  it('re-codes the operands of a concat to a common scale', async () => {
    const { graph, image } = unit([1, 1, 1]);
    const relu = (name: string, range: number): string => graph.activation(graph.conv(image, 1, { kernel: [1, 1], name, hasBias: false }), 'relu', range);
    graph.output(graph.concat(relu('a', 7), relu('b', 14)));
    const params: Params = new Map(['a', 'b'].map((key) => [key, { weight: floats([1, 1, 1, 1], 1) }]));
    const node = find((await quantize(graph.finish(), params, [])).graph, 'concat');
    expect(node.format).toEqual({ kind: 'codes', zero: 0, scale: 2 });
    expect(node.codeMaps.map((map) => Array.from(map))).toEqual([[0, 1, 1, 2, 2, 3, 3, 4], [0, 1, 2, 3, 4, 5, 6, 7]]);
  });
});

describe('raw outputs', () => {
  it('have one scale and a rounded bias', async () => {
    const { graph, image } = unit([1, 1, 1], 3, 1);
    graph.output(graph.conv(image, 2, { kernel: [1, 1], name: 'c' }));
    const params: Params = new Map([['c', { weight: floats([2, 1, 1, 1], 0.5, -1), bias: floats([2], 0.6, 0.3) }]]);
    const conv = find((await quantize(graph.finish(), params, [])).graph, 'conv');
    expect(conv.format.kind === 'raw' && conv.format.scale).toBeCloseTo(0.5, 9);
    expect(Array.from(conv.weights)).toEqual([1, -2]);
    // 0.6 / 0.5 = 1.2 and 0.3 / 0.5 = 0.6, less the zero point times the weights.
    expect(conv.epilogue).toEqual({ kind: 'raw', bias: Int32Array.of(1 - 1, 1 + 2) });
  });

  it('take a batch-norm into weights and bias', async () => {
    const { graph, image } = unit([1, 1, 1]);
    graph.output(graph.batchnorm(graph.conv(image, 2, { kernel: [1, 1], name: 'c', hasBias: false })));
    const params: Params = new Map([['c', { weight: floats([2, 1, 1, 1], 1, 1) }], ['layer2', batchnorm([2, -1], [4, 3])]]);
    const conv = find((await quantize(graph.finish(), params, [])).graph, 'conv');
    expect(Array.from(conv.weights)).toEqual([2, -1]);
    expect(conv.epilogue).toEqual({ kind: 'raw', bias: Int32Array.of(4, 3) });
  });

  it('leave sum and average pooling as sums', async () => {
    const { graph, image } = unit([1, 2, 2], 3, 1);
    graph.output(graph.argmax(graph.pool(image, 'average')));
    const pool = find((await quantize(graph.finish(), new Map(), [])).graph, 'sum-pool');
    expect([pool.format, pool.epilogue]).toEqual([{ kind: 'raw', scale: 0.25 }, { kind: 'raw', bias: Int32Array.of(-4) }]);
  });
});

describe('integer networks', () => {
  it('keep weights, bias and thresholds as given', async () => {
    const { graph, image } = unit([2, 1, 1], 8);
    graph.output(graph.threshold(graph.conv(image, 2, { kernel: [1, 1], name: 'c', precision: tritPrecision(2) }), -1));
    const params: Params = new Map([
      ['c', { weight: floats([2, 2, 1, 1], 2, 4, -4, 2), bias: floats([2], 5, 0) }],
      ['layer2', { thresholds: ints([2, 2], 100, 20, 0, 7) }],
    ]);
    const { graph: integers } = await quantize(graph.finish(), params, []);
    const conv = find(integers, 'conv');
    expect(Array.from(conv.weights)).toEqual([2, 4, -4, 2]);
    if (conv.epilogue.kind !== 'codes') throw new Error('codes expected');
    expect(Array.from(conv.epilogue.thresholds)).toEqual([15, 95, NEVER, NEVER, NEVER, NEVER, NEVER, 0, 7, NEVER, NEVER, NEVER, NEVER, NEVER]);
    expect(conv.format).toEqual({ kind: 'codes', zero: 1, scale: 1 });
  });

  it('shift thresholds by the zero point of the codes they count', async () => {
    const { graph, image } = unit([1, 1, 1]);
    const first = graph.threshold(graph.conv(image, 1, { kernel: [1, 1], name: 'a', hasBias: false }), -1);
    graph.output(graph.threshold(graph.conv(first, 1, { kernel: [1, 1], name: 'b', hasBias: false }), 0));
    const params: Params = new Map([
      ['a', { weight: ints([1, 1, 1, 1], 1) }], ['layer2', { thresholds: ints([1, 2], 2, 5) }],
      ['b', { weight: ints([1, 1, 1, 1], 3) }], ['layer4', { thresholds: ints([1, 2], -2, 3) }],
    ]);
    const { graph: integers } = await quantize(graph.finish(), params, []);
    // -1, 0, +1 times 3 against -2 and 3.
    expect([0, 2, 5].map((code) => run(integers, [code])[0])).toEqual([0, 1, 2]);
  });

  it('add small codes exactly', async () => {
    const { graph, image } = unit([1, 1, 1]);
    const a = graph.threshold(image, -1);
    graph.output(graph.threshold(graph.add(a, a), 0));
    const params: Params = new Map([['layer1', { thresholds: ints([1, 2], 2, 5) }], ['layer3', { thresholds: ints([1, 2], -1, 2) }]]);
    const { graph: integers } = await quantize(graph.finish(), params, []);
    expect([0, 2, 5].map((code) => run(integers, [code])[0])).toEqual([0, 1, 2]);
  });

  it('need no calibration, nor do networks whose ranges are fixed', () => {
    const { graph, image } = unit([1, 8, 8]);
    const tanh = graph.activation(graph.conv(image, 1), 'tanh');
    graph.output(graph.activation(graph.conv(tanh, 1), 'sigmoid'));
    expect(needsCalibration(graph.finish(), new Map())).toBe(false);
    graph.output(graph.activation(graph.conv(tanh, 1, { name: 'c' }), 'relu'));
    expect(needsCalibration(graph.finish(), new Map())).toBe(true);
    expect(needsCalibration(graph.finish(), new Map([['c', { codes: { shape: [2], data: Float32Array.of(0.25, 0) } }]]))).toBe(false);
  });
});

describe('several inputs and outputs', () => {
  it('each keep their name and format', async () => {
    const graph = buildGraph();
    const [left, right] = [graph.input([1, 1, 2], { bits: 8, zero: 128, scale: 1 }, 'left'), graph.input([1, 1, 2], { bits: 3, zero: 0, scale: 2 }, 'right')];
    const relu = (from: string, name: string): string => graph.activation(graph.conv(from, 1, { kernel: [1, 1], name, hasBias: false }), 'relu', 14);
    const sum = graph.add(relu(left, 'l'), relu(right, 'r'));
    graph.output(graph.activation(sum, 'relu', 14), 'sum');
    graph.output(graph.argmax(graph.conv(right, 3, { kernel: [1, 1], name: 'logits' })), 'best');
    const params: Params = new Map([
      ['l', { weight: floats([1, 1, 1, 1], 1) }], ['r', { weight: floats([1, 1, 1, 1], 1) }],
      ['logits', { weight: floats([3, 1, 1, 1], 1, 2, -1), bias: floats([3], 4, 0, 6) }],
    ]);
    const { graph: integers } = await quantize(graph.finish(), params, []);
    const tensors = evaluateInteger(integers, new Map([
      ['left', { shape: [1, 1, 2] as const, data: Int32Array.of(120, 134) }], ['right', { shape: [1, 1, 2] as const, data: Int32Array.of(0, 3) }],
    ]));
    const valuesOf = (name: string): number[] => Array.from(tensors.get(integers.outputs.find((output) => output.name === name)?.node ?? '')?.data ?? []);
    expect([valuesOf('sum'), valuesOf('best')]).toEqual([[0, 6], [2, 1]]);
  });
});

describe('multiply-adds', () => {
  it('count connections and real pixels, once', async () => {
    const { graph, image } = unit([2, 4, 4]);
    const table = graph.conv(image, 2, { table: [[0], [0, 1]], name: 't' });
    graph.output(graph.conv(image, 1, { padding: { top: 1, left: 1, bottom: 1, right: 1 }, name: 'p' }));
    graph.output(graph.transposedConv(table, 1, { name: 'u' }));
    const float = graph.finish();
    const params: Params = new Map([
      ['t', { weight: floats([2, 2, 3, 3], ...Array(36).fill(1)), bias: floats([2], 0, 0) }],
      ['p', { weight: floats([1, 2, 3, 3], ...Array(18).fill(1)), bias: floats([1], 0) }],
      ['u', { weight: floats([2, 1, 2, 2], ...Array(8).fill(1)), bias: floats([1], 0) }],
    ]);
    const { graph: integers } = await quantize(float, params, syntheticFrames(float, 1, 1));
    expect(find(integers, 'conv', 't').macs).toBe(3 * 9 * 4);
    expect(find(integers, 'conv', 'p').macs).toBe(2 * 10 * 10);
    expect(find(integers, 'transposed-conv').macs).toBe(2 * 4 * 4);
    expect(Array.from(find(integers, 'conv', 't').weights.subarray(9, 18))).toEqual(Array(9).fill(0));
  });
});
