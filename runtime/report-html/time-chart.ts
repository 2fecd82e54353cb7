// The chart of tiles over time: spans of the timing simulator, as they are where they are few, else summed up in steps of equal length.
import type { Program } from '../../compiler/program/program.ts';
import { SPAN_KINDS, type Spans, type Timeline } from '../../sim/timing/timeline.ts';
import type { TimingResult } from '../../sim/timing.ts';
import { ACTIVITIES, type Activity, type TileSpan, type TimeChart } from './chart-data.ts';
import { mapStreams, type StreamEnd } from './streams.ts';

/** Spans that a page holds and a browser still draws at once. */
const MOST_SPANS = 8000;
/** Steps of the memory's part in the whole time shown. */
const MEMORY_STEPS = 800;

const ACTIVITY_OF: Readonly<Record<(typeof SPAN_KINDS)[number], Activity>> = {
  pixel: 'work', empty: 'filler', input: 'input', weights: 'weights', drain: 'drain', downstream: 'downstream',
};
const KIND_TO_ACTIVITY = SPAN_KINDS.map((kind) => ACTIVITIES.indexOf(ACTIVITY_OF[kind]));

/** When each phase of each frame begins and ends; a single phase holds all frames. */
export interface PhaseTime {
  readonly index: number;
  readonly frame: number;
  /** Gos consumed so far, as spans count them. */
  readonly go: number;
  readonly from: number;
  readonly to: number;
}

export const phaseTimes = (program: Program, { gos }: { readonly gos: readonly { readonly cycle: number; readonly phase: number }[] }, totalCycles: number): PhaseTime[] =>
  gos.map(({ cycle, phase }, index) => ({ index: phase, frame: Math.floor(index / program.phases.length), go: index + 1, from: cycle, to: gos[index + 1]?.cycle ?? totalCycles }));

/** Of a run with a timeline and events. Shows the first two frames, or the whole run where one phase holds all. */
export function timeChart(program: Program, timing: TimingResult, timeline: Timeline, times: readonly PhaseTime[], nameOf: (id: string) => string): TimeChart {
  const { target } = program;
  const shown = program.phases.length === 1 ? times : times.filter(({ frame }) => frame < 2);
  const cycles = shown.at(-1)?.to ?? timing.totalCycles;
  const steady = shown.filter(({ frame }) => frame === 1);
  const isStreaming = program.phases.length === 1;
  const resolution = resolutionOf(timeline, cycles);
  const label = (end: StreamEnd): string => (end.kind === 'memory' ? `memory (${nameOf(end.tensor)})` : `tile ${end.tile.row},${end.tile.col} (${nameOf(end.tile.layer ?? '')})`);
  return {
    cycles,
    window: isStreaming ? [0, cycles] : [steady[0]?.from ?? 0, steady.at(-1)?.to ?? cycles],
    clockMHz: target.clockMHz,
    tiles: Array.from({ length: target.rows * target.cols }, (_, tile) => `${Math.floor(tile / target.cols)},${tile % target.cols}`),
    phases: shown.map(({ index, frame, from, to }) => ({ index, frame, from, to, layers: (program.phases[index]?.layers ?? []).map(nameOf) })),
    spans: timeline.tiles.flatMap((spans, tile) => tileSpans(spans, { tile, cycles, resolution, phaseOf: (go) => times[go - 1]?.index ?? 0 })),
    resolution,
    work: program.phases.map((phase) => {
      const streams = mapStreams(phase, target);
      return Array.from({ length: target.rows * target.cols }, (_, index) => {
        const tile = streams.tileAt(Math.floor(index / target.cols), index % target.cols);
        if (tile === undefined || tile.sequencer === null) return null;
        const from = streams.originOf(tile, tile.routes.a);
        const to = [...new Set(streams.takersOf(tile).map(label))];
        return { layer: nameOf(tile.layer ?? ''), from: from === null ? 'nowhere' : label(from), to: to.join(' and ') };
      });
    }),
    memory: memorySteps(timeline, cycles, target.memory),
  };
}

/** 1 where all spans fit the page, else the length of equal steps. */
function resolutionOf(timeline: Timeline, cycles: number): number {
  const count = timeline.tiles.reduce((sum, { from }) => sum + from.filter((cycle) => cycle < cycles).length, 0);
  const busy = timeline.tiles.filter(({ from }) => from.length > 0).length;
  return count <= MOST_SPANS ? 1 : Math.ceil((cycles * busy) / MOST_SPANS);
}

interface Cut {
  readonly tile: number;
  readonly cycles: number;
  readonly resolution: number;
  readonly phaseOf: (go: number) => number;
}

function tileSpans(spans: Spans, { tile, cycles, resolution, phaseOf }: Cut): TileSpan[] {
  const found: { tile: number; from: number; to: number; phase: number; go: number; sums: number[] }[] = [];
  spans.from.forEach((start, i) => {
    const end = Math.min(cycles, spans.to[i] as number);
    const go = spans.go[i] as number;
    for (let from = start; from < end;) {
      const step = resolution === 1 ? from : Math.floor(from / resolution) * resolution;
      const to = resolution === 1 ? end : Math.min(end, step + resolution);
      let last = found.at(-1);
      if (resolution === 1 || last === undefined || last.go !== go || Math.floor(last.from / resolution) * resolution !== step) {
        last = { tile, from, to, phase: phaseOf(go), go, sums: ACTIVITIES.map(() => 0) };
        found.push(last);
      }
      last.to = to;
      const activity = KIND_TO_ACTIVITY[spans.kind[i] as number] as number;
      last.sums[activity] = (last.sums[activity] as number) + to - from;
      from = to;
    }
  });
  const split = found.map(({ from, to, phase, sums }): TileSpan => ({
    tile, from, to, phase,
    shares: sums.flatMap((sum, activity) => (sum === 0 ? [] : [[activity, Number((sum / (to - from)).toFixed(3))] as const])),
  }));
  return joinEqual(split);
}

/** Neighbours that spend all their time alike become one. */
function joinEqual(spans: readonly TileSpan[]): TileSpan[] {
  const joined: TileSpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const isSame = last !== undefined && last.to === span.from && last.phase === span.phase && JSON.stringify(last.shares) === JSON.stringify(span.shares);
    if (isSame) joined[joined.length - 1] = { ...last, to: span.to };
    else joined.push(span);
  }
  return joined;
}

function memorySteps(timeline: Timeline, cycles: number, { axiBytes, bandwidth }: Program['target']['memory']): TimeChart['memory'] {
  const step = Math.max(1, Math.ceil(cycles / MEMORY_STEPS));
  const sum = (list: readonly Spans[]): number[] => {
    const words = new Float64Array(Math.ceil(cycles / step));
    for (const { from, to, amount } of list) {
      from.forEach((start, i) => {
        const end = to[i] as number;
        const each = (amount[i] as number) / (end - start);
        for (let at = start; at < Math.min(end, cycles);) {
          const next = Math.min(end, cycles, (Math.floor(at / step) + 1) * step);
          const place = Math.floor(at / step);
          words[place] = (words[place] as number) + each * (next - at);
          at = next;
        }
      });
    }
    return [...words].map((count) => Number(((count * axiBytes) / step).toFixed(2)));
  };
  return {
    step, limit: bandwidth.num / bandwidth.den,
    reads: sum(timeline.reads.slice(0, -1)), writes: sum(timeline.writes), configuration: sum(timeline.reads.slice(-1)),
  };
}
