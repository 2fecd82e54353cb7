// Runs a Program for its values, straight from docs/hardware.md and without time: row memory with banks, ring and rotation, passes,
// accumulators, epilogue, merge, routes and memory. Shares nothing with the scheduler or with the simulator.
// Throws where the machine would wait forever, where lanes of one pass meet in a bank, or where a stream has beats too few or left.
import type { ChannelConfig, NeuronConstants, PassDescriptor, Phase, Program, Tap, TileConfig, TileLoad } from '../../../compiler/program/program.ts';
import { edgePorts } from '../../../compiler/target/target.ts';

export interface Interpretation {
  /** All memory words from the base on, after the run. */
  readonly words: Uint32Array;
  /** Own beats of a tile, frame after frame, by `phase row col`. */
  readonly own: ReadonlyMap<string, number[]>;
}

interface Stores {
  /** Neurons of a group. */
  readonly groupSize: number;
  readonly weights: Map<number, readonly number[]>;
  readonly taps: Map<number, readonly Tap[]>;
  readonly passes: Map<number, PassDescriptor>;
  readonly neurons: Map<number, NeuronConstants>;
  readonly pairs: Map<number, readonly number[]>;
}

/** Digit `a` of the square of each of 8 codes. */
function squaresOf(word: number, zero: number, a: number): number {
  let digits = 0;
  for (let i = 0; i < 8; i++) {
    const distance = ((word >> (3 * i)) & 7) - zero;
    digits |= (a === 0 ? (distance * distance) % 8 : Math.floor((distance * distance) / 8)) << (3 * i);
  }
  return digits;
}

/** `words` holds the packed inputs of `frames` frames and is changed in place. */
export function interpret(program: Program, words: Uint32Array, frames: number): Interpretation {
  const { rows, cols } = program.target;
  const stores: Stores[] = Array.from({ length: rows * cols }, () => ({ groupSize: program.target.tile.neurons, weights: new Map(), taps: new Map(), passes: new Map(), neurons: new Map(), pairs: new Map() }));
  const load = (loads: readonly TileLoad[]): void => { for (const entry of loads) applyLoad(program, stores, entry); };
  const own = new Map<string, number[]>();
  const collect = (phase: number, frame: number, count: number): void => {
    const run = new PhaseRun(program, program.phases[phase] as Phase, stores, words, frame, count);
    for (const [key, beats] of run.execute()) own.set(`${phase} ${key}`, [...(own.get(`${phase} ${key}`) ?? []), ...beats]);
  };
  load(program.resident);
  load(program.phases[0]?.loads ?? []);
  if (program.phases.length === 1) {
    collect(0, 0, frames);
    return { words, own };
  }
  for (let frame = 0; frame < frames; frame++) {
    for (let phase = 0; phase < program.phases.length; phase++) {
      // The next phase's data are written while this one runs: they must not disturb it.
      load(program.phases[(phase + 1) % program.phases.length]?.loads ?? []);
      collect(phase, frame, 1);
    }
  }
  return { words, own };
}

function applyLoad(program: Program, stores: readonly Stores[], { rowMask, colMask, loads }: TileLoad): void {
  const { rows, cols } = program.target;
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      if (!((rowMask >> row) & 1 && (colMask >> col) & 1)) continue;
      const store = stores[row * cols + col] as Stores;
      for (const { block, trits } of loads.weights) store.weights.set(block, trits);
      for (const { set, taps } of loads.taps) store.taps.set(set, taps);
      for (const { at, descriptor } of loads.passes) store.passes.set(at, descriptor);
      for (const { group, neuron, constants } of loads.neurons) store.neurons.set(group * store.groupSize + neuron, constants);
      for (const { table, codes } of loads.pairs) store.pairs.set(table, codes);
    }
  }
}

const OPPOSITE = { N: 'S', E: 'W', S: 'N', W: 'E' } as const;
type Side = keyof typeof OPPOSITE;
const SIDE_OF_CODE: readonly (Side | 'L' | null)[] = [null, 'N', 'E', 'S', 'W', 'L'];
const STEP: Readonly<Record<Side, readonly [number, number]>> = { N: [-1, 0], E: [0, 1], S: [1, 0], W: [0, -1] };
const MODULUS = 2 ** 24;

