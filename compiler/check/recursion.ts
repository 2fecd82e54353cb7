// Finds blocks that contain themselves, directly or through others. Walks without recursion of its own, so that long
// chains of blocks are no danger.
import type { Report } from '../source/diagnostic.ts';
import type { Block, CallExpr, Expr, Stage, Statement } from '../syntax/ast.ts';
import type { BlockEntry, FileScope } from '../syntax/file-scope.ts';

/** Reports each cycle once, at the call that closes it. True where there is none. */
export function checkRecursion(scopes: readonly FileScope[], report: Report): boolean {
  const done = new Set<Block>();
  let hasEnd = true;
  for (const scope of scopes) {
    for (const entry of scope.blocks.values()) {
      if (done.has(entry.block)) continue;
      if (!walkFrom(entry, done, report)) hasEnd = false;
    }
  }
  return hasEnd;
}

interface Frame {
  readonly block: Block;
  readonly calls: readonly { readonly call: CallExpr; readonly target: BlockEntry }[];
  next: number;
}

const frameOf = (entry: BlockEntry): Frame => {
  const home = entry.home();
  const calls = callsOf(entry.block.statements).flatMap((call) => {
    const target = home.blocks.get(call.callee.name);
    return target === undefined ? [] : [{ call, target }];
  });
  return { block: entry.block, calls, next: 0 };
};

function walkFrom(start: BlockEntry, done: Set<Block>, report: Report): boolean {
  const path: Frame[] = [frameOf(start)];
  const active = new Set<Block>([start.block]);
  let hasEnd = true;
  for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
    const step = frame.calls[frame.next];
    frame.next += 1;
    if (step === undefined) {
      path.pop();
      active.delete(frame.block);
      done.add(frame.block);
    } else if (active.has(step.target.block)) {
      hasEnd = false;
      const from = path.findIndex((entry) => entry.block === step.target.block);
      const names = [...path.slice(from).map((entry) => entry.block.name.name), step.target.block.name.name];
      const shown = names.length > 8 ? [...names.slice(0, 4), '...', ...names.slice(-3)] : names;
      report({ code: 'NF2005', severity: 'error', message: `block \`${step.target.block.name.name}\` contains itself: ${shown.join(' > ')}`, span: step.call.span, hint: 'use `repeat N { ... }` to apply layers several times' });
    } else if (!done.has(step.target.block)) {
      active.add(step.target.block);
      path.push(frameOf(step.target));
    }
  }
  return hasEnd;
}

/** All calls in a body, in text order. */
function callsOf(statements: readonly Statement[]): CallExpr[] {
  const calls: CallExpr[] = [];
  const addStage = (stage: Stage): void => {
    if (stage.target?.kind === 'call') addExpr(stage.target);
    if (stage.target?.kind !== 'repeat') return;
    addExpr(stage.target.count);
    if (stage.target.body.kind === 'stages') stage.target.body.stages.forEach(addStage);
    else calls.push(...callsOf(stage.target.body.statements));
  };
  const addExpr = (expr: Expr): void => {
    switch (expr.kind) {
      case 'call':
        calls.push(expr);
        for (const arg of expr.args) addExpr(arg.value);
        return;
      case 'pipeline':
        addExpr(expr.head);
        expr.stages.forEach(addStage);
        return;
      case 'if':
        for (const part of [expr.condition, expr.whenTrue, expr.whenFalse]) addExpr(part);
        return;
      case 'chain':
        for (const operand of expr.operands) addExpr(operand);
        return;
      case 'size':
        for (const part of expr.parts) addExpr(part);
        return;
      case 'prefix':
        addExpr(expr.operand);
        return;
      default:
    }
  };
  for (const statement of statements) {
    if (statement.kind === 'shared') addExpr(statement.call);
    else if (statement.value !== null) addExpr(statement.value);
  }
  return calls;
}
