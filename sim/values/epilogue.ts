// From accumulators to output beats (docs/hardware.md section 5): correction, absolute value, thresholds or pair table, pooling, code map;
// thresholds and table of a skip; raw values and argmax. Accumulators come as integers that count modulo 2^24.
import type { EpilogueConfig, SequencerConfig, SumPooling } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import type { TileMemory } from './tile-memory.ts';
import { neuronAt } from './tile-memory.ts';

/** Constants of all groups, flat by group * neurons + neuron; thresholds ascending, 7 each. */
export interface EpilogueTable {
  readonly correction: Int32Array;
  readonly thresholds: Int32Array;
  /** 0 keeps a code, 7 turns it into 7 - code (as an exclusive or). */
  readonly flip: Uint8Array;
  readonly poolMin: Uint8Array;
}

export function epilogueTable(memory: TileMemory, target: Target, epilogue: EpilogueConfig, groups: number): EpilogueTable {
  const { neurons } = target.tile;
  const table: EpilogueTable = {
    correction: new Int32Array(groups * neurons), thresholds: new Int32Array(7 * groups * neurons),
    flip: new Uint8Array(groups * neurons), poolMin: new Uint8Array(groups * neurons),
  };
  for (let group = 0; group < groups; group++) {
    for (let neuron = 0; neuron < neurons; neuron++) {
      const constants = neuronAt(memory, target, (epilogue.thresholdBase + group) % target.tile.thresholdGroups, neuron);
      const at = group * neurons + neuron;
      table.correction[at] = constants.correction;
      table.flip[at] = constants.falling ? 7 : 0;
      table.poolMin[at] = constants.poolMin ? 1 : 0;
      // Only the number of thresholds reached counts, so their order does not matter.
      table.thresholds.set(Int32Array.from({ length: 7 }, (_, k) => constants.thresholds[k] ?? 0).sort(), 7 * at);
    }
  }
  return table;
}

/** v of section 5 from the accumulator: signed 24 bits. The exclusive or of `absolute` belongs to codes alone: raw values keep their sign. */
export function correctedValue(accumulator: number, correction: number, absolute: boolean): number {
  return (((absolute ? 2 * accumulator : accumulator) - correction) << 8) >> 8;
}

/** Number of thresholds that v has reached, by halving. */
export function reachedThresholds(thresholds: Int32Array, at: number, v: number): number {
  let n = v >= (thresholds[at + 3] as number) ? 4 : 0;
  if (v >= (thresholds[at + n + 1] as number)) n += 2;
  return v >= (thresholds[at + n] as number) ? n + 1 : n;
}

/** Beats that one output row makes. */
export function rowBeats(sequencer: SequencerConfig, epilogue: EpilogueConfig, neurons: number): number {
  const { groups, chunks, chunkX, lastChunkX, pv, ph } = sequencer;
  const positions = (chunks - 1) * chunkX + lastChunkX;
  if (epilogue.mode === 'codes') return positions * groups * (epilogue.sums?.kept ?? epilogue.halves);
  const raw = epilogue.rawEmit ? (groups - 1) * neurons + epilogue.lastNeurons : 0;
  return positions * pv * ph * (raw + Number(epilogue.argmax));
}

/** Turns the accumulators of one output row, [group][pixel][neuron], into beats from `at` on; returns the place behind them. */
export type RowEpilogue = (accumulators: Int32Array, beats: Int32Array, at: number) => number;

