// The words of the language. Reserved words are few; names of layers and options are ordinary names, resolved later.
// Comments go to a group of their own, for the formatter.
import type { TokenType } from 'chevrotain';
import { createToken, Lexer } from './chevrotain.ts';

export const Name = createToken({ name: 'Name', pattern: /[A-Za-z_][A-Za-z0-9_]*/, label: 'a name' });

const keyword = (word: string): TokenType =>
  createToken({ name: `Word_${word}`, pattern: word, longer_alt: Name, label: `\`${word}\`` });
const sign = (name: string, pattern: string): TokenType => createToken({ name, pattern, label: `\`${pattern}\`` });

export const Network = keyword('network');
export const Block = keyword('block');
export const Table = keyword('table');
export const Import = keyword('import');
export const Input = keyword('input');
export const Output = keyword('output');
export const Weights = keyword('weights');
export const Precision = keyword('precision');
export const Return = keyword('return');
export const Repeat = keyword('repeat');
export const Shared = keyword('shared');
export const As = keyword('as');
export const If = keyword('if');
export const Then = keyword('then');
export const Else = keyword('else');
export const And = keyword('and');
export const Or = keyword('or');
export const Not = keyword('not');

export const Size = createToken({ name: 'Size', pattern: /\d+(?:x\d+)+(?![A-Za-z0-9_])/, label: 'a size such as 5x5' });
export const Bits = createToken({ name: 'Bits', pattern: /\d+b(?![A-Za-z0-9_])/, label: 'bits such as 6b' });
export const NumberLiteral = createToken({
  name: 'Number',
  pattern: /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/,
  label: 'a number',
});
export const Text = createToken({ name: 'Text', pattern: /"[^"\n\r]*"/, label: 'text in quotes' });
/** Text whose closing quote is missing: reported by the scanner, then read as text so that parsing goes on. */
export const UnclosedText = createToken({ name: 'UnclosedText', pattern: /"[^"\n\r]*/, label: 'text', categories: [Text] });

export const Pipe = sign('Pipe', '|>');
export const EqualEqual = sign('EqualEqual', '==');
export const NotEqual = sign('NotEqual', '!=');
export const LessEqual = sign('LessEqual', '<=');
export const GreaterEqual = sign('GreaterEqual', '>=');
export const Less = sign('Less', '<');
export const Greater = sign('Greater', '>');
export const Equal = sign('Equal', '=');
export const Plus = sign('Plus', '+');
export const Minus = sign('Minus', '-');
export const Star = sign('Star', '*');
export const Slash = sign('Slash', '/');
export const Percent = sign('Percent', '%');
export const Colon = sign('Colon', ':');
export const Comma = sign('Comma', ',');
export const LeftParen = sign('LeftParen', '(');
export const RightParen = sign('RightParen', ')');
export const LeftBrace = sign('LeftBrace', '{');
export const RightBrace = sign('RightBrace', '}');
export const LeftBracket = sign('LeftBracket', '[');
export const RightBracket = sign('RightBracket', ']');

const Blank = createToken({ name: 'Blank', pattern: /[ \t\r\n\uFEFF]+/, group: Lexer.SKIPPED, line_breaks: true });
const Comment = createToken({ name: 'Comment', pattern: /#[^\n\r]*/, group: 'comments' });
/** Comments of other languages: reported, and skipped so that parsing goes on. */
const ForeignComment = createToken({ name: 'ForeignComment', pattern: /\/\/[^\n\r]*/, group: 'foreign' });

export const keywords: readonly TokenType[] = [
  Network, Block, Table, Import, Input, Output, Weights, Precision, Return, Repeat, Shared, As, If, Then, Else, And, Or, Not,
];

export const vocabulary: TokenType[] = [
  Blank, Comment, ForeignComment, ...keywords, Name, Size, Bits, NumberLiteral, Text, UnclosedText,
  Pipe, EqualEqual, NotEqual, LessEqual, GreaterEqual, Less, Greater, Equal, Plus, Minus, Star, Slash, Percent, Colon, Comma,
  LeftParen, RightParen, LeftBrace, RightBrace, LeftBracket, RightBracket,
];

export const scanner = new Lexer(vocabulary, { positionTracking: 'full', ensureOptimizations: true });

/** Options of built-in layers that take a value: inside a call such a word may be followed by a bracketed expression. */
export const optionWords: ReadonlySet<string> = new Set([
  'stride', 'pad', 'groups', 'range', 'base', 'epsilon', 'kernel', 'outpad', 'factor', 'key', 'weights', 'table',
]);
/** Options whose value is often negative: `base -1` is the option, not a subtraction. */
export const signedOptionWords: ReadonlySet<string> = new Set(['base', 'zero']);
/** Words after a number that say what it counts. */
export const unitWords: ReadonlySet<string> = new Set(['map', 'maps', 'unit', 'units', 'trit', 'trits']);
