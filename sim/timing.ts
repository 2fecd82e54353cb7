// What the timing model tells: total cycles, frame interval and latency, per phase and tile busy and stall cycles, FIFO
// maxima, and on request every event that verify compares. Values play no part here.
import type { Program } from '../compiler/program/program.ts';
import { A, ACTIVITY, at, CONFIG, M, R, READ, T, TILE, W, WRITE } from './timing/layout.ts';
import type { Machine } from './timing/machine.ts';
import type { Run, RunOptions } from './timing/run.ts';
import { runMachine } from './timing/run.ts';
import type { Timeline } from './timing/timeline.ts';

/** Work and waiting of one tile in one phase, in cycles or counts, over all frames of the run. */
export interface TileActivity {
  readonly phase: number;
  readonly row: number;
  readonly col: number;
  readonly layer: string | null;
  /** Slots that carried a pixel, and those that only filled a short pass. */
  readonly pixelSlots: number;
  readonly emptySlots: number;
  readonly stalls: { readonly input: number; readonly weights: number; readonly drain: number; readonly downstream: number };
  readonly passes: number;
  /** Steps of the epilogue. */
  readonly items: number;
  readonly ownBeats: number;
  readonly upstreamBeats: number;
  readonly linkBeats: number;
  readonly writerBeats: number;
}

export interface MemoryActivity {
  readonly readBursts: number;
  readonly readWords: number;
  readonly writeBursts: number;
  readonly writeWords: number;
  /** Port cycles with an unfinished read burst, with a write burst under way, and held back by bandwidth. */
  readonly readBusyCycles: number;
  readonly writeBusyCycles: number;
  readonly bandwidthStallCycles: number;
  readonly configWords: number;
}

/** Events of every frame, in cycles after the start write. */
export interface TimingEvents {
  readonly gos: readonly { readonly cycle: number; readonly phase: number }[];
  /** Per tile (row major): the cycle of each beat that its merge took from its own output. */
  readonly own: readonly (readonly number[])[];
  readonly writes: readonly { readonly cycle: number; readonly address: number }[];
}

export interface TimingResult {
  readonly frames: number;
  /** Index of the first cycle in which done holds: cycles 0 .. totalCycles - 1 were needed. */
  readonly totalCycles: number;
  /** Cycles from one frame to the next in steady state. */
  readonly intervalCycles: number;
  /** Cycles from the start to the last W beat of the first frame, this one included. */
  readonly latencyCycles: number;
  /** Frames and cycles of one period where frames were seen to repeat exactly. */
  readonly period: { readonly frames: number; readonly cycles: number } | null;
  /** Cycles from a phase's go to the next go or the end, over all frames. */
  readonly phaseCycles: readonly number[];
  readonly tiles: readonly TileActivity[];
  readonly memory: MemoryActivity;
  readonly occupancy: {
    /** Largest counts seen: links N E S W L and drain and output per tile (row major), DMA FIFOs per channel. */
    readonly tiles: readonly { readonly links: readonly number[]; readonly drain: number; readonly out: number }[];
    readonly reads: readonly number[];
    readonly writes: readonly number[];
  };
  readonly events: TimingEvents | null;
  /** Null unless asked for. */
  readonly timeline: Timeline | null;
}

/** Frames of the run that looks for the steady state when the asked-for ones do not show it. */
const STEADY_FRAMES = 64;
const STEADY_CYCLES = 1_000_000;

/** Runs the timing model. `frames` >= 1 frames enter back to back. Throws SimulationError('deadlock' | 'program'). */
export function simulateTiming(program: Program, options: RunOptions): TimingResult {
  const run = runMachine(program, options);
  const { machine } = run;
  const steady = run.period ? run : findSteadyState(program, run, options);
  return {
    frames: options.frames,
    totalCycles: machine.cycle,
    intervalCycles: intervalOf(steady),
    latencyCycles: latencyOf(machine),
    period: steady.period ? { frames: steady.period.frames, cycles: steady.period.cycles } : null,
    phaseCycles: [...machine.phaseCycles],
    tiles: tileActivities(machine),
    memory: memoryActivity(machine),
    occupancy: occupancyOf(machine),
    events: options.events ? { gos: machine.log.gos, own: machine.log.own, writes: machine.log.writes } : null,
    timeline: machine.timeline,
  };
}

