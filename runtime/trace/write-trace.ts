// What `nfc simulate --trace FILE` writes, by the file's name: .json is a Chrome trace, .vcd a waveform of the grid's streams.
import type { Program } from '../../compiler/program/program.ts';
import { traceWaves } from '../../sim/waves.ts';
import type { Frame } from '../frames.ts';
import { buildMemoryImage } from '../memory-image.ts';
import { writeOutputFile } from '../output-folder.ts';
import { UsageError } from '../usage-error.ts';
import { chromeTrace } from './chrome-trace.ts';
import { describeLimit, TRACE_FRAMES } from './limits.ts';
import { writeVcd } from './vcd.ts';

type TraceKind = 'json' | 'vcd';

/** Throws UsageError where the name is of neither kind. */
export function traceKind(path: string): TraceKind {
  const kind = /\.(json|vcd)$/i.exec(path)?.[1]?.toLowerCase();
  if (kind === undefined) throw new UsageError(`--trace ${path}: the name says what to write, and this one ends neither in .json nor in .vcd`, 'FILE.json is a Chrome trace (Perfetto), FILE.vcd a waveform (GTKWave, Surfer)');
  return kind as TraceKind;
}

/** Traces the first of `frames`; returns what is left out, or null. Throws UsageError, SimulationError, or the system's own errors. */
export function writeTrace(path: string, program: Program, frames: readonly Frame[]): string | null {
  const first = frames.slice(0, TRACE_FRAMES);
  if (traceKind(path) === 'json') {
    writeOutputFile(path, `${JSON.stringify(chromeTrace(program, first.length))}\n`);
    return describeLimit(frames.length, null);
  }
  const waves = traceWaves(program, buildMemoryImage(program, first).words, first.length);
  writeOutputFile(path, writeVcd(waves, program));
  return describeLimit(frames.length, waves);
}
