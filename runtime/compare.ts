// Holds up to two machines against the integer reference, value by value, and the two machines against each other, beat by beat and
// cycle by cycle. Knows how a Program places tensors; knows nothing of how either machine works. Differences are counted, the first is named.
import type { IntegerGraph, IntegerTensor } from '../compiler/ir/integer-graph.ts';
import type { Program, TileConfig } from '../compiler/program/program.ts';
import type { BeatLog, MachineRecord } from './machine-record.ts';
import { beatsInMemory, beatValue, streamPlaces, type StreamPlaces, wholeTensor } from './pack.ts';

export interface Difference {
  readonly what: 'value' | 'beats' | 'beat' | 'beat cycle' | 'write' | 'go cycle' | 'cycles';
  readonly place: string;
  readonly frame?: number;
  readonly tensor?: string;
  readonly channel?: number;
  readonly y?: number;
  readonly x?: number;
  readonly beat?: number;
  readonly expected?: number | null;
  readonly simulator: number | null;
  readonly rtl: number | null;
}

export interface Comparison {
  /** Tensors (by name) with every value found in at least one place, and those that never leave a tile. */
  readonly tensors: readonly string[];
  readonly tensorsInside: readonly string[];
  readonly valuesCompared: number;
  readonly valueMismatches: number;
  /** Beats, write beats and gos whose cycles were compared; 0 without cycles. */
  readonly cyclesCompared: number;
  readonly cycleMismatches: number;
  readonly firstDifference: Difference | null;
}

export interface CompareInput {
  readonly program: Program;
  readonly graph: IntegerGraph;
  /** Reference tensors by node id, one map per frame. */
  readonly expected: readonly ReadonlyMap<string, IntegerTensor>[];
  readonly simulator: MachineRecord | null;
  readonly rtl: MachineRecord | null;
  /** `values` where random stalls make times differ. */
  readonly scope: 'values' | 'values and cycles';
}

/** Compares everything that is visible. With one machine only, its values are held against the reference. */
export function compareMachines(input: CompareInput): Comparison {
  const state = new Tally();
  const names = new Map(input.graph.nodes.map((node) => [node.id, node.name]));
  const seen = new Set<string>();
  compareTiles(input, state, seen);
  compareMemory(input, state, seen);
  if (input.scope === 'values and cycles') compareTimes(input, state);
  const visible = input.graph.nodes.filter((node) => node.kind !== 'input' && node.kind !== 'flatten');
  return {
    tensors: visible.filter((node) => seen.has(node.id)).map((node) => node.name),
    tensorsInside: visible.filter((node) => !seen.has(node.id)).map((node) => node.name),
    valuesCompared: state.values,
    valueMismatches: state.valueMismatches,
    cyclesCompared: state.cycles,
    cycleMismatches: state.cycleMismatches,
    firstDifference: state.first === null ? null : named(state.first, names),
  };
}

/** Counts, and the first difference. */
class Tally {
  values = 0;
  valueMismatches = 0;
  cycles = 0;
  cycleMismatches = 0;
  first: Difference | null = null;
  note(difference: Difference): void {
    this.first ??= difference;
  }
}

const named = (difference: Difference, names: ReadonlyMap<string, string>): Difference =>
  difference.tensor === undefined ? difference : { ...difference, tensor: names.get(difference.tensor) ?? difference.tensor };

/** Beats of one frame that a tile sends of its own. */
export const ownBeatsPerFrame = (tile: TileConfig): number => {
  const order = tile.own[0]?.order;
  return order === undefined ? 0 : order.rows * order.rowBeats;
};

function compareTiles(input: CompareInput, state: Tally, seen: Set<string>): void {
  const { program, expected } = input;
  const isStreaming = program.phases.length === 1;
  const next = new Map<number, number>();
  const frameGroups = isStreaming ? [expected.map((_, frame) => frame)] : expected.map((_, frame) => [frame]);
  const places = new Map<TileConfig['own'][number], StreamPlaces>();
  for (const frames of frameGroups) {
    for (const phase of program.phases) {
      for (const tile of phase.tiles) {
        const index = tile.row * program.target.cols + tile.col;
        for (const frame of frames) {
          const at = next.get(index) ?? 0;
          next.set(index, at + ownBeatsPerFrame(tile));
          for (const own of tile.own) compareOwn(input, state, { tile, own, frame, at, index }, places);
        }
        for (const own of tile.own) seen.add(own.tensor);
      }
    }
  }
  for (const [machine, record] of [['simulator', input.simulator], ['rtl', input.rtl]] as const) {
    record?.tiles.forEach((log, index) => {
      const wanted = next.get(index) ?? 0;
      if (log.values.length === wanted) return;
      state.valueMismatches += 1;
      state.note({ what: 'beats', place: tileName(program, index), expected: wanted, simulator: null, rtl: null, [machine]: log.values.length });
    });
  }
}

interface OwnBeats {
  readonly tile: TileConfig;
  readonly own: TileConfig['own'][number];
  readonly frame: number;
  readonly at: number;
  readonly index: number;
}

function compareOwn(input: CompareInput, state: Tally, beats: OwnBeats, cache: Map<TileConfig['own'][number], StreamPlaces>): void {
  const { own, frame, at, index } = beats;
  const tensor = input.expected[frame]?.get(own.tensor);
  if (tensor === undefined) return;
  const places = cache.get(own) ?? streamPlaces(tensor.shape, own);
  cache.set(own, places);
  const sim = input.simulator?.tiles[index]?.values ?? null;
  const rtl = input.rtl?.tiles[index]?.values ?? null;
  compareValues(state, { tensor, id: own.tensor, frame, place: tileName(input.program, index), places, sim, simAt: at, rtl, rtlAt: at });
}

