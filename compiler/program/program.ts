// The Program: what the scheduler decides and what the simulator runs and the encoder turns into memory images. Plain
// JSON-able data. Field meanings follow docs/hardware.md; every number here is what the machine needs, nothing is derived later.
import type { Span } from '../source/span.ts';
import type { Target } from '../target/target.ts';

/** 0 none, 1 N, 2 E, 3 S, 4 W, 5 L (own merge output). */
export type RouteSource = 0 | 1 | 2 | 3 | 4 | 5;

/** Which source each destination of a tile's router selects. */
export interface Routes {
  readonly n: RouteSource;
  readonly e: RouteSource;
  readonly s: RouteSource;
  readonly w: RouteSource;
  readonly a: RouteSource;
  readonly b: RouteSource;
}

/** Row writer (section 3). `counts` and `jumps` run from level 0, the innermost. */
export interface WriterConfig {
  readonly counts: readonly [number, number, number, number];
  readonly jumps: readonly [WriterJump, WriterJump, WriterJump, WriterJump];
  readonly rows: number;
  readonly ring: number;
  readonly slotLines: number;
  readonly rowSkew: number;
  /** Absent: all of a row is stored. */
  readonly keep?: WriterKeep;
}
/** What of a row is stored: the beats of a plane p whose bit p >> planeShift of `planes` (32 bits) is set; each such plane takes `planeLines` lines behind
 *  those before it, and the jumps' lines count for nothing. */
export interface WriterKeep {
  readonly planes: number;
  readonly planeShift: number;
  readonly planeLines: number;
}
/** Added when that level steps (the lower levels' return included): blocks, plane lines, bank skew 0..B-1. */
export interface WriterJump {
  readonly block: number;
  readonly lines: number;
  readonly skew: number;
}

/** Sequencer and window address (section 4). ring, slotLines and rows are the writer's. */
export interface SequencerConfig {
  readonly outputRows: number;
  readonly groups: number;
  readonly digitPlanes: 1 | 2 | 3;
  readonly firstBase: number;
  readonly rowStep: number;
  readonly span: number;
  /** rowStep, rows and firstBase modulo ring (0..ring-1). */
  readonly rowStepMod: number;
  readonly rowsMod: number;
  readonly firstMod: number;
  /** Bank rotation constants modulo banks: per output row, per frame, at the first row (left padding subtracted), per py. */
  readonly rotStep: number;
  readonly rotFrame: number;
  readonly rotFirst: number;
  readonly rotPy: number;
  readonly pv: number;
  readonly ph: number;
  readonly pyRows: number;
  readonly pxStep: number;
  readonly xStep: number;
  readonly chunks: number;
  /** X positions of a full chunk and of the last one; pixels of a chunk = that * pv * ph. */
  readonly chunkX: number;
  readonly lastChunkX: number;
  readonly chunkStep: number;
  /** All groups of a chunk before the next chunk (an argmax over several groups); all chunks are equally large then. */
  readonly chunkOuter: boolean;
  readonly digitLines: number;
  /** Valid block columns of a row. */
  readonly width: number;
  readonly padDigits: readonly [number, number, number];
  /** Codes x are read as the octal digits of (x - square)^2, one in each of two sub-passes; null: as they are. */
  readonly square: number | null;
  readonly passBase: number;
}

/** Epilogue (section 5). */
export interface EpilogueConfig {
  readonly mode: 'codes' | 'raw';
  readonly absolute: boolean;
  readonly rawEmit: boolean;
  readonly argmax: boolean;
  readonly codeMap: readonly number[] | null;
  /** Table that turns v (0..63 = 8 * first + second operand) into the code, in place of thresholds; null for all else. */
  readonly pairTable: number | null;
  /** The pair table follows the thresholds: 8 * code + (minus the skip, modulo 8) selects its entry; v is its low 17 bits. False when absent. */
  readonly skip?: boolean;
  readonly thresholdBase: number;
  /** Codes are summed over the window in place of the largest; absent where they are not. */
  readonly sums?: SumPooling;
  /** codes mode: items of 8 neurons per pixel, lowest neurons first; at most a group's neurons / 8. */
  readonly halves: 1 | 2 | 3 | 4;
  /** raw mode: valid neurons of the last group (all others have all). */
  readonly lastNeurons: number;
}

