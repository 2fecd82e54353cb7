// How many blanks stand between two words of one line. Looks at the words alone: brackets hug what they hold, commas and
// colons hug what they follow, operators and names stand apart.
import type { Word } from './parse.ts';
import { optionWords, signedOptionWords } from './tokens.ts';

const operators: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', '=', '|>']);
const beforePrefix: ReadonlySet<string> = new Set([
  ...operators, '(', '[', '{', ',', ':', 'if', 'then', 'else', 'return', 'and', 'or', 'not', 'repeat', 'weights', 'table',
]);
const spacedBeforeParen: ReadonlySet<string> = new Set([...optionWords, 'if', 'then', 'else', 'return', 'and', 'or', 'not', 'repeat', 'x']);

const isName = (word: Word | undefined): boolean => word !== undefined && /^[A-Za-z_]/.test(word.text);

/** Whether the minus at `index` is a sign rather than a subtraction. */
function isSign(words: readonly Word[], index: number): boolean {
  const before = words[index - 1];
  if (words[index]?.text !== '-') return false;
  if (before === undefined || beforePrefix.has(before.text)) return true;
  if (![',', '('].includes(words[index - 2]?.text ?? ',')) return false;
  const isWrittenAsSign = before.end < (words[index]?.start ?? 0) && words[index]?.end === words[index + 1]?.start;
  return signedOptionWords.has(before.text) || (optionWords.has(before.text) && isWrittenAsSign);
}

/** The slash of a plain fraction such as 1/255. */
function isFraction(words: readonly Word[], index: number): boolean {
  const isDigits = (word: Word | undefined): boolean => word !== undefined && /^[0-9]/.test(word.text);
  return words[index]?.text === '/' && isDigits(words[index - 1]) && isDigits(words[index + 1]);
}

/** Blanks before word `index`, which is not the first of its line. */
export function blanksBetween(words: readonly Word[], index: number): number {
  const left = words[index - 1]?.text ?? '';
  const right = words[index]?.text ?? '';
  if (right === ',' || right === ')' || right === ']' || right === ':') return 0;
  if (left === '(' || left === '[') return 0;
  if (left === '{' && right === '}') return 0;
  if (right === '[') return 0;
  if (right === '(') return isName(words[index - 1]) && !spacedBeforeParen.has(left) ? 0 : 1;
  if (isSign(words, index - 1)) return 0;
  if (isFraction(words, index) || isFraction(words, index - 1)) return 0;
  const isRow = /^[0-9]/.test(right) && words[index + 1]?.text === ':';
  return isRow && left !== '{' ? 3 : 1;
}
