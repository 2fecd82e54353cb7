// Every operator of the float reference against values worked out by hand.
import { describe, expect, it } from 'vitest';
import type { LayerParams } from '../../compiler/ir/float-graph.ts';
import type { Shape } from '../../compiler/ir/graph.ts';
import { evaluateFloat } from '../../compiler/reference/float.ts';
import { useFloatBackend } from '../../compiler/reference/float-backend.ts';
import { buildGraph, type GraphBuilder } from '../support/graph-builder.ts';

type Tensor = NonNullable<LayerParams[string]>;
const floats = (shape: number[], ...data: number[]): Tensor => ({ shape, data: Float32Array.from(data) });
const PADDED = { top: 1, left: 0, bottom: 0, right: 1 };

interface Case {
  readonly title: string;
  readonly shape?: Shape;
  readonly input?: readonly number[];
  readonly build: (graph: GraphBuilder, image: string) => string;
  readonly params?: Record<string, LayerParams>;
  readonly wanted: readonly number[];
}

// The image is 1, 2 / 3, 4 (and 5, 6 / 7, 8 in a second map) unless a case says otherwise.
const CASES: readonly Case[] = [
  { title: 'conv', build: (g, x) => g.conv(x, 1, { kernel: [2, 1], name: 'c' }), params: { c: { weight: floats([1, 1, 2, 1], 1, 10), bias: floats([1], 0.5) } }, wanted: [31.5, 42.5] },
  { title: 'conv with stride and uneven padding', build: (g, x) => g.conv(x, 1, { kernel: [2, 2], padding: PADDED, stride: [1, 2], name: 'c', hasBias: false }), params: { c: { weight: floats([1, 1, 2, 2], 1, 10, 100, 1000) } }, wanted: [2100, 4321] },
  { title: 'grouped conv', shape: [2, 2, 2], build: (g, x) => g.conv(x, 2, { kernel: [2, 2], groups: 2, name: 'c', hasBias: false }), params: { c: { weight: floats([2, 1, 2, 2], 1, 1, 1, 1, 1, 0, 0, -1) } }, wanted: [10, -3] },
  { title: 'conv with a table', shape: [2, 2, 2], build: (g, x) => g.conv(x, 2, { kernel: [1, 1], table: [[1], [0, 1]], name: 'c', hasBias: false }), params: { c: { weight: floats([2, 2, 1, 1], 9, 1, 1, 10) } }, wanted: [5, 6, 7, 8, 51, 62, 73, 84] },
  { title: 'dense reads maps first', shape: [2, 2, 1], input: [1, 2, 3, 4], build: (g, x) => g.dense(x, 1, { name: 'd' }), params: { d: { weight: floats([1, 4], 1, 10, 100, 1000), bias: floats([1], 1) } }, wanted: [4322] },
  { title: 'transposed conv', input: [1, 2], shape: [1, 1, 2], build: (g, x) => g.transposedConv(x, 2, { kernel: [1, 3], stride: [1, 2], name: 't' }), params: { t: { weight: floats([1, 2, 1, 3], 1, 2, 3, 0, 1, 0), bias: floats([2], 0, 5) } }, wanted: [1, 2, 5, 4, 6, 5, 6, 5, 7, 5] },
  { title: 'transposed conv with padding and extra output', input: [1, 2], shape: [1, 1, 2], build: (g, x) => g.transposedConv(x, 1, { kernel: [1, 2], stride: [1, 3], padding: { top: 0, left: 1, bottom: 0, right: 0 }, outputPadding: [0, 2], name: 't', hasBias: false }), params: { t: { weight: floats([1, 1, 1, 2], 1, 10) } }, wanted: [10, 0, 2, 20, 0, 0] },
  { title: 'max pooling ignores padding', input: [-1, -2, -3, -4], build: (g, x) => g.pool(x, 'max', { padding: { top: 1, left: 1, bottom: 1, right: 1 } }), wanted: [-1, -2, -3, -4] },
  { title: 'average pooling with padding counted', build: (g, x) => g.pool(x, 'average', { padding: { top: 1, left: 1, bottom: 1, right: 1 } }), wanted: [0.25, 0.5, 0.75, 1] },
  { title: 'average pooling of real pixels', build: (g, x) => g.pool(x, 'average', { stride: [1, 1], padding: PADDED, countPadding: false }), wanted: [1.5, 2, 2.5, 3] },
  { title: 'sum pooling', build: (g, x) => g.pool(x, 'sum'), wanted: [10] },
  { title: 'l2 pooling', input: [3, 0, 0, -4], build: (g, x) => g.pool(x, 'l2'), wanted: [5] },
  { title: 'batch-norm', build: (g, x) => g.batchnorm(x), params: { layer1: { gamma: floats([1], 2), beta: floats([1], 1), mean: floats([1], 1), variance: floats([1], 4 - 1e-5) } }, wanted: [1, 2, 3, 4] },
  { title: 'relu', input: [-2, -0.5, 0.5, 3], build: (g, x) => g.activation(x, 'relu'), wanted: [0, 0, 0.5, 3] },
  { title: 'hard tanh', input: [-2, -0.5, 0.5, 3], build: (g, x) => g.activation(x, 'hardtanh'), wanted: [-1, -0.5, 0.5, 1] },
  { title: 'tanh', input: [-2, -0.5, 0.5, 3], build: (g, x) => g.activation(x, 'tanh'), wanted: [-2, -0.5, 0.5, 3].map(Math.tanh) },
  { title: 'abs', input: [-2, -0.5, 0.5, 3], build: (g, x) => g.activation(x, 'abs'), wanted: [2, 0.5, 0.5, 3] },
  { title: 'sigmoid', input: [-2, -0.5, 0.5, 3], build: (g, x) => g.activation(x, 'sigmoid'), wanted: [-2, -0.5, 0.5, 3].map((v) => 1 / (1 + Math.exp(-v))) },
  { title: 'sqrt, zero below zero', input: [-2, 0, 0.25, 9], build: (g, x) => g.activation(x, 'sqrt'), wanted: [0, 0, 0.5, 3] },
  { title: 'given thresholds', build: (g, x) => g.threshold(x, -1), params: { layer1: { thresholds: { shape: [1, 2], data: Int32Array.of(2, 4) } } }, wanted: [-1, 0, 0, 1] },
  { title: 'add of three', build: (g, x) => g.add(x, x, x), wanted: [3, 6, 9, 12] },
  { title: 'concat', build: (g, x) => g.concat(g.activation(x, 'relu'), x), wanted: [1, 2, 3, 4, 1, 2, 3, 4] },
  { title: 'upsample', shape: [1, 1, 2], input: [1, 2], build: (g, x) => g.upsample(x, [2, 3]), wanted: [1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2] },
  { title: 'flatten, maps first', shape: [2, 2, 2], build: (g, x) => g.flatten(x), wanted: [1, 2, 3, 4, 5, 6, 7, 8] },
  { title: 'argmax, lowest index on a tie', shape: [3, 1, 3], input: [1, 5, 2, 3, 5, 2, 2, 4, 2], build: (g, x) => g.argmax(x), wanted: [1, 0, 0] },
];

