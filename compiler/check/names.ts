// Checks every name of a file: defined before use, defined once, called as what it is. Also where return and output may
// stand. Works on the text alone, so blocks that nobody uses are checked too.
import type { Report } from '../source/diagnostic.ts';
import type { Span } from '../source/span.ts';
import { listNames, nearestName } from '../source/suggest.ts';
import type { Arg, Block, CallExpr, Expr, Ident, Model, Network, Repeat, Stage, Statement } from '../syntax/ast.ts';
import { isBuiltin, layers, numberFunctions, optionNames, words } from '../syntax/builtins.ts';
import type { FileScope } from '../syntax/file-scope.ts';
import { collectLabels } from '../syntax/labels.ts';

interface Entry {
  readonly span: Span;
  /** What a shared layer applies; null for plain values. */
  readonly shared: string | null;
}

interface Names {
  readonly file: FileScope;
  readonly report: Report;
  readonly entries: Map<string, Entry>;
  readonly outer: Names | null;
  /** Outputs by name in the network itself; null in blocks, branches of repeats and the like. */
  readonly outputs: Map<string, Span> | null;
  /** Names that some later statement of the same body defines. */
  readonly later: ReadonlySet<string>;
}

/** Checks all blocks of one file; networks of imported files count for nothing. */
export function checkBlocks(model: Model, file: FileScope, report: Report): void {
  for (const item of model.items) if (item.kind === 'block') checkBlock(item, file, report);
}

/** Checks the network of the entry file. */
export function checkNetwork(network: Network, file: FileScope, report: Report): void {
  const statements = network.items.filter((item) => item.kind !== 'input' && item.kind !== 'weights' && item.kind !== 'precision');
  const outputs = new Map<string, Span>();
  const names: Names = { file, report, entries: new Map(), outer: null, outputs, later: collectLabels(statements) };
  for (const item of network.items) {
    if (item.kind === 'input') {
      for (const size of item.shape) checkExpr(names, size);
      for (const option of item.options) checkExpr(names, option.value);
      declare(names, item.name);
    } else if (item.kind === 'weights') {
      if (item.source.kind === 'random') checkExpr(names, item.source.seed);
    } else if (item.kind === 'precision') {
      for (const entry of item.items) checkExpr(names, entry.value);
    } else if (item.kind === 'return') {
      report({ code: 'NF2012', severity: 'error', message: 'a network does not return', span: item.span, hint: 'write `output NAME = ...` instead' });
    } else checkStatement(names, item);
  }
  if (outputs.size === 0) {
    report({ code: 'NF2010', severity: 'error', message: `network \`${network.name.name}\` has no output`, span: network.name.span, hint: 'end a pipeline in `|> output NAME: layer(...)`, or write `output NAME = value`' });
  }
}

function checkBlock(block: Block, file: FileScope, report: Report): void {
  const names: Names = { file, report, entries: new Map(), outer: null, outputs: null, later: collectLabels(block.statements) };
  for (const parameter of block.parameters) {
    if (parameter.defaultValue !== null) checkExpr(names, parameter.defaultValue.value);
    declare(names, parameter.name);
  }
  checkBody(names, block.statements, block.name.span, `block \`${block.name.name}\``);
}

/** Statements that end in one return. */
function checkBody(names: Names, statements: readonly Statement[], span: Span, title: string): void {
  statements.forEach((statement, index) => {
    if (statement.kind !== 'return') checkStatement(names, statement);
    else {
      checkExpr(names, statement.value);
      const next = statements[index + 1];
      if (next !== undefined) names.report({ code: 'NF2012', severity: 'error', message: `nothing after the return of ${title} is ever built`, span: next.span, hint: 'move it before the return, or remove it' });
    }
  });
  if (!statements.some((statement) => statement.kind === 'return')) {
    names.report({ code: 'NF2012', severity: 'error', message: `${title} returns nothing`, span, hint: 'end it with `return VALUE`' });
  }
}

function checkStatement(names: Names, statement: Statement): void {
  switch (statement.kind) {
    case 'return':
      return;
    case 'assign':
      checkExpr(names, statement.value);
      declare(names, statement.name);
      return;
    case 'shared':
      checkCall(names, statement.call, true);
      declare(names, statement.name, statement.call.callee.name);
      return;
    case 'output':
      if (statement.value === null) checkUse(names, statement.name, null);
      else {
        checkExpr(names, statement.value);
        declare(names, statement.name);
      }
      addOutput(names, statement.name);
      return;
    case 'expression':
      checkExpr(names, statement.value);
  }
}

