// What every tile's sequencer does and when memory words move, as spans of time: for pictures and traces. Kept only where a run asks for
// it, and never read by the machine. A span ends where its kind changes, where a gap is longer than its slack, and at every go.
import type { Machine } from './machine.ts';

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

/** Words of one stream may come so many cycles apart and still are one span. */
const WORD_SLACK = 8;

export function makeTimeline(tiles: number, channels: number): Timeline {
  const make = (count: number): Spans[] => Array.from({ length: count }, () => ({ from: [], to: [], kind: [], amount: [], go: [] }));
  return { tiles: make(tiles), reads: make(channels + 1), writes: make(channels) };
}

/** A tile's sequencer spends cycles from `from` up to the present one, or the present one alone. */
export function markTile(machine: Machine, tile: number, kind: number, from: number, to: number): void {
  if (machine.timeline !== null) extend(machine, machine.timeline.tiles[tile] as Spans, { kind, from, to, slack: 0 });
}

/** A memory word of a channel moves in this cycle. */
export function markWord(machine: Machine, direction: 'reads' | 'writes', channel: number): void {
  if (machine.timeline === null) return;
  extend(machine, machine.timeline[direction][channel] as Spans, { kind: 0, from: machine.cycle, to: machine.cycle + 1, slack: WORD_SLACK });
}

function extend({ log }: Machine, spans: Spans, { kind, from, to, slack }: { kind: number; from: number; to: number; slack: number }): void {
  const last = spans.to.length - 1;
  const go = log.gos.length;
  if (last >= 0 && spans.kind[last] === kind && spans.go[last] === go && from - (spans.to[last] as number) <= slack) {
    spans.to[last] = to;
    spans.amount[last] = (spans.amount[last] as number) + to - from;
    return;
  }
  spans.from.push(from);
  spans.to.push(to);
  spans.kind.push(kind);
  spans.amount.push(to - from);
  spans.go.push(go);
}
