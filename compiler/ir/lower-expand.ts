// Evaluates expressions and statements of the syntax tree: pipelines, calls, blocks, choices and repeats become nodes.
// Unknown names were reported by the checks and are poison here. Depth and steps are bounded (see lower-context.ts).
import type { Span } from '../source/span.ts';
import type { Arg, CallExpr, Expr, Ident, PipelineExpr, Repeat, Stage, Statement } from '../syntax/ast.ts';
import { layers, numberFunctions, unitWordsOf, words } from '../syntax/builtins.ts';
import type { BlockEntry } from '../syntax/file-scope.ts';
import { collectLabels, collectStageLabels } from '../syntax/labels.ts';
import { bindLayerArgs } from './lower-args.ts';
import { bindParameters } from './lower-blocks.ts';
import {
  type Context, countStep, fail, generateName, type Instance, lookUp, MAX_CALL_DEPTH, MAX_NODES, type Scope, tooLarge,
} from './lower-context.ts';
import { makeLayer } from './lower-layers.ts';
import { applyBinary, applyFunction, applyPrefix } from './lower-operators.ts';
import { readTableRows } from './lower-tables.ts';
import { type EvaluatedArg, poison, type SharedLayer, showValue, type Value } from './lower-values.ts';

const MAX_EVALUATION_DEPTH = 600;

/** The value of an expression. `hint` names the layer that makes it where the user gave it no name of its own. */
export function evaluate(context: Context, scope: Scope, expr: Expr, hint: string | null = null): Value {
  countStep(context, scope.instance, expr.span);
  context.depth += 1;
  if (context.depth > MAX_EVALUATION_DEPTH) tooLarge(context, scope.instance, expr.span, 'blocks and brackets are nested too deeply');
  const value = evaluateKind(context, scope, expr, hint);
  context.depth -= 1;
  return value;
}

function evaluateKind(context: Context, scope: Scope, expr: Expr, hint: string | null): Value {
  const { instance } = scope;
  switch (expr.kind) {
    case 'number':
      return finiteNumber(context, instance, expr.value, expr.span);
    case 'text':
      return { kind: 'text', value: expr.value };
    case 'bits':
      return { kind: 'bits', bits: expr.bits };
    case 'table':
      return readTableRows(context, instance, expr, null);
    case 'name':
      return evaluateName(context, scope, expr.name);
    case 'size':
      return evaluateSize(context, scope, expr.parts);
    case 'prefix':
      return applyPrefix(context, instance, expr, evaluate(context, scope, expr.operand));
    case 'chain':
      return expr.operands
        .map((operand) => evaluate(context, scope, operand))
        .reduce((left, right, index) => {
          const sign = expr.operators[index - 1];
          return sign === undefined ? right : applyBinary(context, instance, sign, left, right);
        });
    case 'if': {
      const condition = evaluate(context, scope, expr.condition);
      if (condition.kind === 'poison') return poison;
      if (condition.kind !== 'boolean') {
        fail(context, instance, { code: 'NF2106', message: `\`if\` needs a condition, found ${showValue(condition)}`, span: expr.condition.span, hint: 'compare two numbers: `if stride > 1 then ...`' });
        return poison;
      }
      const branch = { instance, values: new Map<string, Value>(), outer: scope };
      return evaluate(context, branch, condition.value ? expr.whenTrue : expr.whenFalse, hint);
    }
    case 'call':
      return evaluateCall(context, scope, expr, [], hint);
    case 'pipeline':
      return evaluatePipeline(context, scope, expr, hint);
  }
}

function finiteNumber(context: Context, instance: Instance, value: number, span: Span): Value {
  if (Number.isFinite(value)) return { kind: 'number', value };
  fail(context, instance, { code: 'NF2204', message: 'the number is too large', span, hint: 'numbers reach up to about 1e308' });
  return poison;
}

function evaluateName(context: Context, scope: Scope, name: string): Value {
  const value = lookUp(scope, name);
  if (value !== undefined) return value;
  const entry = scope.instance.file.tables.get(name);
  if (entry !== undefined) return readTableRows(context, scope.instance, entry.table, name);
  return words.has(name) ? { kind: 'word', word: name } : poison;
}

