// The value model of a whole Program: per frame and phase, streams run from read channels through tiles and merges into write
// channels, in the order of data; time does not matter. Tiles are compiled where possible and literal where not.
import { type BeatPlace, loadBeats, type MemoryWords, storeBeats } from '../../compiler/program/beats.ts';
import type { ChannelConfig, MergeConfig, Phase, Program, TileConfig } from '../../compiler/program/program.ts';
import { type MemorySpec, wordBeats } from '../../compiler/target/target.ts';
import { SimulationError } from '../errors.ts';
import { makeActivationStore } from './activations.ts';
import { makeCompiledTile } from './compiled-tile.ts';
import { makeKernel } from './kernel.ts';
import type { TileRunner } from './literal.ts';
import { makeLiteralTile } from './literal.ts';
import type { Origin, PhaseStreams } from './streams.ts';
import { traceStreams } from './streams.ts';
import type { TileMemory } from './tile-memory.ts';
import { forEachPhase, neuronAt, passGroups } from './tile-memory.ts';

export interface ValueModel {
  /** Runs one frame in place: reads inputs of slot `frame` from memory, writes results there. Frames of a run go in order. */
  readonly runFrame: (memory: MemoryWords, frame: number) => void;
  /** Own beats of tile `tile` (row major) in the last frame of phase `phase`; overwritten by the next frame. */
  readonly ownBeats: (phase: number, tile: number) => Int32Array | null;
  /** A new start: as after loading the program. */
  readonly restart: () => void;
  /** How many tiles could not be compiled and run literally. */
  readonly literalTiles: number;
}

/** Sees the beats that each tile with a sequencer reads and makes, phase by phase; both are overwritten later. */
export type Observer = (phase: number, tile: TileConfig, input: Int32Array, own: Int32Array) => void;

interface PhaseModel {
  readonly index: number;
  readonly phase: Phase;
  readonly streams: PhaseStreams;
  readonly tiles: ReadonlyMap<number, TileConfig>;
  readonly runners: ReadonlyMap<number, TileRunner>;
  readonly own: Map<number, Int32Array>;
}

/** What a tile reads of its memories in the phase that runs. */
interface Used {
  readonly tile: TileConfig;
  readonly entries: readonly unknown[];
}

const EMPTY = new Int32Array(0);

/** `literal`: run every tile as the hardware does, pass by pass. Throws SimulationError('program'). */
export function makeValueModel(program: Program, options: { readonly literal?: boolean; readonly observe?: Observer } = {}): ValueModel {
  const { target } = program;
  const built: PhaseModel[][] = [];
  const places = new Map<TileRunner, readonly unknown[]>();
  let literalTiles = 0;
  const kernel = makeKernel();
  const activations = makeActivationStore();
  let running: Used[] = [];
  // From the second frame on, loads of later phases may have changed what an earlier one finds: then it is compiled twice.
  forEachPhase(program, program.phases.length > 1 ? 2 : 1, (frame, index, memories) => {
    const phase = program.phases[index] as Phase;
    // These loads arrive while the phase before still runs.
    for (const { tile, entries } of running) {
      const now = usedEntries(tile, memories[tile.row * target.cols + tile.col] as TileMemory, program);
      if (!sameEntries(entries, now) && JSON.stringify(entries) !== JSON.stringify(now)) {
        throw new SimulationError('program', `loads of phase ${index} overwrite what tile (${tile.row},${tile.col}) still uses in the phase before it`);
      }
    }
    running = [];
    const before = built[0]?.[index];
    const runners = new Map<number, TileRunner>();
    for (const tile of phase.tiles) {
      const place = tile.row * target.cols + tile.col;
      const memory = memories[place] as TileMemory;
      if (!tile.sequencer) continue;
      const used = usedEntries(tile, memory, program);
      running.push({ tile, entries: used });
      const known = before?.runners.get(place);
      const isSame = known !== undefined && sameEntries(places.get(known) ?? [], used);
      const compiled = isSame ? known : options.literal ? null : makeCompiledTile(tile, memory, target, kernel, activations);
      const runner = compiled ?? makeLiteralTile(tile, memory, target);
      if (!compiled) literalTiles++;
      if (!runner) throw new SimulationError('program', `tile (${tile.row},${tile.col}) in phase ${index} has a sequencer but no writer, no epilogue or no end of its pass list`);
      runners.set(place, runner);
      places.set(runner, used);
    }
    const tiles = new Map(phase.tiles.map((tile) => [tile.row * target.cols + tile.col, tile]));
    built[frame] ??= [];
    (built[frame] as PhaseModel[])[index] = { index, phase, streams: before?.streams ?? traceStreams(phase, target), tiles, runners, own: before?.own ?? new Map() };
  });
  let runs = 0;
  const restart = (): void => {
    runs = 0;
    for (const models of built) for (const model of models) for (const runner of model.runners.values()) runner.restart();
  };
  const runFrame = (memory: MemoryWords, frame: number): void => {
    const models = built[Math.min(runs++, built.length - 1)] as PhaseModel[];
    for (const model of models) {
      if (program.phases.length > 1) for (const runner of model.runners.values()) runner.restart();
      activations.forget();
      runPhase(program, model, memory, frame, options.observe);
    }
  };
  return { runFrame, restart, literalTiles, ownBeats: (phase, tile) => built[0]?.[phase]?.own.get(tile) ?? null };
}

