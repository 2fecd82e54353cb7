// From chevrotain's concrete tree to the syntax tree, with a span on every part. Called only for text without syntax
// errors, so every child the grammar requires is there; a missing one is our own bug.
import type { CstNode, IToken } from 'chevrotain';
import { bug } from '../source/diagnostic.ts';
import type { Span } from '../source/span.ts';
import type * as ast from './ast.ts';
import { buildOperators } from './precedence.ts';

/** Position of a token, or of everything from its start to the end of `last`. */
export function spanOf(file: string, first: IToken, last: IToken = first): Span {
  const end = (last.endOffset ?? last.startOffset + last.image.length - 1) + 1;
  return { file, start: first.startOffset, end, line: first.startLine ?? 1, column: first.startColumn ?? 1 };
}

/** From the start of one span to the end of another. */
export function joinSpans(first: Span, last: Span): Span {
  return { ...first, end: Math.max(first.end, last.end) };
}

type Child = CstNode | IToken;
const isNode = (child: Child): child is CstNode => 'children' in child;

const nodesOf = (node: CstNode, name: string): CstNode[] => (node.children[name] ?? []).filter(isNode);
const tokensOf = (node: CstNode, name: string): IToken[] =>
  (node.children[name] ?? []).filter((child): child is IToken => !isNode(child));
const node = (parent: CstNode, name: string): CstNode => nodesOf(parent, name)[0] ?? bug(`${parent.name} without ${name}`);
const token = (parent: CstNode, name: string, index = 0): IToken =>
  tokensOf(parent, name)[index] ?? bug(`${parent.name} without ${name}`);
const has = (parent: CstNode, name: string): boolean => (parent.children[name] ?? []).length > 0;
const unquote = (text: IToken): string => text.image.replaceAll('"', '');

/** Builds the tree of one file. */
export function buildModel(file: string, cst: CstNode): ast.Model {
  return new Builder(file).model(cst);
}

/** Holds the file name for the spans; each method builds what its name says. */
class Builder {
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  model(cst: CstNode): ast.Model {
    const span = { file: this.file, start: 0, end: 0, line: 1, column: 1 };
    return { file: this.file, items: nodesOf(cst, 'item').map((item) => this.item(item)), span };
  }

  private span(cst: CstNode): Span {
    const at = cst.location ?? bug(`${cst.name} without location`);
    return {
      file: this.file,
      start: at.startOffset,
      end: (at.endOffset ?? at.startOffset) + 1,
      line: at.startLine ?? 1,
      column: at.startColumn ?? 1,
    };
  }

  private ident(from: IToken): ast.Ident {
    return { name: from.image, span: spanOf(this.file, from) };
  }

  private optionalIdent(parent: CstNode, name: string): ast.Ident | null {
    const found = tokensOf(parent, name)[0];
    return found === undefined ? null : this.ident(found);
  }

  private item(cst: CstNode): ast.Item {
    if (has(cst, 'network')) {
      const from = node(cst, 'network');
      const items = nodesOf(from, 'networkItem').map((entry) => this.networkItem(entry));
      return { kind: 'network', name: this.ident(token(from, 'Name')), items, span: this.span(from) };
    }
    if (has(cst, 'block')) return this.block(node(cst, 'block'));
    if (has(cst, 'tableItem')) {
      const from = node(cst, 'tableItem');
      const table = this.table(node(from, 'tableRows'));
      return { kind: 'table-definition', name: this.ident(token(from, 'Name')), table, span: this.span(from) };
    }
    const from = node(cst, 'importItem');
    return { kind: 'import', path: unquote(token(from, 'Text')), span: spanOf(this.file, token(from, 'Text')) };
  }

  private networkItem(cst: CstNode): ast.NetworkItem {
    if (has(cst, 'inputItem')) return this.input(node(cst, 'inputItem'));
    if (has(cst, 'weights')) return this.weights(node(cst, 'weights'));
    if (has(cst, 'precision')) {
      const from = node(cst, 'precision');
      return { kind: 'precision', items: nodesOf(from, 'precisionItem').map((entry) => this.precisionItem(entry)), span: this.span(from) };
    }
    return this.statement(node(cst, 'statement'));
  }

