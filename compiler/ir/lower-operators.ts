// Operators and functions on plain values: numbers, conditions, sizes. Reports division by zero, numbers that leave the
// range of a double, and operands of the wrong kind; gives poison then.
import type { Span } from '../source/span.ts';
import type { BinaryOperator, ChainExpr, PrefixExpr } from '../syntax/ast.ts';
import { type Context, fail, type Instance } from './lower-context.ts';
import { poison, showValue, type Value } from './lower-values.ts';

const wrongKind = (context: Context, instance: Instance, span: Span, message: string, hint: string): Value => {
  fail(context, instance, { code: 'NF2106', message, span, hint });
  return poison;
};

function arithmetic(operator: BinaryOperator, a: number, b: number): number | boolean {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a - b * Math.floor(a / b);
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case 'and':
    case 'or':
      return Number.NaN;
  }
}

/** Equality of values that are not numbers: words, sizes, texts, conditions. */
function isSame(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'word' && b.kind === 'word') return a.word === b.word;
  if (a.kind === 'text' && b.kind === 'text') return a.value === b.value;
  if (a.kind === 'boolean' && b.kind === 'boolean') return a.value === b.value;
  if (a.kind === 'size' && b.kind === 'size') return a.parts.join('x') === b.parts.join('x');
  return undefined;
}

/** One step of a chain. */
export function applyBinary(context: Context, instance: Instance, sign: ChainExpr['operators'][number], a: Value, b: Value): Value {
  if (a.kind === 'poison' || b.kind === 'poison') return poison;
  const { operator, span } = sign;
  if (operator === 'and' || operator === 'or') {
    if (a.kind === 'boolean' && b.kind === 'boolean') {
      return { kind: 'boolean', value: operator === 'and' ? a.value && b.value : a.value || b.value };
    }
    const odd = a.kind === 'boolean' ? b : a;
    return wrongKind(context, instance, span, `\`${operator}\` joins conditions, found ${showValue(odd)}`, 'compare numbers first: `stride > 1 and maps == 8`');
  }
  if (a.kind !== 'number' || b.kind !== 'number') {
    const same = isSame(a, b);
    if (same !== undefined && (operator === '==' || operator === '!=')) return { kind: 'boolean', value: same === (operator === '==') };
    const odd = a.kind === 'number' ? b : a;
    const hint = odd.kind === 'tensor' ? 'tensors are joined by layers: add(a, b), concat(a, b)' : `\`${operator}\` needs a number on both sides`;
    return wrongKind(context, instance, span, `\`${operator}\` works on numbers, found ${showValue(odd)}`, hint);
  }
  if ((operator === '/' || operator === '%') && b.value === 0) {
    fail(context, instance, { code: 'NF2205', message: `division of ${a.value} by zero`, span, hint: 'change the divisor, or guard it with `if ... then ... else`' });
    return poison;
  }
  const result = arithmetic(operator, a.value, b.value);
  if (typeof result === 'boolean') return { kind: 'boolean', value: result };
  if (!Number.isFinite(result)) {
    fail(context, instance, { code: 'NF2204', message: `${a.value} ${operator} ${b.value} is too large a number`, span, hint: 'use smaller constants' });
    return poison;
  }
  return { kind: 'number', value: result };
}

/** Applies prefix operators, innermost first. */
export function applyPrefix(context: Context, instance: Instance, expr: PrefixExpr, value: Value): Value {
  let result = value;
  for (const operator of [...expr.operators].reverse()) {
    if (result.kind === 'poison') return poison;
    if (operator === '-' && result.kind === 'number') result = { kind: 'number', value: 0 - result.value };
    else if (operator === 'not' && result.kind === 'boolean') result = { kind: 'boolean', value: !result.value };
    else {
      const needs = operator === '-' ? 'a number' : 'a condition';
      return wrongKind(context, instance, expr.span, `\`${operator}\` needs ${needs}, found ${showValue(result)}`, `put ${needs} after \`${operator}\``);
    }
  }
  return result;
}

/** floor, ceil, min, max of numbers; maps, height, width of a tensor. */
export function applyFunction(context: Context, instance: Instance, name: string, span: Span, args: readonly Value[]): Value {
  if (args.some((arg) => arg.kind === 'poison')) return poison;
  const first = args[0];
  const dimension = ['maps', 'height', 'width'].indexOf(name);
  if (dimension >= 0) {
    if (first?.kind === 'tensor') return { kind: 'number', value: first.node.shape[dimension] ?? 0 };
    const found = first === undefined ? 'nothing' : showValue(first);
    return wrongKind(context, instance, span, `\`${name}\` measures a tensor, found ${found}`, `write ${name}(x) with a tensor x`);
  }
  const numbers = args.flatMap((arg) => (arg.kind === 'number' ? [arg.value] : []));
  if (numbers.length < args.length) {
    const odd = args.find((arg) => arg.kind !== 'number') ?? poison;
    return wrongKind(context, instance, span, `\`${name}\` works on numbers, found ${showValue(odd)}`, `write ${name}(...) with numbers`);
  }
  const value = numbers[0] ?? 0;
  switch (name) {
    case 'floor':
      return { kind: 'number', value: Math.floor(value) };
    case 'ceil':
      return { kind: 'number', value: Math.ceil(value) };
    case 'min':
      return { kind: 'number', value: Math.min(...numbers) };
    default:
      return { kind: 'number', value: Math.max(...numbers) };
  }
}
