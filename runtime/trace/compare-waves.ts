// The same frames as a waveform of the simulator and one of the hardware model, compared signal by signal in every cycle.
import type { Program } from '../../compiler/program/program.ts';
import { bug } from '../../compiler/source/diagnostic.ts';
import { simulateTiming } from '../../sim/timing.ts';
import { cutLog, signalsOf, type StreamLog, traceWaves, type Waves } from '../../sim/waves.ts';
import type { MemoryImage } from '../memory-image.ts';
import { traceRtlWaves } from './rtl-waves.ts';

/** The first cycle in which a signal is not the same in both. */
export interface WaveDifference {
  /** `STREAM.valid`, `STREAM.ready` or `STREAM.data`; `go`; or `cycles` where one run is longer, with both lengths as values. */
  readonly signal: string;
  readonly cycle: number;
  readonly simulator: number;
  readonly rtl: number;
}

export interface WaveComparison {
  readonly simulator: Waves;
  readonly rtl: Waves;
  readonly signals: number;
  /** Null where every signal is the same in every cycle. */
  readonly firstDifference: WaveDifference | null;
  /** What the hardware run says went wrong; null where it ended well. */
  readonly failure: string | null;
}

export interface WavesRequest {
  readonly program: Program;
  readonly frames: number;
  /** What the simulator and what the hardware finds in memory. */
  readonly images: { readonly simulator: MemoryImage; readonly rtl: MemoryImage };
  readonly onProgress: (text: string) => void;
  /** SystemVerilog of the grid. */
  readonly sources: ReadonlyMap<string, string>;
  /** As for traceWaves; the waveform of the hardware ends where the simulator's does. */
  readonly maxChanges?: number;
}

/** Cycles beyond twice the simulator's own that the hardware may take, and changes likewise. */
const PATIENCE = 50_000;

/** Throws SimulationError, or what the build of the hardware model says. */
export async function compareWaves({ program, frames, images, onProgress, sources, maxChanges }: WavesRequest): Promise<WaveComparison> {
  const simulator = traceWaves(program, images.simulator.words, frames, maxChanges);
  const changes = simulator.logs.reduce((sum, log) => sum + log.cycles.length, 0);
  const cycles = simulator.isWhole ? simulator.cycles : simulateTiming(program, { frames }).totalCycles;
  const { failure, ...whole } = await traceRtlWaves({
    program, image: images.rtl, frames, onProgress, maxCycles: 2 * cycles + PATIENCE, maxChanges: 2 * changes + PATIENCE, sources,
  });
  const rtl = simulator.isWhole ? whole : firstCycles(whole, simulator.cycles);
  return { simulator, rtl, signals: 3 * simulator.logs.length + 1, firstDifference: findDifference(simulator, rtl), failure };
}

const firstCycles = ({ logs, gos, cycles }: Waves, length: number): Waves =>
  ({ logs: logs.map((log) => cutLog(log, 0, length)), gos: gos.filter((cycle) => cycle < length), cycles: Math.min(cycles, length), isWhole: cycles <= length });

/** The earliest difference; of several in one cycle that of the go, then the first stream's. */
export function findDifference(simulator: Waves, rtl: Waves): WaveDifference | null {
  const found = [findGo(simulator, rtl), ...simulator.logs.map((log, index) => findInStream(log, rtl.logs[index] as StreamLog))];
  const first = found.reduce((best, next) => (next !== null && (best === null || next.cycle < best.cycle) ? next : best), null);
  if (first !== null || simulator.cycles === rtl.cycles) return first;
  return { signal: 'cycles', cycle: Math.min(simulator.cycles, rtl.cycles), simulator: simulator.cycles, rtl: rtl.cycles };
}

function findGo({ gos: a }: Waves, { gos: b }: Waves): WaveDifference | null {
  const index = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).find((i) => a[i] !== b[i]);
  if (index === undefined) return null;
  const cycle = Math.min(a[index] ?? Number.POSITIVE_INFINITY, b[index] ?? Number.POSITIVE_INFINITY);
  return { signal: 'go', cycle, simulator: Number(a[index] === cycle), rtl: Number(b[index] === cycle) };
}

/** Logs hold changes only, so the first entry that is not in both is the first difference. */
function findInStream(a: StreamLog, b: StreamLog): WaveDifference | null {
  let i = 0;
  while (i < a.cycles.length && a.cycles[i] === b.cycles[i] && a.states[i] === b.states[i]) i++;
  if (i === a.cycles.length && i === b.cycles.length) return null;
  const cycle = Math.min(a.cycles[i] ?? Number.POSITIVE_INFINITY, b.cycles[i] ?? Number.POSITIVE_INFINITY);
  const stateIn = (log: StreamLog): number => (log.cycles[i] === cycle ? log.states[i] : log.states[i - 1]) ?? 0;
  const [first, second] = [signalsOf(stateIn(a)), signalsOf(stateIn(b))];
  const signal = (['valid', 'ready', 'data'] as const).find((name) => first[name] !== second[name]) ?? bug(`${a.name} differs in no signal`);
  return { signal: `${a.name}.${signal}`, cycle, simulator: first[signal], rtl: second[signal] };
}
