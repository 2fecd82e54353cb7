// Every message of the quantizer, with its code. Problems are collected as long as that makes sense, then thrown together.
import { type Diagnostic, ModelError } from '../source/diagnostic.ts';
import type { Span } from '../source/span.ts';

export interface Problem {
  readonly code: QuantizeCode;
  readonly message: string;
  readonly span: Span;
  readonly hint: string;
  readonly label?: string;
  readonly notes?: readonly string[];
}

export type QuantizeCode = keyof typeof quantizeCodes;

/** What each code means, in a few words. */
export const quantizeCodes = {
  NF3001: 'a parameter tensor is missing',
  NF3002: 'a parameter tensor has the wrong shape',
  NF3003: 'a parameter is not a finite number',
  NF3004: 'an integer weight is outside the precision of its layer',
  NF3005: 'a parameter of an integer layer is not an integer',
  NF3006: 'given thresholds do not fit 3-bit codes',
  NF3007: 'a combination that is not supported yet',
  NF3008: 'an accumulator may overflow',
  NF3009: 'a range must be calibrated, but there are no frames',
  NF3010: 'a calibration frame does not fit the network',
  NF3011: 'a variance is negative',
  NF3012: 'the zero point of an input is not one of its codes',
  NF3013: 'the weights file gives codes that are no codes',
  NF3014: 'a network that cannot be trained',
  NF3030: 'a tensor given to an input does not fit it',
} as const;

export function toDiagnostic(problem: Problem): Diagnostic {
  return { severity: 'error', ...problem };
}

export function refuse(problem: Problem): never {
  throw new ModelError([toDiagnostic(problem)]);
}

/** Throws all problems together, if there are any. */
export function refuseAll(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ModelError(problems.map(toDiagnostic));
}
