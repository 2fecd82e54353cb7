// From Program to the words that the configuration channel fetches (docs/hardware.md section 7). Only this file and hdl/rtl
// know bit positions. The order of packets is part of the timing: within a phase loads, then tile registers, then channels, then go.
import type { Target, TileSpec } from '../target/target.ts';
import { weightWords, wordBeats } from '../target/target.ts';
import { bug } from '../source/diagnostic.ts';
import { encodeWeightBlock } from './weight-words.ts';
import type { ChannelConfig, EpilogueConfig, NeuronConstants, PassDescriptor, Phase, Program, Tap, TileConfig, TileLoad, WriterJump } from './program.ts';

/** Memory words as unsigned 32-bit numbers, lowest first: 2 or 4 to a word. */
export interface EncodedProgram {
  readonly init: Uint32Array;
  readonly loop: Uint32Array;
}

export const PACKET = { nop: 0, write: 1, go: 2 } as const;
export const SPACE = { registers: 0, weights: 1, taps: 2, passes: 3, thresholds: 4, channels: 5, pairs: 6 } as const;
/** Spaces whose payload fills memory words; that of the others takes the low 64 bits. */
const FULL_WORDS: ReadonlySet<number> = new Set([SPACE.registers, SPACE.weights]);

/** Both configuration streams of a program. Pure; throws CompilerBug where a field does not fit its bits. */
export function encodeProgram(program: Pick<Program, 'phases' | 'resident' | 'target'>): EncodedProgram {
  const values = program.target.memory.axiBytes / 4;
  const init = new WordStream(values);
  for (const load of program.resident) encodeLoad(init, program.target, load);
  const loop = new WordStream(values);
  program.phases.forEach((phase, index) => { encodePhase(loop, program.target, phase, index === program.phases.length - 1); });
  return { init: init.finish(), loop: loop.finish() };
}

interface Destination {
  readonly rowMask: number;
  readonly colMask: number;
}

class WordStream {
  private words = new Uint32Array(1 << 8);
  private length = 0;
  private readonly valuesPerWord: number;
  constructor(valuesPerWord: number) {
    this.valuesPerWord = valuesPerWord;
  }
  /** One memory word from up to `count` values; those that are missing are 0. */
  private push(values: readonly number[], from: number, count: number): void {
    this.reserve(this.valuesPerWord);
    for (let k = 0; k < count; k++) this.words[this.length + k] = values[from + k] ?? 0;
    this.length += this.valuesPerWord;
  }
  append(words: Uint32Array): void {
    this.reserve(words.length);
    this.words.set(words, this.length);
    this.length += words.length;
  }
  private reserve(words: number): void {
    if (this.length + words <= this.words.length) return;
    const longer = new Uint32Array(2 * (this.length + words));
    longer.set(this.words);
    this.words = longer;
  }
  header(kind: number, space: number, address: number, length: number, to: Destination): void {
    field(address, 16, 'packet address');
    field(length, 16, 'packet length');
    field(to.rowMask, 12, 'row mask');
    field(to.colMask, 12, 'column mask');
    this.push([kind | (space << 4) | ((address & 0xffff) << 8) | ((length & 0xff) << 24), (length >>> 8) | (to.rowMask << 8) | (to.colMask << 20)], 0, 2);
  }
  /** Writes 32-bit values two to a word, or as many as a word has. */
  write(space: number, address: number, values: readonly number[], to: Destination): void {
    const count = FULL_WORDS.has(space) ? this.valuesPerWord : 2;
    this.header(PACKET.write, space, address, Math.ceil(values.length / count), to);
    for (let i = 0; i < values.length; i += count) this.push(values, i, count);
  }
  finish(): Uint32Array {
    return this.words.slice(0, this.length);
  }
}

function field(value: number, bits: number, what: string): number {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** bits) bug(`${what} ${value} does not fit ${bits} bits`);
  return value;
}
function signed(value: number, bits: number, what: string): number {
  if (!Number.isInteger(value) || value < -(2 ** (bits - 1)) || value >= 2 ** (bits - 1)) bug(`${what} ${value} does not fit ${bits} signed bits`);
  return value & (2 ** bits - 1);
}

