// Text to syntax tree. Never throws and always ends: mistakes become diagnostics, several per file, and a text with
// syntax errors has no tree. Nesting is bounded before the recursive parser starts, so no text overflows the stack.
import type { IRecognitionException, IToken } from 'chevrotain';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { Span } from '../source/span.ts';
import type { Model } from './ast.ts';
import { buildModel, spanOf } from './build-ast.ts';
import { EOF, tokenMatcher } from './chevrotain.ts';
import { parser } from './grammar.ts';
import { hintFor } from './messages.ts';
import * as t from './tokens.ts';

const MAX_DEPTH = 200;
const MAX_SYNTAX_ERRORS = 20;

/** A word or comment with its place, for the formatter. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isComment: boolean;
}

export interface ParseResult {
  /** Undefined when there are errors. */
  readonly model: Model | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Words and comments in text order. */
  readonly words: readonly Word[];
}

export function parseText(file: string, text: string): ParseResult {
  const scanned = t.scanner.tokenize(text);
  const comments = scanned.groups['comments'] ?? [];
  const words = [...scanned.tokens.map((token) => wordOf(token, false)), ...comments.map((token) => wordOf(token, true))];
  words.sort((a, b) => a.start - b.start);
  const diagnostics: Diagnostic[] = scanned.errors.map((error) => {
    const at: Span = { file, start: error.offset, end: error.offset + error.length, line: error.line ?? 1, column: error.column ?? 1 };
    return unexpectedCharacter(at, text.slice(at.start, at.end));
  });
  for (const token of scanned.groups['foreign'] ?? []) diagnostics.push(unexpectedCharacter(spanOf(file, token), '//'));
  for (const token of scanned.tokens) if (token.tokenType === t.UnclosedText) diagnostics.push(unclosedText(spanOf(file, token)));
  const tooDeep = findTooDeep(scanned.tokens);
  if (tooDeep !== undefined) {
    diagnostics.push(nestedTooDeep(spanOf(file, tooDeep)));
    return { model: undefined, diagnostics: sortByPlace(diagnostics), words };
  }
  parser.input = scanned.tokens;
  const cst = parser.model();
  for (const error of parser.errors) diagnostics.push(syntaxError(file, error, scanned.tokens));
  if (diagnostics.length > 0) return { model: undefined, diagnostics: firstOfEachLine(diagnostics), words };
  return { model: buildModel(file, cst), diagnostics, words };
}

const wordOf = (token: IToken, isComment: boolean): Word => ({
  text: token.image,
  start: token.startOffset,
  end: token.startOffset + token.image.length,
  isComment,
});

/** The first token at which brackets and open if-expressions are nested deeper than allowed. */
function findTooDeep(tokens: readonly IToken[]): IToken | undefined {
  const openIfs: number[] = [0];
  let depth = 0;
  for (const token of tokens) {
    const level = openIfs.length - 1;
    if ([t.LeftParen, t.LeftBrace, t.LeftBracket].includes(token.tokenType)) {
      openIfs.push(0);
      depth += 1;
    } else if ([t.RightParen, t.RightBrace, t.RightBracket].includes(token.tokenType)) {
      if (level > 0) depth -= 1 + (openIfs.pop() ?? 0);
    } else if (token.tokenType === t.If) {
      openIfs[level] = (openIfs[level] ?? 0) + 1;
      depth += 1;
    } else if ([t.Equal, t.Return, t.Comma, t.Output].includes(token.tokenType)) {
      depth -= openIfs[level] ?? 0;
      openIfs[level] = 0;
    }
    if (depth > MAX_DEPTH) return token;
  }
  return undefined;
}

function unexpectedCharacter(span: Span, found: string): Diagnostic {
  const shown = found.length > 20 ? `${found.slice(0, 17)}...` : found;
  const hint = found.startsWith('//')
    ? 'a comment begins with #'
    : found.startsWith("'")
      ? 'text stands in double quotes'
      : found.startsWith(';')
        ? 'statements end without a semicolon'
        : 'remove it, or begin a comment with #';
  return { code: 'NF1001', severity: 'error', message: `unexpected \`${shown}\``, span, hint };
}

function unclosedText(span: Span): Diagnostic {
  return { code: 'NF1002', severity: 'error', message: 'text has no closing quote', span, label: 'begins here', hint: 'add `"` before the end of the line' };
}

function nestedTooDeep(span: Span): Diagnostic {
  const message = `brackets and if-expressions are nested more than ${MAX_DEPTH} deep`;
  return { code: 'NF1005', severity: 'error', message, span, hint: 'give an inner part a name with `name = ...` and use the name' };
}

function syntaxError(file: string, error: IRecognitionException, tokens: readonly IToken[]): Diagnostic {
  const found = error.token;
  const last = tokens.at(-1);
  const rule = error.context.ruleStack.at(-1) ?? '';
  if (tokenMatcher(found, EOF) || Number.isNaN(found.startOffset)) {
    const span = last === undefined ? { file, start: 0, end: 0, line: 1, column: 1 } : spanOf(file, last);
    return { code: 'NF1004', severity: 'error', message: error.message, span, label: 'the file ends after this', hint: openBracketHint(tokens) };
  }
  const index = tokens.indexOf(found);
  const previous = index > 0 ? tokens[index - 1] : undefined;
  const span = spanOf(file, found);
  return { code: 'NF1003', severity: 'error', message: error.message, span, hint: hintFor(rule, found, previous) };
}

/** Names the innermost bracket that is still open at the end of the file. */
function openBracketHint(tokens: readonly IToken[]): string {
  const open: IToken[] = [];
  for (const token of tokens) {
    if ([t.LeftParen, t.LeftBrace, t.LeftBracket].includes(token.tokenType)) open.push(token);
    if ([t.RightParen, t.RightBrace, t.RightBracket].includes(token.tokenType)) open.pop();
  }
  const last = open.at(-1);
  return last === undefined ? 'the text seems to be cut off here' : `the \`${last.image}\` on line ${last.startLine ?? 1} is not closed`;
}

/** After a mistake the rest of its line is rarely read as meant, so each line speaks once, and a file 20 times. */
function firstOfEachLine(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const lines = new Set<number>();
  const kept = sortByPlace(diagnostics).filter(({ span }) => !lines.has(span.line) && lines.add(span.line));
  return kept.slice(0, MAX_SYNTAX_ERRORS);
}

function sortByPlace(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.span.start - b.span.start);
}