class PhaseRun {
  readonly program: Program;
  readonly phase: Phase;
  readonly stores: readonly Stores[];
  readonly bytes: Uint8Array;
  readonly frame: number;
  readonly count: number;
  readonly merged = new Map<number, number[]>();
  readonly own = new Map<string, number[]>();

  constructor(program: Program, phase: Phase, stores: readonly Stores[], words: Uint32Array, frame: number, count: number) {
    this.program = program;
    this.phase = phase;
    this.stores = stores;
    this.bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    this.frame = frame;
    this.count = count;
  }

  execute(): Map<string, number[]> {
    const ports = edgePorts(this.program.target);
    this.phase.writes.forEach((channel, index) => {
      if (channel === null) return;
      const port = ports[index] as (typeof ports)[number];
      const tile = this.tileAt(port.row, port.col);
      const beats = this.streamOf(tile, routeOf(tile, port.side));
      this.store(channel, beats);
    });
    for (const tile of this.phase.tiles) if (tile.sequencer && !this.own.has(`${tile.row} ${tile.col}`)) throw new Error(`tile ${tile.row},${tile.col} feeds nothing`);
    return this.own;
  }

  tileAt(row: number, col: number): TileConfig {
    const tile = this.phase.tiles.find((entry) => entry.row === row && entry.col === col);
    if (!tile) throw new Error(`no tile at ${row},${col}`);
    return tile;
  }

  /** The first of the three bytes of every beat. */
  *bytesOf(channel: ChannelConfig): Generator<number> {
    const { axiBytes, base } = this.program.target.memory;
    const perWord = axiBytes === 16 ? 5 : 2;
    for (let f = this.frame; f < this.frame + this.count; f++) {
      for (let run = 0; run < channel.runs; run++) {
        const from = channel.base + (channel.perFrame ? f * 2 ** channel.frameShift : 0) + run * channel.runStride;
        if (from % axiBytes !== 0) throw new Error(`run at ${from} starts inside a memory word`);
        if (channel.skip < 0 || channel.skip >= perWord) throw new Error(`a run skips ${channel.skip} beats`);
        for (let i = channel.skip; i < channel.skip + channel.runBeats; i++) yield from - base + axiBytes * Math.floor(i / perWord) + 3 * (i % perWord);
      }
    }
  }

  store(channel: ChannelConfig, beats: readonly number[]): void {
    let i = 0;
    for (const at of this.bytesOf(channel)) {
      const beat = beats[i++];
      if (beat === undefined) throw new Error(`write channel of ${channel.tensor} gets too few beats`);
      for (let byte = 0; byte < 3; byte++) this.bytes[at + byte] = beat >> (8 * byte);
    }
    if (i !== beats.length) throw new Error(`write channel of ${channel.tensor} has ${beats.length - i} beats left`);
  }

  /** All beats that arrive at the FIFO which `code` names in `tile`. */
  streamOf(tile: TileConfig, code: number): number[] {
    const side = SIDE_OF_CODE[code];
    if (side === null || side === undefined) throw new Error(`tile ${tile.row},${tile.col} selects nothing`);
    if (side === 'L') return this.outputOf(tile);
    const [dy, dx] = STEP[side];
    const { rows, cols } = this.program.target;
    const y = tile.row + dy;
    const x = tile.col + dx;
    if (y >= 0 && y < rows && x >= 0 && x < cols) {
      const neighbour = this.tileAt(y, x);
      return this.streamOf(neighbour, routeOf(neighbour, OPPOSITE[side]));
    }
    const index = edgePorts(this.program.target).findIndex((port) => port.row === tile.row && port.col === tile.col && port.side === side);
    const channel = this.phase.reads[index];
    if (!channel) throw new Error(`nothing is read at edge port ${index}`);
    return Array.from(this.bytesOf(channel), (at) => (this.bytes[at] as number) | ((this.bytes[at + 1] as number) << 8) | ((this.bytes[at + 2] as number) << 16));
  }

  outputOf(tile: TileConfig): number[] {
    const key = tile.row * this.program.target.cols + tile.col;
    const known = this.merged.get(key);
    if (known) return known;
    const own = runTile(tile, this.stores[key] as Stores, this.streamOf(tile, tile.routes.a), this.count);
    this.own.set(`${tile.row} ${tile.col}`, own);
    const result = tile.merge === null ? own : this.merge(tile, own);
    this.merged.set(key, result);
    return result;
  }