/** What a schedule is judged by, in cycles: from frame to frame, of the first frame, and of each phase of a frame in steady state. */
export interface FrameTime {
  readonly interval: number;
  readonly latency: number;
  readonly phases: readonly number[];
}

/** Times alone, as cheaply as they can be had: at most `frames` >= 1 frames, and no further than to where they repeat. Throws
 *  SimulationError('deadlock' | 'program'). */
export function timeOf(program: Program, frames: number): FrameTime {
  const run = runMachine(program, { frames, stopAfterCycles: Number.POSITIVE_INFINITY });
  const { machine, period } = run;
  const interval = intervalOf(run);
  return {
    interval,
    latency: latencyOf(machine),
    phases: machine.streaming ? [interval] : period ? period.phaseCycles.map((cycles) => cycles / period.frames) : [...machine.phaseCycles].map((cycles) => cycles / frames),
  };
}

const latencyOf = ({ log, cycle }: Machine): number => (log.frameEnds[0] ?? cycle - 1) + 1;

/** A longer run where the first one was short or recorded events (and so looked for no repeat). */
function findSteadyState(program: Program, run: Run, options: RunOptions): Run {
  const enough = options.frames >= STEADY_FRAMES && !(options.events ?? false) && !(options.everyFrame ?? false) && !(options.timeline ?? false);
  if (enough) return run;
  return runMachine(program, { frames: STEADY_FRAMES, stopAfterCycles: STEADY_CYCLES });
}

function intervalOf({ machine, period }: Run): number {
  if (period) return period.cycles / period.frames;
  const ends = machine.log.frameEnds;
  const last = ends.length - 1;
  const from = Math.min(last - 1, ends.length >> 1);
  if (from < 0) return machine.cycle;
  return ((ends[last] as number) - (ends[from] as number)) / (last - from);
}

function tileActivities(machine: Machine): TileActivity[] {
  const { program, target, activity } = machine;
  return program.phases.flatMap((phase, index) =>
    phase.tiles.map((tile) => {
      const record = at(machine.phaseTiles[index] as Int32Array, tile.row * target.cols + tile.col) / CONFIG;
      const sum = (what: number): number => activity[record * ACTIVITY + what] as number;
      return {
        phase: index, row: tile.row, col: tile.col, layer: tile.layer,
        pixelSlots: sum(A.pixelSlots), emptySlots: sum(A.emptySlots),
        stalls: { input: sum(A.stallInput), weights: sum(A.stallWeights), drain: sum(A.stallDrain), downstream: sum(A.stallDownstream) },
        passes: sum(A.passes), items: sum(A.items), ownBeats: sum(A.ownBeats), upstreamBeats: sum(A.upstreamBeats),
        linkBeats: sum(A.linkBeats), writerBeats: sum(A.writerBeats),
      };
    }),
  );
}

function memoryActivity({ memoryActivity: sums }: Machine): MemoryActivity {
  const sum = (what: number): number => sums[what] as number;
  return {
    readBursts: sum(M.readBursts), readWords: sum(M.readWords), writeBursts: sum(M.writeBursts), writeWords: sum(M.writeWords),
    readBusyCycles: sum(M.readBusy), writeBusyCycles: sum(M.writeBusy), bandwidthStallCycles: sum(M.tokenStalls), configWords: sum(M.configWords),
  };
}

function occupancyOf({ maxima, tiles, reads, writes, offsets }: Machine): TimingResult['occupancy'] {
  return {
    tiles: Array.from({ length: tiles }, (_, tile) => {
      const o = tile * TILE;
      return { links: [0, 1, 2, 3, 4].map((source) => at(maxima, o + T.fifo + source)), drain: at(maxima, o + T.pixels), out: at(maxima, o + T.outBeats) };
    }),
    reads: Array.from({ length: reads }, (_, i) => at(maxima, offsets.read + i * READ + R.fifo)),
    writes: Array.from({ length: writes }, (_, i) => at(maxima, offsets.write + i * WRITE + W.fifo)),
  };
}