export function makeEpilogue(memory: TileMemory, target: Target, sequencer: SequencerConfig, epilogue: EpilogueConfig): RowEpilogue {
  const table = epilogueTable(memory, target, epilogue, sequencer.groups);
  const visits = visitsOf(sequencer, target.tile.neurons);
  if (epilogue.mode === 'raw') return makeRaw(table, visits, target.tile.neurons, epilogue);
  const codes: Codes = {
    map: Uint8Array.from(epilogue.codeMap ?? [0, 1, 2, 3, 4, 5, 6, 7]),
    pairs: epilogue.pairTable === null ? null : Uint8Array.from({ length: 64 }, (_, v) => memory.pairs.get(epilogue.pairTable ?? 0)?.[v] ?? 0),
    window: sequencer.pv * sequencer.ph,
    halves: epilogue.halves,
    absolute: epilogue.absolute,
  };
  if (epilogue.skip && codes.pairs !== null) return makeSkips(table, visits, target.tile.neurons, { pairs: codes.pairs, halves: codes.halves });
  if (epilogue.sums !== undefined) return makeSums(table, visits, target.tile, codes, { ...epilogue.sums, entries: tableEntries(memory, target) });
  return codes.window === 1 && !codes.absolute && codes.pairs === null ? makePlainCodes(table, visits, target.tile.neurons, codes) : makeCodes(table, visits, target.tile.neurons, codes);
}

/** The pixels of one group that leave together: accumulators from `first` on. */
interface Visit {
  readonly group: number;
  readonly first: number;
  readonly pixels: number;
}

/** Group by group over the whole row, or with chunkOuter chunk by chunk over all groups. */
function visitsOf({ groups, chunks, chunkX, lastChunkX, pv, ph, chunkOuter }: SequencerConfig, neurons: number): Visit[] {
  const window = pv * ph;
  const pixels = ((chunks - 1) * chunkX + lastChunkX) * window;
  const visit = (group: number, from: number, count: number): Visit => ({ group, first: (group * pixels + from) * neurons, pixels: count });
  if (!chunkOuter) return Array.from({ length: groups }, (_, group) => visit(group, 0, pixels));
  return Array.from({ length: chunks * groups }, (_, k) => visit(k % groups, Math.floor(k / groups) * chunkX * window, chunkX * window));
}

interface Codes {
  readonly map: Uint8Array;
  readonly pairs: Uint8Array | null;
  readonly window: number;
  readonly halves: number;
  readonly absolute: boolean;
}

function makeCodes(table: EpilogueTable, visits: readonly Visit[], neurons: number, { map, pairs, window, halves, absolute }: Codes): RowEpilogue {
  const { correction, thresholds, flip, poolMin } = table;
  const best = new Uint8Array(8 * halves);
  return (accumulators, beats, start) => {
    let at = start;
    for (const { group, first, pixels } of visits) {
      const constants = group * neurons;
      for (let pixel = 0; pixel < pixels; pixel++) {
        const place = pixel % window;
        for (let q = 0; q < 8 * halves; q++) {
          const v = correctedValue(accumulators[first + pixel * neurons + q] as number, correction[constants + q] as number, absolute);
          const u = absolute && v < 0 ? ~v : v;
          const n = pairs === null ? reachedThresholds(thresholds, 7 * (constants + q), u) : (pairs[u & 63] as number);
          if (place === 0 || (poolMin[constants + q] === 1 ? n < (best[q] as number) : n > (best[q] as number))) best[q] = n;
        }
        if (place !== window - 1) continue;
        for (let half = 0; half < halves; half++) {
          let beat = 0;
          for (let i = 0; i < 8; i++) beat |= (map[(best[8 * half + i] as number) ^ (flip[constants + 8 * half + i] as number)] as number) << (3 * i);
          beats[at++] = beat;
        }
      }
    }
    return at;
  };
}

/** All pair tables as one list. */
const tableEntries = (memory: TileMemory, { tile }: Target): Uint8Array =>
  Uint8Array.from({ length: 64 * tile.pairTables }, (_, entry) => memory.pairs.get(entry >> 6)?.[entry & 63] ?? 0);