  merge(tile: TileConfig, own: readonly number[]): number[] {
    const { merge } = tile;
    if (merge === null) return [...own];
    const upstream = this.streamOf(tile, tile.routes.b);
    const result: number[] = [];
    let u = 0;
    let o = 0;
    const take = (up: number, mine: number): void => {
      result.push(...upstream.slice(u, u + up), ...own.slice(o, o + mine));
      u += up;
      o += mine;
    };
    for (let f = 0; f < this.count; f++) {
      for (let round = 0; round < merge.rounds; round++) take(merge.upstream, merge.own);
      take(merge.tailUpstream, merge.tailOwn);
    }
    if (u !== upstream.length || o !== own.length) throw new Error(`merge of tile ${tile.row},${tile.col} takes ${u} of ${upstream.length} and ${o} of ${own.length} beats`);
    return result;
  }
}

function routeOf(tile: TileConfig, side: Side): number {
  return { N: tile.routes.n, E: tile.routes.e, S: tile.routes.s, W: tile.routes.w }[side];
}

function runTile(tile: TileConfig, store: Stores, input: readonly number[], frames: number): number[] {
  const { writer, sequencer: seq, epilogue } = tile;
  if (!writer || !seq || !epilogue) throw new Error('a tile without work has no output');
  const memory = createRowMemory(writer, input, frames);
  const output: number[] = [];
  const clip = (row: number): number => Math.min(Math.max(row, 0), writer.rows);
  const mod = (a: number, m: number): number => ((a % m) + m) % m;
  let frameSlot = 0;
  let frameRot = 0;
  for (let f = 0; f < frames; f++) {
    let base = seq.firstBase;
    let slot = (frameSlot + seq.firstMod) % writer.ring;
    let rot = frameRot + seq.rotFirst;
    for (let y = 0; y < seq.outputRows; y++) {
      memory.fill(f * writer.rows + clip(base));
      if (memory.written() < f * writer.rows + clip(base + seq.span)) throw new Error(`row ${y} of ${tile.layer} waits for input forever`);
      let at = seq.passBase;
      let best: { value: number; index: number }[] = [];
      const visit = (chunk: number): number[][] => {
        let d = at;
        const count = chunk === seq.chunks - 1 ? seq.lastChunkX : seq.chunkX;
          const sums: number[][] = Array.from({ length: count * seq.pv * seq.ph }, () => new Array<number>(store.groupSize).fill(Number.NaN));
          for (; ; d++) {
            const pass = store.passes.get(d);
            if (!pass) throw new Error(`no pass descriptor at ${d}`);
            const weights = store.weights.get(pass.weightBlock);
            const taps = store.taps.get(pass.tapSet);
            if (!weights || !taps) throw new Error(`pass ${d} names what was never loaded`);
            for (let a = 0; a < seq.digitPlanes; a++) {
              let pixel = 0;
              for (let x = 0; x < count; x++) {
                for (let py = 0; py < seq.pv; py++) {
                  for (let px = 0; px < seq.ph; px++) {
                    const xb = chunk * seq.chunkStep + x * seq.xStep + px * seq.pxStep;
                    const values = taps.map((tap, i) => {
                      const b = tap.j + xb;
                      const row = base + py * seq.pyRows + tap.ky;
                      const used = weights.some((trit, k) => trit !== 0 && Math.floor((k % 64) / 8) === i);
                      if (b < 0 || b >= seq.width || row < 0 || row >= writer.rows) return (seq.padDigits[a] as number) * 0o11111111;
                      const bank = mod(i + rot + py * seq.rotPy + xb, 8);
                      const ring = (slot + py * seq.pyRows + tap.ky) % writer.ring;
                      const word = memory.read(bank, ring * writer.slotLines + tap.lines + a * seq.digitLines + (b >> 3), used);
                      return seq.square === null ? word : squaresOf(word, seq.square, a);
                    });
                    const sum = sums[pixel++] as number[];
                    for (let q = 0; q < store.groupSize; q++) {
                      let dot = 0;
                      for (let lane = 0; lane < 64; lane++) {
                        const trit = weights[q * 64 + lane] as number;
                        const value = ((values[lane >> 3] as number) >> (3 * (lane & 7))) & 7;
                        if (trit !== 0) dot += trit < 0 ? 7 - value : value;
                      }
                      const old = pass.first && a === 0 ? 0 : (sum[q] as number) * (pass.triple && a === 0 ? 3 : 1);
                      sum[q] = (old + (pass.skip ? MODULUS - dot * 2 ** 17 % MODULUS : dot * 8 ** a)) % MODULUS;
                    }
                  }
                }
              }
            }
            if (pass.last) break;
          }
        groupEnd = d + 1;
        return sums;
      };
      let groupEnd = at;
      const outer = seq.chunkOuter ? seq.chunks : 1;
      for (let turn = 0; turn < outer; turn++) {
        at = seq.passBase;
        best = [];
        for (let group = 0; group < seq.groups; group++) {
          const pixels = seq.chunkOuter ? visit(turn) : Array.from({ length: seq.chunks }, (_, chunk) => visit(chunk)).flat();
          at = groupEnd;
          best = emitGroup(tile, store, group, pixels, output, best);
        }
      }
      const isLast = y === seq.outputRows - 1;
      base = isLast ? seq.firstBase : base + seq.rowStep;
      slot = (slot + seq.rowStepMod) % writer.ring;
      rot += seq.rotStep;
    }
    frameSlot = (frameSlot + seq.rowsMod) % writer.ring;
    frameRot += seq.rotFrame;
  }
  memory.fill(frames * writer.rows);
  if (memory.written() !== frames * writer.rows) throw new Error('input rows are left');
  return output;
}

