// Layers on the host: which nodes they are, and how a network is divided at them.
import { describe, expect, test } from 'vitest';
import { isOnHost } from '../../compiler/ir/float-graph.ts';
import { splitHost } from '../../compiler/ir/split-host.ts';
import { lowerBody, nodeNamed, showGraph } from '../support/nf-model.ts';

const hostNames = (body: string, rest = ''): string[] => lowerBody(body, '4, 12, 10', rest).nodes.filter(isOnHost).map(({ name }) => name);

describe('on host', () => {
  test('marks the layer, and the argmax that reads it', () => {
    expect(hostNames('  x = image |> conv(4 maps, 3x3) |> relu\n  a = dense(x, 5, on host)\n  output y = argmax(a)\n  output z = argmax(x)')).toEqual(['a', 'y']);
  });

  test('may be written with a sign, in a block and in a shared layer', () => {
    const block = 'block Head(x) {\n  return x |> f: dense(4, on = host) |> relu(on host)\n}';
    expect(hostNames('  image |> conv(4 maps, 3x3) |> h: Head |> output y: dense(3, on host)', block)).toEqual(['h.f', 'h.relu1', 'y']);
    expect(hostNames('  shared d = dense(3, on host)\n  a = image |> conv(4 maps, 3x3) |> relu\n  output y = d(a)\n  output z = a |> maxpool(1x1) |> d')).toEqual(['y', 'z']);
  });

  test.each([
    'conv(2 maps, 3x3, on host)', 'deconv(2 maps, 2x2, on host)', 'dense(2, on host)', 'maxpool(2x2, on host)', 'avgpool(2x2, count padding, on host)',
    'batchnorm(on host)', 'abs(on host)', 'upsample(2, on host)', 'flatten(on host)',
  ])('%s', (layer) => {
    expect(hostNames(`  image |> conv(4 maps, 3x3) |> relu |> output y: ${layer}`)).toEqual(['y']);
  });
});

describe('the division', () => {
  test('leaves a network without host layers as it is', () => {
    const graph = lowerBody('  image |> output y: dense(3)');
    expect(splitHost(graph, new Map())).toEqual({ machine: graph, tail: null });
  });

  test('makes what the host reads an output of the machine and an input of the tail', () => {
    const graph = lowerBody('  a = image |> c: conv(4 maps, 3x3) |> relu\n  b = a |> maxpool(2x2)\n  output s: add(a, a, on host)\n  output small = b\n  output y: dense(b, 3, on host)\n  output l: dense(a, 2)');
    const part = (key: string) => [key, { weight: { shape: [1], data: Float32Array.of(1) } }] as const;
    const { machine, tail } = splitHost(graph, new Map([part('c'), part('l'), part('y')]));
    expect(showGraph(machine)).toEqual(['image: input 4x12x10', 'c: conv 4x10x8 <- image', 'a: activation 4x10x8 <- c', 'b: pool 4x5x4 <- a', 'l: dense 2x1x1 <- a']);
    expect(machine.outputs.map(({ name }) => name)).toEqual(['small', 'l', 'a']);
    expect(tail?.operands).toEqual(['a']);
    expect(tail === null ? [] : showGraph(tail.graph)).toEqual(['a: input 4x10x8', 'small: input 4x5x4', 's: add 4x10x8 <- a, a', 'y: dense 3x1x1 <- small']);
    expect(tail?.graph.outputs.map(({ name }) => name)).toEqual(['s', 'y']);
    expect([...(tail?.params.keys() ?? [])]).toEqual(['y']);
  });

  test('reads the graph without the mark as before', () => {
    expect(isOnHost(nodeNamed(lowerBody('  image |> output y: dense(3)'), 'y'))).toBe(false);
  });
});
