// The cost model: cycles that a schedule is expected to take, used to choose and never to claim.
//   group   = sum over chunks of max(passes * max(A * max(G, 4), LC) + stall, G * items)   (one output row; A digit planes, G pixels)
//   stall   = what the epilogue takes for G pixels, less the G slots of the last pass and the pixels that the drain holds
//   tile    = own rows * (sum of its groups + ROW_GAP)
//   layer   = max(slowest tile, beats in, beats out)
//   bus     = what the memory needs for the beats of all channels
//   phase   = max(bus, end of its last layer, each starting when the part of its input that one window needs has come) + PHASE_GAP
//   program = the layer that takes longest when one phase holds everything, else the sum over its phases
import { type Target, wordBeats } from '../target/target.ts';

export const ROW_GAP = 24;
export const PHASE_GAP = 350;

export interface GroupWork {
  readonly passes: number;
  readonly digits: number;
  readonly pixels: { readonly full: number; readonly last: number };
  readonly chunks: number;
  readonly loadCycles: number;
  /** Epilogue steps of a pixel. */
  readonly items: number;
  /** Pixels that the drain holds. */
  readonly credits: number;
}

/** Cycles of one neuron group for one output row. */
export function groupCycles(work: GroupWork): number {
  const chunk = (pixels: number): number =>
    Math.max(work.passes * Math.max(work.digits * Math.max(pixels, 4), work.loadCycles) + stallOf(work, pixels), pixels * work.items);
  return (work.chunks - 1) * chunk(work.pixels.full) + chunk(work.pixels.last);
}

/** Cycles from the slot of a pixel to the epilogue's first step for it. */
const DRAIN_LATENCY = 14;

/** Slots in which the pixels of the last pass wait for the drain, when it holds fewer. */
const stallOf = ({ items, credits }: GroupWork, pixels: number): number => (pixels <= credits ? 0 : Math.max(0, DRAIN_LATENCY + (pixels - credits) * items - pixels));

export interface LayerTime {
  /** Cycles from its first to its last work on a frame. */
  readonly cycles: number;
  /** Share of its input that must have come before it can start. */
  readonly lead: number;
  /** Index of the layer of the same phase that it reads, or null. */
  readonly source: number | null;
}

/** Cycles in which a port cannot accept data between two bursts that it writes. */
const BURST_GAP = 3;

/** Cycles that the memory needs for so many beats, reading and writing at once. */
export function busCycles({ memory }: Target, beatsIn: number, beatsOut: number): number {
  const { ports, axiBytes, maxBurst, bandwidth } = memory;
  const perWord = wordBeats(memory);
  const shared = (axiBytes * (beatsIn + beatsOut) * bandwidth.den) / perWord / bandwidth.num;
  const perPort = (beats: number): number => beats / perWord / ports;
  return Math.max(shared, perPort(beatsIn), (perPort(beatsOut) * (maxBurst + BURST_GAP)) / maxBurst);
}

/** Cycles of a phase that runs one frame through `layers`, in topological order, and needs `bus` cycles of memory. */
export function phaseCycles(layers: readonly LayerTime[], bus: number): number {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { cycles, lead, source } of layers) {
    const start = source === null ? 0 : (starts[source] as number) + lead * ((ends[source] as number) - (starts[source] as number));
    const end = Math.max(start + cycles, source === null ? 0 : (ends[source] as number) + Math.min(cycles, ROW_GAP));
    starts.push(start);
    ends.push(end);
  }
  return Math.max(bus, ...ends) + PHASE_GAP;
}
