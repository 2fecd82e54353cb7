// What the compiler has to say to the person who wrote the model. Three kinds are kept apart: the user's error, what nfc
// does not support yet, and our own bug (which throws, see bug()).
import type { Span } from './span.ts';

export type Severity = 'error' | 'warning';

/** One message: `code` is NF followed by four digits, `hint` says what to do, `label` stands beside the caret. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly label?: string;
  readonly notes?: readonly string[];
  readonly hint?: string;
}

/** Collects diagnostics; checks receive it and never throw for a user's error. */
export type Report = (diagnostic: Diagnostic) => void;

/** Thrown by stages that cannot go on (quantizer, scheduler); the command line renders it and exits with 1. */
export class ModelError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics[0]?.message ?? 'model error');
    this.name = 'ModelError';
    this.diagnostics = diagnostics;
  }
}

/** Our own mistake: the command line reports it as such and exits with 3. */
export class CompilerBug extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CompilerBug';
  }
}

export function bug(message: string): never {
  throw new CompilerBug(message);
}

export function assertNever(value: never): never {
  return bug(`unexpected value ${JSON.stringify(value)}`);
}
