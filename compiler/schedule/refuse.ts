// What the scheduler says when a network does not fit the grid: one place for the wording, so that every refusal names the
// layer, its span, the numbers and a way round. Codes NF40 are operators, NF41 sizes of a tile, NF42 the whole machine.
import { type Diagnostic, ModelError } from '../source/diagnostic.ts';
import type { Span } from '../source/span.ts';
import type { CodeRow } from '../source/codes.ts';

const row = (code: string, title: string, explanation: string): CodeRow => ({ code, title, explanation });

/** Every code that the scheduler can report. */
export const scheduleCodeRows = [
  row('NF4002', 'raw sums or an index read by a layer', 'Layers read codes; raw sums and indices can only be outputs or feed flatten, upsampling and argmax.'),
  row('NF4007', 'accumulator overflow', 'Sums are 24 bits wide; a network whose sums can leave them is refused rather than wrapped.'),
  row('NF4101', 'row memory too small', 'A tile holds the rows of a window in its row memory.'),
  row('NF4102', 'window too large', 'The taps of a window must fit the tap memory of a tile, for some of the inputs at least.'),
  row('NF4103', 'weights too large', 'The weights of a group of neurons must fit the weight memory of one tile, for some of the inputs at least.'),
  row('NF4104', 'pooling window too large', 'The pixels of a pooling window are accumulated together.'),
  row('NF4105', 'size beyond the counters', 'Registers of a tile hold 16-bit sizes.'),
  row('NF4201', 'memory too small', 'Inputs, tensors between phases, outputs and configuration lie in the memory of the target.'),
] as const satisfies readonly CodeRow[];

export type ScheduleCode = (typeof scheduleCodeRows)[number]['code'];

export interface Refusal {
  readonly span: Span;
  readonly message: string;
  readonly hint: string;
  readonly notes?: readonly string[];
}

export function diagnosticOf(code: ScheduleCode, refusal: Refusal): Diagnostic {
  return { code, severity: 'error', ...refusal };
}

export function refuse(code: ScheduleCode, refusal: Refusal): never {
  throw new ModelError([diagnosticOf(code, refusal)]);
}
