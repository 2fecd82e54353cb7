// A diagnostic as text for a person, in the manner of Rust and Elm: header, place, the source line with carets, notes
// and help. Pure text without colours; one tab counts as one column in positions and is shown as one blank.
import type { Diagnostic } from './diagnostic.ts';

const MAX_LINE = 150;

/** Line `line` (from 1) of a text without its line end. */
function lineOf(text: string, line: number): string {
  return text.split(/\r\n|\r|\n/)[line - 1] ?? '';
}

interface Frame {
  readonly text: string;
  readonly caretColumn: number;
  readonly caretCount: number;
}

/** The part of the line to show: all of it, or a window around the carets of a very long one. */
function frameOf(source: string, diagnostic: Diagnostic): Frame {
  const { span } = diagnostic;
  const line = lineOf(source, span.line).replaceAll('\t', ' ');
  const column = Math.min(Math.max(span.column, 1), line.length + 1);
  const count = Math.max(1, Math.min(span.end - span.start, line.length - column + 1));
  if (line.length <= MAX_LINE) return { text: line.trimEnd(), caretColumn: column, caretCount: count };
  const start = Math.max(0, Math.min(column - 1 - 40, line.length - MAX_LINE));
  const shown = line.slice(start, start + MAX_LINE);
  const head = start > 0 ? '...' : '';
  const tail = start + MAX_LINE < line.length ? '...' : '';
  return {
    text: `${head}${shown}${tail}`,
    caretColumn: column - start + head.length,
    caretCount: Math.max(1, Math.min(count, MAX_LINE - (column - 1 - start))),
  };
}

/** One diagnostic as lines joined by newlines, without a trailing newline. A source that is not in `sources` leaves out the frame. */
export function renderDiagnostic(diagnostic: Diagnostic, sources: ReadonlyMap<string, string>): string {
  const { span } = diagnostic;
  const lines = [`${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`];
  const source = sources.get(span.file);
  const number = String(span.line);
  const margin = ' '.repeat(Math.max(number.length, 1) + 1);
  if (source === undefined) {
    lines.push(` --> ${span.file}`);
  } else {
    const frame = frameOf(source, diagnostic);
    const carets = `${' '.repeat(frame.caretColumn - 1)}${'^'.repeat(frame.caretCount)}`;
    const label = diagnostic.label === undefined ? '' : ` ${diagnostic.label}`;
    lines.push(`${margin}--> ${span.file}:${span.line}:${span.column}`);
    lines.push(`${margin} |`);
    lines.push(` ${number} | ${frame.text}`.trimEnd());
    lines.push(`${margin} | ${carets}${label}`);
  }
  for (const note of diagnostic.notes ?? []) lines.push(`${margin} = note: ${note}`);
  if (diagnostic.hint !== undefined) lines.push(`${margin} = help: ${diagnostic.hint}`);
  return lines.join('\n');
}

/** All diagnostics, a blank line between two, with a closing newline; the empty string for none. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], sources: ReadonlyMap<string, string>): string {
  if (diagnostics.length === 0) return '';
  return `${diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, sources)).join('\n\n')}\n`;
}