/** Pooling of sums (section 5): the values of the eight codes, the first of the tables whose entries are the codes of the sums, and the items of
 *  a pixel that keep a sum each; item i adds to that of item i modulo `kept`, and the last `kept` emit. */
export interface SumPooling {
  readonly values: readonly number[];
  readonly table: number;
  readonly kept: 1 | 2 | 3 | 4;
}

/** Merge (section 5); null = own beats only. */
export interface MergeConfig {
  readonly rounds: number;
  readonly upstream: number;
  readonly own: number;
  readonly tailUpstream: number;
  readonly tailOwn: number;
}

export interface PassDescriptor {
  readonly weightBlock: number;
  readonly tapSet: number;
  readonly first: boolean;
  readonly triple: boolean;
  readonly last: boolean;
  /** The dot counts as -2^17 of itself; false when absent. */
  readonly skip?: boolean;
}
export interface Tap {
  readonly lines: number;
  readonly ky: number;
  readonly j: number;
}
/** One neuron's epilogue constants: v is compared with 7 ascending thresholds after the correction is subtracted. */
export interface NeuronConstants {
  readonly correction: number;
  readonly thresholds: readonly number[];
  readonly falling: boolean;
  readonly poolMin: boolean;
}

/** Data for a tile's memories, written before its phase starts. Trits are -1, 0, 1: block[neuron * lanes + lane]. */
export interface TileLoads {
  readonly weights: readonly { readonly block: number; readonly trits: readonly number[] }[];
  readonly taps: readonly { readonly set: number; readonly taps: readonly Tap[] }[];
  readonly passes: readonly { readonly at: number; readonly descriptor: PassDescriptor }[];
  readonly neurons: readonly { readonly group: number; readonly neuron: number; readonly constants: NeuronConstants }[];
  readonly pairs: readonly { readonly table: number; readonly codes: readonly number[] }[];
}

/** How a stream of beats maps to a tensor: per row of the tensor nested loops, innermost first. A beat covers
 *  8 channels from `channel` on (codes) or one (raw, index) at pixel `x`; what lies outside the tensor is filler.
 *  The beat's place within its row is the sum of index * beats over the levels. */
export interface StreamOrder {
  readonly kind: 'codes' | 'raw' | 'index';
  /** codes: neighbouring pixels in a beat, each with 8 / beatPixels channels (1 when absent). */
  readonly beatPixels?: number;
  readonly rows: number;
  /** Rows of the tensor in each row of the stream (1 when absent); levels step over them by `rows` (0 when absent). */
  readonly rowFold?: number;
  /** The tensor's channel for every channel of the loops, -1 for filler, where the order is not its own (absent: the same). */
  readonly maps?: readonly number[];
  readonly rowBeats: number;
  readonly levels: readonly { readonly count: number; readonly beats: number; readonly pixels: number; readonly channels: number; readonly rows?: number }[];
}

export interface TileConfig {
  readonly row: number;
  readonly col: number;
  readonly routes: Routes;
  readonly writer: WriterConfig | null;
  readonly sequencer: SequencerConfig | null;
  readonly epilogue: EpilogueConfig | null;
  readonly merge: MergeConfig | null;
  /** What this tile's own output beats are: rows firstRow, firstRow + rowStep, ... of the tensor, channels from firstChannel on
   *  in `order` (order.rows counts the tile's own rows). Two entries when logits and index share the stream. */
  readonly own: readonly {
    readonly tensor: string;
    readonly firstRow: number;
    readonly rowStep: number;
    readonly firstChannel: number;
    /** Beats hold nothing of the tensor from this channel on (all its channels when absent). */
    readonly endChannel?: number;
    /** Beats of an own row before this entry's first beat. */
    readonly offset: number;
    readonly order: StreamOrder;
  }[];
  /** Layer (integer node id) this tile works for, and its span. */
  readonly layer: string | null;
  readonly span: Span | null;
}

/** A DMA channel (section 6); null in the phase's list = not used. */
export interface ChannelConfig {
  /** Byte address of the first run's first memory word. */
  readonly base: number;
  /** Beats of the first memory word of every run that are not the run's. */
  readonly skip: number;
  readonly runBeats: number;
  readonly runs: number;
  readonly runStride: number;
  readonly frameShift: number;
  readonly perFrame: boolean;
  /** Tensor (integer node id) that it carries. */
  readonly tensor: string;
}

