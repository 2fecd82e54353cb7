// Where each register of the machine lies in the flat state of the timing model. The whole state is one Int32Array (read in a
// cycle) and its successor (written in it): units read the first and write the second, so their order cannot matter.
// Tiles come first (TILE words each), then read channels, write channels, ports, and the words of configuration and memory.

/** Tile: counts of the input FIFOs in source order (N E S W L = 0..4), then the router, writer, sequencer, epilogue and merge. */
export const T = {
  fifo: 0, done: 5, goIn: 6, config: 7,
  writerBeat: 8, writerRow: 9, writerFrame: 10,
  /** Complete rows since the sequencer's frame base, and the first of them that it still needs. */
  rowsAhead: 11, rowsFree: 12,
  active: 13, pass: 14, plane: 15, slot: 16, chunk: 17, group: 18, row: 19, frame: 20, base: 21, load: 22,
  /** Drain credits, pixels on their way (one bit a cycle) and pixels that the epilogue can take. */
  credits: 23, drainLine: 24, pixels: 25,
  item: 26, windowPixel: 27, visitPixel: 28, drainGroup: 29,
  outCredits: 30, outLine: 31, outBeats: 32,
  segment: 33, round: 34, segmentLeft: 35,
} as const;
export const TILE = 36;

/** A tile's registers of one phase (a record of the configuration array; record 0 is all off). */
export const K = {
  /** Destinations (bits n e s w a b = 0..5) fed by source N, E, S, W, L. */
  destinations: 0,
  writer: 5, rowBeats: 6, rows: 7, ring: 8,
  sequencer: 9, outputRows: 10, groups: 11, planes: 12, firstBase: 13, rowStep: 14, span: 15, chunks: 16, pixels: 17, lastPixels: 18,
  /** Where the passes per group start in Machine.groupPasses. */
  passes: 19,
  /** `visitPixels`: pixels of a group in a row (of a chunk with chunkOuter). */
  raw: 20, items: 21, lastItems: 22, neurons: 23, lastNeurons: 24, window: 25, visitPixels: 26, rawEmit: 27, argmax: 28,
  merge: 29, rounds: 30, upstream: 31, own: 32, tailUpstream: 33, tailOwn: 34,
  /** Frames per go, and where the record's activity sums start. */
  frames: 35, activity: 36,
  /** All groups of a chunk before the next chunk. */
  chunkOuter: 37,
  /** Items of a pixel before the first that can emit. */
  silentItems: 38,
} as const;
export const CONFIG = 39;

/** Read channel: `words` to select in the run, `reserved` selected and not popped, `fifo` words inside, `lane` of the next beat in its word. */
export const R = { config: 0, frame: 1, end: 2, run: 3, words: 4, address: 5, reserved: 6, fifo: 7, lane: 8, runLeft: 9 } as const;
export const READ = 10;
/** Write channel: `words` to send in the run (run, frame, address are those of the next word sent), then the side that accepts beats. */
export const W = {
  config: 0, frame: 1, end: 2, run: 3, words: 4, address: 5, fifo: 6, lane: 7, runLeft: 8, acceptRun: 9, acceptFrame: 10,
} as const;
export const WRITE = 11;
/** A channel's registers in a phase (record 0 is off). Runs in beats and in memory words. */
export const D = { base: 0, runBeats: 1, runWords: 2, runs: 3, stride: 4, shift: 5, perFrame: 6, skip: 7 } as const;
export const CHANNEL = 8;

/** Port: read bursts in order (channel, words left, first cycle; at most 8), then the write engine and its responses. */
export const P = {
  readLast: 0, head: 1, bursts: 2, queue: 3,
  state: 27, channel: 28, left: 29, writeLast: 30, outstanding: 31, respHead: 32, pending: 33, responses: 34,
} as const;
export const PORT = 50;
export const MAX_READS = 8;
export const MAX_RESPONSES = 15;
export const RESPONSE_RING = 16;
export const CHANNEL_FIFO = 64;

/** The rest: memory tokens, the DMA's go, the configuration channel (frame -1 = init) and its parser. */
export const G = {
  tokens: 0, dmaGo: 1, dmaWait: 2, frame: 3, words: 4, address: 5, reserved: 6, fifo: 7, position: 8, parserFrame: 9,
  sinceGo: 10, idle: 11, phase: 12, goFrame: 13, dmaPhase: 14, dmaFrame: 15,
} as const;
export const GLOBAL = 16;

/** Sums per configuration record (a tile in a phase) for statistics and power; they never influence a cycle. */
export const A = {
  pixelSlots: 0, emptySlots: 1, stallInput: 2, stallWeights: 3, stallDrain: 4, stallDownstream: 5, passes: 6, items: 7, ownBeats: 8, upstreamBeats: 9, linkBeats: 10, writerBeats: 11,
} as const;
export const ACTIVITY = 12;
/** Sums per machine. */
export const M = { readBursts: 0, readWords: 1, writeBursts: 2, writeWords: 3, readBusy: 4, writeBusy: 5, tokenStalls: 6, configWords: 7 } as const;
export const MEMORY = 8;

/** Units of a tile that can be awake (bits of Machine.now and soon), and of a port. */
export const UNIT = { router: 1, sequencer: 2, drainLine: 4, epilogue: 8, merge: 16, go: 32, all: 63 } as const;
export const PORT_UNIT = { select: 1, send: 2, all: 3 } as const;

export const SOURCE_NAMES = ['N', 'E', 'S', 'W', 'L'] as const;
export const DESTINATION_NAMES = ['N', 'E', 'S', 'W', 'A', 'B'] as const;

/** The one accessor: an index inside the array, so the value is a number. */
export function at(words: Int32Array, index: number): number {
  return words[index] as number;
}
