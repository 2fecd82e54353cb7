// meta.json of a labelled set: names of the classes by label value, their colours, and the label that counts nothing.
import { readFileSync } from 'node:fs';
import { FileFormatError } from '../file-format-error.ts';

export interface Meta {
  readonly classes: readonly string[];
  readonly palette: readonly (readonly [number, number, number])[] | null;
  readonly ignored: number | null;
}

const MAX_LABEL = 255;

/** { "classes": [names], "palette": [[r, g, b], ...], "void": label }, the last two optional. Throws FileFormatError. */
export function readMeta(path: string): Meta {
  const wrong = (problem: string): FileFormatError => new FileFormatError(path, problem, 'write { "classes": ["road", ...], "palette": [[128, 64, 128], ...], "void": 11 }, the last two if the set has them');
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong('is not valid JSON');
    throw error;
  }
  const { classes, palette = null, void: ignored = null } = (value ?? {}) as Record<string, unknown>;
  if (!isListOf(classes, (name) => typeof name === 'string') || classes.length === 0 || classes.length > MAX_LABEL + 1) throw wrong(`"classes" is not a list of 1 to ${MAX_LABEL + 1} names`);
  if (palette !== null && !(isListOf(palette, isColour) && palette.length === classes.length)) throw wrong(`"palette" does not give each of the ${classes.length} classes three values from 0 to 255`);
  if (ignored !== null && !isByte(ignored)) throw wrong(`"void" is not a label from 0 to ${MAX_LABEL}`);
  return { classes: classes as string[], palette: palette as Meta['palette'], ignored };
}

const isListOf = (value: unknown, isItem: (item: unknown) => boolean): value is unknown[] => Array.isArray(value) && value.every(isItem);
const isByte = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_LABEL;
const isColour = (value: unknown): boolean => isListOf(value, isByte) && value.length === 3;
