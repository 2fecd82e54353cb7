// What a person reads when the grammar does not fit: chevrotain asks here for the text of each syntax error. The hint
// is kept apart from the message (see hintFor), because a diagnostic shows it on its own line.
import type { IParserErrorMessageProvider, IToken, TokenType } from 'chevrotain';
import { EOF, tokenLabel, tokenMatcher } from './chevrotain.ts';
import * as t from './tokens.ts';

/** How a token is named in a message: its text, or the end of the file. */
export function describeToken(token: IToken): string {
  if (tokenMatcher(token, EOF) || token.image === '') return 'the end of the file';
  const image = token.image.length > 30 ? `${token.image.slice(0, 27)}...` : token.image;
  return t.keywords.includes(token.tokenType) ? `the reserved word \`${image}\`` : `\`${image}\``;
}

/** What each rule wants when none of its alternatives fits. */
const wanted: Readonly<Record<string, string>> = {
  model: 'network, block, table or import',
  item: 'network, block, table or import',
  networkItem: 'input, weights, precision or a statement',
  weights: '`weights "FILE.safetensors"` or `weights random(SEED)`',
  precisionItem: '`weights` or `activations`',
  statement: 'a statement',
  stage: 'a layer, a block or repeat after `|>`',
  expression: 'a value',
  operand: 'a value',
  primary: 'a value',
  inputItem: 'a shape such as [1, 32, 32]',
  precision: '`weights` or `activations`',
  repeat: 'a body in braces',
  outputStatement: '`=` or `:`',
};

const labelOf = (type: TokenType): string => (type === EOF ? (wanted['model'] ?? '') : tokenLabel(type));
const isBetween = (rule: string): boolean => rule === 'callArguments' || rule === 'block' || rule === 'inputItem';

export const syntaxMessages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage({ expected, actual, ruleName }): string {
    const closes = [t.RightParen, t.RightBracket].includes(expected) && isBetween(ruleName) ? '`,` or ' : '';
    return `expected ${closes}${labelOf(expected)}, found ${describeToken(actual)}`;
  },
  buildNotAllInputParsedMessage({ firstRedundant }): string {
    return `expected ${wanted['model']}, found ${describeToken(firstRedundant)}`;
  },
  buildNoViableAltMessage({ actual, ruleName }): string {
    const found = actual[0];
    return `expected ${wanted[ruleName] ?? 'something else'}, found ${found === undefined ? 'nothing' : describeToken(found)}`;
  },
  buildEarlyExitMessage({ actual, ruleName }): string {
    const found = actual[0];
    return `expected ${wanted[ruleName] ?? 'something else'}, found ${found === undefined ? 'nothing' : describeToken(found)}`;
  },
};

/** Advice for a syntax error, from the rule it happened in and the words around it. */
export function hintFor(rule: string, found: IToken, previous: IToken | undefined): string {
  if (previous !== undefined && tokenMatcher(previous, t.Pipe) && tokenMatcher(found, t.Pipe)) return 'remove one of the two `|>`';
  if (t.keywords.includes(found.tokenType) && previous !== undefined && !tokenMatcher(previous, t.Text)) {
    if ((rule === 'stage' || rule === 'inputItem' || rule === 'network' || rule === 'parameter' || rule === 'block') && !tokenMatcher(found, t.If)) {
      return `\`${found.image}\` is a reserved word; choose another name`;
    }
  }
  if (rule === 'callArguments') return 'arguments are separated by commas: conv(6 maps, 5x5, stride 2)';
  if (rule === 'stage') return 'a pipeline reads `value |> layer(...) |> layer(...)`';
  if (rule === 'tableRow' || rule === 'tableRows') return 'a table row reads `output map: input maps`, as in `0: 0 1 2`';
  if (rule === 'inputItem') return 'an input reads `input image: u8[1, 32, 32], scale 1/255`';
  if (rule === 'ifExpression') return 'a choice reads `if condition then value else value`';
  if (rule === 'repeat') return 'a repetition reads `x |> repeat 3 { |> conv(8 maps, 3x3, same) |> relu }`';
  if (rule === 'item' || rule === 'model') return 'statements stand inside `network NAME { ... }` or `block NAME(...) { ... }`';
  if (rule === 'block' || rule === 'parameter') return 'a block reads `block NAME(x, maps, stride = 1) { ... return ... }`';
  if (rule === 'network') return 'a network reads `network NAME { input ... |> output y: layer(...) }`';
  if (rule === 'outputStatement') return 'an output reads `output NAME = value`, `output NAME`, or `|> output NAME: layer(...)`';
  if (rule === 'precision' || rule === 'precisionItem') return 'precision reads `precision weights 6b, activations 3b`';
  if (rule === 'weights') return 'weights come from a file or from random(SEED)';
  if (tokenMatcher(found, t.RightParen) || tokenMatcher(found, t.RightBracket)) return 'check the brackets before it: one may be missing or too many';
  return 'a value is a number, a size such as 5x5, text, a name, a call or something in brackets';
}
