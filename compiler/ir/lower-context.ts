// The state of one lowering: nodes built so far, names taken, the budget, and where messages go. Expansion is bounded
// here, so that no model makes the compiler hang.
import type { Diagnostic, Report } from '../source/diagnostic.ts';
import type { Span } from '../source/span.ts';
import type { FileScope } from '../syntax/file-scope.ts';
import type { ActivationBits, FloatNode, ParamRef, Precision } from './float-graph.ts';
import type { GraphOutput } from './graph.ts';
import type { Value } from './lower-values.ts';

export const MAX_NODES = 10_000;
export const MAX_CALL_DEPTH = 200;
const MAX_STEPS = 300_000;
export const MAX_ELEMENTS = 2 ** 27;

/** One expansion of a block, of a repeat's round, or the network itself: names are given inside it. */
export interface Instance {
  readonly file: FileScope;
  /** In front of node names and of keys; they differ inside a shared block only. */
  readonly namePrefix: string;
  readonly keyPrefix: string;
  /** Names the user gave in this instance, which generated names avoid. */
  readonly taken: ReadonlySet<string>;
  readonly counters: Map<string, number>;
  readonly depth: number;
  /** Why this instance exists, for notes: `block Residual, used at net.nf:7:3`. */
  readonly origin: string | null;
  readonly outer: Instance | null;
}

/** Values by name; an inner scope (a branch, a round) sees those around it. */
export interface Scope {
  readonly instance: Instance;
  readonly values: Map<string, Value>;
  readonly outer: Scope | null;
}

export interface Context {
  readonly report: Report;
  readonly nodes: FloatNode[];
  readonly names: Set<string>;
  readonly outputs: GraphOutput[];
  /** Node names made up by the compiler; messages prefer the user's. */
  readonly generated: Set<string>;
  weightsSource: ParamRef['source'] | undefined;
  precision: Precision;
  activationBits: ActivationBits;
  /** Weight shape by key and kind of layer, to compare shared layers. */
  readonly keyShapes: Map<string, { readonly shape: string; readonly span: Span }>;
  steps: number;
  depth: number;
  hasErrors: boolean;
}

/** Leaves the lowering after a message that makes going on pointless. */
export class StopLowering extends Error {}

/** Where a layer stands and how it is called, for its maker. */
export interface Place {
  readonly name: string;
  readonly key: string;
  readonly span: Span;
}

export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const value = at.values.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Reports an error with the chain of blocks around it. */
export function fail(context: Context, instance: Instance, diagnostic: Omit<Diagnostic, 'severity'>): void {
  const origins: string[] = [];
  for (let at: Instance | null = instance; at !== null && origins.length < 3; at = at.outer) {
    if (at.origin !== null) origins.push(`in ${at.origin}`);
  }
  context.hasErrors = true;
  const notes = [...(diagnostic.notes ?? []), ...origins];
  context.report({ ...diagnostic, severity: 'error', ...(notes.length > 0 ? { notes } : {}) });
}

/** Counts one step of expansion; stops when the budget is used up. */
export function countStep(context: Context, instance: Instance, span: Span): void {
  context.steps += 1;
  if (context.steps > MAX_STEPS) tooLarge(context, instance, span, `expanding the network takes more than ${MAX_STEPS.toLocaleString('en-US')} steps`);
}

export function tooLarge(context: Context, instance: Instance, span: Span, message: string): never {
  const hint = 'lower the counts of `repeat` or the nesting of blocks';
  fail(context, instance, { code: 'NF2209', message, span, hint });
  throw new StopLowering(message);
}

/** A name nobody took: `conv1`, `conv2`, ... */
export function generateName(instance: Instance, kind: string): string {
  let count = instance.counters.get(kind) ?? 0;
  let name = '';
  do {
    count += 1;
    name = `${kind}${count}`;
  } while (instance.taken.has(name));
  instance.counters.set(kind, count);
  return name;
}

/** The tensor as the user knows it: an unnamed activation or the like goes by the name of the layer before it. */
export function knownSource(context: Context, node: FloatNode): FloatNode {
  let at = node;
  while (context.generated.has(at.name) && (at.kind === 'activation' || at.kind === 'batchnorm' || at.kind === 'threshold')) {
    const before = context.nodes.find((other) => other.id === at.inputs[0]);
    if (before === undefined) return at;
    at = before;
  }
  return at;
}

/** Adds a node and returns it; its name gets a suffix where it is not unique. */
export function addNode<N extends FloatNode>(context: Context, instance: Instance, node: Omit<N, 'id'>): N {
  if (context.nodes.length >= MAX_NODES) {
    tooLarge(context, instance, node.span, `the network expands to more than ${MAX_NODES.toLocaleString('en-US')} nodes`);
  }
  let name = node.name;
  for (let suffix = 2; context.names.has(name); suffix += 1) name = `${node.name}_${suffix}`;
  context.names.add(name);
  const made = { ...node, id: `n${context.nodes.length}`, name } as N;
  context.nodes.push(made);
  return made;
}