export interface Phase {
  readonly layers: readonly string[];
  readonly tiles: readonly TileConfig[];
  readonly reads: readonly (ChannelConfig | null)[];
  readonly writes: readonly (ChannelConfig | null)[];
  /** Loaded in every frame before this phase, while the phase before runs; sub-rectangle multicast by row and column masks. */
  readonly loads: readonly TileLoad[];
}
export interface TileLoad {
  readonly rowMask: number;
  readonly colMask: number;
  readonly loads: TileLoads;
}

/** The order of the beats that the host packs a frame of an input into. */
export type MemoryLayout =
  /** planes: row by row, digit plane by digit plane, channel block by channel block, pixel by pixel; `columns`: only those of each row. */
  | { readonly kind: 'planes'; readonly digits: 1 | 2 | 3; readonly channelBlocks: number; readonly columns?: { readonly first: number; readonly count: number } }
  /** packed: row by row, digit by digit, plane by plane (one when absent, of pixelElements channels each), blocks of 8 consecutive elements of
   *  the row; element = x * pixelElements + channel in the plane with x counted from -padLeft; elements outside the image or beyond the
   *  channels hold the digits of padCode. */
  | {
      readonly kind: 'packed'; readonly digits: 1 | 2 | 3; readonly planes?: number; readonly pixelElements: number; readonly padLeft: number; readonly rowBlocks: number;
      readonly padCode: number;
    }
  /** windows: for every position what a window reads there, beside what it reads of the same pixels at the next one. Row r holds image rows
   *  r * rowStep - padTop (rowPhases for rowStep when absent) up to rowPhases more; digit by digit, plane by plane (one of all channels when
   *  absent, else one of each channel), position X by position, blocks of 8 consecutive elements; element = (phase * columns + x) * channels of
   *  a plane + channel in it, with x counted from X * pixelStep - padLeft. The others hold the digits of padCode. */
  | {
      readonly kind: 'windows'; readonly digits: 1 | 2 | 3; readonly planes?: number; readonly rows: number; readonly rowPhases: number; readonly rowStep?: number;
      readonly padTop: number; readonly positions: number; readonly positionBlocks: number; readonly pixelStep: number; readonly padLeft: number; readonly columns: number;
      readonly padCode: number;
    };

export interface ProgramInput {
  readonly name: string;
  readonly tensor: string;
  readonly shape: readonly [number, number, number];
  readonly format: { readonly bits: number; readonly zero: number; readonly scale: number };
  /** One per distinct layout in memory: an input may be stored once per consumer layer. */
  readonly copies: readonly { readonly address: number; readonly frameShift: number; readonly layout: MemoryLayout }[];
}
export interface ProgramTensor {
  readonly tensor: string;
  readonly shape: readonly [number, number, number];
  /** Byte address of the memory word from which beats count; the first row begins `offset` beats behind it. */
  readonly address: number;
  readonly frameShift: number;
  readonly perFrame: boolean;
  readonly offset: number;
  readonly order: StreamOrder;
}
export interface ProgramOutput {
  readonly name: string;
  readonly tensor: string;
}
export interface ProgramLayer {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly span: Span;
  readonly macs: number;
  readonly phases: readonly number[];
  readonly tiles: number;
}

/** Counts the changes of what a program and its images mean: memory layout, fields, words of the configuration. Another one is refused. */
export const PROGRAM_VERSION = 2;

/** A complete program. With one phase, frames stream back to back; with more, every frame runs all phases in turn. */
export interface Program {
  readonly version: typeof PROGRAM_VERSION;
  readonly model: string;
  readonly target: Target;
  readonly phases: readonly Phase[];
  /** Loaded once at the start, before the first phase: all that stays resident. */
  readonly resident: readonly TileLoad[];
  readonly inputs: readonly ProgramInput[];
  readonly outputs: readonly ProgramOutput[];
  /** Tensors in DRAM: where they lie and in what order (outputs and what passes between phases). */
  readonly tensors: readonly ProgramTensor[];
  readonly layers: readonly ProgramLayer[];
  readonly memory: { readonly initAddress: number; readonly loopAddress: number; readonly dataAddress: number; readonly bytes: number };
  readonly macsPerFrame: number;
}
