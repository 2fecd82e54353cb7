// Every message of the quantizer: its code, the layer it points at, and that it names what was expected and what to do.
import { describe, expect, it } from 'vitest';
import type { LayerParams, Params } from '../../compiler/ir/float-graph.ts';
import type { FloatFrame } from '../../compiler/quantize/calibrate.ts';
import { quantizeCodes } from '../../compiler/quantize/problems.ts';
import { quantize } from '../../compiler/quantize/quantize.ts';
import { prepareInteger, quantizeInput } from '../../compiler/reference/integer.ts';
import type { IntegerInput } from '../../compiler/ir/integer-graph.ts';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import { buildGraph, type GraphBuilder, TERNARY } from '../support/graph-builder.ts';

type Tensor = NonNullable<LayerParams[string]>;
const floats = (shape: number[], fill: number): Tensor => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(fill) });
const ints = (shape: number[], fill: number): Tensor => ({ shape, data: new Int32Array(shape.reduce((a, b) => a * b, 1)).fill(fill) });

interface Case {
  readonly code: keyof typeof quantizeCodes;
  readonly title: string;
  readonly build: (graph: GraphBuilder, image: string) => void;
  readonly params?: Record<string, LayerParams>;
  readonly frames?: readonly FloatFrame[];
  /** Line of the layer that is blamed: node number plus one. */
  readonly line: number;
  readonly message: RegExp;
}

const conv = (graph: GraphBuilder, from: string, options = {}): string => graph.conv(from, 2, { kernel: [1, 1], name: 'c', hasBias: false, precision: TERNARY, ...options });
const weight = (value: number): LayerParams => ({ weight: floats([2, 1, 1, 1], value) });

const CASES: readonly Case[] = [
  { code: 'NF3001', title: 'weight missing', line: 2, message: /c needs tensor c\.weight/, build: (g, x) => g.output(conv(g, x)) },
  { code: 'NF3001', title: 'batch-norm part missing', line: 3, message: /layer2\.variance/, build: (g, x) => g.output(g.batchnorm(conv(g, x))), params: { c: weight(1), layer2: { gamma: floats([2], 1), beta: floats([2], 0), mean: floats([2], 0) } } },
  { code: 'NF3002', title: 'wrong shape', line: 2, message: /shape \[2, 3, 1, 1\], but c needs \[2, 1, 1, 1\]/, build: (g, x) => g.output(conv(g, x)), params: { c: { weight: floats([2, 3, 1, 1], 1) } } },
  { code: 'NF3002', title: 'too many thresholds', line: 3, message: /\[2, 8\].*\[2, 7\] or \[2, 6\]/, build: (g, x) => g.output(g.threshold(conv(g, x))), params: { c: { weight: ints([2, 1, 1, 1], 1) }, layer2: { thresholds: ints([2, 8], 0) } } },
  { code: 'NF3003', title: 'NaN', line: 2, message: /holds NaN at position 0/, build: (g, x) => g.output(conv(g, x)), params: { c: weight(Number.NaN) } },
  { code: 'NF3003', title: 'infinite bias', line: 2, message: /c\.bias holds Infinity/, build: (g, x) => g.output(conv(g, x, { hasBias: true })), params: { c: { ...weight(1), bias: floats([2], Infinity) } } },
  { code: 'NF3004', title: 'integer out of range', line: 2, message: /holds 2 at position 0, but c has weights -1\.\.1/, build: (g, x) => g.output(conv(g, x)), params: { c: { weight: ints([2, 1, 1, 1], 2) } } },
  { code: 'NF3005', title: 'fraction in an integer layer', line: 2, message: /holds 0\.5/, build: (g, x) => g.output(g.threshold(conv(g, x))), params: { c: weight(0.5), layer2: { thresholds: ints([2, 7], 0) } } },
  { code: 'NF3005', title: 'integer bias beside real weights', line: 2, message: /c\.bias holds integers/, build: (g, x) => g.output(conv(g, x, { hasBias: true })), params: { c: { ...weight(0.5), bias: ints([2], 1) } } },
  { code: 'NF3006', title: 'base without zero', line: 3, message: /begin at 2/, build: (g, x) => g.output(g.threshold(conv(g, x), 2)), params: { c: { weight: ints([2, 1, 1, 1], 1) }, layer2: { thresholds: ints([2, 7], 0) } } },
  { code: 'NF3007', title: 'thresholds on calibrated codes', line: 4, message: /threshold3 has given thresholds/, build: (g, x) => g.output(g.threshold(g.activation(conv(g, x), 'tanh'))), params: { c: weight(1), layer3: { thresholds: ints([2, 7], 0) } } },
  { code: 'NF3007', title: 'thresholds after an average', line: 2, message: /after average or l2/, build: (g, x) => g.output(g.threshold(g.pool(x, 'average'))), params: { layer2: { thresholds: ints([1, 7], 0) } } },
  { code: 'NF3007', title: 'raw integer layer with batch-norm', line: 2, message: /integer weights and a batch-norm/, build: (g, x) => g.output(g.batchnorm(conv(g, x))), params: { c: { weight: ints([2, 1, 1, 1], 1) }, layer2: { gamma: floats([2], 1), beta: floats([2], 0), mean: floats([2], 0), variance: floats([2], 1) } } },
  { code: 'NF3007', title: 'a layer after argmax', line: 3, message: /reads the index/, build: (g, x) => g.output(g.activation(g.argmax(x), 'tanh')) },
  { code: 'NF3008', title: 'accumulator overflow', line: 3, message: /accumulator of c can reach 0\.\.9175040/, build: (g, x) => g.output(g.dense(g.upsample(x, [128, 128]), 2, { name: 'c', hasBias: false })), params: { c: { weight: ints([2, 4 * 16384], 20) } } },
  { code: 'NF3008', title: 'bias overflow', line: 2, message: /bias of c can reach 10000000\.\.10000000/, build: (g, x) => g.output(conv(g, x, { hasBias: true })), params: { c: { ...weight(1), bias: floats([2], 1e7) } } },
  { code: 'NF3009', title: 'no frames', line: 2, message: /range of c is not known/, build: (g, x) => g.output(g.activation(conv(g, x), 'relu')), params: { c: weight(1) } },
  { code: 'NF3010', title: 'short frame', line: 1, message: /frame 0 has 3 values for input image, which needs 4/, build: (g, x) => g.output(g.activation(conv(g, x), 'relu')), params: { c: weight(1) }, frames: [new Map([['image', new Float32Array(3)]])] },
  { code: 'NF3010', title: 'frame with NaN', line: 1, message: /not a finite number/, build: (g, x) => g.output(g.activation(conv(g, x), 'relu')), params: { c: weight(1) }, frames: [new Map([['image', Float32Array.of(1, 2, Number.NaN, 3)]])] },
  { code: 'NF3011', title: 'negative variance', line: 3, message: /variance holds -1 for channel 0/, build: (g, x) => g.output(g.batchnorm(conv(g, x))), params: { c: weight(1), layer2: { gamma: floats([2], 1), beta: floats([2], 0), mean: floats([2], 0), variance: floats([2], -1) } } },
  { code: 'NF3012', title: 'zero point outside the codes', line: 2, message: /zero point 9/, build: (g) => g.output(g.activation(g.input([1, 2, 2], { bits: 3, zero: 9, scale: 1 }, 'odd'), 'tanh')) },
  { code: 'NF3013', title: 'codes without a scale', line: 2, message: /c\.codes holds \[0, 1\]/, build: (g, x) => g.output(g.activation(conv(g, x), 'relu')), params: { c: { ...weight(1), codes: { shape: [2], data: Float32Array.of(0, 1) } } } },
];

