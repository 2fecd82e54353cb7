// One tile exactly as the hardware does it: beats into banks and lines, pass by pass, digit plane by digit plane, lane by
// lane in 3 bits, accumulators modulo 2^24. Slow; it is the check of the compiled tile, and runs what that one declines
// (placements that do not fit together, where memory left over from earlier rows is read).
import type { PassDescriptor, SequencerConfig, Tap, TileConfig, WriterConfig } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { makeEpilogue, rowBeats } from './epilogue.ts';
import type { TileMemory } from './tile-memory.ts';
import { passGroups } from './tile-memory.ts';
import { walkRow } from './writer-walk.ts';

/** Runs a tile frame by frame. `input` holds the frame's beats; the result holds its own beats and is reused by the next call. */
export interface TileRunner {
  readonly run: (input: Int32Array) => Int32Array;
  /** A go: row counts and ring slots start anew, memories keep what they hold. */
  readonly restart: () => void;
}

interface RowMemory {
  readonly words: Int32Array;
  readonly lines: number;
  readonly banks: number;
}

const mod = (value: number, by: number): number => ((value % by) + by) % by;

/** Requires a writer, a sequencer and an epilogue; null where the pass list does not end. */
export function makeLiteralTile(tile: TileConfig, memory: TileMemory, target: Target): TileRunner | null {
  const { writer, sequencer, epilogue } = tile;
  if (!writer || !sequencer || !epilogue) return null;
  // Memories are read now: later phases load over them.
  const groups = passGroups(memory, sequencer.passBase, sequencer.groups, target.tile.passDepth)?.map((list) =>
    list.map((pass): LoadedPass => ({ pass, trits: memory.weights.get(pass.weightBlock) ?? [], taps: memory.taps.get(pass.tapSet) ?? [] })),
  );
  if (!groups) return null;
  const rows: RowMemory = { words: new Int32Array(target.tile.rowDepth * target.tile.banks), lines: target.tile.rowDepth, banks: target.tile.banks };
  const pixels = ((sequencer.chunks - 1) * sequencer.chunkX + sequencer.lastChunkX) * sequencer.pv * sequencer.ph;
  const accumulators = new Int32Array(sequencer.groups * pixels * target.tile.neurons);
  /** The accumulator memory: a place per pixel of a chunk, shared by all groups and rows. */
  const sums = new Int32Array(Math.max(sequencer.chunkX, sequencer.lastChunkX) * sequencer.pv * sequencer.ph * target.tile.neurons);
  const emit = makeEpilogue(memory, target, sequencer, epilogue);
  const beats = new Int32Array(rowBeats(sequencer, epilogue, target.tile.neurons) * sequencer.outputRows);
  const perRow = writer.counts.reduce((product, count) => product * count, 1);
  const order = workOrder(sequencer);
  let written = 0;
  let frame = 0;
  const writeUpTo = (input: Int32Array, row: number): void => {
    for (; written < frame * writer.rows + row; written++) {
      storeRow(rows, writer, written, input.subarray((written - frame * writer.rows) * perRow));
    }
  };
  const run = (input: Int32Array): Int32Array => {
    let at = 0;
    for (let row = 0; row < sequencer.outputRows; row++) {
      const base = sequencer.firstBase + row * sequencer.rowStep;
      writeUpTo(input, Math.min(Math.max(base + sequencer.span, 0), writer.rows));
      for (const [group, chunk] of order) {
        const count = runChunk({ rows, writer, sequencer, target, frame, row, base, chunk }, groups[group] as LoadedPass[], sums);
        const first = (group * pixels + chunk * sequencer.chunkX * sequencer.pv * sequencer.ph) * target.tile.neurons;
        accumulators.set(sums.subarray(0, count * target.tile.neurons), first);
      }
      at = emit(accumulators, beats, at);
    }
    writeUpTo(input, writer.rows);
    frame++;
    return beats;
  };
  return { run, restart: () => { written = 0; frame = 0; } };
}

/** Groups and chunks of an output row, as the sequencer visits them. */
function workOrder({ groups, chunks, chunkOuter }: SequencerConfig): [group: number, chunk: number][] {
  const order = Array.from({ length: groups * chunks }, (_, k): [number, number] => [Math.floor(k / chunks), k % chunks]);
  return chunkOuter ? order.sort((a, b) => a[1] - b[1] || a[0] - b[0]) : order;
}

