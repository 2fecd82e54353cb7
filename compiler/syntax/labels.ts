// The names a list of statements gives to values and layers, without looking into the bodies of repeats (which name
// their own) but looking into brackets and branches. Generated layer names avoid them.
import type { Expr, Stage, Statement } from './ast.ts';

const found = new WeakMap<readonly Statement[], ReadonlySet<string>>();

/** All names defined by these statements. */
export function collectLabels(statements: readonly Statement[]): ReadonlySet<string> {
  const known = found.get(statements);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const statement of statements) {
    if (statement.kind === 'assign' || statement.kind === 'output' || statement.kind === 'shared') names.add(statement.name.name);
    if (statement.kind === 'shared') continue;
    if (statement.value !== null) addExpr(names, statement.value);
  }
  found.set(statements, names);
  return names;
}

function addExpr(names: Set<string>, expr: Expr): void {
  switch (expr.kind) {
    case 'pipeline':
      if (expr.headLabel !== null) names.add(expr.headLabel.name);
      addExpr(names, expr.head);
      for (const stage of expr.stages) addStage(names, stage);
      return;
    case 'call':
      for (const arg of expr.args) addExpr(names, arg.value);
      return;
    case 'if':
      for (const part of [expr.condition, expr.whenTrue, expr.whenFalse]) addExpr(names, part);
      return;
    case 'chain':
      for (const operand of expr.operands) addExpr(names, operand);
      return;
    case 'prefix':
      addExpr(names, expr.operand);
      return;
    default:
  }
}

function addStage(names: Set<string>, stage: Stage): void {
  if (stage.label !== null) names.add(stage.label.name);
  if (stage.target?.kind === 'call') for (const arg of stage.target.args) addExpr(names, arg.value);
}

/** Names given inside the short body of a repeat. */
export function collectStageLabels(stages: readonly Stage[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const stage of stages) addStage(names, stage);
  return names;
}
