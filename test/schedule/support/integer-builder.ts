// Integer graphs by hand: layers with random weights and thresholds that spread over the sums they meet.
import { makeGraph } from '../../../compiler/ir/graph.ts';
import type { Pair, Padding } from '../../../compiler/ir/float-graph.ts';
import type { Epilogue, IntegerFormat, IntegerGraph, IntegerNode } from '../../../compiler/ir/integer-graph.ts';
import { ALWAYS, NEVER } from '../../../compiler/ir/integer-graph.ts';
import type { Span } from '../../../compiler/source/span.ts';
import type { Random } from './random.ts';

export const SPAN: Span = { file: 'net.nf', start: 0, end: 3, line: 1, column: 1 };
export const CODES: IntegerFormat = { kind: 'codes', zero: 0, scale: 1 };
export const NO_PADDING: Padding = { top: 0, left: 0, bottom: 0, right: 0 };

export interface ConvOptions {
  readonly kernel?: Pair;
  readonly stride?: Pair;
  readonly padding?: Padding;
  readonly padCode?: number;
  readonly groups?: number;
  readonly trits?: 1 | 2 | 3 | 4;
  /** Percent of weights that are zero; a table drops whole input maps with the same percentage. */
  readonly sparsity?: number;
  readonly table?: boolean;
  /** So many of the input maps, chosen at random for each map. */
  readonly fanIn?: number;
  readonly raw?: boolean;
  readonly absolute?: boolean;
  readonly codeMap?: boolean;
  /** Whether falling, constant and shuffled directions occur. */
  readonly odd?: boolean;
}

export interface IntegerBuilder {
  readonly input: (shape: readonly [number, number, number], bits?: number) => string;
  readonly conv: (from: string, maps: number, options?: ConvOptions) => string;
  readonly dense: (from: string, units: number, options?: ConvOptions) => string;
  readonly maxPool: (from: string, kernel: Pair, stride: Pair, padding?: Padding, mixed?: 'none' | 'all' | 'some') => string;
  readonly sumPool: (from: string, kernel: Pair, stride: Pair, padding?: Padding, zero?: number | null) => string;
  readonly requantize: (from: string) => string;
  readonly flatten: (from: string) => string;
  readonly argmax: (from: string) => string;
  readonly node: (node: IntegerNode) => string;
  readonly shapeOf: (id: string) => readonly [number, number, number];
  readonly output: (id: string) => void;
  readonly graph: () => IntegerGraph;
}