function createRowMemory(writer: NonNullable<TileConfig['writer']>, input: readonly number[], frames: number) {
  const banks = Array.from({ length: 8 }, () => new Map<number, number>());
  const beats = writer.counts.reduce((product, count) => product * count, 1);
  if (input.length !== frames * writer.rows * beats) throw new Error(`writer wants ${frames * writer.rows * beats} beats and gets ${input.length}`);
  let written = 0;
  let next = 0;
  const writeRow = (): void => {
    let block = 0;
    let lines = 0;
    let skew = (written * writer.rowSkew) % 8;
    const at = [0, 0, 0, 0];
    const { keep } = writer;
    let plane = 0;
    let start: [number, number] = [0, 0];
    for (let i = 0; i < beats; i++) {
      const isStored = keep === undefined || ((keep.planes >>> (plane >> keep.planeShift)) & 1) === 1;
      if (isStored && (block < 0 || lines + (block >> 3) >= writer.slotLines)) throw new Error('the writer leaves its slot');
      const address = (written % writer.ring) * writer.slotLines + lines + (block >> 3);
      const beat = input[next++] as number;
      if (isStored) (banks[(((block + skew) % 8) + 8) % 8] as Map<number, number>).set(address, beat);
      for (let level = 0; level < 4; level++) {
        at[level] = (at[level] as number) + 1;
        const jump = writer.jumps[level] as (typeof writer.jumps)[number];
        if ((at[level] as number) < (writer.counts[level] as number)) {
          block += jump.block;
          if (keep === undefined) lines += jump.lines;
          else if (level === 1) [plane, lines] = start;
          else {
            if (isStored) lines += keep.planeLines;
            plane++;
            if (level > 1) start = [plane, lines];
          }
          skew += jump.skew;
          break;
        }
        at[level] = 0;
      }
    }
    written++;
  };
  return {
    written: () => written,
    /** Writes as many rows as the ring takes when `free` is the first row still needed. */
    fill: (free: number): void => { while (written < frames * writer.rows && written - free < writer.ring) writeRow(); },
    read: (bank: number, address: number, isUsed: boolean): number => {
      const value = banks[bank]?.get(address);
      if (value === undefined && isUsed) throw new Error(`bank ${bank} line ${address} was never written`);
      return value ?? 0;
    },
  };
}

