// Where a piece of a model stands in its text. Every node of every later stage carries one, so that a message from
// the scheduler or the quantizer can still point at the words that caused it.

/** A half-open range of one file: offsets count UTF-16 units from 0, lines and columns from 1. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}