function addOutput(names: Names, name: Ident): void {
  const { outputs, report } = names;
  if (outputs === null) {
    report({ code: 'NF2012', severity: 'error', message: `output \`${name.name}\` stands inside a block, branch or repeat`, span: name.span, hint: 'return the value, and make it an output in the network' });
    return;
  }
  const earlier = outputs.get(name.name);
  if (earlier !== undefined) {
    report({ code: 'NF2002', severity: 'error', message: `output \`${name.name}\` is defined twice`, span: name.span, label: `first on line ${earlier.line}`, hint: 'give each output a name of its own' });
  } else outputs.set(name.name, name.span);
}

function find(names: Names, name: string): Entry | undefined {
  for (let at: Names | null = names; at !== null; at = at.outer) {
    const entry = at.entries.get(name);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

function declare(names: Names, name: Ident, shared: string | null = null): void {
  if (layers.has(name.name) || words.has(name.name)) {
    const what = layers.has(name.name) ? 'a built-in layer' : 'a word of the language';
    names.report({ code: 'NF2004', severity: 'error', message: `\`${name.name}\` is ${what} and cannot be a name`, span: name.span, hint: `choose another name, such as \`${name.name}1\`` });
    return;
  }
  const earlier = find(names, name.name);
  if (earlier !== undefined) {
    names.report({ code: 'NF2002', severity: 'error', message: `\`${name.name}\` is defined twice`, span: name.span, label: `first on line ${earlier.span.line}`, hint: 'choose another name; a name keeps one meaning' });
    return;
  }
  names.entries.set(name.name, { span: name.span, shared });
}

const inner = (names: Names, later: ReadonlySet<string> = new Set()): Names => ({ ...names, entries: new Map(), outer: names, outputs: null, later });

function checkExpr(names: Names, expr: Expr): void {
  switch (expr.kind) {
    case 'name':
      checkUse(names, expr, null);
      return;
    case 'call':
      checkCall(names, expr, false);
      return;
    case 'size':
      for (const part of expr.parts) checkExpr(names, part);
      return;
    case 'chain':
      for (const operand of expr.operands) checkExpr(names, operand);
      return;
    case 'prefix':
      checkExpr(names, expr.operand);
      return;
    case 'if':
      checkExpr(names, expr.condition);
      checkExpr(inner(names), expr.whenTrue);
      checkExpr(inner(names), expr.whenFalse);
      return;
    case 'pipeline':
      checkExpr(names, expr.head);
      if (expr.headLabel !== null) checkLabel(names, expr.headLabel, expr.isHeadOutput);
      for (const stage of expr.stages) checkStage(names, stage);
      return;
    default:
  }
}

function checkLabel(names: Names, label: Ident, isOutput: boolean): void {
  declare(names, label);
  if (isOutput) addOutput(names, label);
}

function checkStage(names: Names, stage: Stage): void {
  if (stage.target?.kind === 'repeat') checkRepeat(names, stage.target);
  else if (stage.target !== null) checkCall(names, stage.target, true);
  if (stage.label !== null) checkLabel(names, stage.label, stage.isOutput);
}

function checkRepeat(names: Names, repeat: Repeat): void {
  checkExpr(names, repeat.count);
  const body = inner(names, repeat.body.kind === 'statements' ? collectLabels(repeat.body.statements) : new Set());
  for (const name of [repeat.carried, repeat.index]) if (name !== null) declare(body, name);
  if (repeat.body.kind === 'stages') {
    for (const stage of repeat.body.stages) checkStage(body, stage);
    return;
  }
  if (repeat.carried === null) {
    names.report({ code: 'NF2102', severity: 'error', message: 'a repeat with statements needs a name for the value it carries', span: repeat.span, hint: 'write `repeat N as y { ... return ... }`, or `repeat N { |> layer }`' });
  }
  checkBody(body, repeat.body.statements, repeat.span, 'the repeat');
}

/** A name used as a value; `layer` is the call it is an argument of. */
function checkUse(names: Names, name: Ident, layer: string | null): void {
  if (words.has(name.name) || names.file.tables.has(name.name)) return;
  const entry = find(names, name.name);
  if (entry !== undefined && entry.shared === null) return;
  const signature = layer === null ? undefined : layers.get(layer);
  const candidates = [...visibleNames(names), ...names.file.tables.keys(), ...(signature?.flags ?? []), ...(signature === undefined ? [] : optionNames(signature))];
  const hint = unknownHint(names, name.name, entry, layer, candidates);
  names.report({ code: 'NF2001', severity: 'error', message: `unknown name \`${name.name}\``, span: name.span, hint });
}

function unknownHint(names: Names, name: string, entry: Entry | undefined, layer: string | null, candidates: readonly string[]): string {
  const signature = layer === null ? undefined : layers.get(layer);
  if (entry !== undefined) return `\`${name}\` is a shared layer: apply it with \`x |> ${name}\``;
  if (signature !== undefined && optionNames(signature).includes(name)) return `\`${name}\` is an option of ${signature.name}: write \`${name} VALUE\``;
  if (layers.has(name)) return `\`${name}\` is a layer: write \`x |> ${name}\``;
  if (names.file.blocks.has(name)) return `\`${name}\` is a block: write \`x |> ${name}(...)\``;
  for (let at: Names | null = names; at !== null; at = at.outer) {
    if (at.later.has(name)) return `\`${name}\` is defined further down; a value is defined above the place that uses it`;
  }
  const near = nearestName(name, candidates);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const visible = visibleNames(names);
  return visible.length === 0 ? 'nothing is defined here yet' : `defined here: ${listNames(visible.slice(-8))}`;
}

function visibleNames(names: Names): string[] {
  const found: string[] = [];
  for (let at: Names | null = names; at !== null; at = at.outer) found.unshift(...at.entries.keys());
  return found;
}

/** A call; `isStage` where a layer must stand (after |> or behind shared), not a function. */
function checkCall(names: Names, call: CallExpr, isStage: boolean): void {
  const { name, span } = call.callee;
  const entry = find(names, name);
  const isShared = entry !== undefined && entry.shared !== null;
  const target = entry?.shared ?? name;
  const isFunction = numberFunctions.has(target);
  if (entry !== undefined && !isShared && !isFunction) {
    names.report({ code: 'NF2017', severity: 'error', message: `\`${name}\` is a value, not a layer`, span, label: `defined on line ${entry.span.line}`, hint: isStage ? 'after `|>` stands a layer, a block or repeat' : 'remove the brackets' });
  } else if (!isShared && !isBuiltin(name) && !names.file.blocks.has(name)) {
    const shared = visibleNames(names).filter((known) => (find(names, known)?.shared ?? null) !== null);
    const candidates = [...names.file.blocks.keys(), ...shared, ...layers.keys(), ...numberFunctions.keys()];
    const near = nearestName(name, candidates);
    const hint = near === undefined ? `built-in layers: ${[...layers.keys()].join(', ')}` : `did you mean \`${near}\`?`;
    names.report({ code: 'NF2003', severity: 'error', message: `there is no layer or block \`${name}\``, span, hint });
  }
  for (const arg of call.args) checkArg(names, arg, target);
  const isInPipe = isStage && isFunction && !names.file.blocks.has(target) && !['maps', 'height', 'width'].includes(target);
  if (isInPipe) names.report({ code: 'NF2017', severity: 'error', message: `\`${name}\` is a function on numbers, not a layer`, span, hint: 'after `|>` stands a layer, a block or repeat' });
}

function checkArg(names: Names, arg: Arg, callee: string): void {
  const signature = layers.get(callee);
  if (arg.name !== null && signature !== undefined && !optionNames(signature).includes(arg.name.name)) {
    const known = optionNames(signature);
    const near = nearestName(arg.name.name, known);
    const list = known.length === 0 ? `${callee} takes no options` : `${callee} knows ${listNames(known)}`;
    names.report({ code: 'NF2101', severity: 'error', message: `${callee} has no option \`${arg.name.name}\``, span: arg.name.span, hint: near === undefined ? list : `did you mean \`${near}\`?` });
  }
  if (arg.value.kind === 'name') checkUse(names, arg.value, callee);
  else checkExpr(names, arg.value);
}
