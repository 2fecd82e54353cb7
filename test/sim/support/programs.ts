// Small Programs built by hand: a convolution on one tile as the contract of the machine describes it, and the frame around it.
import { type ChannelConfig, type EpilogueConfig, type MergeConfig, type Phase, type Program, PROGRAM_VERSION, type Routes, type SequencerConfig, type Tap, type TileConfig, type TileLoad, type WriterConfig } from '../../../compiler/program/program.ts';
import type { Target } from '../../../compiler/target/target.ts';

export const testTarget = (rows: number, cols: number, change: Partial<Target['memory']> & Partial<Target['tile']> & { edgeStreams?: number } = {}): Target => {
  const { edgeStreams, banks, neurons, epilogueLanes, rowDepth, weightWidth, weightBlocks, passDepth, tapSets, thresholdGroups, pairTables, pixelDepth, drainDepth, outDepth, ...memory } = change;
  return {
    name: `sim-${rows}x${cols}`, summary: 'test', rows, cols, edgeStreams: edgeStreams ?? 2 * (rows + cols),
    tile: {
      banks: banks ?? 8, neurons: neurons ?? 16, rowDepth: rowDepth ?? 512, weightWidth: weightWidth ?? 512, weightBlocks: weightBlocks ?? 256,
      epilogueLanes: epilogueLanes ?? 8, passDepth: passDepth ?? 1024, tapSets: tapSets ?? 128, thresholdGroups: thresholdGroups ?? 16, pairTables: pairTables ?? 4, pixelDepth: pixelDepth ?? 512, drainDepth: drainDepth ?? 16, outDepth: outDepth ?? 16,
    },
    memory: {
      ports: 2, axiBytes: 8, protocol: 'axi3', maxBurst: 16, readLatency: 30, writeLatency: 10, bandwidth: { num: 16, den: 1 }, base: 0x10000000, bytes: 0x1000000, ...memory,
    },
    clockMHz: 100, clockStatus: 'assumed', family: 'xc7', device: null,
  };
};

/** A small generator of numbers: 0 <= value < limit. */
export function makeRandom(seed: number): (limit: number) => number {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % limit;
  };
}

export const NO_ROUTES: Routes = { n: 0, e: 0, s: 0, w: 0, a: 0, b: 0 };

/** What a convolution over planes of 8 channels needs on one tile; sizes in pixels. */
export interface ConvShape {
  readonly width: number;
  readonly height: number;
  readonly planes: number;
  readonly kernel: number;
  readonly pad: number;
  readonly stride?: number;
  readonly digits?: 1 | 2 | 3;
  readonly groups?: number;
  readonly trits?: number;
  readonly pool?: number;
  readonly chunkX?: number;
  readonly ring?: number;
  readonly raw?: boolean;
  readonly argmax?: boolean;
  readonly halves?: 1 | 2 | 3 | 4;
  readonly lastNeurons?: number;
  readonly absolute?: boolean;
  readonly codeMap?: readonly number[];
  readonly chunkOuter?: boolean;
  readonly pairTable?: number;
  /** Zero of the squares of codes; two digits of one plane then. */
  readonly square?: number;
}

/** A layer of any kind that a tile of so many neurons can run. */
export function randomShape(seed: number, neurons = 16): ConvShape {
  const random = makeRandom(seed);
  const kernel = 1 + random(4);
  const pool = 1 + random(2);
  const raw = random(4) === 0;
  // Chunks outside of groups must be equally large.
  const isOuter = random(3) === 0;
  return {
    width: kernel + pool + random(9), height: kernel + pool + random(6), planes: 1 + random(3), kernel, pad: random(kernel), stride: 1 + random(2),
    digits: (1 + random(3)) as 1 | 2 | 3, groups: 1 + random(3), trits: 1 + random(4), pool, chunkX: isOuter ? 1 : 1 + random(6), chunkOuter: isOuter, ...(random(4) === 0 ? { pairTable: random(4) } : {}), raw, argmax: raw && random(2) === 0,
    halves: (1 + random(neurons / 8)) as 1 | 2 | 3 | 4, lastNeurons: 1 + random(neurons), absolute: random(3) === 0, ...(random(2) === 0 ? { codeMap: [0, 1, 4, 7, 7, 2, 3, 5] } : {}), ...(random(4) === 0 ? { square: random(8) } : {}),
  };
}

