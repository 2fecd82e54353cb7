// What every tile's sequencer does and when memory words move, as spans of time: for pictures and traces. Kept only where a run asks for
// it, and never read by the machine. A span ends where its kind changes, where a gap is longer than its slack, and at every go.

/** Spans in the order of time, as columns. Cycles `from` up to `to` (not included) after the start write. */
export interface Spans {
  readonly from: number[];
  readonly to: number[];
  /** Of a tile: an activity (SPAN_KINDS); of a channel always 0. */
  readonly kind: number[];
  /** Cycles of a tile, memory words of a channel. */
  readonly amount: number[];
  /** Gos consumed before it: 1 in the first phase of the first frame. */
  readonly go: number[];
}

export interface Timeline {
  /** Row major. */
  readonly tiles: readonly Spans[];
  /** By read channel; the last is the configuration's. */
  readonly reads: readonly Spans[];
  readonly writes: readonly Spans[];
}

/** What a sequencer may do in a cycle, by the number of its kind (activities 0 to 5 of layout.ts). */
export const SPAN_KINDS = ['pixel', 'empty', 'input', 'weights', 'drain', 'downstream'] as const;

export function makeTimeline(tiles: number, channels: number): Timeline {
  const make = (count: number): Spans[] => Array.from({ length: count }, () => ({ from: [], to: [], kind: [], amount: [], go: [] }));
  return { tiles: make(tiles), reads: make(channels + 1), writes: make(channels) };
}
