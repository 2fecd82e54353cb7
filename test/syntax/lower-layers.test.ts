// Every built-in layer reaches the graph with the shape and the attributes the language reference promises.
import { describe, expect, test } from 'vitest';
import { lenet5 } from '../support/nf-lenet5.ts';
import { lowerBody, lowerText, nodeNamed, showGraph } from '../support/nf-model.ts';

describe('LeNet-5', () => {
  const graph = lowerText(lenet5);

  test('has the layers and shapes of the paper', () => {
    expect(showGraph(graph)).toEqual([
      'image: input 1x32x32',
      'c1: conv 6x28x28 <- image',
      'tanh1: activation 6x28x28 <- c1',
      's2: pool 6x14x14 <- tanh1',
      'tanh2: activation 6x14x14 <- s2',
      'c3: conv 16x10x10 <- tanh2',
      'tanh3: activation 16x10x10 <- c3',
      's4: pool 16x5x5 <- tanh3',
      'tanh4: activation 16x5x5 <- s4',
      'c5: conv 120x1x1 <- tanh4',
      'tanh5: activation 120x1x1 <- c5',
      'f6: dense 84x1x1 <- tanh5',
      'tanh6: activation 84x1x1 <- f6',
      'logits: dense 10x1x1 <- tanh6',
      'digit: argmax 1x1x1 <- logits',
    ]);
    expect(graph.outputs.map(({ name, node }) => [name, graph.nodes.find((other) => other.id === node)?.name])).toEqual([
      ['logits', 'logits'],
      ['digit', 'digit'],
    ]);
  });

  test('has the 60 connections of C3', () => {
    const c3 = nodeNamed(graph, 'c3');
    const table = c3.kind === 'conv' ? (c3.table ?? []) : [];
    expect(table.map((row) => row.length)).toEqual([3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 6]);
    expect(table[4]).toEqual([4, 5, 0]);
    expect(table[14]).toEqual([0, 2, 3, 5]);
  });

  test('takes weights from the file, by layer name, at the precision of network or layer', () => {
    expect(nodeNamed(graph, 'c1')).toMatchObject({
      hasBias: true,
      params: { key: 'c1', source: { kind: 'file', path: 'lenet5.safetensors' } },
      precision: { trits: 4, min: -32, max: 31 },
    });
    expect(nodeNamed(graph, 'c5')).toMatchObject({ precision: { trits: 1, min: -1, max: 1 } });
    expect(nodeNamed(graph, 'image')).toMatchObject({ format: { bits: 8, zero: 0, scale: 1 / 255 } });
  });

  test('points at the call of each layer', () => {
    const { span } = nodeNamed(graph, 'c3');
    expect(lenet5.slice(span.start, span.end)).toBe('conv(16 maps, 5x5, table LeCun98)');
    expect([span.line, span.column]).toEqual([8, 12]);
  });
});

/** The node `y` of `image |> output y: LAYER`. */
const layer = (call: string, shape?: string): unknown => nodeNamed(lowerBody(`  image |> output y: ${call}`, shape), 'y');
const pad = (top: number, left: number, bottom: number, right: number): unknown => ({ top, left, bottom, right });

