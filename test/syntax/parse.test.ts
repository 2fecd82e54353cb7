// The parser on good texts (tree and spans) and on any text at all: it never throws, always ends, and every message
// points into the text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseModel } from '../../compiler/frontend.ts';
import { renderDiagnostics } from '../../compiler/source/render.ts';
import type { Expr } from '../../compiler/syntax/ast.ts';
import { parseText } from '../../compiler/syntax/parse.ts';
import { corpus, mutatedText, wordSoup } from '../support/nf-texts.ts';

/** An expression with brackets around every part. */
function show(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return String(expr.value);
    case 'name':
      return expr.name;
    case 'chain':
      return `(${expr.operands.map((operand, index) => `${index > 0 ? ` ${expr.operators[index - 1]?.operator ?? ''} ` : ''}${show(operand)}`).join('')})`;
    case 'prefix':
      return `(${expr.operators.join(' ')} ${show(expr.operand)})`;
    case 'size':
      return expr.parts.map(show).join('x');
    case 'call':
      return `${expr.callee.name}(${expr.args.map((arg) => `${arg.name === null ? '' : `${arg.name.name}: `}${show(arg.value)}${arg.unit === null ? '' : ` ${arg.unit.name}`}`).join(', ')})`;
    case 'if':
      return `(if ${show(expr.condition)} then ${show(expr.whenTrue)} else ${show(expr.whenFalse)})`;
    default:
      return expr.kind;
  }
}

function parseExpr(text: string): string {
  const { model, diagnostics } = parseText('t.nf', `network N {\n y = ${text}\n}`);
  const network = model?.items[0];
  const statement = network?.kind === 'network' ? network.items[0] : undefined;
  return statement?.kind === 'assign' ? show(statement.value) : diagnostics.map((diagnostic) => diagnostic.message).join('; ');
}

describe('expressions', () => {
  test.each([
    ['1 + 2 * 3 - 4', '(1 + (2 * 3) - 4)'],
    ['a or b and c == d + 1', '(a or (b and (c == (d + 1))))'],
    ['not a < b', '((not a) < b)'],
    ['- - 3', '(- - 3)'],
    ['k x k', 'kxk'],
    ['(k) x 3', 'kx3'],
    ['5x4', '5x4'],
    ['if a > 1 then b else c + 1', '(if (a > 1) then b else (c + 1))'],
    ['f(stride 2, stride = 3, stride, 6 maps, stride -1, stride - 1)', 'f(stride: 2, stride: 3, stride, 6 maps, stride: (- 1), (stride - 1))'],
    ['f(stride (a + 1), maps(x), n maps, groups maps)', 'f(stride: (a + 1), maps(x), n maps, groups: maps)'],
    ['f(k x k, pad k x 2, weights 2 trits, weights ternary, x x x)', 'f(kxk, pad: kx2, weights: 2 trits, weights: ternary, xxx)'],
    ['f(base -1, base - 1, n -1)', 'f(base: (- 1), base: (- 1), (n - 1))'],
  ])('%s', (text, expected) => {
    expect(parseExpr(text)).toBe(expected);
  });

  test('a name before a bracket on the next line is no call', () => {
    const { model } = parseText('t.nf', 'network N {\n y = k\n (a |> relu) |> tanh\n z = k\n x |> relu\n}');
    const network = model?.items[0];
    expect(network?.kind === 'network' ? network.items.map((item) => item.kind) : []).toEqual(['assign', 'expression', 'assign', 'expression']);
  });
});

test('every span of a tree covers its words', () => {
  for (const text of corpus) {
    const { model, diagnostics } = parseText('t.nf', text);
    expect(diagnostics).toEqual([]);
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(visit);
      else if (typeof value === 'object' && value !== null) {
        const node = value as { span?: { start: number; end: number; line: number; column: number }; name?: unknown };
        if (node.span !== undefined) {
          const { start, end, line, column } = node.span;
          expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
          expect(text.split('\n')[line - 1]?.slice(column - 1, column)).toBe(text.slice(start, start + 1));
          if (typeof node.name === 'string') expect(text.slice(start, end)).toContain(node.name);
        }
        Object.values(value).forEach(visit);
      }
    };
    visit(model?.items);
  }
});

