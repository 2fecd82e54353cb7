// Blocks, choices, repeats, shared weights and imports: what they expand to and which names and keys come out.
import { describe, expect, test } from 'vitest';
import { parseModel } from '../../compiler/frontend.ts';
import { lowerBody, lowerText, nodeNamed, showGraph } from '../support/nf-model.ts';

const residual = `
block Residual(x, maps, stride = 1) {
  body = x |> conv(maps, 3x3, stride, same) |> relu |> conv(maps, 3x3, same)
  skip = if stride > 1 then x |> conv(maps, 1x1, stride) else x
  return add(body, skip) |> relu
}
`;

const keysOf = (graph: ReturnType<typeof lowerText>): string[] => graph.nodes.flatMap((node) => ('params' in node ? [`${node.name}=${node.params.key}`] : []));

describe('blocks', () => {
  test('expand with names under the name of their use', () => {
    const graph = lowerBody('  image |> r1: Residual(4 maps) |> Residual(8 maps, stride 2) |> output y: Residual(8)', '4, 8, 8', residual);
    expect(showGraph(graph)).toEqual([
      'image: input 4x8x8',
      'r1.conv1: conv 4x8x8 <- image',
      'r1.relu1: activation 4x8x8 <- r1.conv1',
      'r1.body: conv 4x8x8 <- r1.relu1',
      'r1.add1: add 4x8x8 <- r1.body, image',
      'r1.relu2: activation 4x8x8 <- r1.add1',
      'residual1.conv1: conv 8x4x4 <- r1.relu2',
      'residual1.skip: conv 8x4x4 <- r1.relu2',
      'residual1.relu1: activation 8x4x4 <- residual1.conv1',
      'residual1.body: conv 8x4x4 <- residual1.relu1',
      'residual1.add1: add 8x4x4 <- residual1.body, residual1.skip',
      'residual1.relu2: activation 8x4x4 <- residual1.add1',
      'y.conv1: conv 8x4x4 <- residual1.relu2',
      'y.relu1: activation 8x4x4 <- y.conv1',
      'y.body: conv 8x4x4 <- y.relu1',
      'y.add1: add 8x4x4 <- y.body, residual1.relu2',
      'y.relu2: activation 8x4x4 <- y.add1',
    ]);
  });

  test('take numbers, sizes, words, tables, precisions and tensors; defaults may use earlier parameters', () => {
    const graph = lowerBody(
      '  output y = B(image, 3, border = same, t = T, p = ternary)',
      '4, 8, 8',
      `
block B(x, k, border = valid, t = { 0: 0 }, p = 2 trits, n = 2 * k) {
  return x |> a: conv(k x k, table t, pad border, weights p) |> b: conv(n maps, k x 1)
}
table T { 0: 1 2   1: 3 }
`,
    );
    expect(nodeNamed(graph, 'y.a')).toMatchObject({ shape: [2, 8, 8], table: [[1, 2], [3]], precision: { trits: 1 } });
    expect(nodeNamed(graph, 'y.b')).toMatchObject({ shape: [6, 6, 8], kernel: [3, 1] });
  });

  test('compute with numbers and shapes', () => {
    const graph = lowerBody(
      '  output y = B(image, 5)',
      '4, 9, 8',
      `
block B(x, n) {
  half = floor(n / 2)
  odd = n % 2 == 1 and not (n < 3 or n != 5)
  k = if odd then max(half, 1) + 1 else 1
  return x |> c: conv(maps(x) * 2 - 1, k x ceil(width(x) / 4), stride min(2, height(x)))
}
`,
    );
    expect(nodeNamed(graph, 'y.c')).toMatchObject({ shape: [7, 4, 4], kernel: [3, 2], stride: [2, 2] });
  });

  test('unnamed layers avoid names the user gives', () => {
    const graph = lowerBody('  image |> conv(2, 3x3) |> conv1: conv(2, 3x3) |> output y: conv(2, 3x3)');
    expect(graph.nodes.map((node) => node.name)).toEqual(['image', 'conv2', 'conv1', 'y']);
  });
});

describe('repeat', () => {
  test('short form: every round has its own weights', () => {
    const graph = lowerBody('  image |> r: repeat 2 { |> c: conv(4, 3x3, same) |> relu } |> repeat 0 { |> tanh } |> output y: abs');
    expect(keysOf(graph)).toEqual(['r.1.c=r.1.c', 'r.2.c=r.2.c']);
    expect(showGraph(graph).at(-1)).toBe('y: activation 4x12x10 <- r.2.relu1');
  });

  test('long form: a carried value and the number of the round', () => {
    const graph = lowerBody('  image |> r: repeat 3 as v, i {\n    a = v |> conv(2 * i, 3x3, same)\n    return concat(v, a)\n  } |> output y: relu');
    expect(nodeNamed(graph, 'r.3.a')).toMatchObject({ shape: [6, 12, 10] });
    expect(nodeNamed(graph, 'y').shape).toEqual([16, 12, 10]);
  });

  test('nested', () => {
    const graph = lowerBody('  image |> repeat 2 { |> repeat 2 { |> relu } } |> output y: relu');
    expect(graph.nodes.map((node) => node.name).slice(1, 5)).toEqual([
      'repeat1.1.repeat1.1.relu1', 'repeat1.1.repeat1.2.relu1', 'repeat1.2.repeat1.1.relu1', 'repeat1.2.repeat1.2.relu1',
    ]);
  });
});

