// What keeps a simulated network from going faster: the array's work, the memory's bandwidth, or waiting. Each is a share of the frame
// interval; the largest is named.
import { encodeProgram } from '../../compiler/program/encode.ts';
import type { Program } from '../../compiler/program/program.ts';
import { summarize } from '../../sim/stats.ts';
import type { TimingResult } from '../../sim/timing.ts';

export interface Hold {
  readonly kind: 'compute' | 'bandwidth' | 'waiting';
  /** Share of the interval in which the busiest tile of each phase computes, and in which memory moves data. */
  readonly computeShare: number;
  readonly bandwidthShare: number;
  /** Id and name of the layer that takes longest. */
  readonly layer: { readonly id: string; readonly name: string };
  readonly sentence: string;
}

/** Where neither takes half the interval, the tiles wait. */
const HALF = 0.5;

export function findHold(program: Program, timing: TimingResult): Hold {
  const { memory } = program.target;
  const stats = summarize(program, timing);
  const busy = program.phases.map((_, phase) =>
    Math.max(0, ...timing.tiles.filter((tile) => tile.phase === phase).map((tile) => (tile.pixelSlots + tile.emptySlots) / timing.frames)));
  const computeShare = busy.reduce((sum, cycles) => sum + cycles, 0) / timing.intervalCycles;
  // What is read once for all frames is no part of a frame: the first stream, and with one phase the loop as well.
  const streams = encodeProgram(program);
  const once = streams.init.byteLength + (program.phases.length === 1 ? streams.loop.byteLength : 0);
  const bytes = ((timing.memory.readWords + timing.memory.writeWords) * memory.axiBytes - once) / timing.frames;
  const perCycle = Math.min(memory.bandwidth.num / memory.bandwidth.den, 2 * memory.ports * memory.axiBytes);
  const bandwidthShare = bytes / perCycle / timing.intervalCycles;
  const slowest = stats.layers.reduce((a, b) => (b.busyCycles > a.busyCycles ? b : a));
  const kind = Math.max(computeShare, bandwidthShare) < HALF ? 'waiting' : computeShare >= bandwidthShare ? 'compute' : 'bandwidth';
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  const stall = (Object.entries(slowest.stalls) as [string, number][]).reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  const sentences: Readonly<Record<Hold['kind'], string>> = {
    compute: `compute: the busiest tiles work ${percent(computeShare)} of the time, most of it on \`${slowest.name}\``,
    bandwidth: `memory bandwidth: data moves ${percent(bandwidthShare)} of the time`,
    waiting: `waiting: the busiest tiles work ${percent(computeShare)} of the time, \`${slowest.name}\` waits for ${stall}; memory moves data ${percent(bandwidthShare)} of the time`,
  };
  return { kind, computeShare, bandwidthShare, layer: { id: slowest.id, name: slowest.name }, sentence: sentences[kind] };
}
