// Rows repeat inside a phase: at the row ends of one tile the state without what only counts rows (rows, window bases, places in a tensor) is
// compared with earlier row ends. When the whole state returns, all that follows returns too, as long as no counter reaches its end and no
// window reaches the bottom of its image: whole periods are skipped. When the grid's alone returns, the grid does the same again as
// long as the channels give and take in the same cycles; then the DMA alone is stepped (row-replay.ts).
import { runAddress } from './bursts.ts';
import { at, CHANNEL_FIFO, D, K, P, PORT, R, READ, T, TILE, W, WRITE } from './layout.ts';
import type { EdgeRecord, Machine } from './machine.ts';
import { addTimes, canonicalState, hashOf, isSame, moveDueCycles } from './repeat.ts';
import { replayPeriods } from './row-replay.ts';
import { wakeSequencers } from './sleep.ts';

/** The machine at a row end. `edges`: how many events of the edge were recorded before, and how often a channel ran dry or full. */
interface RowEnd {
  readonly key: Int32Array;
  readonly state: Int32Array;
  readonly cycle: number;
  readonly activity: Float64Array;
  readonly memoryActivity: Float64Array;
  readonly edges: Omit<EdgeRecord, 'events'> & { readonly events: number };
}

/** Row ends of the phase (or frame) so far, by hash of the whole state and of the grid's; `isOver` once periods were skipped. */
export interface RowMemo {
  readonly whole: Map<number, RowEnd>;
  readonly grids: Map<number, RowEnd>;
  isOver: boolean;
}

/** Fewer rows hardly repeat before they end. */
const FEWEST_ROWS = 6;
const PAGE = 4096;
/** Twice the beats at the edge after which a phase starts to be looked at anew. */
const MOST_EVENTS = 2_000_000;

export const makeRowMemo = (): RowMemo => ({ whole: new Map(), grids: new Map(), isOver: false });

/** The tile whose row ends are looked at in a phase: one with few rows, so that the others have whole rows in its period; -1 for none. */
export function rowTileOf({ phaseTiles, configs }: Machine, phase: number): number {
  let [found, fewest] = [-1, Number.POSITIVE_INFINITY];
  phaseTiles[phase]?.forEach((c, tile) => {
    const rows = at(configs, c + K.outputRows);
    if (at(configs, c + K.sequencer) === 0 || rows < FEWEST_ROWS || rows >= fewest) return;
    found = tile;
    fewest = rows;
  });
  return found;
}

export function forgetRows(machine: Machine, memo: RowMemo): void {
  memo.whole.clear();
  memo.grids.clear();
  memo.isOver = false;
  machine.edges.events.length = 0;
}

/** To be called after the cycle of a row end of `rowTile`, when both states agree. The machine ends in a state that stepping would reach. */
export function jumpRows(machine: Machine, memo: RowMemo): void {
  // A new frame may repeat in another way.
  if (at(machine.state, machine.rowTile * TILE + T.row) === 0) forgetRows(machine, memo);
  if (memo.isOver) return;
  if (machine.edges.events.length > MOST_EVENTS) forgetRows(machine, memo);
  wakeSequencers(machine);
  const key = relativeState(machine);
  const gridWords = machine.tiles * TILE;
  const before = machine.cycle;
  const [hash, gridHash] = [hashOf(key), hashOf(key.subarray(0, gridWords))];
  memo.isOver = skipWhole(machine, memo.whole.get(hash), key) || skipGrid(machine, memo.grids.get(gridHash), key.subarray(0, gridWords));
  machine.rowCycles += machine.cycle - before;
  if (memo.isOver) {
    machine.edges.events.length = 0;
    return;
  }
  const { events, dry, full } = machine.edges;
  const end: RowEnd = {
    key, state: machine.state.slice(), cycle: machine.cycle, activity: machine.activity.slice(), memoryActivity: machine.memoryActivity.slice(),
    edges: { events: events.length, dry, full },
  };
  memo.whole.set(hash, end);
  memo.grids.set(gridHash, end);
}

function skipWhole(machine: Machine, earlier: RowEnd | undefined, key: Int32Array): boolean {
  if (!earlier || !isSame(key, earlier.key)) return false;
  const periods = Math.min(gridPeriods(machine, earlier.state), channelPeriods(machine, earlier.state));
  if (!(periods > 0 && Number.isFinite(periods))) return false;
  skipPeriods(machine, earlier, periods);
  return true;
}

