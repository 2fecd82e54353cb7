// From the checked syntax tree to the dataflow graph: blocks and repeats are expanded, shapes computed and checked, every
// layer named. Layers that reach no output are reported and left out. Reports; never throws for a user's mistake.
import type { Report } from '../source/diagnostic.ts';
import type { Arg, InputDeclaration, Network, PrecisionDeclaration, WeightsDeclaration } from '../syntax/ast.ts';
import type { ModelScope } from '../syntax/file-scope.ts';
import { collectLabels } from '../syntax/labels.ts';
import type { ActivationBits, FloatGraph, FloatNode, InputFormat, InputNode, ParamRef, Precision } from './float-graph.ts';
import { makeGraph, type Shape } from './graph.ts';
import { readInteger, readPrecision } from './lower-args.ts';
import { addNode, type Context, fail, type Instance, MAX_ELEMENTS, type Scope, StopLowering } from './lower-context.ts';
import { evaluate, evaluateArg, runStatement } from './lower-expand.ts';
import { removeUnused } from './lower-unused.ts';
import { precisionOfBits, showShape, showValue } from './lower-values.ts';

const sixBits: Precision = precisionOfBits(6) ?? { trits: 4, min: -32, max: 31 };

/** The dataflow graph of a network, or undefined where an error was reported. `hasErrors` says that the checks before
 *  found some: then shapes are still checked, but nothing is said about what is unused. */
export function lowerNetwork(model: ModelScope, report: Report, { hasErrors }: { readonly hasErrors: boolean }): FloatGraph | undefined {
  const { network } = model;
  const statements = network.items.filter((item) => item.kind !== 'input' && item.kind !== 'weights' && item.kind !== 'precision');
  const instance: Instance = {
    file: model.scope,
    namePrefix: '',
    keyPrefix: '',
    taken: new Set([...collectLabels(statements), ...network.items.flatMap((item) => (item.kind === 'input' ? [item.name.name] : []))]),
    counters: new Map(),
    depth: 0,
    origin: null,
    outer: null,
  };
  const scope: Scope = { instance, values: new Map(), outer: null };
  const context: Context = {
    report,
    nodes: [],
    names: new Set(),
    outputs: [],
    generated: new Set(),
    weightsSource: undefined,
    precision: sixBits,
    activationBits: 3,
    keyShapes: new Map(),
    steps: 0,
    depth: 0,
    hasErrors,
  };
  try {
    return build(context, scope, network);
  } catch (error) {
    if (error instanceof StopLowering) return undefined;
    throw error;
  }
}

function build(context: Context, scope: Scope, network: Network): FloatGraph | undefined {
  for (const item of network.items) {
    if (item.kind === 'weights') context.weightsSource = readSource(context, scope, item);
    if (item.kind === 'precision') context.precision = readPrecisions(context, scope, item);
  }
  for (const item of network.items) {
    if (item.kind === 'weights' || item.kind === 'precision') continue;
    if (item.kind === 'input') addInput(context, scope, item);
    else runStatement(context, scope, item);
  }
  if (context.hasErrors) return undefined;
  const nodes = removeUnused(context, scope.instance);
  return context.hasErrors ? undefined : makeGraph<FloatNode>({ name: network.name.name, span: network.span }, nodes, context.outputs);
}

function readSource(context: Context, scope: Scope, item: WeightsDeclaration): ParamRef['source'] {
  if (item.source.kind === 'file') return item.source;
  const { instance } = scope;
  const { name, seed } = item.source;
  if (name.name !== 'random') {
    fail(context, instance, { code: 'NF2003', message: `weights come from a file or from random(seed), found \`${name.name}\``, span: name.span, hint: 'write `weights "FILE.safetensors"` or `weights random(1)`' });
  }
  const value = readInteger({ context, instance }, 'the seed', { value: evaluate(context, scope, seed), span: seed.span }, 0, 2 ** 32 - 1);
  return { kind: 'random', seed: value ?? 0 };
}

/** Weights of the network; those of its activations go into the context. */
function readPrecisions(context: Context, scope: Scope, item: PrecisionDeclaration): Precision {
  const { instance } = scope;
  let weights = sixBits;
  const seen = new Set<string>();
  for (const entry of item.items) {
    const name = entry.name?.name ?? '';
    const span = entry.name?.span ?? entry.span;
    if (seen.has(name)) fail(context, instance, { code: 'NF2107', message: `precision of ${name} is given twice`, span, hint: 'keep one of the two' });
    seen.add(name);
    if (name === 'weights') weights = readPrecision({ context, instance }, { value: evaluateArg(context, scope, entry), span: entry.span }) ?? weights;
    else if (name === 'activations') context.activationBits = readActivations(context, scope, entry);
    else fail(context, instance, { code: 'NF2101', message: `precision is given for weights and activations, found \`${name}\``, span, hint: 'write `precision weights 6b, activations 3b`' });
  }
  return weights;
}

