// Between tensors and beats: how a frame of an input becomes beats of memory, and how the beats of a stream become a tensor again. Places are worked out once per layout, and shared by rows that are alike, so that packing a frame is short walks over arrays that stay near the core (`npm run bench:pack`).
// Lanes that no element fills are zero (planes) or the pad code (packed); what a stream carries outside its tensor is filler.
import { bug } from '../compiler/source/diagnostic.ts';
import { loadBeats, storeBeats } from '../compiler/program/beats.ts';
import type { MemoryLayout, StreamOrder } from '../compiler/program/program.ts';
import { type MemorySpec, wordBeats } from '../compiler/target/target.ts';

type Shape = readonly [channels: number, height: number, width: number];

const LANES = 8;
const DIGIT_BITS = 3;
const DIGIT_MASK = 7;

/** Writes one frame: `codes` is channel-major, its beats go to memory from the memory word at `target[at]` on. */
export interface FramePacker {
  readonly beats: number;
  readonly pack: (codes: Int32Array, target: Uint32Array, at: number) => void;
}

/** Works out the places of one copy of an input. Throws CompilerBug where the layout cannot hold the shape. */
export function preparePacker(shape: Shape, layout: MemoryLayout, memory: Pick<MemorySpec, 'axiBytes'>): FramePacker {
  const places = placesOf(shape, layout);
  const { digits } = places;
  const rows = rowsOfPlaces(places, shape);
  const rowBeats = places.source.length / LANES / places.rows;
  const beats = digits * places.rows * rowBeats;
  const packed = new Uint32Array(beats);
  const apart = new Int32Array(1 + Math.max(0, ...rows.map(({ count }) => count)));
  return {
    beats,
    pack: (codes, target, at) => {
      for (let row = 0, to = 0; row < rows.length; row++, to += digits * rowBeats) {
        const { runs, count, lanes } = rows[row] as PlacedRow;
        splitRuns(codes, runs, apart);
        apart[count] = digitsApart(places.padCode);
        packRow(apart, lanes, packed, to, digits, rowBeats);
      }
      storeBeats(target, memory, { at, skip: 0 }, packed, 0, beats);
    },
  };
}

/** What one row of beats takes, so that packing it needs no more than the caches nearest to the core hold. */
interface PlacedRow {
  /** Runs of codes that lie one behind the other: first code and number. */
  readonly runs: Int32Array;
  /** Codes of all runs. */
  readonly count: number;
  /** By beat of a digit and lane, the place in the runs taken together; `count` where there is no code. */
  readonly lanes: Int32Array;
}

function rowsOfPlaces({ source, rows }: Places, [channels, height, width]: Shape): PlacedRow[] {
  const size = channels * height * width;
  const rowLanes = source.length / rows;
  const found: PlacedRow[] = [];
  for (let row = 0; row < rows; row++) {
    const places = source.subarray(row * rowLanes, (row + 1) * rowLanes);
    const { runs, starts } = runsOf(places, size, width);
    const count = starts.size * width;
    const lanes = places.map((place) => place === size ? count : (starts.get(place - (place % width)) as number) + (place % width));
    const before = found.at(-1);
    found.push({ runs, count, lanes: before !== undefined && sameLanes(before.lanes, lanes) ? before.lanes : lanes });
  }
  return found;
}

const sameLanes = (a: Int32Array, b: Int32Array): boolean => a.length === b.length && a.every((place, i) => place === b[i]);

/** All lines of the tensor that the places lie in, as runs, and where each line starts in the runs taken together. */
function runsOf(places: Int32Array, size: number, width: number): { readonly runs: Int32Array; readonly starts: ReadonlyMap<number, number> } {
  const lines = new Set<number>();
  for (const place of places) if (place !== size) lines.add(place - (place % width));
  const runs: number[] = [];
  const starts = new Map<number, number>();
  for (const line of [...lines].sort((a, b) => a - b)) {
    starts.set(line, starts.size * width);
    const last = runs.length - 2;
    if (last >= 0 && (runs[last] as number) + (runs[last + 1] as number) === line) runs[last + 1] = (runs[last + 1] as number) + width;
    else runs.push(line, width);
  }
  return { runs: Int32Array.from(runs), starts };
}

/** The three digits of a code in bits 0, 10 and 20, so that those of three lanes stand side by side once they are shifted by 3 and 6. */
const digitsApart = (code: number): number => (code & 7) | ((code & 0o70) << 7) | ((code & 0o700) << 14);
const THREE_LANES = 0o777;
const TWO_LANES = 0o77;
const FIELD_BITS = 10;

function splitRuns(codes: Int32Array, runs: Int32Array, apart: Int32Array): void {
  for (let run = 0, to = 0; run < runs.length; run += 2) {
    const from = runs[run] as number;
    const end = from + (runs[run + 1] as number);
    for (let i = from; i < end; i++, to++) apart[to] = digitsApart(codes[i] as number);
  }
}