export interface ConvTile {
  readonly writer: WriterConfig;
  readonly sequencer: SequencerConfig;
  readonly epilogue: EpilogueConfig;
  readonly load: TileLoad['loads'];
  readonly inputBeats: number;
  readonly outputBeats: number;
  readonly rowOutputBeats: number;
  readonly outputRows: number;
  readonly outputWidth: number;
}

const mod = (value: number, by: number): number => ((value % by) + by) % by;

/** Writer, sequencer, epilogue and memories of the layer, with random trits and thresholds. */
export function convTile(shape: ConvShape, seed: number, banks = 8, neurons = 16): ConvTile {
  const random = makeRandom(seed);
  const { width, height, planes, kernel, pad } = shape;
  const stride = shape.stride ?? 1;
  const digits = shape.square === undefined ? (shape.digits ?? 1) : 2;
  const stored = shape.square === undefined ? digits : 1;
  const groups = shape.groups ?? 1;
  const pool = shape.pool ?? 1;
  const outputWidth = Math.floor((Math.floor((width + 2 * pad - kernel) / stride) + 1) / pool);
  const outputRows = Math.floor((Math.floor((height + 2 * pad - kernel) / stride) + 1) / pool);
  const planeLines = Math.ceil(width / banks);
  const digitLines = planes * planeLines;
  const span = kernel + (pool - 1) * stride;
  const ring = shape.ring ?? span + 2;
  const chunkX = Math.min(shape.chunkX ?? outputWidth, outputWidth);
  const chunks = Math.ceil(outputWidth / chunkX);
  const writer: WriterConfig = {
    counts: [width, planes, stored, 1],
    jumps: [
      { block: 1, lines: 0, skew: 0 },
      { block: 1 - width, lines: planeLines, skew: mod(kernel * kernel, banks) },
      { block: 1 - width, lines: planeLines, skew: mod(-(planes - 1) * kernel * kernel, banks) },
      { block: 0, lines: 0, skew: 0 },
    ],
    rows: height, ring, slotLines: stored * digitLines, rowSkew: mod(kernel, banks),
  };
  const sequencer: SequencerConfig = {
    outputRows, groups, digitPlanes: digits, firstBase: -pad, rowStep: pool * stride, span,
    rowStepMod: mod(pool * stride, ring), rowsMod: mod(height, ring), firstMod: mod(-pad, ring),
    rotStep: mod(kernel * pool * stride, banks), rotFrame: mod(kernel * height, banks), rotFirst: mod(-kernel * pad - pad, banks), rotPy: mod(kernel * stride, banks),
    pv: pool, ph: pool, pyRows: stride, pxStep: stride, xStep: stride * pool,
    chunks, chunkX, lastChunkX: outputWidth - (chunks - 1) * chunkX, chunkStep: chunkX * stride * pool, chunkOuter: shape.chunkOuter ?? false,
    digitLines: stored > 1 ? digitLines : 0, width, padDigits: [random(8), random(8), random(8)], square: shape.square ?? null, passBase: 0,
  };
  const epilogue: EpilogueConfig = {
    mode: shape.raw ? 'raw' : 'codes', absolute: shape.absolute ?? false, rawEmit: shape.raw ?? false, argmax: shape.argmax ?? false,
    codeMap: shape.codeMap ?? null, pairTable: shape.pairTable ?? null, thresholdBase: 0, halves: shape.halves ?? 2, lastNeurons: shape.lastNeurons ?? neurons,
  };
  const walk = planes * kernel * kernel;
  const sets = Math.ceil(walk / banks);
  const taps = Array.from({ length: sets }, (_, set) => ({ set, taps: Array.from({ length: banks }, (_unused, i) => tapOf(set * banks + i, shape, planeLines)) }));
  const trits = shape.trits ?? 1;
  const weights: { block: number; trits: number[] }[] = [];
  const passes: { at: number; descriptor: { weightBlock: number; tapSet: number; first: boolean; triple: boolean; last: boolean } }[] = [];
  for (let group = 0; group < groups; group++) {
    for (let trit = 0; trit < trits; trit++) {
      for (let set = 0; set < sets; set++) {
        const block = weights.length;
        weights.push({ block, trits: Array.from({ length: neurons * 8 * banks }, (_, k) => (set * banks + (k % (8 * banks) >> 3) < walk ? random(3) - 1 : 0)) });
        passes.push({ at: passes.length, descriptor: { weightBlock: block, tapSet: set, first: trit === 0 && set === 0, triple: trit > 0 && set === 0, last: trit === trits - 1 && set === sets - 1 } });
      }
    }
  }
  // Thresholds lie where sums of random trits and activations lie, so that codes vary.
  const scale = ((3 ** trits - 1) / 2) * ((8 ** digits - 1) / 7);
  const mean = walk * 8 * (2 / 3) * 3.5 * scale;
  const spread = Math.ceil(4 * Math.sqrt(walk * 8) * 3 ** (trits - 1) * 8 ** (digits - 1));
  const constants = Array.from({ length: groups * neurons }, (_, k) => ({
    group: Math.floor(k / neurons), neuron: k % neurons,
    constants: {
      correction: Math.round(mean * (shape.absolute ? 2 : 1)) + random(spread), falling: random(2) === 1, poolMin: random(2) === 1,
      thresholds: Array.from({ length: 7 }, () => random(4 * spread) - (shape.absolute ? 0 : 2 * spread)).sort((x, y) => x - y),
    },
  }));
  const perPixel = shape.raw ? neurons : epilogue.halves;
  const lastPerPixel = shape.raw ? epilogue.lastNeurons + Number(epilogue.argmax) : epilogue.halves;
  const pixels = shape.raw ? outputWidth * pool * pool : outputWidth;
  const rowOutputBeats = pixels * ((groups - 1) * perPixel + lastPerPixel);
  return {
    writer, sequencer, epilogue, load: { weights, taps, passes, neurons: constants, pairs: shape.pairTable === undefined ? [] : [{ table: shape.pairTable, codes: Array.from({ length: 64 }, () => random(8)) }] },
    inputBeats: width * planes * stored * height, outputBeats: rowOutputBeats * outputRows, rowOutputBeats, outputRows, outputWidth,
  };
}