function readActivations(context: Context, scope: Scope, entry: Arg): ActivationBits {
  const value = evaluateArg(context, scope, entry);
  if (value.kind === 'bits' && (value.bits === 1 || value.bits === 2 || value.bits === 3)) return value.bits;
  if (value.kind !== 'poison') {
    fail(context, scope.instance, { code: 'NF2208', message: `activations have 1 to 3 bits, found ${showValue(value)}`, span: entry.span, hint: 'write `activations 3b`, or leave it out' });
  }
  return 3;
}

function addInput(context: Context, scope: Scope, item: InputDeclaration): void {
  const { instance } = scope;
  const format = readFormat(context, scope, item);
  const shape = readShape(context, scope, item);
  if (format === undefined || shape === undefined) {
    scope.values.set(item.name.name, { kind: 'poison' });
    return;
  }
  const node = addNode<InputNode>(context, instance, { kind: 'input', name: item.name.name, span: item.span, inputs: [], shape, format });
  scope.values.set(item.name.name, { kind: 'tensor', node });
}

function readShape(context: Context, scope: Scope, item: InputDeclaration): Shape | undefined {
  const { instance } = scope;
  const sizes = item.shape.map((expr, index) => {
    const what = item.shape.length === 3 ? (['maps', 'height', 'width'][index] ?? 'size') : 'size';
    return readInteger({ context, instance }, `${what} of input \`${item.name.name}\``, { value: evaluate(context, scope, expr), span: expr.span }, 1, MAX_ELEMENTS);
  });
  const [maps, height, width] = sizes;
  if (sizes.length !== 3 && sizes.length !== 1) {
    const message = `the shape of input \`${item.name.name}\` has ${sizes.length} sizes`;
    fail(context, instance, { code: 'NF2106', message, span: item.span, hint: 'write [maps, height, width], or [length] for a vector' });
    return undefined;
  }
  if (sizes.length === 1) return maps === undefined ? undefined : [maps, 1, 1];
  if (maps === undefined || height === undefined || width === undefined) return undefined;
  if (maps * height * width <= MAX_ELEMENTS) return [maps, height, width];
  const message = `input \`${item.name.name}\` would be ${showShape([maps, height, width])}`;
  fail(context, instance, { code: 'NF2207', message, span: item.span, hint: 'a tensor holds at most 2^27 (134,217,728) elements' });
  return undefined;
}

function readFormat(context: Context, scope: Scope, item: InputDeclaration): InputFormat | undefined {
  const { instance } = scope;
  const { name, span } = item.format;
  const match = /^([us])([0-9]+)$/.exec(name === 'code' ? 'u3' : name);
  if (match === null) {
    fail(context, instance, { code: 'NF2213', message: `unknown number format \`${name}\``, span, hint: 'use u8 (0 to 255), code or u3 (0 to 7), s4 (-8 to 7): u1 to u9, s1 to s9' });
    return undefined;
  }
  const bits = Number(match[2]);
  if (bits < 1 || bits > 9) {
    fail(context, instance, { code: 'NF2208', message: `inputs have 1 to 9 bits, found ${name}`, span, hint: 'scale the input down to 9 bits or fewer' });
    return undefined;
  }
  const offset = match[1] === 's' ? 2 ** (bits - 1) : 0;
  let scale = 1;
  let zero = 0;
  const seen = new Set<string>();
  for (const option of item.options) {
    const value = evaluate(context, scope, option.value);
    const what = `${option.name.name} of input \`${item.name.name}\``;
    const at = option.value.span;
    if (seen.has(option.name.name)) fail(context, instance, { code: 'NF2107', message: `${what} is given twice`, span: option.name.span, hint: 'keep one of the two' });
    seen.add(option.name.name);
    if (option.name.name === 'zero') zero = readInteger({ context, instance }, what, { value, span: at }, -offset, 2 ** bits - 1 - offset) ?? zero;
    else if (option.name.name !== 'scale') {
      fail(context, instance, { code: 'NF2101', message: `input has no option \`${option.name.name}\``, span: option.name.span, hint: 'it knows `scale` and `zero`' });
    } else if (value.kind === 'number' && value.value > 0) scale = value.value;
    else if (value.kind === 'number') fail(context, instance, { code: 'NF2204', message: `${what} must be above zero, found ${value.value}`, span: at, hint: 'give the real size of one step, as in scale 1/255' });
    else if (value.kind !== 'poison') fail(context, instance, { code: 'NF2106', message: `${what} is a number, found ${showValue(value)}`, span: at, hint: 'write scale 1/255' });
  }
  return { bits, zero: zero + offset, scale };
}