function emitGroup(tile: TileConfig, store: Stores, group: number, pixels: readonly (readonly number[])[], output: number[], carried: { value: number; index: number }[]) {
  const { epilogue, sequencer: seq } = tile;
  if (!epilogue || !seq) return carried;
  const constantsOf = (neuron: number): NeuronConstants => {
    const constants = store.neurons.get((epilogue.thresholdBase + group) * store.groupSize + neuron);
    if (!constants) throw new Error(`group ${group} has no constants for neuron ${neuron}`);
    return constants;
  };
  const signed = (value: number): number => { const v = ((value % MODULUS) + MODULUS) % MODULUS; return v >= MODULUS / 2 ? v - MODULUS : v; };
  const isLast = group === seq.groups - 1;
  if (epilogue.mode === 'raw') {
    return pixels.map((sums, pixel) => {
      let best = carried[pixel] ?? { value: Number.NEGATIVE_INFINITY, index: 0 };
      const count = isLast ? epilogue.lastNeurons : store.groupSize;
      for (let q = 0; q < count; q++) {
        const value = signed((sums[q] as number) - constantsOf(q).correction);
        if (value > best.value) best = { value, index: group * store.groupSize + q };
        if (epilogue.rawEmit) output.push(((value % MODULUS) + MODULUS) % MODULUS);
      }
      if (epilogue.argmax && isLast) output.push(best.index);
      return best;
    });
  }
  const window = seq.pv * seq.ph;
  const pairs = epilogue.pairTable === null ? null : (store.pairs.get(epilogue.pairTable) ?? null);
  if (epilogue.pairTable !== null && pairs === null) throw new Error(`no pair table ${epilogue.pairTable}`);
  const { sums } = epilogue;
  if (sums !== undefined) {
    const codeOf = (q: number, acc: number): number => {
      const { correction, thresholds, falling } = constantsOf(q);
      const v = signed((epilogue.absolute ? 2 * acc : acc) - correction);
      const n = thresholds.filter((t) => (epilogue.absolute && v < 0 ? -v - 1 : v) >= t).length;
      return falling ? 7 - n : n;
    };
    const entries = [...store.pairs].flatMap(([table, codes]) => codes.map((code, k) => [64 * table + k, code] as const));
    const table = new Map(entries);
    for (let first = 0; first < pixels.length; first += window) {
      for (let half = 0; half < sums.kept; half++) {
        let beat = 0;
        for (let lane = 0; lane < 8; lane++) {
          let sum = 64 * sums.table;
          for (const pixel of pixels.slice(first, first + window)) {
            for (let part = half; part < epilogue.halves; part += sums.kept) sum += sums.values[codeOf(8 * part + lane, pixel[8 * part + lane] as number)] as number;
          }
          const code = table.get(sum);
          if (code === undefined) throw new Error(`sum ${sum} has no entry`);
          beat += code * 8 ** lane;
        }
        output.push(beat);
      }
    }
    return carried;
  }
  for (let first = 0; first < pixels.length; first += window) {
    for (let half = 0; half < epilogue.halves; half++) {
      let beat = 0;
      for (let lane = 0; lane < 8; lane++) {
        const constants = constantsOf(half * 8 + lane);
        const counts = pixels.slice(first, first + window).map((sums) => {
          const acc = sums[half * 8 + lane] as number;
          const v = signed((epilogue.absolute ? 2 * acc : acc) - constants.correction);
          const u = epilogue.absolute && v < 0 ? -v - 1 : v;
          if (pairs !== null) return pairs[v & 63] as number;
          return constants.thresholds.filter((t) => u >= t).length;
        });
        if (epilogue.skip && pairs !== null) {
          const value = signed((pixels[first]?.[half * 8 + lane] as number) - constants.correction);
          const count = constants.thresholds.filter((t) => value % 2 ** 17 + (value < 0 && value % 2 ** 17 !== 0 ? 2 ** 17 : 0) >= t).length;
          beat += (pairs[8 * (constants.falling ? 7 - count : count) + (Math.floor(value / 2 ** 17) & 7)] as number) * 8 ** lane;
          continue;
        }
        const n = constants.poolMin ? Math.min(...counts) : Math.max(...counts);
        const code = constants.falling ? 7 - n : n;
        beat += (epilogue.codeMap === null ? code : (epilogue.codeMap[code] as number)) * 8 ** lane;
      }
      output.push(beat);
    }
  }
  return carried;
}