async function problemsOf({ build, params = {}, frames = [] }: Case): Promise<ModelError> {
  const graph = buildGraph();
  build(graph, graph.input([1, 2, 2], { bits: 3, zero: 0, scale: 1 }, 'image'));
  const float = graph.finish();
  const all: Params = new Map(Object.entries(params));
  const error: unknown = await quantize(float, all, frames).then(() => null, (reason: unknown) => reason);
  if (!(error instanceof ModelError)) throw new Error(`no ModelError: ${String(error)}`);
  return error;
}

describe('problems', () => {
  for (const test of CASES) {
    it(`${test.code}: ${test.title}`, async () => {
      const [first] = (await problemsOf(test)).diagnostics;
      expect(first?.code).toBe(test.code);
      expect(first?.message).toMatch(test.message);
      expect(first?.hint?.length).toBeGreaterThan(15);
      expect(first?.span.line).toBe(test.line);
    });
  }

  it('are collected over all layers', async () => {
    const error = await problemsOf({
      code: 'NF3001', title: '', line: 0, message: /./,
      build: (g, x) => g.output(g.conv(g.conv(x, 2, { kernel: [1, 1], name: 'a', hasBias: true }), 2, { kernel: [1, 1], name: 'b', hasBias: false })),
    });
    expect(error.diagnostics.map((diagnostic) => diagnostic.message.split(',')[0])).toEqual(['a needs tensor a.weight', 'a needs tensor a.bias', 'b needs tensor b.weight']);
  });

  it('cover every code but the inputs of the reference and training', () => {
    expect([...new Set(CASES.map((test) => test.code))].sort()).toEqual(Object.keys(quantizeCodes).filter((code) => code !== 'NF3030' && code !== 'NF3014').sort());
  });
});

describe('NF3030: inputs of the integer reference', () => {
  const build = async (): Promise<{ graph: Awaited<ReturnType<typeof quantize>>['graph']; input: IntegerInput }> => {
    const graph = buildGraph();
    graph.output(graph.activation(graph.input([1, 2, 2], { bits: 3, zero: 0, scale: 1 }, 'image'), 'tanh'));
    const { graph: integers } = await quantize(graph.finish(), new Map(), []);
    const input = integers.nodes.find((node): node is IntegerInput => node.kind === 'input');
    if (input === undefined) throw new Error('no input');
    return { graph: integers, input };
  };

  it('are missing, too short, out of range or not numbers', async () => {
    const { graph, input } = await build();
    const run = prepareInteger(graph);
    expect(() => run(new Map())).toThrow(/no tensor is given for input image/);
    expect(() => run(new Map([['image', { shape: [1, 2, 2] as const, data: new Int32Array(3) }]]))).toThrow(/needs 4 codes, found 3/);
    expect(() => run(new Map([['image', { shape: [1, 2, 2] as const, data: Int32Array.of(0, 1, 8, 0) }]]))).toThrow(/code 8 .* outside 0\.\.7/);
    expect(() => quantizeInput(input, [1, 2, 3])).toThrow(/needs 4 values/);
    expect(() => quantizeInput(input, [1, 2, 3, Number.NaN])).toThrow(/not a number/);
    expect(Array.from(quantizeInput(input, [0.5, 1.49, 99, -3]).data)).toEqual([1, 1, 7, 0]);
  });
});
