// The lines of a formatted model. Words come in text order; for each one this file decides whether a line begins before
// it, how far that line is indented and how many blanks stand before the word. Nothing else is changed.
import type { Model } from './ast.ts';
import type { Word } from './parse.ts';
import { blanksBetween } from './spacing.ts';

const MAX_COLUMNS = 100;
const INDENT = 2;
const itemWords: ReadonlySet<string> = new Set(['network', 'block', 'table', 'import']);
const openers: ReadonlySet<string> = new Set(['(', '[', '{']);
const closers: ReadonlySet<string> = new Set([')', ']', '}']);

interface Line {
  readonly indent: number;
  readonly words: readonly Word[];
  readonly hasBlankBefore: boolean;
}

interface Open {
  /** Indent of the line on which the bracket opens. */
  readonly indent: number;
  /** Whether the lines inside are statements, rows or stages of their own rather than parts of an expression. */
  readonly isBody: boolean;
  readonly isBroken: boolean;
}

export function layOutWords(text: string, words: readonly Word[], model: Model): string {
  const lines = splitLongLines(breakIntoLines(text, words, statementStarts(model)));
  const written = lines.map((line) => writeLine(line));
  alignComments(lines, written);
  const shown = lines.flatMap((line, index) => [...(line.hasBlankBefore ? [''] : []), written[index]?.text ?? '']);
  return shown.length === 0 ? '' : `${shown.join('\n')}\n`;
}

/** Offsets at which a statement or declaration of a network, block or repeat begins. */
function statementStarts(model: Model): ReadonlySet<number> {
  const kinds: ReadonlySet<unknown> = new Set(['return', 'assign', 'shared', 'output', 'expression', 'input', 'weights', 'precision']);
  const starts = new Set<number>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      if ('kind' in value && kinds.has(value.kind) && 'span' in value) starts.add((value.span as { start: number }).start);
      Object.values(value).forEach(visit);
    }
  };
  visit(model.items);
  return starts;
}

/** For each opening brace, whether its contents stand on lines of their own. */
function isBrokenBrace(text: string, words: readonly Word[], at: number): boolean {
  const next = words[at + 1];
  const isInline = next !== undefined && (next.text === '|>' || next.text === '}' || /^[0-9]/.test(next.text));
  let depth = 0;
  for (let index = at; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined || word.isComment) continue;
    if (openers.has(word.text)) depth += 1;
    if (closers.has(word.text)) depth -= 1;
    if (depth === 0) return !isInline || newlinesIn(text, words[at]?.end ?? 0, word.start) > 0;
  }
  return true;
}

function newlinesIn(text: string, start: number, end: number): number {
  return text.slice(start, end).match(/\r\n|\r|\n/g)?.length ?? 0;
}

function breakIntoLines(text: string, words: readonly Word[], starts: ReadonlySet<number>): Line[] {
  const lines: Line[] = [];
  const open: Open[] = [];
  let current: Word[] = [];
  let indent = 0;
  let hasBlankBefore = false;
  words.forEach((word, index) => {
    const previous = words[index - 1];
    const newlines = previous === undefined ? 1 : newlinesIn(text, previous.end, word.start);
    if (previous === undefined || beginsLine(word, previous, newlines, open, starts)) {
      if (current.length > 0) lines.push({ indent, words: current, hasBlankBefore });
      hasBlankBefore = lines.length > 0 && newlines > 1 && previous?.text !== '{' && word.text !== '}';
      current = [];
      indent = indentOf(word, words, index, open, starts);
    }
    current.push(word);
    if (word.isComment) return;
    if (openers.has(word.text)) {
      const isBroken = word.text === '{' && isBrokenBrace(text, words, index);
      open.push({ indent, isBody: word.text === '{', isBroken });
    }
    if (closers.has(word.text)) open.pop();
  });
  if (current.length > 0) lines.push({ indent, words: current, hasBlankBefore });
  return lines;
}

function beginsLine(word: Word, previous: Word, newlines: number, open: readonly Open[], starts: ReadonlySet<number>): boolean {
  const top = open.at(-1);
  if (previous.isComment) return true;
  if (word.isComment) return newlines > 0;
  if (starts.has(word.start) || (top === undefined && itemWords.has(word.text))) return true;
  if (previous.text === '{' || word.text === '}') return top?.isBroken ?? false;
  if (newlines === 0) return false;
  if (word.text === '|>' || word.text === 'then' || word.text === 'else') return true;
  if (top?.isBody === true) return /^[0-9]/.test(word.text);
  return previous.text === '(' || previous.text === ',' || word.text === ')';
}