function evaluateSize(context: Context, scope: Scope, parts: readonly Expr[]): Value {
  const sides: number[] = [];
  for (const part of parts) {
    const value = evaluate(context, scope, part);
    if (value.kind === 'poison') return poison;
    if (value.kind !== 'number') {
      fail(context, scope.instance, { code: 'NF2106', message: `a side of a size is a number, found ${showValue(value)}`, span: part.span, hint: 'write 5x5, or k x k with a number k' });
      return poison;
    }
    sides.push(value.value);
  }
  return { kind: 'size', parts: sides };
}

function evaluatePipeline(context: Context, scope: Scope, expr: PipelineExpr, hint: string | null): Value {
  const headHint = expr.headLabel?.name ?? (expr.stages.length === 0 ? hint : null);
  let value = evaluate(context, scope, expr.head, headHint);
  if (expr.headLabel !== null) bindLabel(context, scope, expr.headLabel, value, expr.isHeadOutput);
  expr.stages.forEach((stage, index) => {
    value = evaluateStage(context, scope, stage, value, index === expr.stages.length - 1 ? hint : null);
  });
  return value;
}

function evaluateStage(context: Context, scope: Scope, stage: Stage, piped: Value, hint: string | null): Value {
  countStep(context, scope.instance, stage.span);
  const label = stage.label?.name ?? hint;
  let value = piped;
  if (stage.target?.kind === 'repeat') value = evaluateRepeat(context, scope, stage.target, piped, label);
  else if (stage.target !== null) {
    const arg: Arg = { name: null, value: { kind: 'name', name: '', span: stage.target.callee.span }, unit: null, span: stage.target.callee.span };
    value = evaluateCall(context, scope, stage.target, [{ arg, value: piped }], label);
  }
  if (stage.label !== null) bindLabel(context, scope, stage.label, value, stage.isOutput);
  return value;
}

function bindLabel(context: Context, scope: Scope, label: Ident, value: Value, isOutput: boolean): void {
  if (!scope.values.has(label.name)) scope.values.set(label.name, value);
  if (isOutput) addOutput(context, scope, label, value);
}

/** Makes a value an output of the network. */
export function addOutput(context: Context, scope: Scope, name: Ident, value: Value): void {
  if (value.kind === 'poison') return;
  const { instance } = scope;
  const { span } = name;
  if (value.kind !== 'tensor') {
    fail(context, instance, { code: 'NF2106', message: `output \`${name.name}\` is a tensor, found ${showValue(value)}`, span, hint: 'write `output NAME = VALUE` with the result of a layer' });
  } else if (value.node.kind === 'input') {
    fail(context, instance, { code: 'NF2212', message: `output \`${name.name}\` is the input \`${value.node.name}\` unchanged`, span, hint: 'put a layer between the input and the output' });
  } else context.outputs.push({ name: name.name, node: value.node.id, span });
}

function evaluateArgs(context: Context, scope: Scope, args: readonly Arg[]): EvaluatedArg[] {
  return args.map((arg) => ({ arg, value: evaluateArg(context, scope, arg) }));
}

/** An argument with its unit: `2 trits` is a precision, `6 maps` a number. */
export function evaluateArg(context: Context, scope: Scope, arg: Arg): Value {
  const value = evaluate(context, scope, arg.value);
  if (arg.unit === null || value.kind === 'poison') return value;
  const unit = arg.unit.name;
  const isKnown = unitWordsOf.counts.has(unit) || unitWordsOf.trits.has(unit);
  if (!isKnown || value.kind !== 'number') {
    const message = isKnown ? `\`${unit}\` counts a number, found ${showValue(value)}` : `\`${unit}\` is no unit`;
    fail(context, scope.instance, { code: 'NF2106', message, span: arg.unit.span, hint: 'units are maps, units and trits; options are separated by commas' });
    return poison;
  }
  return unitWordsOf.trits.has(unit) ? { kind: 'trits', trits: value.value } : value;
}