for (const backend of ['cpu', 'wasm'] as const) {
  describe(`float reference on ${backend}`, () => {
    for (const { title, shape = [1, 2, 2] as const, input, build, params = {}, wanted } of CASES) {
      it(title, async () => {
        expect(await useFloatBackend(backend)).toBe(true);
        const graph = buildGraph();
        const image = graph.input(shape, { bits: 3, zero: 0, scale: 1 }, 'image');
        const id = build(graph, image);
        graph.output(id);
        const values = input ?? Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => i + 1);
        const result = await evaluateFloat(graph.finish(), new Map(Object.entries(params)), new Map([['image', Float32Array.from(values)]]));
        const found = Array.from(result.get(id) ?? []);
        expect(found.length).toBe(wanted.length);
        for (const [i, value] of found.entries()) expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 4);
      });
    }
  });
}

describe('integer networks in the float reference', () => {
  it('count steps of the input, biases and thresholds alike', async () => {
    const graph = buildGraph();
    const image = graph.input([1, 1, 3], { bits: 8, zero: 0, scale: 1 / 255 }, 'image');
    const id = graph.threshold(graph.conv(image, 1, { kernel: [1, 1], name: 'c' }));
    graph.output(id);
    const params = new Map<string, LayerParams>([
      ['c', { weight: { shape: [1, 1, 1, 1], data: Int32Array.of(2) }, bias: { shape: [1], data: Int32Array.of(-10) } }],
      ['layer2', { thresholds: { shape: [1, 2], data: Int32Array.of(0, 390) } }],
    ]);
    const frame = new Map([['image', Float32Array.of(4 / 255, 5 / 255, 200 / 255)]]);
    expect(Array.from((await evaluateFloat(graph.finish(), params, frame)).get(id) ?? [])).toEqual([0, 1, 2]);
  });
});