/** Loads never change, and each is encoded several times on the way: for the sizes of the streams, in the simulator, for the image. */
const encodedLoads = new WeakMap<TileLoad, { readonly target: Target; readonly words: Uint32Array }>();

function encodeLoad(out: WordStream, target: Target, load: TileLoad): void {
  const known = encodedLoads.get(load);
  if (known?.target === target) {
    out.append(known.words);
    return;
  }
  const alone = new WordStream(target.memory.axiBytes / 4);
  writeLoad(alone, target, load);
  const words = alone.finish();
  encodedLoads.set(load, { target, words });
  out.append(words);
}

function writeLoad(out: WordStream, target: Target, load: TileLoad): void {
  for (const { block, trits } of load.loads.weights) out.write(SPACE.weights, block * weightWords(target.tile), encodeWeightBlock(target, trits), load);
  for (const run of runsOf(load.loads.taps, (entry) => entry.set)) {
    const setWords = target.tile.banks / 2;
    out.write(SPACE.taps, (run[0]?.set ?? 0) * setWords, run.flatMap((entry) => entry.taps.map(encodeTap)), load);
  }
  const passes = [...load.loads.passes].sort((x, y) => x.at - y.at);
  for (const run of runsOf(passes, (entry) => entry.at)) encodePasses(out, load, run);
  for (const run of runsOf(load.loads.neurons, (entry) => entry.group * target.tile.neurons + entry.neuron)) {
    const first = run[0];
    if (first) out.write(SPACE.thresholds, (first.group * target.tile.neurons + first.neuron) * 4, run.flatMap((entry) => encodeNeuron(entry.constants)), load);
  }
  for (const { table, codes } of load.loads.pairs) out.write(SPACE.pairs, table * 64, codes.flatMap((code) => [field(code, 3, 'code'), 0]), load);
}

/** Splits a list into runs whose keys are consecutive (at most 1,000 entries each, so that lengths fit). */
function runsOf<T>(entries: readonly T[], key: (entry: T) => number): T[][] {
  const runs: T[][] = [];
  let previous = Number.NaN;
  for (const entry of entries) {
    const run = runs.at(-1);
    if (run && key(entry) === previous + 1 && run.length < 1000) run.push(entry);
    else runs.push([entry]);
    previous = key(entry);
  }
  return runs;
}

/** Two descriptors share a word, so a list must start at an even place and is padded at its end. */
function encodePasses(out: WordStream, to: Destination, run: readonly { readonly at: number; readonly descriptor: PassDescriptor }[]): void {
  const at = run[0]?.at ?? 0;
  if (at % 2 !== 0) bug('a pass list must start at an even place');
  out.write(SPACE.passes, at / 2, run.map((entry) => encodePass(entry.descriptor)), to);
}

const encodeTap = (tap: Tap): number => field(tap.lines, 11, 'tap lines') | (field(tap.ky, 6, 'tap row') << 11) | (signed(tap.j, 15, 'tap column') << 17);

const encodePass = (pass: PassDescriptor): number =>
  field(pass.weightBlock, 12, 'weight block') | (field(pass.tapSet, 9, 'tap set') << 12) |
  (Number(pass.first) << 21) | (Number(pass.triple) << 22) | (Number(pass.last) << 23) | (Number(pass.skip ?? false) << 24);

function encodeNeuron(constants: NeuronConstants): number[] {
  const thresholds = [0, 1, 2, 3, 4, 5, 6].map((k) => signed(constants.thresholds[k] ?? 0, 24, 'threshold'));
  // The tile adds, so it gets the correction negated. Pooling compares what a falling neuron shows, 7 - n: it keeps the smaller where
  // the larger n is asked for, and the other way round.
  const keepsSmaller = constants.falling !== constants.poolMin;
  return [(-constants.correction & 0xffffff) | (Number(constants.falling) << 24) | (Number(keepsSmaller) << 25), ...thresholds];
}

