// The one place that turns whatever was thrown into words for a person and an exit code: the user's model (1), the command line or a
// file (2), or a bug of nfc (3). No stack trace is ever shown; a bug names the place in nfc where it was found.
import { CompilerBug, type Diagnostic, ModelError } from '../../compiler/source/diagnostic.ts';
import { renderDiagnostics } from '../../compiler/source/render.ts';
import { DeviceError } from '../device/device-error.ts';
import { FileFormatError } from '../file-format-error.ts';
import { UsageError } from '../usage-error.ts';
import type { ExitCode } from './command.ts';

export interface ErrorReport {
  readonly exitCode: ExitCode;
  readonly text: string;
  readonly document: object;
}

export function reportError(error: unknown, sources: ReadonlyMap<string, string>): ErrorReport {
  if (error instanceof ModelError) {
    return { exitCode: 1, text: renderDiagnostics(error.diagnostics, sources), document: { error: 'model', messages: error.diagnostics.map(diagnosticDocument) } };
  }
  if (error instanceof UsageError) return plain(2, 'usage', error.message, error.hint);
  if (error instanceof DeviceError) return plain(2, 'device', error.message, error.hint);
  if (error instanceof FileFormatError) return plain(2, 'file', `${error.fileName}: ${error.problem}`, error.hint);
  if (isSystemError(error)) {
    const { problem, hint } = systemSentence(error);
    return plain(2, 'file', problem, hint);
  }
  if (error instanceof RangeError && /Array buffer allocation|Invalid (typed )?array length|Invalid string length/.test(error.message)) {
    return plain(2, 'memory', 'this needs more memory than there is', 'use a smaller network or fewer frames');
  }
  const message = error instanceof Error ? error.message : String(error);
  const place = error instanceof CompilerBug ? '' : ` (${firstPlace(error)})`;
  return plain(3, 'bug', `this is a bug in nfc: ${message}${place}`, 'please report it together with the model and the command line');
}

/** A message as JSON, positions from 1. */
export const diagnosticDocument = (diagnostic: Diagnostic): object => ({
  code: diagnostic.code,
  severity: diagnostic.severity,
  message: diagnostic.message,
  file: diagnostic.span.file,
  line: diagnostic.span.line,
  column: diagnostic.span.column,
  notes: diagnostic.notes ?? [],
  hint: diagnostic.hint ?? null,
});

function plain(exitCode: ExitCode, kind: string, message: string, hint: string): ErrorReport {
  return { exitCode, text: `error: ${message}\n  = help: ${hint}\n`, document: { error: kind, messages: [{ severity: 'error', message, hint }] } };
}

interface SystemError extends Error {
  readonly code: string;
  readonly path?: string;
  readonly dest?: string;
}

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'syscall' in error && typeof (error as { code?: unknown }).code === 'string';

const SENTENCES: Readonly<Record<string, readonly [problem: string, hint: string]>> = {
  ENOENT: ['does not exist', 'check the path'],
  EACCES: ['may not be read or written by you', 'change its permissions, or choose another place'],
  EPERM: ['may not be changed by you', 'change its permissions, or choose another place'],
  EROFS: ['is on a read-only disk', 'choose another place'],
  EISDIR: ['is a folder, a file is needed', 'name a file'],
  ENOTDIR: ['goes through something that is no folder', 'check the path'],
  EEXIST: ['is there already, and is no folder', 'choose another name'],
  ENOTEMPTY: ['was filled while nfc wrote it', 'try again, or choose another name'],
  ENOSPC: ['does not fit: the disk is full', 'make room, or choose another disk'],
  EDQUOT: ['does not fit: your quota is used up', 'make room, or choose another disk'],
  ENAMETOOLONG: ['is too long a name', 'choose a shorter one'],
  ELOOP: ['is a link that leads to itself', 'check the path'],
  EMFILE: ['cannot be opened: too many files are open', 'close other programs, or raise the limit (ulimit -n)'],
  EFBIG: ['is too large for this disk', 'choose another disk'],
  EBUSY: ['is in use', 'close the program that uses it'],
};

function systemSentence(error: SystemError): { problem: string; hint: string } {
  const path = error.path ?? error.dest ?? 'the file';
  const [problem, hint] = SENTENCES[error.code] ?? [`cannot be used (${error.code})`, 'check the path'];
  return { problem: `${path.replace(/\.\d+(\.old)?\.tmp(?=\/|$)/, '')} ${problem}`, hint };
}

/** File and line within nfc where an unexpected error arose, from its stack. */
function firstPlace(error: unknown): string {
  const line = error instanceof Error ? (error.stack ?? '').split('\n').find((entry) => /^\s+at /.test(entry)) : undefined;
  const match = line === undefined ? null : /(?:dist\/)?((?:compiler|runtime|sim|hdl|node_modules)\/[^):]+:\d+)/.exec(line);
  return match?.[1] ?? 'place unknown';
}