describe('shared weights', () => {
  test('one block at three scales of a pyramid', () => {
    const graph = lowerBody(
      `
  shared enc = Encoder(8 maps)
  half = image |> avgpool(2x2)
  quarter = half |> avgpool(2x2)
  a = enc(image)
  b = half |> enc |> upsample(2)
  c = quarter |> q: enc |> upsample(4)
  output y = concat(a, b, c)`,
      '3, 16, 16',
      `
block Encoder(x, maps) {
  return x |> c1: conv(maps, 3x3, same) |> batchnorm |> relu |> Residual(maps)
}
${residual}`,
    );
    const inner = ['c1', 'batchnorm1', 'residual1.conv1', 'residual1.body'];
    const expected = ['a', 'enc1', 'q'].flatMap((use) => inner.map((name) => `${use}.${name}=enc.${name}`));
    expect(keysOf(graph).toSorted()).toEqual(expected.toSorted());
  });

  test('a single layer, inside a block under its own prefix', () => {
    const graph = lowerBody(
      '  image |> B |> output y: B',
      '4, 8, 8',
      '\nblock B(x) {\n  shared c = conv(4 maps, 3x3, same)\n  return x |> c |> relu |> c\n}\n',
    );
    expect(keysOf(graph)).toEqual(['b1.c1=b1.c', 'b1.c2=b1.c', 'y.c1=y.c', 'y.c2=y.c']);
  });

  test('across the rounds of a repeat', () => {
    const graph = lowerBody('  shared c = conv(4 maps, 3x3, same)\n  image |> repeat 2 { |> c |> relu } |> output y: relu');
    expect(keysOf(graph)).toEqual(['repeat1.1.c1=c', 'repeat1.2.c1=c']);
  });
});

describe('imports', () => {
  const files = {
    'lib/blocks.nf': 'import "../tables.nf"\nimport "deep/more.nf"\nblock Outer(x) {\n  return x |> Inner |> More\n}\nblock Inner(x) {\n  return x |> conv(3x3, table T)\n}\n',
    'lib/deep/more.nf': 'block More(x) {\n  return x |> relu\n}\nnetwork Demo { }\n',
    'tables.nf': 'table T { 0: 1   1: 0 }\n',
  };

  test('blocks see the names of their own file', () => {
    const graph = lowerText('import "lib/blocks.nf"\nimport "tables.nf"\nnetwork N {\n  input a: u3[2, 8, 8]\n  weights random(0)\n  a |> o: Outer |> output y: conv(1x1, table T)\n}\n', files);
    expect(showGraph(graph)).toEqual(['a: input 2x8x8', 'o.inner1.conv1: conv 2x6x6 <- a', 'o.more1.relu1: activation 2x6x6 <- o.inner1.conv1', 'y: conv 2x6x6 <- o.more1.relu1']);
  });

  test('names of indirect imports are not visible', () => {
    const text = 'import "lib/blocks.nf"\nnetwork N {\n  input a: u3[2, 8, 8]\n  a |> More |> output y: relu\n}\n';
    const all: Record<string, string> = { ...files, 'm.nf': text };
    const { diagnostics, sources } = parseModel('m.nf', { readText: (path) => all[path] });
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain('NF2003');
    expect([...sources.keys()]).toEqual(['m.nf', 'lib/blocks.nf', 'tables.nf', 'lib/deep/more.nf']);
  });

  test('a cycle through the entry file is found however its path is spelled', () => {
    const all: Record<string, string> = { './m.nf': 'import "b.nf"\nnetwork N {\n  input a: u3[2, 8, 8]\n  a |> output y: relu\n}\n', 'b.nf': 'import "m.nf"\n' };
    const { diagnostics } = parseModel('./m.nf', { readText: (path) => all[path] });
    expect(diagnostics.map(({ code, span }) => [code, span.file, span.line])).toEqual([['NF2007', 'b.nf', 1]]);
  });

  test('paths are resolved against the importing file, in a folder too', () => {
    const all: Record<string, string> = { '/x/nets/m.nf': 'import "../lib/b.nf"\nnetwork N {\n  input a: u3[2, 8, 8]\n  a |> output y: B\n}\n', '/x/lib/b.nf': 'block B(x) {\n  return x |> relu\n}\n' };
    const { graph, diagnostics } = parseModel('/x/nets/m.nf', { readText: (path) => all[path] });
    expect(diagnostics).toEqual([]);
    expect(graph?.nodes.map((node) => node.name)).toEqual(['a', 'y.relu1']);
    expect(graph?.nodes[1]?.span.file).toBe('/x/lib/b.nf');
  });
});

test('what reaches no output is left out with a warning', () => {
  const { graph, diagnostics } = parseModel('m.nf', { readText: () => 'network N {\n  input a: u3[2, 8, 8]\n  b = a |> tanh |> abs\n  a |> output y: relu\n}\n' });
  expect(graph?.nodes.map((node) => node.name)).toEqual(['a', 'y']);
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['NF2015', 'warning']]);
});