/** A row of beats from `packed[to]` on: those of the lowest digit, then those of the next. */
function packRow(apart: Int32Array, lanes: Int32Array, packed: Uint32Array, to: number, digits: number, rowBeats: number): void {
  for (let beat = to, s = 0; s < lanes.length; beat++, s += LANES) {
    const a = (apart[lanes[s] as number] as number) | ((apart[lanes[s + 1] as number] as number) << 3) | ((apart[lanes[s + 2] as number] as number) << 6);
    const b = (apart[lanes[s + 3] as number] as number) | ((apart[lanes[s + 4] as number] as number) << 3) | ((apart[lanes[s + 5] as number] as number) << 6);
    const c = (apart[lanes[s + 6] as number] as number) | ((apart[lanes[s + 7] as number] as number) << 3);
    // Written out, for a loop over two or three digits takes longer than what it does.
    packed[beat] = digitOf(a, b, c, 0);
    if (digits > 1) packed[beat + rowBeats] = digitOf(a, b, c, FIELD_BITS);
    if (digits > 2) packed[beat + 2 * rowBeats] = digitOf(a, b, c, 2 * FIELD_BITS);
  }
}

const digitOf = (a: number, b: number, c: number, shift: number): number =>
  ((a >>> shift) & THREE_LANES) | (((b >>> shift) & THREE_LANES) << 9) | (((c >>> shift) & TWO_LANES) << 18);

interface Places {
  readonly rows: number;
  /** In each row all beats of the lowest digit come first. */
  readonly digits: number;
  /** Element by row, beat of a digit and lane; the one behind the last where there is none. */
  readonly source: Int32Array;
  readonly padCode: number;
}

function placesOf(shape: Shape, layout: MemoryLayout): Places {
  switch (layout.kind) {
    case 'planes': return planePlaces(shape, layout);
    case 'packed': return packedPlaces(shape, layout);
    case 'windows': return windowPlaces(shape, layout);
  }
}

const noPlaces = ([channels, height, width]: Shape, beats: number): Int32Array => new Int32Array(beats * LANES).fill(channels * height * width);

function planePlaces(shape: Shape, layout: Extract<MemoryLayout, { kind: 'planes' }>): Places {
  const [channels, height, width] = shape;
  if (layout.channelBlocks * LANES < channels) bug(`${layout.channelBlocks} channel blocks cannot hold ${channels} channels`);
  const { first, count } = layout.columns ?? { first: 0, count: width };
  if (first + count > width) bug(`columns ${first} to ${first + count} of ${width}`);
  const source = noPlaces(shape, height * layout.channelBlocks * count);
  let beat = 0;
  for (let y = 0; y < height; y++) {
    for (let block = 0; block < layout.channelBlocks; block++) {
      for (let x = first; x < first + count; x++, beat++) {
        for (let lane = 0; lane < LANES && block * LANES + lane < channels; lane++) {
          source[beat * LANES + lane] = ((block * LANES + lane) * height + y) * width + x;
        }
      }
    }
  }
  return { rows: height, digits: layout.digits, source, padCode: 0 };
}

function packedPlaces(shape: Shape, layout: Extract<MemoryLayout, { kind: 'packed' }>): Places {
  const [channels, height, width] = shape;
  const planes = layout.planes ?? 1;
  const source = noPlaces(shape, height * planes * layout.rowBlocks);
  let beat = 0;
  for (let y = 0; y < height; y++) {
    for (let plane = 0; plane < planes; plane++) {
      for (let block = 0; block < layout.rowBlocks; block++, beat++) {
        for (let lane = 0; lane < LANES; lane++) {
          const element = block * LANES + lane;
          const x = Math.floor(element / layout.pixelElements) - layout.padLeft;
          const channel = plane * layout.pixelElements + (element % layout.pixelElements);
          if (x >= 0 && x < width && channel < channels) source[beat * LANES + lane] = (channel * height + y) * width + x;
        }
      }
    }
  }
  return { rows: height, digits: layout.digits, source, padCode: layout.padCode };
}

function windowPlaces(shape: Shape, layout: Extract<MemoryLayout, { kind: 'windows' }>): Places {
  const [channels, height, width] = shape;
  const { rows, digits, positions, positionBlocks, rowPhases, columns } = layout;
  const { planes = 1, rowStep = rowPhases } = layout;
  const perPlane = planes === 1 ? channels : 1;
  const inWindow = Array.from({ length: positionBlocks * LANES }, (_, element) => {
    const pixel = Math.floor(element / perPlane);
    return { phase: Math.floor(pixel / columns), x: pixel % columns, channel: element % perPlane };
  });
  const source = noPlaces(shape, rows * planes * positions * positionBlocks);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let plane = 0; plane < planes; plane++) {
      for (let position = 0; position < positions; position++) {
        for (const { phase, x: inside, channel } of inWindow) {
          const y = row * rowStep + phase - layout.padTop;
          const x = position * layout.pixelStep + inside - layout.padLeft;
          if (phase < rowPhases && y >= 0 && y < height && x >= 0 && x < width) source[at] = ((plane * perPlane + channel) * height + y) * width + x;
          at++;
        }
      }
    }
  }
  return { rows, digits, source, padCode: layout.padCode };
}