function skipGrid(machine: Machine, earlier: RowEnd | undefined, key: Int32Array): boolean {
  if (!earlier || !isSame(key, earlier.key)) return false;
  const { dry, full } = machine.edges;
  if (dry !== earlier.edges.dry || full !== earlier.edges.full || !isEdgeOpen(machine, earlier.state)) return false;
  const periods = gridPeriods(machine, earlier.state);
  if (!(periods > 0 && Number.isFinite(periods))) return false;
  const { state, next } = machine;
  const period = { events: machine.edges.events.slice(earlier.edges.events), firstCycle: earlier.cycle, cycles: machine.cycle - earlier.cycle };
  const done = replayPeriods(machine, period, periods);
  forEachRowCounter(machine, (index) => { state[index] = at(state, index) + done * (at(state, index) - at(earlier.state, index)); });
  next.set(state);
  addTimes(machine.activity, earlier.activity, done);
  return done > 0;
}

/** Whether at a row end every read channel that is not finished had a word and every write channel had room. */
function isEdgeOpen({ reads, offsets }: Machine, state: Int32Array): boolean {
  for (let i = 0; i < reads; i++) {
    const [r, w] = [offsets.read + i * READ, offsets.write + i * WRITE];
    if (at(state, r + R.fifo) === 0 && (at(state, r + R.words) > 0 || at(state, r + R.reserved) > 0)) return false;
    if (at(state, w + W.fifo) >= CHANNEL_FIFO) return false;
  }
  return true;
}

const TILE_COUNTERS = [T.row, T.base, T.rowsAhead, T.rowsFree, T.writerRow, T.round] as const;
const READ_COUNTERS = [R.run, R.words, R.address, R.runLeft] as const;
const WRITE_COUNTERS = [W.run, W.words, W.address, W.runLeft, W.acceptRun] as const;

/** Visits every register of a tile that counts rows. */
function forEachRowCounter({ tiles }: Machine, visit: (index: number) => void): void {
  for (let tile = 0; tile < tiles; tile++) for (const counter of TILE_COUNTERS) visit(tile * TILE + counter);
}

/** Visits every register of a channel that counts places in a tensor. */
function forEachPlace({ reads, offsets }: Machine, visit: (index: number) => void): void {
  for (let i = 0; i < reads; i++) {
    for (const counter of READ_COUNTERS) visit(offsets.read + i * READ + counter);
    for (const counter of WRITE_COUNTERS) visit(offsets.write + i * WRITE + counter);
  }
}

/** The state without those counters. Rows that may be written over count from the window; of addresses there is what bursts see. */
function relativeState(machine: Machine): Int32Array {
  const { state, tiles, reads, offsets, portChannels, target } = machine;
  const key = canonicalState(machine, 0);
  const clear = (index: number): void => { key[index] = 0; };
  forEachRowCounter(machine, clear);
  forEachPlace(machine, clear);
  for (let o = 0; o < tiles * TILE; o += TILE) key[o + T.rowsFree] = at(state, o + T.rowsFree) - at(state, o + T.base);
  for (let i = 0; i < reads; i++) {
    const [r, w] = [offsets.read + i * READ + R.address, offsets.write + i * WRITE + W.address];
    key[r] = placeInPage(machine, at(state, r));
    // The next burst of a channel that is sending starts behind what is left of the present one.
    const o = offsets.port + (i % portChannels.length) * PORT;
    const left = at(state, o + P.state) !== 0 && at(state, o + P.channel) === i ? at(state, o + P.left) : 0;
    key[w] = placeInPage(machine, at(state, w) + left * target.memory.axiBytes);
  }
  return key;
}

/** Bursts that start at a multiple of the longest one never meet the border of a page, wherever in the page they are. */
const placeInPage = (machine: Machine, address: number): number => (isAligned(machine, address) ? 0 : address & (PAGE - 1));

function isAligned({ target: { memory } }: Machine, bytes: number): boolean {
  const longest = memory.maxBurst * memory.axiBytes;
  return PAGE % longest === 0 && bytes % longest === 0;
}

