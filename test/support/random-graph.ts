// Small random networks for property tests: odd shapes, strides and paddings, tables, groups, 1 to 4 trits, inputs of 1 to 3 radix-8
// digits. The same seed gives the same network; parameters come from random(seed).
import type { FloatGraph, InputFormat, Padding, Pair, Precision } from '../../compiler/ir/float-graph.ts';
import { seededRandom } from '../../compiler/source/seeded-random.ts';
import { buildGraph, type GraphBuilder, NO_PADDING, SIX_BITS, tritPrecision } from './graph-builder.ts';

export interface RandomGraphOptions {
  /** chain: conv, dense, pooling, activations, batch-norm, flatten, argmax in one line. all: every operator, with branches. integer: given thresholds. */
  readonly operators?: 'chain' | 'all' | 'integer';
  /** Layers with weights before the last one. */
  readonly depth?: number;
  /** Relus and the like state their range, so that no calibration is needed. */
  readonly hasFixedRanges?: boolean;
  /** The image is so many times as wide (default 1). */
  readonly widen?: number;
}

interface Choice {
  readonly int: (low: number, high: number) => number;
  readonly of: <T>(...values: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
}

export function randomGraph(seed: number, options: RandomGraphOptions = {}): FloatGraph {
  const { operators = 'all' } = options;
  const random = seededRandom(seed);
  const choose: Choice = {
    int: (low, high) => low + Math.floor(random() * (high - low + 1)),
    of: (...values) => values[Math.floor(random() * values.length)] as never,
    chance: (probability) => random() < probability,
  };
  const graph = buildGraph(seed);
  const depth = options.depth ?? choose.int(1, 3);
  let at = graph.input([choose.int(1, 5), choose.int(4, 11), (options.widen ?? 1) * choose.int(4, 11)], randomInput(choose, operators), 'image');
  for (let i = 0; i < depth; i++) at = addLayer(graph, choose, at, options);
  addHead(graph, choose, at, operators);
  return graph.finish();
}

function randomInput(choose: Choice, operators: string): InputFormat {
  const bits = choose.of(2, 3, 4, 6, 8, 8, 9);
  const zero = choose.chance(0.3) ? choose.int(0, 2 ** bits - 1) : 0;
  return { bits, zero, scale: operators === 'integer' ? 1 : 1 / (2 ** bits - 1) };
}

function addLayer(graph: GraphBuilder, choose: Choice, from: string, { operators = 'all', hasFixedRanges = false, widen = 1 }: RandomGraphOptions): string {
  if (operators === 'integer') return addIntegerLayer(graph, choose, from);
  const roll = operators === 'chain' ? choose.int(0, 5) : choose.int(0, 11);
  switch (roll) {
    case 6: return addResidual(graph, choose, from, hasFixedRanges);
    case 7: { const [a, b] = [curve(graph, choose, same(graph, choose, from), hasFixedRanges), curve(graph, choose, same(graph, choose, from), hasFixedRanges)]; return graph.concat(a, b); }
    case 8: return curve(graph, choose, graph.transposedConv(from, choose.int(1, 5), { kernel: [choose.int(1, 3), choose.int(1, 3)], stride: [choose.int(1, 2), choose.int(1, 2)], precision: precision(choose), hasBias: choose.chance(0.7) }), hasFixedRanges);
    case 9: { const [, height, width] = graph.shapeOf(from); return height * width < 80 * widen ? graph.upsample(from, [choose.int(1, 2), choose.int(1, 2)]) : pooled(graph, choose, from, ['max', 'sum', 'average']); }
    case 10: return curve(graph, choose, from, hasFixedRanges);
    case 11: return pooled(graph, choose, from, ['l2']);
    default: return addConvLayer(graph, choose, from, hasFixedRanges);
  }
}

function addConvLayer(graph: GraphBuilder, choose: Choice, from: string, hasFixedRanges: boolean): string {
  let at = conv(graph, choose, from, choose.int(1, 9));
  if (choose.chance(0.2)) at = pooled(graph, choose, at, ['max']);
  if (choose.chance(0.3)) at = graph.batchnorm(at);
  at = curve(graph, choose, at, hasFixedRanges);
  if (choose.chance(0.4)) {
    at = pooled(graph, choose, at, ['max', 'average', 'sum']);
    if (choose.chance(0.6)) at = curve(graph, choose, at, hasFixedRanges);
  }
  return at;
}

function addResidual(graph: GraphBuilder, choose: Choice, from: string, hasFixedRanges: boolean): string {
  const body = curve(graph, choose, same(graph, choose, from), hasFixedRanges);
  const skip = curve(graph, choose, same(graph, choose, from), hasFixedRanges);
  const sum = choose.chance(0.3) ? graph.add(body, skip, body) : graph.add(body, skip);
  return curve(graph, choose, sum, hasFixedRanges);
}

function addIntegerLayer(graph: GraphBuilder, choose: Choice, from: string): string {
  let at = conv(graph, choose, from, choose.int(1, 9));
  if (choose.chance(0.3)) at = pooled(graph, choose, at, ['max']);
  at = graph.threshold(at, choose.of(0, -1, -3, -7));
  return choose.chance(0.3) ? pooled(graph, choose, at, ['max']) : at;
}

function addHead(graph: GraphBuilder, choose: Choice, from: string, operators: string): void {
  if (operators === 'all' && choose.chance(0.3)) graph.output(from, 'map');
  const image = choose.chance(0.5) ? graph.flatten(from) : from;
  const logits = graph.dense(image, choose.int(2, 10), { precision: precision(choose), hasBias: operators !== 'integer' && choose.chance(0.7) });
  if (choose.chance(0.7)) graph.output(logits, 'logits');
  graph.output(graph.argmax(logits), 'label');
}

function conv(graph: GraphBuilder, choose: Choice, from: string, wantedMaps: number): string {
  const [channels, height, width] = graph.shapeOf(from);
  const kernel: Pair = [choose.int(1, Math.min(4, height)), choose.int(1, Math.min(4, width))];
  const divisors = [1, 2, 3, 4, 5].filter((n) => channels % n === 0);
  const groups = choose.chance(0.3) ? choose.of(...divisors) : 1;
  const maps = groups * Math.ceil(wantedMaps / groups);
  const table = groups === 1 && choose.chance(0.25) ? Array.from({ length: maps }, () => someOf(choose, channels)) : null;
  const padding = choose.chance(0.4) ? randomPadding(choose, kernel) : NO_PADDING;
  return graph.conv(from, maps, { kernel, stride: [choose.int(1, 2), choose.int(1, 2)], padding, groups, table, precision: precision(choose), hasBias: choose.chance(0.8) });
}

function someOf(choose: Choice, channels: number): number[] {
  const picked = Array.from({ length: channels }, (_, c) => c).filter(() => choose.chance(0.6));
  return picked.length > 0 ? picked : [choose.int(0, channels - 1)];
}

/** A conv that keeps height and width, of three maps. */
function same(graph: GraphBuilder, choose: Choice, from: string): string {
  return graph.conv(from, 3, { kernel: [3, 3], padding: { top: 1, left: 1, bottom: 1, right: 1 }, precision: precision(choose), hasBias: choose.chance(0.5) });
}

function randomPadding(choose: Choice, kernel: Pair): Padding {
  return { top: choose.int(0, kernel[0] - 1), left: choose.int(0, kernel[1] - 1), bottom: choose.int(0, kernel[0] - 1), right: choose.int(0, kernel[1] - 1) };
}

function pooled(graph: GraphBuilder, choose: Choice, from: string, modes: readonly ('max' | 'average' | 'sum' | 'l2')[]): string {
  const [, height, width] = graph.shapeOf(from);
  const kernel: Pair = [choose.int(1, Math.min(3, height)), choose.int(1, Math.min(3, width))];
  const padding = choose.chance(0.3) ? randomPadding(choose, kernel) : NO_PADDING;
  return graph.pool(from, choose.of(...modes), { kernel, stride: [choose.int(1, 2), choose.int(1, 2)], padding, countPadding: choose.chance(0.5) });
}

function curve(graph: GraphBuilder, choose: Choice, from: string, hasFixedRanges: boolean): string {
  const fn = choose.of('relu', 'tanh', 'hardtanh', 'abs', 'sigmoid', 'sqrt', 'relu', 'tanh');
  return graph.activation(from, fn, hasFixedRanges || choose.chance(0.2) ? 1 + choose.int(0, 4) / 2 : null);
}

function precision(choose: Choice): Precision {
  return choose.chance(0.2) ? SIX_BITS : tritPrecision(choose.of(1, 1, 2, 3, 4));
}