/** Where the elements of a tensor (or of a tile's share of it) lie in a stream of beats: element `element[i]` is in lane `lane[i]` of beat
 *  `beat[i]` (lane 0 and a whole beat for raw values and indices). `beats` counts one frame of the stream. */
export interface StreamPlaces {
  readonly kind: StreamOrder['kind'];
  readonly beats: number;
  readonly element: Int32Array;
  readonly beat: Int32Array;
  readonly lane: Uint8Array;
}

export interface StreamShare {
  readonly order: StreamOrder;
  readonly offset: number;
  readonly firstRow: number;
  readonly rowStep: number;
  /** Below 0 where channels of another tensor come first. */
  readonly firstChannel: number;
  /** Channels from here on are filler. */
  readonly endChannel?: number;
}

/** A whole tensor in a stream: all rows, all channels. */
export const wholeTensor = (order: StreamOrder, offset: number): StreamShare => ({ order, offset, firstRow: 0, rowStep: 1, firstChannel: 0 });

/** Every element of `shape` that the share carries, in beat order. */
export function streamPlaces([channels, height, width]: Shape, share: StreamShare): StreamPlaces {
  const { order } = share;
  const element: number[] = [];
  const beat: number[] = [];
  const lane: number[] = [];
  const lanes = order.kind === 'codes' ? LANES : 1;
  const lanesPerPixel = lanes / (order.beatPixels ?? 1);
  const inRow = rowPlaces(order);
  const end = Math.min(channels, share.endChannel ?? channels);
  for (let row = 0; row < order.rows; row++) {
    const firstY = (share.firstRow + row * share.rowStep) * (order.rowFold ?? 1);
    for (const place of inRow) {
      const y = firstY + place.y;
      if (y >= height) continue;
      for (let k = 0; k < lanes; k++) {
        const x = place.x + Math.floor(k / lanesPerPixel);
        const slot = share.firstChannel + place.channel + (k % lanesPerPixel);
        const channel = order.maps === undefined ? slot : (order.maps[slot] ?? -1);
        if (x >= width || channel < 0 || channel >= end) continue;
        element.push((channel * height + y) * width + x);
        beat.push(row * order.rowBeats + share.offset + place.beat);
        lane.push(k);
      }
    }
  }
  return { kind: order.kind, beats: order.rows * order.rowBeats, element: Int32Array.from(element), beat: Int32Array.from(beat), lane: Uint8Array.from(lane) };
}

interface RowPlace {
  readonly beat: number;
  readonly y: number;
  readonly x: number;
  readonly channel: number;
}

function rowPlaces(order: StreamOrder): RowPlace[] {
  let places: RowPlace[] = [{ beat: 0, y: 0, x: 0, channel: 0 }];
  for (const level of [...order.levels].reverse()) {
    places = places.flatMap((place) => Array.from({ length: level.count }, (_, index) => ({
      beat: place.beat + index * level.beats, y: place.y + index * (level.rows ?? 0), x: place.x + index * level.pixels, channel: place.channel + index * level.channels,
    })));
  }
  return places;
}

/** The value in a beat: a code, a signed raw value or an index. */
export function beatValue(kind: StreamOrder['kind'], word: number, lane: number): number {
  switch (kind) {
    case 'codes': return (word >>> (DIGIT_BITS * lane)) & DIGIT_MASK;
    case 'raw': return (word << 8) >> 8;
    case 'index': return word & 0xffffff;
  }
}

/** The beats of one frame of a stream in memory, from the memory word at `words[at]` on; fewer where memory ends. */
export function beatsInMemory({ beats }: Pick<StreamPlaces, 'beats'>, words: Uint32Array, memory: Pick<MemorySpec, 'axiBytes'>, at: number): Uint32Array {
  const held = Math.floor((4 * (words.length - at)) / memory.axiBytes) * wordBeats(memory);
  const found = new Uint32Array(Math.max(0, Math.min(beats, held)));
  loadBeats(words, memory, { at, skip: 0 }, found, 0, found.length);
  return found;
}

/** Fills `target` (channel-major) from the beats of a stream. */
export function unpackTensor({ kind, element, beat, lane }: StreamPlaces, beats: Uint32Array, target: Int32Array): void {
  const count = element.length;
  // The kind is looked at once, not for each value.
  if (kind === 'codes') {
    for (let i = 0; i < count; i++) target[element[i] as number] = ((beats[beat[i] as number] as number) >>> (DIGIT_BITS * (lane[i] as number))) & DIGIT_MASK;
  } else if (kind === 'raw') {
    for (let i = 0; i < count; i++) target[element[i] as number] = ((beats[beat[i] as number] as number) << 8) >> 8;
  } else {
    for (let i = 0; i < count; i++) target[element[i] as number] = (beats[beat[i] as number] as number) & 0xffffff;
  }
}
