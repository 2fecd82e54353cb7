// The accepted bursts of one direction of one AXI port, oldest first, in preallocated arrays.

export const QUEUE_BURSTS = 8;

export interface BurstQueue {
  readonly address: Uint32Array;
  readonly beats: Uint32Array;
  /** Cycle of acceptance. */
  readonly cycle: Uint32Array;
  readonly response: Uint8Array;
  head: number;
  count: number;
  /** Beats of the head burst already transferred. */
  beat: number;
}

export function createQueue(): BurstQueue {
  return {
    address: new Uint32Array(QUEUE_BURSTS), beats: new Uint32Array(QUEUE_BURSTS), cycle: new Uint32Array(QUEUE_BURSTS), response: new Uint8Array(QUEUE_BURSTS),
    head: 0, count: 0, beat: 0,
  };
}

export function pushBurst(queue: BurstQueue, address: number, beats: number, now: number, response: number): void {
  const slot = (queue.head + queue.count) % QUEUE_BURSTS;
  queue.address[slot] = address;
  queue.beats[slot] = beats;
  queue.cycle[slot] = now;
  queue.response[slot] = response;
  queue.count += 1;
}

/** One beat of the head burst is done; with its last one the burst leaves. */
export function takeBeat(queue: BurstQueue): void {
  queue.beat += 1;
  if (queue.beat !== queue.beats[queue.head]) return;
  queue.beat = 0;
  queue.head = (queue.head + 1) % QUEUE_BURSTS;
  queue.count -= 1;
}

export function clearQueue(queue: BurstQueue): void {
  queue.head = 0;
  queue.count = 0;
  queue.beat = 0;
}
