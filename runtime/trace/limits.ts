// How much of a run traces hold, and how that is said.
import { MAX_CHANGES, type Waves } from '../../sim/waves.ts';

/** Frames that a trace holds at most: enough to see the steady state, small enough to open. */
export const TRACE_FRAMES = 4;

/** What a trace of `frames` frames leaves out; null where it is all there. */
export function describeLimit(frames: number, waves: Waves | null): string | null {
  if (waves !== null && !waves.isWhole) return `the waveform ends after ${waves.cycles} cycles: it holds at most ${MAX_CHANGES} changes of streams and clock`;
  return frames > TRACE_FRAMES ? `the trace holds the first ${TRACE_FRAMES} of ${frames} frames` : null;
}