/** The beats of a row, each to its bank and line. */
function storeRow(memory: RowMemory, writer: WriterConfig, absoluteRow: number, beats: Int32Array): void {
  const { ring, slotLines, rowSkew } = writer;
  const slot = absoluteRow % ring;
  walkRow(writer, (beat, block, lines, skew, isKept) => {
    if (!isKept) return;
    const line = mod(slot * slotLines + lines + (block >> 3), memory.lines);
    memory.words[line * memory.banks + mod(block + skew + absoluteRow * rowSkew, memory.banks)] = beats[beat] as number;
  });
}

interface LoadedPass {
  readonly pass: PassDescriptor;
  readonly trits: readonly number[];
  readonly taps: readonly Tap[];
}

interface ChunkView {
  readonly rows: RowMemory;
  readonly writer: WriterConfig;
  readonly sequencer: SequencerConfig;
  readonly target: Target;
  readonly frame: number;
  readonly row: number;
  readonly base: number;
  readonly chunk: number;
}

/** A skip stands above the 17 bits of an accumulator that it is added to, negative. */
const SKIP_BITS = 17;

/** All passes of a group over the pixels of a chunk; returns the pixels. */
function runChunk(view: ChunkView, passes: readonly LoadedPass[], sums: Int32Array): number {
  const { sequencer, target, chunk } = view;
  const { neurons, banks } = target.tile;
  const positions = chunk === sequencer.chunks - 1 ? sequencer.lastChunkX : sequencer.chunkX;
  const digits = new Uint8Array(8 * banks);
  for (const { pass, trits, taps } of passes) {
    for (let plane = 0; plane < sequencer.digitPlanes; plane++) {
      let pixel = 0;
      for (let x = 0; x < positions; x++) {
        for (let py = 0; py < sequencer.pv; py++) {
          for (let px = 0; px < sequencer.ph; px++, pixel++) {
            readWindow(view, taps, plane, { x, py, px }, digits);
            for (let q = 0; q < neurons; q++) {
              const at = pixel * neurons + q;
              const old = pass.first && plane === 0 ? 0 : (sums[at] as number) * (pass.triple && plane === 0 ? 3 : 1);
              const sum = dot(digits, trits, q * digits.length);
              sums[at] = (old + (pass.skip ? -sum << SKIP_BITS : sum << (3 * plane))) & 0xffffff;
            }
          }
        }
      }
    }
  }
  return positions * sequencer.pv * sequencer.ph;
}

/** Sum over lanes of (x xor neg) and nz, three bits each. */
function dot(digits: Uint8Array, trits: readonly number[], from: number): number {
  let sum = 0;
  for (let lane = 0; lane < digits.length; lane++) {
    const trit = trits[from + lane] ?? 0;
    const neg = trit < 0 ? 7 : 0;
    const nz = trit !== 0 ? 7 : 0;
    sum += ((digits[lane] as number) ^ neg) & nz;
  }
  return sum;
}

/** What the array gets of a code: itself, or an octal digit of its square. */
const digitOf = (code: number, square: number | null, plane: number): number => (square === null ? code : ((code - square) ** 2 >> (3 * plane)) & 7);

/** The 8 activations of every lane group for one pixel and digit plane. */
function readWindow(view: ChunkView, taps: readonly Tap[], plane: number, { x, py, px }: { x: number; py: number; px: number }, digits: Uint8Array): void {
  const { rows, writer, sequencer, frame, row, base, chunk } = view;
  const { banks } = rows;
  const xb = chunk * sequencer.chunkStep + x * sequencer.xStep + px * sequencer.pxStep;
  const rot = mod(sequencer.rotFirst + frame * sequencer.rotFrame + row * sequencer.rotStep + py * sequencer.rotPy + xb, banks);
  const baseSlot = mod(frame * sequencer.rowsMod + sequencer.firstMod + row * sequencer.rowStepMod, writer.ring);
  for (let group = 0; group < banks; group++) {
    const tap = taps[group] ?? { lines: 0, ky: 0, j: 0 };
    const down = py * sequencer.pyRows + tap.ky;
    const block = tap.j + xb;
    const isInside = block >= 0 && block < sequencer.width && base + down >= 0 && base + down < writer.rows;
    const slot = (baseSlot + down) % writer.ring;
    const line = mod(slot * writer.slotLines + tap.lines + plane * sequencer.digitLines + (block >> 3), rows.lines);
    const word = rows.words[line * banks + ((group + rot) % banks)] as number;
    for (let i = 0; i < 8; i++) digits[8 * group + i] = isInside ? digitOf((word >> (3 * i)) & 7, sequencer.square, plane) : (sequencer.padDigits[plane] as number);
  }
}