/** A call of a layer, a block, a shared one or a function. `hint` is its name, where it has one. */
function evaluateCall(context: Context, scope: Scope, call: CallExpr, piped: readonly EvaluatedArg[], hint: string | null): Value {
  const { name, span } = call.callee;
  const { instance } = scope;
  const args = evaluateArgs(context, scope, call.args);
  const local = lookUp(scope, name);
  const place = { name: hint, span: call.span };
  if (local?.kind === 'shared') return useShared(context, scope, local.shared, place, [...piped, ...args]);
  if (local !== undefined && !numberFunctions.has(name)) return poison;
  const entry = instance.file.blocks.get(name);
  if (entry !== undefined) {
    const prefix = hint ?? generateName(instance, name.charAt(0).toLowerCase() + name.slice(1));
    const prefixes = { namePrefix: `${instance.namePrefix}${prefix}.`, keyPrefix: `${instance.keyPrefix}${prefix}.` };
    return expandBlock(context, scope, entry, prefixes, [...piped, ...args], call.span);
  }
  if (layers.has(name)) {
    const local = hint ?? generateName(instance, name);
    if (hint === null) context.generated.add(`${instance.namePrefix}${local}`);
    return callLayer(context, scope, name, { name: local, key: `${instance.keyPrefix}${local}`, span: call.span }, piped, args);
  }
  if (!numberFunctions.has(name)) return poison;
  return applyFunction(context, instance, name, span, [...piped, ...args].map((arg) => arg.value));
}

function callLayer(
  context: Context,
  scope: Scope,
  layer: string,
  place: { readonly name: string; readonly key: string; readonly span: Span },
  piped: readonly EvaluatedArg[],
  args: readonly EvaluatedArg[],
): Value {
  const signature = layers.get(layer);
  if (signature === undefined) return poison;
  const { instance } = scope;
  const named = { ...place, name: `${instance.namePrefix}${place.name}` };
  const bound = bindLayerArgs({ context, instance, signature, place: named }, piped, args);
  const made = bound === undefined ? undefined : makeLayer(bound);
  return made === undefined ? poison : { kind: 'tensor', node: made };
}

/** Applies a shared layer or block once more: new nodes, the same keys. */
function useShared(
  context: Context,
  scope: Scope,
  shared: SharedLayer,
  place: { readonly name: string | null; readonly span: Span },
  args: readonly EvaluatedArg[],
): Value {
  const { instance } = scope;
  const local = place.name ?? generateName(instance, shared.name);
  const all = [...args, ...shared.args];
  const callee = shared.call.callee.name;
  const entry = shared.home.blocks.get(callee);
  if (entry === undefined) return callLayer(context, scope, callee, { name: local, key: shared.key, span: place.span }, all, []);
  const prefixes = { namePrefix: `${instance.namePrefix}${local}.`, keyPrefix: `${shared.key}.` };
  return expandBlock(context, scope, entry, prefixes, all, place.span);
}

function expandBlock(
  context: Context,
  scope: Scope,
  entry: BlockEntry,
  prefixes: Pick<Instance, 'namePrefix' | 'keyPrefix'>,
  args: readonly EvaluatedArg[],
  span: Span,
): Value {
  const { block } = entry;
  const depth = scope.instance.depth + 1;
  if (depth > MAX_CALL_DEPTH) tooLarge(context, scope.instance, span, `blocks call each other more than ${MAX_CALL_DEPTH} deep`);
  const bound = bindParameters(context, scope.instance, block, args, span);
  const instance: Instance = {
    ...prefixes,
    file: entry.home(),
    taken: collectLabels(block.statements),
    counters: new Map(),
    depth,
    origin: `block \`${block.name.name}\`, used at ${span.file}:${span.line}:${span.column}`,
    outer: scope.instance,
  };
  const inner: Scope = { instance, values: new Map(), outer: null };
  for (const parameter of block.parameters) {
    const given = bound.get(parameter.name.name);
    const value = given ?? (parameter.defaultValue === null ? poison : evaluateArg(context, inner, parameter.defaultValue));
    inner.values.set(parameter.name.name, value);
  }
  return runStatements(context, inner, block.statements);
}

