// A progress bar on stderr while a person watches; nothing where stderr is a file or a pipe.
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** So many more are done. */
  readonly step: (count?: number) => void;
  readonly stop: () => void;
}

export function openProgress(what: string, total: number): Progress {
  const bar = new SingleBar({ format: `${what} [{bar}] {value}/{total}, {eta_formatted} left`, stream: process.stderr, noTTYOutput: false, hideCursor: true, clearOnComplete: true }, Presets.legacy);
  bar.start(total, 0);
  return { step: (count = 1) => bar.increment(count), stop: () => bar.stop() };
}