/** Compiles any text and checks what must hold for all. */
function compileAnything(text: string): void {
  const { graph, diagnostics, sources } = parseModel('t.nf', { readText: (path) => (path === 't.nf' ? text : undefined) });
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  expect(graph === undefined).toBe(errors.length > 0);
  for (const { span, message, hint } of diagnostics) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeLessThanOrEqual(text.length);
    expect(`${message} ${hint ?? 'undefined'}`).not.toMatch(/undefined|NaN|\[object/);
  }
  expect(renderDiagnostics(diagnostics, sources).length).toBeLessThan(200_000);
}

describe('any text', () => {
  test('words in any order', () => {
    fc.assert(fc.property(wordSoup, (text) => compileAnything(text)), { numRuns: 400, seed: 1 });
  });

  test('words in any order inside a network', () => {
    fc.assert(fc.property(wordSoup, (text) => compileAnything(`network N {\n input image: u8[1, 8, 8]\n weights random(1)\n ${text}\n}`)), { numRuns: 400, seed: 2 });
  });

  test('good models with mistakes put in', () => {
    fc.assert(fc.property(mutatedText, (text) => compileAnything(text)), { numRuns: 200, seed: 3 });
  });

  test('characters in any order', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => compileAnything(text)), { numRuns: 150, seed: 4 });
  });

  test.each([
    ['deep brackets', `network N {\n y = ${'('.repeat(50_000)}`],
    ['deep calls', `network N {\n y = ${'f('.repeat(50_000)}`],
    ['deep braces', 'network N {'.repeat(50_000)],
    ['deep choices', `network N {\n y = ${'if a then b else '.repeat(50_000)} c\n}`],
    ['choices in conditions', `network N {\n y = ${'if '.repeat(50_000)}`],
    ['many signs', `network N {\n y = ${'- '.repeat(50_000)} 1\n}`],
    ['a long sum', `network N {\n input a: u3[1, 4, 4]\n y = ${'1 + '.repeat(50_000)} 1\n a |> output z: relu\n}`],
    ['a long pipeline', `network N {\n input a: u3[1, 4, 4]\n a ${'|> relu '.repeat(20_000)} |> output y: relu\n}`],
    ['a long chain of blocks', `network N {\n input a: u3[1, 4, 4]\n a |> output y: B0\n}\n${Array.from({ length: 5000 }, (_, i) => `block B${i}(x) {\n return x |> B${i + 1}\n}`).join('\n')}\nblock B5000(x) {\n return x\n}`],
    ['doubling blocks', `network N {\n input a: u3[1, 4, 4]\n a |> output y: B0\n}\n${Array.from({ length: 60 }, (_, i) => `block B${i}(x) {\n return x |> B${i + 1} |> B${i + 1}\n}`).join('\n')}\nblock B60(x) {\n return x\n}`],
    ['many open brackets and quotes', '("'.repeat(20_000)],
    ['one long name', `network ${'n'.repeat(200_000)} {`],
  ])('%s', (_, text) => {
    const before = process.cpuUsage();
    compileAnything(text);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(5);
  });

  test('200 levels of brackets and blocks are fine', () => {
    const nested = `network N {\n input a: u3[1, 4, 4]\n y = ${'('.repeat(190)}3${')'.repeat(190)}\n z = ${'add(a, '.repeat(190)}a${')'.repeat(190)}\n z |> output o: relu\n}`;
    compileAnything(nested);
    const { graph } = parseModel('t.nf', { readText: () => nested });
    expect(graph?.nodes.length).toBe(192);
  });
});
