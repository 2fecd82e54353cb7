// Switching measured on the values of a run. The value model shows every tile's input; the digits that the window reader would give the array
// are walked slot by slot, as the hardware orders them, and compared with those of the slot before. Long rows of work are sampled: rows spread
// over the frame, at most `SAMPLE_SLOTS` slots a tile, phase and frame. Where a placement does not fit together nothing is measured.
import type { Program, SequencerConfig, TileConfig } from '../../compiler/program/program.ts';
import { lanesOf, type Target, tritsOf } from '../../compiler/target/target.ts';
import type { Observer } from '../values/model.ts';
import { findPlacement, type LaneTap, type Placement } from '../values/placement.ts';
import { forEachPhase, passGroups, type TileMemory } from '../values/tile-memory.ts';
import type { SwitchingOf } from './expected.ts';
import { BITS_PER_BEAT, type Switching } from './switching.ts';

const SAMPLE_SLOTS = 1 << 12;

export interface SwitchingMeter {
  /** Hand this to the value model. */
  readonly observe: Observer;
  /** Means over all frames seen; null for tiles that were not measured. */
  readonly switching: SwitchingOf;
}

interface Sums {
  slots: number;
  windowBits: number;
  windowChanges: number;
  windowQuiet: number;
  laneBits: number;
  laneChanges: number;
  laneQuiet: number;
  trits: number;
  beats: number;
  beatBits: number;
}

/** A pass as its lanes see it: per lane group that has a trit, its place among the taps and, per lane, the neurons with a trit there. */
interface WatchedPass {
  readonly groups: readonly { readonly tap: number; readonly laneGroup: number; readonly neurons: Uint8Array }[];
  readonly trits: number;
}

interface WatchedTile {
  readonly sequencer: SequencerConfig;
  readonly rows: number;
  readonly perRow: number;
  readonly passes: readonly (readonly WatchedPass[])[];
  readonly placement: Placement;
  readonly taps: number;
  readonly sums: Sums;
}

export function makeSwitchingMeter(program: Program): SwitchingMeter {
  const { target } = program;
  const watched = new Map<string, WatchedTile>();
  forEachPhase(program, 1, (_frame, index, memories) => {
    for (const tile of program.phases[index]?.tiles ?? []) {
      const place = tile.row * target.cols + tile.col;
      const found = watchTile(tile, memories[place] as TileMemory, target);
      if (found) watched.set(`${index},${place}`, found);
    }
  });
  const observe: Observer = (phase, tile, input, output) => {
    const found = watched.get(`${phase},${tile.row * target.cols + tile.col}`);
    if (!found) return;
    addBeats(found.sums, input);
    addBeats(found.sums, output);
    walkTile(found, input, target);
  };
  const switching: SwitchingOf = (phase, place) => {
    const sums = watched.get(`${phase},${place}`)?.sums;
    return sums && sums.slots > 0 ? meansOf(sums, target) : null;
  };
  return { observe, switching };
}

function meansOf(sums: Sums, target: Target): Switching {
  const per = (sum: number): number => sum / sums.slots;
  return {
    windowBits: per(sums.windowBits), windowChanges: per(sums.windowChanges), windowQuiet: per(sums.windowQuiet),
    laneBits: per(sums.laneBits), laneChanges: per(sums.laneChanges), laneQuiet: per(sums.laneQuiet),
    beatBits: sums.beats > 0 ? sums.beatBits / sums.beats : BITS_PER_BEAT / 2, tritShare: per(sums.trits) / tritsOf(target.tile),
  };
}

function watchTile({ writer, sequencer }: TileConfig, memory: TileMemory, target: Target): WatchedTile | null {
  if (!writer || !sequencer) return null;
  const lists = passGroups(memory, sequencer.passBase, sequencer.groups, target.tile.passDepth);
  if (!lists) return null;
  const taps: LaneTap[] = [];
  const places = new Map<string, number>();
  const lanes = lanesOf(target.tile);
  const passes = lists.map((list) => list.map((pass): WatchedPass => {
    const trits = memory.weights.get(pass.weightBlock) ?? [];
    const counts = new Uint8Array(lanes);
    for (let at = 0; at < trits.length; at++) if (trits[at] !== 0) counts[at % lanes] = (counts[at % lanes] as number) + 1;
    const groups = Array.from({ length: target.tile.banks }, (_, laneGroup) => laneGroup).flatMap((laneGroup) => {
      const neurons = counts.subarray(8 * laneGroup, 8 * laneGroup + 8);
      if (neurons.every((count) => count === 0)) return [];
      const tap = memory.taps.get(pass.tapSet)?.[laneGroup] ?? { lines: 0, ky: 0, j: 0 };
      const key = `${laneGroup},${tap.lines},${tap.ky},${tap.j}`;
      const known = places.get(key) ?? taps.push({ laneGroup, tap }) - 1;
      places.set(key, known);
      return [{ tap: known, laneGroup, neurons }];
    });
    return { groups, trits: counts.reduce((sum, count) => sum + count, 0) };
  }));
  const placement = findPlacement(writer, sequencer, taps, target);
  if (!placement) return null;
  const sums: Sums = { slots: 0, windowBits: 0, windowChanges: 0, windowQuiet: 0, laneBits: 0, laneChanges: 0, laneQuiet: 0, trits: 0, beats: 0, beatBits: 0 };
  return { sequencer, rows: writer.rows, perRow: writer.counts.reduce((product, count) => product * count, 1), passes, placement, taps: taps.length, sums };
}

