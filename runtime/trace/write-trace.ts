// What `nfc simulate --trace FILE.json` writes: a Chrome trace.
import type { Program } from '../../compiler/program/program.ts';
import { writeOutputFile } from '../output-folder.ts';
import { chromeTrace } from './chrome-trace.ts';

/** Frames that a trace holds at most: enough to see the steady state, small enough to open. */
const TRACE_FRAMES = 4;

/** Throws SimulationError, or the system's own errors. */
export function writeTrace(path: string, program: Program, frames: number): void {
  writeOutputFile(path, `${JSON.stringify(chromeTrace(program, Math.min(frames, TRACE_FRAMES)))}\n`);
}
