// What an expression of the language can be worth while the network is built. Poison is the value of something already
// reported: it passes silently through everything, so that one mistake gives one message.
import type { Span } from '../source/span.ts';
import type { Arg, CallExpr } from '../syntax/ast.ts';
import type { FileScope } from '../syntax/file-scope.ts';
import type { FloatNode, Precision } from './float-graph.ts';
import type { Shape } from './graph.ts';

/** A connection table: for each output map, the input maps it reads. */
export interface ConnectionTable {
  readonly name: string | null;
  readonly rows: readonly (readonly number[])[];
  readonly span: Span;
}

/** An argument with its value. */
export interface EvaluatedArg {
  readonly arg: Arg;
  readonly value: Value;
}

/** One set of weights for several places: a layer or block with the arguments of its definition. */
export interface SharedLayer {
  readonly key: string;
  readonly name: string;
  readonly call: CallExpr;
  readonly args: readonly EvaluatedArg[];
  readonly home: FileScope;
}

export type Value =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'size'; readonly parts: readonly number[] }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'bits'; readonly bits: number }
  | { readonly kind: 'trits'; readonly trits: number }
  | { readonly kind: 'table'; readonly table: ConnectionTable }
  | { readonly kind: 'tensor'; readonly node: FloatNode }
  | { readonly kind: 'shared'; readonly shared: SharedLayer }
  | { readonly kind: 'poison' };

export const poison: Value = { kind: 'poison' };

/** `6 x 28 x 28`. */
export function showShape(shape: Shape): string {
  return shape.join(' x ');
}

/** A value as a message names it. */
export function showValue(value: Value): string {
  switch (value.kind) {
    case 'number':
      return `the number ${value.value}`;
    case 'size':
      return `the size ${value.parts.join('x')}`;
    case 'boolean':
      return 'a condition';
    case 'text':
      return `the text "${value.value}"`;
    case 'word':
      return `the word \`${value.word}\``;
    case 'bits':
      return `${value.bits}b`;
    case 'trits':
      return `${value.trits} trits`;
    case 'table':
      return 'a table';
    case 'tensor':
      return `the tensor \`${value.node.name}\``;
    case 'shared':
      return `the shared layer \`${value.shared.name}\``;
    case 'poison':
      return 'a faulty value';
  }
}

/** Weight range of `n` trits, ternary being one. */
export function precisionOfTrits(trits: number): Precision | undefined {
  if (trits !== 1 && trits !== 2 && trits !== 3 && trits !== 4) return undefined;
  const max = (3 ** trits - 1) / 2;
  return { trits, min: -max, max };
}

/** Two's complement weights of 2 to 6 bits, in as many trits as hold them. */
export function precisionOfBits(bits: number): Precision | undefined {
  if (!Number.isInteger(bits) || bits < 2 || bits > 6) return undefined;
  const half = 2 ** (bits - 1);
  const trits = half <= 4 ? 2 : half <= 13 ? 3 : 4;
  return { trits, min: -half, max: half - 1 };
}