  private input(cst: CstNode): ast.InputDeclaration {
    return {
      kind: 'input',
      name: this.ident(token(cst, 'Name')),
      format: this.ident(token(cst, 'Name', 1)),
      shape: nodesOf(cst, 'expression').map((entry) => this.expression(entry)),
      options: nodesOf(cst, 'inputOption').map((entry) => ({
        name: this.ident(token(entry, 'Name')),
        value: this.expression(node(entry, 'expression')),
      })),
      span: this.span(cst),
    };
  }

  private weights(cst: CstNode): ast.WeightsDeclaration {
    const span = this.span(cst);
    if (has(cst, 'Text')) return { kind: 'weights', source: { kind: 'file', path: unquote(token(cst, 'Text')) }, span };
    const seed = this.expression(node(cst, 'expression'));
    return { kind: 'weights', source: { kind: 'random', name: this.ident(token(cst, 'Name')), seed }, span };
  }

  private precisionItem(cst: CstNode): ast.Arg {
    const name = this.ident(has(cst, 'Word_weights') ? token(cst, 'Word_weights') : token(cst, 'Name'));
    const value = this.operand(node(cst, 'operand'));
    return { name, value, unit: this.optionalIdent(cst, 'unit'), span: this.span(cst) };
  }

  private block(cst: CstNode): ast.Block {
    return {
      kind: 'block',
      name: this.ident(token(cst, 'Name')),
      parameters: nodesOf(cst, 'parameter').map((entry) => {
        const value = nodesOf(entry, 'argumentValue')[0];
        return { name: this.ident(token(entry, 'Name')), defaultValue: value === undefined ? null : this.argumentValue(null, value, value) };
      }),
      statements: nodesOf(cst, 'statement').map((entry) => this.statement(entry)),
      span: this.span(cst),
    };
  }

  private table(cst: CstNode): ast.TableExpr {
    const rows = nodesOf(cst, 'tableRow').map((row) => ({
      map: Number(token(row, 'Number').image),
      inputs: tokensOf(row, 'inputs').map((input) => ({ map: Number(input.image), span: spanOf(this.file, input) })),
      span: this.span(row),
    }));
    return { kind: 'table', rows, span: this.span(cst) };
  }

  private statement(cst: CstNode): ast.Statement {
    const span = this.span(cst);
    if (has(cst, 'returnStatement')) return { kind: 'return', value: this.pipeline(node(node(cst, 'returnStatement'), 'pipeline')), span };
    if (has(cst, 'sharedStatement')) {
      const from = node(cst, 'sharedStatement');
      const callee = this.ident(token(from, 'callee'));
      const args = nodesOf(from, 'callArguments')[0];
      const callSpan = args === undefined ? callee.span : joinSpans(callee.span, this.span(args));
      const call: ast.CallExpr = { kind: 'call', callee, args: args === undefined ? [] : this.args(args), span: callSpan };
      return { kind: 'shared', name: this.ident(token(from, 'Name')), call, span };
    }
    if (has(cst, 'assignStatement')) {
      const from = node(cst, 'assignStatement');
      return { kind: 'assign', name: this.ident(token(from, 'Name')), value: this.pipeline(node(from, 'pipeline')), span };
    }
    if (has(cst, 'outputStatement')) return this.outputStatement(node(cst, 'outputStatement'));
    return { kind: 'expression', value: this.pipeline(node(cst, 'pipeline')), span };
  }

  private outputStatement(cst: CstNode): ast.Statement {
    const span = this.span(cst);
    const name = this.ident(token(cst, 'Name'));
    if (has(cst, 'Equal')) return { kind: 'output', name, value: this.pipeline(node(cst, 'pipeline')), span };
    if (!has(cst, 'Colon')) return { kind: 'output', name, value: null, span };
    const head = this.expression(node(cst, 'expression'));
    const stages = nodesOf(cst, 'stage').map((entry) => this.stage(entry));
    const value: ast.PipelineExpr = { kind: 'pipeline', head, headLabel: name, isHeadOutput: true, stages, span };
    return { kind: 'expression', value, span };
  }

  private pipeline(cst: CstNode): ast.Expr {
    const head = this.expression(node(cst, 'expression'));
    const stages = nodesOf(cst, 'stage').map((entry) => this.stage(entry));
    const headLabel = this.optionalIdent(cst, 'Name');
    if (stages.length === 0 && headLabel === null) return head;
    return { kind: 'pipeline', head, headLabel, isHeadOutput: false, stages, span: this.span(cst) };
  }

