// One golden per message code of the front end: each NFxxxx.nf of this folder is compiled, and what a person would read
// is compared with the file beside it. Every code has a case, and every case shows its code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseModel } from '../../compiler/frontend.ts';
import { codeRows, findCode } from '../../compiler/source/codes.ts';
import { renderDiagnostics } from '../../compiler/source/render.ts';

const folder = import.meta.dirname;
const cases = readdirSync(folder).filter((name) => name.endsWith('.nf')).map((name) => name.slice(0, -3));

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(join(folder, path), 'utf8');
  } catch {
    return undefined;
  }
};

describe('messages', () => {
  test.each(cases)('%s', async (name) => {
    const { graph, diagnostics, sources } = parseModel(`${name}.nf`, { readText });
    const code = name.slice(0, 6);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    expect(graph === undefined).toBe(diagnostics.some((diagnostic) => diagnostic.severity === 'error'));
    for (const diagnostic of diagnostics) {
      expect(diagnostic.hint ?? '', diagnostic.message).not.toBe('');
      expect(findCode(diagnostic.code), diagnostic.code).toBeDefined();
    }
    await expect(renderDiagnostics(diagnostics, sources)).toMatchFileSnapshot(`${name}.golden`);
  });

  test('every code has a case', () => {
    const covered = new Set(cases.map((name) => name.slice(0, 6)));
    const front = codeRows.map((row) => row.code).filter((code) => code < 'NF3');
    expect(front.filter((code) => !covered.has(code))).toEqual([]);
    expect(new Set(front).size).toBe(front.length);
  });

  test('an unreadable model is one message', () => {
    const { diagnostics } = parseModel('none.nf', { readText: () => undefined });
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['NF2006']);
  });
});