function indentOf(word: Word, words: readonly Word[], index: number, open: readonly Open[], starts: ReadonlySet<number>): number {
  const top = open.at(-1);
  const next = word.isComment ? words.slice(index).find((other) => !other.isComment) : word;
  if (next === undefined) return 0;
  if (closers.has(next.text) && !word.isComment) return top?.indent ?? 0;
  const inside = top === undefined ? 0 : top.indent + INDENT;
  const isStage = next.text === '|>' && top?.isBody === true && isInStageBody(words, index);
  const isOwn = starts.has(next.start) || closers.has(next.text) || itemWords.has(next.text) || /^[0-9]/.test(next.text) || isStage;
  return top === undefined || top.isBody ? inside + (isOwn ? 0 : INDENT) : inside;
}

/** Whether the innermost open brace begins with |>, so that its stages are not continuations of a statement. */
function isInStageBody(words: readonly Word[], index: number): boolean {
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const word = words[at];
    if (word === undefined || word.isComment) continue;
    if (closers.has(word.text)) depth += 1;
    if (!openers.has(word.text)) continue;
    depth -= 1;
    if (depth < 0) return words.slice(at + 1).find((other) => !other.isComment)?.text === '|>';
  }
  return false;
}

/** A line that is too long is broken before then and else, and if it has none, before each |> outside brackets. */
function splitLongLines(lines: readonly Line[]): Line[] {
  return lines.flatMap((line) => {
    const { code } = writeLine(line);
    if (line.indent + code.length <= MAX_COLUMNS) return [line];
    const choices = splitAt(line, ['then', 'else']);
    const parts = choices.length > 1 ? choices : splitAt(line, ['|>']);
    return parts.length > 1 ? splitLongLines(parts) : parts;
  });
}

/** The parts of a line that begin with one of these words outside brackets. */
function splitAt(line: Line, starts: readonly string[]): Line[] {
  const parts: Word[][] = [[]];
  let depth = 0;
  line.words.forEach((word, index) => {
    if (!word.isComment && openers.has(word.text)) depth += 1;
    if (!word.isComment && closers.has(word.text)) depth -= 1;
    if (starts.includes(word.text) && depth === 0 && index > 0) parts.push([]);
    parts.at(-1)?.push(word);
  });
  const isContinued = ['|>', 'then', 'else'].includes(line.words[0]?.text ?? '');
  return parts.map((words, index) => ({
    words,
    indent: index === 0 || isContinued ? line.indent : line.indent + INDENT,
    hasBlankBefore: index === 0 && line.hasBlankBefore,
  }));
}

interface Written {
  readonly code: string;
  readonly comment: string | null;
  text: string;
}

function writeLine(line: Line): Written {
  const last = line.words.at(-1);
  const comment = last?.isComment === true && line.words.length > 1 ? last.text.trimEnd() : null;
  const words = comment === null ? line.words : line.words.slice(0, -1);
  let code = '';
  words.forEach((word, index) => {
    const previous = words[index - 1];
    const blanks = previous === undefined ? 0 : blanksBetween(words, index);
    code += ' '.repeat(blanks) + (word.isComment ? word.text.trimEnd() : word.text);
  });
  return { code, comment, text: ' '.repeat(line.indent) + code + (comment === null ? '' : `  ${comment}`) };
}

/** Comments behind neighbouring lines begin in the same column. */
function alignComments(lines: readonly Line[], written: readonly Written[]): void {
  const widthOf = (index: number): number => (lines[index]?.indent ?? 0) + (written[index]?.code.length ?? 0);
  for (let start = 0; start < written.length; start += 1) {
    if (written[start]?.comment === null) continue;
    let end = start + 1;
    while (end < written.length && written[end]?.comment !== null && lines[end]?.hasBlankBefore === false) end += 1;
    const run = Array.from({ length: end - start }, (_, offset) => start + offset);
    const column = Math.max(...run.map(widthOf)) + 2;
    for (const index of run) {
      const line = written[index];
      if (line === undefined || line.comment === null) continue;
      line.text = `${' '.repeat(lines[index]?.indent ?? 0)}${line.code}${' '.repeat(column - widthOf(index))}${line.comment}`;
    }
    start = end - 1;
  }
}
