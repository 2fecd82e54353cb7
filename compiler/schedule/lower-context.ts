// What lowering works on: the layers made so far, other names of tensors, and joints; and what a layer reads, seen through flatten. A wide
// tensor that a layer makes is stored around a base code (see lower-wide.ts), so weights on it are lifted to its maps.
import type { Shape } from '../ir/graph.ts';
import { nodeById } from '../ir/graph.ts';
import type { IntegerGraph, IntegerNode } from '../ir/integer-graph.ts';
import { bug } from '../source/diagnostic.ts';
import type { EachWeight, GridLayer, Joint } from './grid-layer.ts';
import type { ScheduleCode } from './refuse.ts';

export interface Context {
  readonly graph: IntegerGraph;
  readonly layers: Map<string, GridLayer>;
  readonly joints: Map<string, Joint>;
  readonly alias: Map<string, string>;
  readonly outputs: ReadonlySet<string>;
  /** Additions happen inside the conv before them, where they can. */
  readonly addsInside: boolean;
  /** Neurons of a group. */
  readonly neurons: number;
  /** Nodes that an output needs. */
  readonly live: readonly IntegerNode[];
  readonly report: (code: ScheduleCode, node: IntegerNode, message: string, hint: string) => void;
}

/** What stands where a layer says nothing else. */
export const PLAIN = { isInner: false, square: null, pool: null, isWhole: false, trits: 1, sub: [1, 1], shift: null, evenFold: null, evenHalves: null, place: null, stripe: null, fromColumn: null, names: null, skip: null } as const;

/** How weights on a tensor of the graph become weights on what holds it. */
export interface Lift {
  readonly weights: (weights: EachWeight) => EachWeight;
  /** Code that the sums of the lifted weights lack for each unit of weight. */
  readonly base: number;
}

export interface Operand {
  /** Input, layer or joint that is read, and its shape. */
  readonly id: string;
  readonly shape: Shape;
  /** Shape in the graph: the same, but for lifted tensors. */
  readonly graphShape: Shape;
  readonly digits: 1 | 2 | 3;
  readonly topCode: number;
  readonly lift: Lift | null;
  /** A flatten stands between, so that channels of the reader are places of the image. */
  readonly isFlat: boolean;
}

export const addLayer = (context: Context, layer: GridLayer): void => { context.layers.set(layer.id, layer); };

export function operandNode(context: Context, node: IntegerNode, port = 0): IntegerNode {
  let source = nodeById(context.graph, node.inputs[port] ?? bug(`${node.id} reads too little`));
  while (source.kind === 'flatten') source = nodeById(context.graph, source.inputs[0] ?? bug(`${source.id} reads nothing`));
  return source;
}

export function isFlatRead(context: Context, node: IntegerNode, port = 0): boolean {
  const direct = nodeById(context.graph, node.inputs[port] ?? '');
  const [, height, width] = operandNode(context, node, port).shape;
  return direct.kind === 'flatten' && height * width > 1;
}

/** Padding code of a reader; the base of a lifted tensor. */
export const baseCode = (source: IntegerNode, padCode: number | null): number =>
  padCode ?? (source.format.kind === 'wide' || source.format.kind === 'codes' ? source.format.zero : 0);

/** Sums over every weight of a map, as the shift that a lifted tensor needs. */
export function sumOfWeights(weights: EachWeight, map: number, dv = 0, dh = 0): number {
  let sum = 0;
  weights(map, (_channel, _ky, _kx, weight) => { sum += weight; }, dv, dh);
  return sum;
}
