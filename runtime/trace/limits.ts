// How much of a run traces hold, and how that is said.
import type { Waves } from '../../sim/waves.ts';

/** Frames that a trace holds at most: enough to see the steady state, small enough to open. */
export const TRACE_FRAMES = 4;

/** What a trace of `frames` frames leaves out; null where it is all there. */
export function describeLimit(frames: number, waves: Waves | null): string | null {
  if (waves !== null && !waves.isWhole) return `the waveform ends after ${waves.cycles} cycles of ${Math.min(frames, TRACE_FRAMES)} frames: it holds so many changes of streams as a viewer can open`;
  return frames > TRACE_FRAMES ? `the trace holds the first ${TRACE_FRAMES} of ${frames} frames` : null;
}
