// The syntax tree: what the user wrote, with a span on every part and nothing resolved. Chains of operators and
// pipelines are flat lists, so that a walk over the tree is only as deep as the brackets of the text.
import type { Span } from '../source/span.ts';

export interface Ident {
  readonly name: string;
  readonly span: Span;
}

export type BinaryOperator = 'or' | 'and' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export interface NumberExpr { readonly kind: 'number'; readonly value: number; readonly span: Span }
/** `5x5`, `k x k`, `1x2x1x2`. */
export interface SizeExpr { readonly kind: 'size'; readonly parts: readonly Expr[]; readonly span: Span }
/** `6b`. */
export interface BitsExpr { readonly kind: 'bits'; readonly bits: number; readonly span: Span }
export interface TextExpr { readonly kind: 'text'; readonly value: string; readonly span: Span }
export interface NameExpr { readonly kind: 'name'; readonly name: string; readonly span: Span }
export interface TableExpr { readonly kind: 'table'; readonly rows: readonly TableRow[]; readonly span: Span }
export interface CallExpr { readonly kind: 'call'; readonly callee: Ident; readonly args: readonly Arg[]; readonly span: Span }
export interface IfExpr {
  readonly kind: 'if';
  readonly condition: Expr;
  readonly whenTrue: Expr;
  readonly whenFalse: Expr;
  readonly span: Span;
}
/** Operands of one precedence level, applied from left to right; one operator fewer than operands. */
export interface ChainExpr {
  readonly kind: 'chain';
  readonly operands: readonly Expr[];
  readonly operators: readonly { readonly operator: BinaryOperator; readonly span: Span }[];
  readonly span: Span;
}
/** Prefix operators, outermost first. */
export interface PrefixExpr {
  readonly kind: 'prefix';
  readonly operators: readonly ('-' | 'not')[];
  readonly operand: Expr;
  readonly span: Span;
}
/** `head |> stage |> stage`; the head too may be labelled or an output. */
export interface PipelineExpr {
  readonly kind: 'pipeline';
  readonly head: Expr;
  readonly headLabel: Ident | null;
  readonly isHeadOutput: boolean;
  readonly stages: readonly Stage[];
  readonly span: Span;
}
export type Expr =
  | NumberExpr | SizeExpr | BitsExpr | TextExpr | NameExpr | TableExpr | CallExpr | IfExpr | ChainExpr | PrefixExpr
  | PipelineExpr;

/** One `|> label: target`. An output stage without target gives the piped value a second name. */
export interface Stage {
  readonly label: Ident | null;
  readonly isOutput: boolean;
  readonly target: CallExpr | Repeat | null;
  readonly span: Span;
}

/** `repeat count as carried, index { ... }`; the short body is a list of stages applied to the carried value. */
export interface Repeat {
  readonly kind: 'repeat';
  readonly count: Expr;
  readonly carried: Ident | null;
  readonly index: Ident | null;
  readonly body:
    | { readonly kind: 'stages'; readonly stages: readonly Stage[] }
    | { readonly kind: 'statements'; readonly statements: readonly Statement[] };
  readonly span: Span;
}

/** `stride 2`, `stride = 2`, `6 maps`, `same`. */
export interface Arg {
  readonly name: Ident | null;
  readonly value: Expr;
  readonly unit: Ident | null;
  readonly span: Span;
}

export interface TableRow {
  readonly map: number;
  readonly inputs: readonly { readonly map: number; readonly span: Span }[];
  readonly span: Span;
}

export interface ReturnStatement { readonly kind: 'return'; readonly value: Expr; readonly span: Span }
export interface AssignStatement { readonly kind: 'assign'; readonly name: Ident; readonly value: Expr; readonly span: Span }
export interface SharedStatement { readonly kind: 'shared'; readonly name: Ident; readonly call: CallExpr; readonly span: Span }
/** `output name = value`; without value an existing name becomes an output. */
export interface OutputStatement { readonly kind: 'output'; readonly name: Ident; readonly value: Expr | null; readonly span: Span }
export interface ExpressionStatement { readonly kind: 'expression'; readonly value: Expr; readonly span: Span }
export type Statement = ReturnStatement | AssignStatement | SharedStatement | OutputStatement | ExpressionStatement;

export interface InputDeclaration {
  readonly kind: 'input';
  readonly name: Ident;
  readonly format: Ident;
  readonly shape: readonly Expr[];
  readonly options: readonly { readonly name: Ident; readonly value: Expr }[];
  readonly span: Span;
}
export interface WeightsDeclaration {
  readonly kind: 'weights';
  readonly source:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'random'; readonly name: Ident; readonly seed: Expr };
  readonly span: Span;
}
export interface PrecisionDeclaration {
  readonly kind: 'precision';
  readonly items: readonly Arg[];
  readonly span: Span;
}
export type NetworkItem = InputDeclaration | WeightsDeclaration | PrecisionDeclaration | Statement;

export interface Network { readonly kind: 'network'; readonly name: Ident; readonly items: readonly NetworkItem[]; readonly span: Span }
export interface Parameter { readonly name: Ident; readonly defaultValue: Arg | null }
export interface Block {
  readonly kind: 'block';
  readonly name: Ident;
  readonly parameters: readonly Parameter[];
  readonly statements: readonly Statement[];
  readonly span: Span;
}
export interface TableDefinition { readonly kind: 'table-definition'; readonly name: Ident; readonly table: TableExpr; readonly span: Span }
export interface Import { readonly kind: 'import'; readonly path: string; readonly span: Span }
export type Item = Network | Block | TableDefinition | Import;

/** One file. */
export interface Model {
  readonly file: string;
  readonly items: readonly Item[];
  /** The empty range at the start of the file, for messages about what is absent. */
  readonly span: Span;
}