export function buildInteger(random: Random): IntegerBuilder {
  const nodes: IntegerNode[] = [];
  const outputs: { name: string; node: string; span: Span }[] = [];
  const nodeOf = (id: string): IntegerNode => nodes.find((node) => node.id === id) as IntegerNode;
  const shapeOf = (id: string): readonly [number, number, number] => nodeOf(id).shape;
  const add = (node: IntegerNode): string => {
    nodes.push(node);
    return node.id;
  };
  const fresh = (kind: string, inputs: readonly string[]) => {
    const id = `${kind.replace('-', '')}${nodes.length}`;
    return { id, name: id, span: SPAN, inputs, macs: 0 };
  };
  const codes = (maps: number, low: number, high: number, options: ConvOptions): Epilogue => {
    const absolute = options.absolute ? Int32Array.from({ length: maps }, () => low + high + random.between(-5, 5)) : null;
    const [from, to] = absolute === null ? [low, high] : [0, high - low];
    const thresholds = new Int32Array(7 * maps);
    for (let map = 0; map < maps; map++) {
      const special = options.odd ? random.below(12) : 11;
      const own = Array.from({ length: 7 }, () => (special === 0 ? NEVER : special === 1 ? ALWAYS : random.between(Math.floor(from), Math.ceil(to)))).sort((a, b) => a - b);
      thresholds.set(own, 7 * map);
    }
    return {
      kind: 'codes', thresholds, absolute, falling: Uint8Array.from({ length: maps }, () => (options.odd && random.chance(30) ? 1 : 0)),
      codeMap: options.codeMap ? Uint8Array.from({ length: 8 }, () => random.below(8)) : null,
    };
  };
  const epilogueFor = (maps: number, weights: Int8Array, top: number, options: ConvOptions): Epilogue => {
    if (options.raw) return { kind: 'raw', bias: Int32Array.from({ length: maps }, () => random.between(-2000, 2000)) };
    const per = weights.length / maps;
    const spread = Math.sqrt(per) * (weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) + 1) * top * 0.6;
    const mean = (weights.reduce((sum, weight) => sum + weight, 0) / maps) * (top / 2);
    return codes(maps, mean - spread, mean + spread, options);
  };
  const topOf = (id: string): number => {
    const { format } = nodeOf(id);
    return format.kind === 'wide' ? 2 ** format.bits - 1 : 7;
  };
  const formatOf = (options: ConvOptions): IntegerFormat => (options.raw ? { kind: 'raw', scale: 1 } : CODES);
  const conv = (from: string, maps: number, options: ConvOptions = {}): string => {
    const [channels, height, width] = shapeOf(from);
    const kernel = options.kernel ?? [1, 1];
    const stride = options.stride ?? [1, 1];
    const padding = options.padding ?? NO_PADDING;
    const groups = options.groups ?? 1;
    const trits = options.trits ?? 1;
    const limit = (3 ** trits - 1) / 2;
    const per = channels / groups;
    const area = kernel[0] * kernel[1];
    const weights = new Int8Array(maps * per * area);
    for (let map = 0; map < maps; map++) {
      const first = options.fanIn === undefined ? 0 : random.below(per);
      for (let c = 0; c < per; c++) {
        const dropped = options.fanIn === undefined ? options.table && random.chance(options.sparsity ?? 50) : (c - first + per) % per >= options.fanIn;
        for (let k = 0; k < area; k++) {
          const zero = dropped || (!options.table && options.fanIn === undefined && random.chance(options.sparsity ?? 10));
          weights[(map * per + c) * area + k] = zero ? 0 : random.between(-limit, limit);
        }
      }
    }
    const shape = [
      maps, Math.floor((height + padding.top + padding.bottom - kernel[0]) / stride[0]) + 1, Math.floor((width + padding.left + padding.right - kernel[1]) / stride[1]) + 1,
    ] as const;
    return add({
      ...fresh('conv', [from]), kind: 'conv', shape, kernel, stride, padding, padCode: options.padCode ?? 0, groups, weights, trits,
      epilogue: epilogueFor(maps, weights, topOf(from), options), format: formatOf(options), macs: maps * per * area * shape[1] * shape[2],
    });
  };
  const sameShape = (from: string, kernel: Pair, stride: Pair, padding: Padding): readonly [number, number, number] => {
    const [channels, height, width] = shapeOf(from);
    return [channels, Math.floor((height + padding.top + padding.bottom - kernel[0]) / stride[0]) + 1, Math.floor((width + padding.left + padding.right - kernel[1]) / stride[1]) + 1];
  };
  return {
    shapeOf, conv, node: add,
    input: (shape, bits = 3) => add({ ...fresh('input', []), kind: 'input', shape, format: bits === 3 ? CODES : { kind: 'wide', bits, zero: 0, scale: 1 } }),
    dense: (from, units, options = {}) => {
      const [, height, width] = shapeOf(from);
      return conv(from, units, { ...options, kernel: [height, width] });
    },
    maxPool: (from, kernel, stride, padding = NO_PADDING, mixed = 'none') => {
      const shape = sameShape(from, kernel, stride, padding);
      const minimum = Uint8Array.from({ length: shape[0] }, () => (mixed === 'all' ? 1 : mixed === 'none' ? 0 : random.below(2)));
      return add({ ...fresh('max-pool', [from]), kind: 'max-pool', shape, kernel, stride, padding, minimum, format: CODES });
    },
    sumPool: (from, kernel, stride, padding = NO_PADDING, zero = null) => {
      const shape = sameShape(from, kernel, stride, padding);
      const squares = zero === null ? null : Uint8Array.from({ length: 8 }, (_, code) => (code - zero) ** 2);
      const top = kernel[0] * kernel[1] * (squares === null ? topOf(from) : Math.max(...squares));
      return add({ ...fresh('sum-pool', [from]), kind: 'sum-pool', shape, kernel, stride, padding, padCode: zero ?? random.below(topOf(from) + 1), squares, epilogue: codes(shape[0], 0, top, { odd: true }), thresholdsByCount: null, format: CODES });
    },
    requantize: (from) => add({ ...fresh('requantize', [from]), kind: 'requantize', shape: shapeOf(from), epilogue: codes(shapeOf(from)[0], 0, topOf(from), { odd: true }), format: CODES }),
    flatten: (from) => add({ ...fresh('flatten', [from]), kind: 'flatten', shape: [shapeOf(from).reduce((a, b) => a * b, 1), 1, 1], format: nodeOf(from).format }),
    argmax: (from) => add({ ...fresh('argmax', [from]), kind: 'argmax', shape: [1, shapeOf(from)[1], shapeOf(from)[2]], format: { kind: 'index' } }),
    output: (id) => { outputs.push({ name: `out${outputs.length}`, node: id, span: SPAN }); },
    graph: () => makeGraph({ name: 'net', span: SPAN }, nodes, outputs),
  };
}
