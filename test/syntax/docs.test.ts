// The language reference stays true: its models compile and are laid out as `nfc fmt` would, and it names every layer,
// option, word and message code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatModel } from '../../compiler/format.ts';
import { codeRows } from '../../compiler/source/codes.ts';
import { layers, optionNames, words } from '../../compiler/syntax/builtins.ts';
import { keywords } from '../../compiler/syntax/tokens.ts';
import { parseModel } from '../../compiler/frontend.ts';

const reference = readFileSync(join(import.meta.dirname, '../../docs/language.md'), 'utf8');
const models = [...reference.matchAll(/```nf\n(.*?)```/gs)].map((match) => match[1] ?? '');

describe('language reference', () => {
  test.each(models.map((text) => [/network (\w+)/.exec(text)?.[1] ?? '?', text]))('model %s compiles without a warning', (_, text) => {
    const { graph, diagnostics } = parseModel('doc.nf', { readText: () => text });
    expect(diagnostics).toEqual([]);
    expect(graph?.nodes.length).toBeGreaterThan(1);
    expect(formatModel(text).text).toBe(text);
  });

  test('names every layer, option, word and code', () => {
    const signatures = [...layers.values()];
    const expected = [...signatures.flatMap((layer) => [layer.name, ...optionNames(layer)]), ...words, ...keywords.map((word) => String(word.PATTERN)), ...codeRows.map((row) => row.code).filter((code) => code < 'NF3')];
    expect(expected.filter((word) => !new RegExp(`\\b${word}\\b`).test(reference))).toEqual([]);
  });
});