/** Sums of the values of codes over a window, which are looked up. */
function makeSums(
  { correction, thresholds, flip }: EpilogueTable, visits: readonly Visit[], { neurons }: Target['tile'], { window, halves, absolute }: Codes, sums: SumPooling & { readonly entries: Uint8Array },
): RowEpilogue {
  const { values, table, kept, entries } = sums;
  const totals = new Int32Array(8 * kept);
  return (accumulators, beats, start) => {
    let at = start;
    for (const { group, first, pixels } of visits) {
      const constants = group * neurons;
      for (let pixel = 0; pixel < pixels; pixel++) {
        if (pixel % window === 0) totals.fill(64 * table);
        for (let q = 0; q < 8 * halves; q++) {
          const v = correctedValue(accumulators[first + pixel * neurons + q] as number, correction[constants + q] as number, absolute);
          const code = reachedThresholds(thresholds, 7 * (constants + q), absolute && v < 0 ? ~v : v) ^ (flip[constants + q] as number);
          const slot = q % (8 * kept);
          totals[slot] = (totals[slot] as number) + (values[code] as number);
        }
        if (pixel % window !== window - 1) continue;
        for (let half = 0; half < kept; half++) {
          let beat = 0;
          for (let i = 0; i < 8; i++) beat |= (entries[(totals[8 * half + i] as number) % entries.length] as number) << (3 * i);
          beats[at++] = beat;
        }
      }
    }
    return at;
  };
}

/** The most frequent case: thresholds alone, without a window and without an absolute value. */
function makePlainCodes({ correction, thresholds, flip }: EpilogueTable, visits: readonly Visit[], neurons: number, { map, halves }: Codes): RowEpilogue {
  return (accumulators, beats, start) => {
    let at = start;
    for (const { group, first, pixels } of visits) {
      for (let pixel = 0; pixel < pixels; pixel++) {
        let from = first + pixel * neurons;
        let neuron = group * neurons;
        for (let half = 0; half < halves; half++) {
          let beat = 0;
          for (let i = 0; i < 24; i += 3, neuron++) {
            const v = (((accumulators[from++] as number) - (correction[neuron] as number)) << 8) >> 8;
            beat |= (map[reachedThresholds(thresholds, 7 * neuron, v) ^ (flip[neuron] as number)] as number) << i;
          }
          beats[at++] = beat;
        }
      }
    }
    return at;
  };
}

/** Thresholds on the low 17 bits, then the table of the code and the three bits above them. */
function makeSkips({ correction, thresholds, flip }: EpilogueTable, visits: readonly Visit[], neurons: number, { pairs, halves }: { pairs: Uint8Array; halves: number }): RowEpilogue {
  return (accumulators, beats, start) => {
    let at = start;
    for (const { group, first, pixels } of visits) {
      for (let pixel = 0; pixel < pixels; pixel++) {
        let from = first + pixel * neurons;
        let neuron = group * neurons;
        for (let half = 0; half < halves; half++) {
          let beat = 0;
          for (let i = 0; i < 24; i += 3, neuron++) {
            const v = (accumulators[from++] as number) - (correction[neuron] as number);
            const code = reachedThresholds(thresholds, 7 * neuron, v & 0x1ffff) ^ (flip[neuron] as number);
            beat |= (pairs[8 * code + ((v >> 17) & 7)] as number) << i;
          }
          beats[at++] = beat;
        }
      }
    }
    return at;
  };
}

function makeRaw(table: EpilogueTable, visits: readonly Visit[], neurons: number, epilogue: EpilogueConfig): RowEpilogue {
  const groups = Math.max(...visits.map((visit) => visit.group)) + 1;
  let largest = 0;
  let index = 0;
  return (accumulators, beats, start) => {
    let at = start;
    for (const { group, first, pixels } of visits) {
      const valid = group === groups - 1 ? epilogue.lastNeurons : neurons;
      for (let pixel = 0; pixel < pixels; pixel++) {
        for (let q = 0; q < valid; q++) {
          const constants = group * neurons + q;
          const v = correctedValue(accumulators[first + pixel * neurons + q] as number, table.correction[constants] as number, epilogue.absolute);
          if (epilogue.rawEmit) beats[at++] = v & 0xffffff;
          if (constants === 0 || v > largest) {
            largest = v;
            index = constants;
          }
        }
        if (epilogue.argmax && group === groups - 1) beats[at++] = index;
      }
    }
    return at;
  };
}