function tapOf(walk: number, { planes, kernel, pad }: ConvShape, planeLines: number): Tap {
  const plane = Math.floor(walk / (kernel * kernel));
  if (plane >= planes) return { lines: 0, ky: 0, j: -pad };
  return { lines: plane * planeLines, ky: Math.floor(walk / kernel) % kernel, j: (walk % kernel) - pad };
}

export const tileConfig = (row: number, col: number, routes: Partial<Routes>, conv: ConvTile | null, merge: MergeConfig | null = null): TileConfig => ({
  row, col, routes: { ...NO_ROUTES, ...routes }, writer: conv?.writer ?? null, sequencer: conv?.sequencer ?? null, epilogue: conv?.epilogue ?? null, merge, own: [], layer: conv ? `layer${row}${col}` : null, span: null,
});

export const loadOf = (row: number, col: number, conv: ConvTile): TileLoad => ({ rowMask: 1 << row, colMask: 1 << col, loads: conv.load });

export const channel = (base: number, runBeats: number, change: Partial<ChannelConfig> = {}): ChannelConfig => ({
  base, skip: 0, runBeats, runs: 1, runStride: 0, frameShift: 16, perFrame: true, tensor: 't', ...change,
});

/** Channel lists with the given ones at the given edge ports. */
export function channels(target: Target, used: Readonly<Record<number, ChannelConfig>>): (ChannelConfig | null)[] {
  return Array.from({ length: target.edgeStreams }, (_, i) => used[i] ?? null);
}

export function makeProgram(target: Target, phases: readonly Phase[], resident: readonly TileLoad[] = []): Program {
  const base = target.memory.base;
  return {
    version: PROGRAM_VERSION, model: 'test', target, phases, resident, inputs: [], outputs: [], tensors: [], layers: [],
    memory: { initAddress: base + 0x800000, loopAddress: base + 0xa00000, dataAddress: base, bytes: 0x1000000 }, macsPerFrame: 0,
  };
}

/** One convolution on tile (0,0) of a 1x1 grid: in through west, out through east. */
export function singleTile(shape: ConvShape, seed = 1, target = testTarget(1, 1), change: Partial<ChannelConfig> = {}): Program {
  const conv = convTile(shape, seed, target.tile.banks, target.tile.neurons);
  const base = target.memory.base;
  const phase: Phase = {
    layers: [], tiles: [tileConfig(0, 0, { a: 4, e: 5 }, conv)],
    reads: channels(target, { 0: channel(base, conv.inputBeats, change) }), writes: channels(target, { 1: channel(base + 0x20000, conv.outputBeats, change) }), loads: [],
  };
  return makeProgram(target, [phase], [loadOf(0, 0, conv)]);
}