/** Everything in a tile's memories that its phase can read. */
function usedEntries(tile: TileConfig, memory: TileMemory, program: Program): unknown[] {
  const { sequencer, epilogue } = tile;
  if (!sequencer) return [];
  const { target } = program;
  const entries: unknown[] = [memory.pairs.get(epilogue?.pairTable ?? -1)];
  for (const pass of passGroups(memory, sequencer.passBase, sequencer.groups, target.tile.passDepth)?.flat() ?? []) {
    entries.push(pass, memory.weights.get(pass.weightBlock), memory.taps.get(pass.tapSet));
  }
  for (let group = 0; group < sequencer.groups; group++) {
    for (let q = 0; q < target.tile.neurons; q++) entries.push(neuronAt(memory, target, ((epilogue?.thresholdBase ?? 0) + group) % target.tile.thresholdGroups, q));
  }
  return entries;
}

const sameEntries = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((entry, i) => entry === b[i]);

function runPhase(program: Program, model: PhaseModel, memory: MemoryWords, frame: number, observe: Observer | undefined): void {
  const { phase, streams, tiles, runners, own } = model;
  const channels = new Map<number, Int32Array>();
  const outputs = new Map<number, Int32Array>();
  const beatsOf = (origin: Origin | null | undefined): Int32Array => {
    if (!origin) return EMPTY;
    if (origin.kind === 'tile') return outputs.get(origin.index) ?? EMPTY;
    let beats = channels.get(origin.index);
    if (!beats) {
      beats = readChannel(memory, program.target.memory, phase.reads[origin.index] as ChannelConfig, frame);
      channels.set(origin.index, beats);
    }
    return beats;
  };
  for (const place of streams.order) {
    const tile = tiles.get(place) as TileConfig;
    const where = `tile (${tile.row},${tile.col})`;
    let mine: Int32Array = EMPTY;
    if (tile.writer) {
      const input = beatsOf(streams.a.get(place));
      const expected = tile.writer.rows * tile.writer.counts.reduce((product, count) => product * count, 1);
      expectBeats(`the row writer of ${where}`, expected, input.length);
      const runner = runners.get(place);
      mine = runner?.run(input) ?? EMPTY;
      if (runner) observe?.(model.index, tile, input, mine);
    }
    own.set(place, mine);
    outputs.set(place, tile.merge ? mergeStreams(where, tile.merge, beatsOf(streams.b.get(place)), mine) : mine);
  }
  phase.writes.forEach((channel, index) => {
    if (!channel) return;
    const beats = beatsOf(streams.writes[index]);
    expectBeats(`write channel ${index} (tensor ${channel.tensor})`, channel.runs * channel.runBeats, beats.length);
    writeChannel(memory, program.target.memory, channel, frame, beats);
  });
}

function expectBeats(who: string, expected: number, given: number): void {
  if (expected !== given) throw new SimulationError('stream', `${who} takes ${expected} beats a frame, its stream has ${given}`);
}

function mergeStreams(where: string, merge: MergeConfig, upstream: Int32Array, own: Int32Array): Int32Array {
  expectBeats(`the merge of ${where} from upstream`, merge.rounds * merge.upstream + merge.tailUpstream, upstream.length);
  expectBeats(`the merge of ${where} from its own output`, merge.rounds * merge.own + merge.tailOwn, own.length);
  const beats = new Int32Array(upstream.length + own.length);
  let [at, up, mine] = [0, 0, 0];
  const take = (from: Int32Array, start: number, count: number): void => {
    beats.set(from.subarray(start, start + count), at);
    at += count;
  };
  for (let round = 0; round <= merge.rounds; round++) {
    const [u, m] = round < merge.rounds ? [merge.upstream, merge.own] : [merge.tailUpstream, merge.tailOwn];
    take(upstream, up, u);
    up += u;
    take(own, mine, m);
    mine += m;
  }
  return beats;
}

function frameAddress(channel: ChannelConfig, frame: number): number {
  return channel.base + (channel.perFrame ? frame * 2 ** channel.frameShift : 0);
}

function forEachRun(memory: MemoryWords, { base, axiBytes }: MemorySpec, channel: ChannelConfig, frame: number, visit: (place: BeatPlace) => void): void {
  const words = (Math.ceil((channel.skip + channel.runBeats) / wordBeats({ axiBytes })) * axiBytes) / 4;
  for (let run = 0; run < channel.runs; run++) {
    const at = (frameAddress(channel, frame) + run * channel.runStride - base) / 4;
    const where = `at address 0x${(base + 4 * at).toString(16)} (frame ${frame}, run ${run})`;
    if (at < 0 || at + words > memory.length) throw new SimulationError('memory', `the channel of tensor ${channel.tensor} leaves the memory image ${where}`);
    if (!Number.isInteger((4 * at) / axiBytes)) throw new SimulationError('memory', `the channel of tensor ${channel.tensor} starts inside a memory word ${where}`);
    visit({ at, skip: channel.skip });
  }
}

function readChannel(memory: MemoryWords, spec: MemorySpec, channel: ChannelConfig, frame: number): Int32Array {
  const beats = new Int32Array(channel.runs * channel.runBeats);
  let at = 0;
  forEachRun(memory, spec, channel, frame, (place) => {
    loadBeats(memory, spec, place, beats, at, channel.runBeats);
    at += channel.runBeats;
  });
  return beats;
}

function writeChannel(memory: MemoryWords, spec: MemorySpec, channel: ChannelConfig, frame: number, beats: Int32Array): void {
  let at = 0;
  forEachRun(memory, spec, channel, frame, (place) => {
    storeBeats(memory, spec, place, beats, at, channel.runBeats);
    at += channel.runBeats;
  });
}
