// `nfc fmt`: changes layout alone, and nothing at all the second time.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatModel } from '../../compiler/format.ts';
import { parseText } from '../../compiler/syntax/parse.ts';
import { lenet5 } from '../support/nf-lenet5.ts';
import { corpus, mutatedText, respacedText } from '../support/nf-texts.ts';

/** The tree without places. */
const treeOf = (text: string): string =>
  JSON.stringify(parseText('t.nf', text).model?.items, (key, value: unknown) => (key === 'span' ? undefined : value));

const commentsOf = (text: string): string[] => parseText('t.nf', text).words.filter((word) => word.isComment).map((word) => word.text.trimEnd());

function checkFormat(text: string): void {
  const first = formatModel(text);
  if (first.diagnostics.length > 0) {
    expect(first.text).toBe(text);
    return;
  }
  expect(treeOf(first.text)).toBe(treeOf(text));
  expect(commentsOf(first.text)).toEqual(commentsOf(text));
  expect(formatModel(first.text).text).toBe(first.text);
  expect(first.text).not.toMatch(/[ \t]\n|\n\n\n|\r/);
}

describe('format', () => {
  test('keeps tree and comments of the corpus', () => corpus.forEach(checkFormat));

  test('keeps tree and comments whatever the blanks were', () => {
    fc.assert(fc.property(respacedText, checkFormat), { numRuns: 100, seed: 5 });
  });

  test('keeps tree and comments of mutated texts that still parse', () => {
    fc.assert(fc.property(mutatedText, checkFormat), { numRuns: 300, seed: 6 });
  });

  test('leaves a text with syntax errors alone and says why', () => {
    const text = 'network N {\n   image |> |> relu\n}\n';
    const { text: same, diagnostics } = formatModel(text);
    expect(same).toBe(text);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['NF1003']);
  });

  test('the corpus as people see it', async () => {
    await expect(formatModel(corpus[1] ?? '').text).toMatchFileSnapshot('format-everything.golden');
    expect(formatModel(lenet5.replaceAll('    |>', '|>').replaceAll('conv(', 'conv (')).text).toBe(formatModel(lenet5).text);
  });

  test('an empty file stays empty; a file of comments keeps them', () => {
    expect(formatModel('').text).toBe('');
    expect(formatModel('  # one\n\n\n\n#two  ').text).toBe('# one\n\n#two\n');
  });
});
