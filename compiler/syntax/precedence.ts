// Gives a flat list of operands and operators its precedence: or, and, comparisons, sums, products, each level applied
// from left to right. The result is one flat chain per level, never a tree as deep as the list is long.
import { bug } from '../source/diagnostic.ts';
import type { BinaryOperator, ChainExpr, Expr } from './ast.ts';

type Operators = ChainExpr['operators'];

const levels: readonly ReadonlySet<BinaryOperator>[] = [
  new Set(['or']),
  new Set(['and']),
  new Set(['==', '!=', '<', '<=', '>', '>=']),
  new Set(['+', '-']),
  new Set(['*', '/', '%']),
];

/** One expression from n operands and n - 1 operators. */
export function buildOperators(operands: readonly Expr[], operators: Operators, level = 0): Expr {
  const first = operands[0] ?? bug('an expression without operands');
  const ofLevel = levels[level];
  if (operators.length === 0 || ofLevel === undefined) return first;
  const parts: Expr[] = [];
  const signs: Operators[number][] = [];
  let start = 0;
  operators.forEach((sign, index) => {
    if (!ofLevel.has(sign.operator)) return;
    parts.push(buildOperators(operands.slice(start, index + 1), operators.slice(start, index), level + 1));
    signs.push(sign);
    start = index + 1;
  });
  const last = buildOperators(operands.slice(start), operators.slice(start), level + 1);
  if (signs.length === 0) return last;
  parts.push(last);
  return { kind: 'chain', operands: parts, operators: signs, span: { ...first.span, end: last.span.end } };
}