interface ValuePlace {
  readonly tensor: IntegerTensor;
  readonly id: string;
  readonly frame: number;
  readonly place: string;
  readonly places: StreamPlaces;
  readonly sim: Uint32Array | null;
  readonly simAt: number;
  readonly rtl: Uint32Array | null;
  readonly rtlAt: number;
}

function compareValues(state: Tally, { tensor, id, frame, place, places, sim, simAt, rtl, rtlAt }: ValuePlace): void {
  const { kind, element, beat, lane } = places;
  state.values += element.length;
  for (let i = 0; i < element.length; i++) {
    const expected = tensor.data[element[i] as number] as number;
    const k = lane[i] as number;
    const b = beat[i] as number;
    const simWord = sim === null ? -1 : sim[simAt + b];
    const rtlWord = rtl === null ? -1 : rtl[rtlAt + b];
    const simValue = sim === null ? expected : simWord === undefined ? null : beatValue(kind, simWord, k);
    const rtlValue = rtl === null ? expected : rtlWord === undefined ? null : beatValue(kind, rtlWord, k);
    if (simValue === expected && rtlValue === expected) continue;
    state.valueMismatches += 1;
    if (state.first !== null) continue;
    const [, height, width] = tensor.shape;
    const at = element[i] as number;
    state.note({
      what: 'value', place, frame, tensor: id, channel: Math.floor(at / (height * width)), y: Math.floor(at / width) % height, x: at % width,
      expected, simulator: sim === null ? null : simValue, rtl: rtl === null ? null : rtlValue,
    });
  }
}

function compareMemory(input: CompareInput, state: Tally, seen: Set<string>): void {
  const { program, expected } = input;
  for (const stored of program.tensors) {
    const places = streamPlaces(stored.shape, wholeTensor(stored.order, stored.offset));
    expected.forEach((tensors, frame) => {
      // A tensor that every frame overwrites shows the last frame only.
      if (!stored.perFrame && frame !== expected.length - 1) return;
      const tensor = tensors.get(stored.tensor);
      if (tensor === undefined) return;
      const address = stored.address + (stored.perFrame ? frame * 2 ** stored.frameShift : 0);
      const beatsOf = (record: MachineRecord | null): Uint32Array | null =>
        record === null ? null : beatsInMemory(places, record.memory.words, program.target.memory, (address - record.memory.base) / 4);
      compareValues(state, {
        tensor, id: stored.tensor, frame, place: `memory 0x${address.toString(16)}`, places, sim: beatsOf(input.simulator), simAt: 0, rtl: beatsOf(input.rtl), rtlAt: 0,
      });
    });
    seen.add(stored.tensor);
  }
}

function compareTimes(input: CompareInput, state: Tally): void {
  const { simulator, rtl, program } = input;
  if (simulator === null || rtl === null) return;
  simulator.tiles.forEach((log, index) => { compareBeats(state, tileName(program, index), log, rtl.tiles[index]); });
  compareList(state, 'go cycle', 'configuration', simulator.goCycles, rtl.goCycles);
  compareList(state, 'write', 'write beat cycles', simulator.writes.map((beat) => beat.cycle), rtl.writes.map((beat) => beat.cycle));
  compareList(state, 'write', 'write beat addresses', simulator.writes.map((beat) => beat.address), rtl.writes.map((beat) => beat.address));
  compareList(state, 'cycles', 'total', [simulator.cycles], [rtl.cycles]);
}

/** Whole beats, filler lanes included, and the cycle of each. */
function compareBeats(state: Tally, place: string, sim: BeatLog, rtl: BeatLog | undefined): void {
  const count = Math.min(sim.values.length, rtl?.values.length ?? 0);
  for (let beat = 0; beat < count; beat++) {
    const [simValue, rtlValue] = [sim.values[beat] as number, rtl?.values[beat] as number];
    if (simValue !== rtlValue) {
      state.valueMismatches += 1;
      state.note({ what: 'beat', place, beat, simulator: simValue, rtl: rtlValue });
    }
    const [simCycle, rtlCycle] = [sim.cycles[beat] as number, rtl?.cycles[beat] as number];
    state.cycles += 1;
    if (simCycle === rtlCycle) continue;
    state.cycleMismatches += 1;
    state.note({ what: 'beat cycle', place, beat, simulator: simCycle, rtl: rtlCycle });
  }
}

function compareList(state: Tally, what: Difference['what'], place: string, sim: readonly number[], rtl: readonly number[]): void {
  const count = Math.max(sim.length, rtl.length);
  for (let index = 0; index < count; index++) {
    state.cycles += 1;
    if (sim[index] === rtl[index]) continue;
    state.cycleMismatches += 1;
    state.note({ what, place, beat: index, simulator: sim[index] ?? null, rtl: rtl[index] ?? null });
  }
}

const tileName = (program: Program, index: number): string =>
  `tile (${Math.floor(index / program.target.cols)}, ${index % program.target.cols})`;

/** One line for a person. */
export function renderDifference(difference: Difference): string {
  const machines = [
    difference.expected === undefined || difference.expected === null ? null : `expected ${difference.expected}`,
    difference.simulator === null ? null : `simulator ${difference.simulator}`,
    difference.rtl === null ? null : `RTL ${difference.rtl}`,
  ].filter((part) => part !== null).join(', ');
  const where = difference.tensor === undefined ? '' : `, tensor ${difference.tensor}, frame ${difference.frame}, channel ${difference.channel}, y ${difference.y}, x ${difference.x}`;
  const beat = difference.beat === undefined ? '' : `, number ${difference.beat}`;
  return `${difference.what} in ${difference.place}${where}${beat}: ${machines}`;
}
