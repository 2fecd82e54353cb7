// The roofline: operations a second over operations a byte of memory traffic, one point a phase, under what the array and the memory allow.
// Operations are those of the network as written, two for a multiply-add; one multiply-add takes as many slots of the array as its weights
// have trits times its input has octal digits, so the array has a roof for each such product.
import type { Program } from '../../compiler/program/program.ts';
import { lanesOf } from '../../compiler/target/target.ts';
import type { Spans, Timeline } from '../../sim/timing/timeline.ts';
import type { TimingResult } from '../../sim/timing.ts';
import type { RooflineChart } from './chart-data.ts';
import type { PhaseTime } from './time-chart.ts';

export interface PhaseFigures {
  readonly index: number;
  /** Cycles and bytes moved (reads, writes and configuration that came meanwhile) in one frame of the steady state. */
  readonly cycles: number;
  readonly bytes: number;
  /** Multiply-adds of the network as written. */
  readonly macs: number;
  /** Slots of the array that each of them takes: trit planes of the weights times octal digits of the input, mean over them. */
  readonly planes: number;
}

/** A run of three frames or more with its timeline and its phases in time. */
export interface TimedRun {
  readonly program: Program;
  readonly timing: TimingResult;
  readonly timeline: Timeline;
  readonly times: readonly PhaseTime[];
}

/** The frame whose phases stand for the steady state: neither the first nor the last of three. */
const STEADY_FRAME = 1;

/** `planesOf`: slots that a multiply-add of a layer takes. */
export function phaseFigures({ program, timing, timeline, times }: TimedRun, planesOf: (layer: string) => number): PhaseFigures[] {
  const { axiBytes } = program.target.memory;
  const words = wordsByGo([...timeline.reads, ...timeline.writes]);
  const slots = (layer: string, phase?: number): number =>
    timing.tiles.filter((tile) => tile.layer === layer && (phase === undefined || tile.phase === phase)).reduce((sum, tile) => sum + tile.pixelSlots, 0) / timing.frames;
  return program.phases.map(({ layers }, index) => {
    const time = times.find((candidate) => candidate.index === index && candidate.frame === (program.phases.length === 1 ? 0 : STEADY_FRAME));
    const frames = program.phases.length === 1 ? timing.frames : 1;
    const parts = layers.map((id) => {
      const all = slots(id);
      const layer = program.layers.find((candidate) => candidate.id === id);
      const macs = layer === undefined || all === 0 ? 0 : (layer.macs * slots(id, index)) / all;
      return { macs, slots: macs * planesOf(id) };
    });
    const macs = parts.reduce((sum, part) => sum + part.macs, 0);
    const planes = macs === 0 ? 0 : parts.reduce((sum, part) => sum + part.slots, 0) / macs;
    const cycles = program.phases.length === 1 ? timing.intervalCycles : (time?.to ?? 0) - (time?.from ?? 0);
    return { index, cycles, bytes: ((words.get(time?.go ?? 0) ?? 0) * axiBytes) / frames, macs, planes };
  });
}

function wordsByGo(lists: readonly Spans[]): Map<number, number> {
  const words = new Map<number, number>();
  for (const { go, amount } of lists) {
    go.forEach((number, i) => { words.set(number, (words.get(number) ?? 0) + (amount[i] as number)); });
  }
  return words;
}

/** Phases without multiply-adds have no point. */
export function rooflineChart(program: Program, figures: readonly PhaseFigures[], nameOf: (id: string) => string): RooflineChart {
  const { target } = program;
  const hertz = target.clockMHz * 1e6;
  const peak = (2 * target.rows * target.cols * lanesOf(target.tile) * target.tile.neurons * hertz) / 1e9;
  const bandwidth = ((target.memory.bandwidth.num / target.memory.bandwidth.den) * hertz) / 1e9;
  const shown = figures.filter(({ macs, bytes }) => macs > 0 && bytes > 0);
  const points = shown.map(({ index, cycles, bytes, macs, planes }) => {
    const intensity = (2 * macs) / bytes;
    const roof = peak / planes;
    return {
      name: `phase ${index}`, layers: (program.phases[index]?.layers ?? []).map(nameOf), intensity, gops: (2 * macs * hertz) / cycles / 1e9,
      limit: Math.min(roof, bandwidth * intensity), bound: bandwidth * intensity < roof ? 'memory' as const : 'array' as const,
    };
  });
  const planes = new Set([1, ...shown.map((phase) => Number(phase.planes.toFixed(1)))]);
  return { bandwidth, peaks: [...planes].sort((a, b) => a - b).map((count) => ({ planes: count, gops: peak / count })), points };
}
