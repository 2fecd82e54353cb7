// A stream of frames through a device: results in the order of frames, each frame exactly once, with outputs or with an error.
// Frames are taken from their source only as results are taken from the stream: at most one run is under way and one is packed.
import type { Frame } from '../frames.ts';
import { DeviceError } from './device-error.ts';
import type { FrameOutputs, FrameRunner } from './loaded-program.ts';

/** `index` counts the frames of the stream. */
export type FrameResult =
  | ({ readonly index: number; readonly error: null } & FrameOutputs)
  | { readonly index: number; readonly error: DeviceError };

export type FrameSource = Iterable<Frame> | AsyncIterable<Frame>;

export interface StreamOptions {
  /** Frames that share a run: faster where the program streams, at the price of latency. */
  readonly framesPerRun: number;
  /** How often the frames of a run that failed are run again. */
  readonly retries: number;
}

interface Batch {
  readonly first: number;
  readonly packed: readonly (readonly Uint32Array[] | DeviceError)[];
}

/** What the source throws comes out after the results of all frames before. */
export async function* streamFrames(runner: FrameRunner, source: FrameSource, { framesPerRun, retries }: StreamOptions): AsyncGenerator<FrameResult, void, void> {
  const batches = packBatches(runner, source, framesPerRun);
  let running: Promise<FrameResult[]> | null = null;
  let isPulling = false;
  try {
    for (;;) {
      isPulling = true;
      const next = settle(batches.next());
      // A source that is slower than the device must not hold back what is done already.
      if (running !== null && await Promise.race([running.then(() => true), next.then(() => false)])) {
        yield* await running;
        running = null;
      }
      const batch = await next;
      isPulling = false;
      if (running !== null) yield* await running;
      running = null;
      if (batch.error !== null) throw batch.error.thrown;
      if (batch.value.done === true) return;
      running = runBatch(runner, batch.value.value, retries);
    }
  } finally {
    await running;
    const end = batches.return();
    // A source that is being waited for ends when it next speaks; nobody waits for that.
    if (isPulling) end.catch(() => undefined);
    else await end;
  }
}

type Settled<T> = { readonly value: T; readonly error: null } | { readonly error: { readonly thrown: unknown } };

/** A promise that never rejects, so that nobody needs to wait for it at once. */
const settle = <T>(promise: Promise<T>): Promise<Settled<T>> =>
  promise.then((value): Settled<T> => ({ value, error: null }), (thrown: unknown): Settled<T> => ({ error: { thrown } }));

async function* packBatches(runner: FrameRunner, source: FrameSource, size: number): AsyncGenerator<Batch, void, void> {
  let first = 0;
  let packed: Batch['packed'][number][] = [];
  try {
    for await (const frame of source) {
      packed.push(runner.pack(frame));
      if (packed.length < size) continue;
      const full = packed;
      packed = [];
      yield { first, packed: full };
      first += full.length;
    }
  } catch (error) {
    if (packed.length > 0) yield { first, packed };
    throw error;
  }
  if (packed.length > 0) yield { first, packed };
}

/** Never rejects for a device's errors: they become the results of the frames. */
async function runBatch(runner: FrameRunner, { first, packed }: Batch, retries: number): Promise<FrameResult[]> {
  const good = packed.filter((frame): frame is readonly Uint32Array[] => !(frame instanceof DeviceError));
  const done = good.length === 0 ? [] : await runWithRetries(runner, good, retries);
  let taken = 0;
  return packed.map((frame, offset): FrameResult => {
    const index = first + offset;
    if (frame instanceof DeviceError) return { index, error: frame };
    return done instanceof DeviceError ? { index, error: done } : { index, error: null, ...(done[taken++] as FrameOutputs) };
  });
}

async function runWithRetries(runner: FrameRunner, frames: Parameters<FrameRunner['run']>[0], retries: number): Promise<FrameOutputs[] | DeviceError> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await runner.run(frames);
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error;
      if (attempt >= retries || error.kind === 'lost' || error.kind === 'closed') return error;
    }
  }
}