function encodePhase(out: WordStream, target: Target, phase: Phase, isLast: boolean): void {
  for (const load of phase.loads) encodeLoad(out, target, load);
  for (const tile of phase.tiles) out.write(SPACE.registers, 0, tileRegisters(tile, target.tile), { rowMask: 1 << tile.row, colMask: 1 << tile.col });
  const channels = [...phase.reads, ...phase.writes];
  channels.forEach((channel, index) => {
    if (channel) out.write(SPACE.channels, index * 4, channelRegisters(channel, target.memory), { rowMask: 0, colMask: 0 });
  });
  out.header(PACKET.go, 0, Number(isLast), 0, { rowMask: 0xfff, colMask: 0xfff });
}

const jump = (value: WriterJump): number =>
  signed(value.block, 16, 'writer jump') | (signed(value.lines, 13, 'writer lines') << 16) | (field(value.skew, 3, 'writer skew') << 29);

const IDENTITY = [0, 1, 2, 3, 4, 5, 6, 7];

/** The 32 tile registers of docs/hardware.md, in the order of hdl/rtl/nf_tile_config.sv. */
function tileRegisters(tile: TileConfig, { neurons, epilogueLanes }: TileSpec): number[] {
  const r = new Array<number>(32).fill(0);
  const { routes, writer, sequencer: seq, epilogue, merge } = tile;
  r[0] =
    Number(writer !== null) | (Number(seq !== null) << 1) | (Number(merge !== null) << 2) |
    (Number(epilogue?.absolute ?? false) << 3) | (Number(epilogue?.rawEmit ?? false) << 4) |
    (Number(epilogue?.skip ?? false) << 5) | (Number(epilogue?.sums !== undefined) << 6) | (Number(epilogue?.mode === 'raw') << 7) |
    (Number((epilogue?.pairTable ?? null) !== null && !epilogue?.skip) << 8) | (Number(seq?.chunkOuter ?? false) << 9);
  r[1] = routes.n | (routes.e << 3) | (routes.s << 6) | (routes.w << 9) | (routes.a << 12) | (routes.b << 15);
  if (writer) {
    const [n0, n1, n2, n3] = writer.counts.map((count) => field(count, 12, 'writer count')) as [number, number, number, number];
    r[3] = n0 | (n1 << 16);
    r[4] = n2 | (n3 << 16);
    writer.jumps.forEach((value, k) => { r[5 + k] = jump(value); });
    r[9] = field(writer.rows, 16, 'rows') | (field(writer.ring, 6, 'ring') << 16) | (field(writer.slotLines, 10, 'lines of a slot') << 22);
    r[10] = field(writer.rowSkew, 3, 'row skew');
    if (writer.keep) {
      const { planes, planeShift, planeLines } = writer.keep;
      r[2] = field(planeLines, 10, 'lines of a plane') | (field(planeShift, 2, 'planes of a bit') << 10) | (1 << 12);
      r[31] = field(planes, 32, 'planes');
    }
  }
  if (seq) {
    r[11] = field(seq.outputRows, 16, 'output rows') | (field(seq.groups, 8, 'groups') << 16) | (seq.digitPlanes << 24);
    r[12] = signed(seq.firstBase, 16, 'first base') | (field(seq.rowStep, 16, 'row step') << 16);
    r[13] = field(seq.span, 16, 'span') | (field(seq.digitLines, 16, 'digit lines') << 16);
    r[14] = field(seq.rowStepMod, 6, 'row step') | (field(seq.rowsMod, 6, 'rows') << 8) | (field(seq.firstMod, 6, 'first row') << 16);
    r[15] = seq.rotStep | (seq.rotFrame << 4) | (seq.rotFirst << 8) | (seq.rotPy << 12);
    r[16] = field(seq.pv, 8, 'pool height') | (field(seq.ph, 8, 'pool width') << 8) | (field(seq.pyRows, 8, 'pool row step') << 16);
    r[17] = field(seq.pxStep, 16, 'pixel step') | (field(seq.xStep, 16, 'x step') << 16);
    r[18] = field(seq.chunks, 8, 'chunks') | (field(seq.chunkX, 16, 'chunk') << 8);
    r[19] = field(seq.lastChunkX, 16, 'last chunk') | (field(seq.chunkStep, 16, 'chunk step') << 16);
    r[20] = field(seq.width, 16, 'width');
    r[21] = field(seq.passBase, 12, 'pass base') | (field(epilogue?.thresholdBase ?? 0, 8, 'threshold base') << 16);
    if (seq.square !== null && seq.digitPlanes !== 2) bug('a square has two digits');
    r[22] =
      seq.padDigits[0] | (seq.padDigits[1] << 3) | (seq.padDigits[2] << 6) |
      (field(seq.square ?? 0, 3, 'zero of squares') << 9) | (Number(seq.square !== null) << 12);
    const xTotal = seq.chunkOuter ? seq.chunkX : (seq.chunks - 1) * seq.chunkX + seq.lastChunkX;
    r[23] = field(xTotal * seq.pv * seq.ph, 16, 'pixels of a visit') | (field(seq.pv * seq.ph, 16, 'pool window') << 16);
  }
  if (epilogue) {
    if (epilogue.absolute && epilogue.pairTable !== null) bug('a pair table takes values, not absolute values');
    if (epilogue.halves * 8 > neurons || epilogue.lastNeurons > neurons) bug(`an epilogue emits more than the ${neurons} neurons of a tile`);
    const lastItem = epilogue.lastNeurons - Number(!epilogue.argmax);
    r[24] =
      field((epilogue.halves * 8) / epilogueLanes - 1, 4, 'last step of codes') |
      (field(lastItem, 6, 'last raw item') << 8) | (field(epilogue.lastNeurons, 6, 'neurons') << 16) | (keptSteps(epilogue, epilogueLanes) << 24);
    r[25] = (epilogue.codeMap ?? IDENTITY).reduce((word, code, k) => word | (code << (3 * k)), 0) | (field(epilogue.sums?.table ?? epilogue.pairTable ?? 0, 2, 'pair table') << 24);
    (epilogue.sums?.values ?? []).forEach((value, k) => {
      const [word, at] = k < 4 ? [10, 8 + 6 * k] : k < 7 ? [22, 14 + 6 * (k - 4)] : [20, 16];
      r[word] = (r[word] as number) | (field(value, 6, 'value of a code') << at);
    });
  }
  if (merge) {
    r[26] = field(merge.upstream, 24, 'upstream beats');
    r[27] = field(merge.own, 24, 'own beats');
    r[28] = field(merge.rounds, 16, 'rounds');
    r[29] = field(merge.tailUpstream, 24, 'upstream tail');
    r[30] = field(merge.tailOwn, 24, 'own tail');
  }
  return r;
}

/** A mask of the steps that keep a sum each; all ones where every step has its own. */
function keptSteps({ sums, halves }: EpilogueConfig, epilogueLanes: number): number {
  if (sums === undefined || sums.kept === halves) return 15;
  const steps = (sums.kept * 8) / epilogueLanes;
  if ((steps & (steps - 1)) !== 0 || halves % sums.kept !== 0) bug(`${halves} items of a pixel keep ${sums.kept} sums`);
  return steps - 1;
}

/** A run in memory words, with the places of its first and its last beat in theirs. */
function channelRegisters(channel: ChannelConfig, memory: Target['memory']): number[] {
  const perWord = wordBeats(memory);
  const beats = field(channel.skip, 3, 'beats skipped') + field(channel.runBeats, 24, 'beats of a run');
  return [
    channel.base, Math.ceil(beats / perWord) | (channel.skip << 24) | (((beats - 1) % perWord) << 27), field(channel.runs, 16, 'runs'), field(channel.runStride, 32, 'run stride'),
    field(channel.frameShift, 5, 'frame shift') | (1 << 8) | (Number(channel.perFrame) << 9), 0,
  ];
}