describe('layers', () => {
  test.each<[string, unknown]>([
    ['conv(6 maps, 3x5)', { kind: 'conv', shape: [6, 10, 6], kernel: [3, 5], stride: [1, 1], groups: 1, table: null, hasBias: true }],
    ['conv(6, 3)', { shape: [6, 10, 8], kernel: [3, 3] }],
    ['conv(maps 6, kernel 3x3)', { shape: [6, 10, 8], kernel: [3, 3] }],
    ['conv(6 maps, 3x3, stride 2)', { shape: [6, 5, 4], stride: [2, 2] }],
    ['conv(6 maps, 3x3, stride 2x1)', { shape: [6, 5, 8], stride: [2, 1] }],
    ['conv(6 maps, 3x3, same)', { shape: [6, 12, 10], padding: pad(1, 1, 1, 1) }],
    ['conv(6 maps, 3x3, pad same)', { shape: [6, 12, 10] }],
    ['conv(6 maps, 4x4, same, stride 3)', { shape: [6, 4, 4], padding: pad(0, 1, 1, 2) }],
    ['conv(6 maps, 3x3, valid)', { shape: [6, 10, 8], padding: pad(0, 0, 0, 0) }],
    ['conv(6 maps, 3x3, pad 2)', { shape: [6, 14, 12], padding: pad(2, 2, 2, 2) }],
    ['conv(6 maps, 3x3, pad 1x2)', { shape: [6, 12, 12], padding: pad(1, 2, 1, 2) }],
    ['conv(6 maps, 3x3, pad 0x1x2x3)', { shape: [6, 12, 12], padding: pad(0, 1, 2, 3) }],
    ['conv(6 maps, 3x3, groups 2)', { groups: 2, shape: [6, 10, 8] }],
    ['conv(3x3, depthwise)', { groups: 4, shape: [4, 10, 8] }],
    ['conv(8 maps, 3x3, depthwise)', { groups: 4, shape: [8, 10, 8] }],
    ['conv(3x3, table { 0: 3  1: 0 2 })', { shape: [2, 10, 8], table: [[3], [0, 2]] }],
    ['conv(6 maps, 3x3, no bias)', { hasBias: false }],
    ['conv(6 maps, 3x3, key "old.conv")', { params: { key: 'old.conv' } }],
    ['conv(6 maps, 3x3, weights 1 trit)', { precision: { trits: 1, min: -1, max: 1 } }],
    ['conv(6 maps, 3x3, weights 2 trits)', { precision: { trits: 2, min: -4, max: 4 } }],
    ['conv(6 maps, 3x3, weights 3 trits)', { precision: { trits: 3, min: -13, max: 13 } }],
    ['conv(6 maps, 3x3, weights 4 trits)', { precision: { trits: 4, min: -40, max: 40 } }],
    ['conv(6 maps, 3x3, weights 4b)', { precision: { trits: 3, min: -8, max: 7 } }],
    ['conv(6 maps, 3x3, weights 6b)', { precision: { trits: 4, min: -32, max: 31 } }],
    ['dense(10)', { kind: 'dense', shape: [10, 1, 1], params: { key: 'y', source: { kind: 'random', seed: 1 } } }],
    ['dense(10 units, no bias)', { shape: [10, 1, 1], hasBias: false }],
    ['deconv(6 maps, 4x4, stride 2, pad 1)', { kind: 'transposed-conv', shape: [6, 24, 20], outputPadding: [0, 0], groups: 1 }],
    ['deconv(6 maps, 3x3, stride 2, same)', { shape: [6, 24, 20], padding: pad(0, 0, 1, 1), outputPadding: [0, 0] }],
    ['deconv(6 maps, 2x2, stride 3, same)', { shape: [6, 36, 30], padding: pad(0, 0, 0, 0), outputPadding: [1, 1] }],
    ['deconv(6 maps, 3x3, stride 2, pad 1, outpad 1)', { shape: [6, 24, 20], outputPadding: [1, 1] }],
    ['deconv(4 maps, 2x2, stride 2, groups 2)', { shape: [4, 24, 20], groups: 2 }],
    ['maxpool(2x2)', { kind: 'pool', mode: 'max', shape: [4, 6, 5], stride: [2, 2], countPadding: false }],
    ['maxpool(2)', { shape: [4, 6, 5], kernel: [2, 2] }],
    ['maxpool(3x3, stride 2, pad 1)', { shape: [4, 6, 5], padding: pad(1, 1, 1, 1) }],
    ['avgpool(3x2, stride 1, same)', { mode: 'average', shape: [4, 12, 10], padding: pad(1, 0, 1, 1), countPadding: false }],
    ['avgpool(3x3, pad 1, count padding)', { mode: 'average', countPadding: true }],
    ['avgpool(global)', { mode: 'average', shape: [4, 1, 1], kernel: [12, 10] }],
    ['maxpool(global)', { mode: 'max', shape: [4, 1, 1] }],
    ['sumpool(2x5)', { mode: 'sum', shape: [4, 6, 2] }],
    ['l2pool(2x2)', { mode: 'l2', shape: [4, 6, 5] }],
    ['batchnorm', { kind: 'batchnorm', epsilon: 1e-5, shape: [4, 12, 10], params: { key: 'y' } }],
    ['batchnorm(epsilon 1e-3, key "bn")', { epsilon: 1e-3, params: { key: 'bn' } }],
    ['relu', { kind: 'activation', fn: 'relu', range: null, bits: 3 }],
    ['hardtanh', { fn: 'hardtanh' }],
    ['tanh(range 2)', { fn: 'tanh', range: 2 }],
    ['abs', { fn: 'abs' }],
    ['sigmoid()', { fn: 'sigmoid' }],
    ['sqrt(range = 1/2)', { fn: 'sqrt', range: 0.5 }],
    ['threshold', { kind: 'threshold', base: 0, params: { key: 'y' } }],
    ['threshold(base -1)', { base: -1 }],
    ['add(image, image)', { kind: 'add', inputs: ['n0', 'n0', 'n0'], shape: [4, 12, 10] }],
    ['concat(image)', { kind: 'concat', shape: [8, 12, 10] }],
    ['upsample(2)', { kind: 'upsample', factor: [2, 2], shape: [4, 24, 20] }],
    ['upsample(1x3)', { factor: [1, 3], shape: [4, 12, 30] }],
    ['flatten', { kind: 'flatten', shape: [480, 1, 1] }],
    ['argmax', { kind: 'argmax', shape: [1, 12, 10] }],
  ])('%s', (call, expected) => {
    expect(layer(call)).toMatchObject(expected as object);
  });
});

describe('inputs', () => {
  test.each<[string, unknown]>([
    ['u8[1, 4, 4], scale 1/255', { format: { bits: 8, zero: 0, scale: 1 / 255 } }],
    ['u8[1, 4, 4], zero 128', { format: { bits: 8, zero: 128, scale: 1 } }],
    ['code[1, 4, 4]', { format: { bits: 3, zero: 0, scale: 1 } }],
    ['code[1, 4, 4], zero 3, scale 0.25', { format: { bits: 3, zero: 3, scale: 0.25 } }],
    ['u1[1, 4, 4]', { format: { bits: 1, zero: 0, scale: 1 } }],
    ['s4[1, 4, 4], scale 2 / (3 + 1)', { format: { bits: 4, zero: 8, scale: 0.5 } }],
    ['s9[1, 4, 4], zero -3', { format: { bits: 9, zero: 253, scale: 1 } }],
    ['u3[7]', { shape: [7, 1, 1] }],
    ['u3[2 * 2, 4, 8 / 2]', { shape: [4, 4, 4] }],
  ])('%s', (format, expected) => {
    const graph = lowerText(`network N {\n  input image: ${format}\n  image |> output y: relu\n}\n`);
    expect(nodeNamed(graph, 'image')).toMatchObject(expected as object);
  });

  test('several, and several outputs', () => {
    const graph = lowerText('network N {\n  input a: u3[2, 4, 4]\n  input b: u3[3, 4, 4]\n  concat(a, b) |> output c: relu |> output d: maxpool(2x2)\n  output e = c\n}\n');
    expect(graph.outputs.map((output) => output.name)).toEqual(['c', 'd', 'e']);
    expect(graph.outputs[0]?.node).toBe(graph.outputs[2]?.node);
  });
});
