// How the units of the machine keep the timeline, where a run asks for one.
import type { Machine } from './machine.ts';
import type { Spans } from './timeline.ts';

/** Words of one stream may come so many cycles apart and still are one span. */
const WORD_SLACK = 8;

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