  private stage(cst: CstNode): ast.Stage {
    const label = this.optionalIdent(cst, 'label');
    const isOutput = has(cst, 'Word_output');
    const span = this.span(cst);
    if (has(cst, 'repeat')) return { label, isOutput, target: this.repeat(node(cst, 'repeat')), span };
    const call = this.call(node(cst, 'call'));
    const isBareOutput = isOutput && label === null && call.kind === 'name';
    if (isBareOutput) return { label: { name: call.name, span: call.span }, isOutput, target: null, span };
    const target: ast.CallExpr =
      call.kind === 'call' ? call : { kind: 'call', callee: { name: call.name, span: call.span }, args: [], span: call.span };
    return { label, isOutput, target, span };
  }

  private repeat(cst: CstNode): ast.Repeat {
    const stages = nodesOf(cst, 'stage').map((entry) => this.stage(entry));
    const statements = nodesOf(cst, 'statement').map((entry) => this.statement(entry));
    return {
      kind: 'repeat',
      count: this.expression(node(cst, 'expression')),
      carried: this.optionalIdent(cst, 'carried'),
      index: this.optionalIdent(cst, 'index'),
      body: stages.length > 0 ? { kind: 'stages', stages } : { kind: 'statements', statements },
      span: this.span(cst),
    };
  }

  private call(cst: CstNode): ast.CallExpr | ast.NameExpr {
    const callee = this.ident(token(cst, 'Name'));
    const args = nodesOf(cst, 'callArguments')[0];
    if (args === undefined) return { kind: 'name', name: callee.name, span: callee.span };
    return { kind: 'call', callee, args: this.args(args), span: this.span(cst) };
  }

  private args(cst: CstNode): ast.Arg[] {
    return nodesOf(cst, 'argument').map((entry) =>
      this.argumentValue(this.optionalIdent(entry, 'option'), node(entry, 'argumentValue'), entry),
    );
  }

  private argumentValue(name: ast.Ident | null, cst: CstNode, whole: CstNode): ast.Arg {
    const value = this.pipeline(node(cst, 'pipeline'));
    return { name, value, unit: this.optionalIdent(cst, 'unit'), span: this.span(whole) };
  }

  private expression(cst: CstNode): ast.Expr {
    const operands = nodesOf(cst, 'operand').map((entry) => this.operand(entry));
    const operators = tokensOf(cst, 'operator').map((sign) => ({
      operator: sign.image as ast.BinaryOperator,
      span: spanOf(this.file, sign),
    }));
    return buildOperators(operands, operators);
  }

  private operand(cst: CstNode): ast.Expr {
    const primaries = nodesOf(cst, 'primary').map((entry) => this.primary(entry));
    const prefixes = tokensOf(cst, 'prefix');
    const first = primaries[0] ?? bug('operand without primary');
    const last = primaries.at(-1) ?? first;
    const parts = primaries.flatMap((part) => (part.kind === 'size' ? part.parts : [part]));
    const inner: ast.Expr = primaries.length === 1 ? first : { kind: 'size', parts, span: joinSpans(first.span, last.span) };
    if (prefixes.length === 0) return inner;
    const operators = prefixes.map((sign) => (sign.image === 'not' ? 'not' : '-'));
    return { kind: 'prefix', operators, operand: inner, span: this.span(cst) };
  }

  private primary(cst: CstNode): ast.Expr {
    const span = this.span(cst);
    if (has(cst, 'Number')) return { kind: 'number', value: Number(token(cst, 'Number').image), span };
    if (has(cst, 'Size')) {
      const parts = token(cst, 'Size').image.split('x').map((part): ast.Expr => ({ kind: 'number', value: Number(part), span }));
      return { kind: 'size', parts, span };
    }
    if (has(cst, 'Bits')) return { kind: 'bits', bits: Number(token(cst, 'Bits').image.slice(0, -1)), span };
    if (has(cst, 'Text')) return { kind: 'text', value: unquote(token(cst, 'Text')), span };
    if (has(cst, 'call')) return this.call(node(cst, 'call'));
    if (has(cst, 'tableRows')) return this.table(node(cst, 'tableRows'));
    if (has(cst, 'pipeline')) return this.pipeline(node(cst, 'pipeline'));
    const choice = node(cst, 'ifExpression');
    return {
      kind: 'if',
      condition: this.pipeline(node(choice, 'condition')),
      whenTrue: this.pipeline(node(choice, 'whenTrue')),
      whenFalse: this.pipeline(node(choice, 'whenFalse')),
      span,
    };
  }
}