/** How many more periods the tiles' counters allow to go on as from `then` to now; infinite where none moved. */
function gridPeriods(machine: Machine, then: Int32Array): number {
  const { state, tiles, configs } = machine;
  let most = Number.POSITIVE_INFINITY;
  const step = (index: number): number => at(state, index) - at(then, index);
  const upTo = (index: number, last: number): void => {
    const moved = step(index);
    if (moved !== 0) most = Math.min(most, moved < 0 ? 0 : Math.max(0, Math.floor((last - at(state, index)) / moved)));
  };
  for (let o = 0; o < tiles * TILE; o += TILE) {
    const c = at(state, o + T.config);
    const rows = at(configs, c + K.rows);
    const span = at(configs, c + K.span);
    if (step(o + T.base) !== 0) {
      // Windows that hang over the top end of the image wait for fewer rows.
      if (at(then, o + T.base) < 0 || step(o + T.rowsAhead) !== step(o + T.base)) return 0;
      upTo(o + T.base, rows - span);
    } else if (step(o + T.rowsAhead) !== 0) {
      // Rows gather for a window that is not complete yet, in a ring that is not full.
      const needed = at(configs, c + K.sequencer) === 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.min(rows, at(state, o + T.base) + span));
      upTo(o + T.rowsAhead, Math.min(needed, at(state, o + T.rowsFree) + at(configs, c + K.ring)) - 1);
    }
    upTo(o + T.row, at(configs, c + K.outputRows) - 1);
    upTo(o + T.writerRow, rows - 1);
    upTo(o + T.round, at(configs, c + K.rounds) - 1);
  }
  return most;
}

/** How many more periods the channels go on in the same way; infinite where none moved. */
function channelPeriods(machine: Machine, then: Int32Array): number {
  const { state, reads, offsets } = machine;
  let most = Number.POSITIVE_INFINITY;
  for (let i = 0; i < reads; i++) {
    const r = offsets.read + i * READ;
    const w = offsets.write + i * WRITE;
    most = Math.min(
      most,
      periodsOf(machine, then, at(state, r + R.config), { frame: r + R.frame, run: r + R.run, words: r + R.words, address: r + R.address, runLeft: r + R.runLeft, edgeRun: r + R.run }),
      periodsOf(machine, then, at(state, w + W.config), { frame: w + W.frame, run: w + W.run, words: w + W.words, address: w + W.address, runLeft: w + W.runLeft, edgeRun: w + W.acceptRun }),
    );
  }
  return most;
}

/** Where a channel counts, on the side of the memory and on that of the grid. */
interface ChannelPlaces {
  readonly frame: number;
  readonly run: number;
  readonly words: number;
  readonly address: number;
  readonly runLeft: number;
  readonly edgeRun: number;
}

/** A channel goes on where it stays within one run, both sides by as many beats, or where it went through whole runs on both. */
function periodsOf(machine: Machine, then: Int32Array, record: number, places: ChannelPlaces): number {
  const { state, channels, target: { memory } } = machine;
  const step = (index: number): number => (at(state, index) - at(then, index)) | 0;
  const [runs, words, beats] = [step(places.run), step(places.words), step(places.runLeft)];
  if (step(places.edgeRun) !== runs || runs < 0) return 0;
  if (runs > 0) {
    const stride = at(channels, record + D.stride);
    const isEven = (Math.imul(runs, stride) & (PAGE - 1)) === 0 || (isAligned(machine, stride) && isAligned(machine, runAddress(machine, record, at(state, places.frame), 0)));
    if (words !== 0 || beats !== 0 || step(places.address) !== Math.imul(runs, stride) || !isEven) return 0;
    const last = at(channels, record + D.runs) - 1;
    return Math.max(0, Math.floor((last - Math.max(at(state, places.run), at(state, places.edgeRun))) / runs));
  }
  if (words === 0 && beats === 0) return Number.POSITIVE_INFINITY;
  if (words >= 0 || beats !== words * machine.constants.wordBeats || step(places.address) !== -words * memory.axiBytes) return 0;
  // The last words of a run make shorter bursts; words to write count until they are sent, a burst later than they are chosen.
  return Math.max(0, Math.min(Math.floor((at(state, places.words) - 2 * memory.maxBurst) / -words), Math.floor((at(state, places.runLeft) - 1) / -beats)));
}

function skipPeriods(machine: Machine, earlier: RowEnd, periods: number): void {
  const { state, next } = machine;
  const cycles = periods * (machine.cycle - earlier.cycle);
  const move = (index: number): void => { state[index] = (at(state, index) + Math.imul(periods, (at(state, index) - at(earlier.state, index)) | 0)) | 0; };
  forEachRowCounter(machine, move);
  forEachPlace(machine, move);
  moveDueCycles(machine, cycles);
  next.set(state);
  machine.cycle += cycles;
  machine.progress += cycles;
  addTimes(machine.activity, earlier.activity, periods);
  addTimes(machine.memoryActivity, earlier.memoryActivity, periods);
}
