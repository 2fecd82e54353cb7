// Which beat of an input row each lane group reads, found by placing a row's beats as the writer does and looking where the
// sequencer's taps look. Rows shift banks and slots alike, so one row stands for all of them where the rotation constants
// agree; where they do not, or a tap meets a cell that the row never wrote, the answer is null and the literal tile runs.
import type { SequencerConfig, Tap, WriterConfig } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { walkRow } from './writer-walk.ts';

/** A tap as one lane group sees it. */
export interface LaneTap {
  readonly laneGroup: number;
  readonly tap: Tap;
}

export interface Placement {
  /** Per pixel of an output row and lane tap: beat within the input row that holds digit plane 0, or -1 for padding. */
  readonly source: Int32Array;
  /** Per py and lane tap: rows below the window's base. */
  readonly down: Int32Array;
  /** Beats from a digit plane to the next. */
  readonly planeBeats: number;
  readonly pixels: number;
}

const mod = (value: number, by: number): number => ((value % by) + by) % by;

export function findPlacement(writer: WriterConfig, sequencer: SequencerConfig, taps: readonly LaneTap[], target: Target): Placement | null {
  const { banks, rowDepth } = target.tile;
  if (!rowsAgree(writer, sequencer, banks) || writer.ring * writer.slotLines > rowDepth) return null;
  const cells = placeRow(writer, banks);
  if (!cells) return null;
  const { pv, ph, chunks, chunkX, lastChunkX } = sequencer;
  const pixels = ((chunks - 1) * chunkX + lastChunkX) * pv * ph;
  const source = new Int32Array(pixels * taps.length);
  const down = new Int32Array(pv * taps.length);
  let planeBeats: number | null = sequencer.digitPlanes === 1 ? 0 : null;
  let at = 0;
  for (let py = 0; py < pv; py++) {
    for (let u = 0; u < taps.length; u++) down[py * taps.length + u] = py * sequencer.pyRows + (taps[u] as LaneTap).tap.ky;
  }
  if (down.some((rows) => rows >= sequencer.span)) return null;
  for (let chunk = 0; chunk < chunks; chunk++) {
    for (let x = 0; x < (chunk === chunks - 1 ? lastChunkX : chunkX); x++) {
      for (let py = 0; py < pv; py++) {
        for (let px = 0; px < ph; px++) {
          const xb = chunk * sequencer.chunkStep + x * sequencer.xStep + px * sequencer.pxStep;
          for (const lane of taps) {
            const found = findBeats(cells, writer, sequencer, lane, { xb, py, banks });
            if (!found) return null;
            if (found.beat >= 0 && sequencer.digitPlanes > 1) {
              if (planeBeats !== null && planeBeats !== found.planeBeats) return null;
              planeBeats = found.planeBeats;
            }
            source[at++] = found.beat;
          }
        }
      }
    }
  }
  return { source, down, planeBeats: planeBeats ?? 0, pixels };
}

/** Slots and bank rotation of writer and sequencer move by the same amounts per row and per frame. */
function rowsAgree(writer: WriterConfig, sequencer: SequencerConfig, banks: number): boolean {
  const { ring, rows, rowSkew } = writer;
  return (
    sequencer.rowStepMod % ring === mod(sequencer.rowStep, ring) && sequencer.rowsMod % ring === mod(rows, ring) && sequencer.firstMod % ring === mod(sequencer.firstBase, ring) &&
    mod(sequencer.rotStep, banks) === mod(rowSkew * sequencer.rowStep, banks) && mod(sequencer.rotFrame, banks) === mod(rowSkew * rows, banks)
  );
}

/** Beat of each cell (line within the slot * banks + bank, row skew 0), -1 where nothing is written; null if a line leaves the slot. */
function placeRow(writer: WriterConfig, banks: number): Int32Array | null {
  const { slotLines } = writer;
  const cells = new Int32Array(slotLines * banks).fill(-1);
  let isInside = true;
  walkRow(writer, (beat, block, lines, skew, isKept) => {
    if (!isKept) return;
    const line = lines + (block >> 3);
    if (line < 0 || line >= slotLines) isInside = false;
    else cells[line * banks + mod(block + skew, banks)] = beat;
  });
  return isInside ? cells : null;
}

interface PixelPlace {
  readonly xb: number;
  readonly py: number;
  readonly banks: number;
}

/** The beat of plane 0 (-1 = padding) and the distance of the planes; null where a plane's cell is empty or they are uneven. */
function findBeats(
  cells: Int32Array, writer: WriterConfig, sequencer: SequencerConfig, { laneGroup, tap }: LaneTap, { xb, py, banks }: PixelPlace,
): { readonly beat: number; readonly planeBeats: number } | null {
  const block = tap.j + xb;
  if (block < 0 || block >= sequencer.width) return { beat: -1, planeBeats: 0 };
  const row = sequencer.firstBase + py * sequencer.pyRows + tap.ky;
  const bank = mod(laneGroup + sequencer.rotFirst + py * sequencer.rotPy + xb - writer.rowSkew * row, banks);
  const beatOf = (plane: number): number => {
    const line = tap.lines + plane * sequencer.digitLines + (block >> 3);
    return line < 0 || line >= writer.slotLines ? -1 : (cells[line * banks + bank] as number);
  };
  const beat = beatOf(0);
  if (beat < 0) return null;
  const planeBeats = sequencer.digitPlanes === 1 ? 0 : beatOf(1) - beat;
  for (let plane = 1; plane < sequencer.digitPlanes; plane++) {
    const other = beatOf(plane);
    if (other < 0 || other !== beat + plane * planeBeats) return null;
  }
  return { beat, planeBeats };
}
