// Lays out a model for `nfc fmt`: one statement per line, two blanks per level, pipelines one level deeper, blanks around
// operators. Keeps comments and the user's line breaks in pipelines, calls and tables; changes no word, so the meaning
// stays. A text with syntax errors is given back as it is, with the messages.
import type { Diagnostic } from './source/diagnostic.ts';
import { layOutWords } from './syntax/layout.ts';
import { parseText } from './syntax/parse.ts';

export interface FormattedModel {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Breaking a long line moves the lines inside its brackets, so the layout is repeated until it stands. */
const MAX_ROUNDS = 8;

/** `file` is the name that spans of the messages carry. */
export function formatModel(text: string, file = 'model.nf'): FormattedModel {
  let current = text;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { model, words, diagnostics } = parseText(file, current);
    if (model === undefined) return { text, diagnostics };
    const next = layOutWords(current, words, model);
    if (next === current) break;
    current = next;
  }
  return { text: current, diagnostics: [] };
}
