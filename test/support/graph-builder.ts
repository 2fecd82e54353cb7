// Builds float graphs for tests without text: each method adds one node and returns its id. Parameters come from random(seed) unless
// the test passes its own.
import type { ActivationNode, FloatGraph, FloatNode, InputFormat, Padding, Pair, ParamRef, Precision } from '../../compiler/ir/float-graph.ts';
import { type GraphOutput, makeGraph, type Shape } from '../../compiler/ir/graph.ts';
import type { Span } from '../../compiler/source/span.ts';

export const TEST_SPAN: Span = { file: 'test.nf', start: 0, end: 4, line: 1, column: 1 };
export const NO_PADDING: Padding = { top: 0, left: 0, bottom: 0, right: 0 };
export const SIX_BITS: Precision = { trits: 4, min: -32, max: 31 };
export const TERNARY: Precision = { trits: 1, min: -1, max: 1 };
export const tritPrecision = (trits: 1 | 2 | 3 | 4): Precision => ({ trits, min: -(3 ** trits - 1) / 2, max: (3 ** trits - 1) / 2 });

export interface ConvOptions {
  readonly kernel?: Pair;
  readonly stride?: Pair;
  readonly padding?: Padding;
  readonly groups?: number;
  readonly table?: readonly (readonly number[])[] | null;
  readonly hasBias?: boolean;
  readonly precision?: Precision;
  readonly name?: string;
  readonly key?: string;
  readonly outputPadding?: Pair;
}
export interface PoolOptions {
  readonly kernel?: Pair;
  readonly stride?: Pair;
  readonly padding?: Padding;
  readonly countPadding?: boolean;
}

export interface GraphBuilder {
  readonly shapeOf: (id: string) => Shape;
  readonly input: (shape: Shape, format?: InputFormat, name?: string) => string;
  readonly conv: (from: string, maps: number, options?: ConvOptions) => string;
  readonly transposedConv: (from: string, maps: number, options?: ConvOptions) => string;
  readonly dense: (from: string, units: number, options?: ConvOptions) => string;
  readonly pool: (from: string, mode: 'max' | 'average' | 'sum' | 'l2', options?: PoolOptions) => string;
  readonly batchnorm: (from: string) => string;
  readonly activation: (from: string, fn: ActivationNode['fn'], range?: number | null, bits?: ActivationNode['bits']) => string;
  readonly threshold: (from: string, base?: number) => string;
  readonly add: (...from: string[]) => string;
  readonly concat: (...from: string[]) => string;
  readonly upsample: (from: string, factor: Pair) => string;
  readonly flatten: (from: string) => string;
  readonly argmax: (from: string) => string;
  readonly output: (from: string, name?: string) => void;
  readonly finish: () => FloatGraph;
}

export function buildGraph(seed = 1): GraphBuilder {
  const nodes: FloatNode[] = [];
  const outputs: GraphOutput[] = [];
  const shapeOf = (id: string): Shape => {
    const node = nodes.find((candidate) => candidate.id === id);
    if (node === undefined) throw new Error(`no node ${id}`);
    return node.shape;
  };
  const add = (kind: string, from: readonly string[], shape: Shape, rest: object, name?: string): string => {
    const id = `n${nodes.length}`;
    nodes.push({ kind, id, name: name ?? `${kind}${nodes.length}`, span: { ...TEST_SPAN, start: nodes.length, line: nodes.length + 1 }, inputs: from, shape, ...rest } as unknown as FloatNode);
    return id;
  };
  const params = (key: string): ParamRef => ({ key, source: { kind: 'random', seed }, span: TEST_SPAN });
  const windows = (extent: number, border: number, kernel: number, stride: number): number => Math.floor((extent + border - kernel) / stride) + 1;
  const weighted = (options: ConvOptions): object => ({
    hasBias: options.hasBias ?? true, precision: options.precision ?? SIX_BITS, params: params(options.key ?? options.name ?? `layer${nodes.length}`),
  });
  return {
    shapeOf,
    input: (shape, format = { bits: 3, zero: 0, scale: 1 / 7 }, name) => add('input', [], shape, { format }, name),
    conv: (from, maps, options = {}) => {
      const { kernel = [3, 3], stride = [1, 1], padding = NO_PADDING, groups = 1, table = null } = options;
      const [, height, width] = shapeOf(from);
      const shape: Shape = [maps, windows(height, padding.top + padding.bottom, kernel[0], stride[0]), windows(width, padding.left + padding.right, kernel[1], stride[1])];
      return add('conv', [from], shape, { kernel, stride, padding, groups, table, ...weighted(options) }, options.name);
    },
    transposedConv: (from, maps, options = {}) => {
      const { kernel = [2, 2], stride = [2, 2], padding = NO_PADDING, groups = 1, outputPadding = [0, 0] } = options;
      const [, height, width] = shapeOf(from);
      const rows = (height - 1) * stride[0] - padding.top - padding.bottom + kernel[0] + outputPadding[0];
      const columns = (width - 1) * stride[1] - padding.left - padding.right + kernel[1] + outputPadding[1];
      return add('transposed-conv', [from], [maps, rows, columns], { kernel, stride, padding, groups, outputPadding, ...weighted(options) }, options.name);
    },
    dense: (from, units, options = {}) => add('dense', [from], [units, 1, 1], weighted(options), options.name),
    pool: (from, mode, options = {}) => {
      const { kernel = [2, 2], padding = NO_PADDING, countPadding = true } = options;
      const stride = options.stride ?? kernel;
      const [channels, height, width] = shapeOf(from);
      const shape: Shape = [channels, windows(height, padding.top + padding.bottom, kernel[0], stride[0]), windows(width, padding.left + padding.right, kernel[1], stride[1])];
      return add('pool', [from], shape, { mode, kernel, stride, padding, countPadding });
    },
    batchnorm: (from) => add('batchnorm', [from], shapeOf(from), { epsilon: 1e-5, params: params(`layer${nodes.length}`) }),
    activation: (from, fn, range = null, bits = 3) => add('activation', [from], shapeOf(from), { fn, range, bits }, `${fn}${nodes.length}`),
    threshold: (from, base = 0) => add('threshold', [from], shapeOf(from), { base, params: params(`layer${nodes.length}`) }),
    add: (...from) => add('add', from, shapeOf(from[0] ?? ''), {}),
    concat: (...from) => {
      const [, height, width] = shapeOf(from[0] ?? '');
      return add('concat', from, [from.reduce((sum, id) => sum + shapeOf(id)[0], 0), height, width], {});
    },
    upsample: (from, factor) => {
      const [channels, height, width] = shapeOf(from);
      return add('upsample', [from], [channels, height * factor[0], width * factor[1]], { factor });
    },
    flatten: (from) => add('flatten', [from], [shapeOf(from).reduce((product, extent) => product * extent, 1), 1, 1], {}),
    argmax: (from) => add('argmax', [from], [1, shapeOf(from)[1], shapeOf(from)[2]], {}),
    output: (from, name = `out${outputs.length}`) => void outputs.push({ name, node: from, span: TEST_SPAN }),
    finish: () => makeGraph({ name: 'Test', span: TEST_SPAN }, nodes, outputs),
  };
}