/** Set bits of 24. */
function countBits(word: number): number {
  let bits = word - ((word >> 1) & 0x555555);
  bits = (bits & 0x333333) + ((bits >> 2) & 0x333333);
  return (((bits + (bits >> 4)) & 0x0f0f0f) * 0x010101 >> 16) & 0xff;
}

function addBeats(sums: Sums, beats: Int32Array): void {
  for (let at = 1; at < beats.length; at++) sums.beatBits += countBits(((beats[at] as number) ^ (beats[at - 1] as number)) & 0xffffff);
  sums.beats += Math.max(0, beats.length - 1);
}

/** Pass after pass over the pixels of a chunk, for rows spread over the frame. */
function walkTile(watched: WatchedTile, input: Int32Array, target: Target): void {
  const { sequencer, passes, placement } = watched;
  const perRow = passes.reduce((sum, list) => sum + list.length, 0) * sequencer.digitPlanes * placement.pixels;
  const count = Math.max(1, Math.min(sequencer.outputRows, Math.floor(SAMPLE_SLOTS / Math.max(1, perRow))));
  const window = sequencer.pv * sequencer.ph;
  /** Digits that the lane groups hold: those of the slot before. */
  const held = new Int32Array(target.tile.banks);
  for (let sample = 0; sample < count; sample++) {
    const row = Math.floor((sample * sequencer.outputRows) / count);
    for (const [group, chunk] of workOrder(sequencer)) {
      const from = chunk * sequencer.chunkX * window;
      const to = from + (chunk === sequencer.chunks - 1 ? sequencer.lastChunkX : sequencer.chunkX) * window;
      for (const pass of passes[group] ?? []) {
        for (let plane = 0; plane < sequencer.digitPlanes; plane++) walkPass(watched, pass, input, { row, plane, from, to }, held);
      }
    }
  }
}

function workOrder({ groups, chunks, chunkOuter }: SequencerConfig): (readonly [group: number, chunk: number])[] {
  return Array.from({ length: groups * chunks }, (_, k) => (chunkOuter ? [k % groups, Math.floor(k / groups)] as const : [Math.floor(k / chunks), k % chunks] as const));
}

interface Slots {
  readonly row: number;
  readonly plane: number;
  readonly from: number;
  readonly to: number;
}

function walkPass({ sequencer, rows, perRow, placement, taps, sums }: WatchedTile, { groups, trits }: WatchedPass, input: Int32Array, { row, plane, from, to }: Slots, held: Int32Array): void {
  const base = sequencer.firstBase + row * sequencer.rowStep;
  const padDigit = sequencer.padDigits[plane] as number;
  const pad = padDigit * 0o11111111;
  const window = sequencer.pv * sequencer.ph;
  for (let pixel = from; pixel < to; pixel++) {
    const downAt = Math.floor((pixel % window) / sequencer.ph) * taps;
    for (const { tap, laneGroup, neurons } of groups) {
      const beat = placement.source[pixel * taps + tap] as number;
      const y = base + (placement.down[downAt + tap] as number);
      const isInside = beat >= 0 && y >= 0 && y < rows;
      const digits = isInside ? digitsOf(input[y * perRow + beat + plane * placement.planeBeats] as number, sequencer.square, plane) : pad;
      const before = held[laneGroup] as number;
      held[laneGroup] = digits;
      for (let lane = 0, shift = 0; lane < 8; lane++, shift += 3) {
        const digit = (digits >> shift) & 7;
        const changed = digit ^ ((before >> shift) & 7);
        const weight = neurons[lane] as number;
        if (changed !== 0) {
          const bits = (changed & 1) + ((changed >> 1) & 1) + (changed >> 2);
          sums.windowBits += bits;
          sums.windowChanges++;
          sums.laneBits += bits * weight;
          sums.laneChanges += weight;
        } else if (digit === padDigit) {
          sums.windowQuiet++;
          sums.laneQuiet += weight;
        }
      }
    }
    sums.slots++;
    sums.trits += trits;
  }
}

/** The digits of a beat as the array gets them: themselves, or an octal digit of their squares. */
function digitsOf(word: number, square: number | null, plane: number): number {
  if (square === null) return word & 0xffffff;
  let digits = 0;
  for (let shift = 0; shift < 24; shift += 3) digits |= (((((word >> shift) & 7) - square) ** 2 >> (3 * plane)) & 7) << shift;
  return digits;
}