function evaluateRepeat(context: Context, scope: Scope, repeat: Repeat, piped: Value, hint: string | null): Value {
  const count = evaluate(context, scope, repeat.count);
  if (count.kind === 'poison') return poison;
  const rounds = readRounds(context, scope.instance, count, repeat.count.span);
  if (rounds === undefined) return poison;
  const label = hint ?? generateName(scope.instance, 'repeat');
  const taken = repeat.body.kind === 'stages' ? collectStageLabels(repeat.body.stages) : collectLabels(repeat.body.statements);
  let value = piped;
  for (let round = 1; round <= rounds; round += 1) {
    countStep(context, scope.instance, repeat.span);
    const instance: Instance = {
      ...scope.instance,
      namePrefix: `${scope.instance.namePrefix}${label}.${round}.`,
      keyPrefix: `${scope.instance.keyPrefix}${label}.${round}.`,
      taken,
      counters: new Map(),
    };
    const inner: Scope = { instance, values: new Map(), outer: scope };
    if (repeat.carried !== null) inner.values.set(repeat.carried.name, value);
    if (repeat.index !== null) inner.values.set(repeat.index.name, { kind: 'number', value: round });
    if (repeat.body.kind === 'statements') value = runStatements(context, inner, repeat.body.statements);
    else for (const stage of repeat.body.stages) value = evaluateStage(context, inner, stage, value, null);
  }
  return value;
}

function readRounds(context: Context, instance: Instance, count: Value, span: Span): number | undefined {
  const report = (code: string, message: string, hint: string): undefined => fail(context, instance, { code, message, span, hint }) as undefined;
  if (count.kind !== 'number') return report('NF2106', `repeat counts with a number, found ${showValue(count)}`, 'write `repeat 3 { ... }`');
  if (!Number.isInteger(count.value)) return report('NF2203', `the count of repeat must be a whole number, found ${count.value}`, 'use floor(...) or ceil(...) to round');
  if (count.value < 0) return report('NF2204', `the count of repeat must be 0 or more, found ${count.value}`, 'give how often the body is applied');
  if (count.value > MAX_NODES) return report('NF2209', `repeat ${count.value} is more than a network can hold`, 'a network expands to at most 10,000 nodes');
  return count.value;
}

/** Runs statements up to the return; its value, or poison where there is none (which the checks report). */
export function runStatements(context: Context, scope: Scope, statements: readonly Statement[]): Value {
  for (const statement of statements) {
    if (statement.kind === 'return') return evaluate(context, scope, statement.value);
    runStatement(context, scope, statement);
  }
  return poison;
}

export function runStatement(context: Context, scope: Scope, statement: Statement): void {
  const { instance } = scope;
  countStep(context, instance, statement.span);
  switch (statement.kind) {
    case 'return':
      return;
    case 'assign': {
      const value = evaluate(context, scope, statement.value, statement.name.name);
      if (!scope.values.has(statement.name.name)) scope.values.set(statement.name.name, value);
      return;
    }
    case 'shared': {
      const { name } = statement.name;
      const shared: SharedLayer = {
        key: `${instance.keyPrefix}${name}`,
        name,
        call: statement.call,
        args: evaluateArgs(context, scope, statement.call.args),
        home: instance.file,
      };
      if (!scope.values.has(name)) scope.values.set(name, { kind: 'shared', shared });
      return;
    }
    case 'output': {
      const hint = statement.name.name;
      const value = statement.value === null ? (lookUp(scope, hint) ?? poison) : evaluate(context, scope, statement.value, hint);
      if (statement.value !== null && !scope.values.has(hint)) scope.values.set(hint, value);
      addOutput(context, scope, statement.name, value);
      return;
    }
    case 'expression': {
      const value = evaluate(context, scope, statement.value);
      if (value.kind === 'tensor' || value.kind === 'poison') return;
      fail(context, instance, { code: 'NF2106', message: `a statement builds layers, but this is ${showValue(value)}`, span: statement.span, hint: 'give it a name with `name = ...`, or remove it' });
    }
  }
}
