// A simulated run as a Chrome trace (the JSON that Perfetto and chrome://tracing open): phases, what every tile does, and the words that DMA
// channels move. One microsecond of the trace is one of the machine at the target's clock.
import type { Program } from '../../compiler/program/program.ts';
import { bug } from '../../compiler/source/diagnostic.ts';
import { SPAN_KINDS, type Spans } from '../../sim/timing/timeline.ts';
import { simulateTiming } from '../../sim/timing.ts';

type TraceEvent =
  | { readonly name: string; readonly ph: 'M'; readonly pid: number; readonly tid: number; readonly args: Readonly<Record<string, string | number>> }
  | { readonly name: string; readonly cat: string; readonly ph: 'X'; readonly pid: number; readonly tid: number; readonly ts: number; readonly dur: number; readonly args: Readonly<Record<string, string | number>> };

export interface ChromeTrace {
  readonly displayTimeUnit: 'ns';
  readonly otherData: Readonly<Record<string, string | number>>;
  readonly traceEvents: readonly TraceEvent[];
}

const PROCESSES = { phases: 1, tiles: 2, memory: 3 } as const;
/** What a span of a tile is called, by its kind. */
const NAMES: Readonly<Record<(typeof SPAN_KINDS)[number], string>> = {
  pixel: 'useful work', empty: 'filler', input: 'waits for input rows', weights: 'waits for weights', drain: 'waits for the epilogue', downstream: 'waits for its taker',
};

/** Runs `frames` frames back to back, every cycle of them in the trace. Throws SimulationError. */
export function chromeTrace(program: Program, frames: number): ChromeTrace {
  const { target } = program;
  const { timeline, events, totalCycles } = simulateTiming(program, { frames, events: true, timeline: true });
  if (timeline === null || events === null) return bug('a run with events and a timeline has none');
  const names = new Map(program.layers.map(({ id, name }) => [id, name]));
  const phaseOf = (go: number): number => events.gos[go - 1]?.phase ?? 0;
  const at = (cycles: number): number => cycles / target.clockMHz;
  const span = (pid: number, tid: number, cat: string, name: string, from: number, to: number, args: Readonly<Record<string, string | number>>): TraceEvent =>
    ({ name, cat, ph: 'X', pid, tid, ts: at(from), dur: at(to) - at(from), args: { ...args, cycle: from, cycles: to - from } });
  const spansOf = (spans: Spans, make: (kind: number, from: number, to: number, amount: number, go: number) => TraceEvent): TraceEvent[] =>
    spans.from.map((from, i) => make(spans.kind[i] as number, from, spans.to[i] as number, spans.amount[i] as number, spans.go[i] as number));

  const phases = events.gos.map(({ cycle, phase }, index) => {
    const layers = (program.phases[phase]?.layers ?? []).map((id) => names.get(id) ?? id).join(', ');
    return span(PROCESSES.phases, 0, 'phase', `phase ${phase}: ${layers === '' ? 'only loads' : layers}`, cycle, events.gos[index + 1]?.cycle ?? totalCycles, { frame: Math.floor(index / program.phases.length) });
  });
  const tiles = timeline.tiles.flatMap((spans, tile) => spansOf(spans, (kind, from, to, _amount, go) => {
    const layer = program.phases[phaseOf(go)]?.tiles.find(({ row, col }) => row * target.cols + col === tile)?.layer ?? '';
    return span(PROCESSES.tiles, tile, 'tile', NAMES[SPAN_KINDS[kind] as (typeof SPAN_KINDS)[number]], from, to, { layer: names.get(layer) ?? layer, phase: phaseOf(go) });
  }));
  const channels = [
    ...timeline.reads.map((spans, index) => ({ spans, direction: 'reads', name: index === timeline.reads.length - 1 ? 'configuration' : `read channel ${index}` })),
    ...timeline.writes.map((spans, index) => ({ spans, direction: 'writes', name: `write channel ${index}` })),
  ].filter(({ spans }) => spans.from.length > 0);
  const memory = channels.flatMap(({ spans, direction, name }, thread) => spansOf(spans, (_kind, from, to, amount) => span(PROCESSES.memory, thread, direction, name, from, to, { words: amount, bytes: amount * target.memory.axiBytes })));
  const label = (name: 'process_name' | 'thread_name', pid: number, tid: number, text: string): TraceEvent => ({ name, ph: 'M', pid, tid, args: { name: text } });
  return {
    displayTimeUnit: 'ns',
    otherData: { model: program.model, target: target.name, clockMHz: target.clockMHz, frames, cycles: totalCycles },
    traceEvents: [
      ...Object.entries(PROCESSES).map(([name, pid]) => label('process_name', pid, 0, name)),
      label('thread_name', PROCESSES.phases, 0, 'phases'),
      ...timeline.tiles.map((_, tile) => label('thread_name', PROCESSES.tiles, tile, `tile ${Math.floor(tile / target.cols)},${tile % target.cols}`)),
      ...channels.map(({ name }, thread) => label('thread_name', PROCESSES.memory, thread, name)),
      ...phases, ...tiles, ...memory,
    ],
  };
}
