// How tensors lie in memory between phases and as outputs, and the DMA channels that write and read them. A row of a tensor is one piece; an
// even layout has a piece for every folded pixel, and in a joint the pieces of its parts follow each other. A run of a channel begins at
// any beat of a memory word, but all its runs at the same: pieces that some channel enters one by one are whole words, with nothing at their end.
import type { IntegerGraph } from '../ir/integer-graph.ts';
import { nodeById } from '../ir/graph.ts';
import type { ChannelConfig, ProgramTensor, StreamOrder } from '../program/program.ts';
import { bug } from '../source/diagnostic.ts';
import { type MemorySpec, type Target, wordBeats } from '../target/target.ts';
import { type GridNetwork, type Joint, producersOf, tensorOf } from './grid-layer.ts';
import type { MappedLayer } from './map-layer.ts';
import type { MemoryMap, Space } from './memory-map.ts';
import type { PlacedPhase, Transfer } from './plan-phase.ts';
import { rawOrders } from './raw-orders.ts';
import { groupBeats, hasUnits, isPlainRaw, isSplit, isWholeLayer, type Part, partRowBeats } from './split.ts';
import { evenOrder, groupsOrder, outputShapeOf } from './stream-order.ts';

export interface Stored {
  readonly key: string;
  readonly part: Part;
  /** The layer as it would make the whole tensor, where the part makes a stripe of it. */
  readonly whole: MappedLayer;
  /** Beats of the joint's piece before this layer's. */
  readonly offset: number;
  /** Output rows of the layer's window walk, pieces of each, their beats, those of the whole joint, and beats from piece to piece. */
  readonly walkRows: number;
  readonly pieces: number;
  readonly beats: number;
  readonly jointBeats: number;
  readonly pitch: number;
  readonly perFrame: boolean;
}

const isEven = ({ layer }: MappedLayer): boolean => layer.epilogue.kind === 'codes' && (layer.evenFold !== null || layer.sub[0] * layer.sub[1] > 1);

/** Beats of a piece of an even layout. */
const pieceBeats = (mapped: MappedLayer): number => (mapped.shape.channelBlocks / mapped.shape.halves) * groupBeats(mapped);

function wholeOf(mapped: MappedLayer, target: Target): MappedLayer {
  const { stripe } = mapped.layer;
  if (stripe === null) return mapped;
  const layer = { ...mapped.layer, stripe: null, output: [mapped.layer.output[0], mapped.layer.output[1], stripe.width] as const };
  const shape = outputShapeOf(layer, mapped.shape, target);
  const order = stripe.plain === null ? mapped.order : groupsOrder(shape, { first: 0, step: 1, count: shape.rowGroups }, Math.ceil(layer.output[1] / shape.rows), 'codes')?.order ?? bug(`order of ${layer.id}`);
  return { ...mapped, layer: { ...layer, stripe }, shape, order };
}

/** Tensors that some phase writes to memory, by layer id. */
export function storedTensors(network: GridNetwork, phases: readonly PlacedPhase[], target: Target): Map<string, Stored> {
  const writes = new Map<string, Part>();
  // Layers of which some columns are read.
  const inColumns = new Set<string>();
  for (const phase of phases) {
    for (const { part } of phase.writes) if (!writes.has(part.mapped.layer.id)) writes.set(part.mapped.layer.id, part);
    for (const { part, tensor } of phase.reads) if (part.mapped.layer.fromColumn !== null) for (const id of producersOf(network, tensor)) inColumns.add(id);
  }
  const perWord = wordBeats(target.memory);
  const inWords = (beats: number): number => perWord * Math.ceil(beats / perWord);
  const isEntered = (part: Part): boolean => !isWholeLayer(part) || part.mapped.layer.stripe !== null || inColumns.has(part.mapped.layer.id);
  const isOutput = (part: Part): boolean => {
    const { layer } = part.mapped;
    const { epilogue } = layer;
    return network.outputs.has(tensorOf(layer)) || (epilogue.kind === 'raw' && epilogue.index !== null && network.outputs.has(epilogue.index));
  };
  const stored = new Map<string, Stored>();
  for (const [id, part] of writes) {
    const { mapped } = part;
    const whole = wholeOf(mapped, target);
    const joint = mapped.layer.place === null ? undefined : network.joints.get(mapped.layer.place.joint);
    const walkRows = mapped.layer.isWhole ? 1 : Math.ceil(mapped.layer.output[1] / mapped.layer.sub[0] / mapped.geometry.rowFold);
    if (joint !== undefined && mapped.layer.place !== null) {
      const parts = joint.parts.map((name) => writes.get(producersOf(network, name)[0] ?? name) ?? bug(`part ${name} of ${joint.id} is never written`));
      const beats = parts.map((other) => pieceBeats(wholeOf(other.mapped, target)));
      const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);
      stored.set(id, {
        key: `joint ${joint.id}`, part, whole, offset: sum(beats.slice(0, mapped.layer.place.index)), walkRows, pieces: mapped.shape.subRows * mapped.shape.fold,
        beats: pieceBeats(whole), jointBeats: sum(beats), pitch: parts.length > 1 || parts.some(isEntered) ? inWords(sum(beats)) : sum(beats), perFrame: parts.some(isOutput),
      });
      continue;
    }
    const own = { key: `tensor ${tensorOf(mapped.layer)}`, part, whole, offset: 0, walkRows, perFrame: isOutput(part) };
    if (isEven(mapped)) {
      const beats = pieceBeats(whole);
      stored.set(id, { ...own, pieces: mapped.shape.subRows * mapped.shape.fold, beats, jointBeats: beats, pitch: isEntered(part) ? inWords(beats) : beats });
      continue;
    }
    const isDivided = !isWholeLayer(part);
    const all = { ...part, mapped: whole, from: 0, to: mapped.shape.groups };
    const beats = partRowBeats(isDivided ? { ...all, split: { columns: Math.max(2, part.split.columns), rows: 1 } } : all);
    stored.set(id, { ...own, pieces: 1, beats, jointBeats: beats, pitch: isEntered(part) ? inWords(beats) : beats });
  }
  return stored;
}

export function storedSpaces(network: GridNetwork, stored: ReadonlyMap<string, Stored>, phases: readonly PlacedPhase[], { memory }: Target): Space[] {
  const lives = livesOf(network, stored, phases);
  const spaces = new Map<string, Space>();
  for (const { key, walkRows, pieces, pitch, perFrame } of stored.values()) {
    const bytes = Math.max(bytesOfBeats(walkRows * pieces * pitch, memory), spaces.get(key)?.bytes ?? 0);
    spaces.set(key, { key, bytes, perFrame, live: lives.get(key) ?? [0, phases.length] });
  }
  return [...spaces.values()];
}

/** From the phase that writes a space first to the one that reads it last. */
function livesOf(network: GridNetwork, stored: ReadonlyMap<string, Stored>, phases: readonly PlacedPhase[]): Map<string, [number, number]> {
  const lives = new Map<string, [number, number]>();
  phases.forEach((phase, index) => {
    for (const { tensor } of [...phase.writes, ...phase.reads]) {
      const key = stored.get(producersOf(network, tensor)[0] ?? tensor)?.key;
      if (key !== undefined) lives.set(key, [lives.get(key)?.[0] ?? index, index]);
    }
  });
  return lives;
}

const frameOf = (stored: Stored, map: MemoryMap): Pick<ChannelConfig, 'frameShift' | 'perFrame'> =>
  ({ frameShift: stored.perFrame ? map.frameShift : 0, perFrame: stored.perFrame });

/** Bytes of the memory words that so many beats fill, the last one perhaps in part. */
export const bytesOfBeats = (beats: number, memory: MemorySpec): number => memory.axiBytes * Math.ceil(beats / wordBeats(memory));

/** A place so many beats behind the start of a memory word. */
export const channelPlace = (address: number, beats: number, memory: MemorySpec): Pick<ChannelConfig, 'base' | 'skip'> => {
  const perWord = wordBeats(memory);
  return { base: address + memory.axiBytes * Math.floor(beats / perWord), skip: beats % perWord };
};

const addressOf = (stored: Stored, map: MemoryMap): number => map.addresses.get(stored.key) ?? 0;

function strideOf(pitch: number, memory: MemorySpec): number {
  if (pitch % wordBeats(memory) !== 0) bug(`runs ${pitch} beats apart do not begin at the same beat of a memory word`);
  return bytesOfBeats(pitch, memory);
}

const runsOf = (count: number, beats: number, pitch: number, memory: MemorySpec): Pick<ChannelConfig, 'runBeats' | 'runs' | 'runStride'> =>
  beats === pitch || count === 1 ? { runBeats: count * beats, runs: 1, runStride: 0 } : { runBeats: beats, runs: count, runStride: strideOf(pitch, memory) };

/** What channels are made from. */
export interface MemoryPlan {
  readonly network: GridNetwork;
  readonly memory: MemorySpec;
  readonly stored: ReadonlyMap<string, Stored>;
  readonly map: MemoryMap;
}

/** Reads a layer's tensor, or a whole joint, or a band's rows or a stripe's columns of it; rows of filler stay unread. */
export function readChannel({ tensor, part }: Transfer, { network, memory, stored, map }: MemoryPlan): ChannelConfig {
  const joint: Joint | undefined = network.joints.get(tensor);
  const from = stored.get(producersOf(network, tensor)[0] ?? tensor) ?? bug(`${tensor} is read but never written`);
  const { mapped } = from.part;
  const { first, end } = part.mapped.inputRows;
  const frame = frameOf(from, map);
  const address = addressOf(from, map);
  const { fromColumn, input } = part.mapped.layer;
  // A layer, or one of which the joint's parts are stripes.
  const isAlone = joint === undefined || joint.kind === 'columns';
  const before = isAlone ? from.offset : 0;
  const all = isAlone ? from.beats : from.jointBeats;
  if (fromColumn !== null) {
    const fold = joint?.fold ?? mapped.shape.fold;
    const { halves } = mapped.shape;
    const unit = groupBeats(from.whole);
    const groups = all / unit;
    if (groups > 1 && from.pitch !== groups * unit) bug(`${tensor} is read in pieces that are not equally far apart`);
    const place = channelPlace(address, before + first * fold * from.pitch + (halves * fromColumn) / fold, memory);
    return { ...place, tensor, ...runsOf((end - first) * fold * groups, halves * Math.ceil(input[2] / fold), groups > 1 ? unit : from.pitch, memory), ...frame };
  }
  const pieces = isAlone ? (isEven(mapped) ? mapped.shape.fold : 1) : joint.fold;
  return { ...channelPlace(address, before + first * pieces * from.pitch, memory), tensor, ...runsOf((end - first) * pieces, all, from.pitch, memory), ...frame };
}

export function writeChannel({ tensor, part }: Transfer, { memory, stored, map }: MemoryPlan): ChannelConfig {
  const to = stored.get(tensor) ?? bug(`${tensor} has no place in memory`);
  const frame = frameOf(to, map);
  const placeAt = (beats: number): Pick<ChannelConfig, 'base' | 'skip'> => channelPlace(addressOf(to, map), to.offset + beats, memory);
  if (part.mapped.layer.stripe !== null) {
    const { first, ...runs } = stripeRuns(part, to, memory);
    return { ...placeAt(first), tensor, ...runs, ...frame };
  }
  if (isWholeLayer(part)) {
    const { first, end } = part.mapped.rows;
    return { ...placeAt(first * to.pieces * to.pitch), tensor, ...runsOf((end - first) * to.pieces, to.beats, to.pitch, memory), ...frame };
  }
  const isInPieces = isEven(part.mapped);
  const groups = isInPieces ? part.mapped.shape.channelBlocks / part.mapped.shape.halves : part.mapped.shape.groups;
  const inner = part.from % groups;
  const before = Math.floor(part.from / groups) * to.pitch + (isInPieces ? inner * groupBeats(part.mapped) : beatsBefore(part));
  return { ...placeAt(before), tensor, runBeats: partRowBeats(part), runs: to.walkRows, runStride: strideOf(to.pieces * to.pitch, memory), ...frame };
}

/** A stripe has a run in every group of a row where groups are pieces, else in every row; a part of it is one group. `first`: beats before its first run. */
function stripeRuns(part: Part, to: Stored, memory: MemorySpec): Pick<ChannelConfig, 'runBeats' | 'runs' | 'runStride'> & { first: number } {
  const { mapped, from } = part;
  const { whole, pieces, pitch, walkRows } = to;
  const { first, end } = mapped.rows;
  const groups = hasUnits(mapped) ? mapped.shape.groups / pieces : 1;
  const perPosition = hasUnits(mapped) ? groupBeats(mapped) / mapped.shape.positions : partRowBeats(part) / mapped.shape.positions;
  const unit = perPosition * whole.shape.positions;
  const start = (perPosition * (mapped.layer.stripe?.first ?? 0)) / mapped.shape.fold;
  const beats = perPosition * mapped.shape.positions;
  if (isWholeLayer(part)) {
    if (groups > 1 && pitch !== groups * unit) bug(`${mapped.layer.id} is written in pieces that are not equally far apart`);
    return { first: start + first * pieces * pitch, ...runsOf((end - first) * pieces * groups, beats, groups > 1 ? unit : pitch, memory) };
  }
  if (part.to !== from + 1) bug(`${part.to - from} groups of a stripe in one part`);
  return { first: start + Math.floor(from / groups) * pitch + (from % groups) * unit, runBeats: beats, runs: walkRows, runStride: strideOf(pieces * pitch, memory) };
}

const beatsBefore = (part: Part): number => (part.from === 0 ? 0 : partRowBeats({ ...part, from: 0, to: part.from, split: { columns: 1, rows: 1 }, band: 0 }));

/** What memory shows of the graph's tensors. */
export function programTensors(graph: IntegerGraph, stored: Stored, map: MemoryMap): ProgramTensor[] {
  const { part, whole, offset, walkRows, pieces, pitch, perFrame } = stored;
  const { layer, order, shape } = whole;
  if (layer.stripe !== null && layer.stripe.first > 0) return [];
  // Beats that a concat re-codes are those of the concat alone.
  const id = tensorOf(layer);
  const isShown = !layer.isInner && (layer.names?.some((name) => name.tensor === id) ?? true);
  const place = { address: addressOf(stored, map), frameShift: perFrame ? map.frameShift : 0, perFrame };
  const withPitch = (from: StreamOrder): StreamOrder => ({ ...from, rowBeats: pieces * pitch });
  if (layer.epilogue.kind === 'codes' && !isShown) return [];
  if (isEven(part.mapped)) return [{ tensor: id, shape: layer.output, ...place, offset, order: evenOrder(shape, walkRows * shape.subRows, pitch) }];
  if (layer.epilogue.kind === 'codes') return [{ tensor: id, shape: layer.output, ...place, offset, order: withPitch(order ?? bug(`order of ${layer.id}`)) }];
  if (!isPlainRaw(part.mapped)) {
    const all = groupsOrder(shape, { first: 0, step: 1, count: shape.rowGroups }, walkRows * shape.subRows, 'raw') ?? bug(`order of ${layer.id}`);
    return [{ tensor: id, shape: layer.output, ...place, offset, order: shape.mapBlocks === null ? all.order : withPitch(all.order) }];
  }
  const orders = rawOrders(whole, { first: 0, step: 1, count: shape.groups }, walkRows, isSplit(part));
  const values: ProgramTensor[] = orders.values === null || !isShown ? [] : [{ tensor: id, shape: layer.output, ...place, offset, order: withPitch(orders.values) }];
  const index = orders.index;
  if (index === null || layer.epilogue.index === null) return values;
  const indexId = layer.epilogue.index;
  return [...values, { tensor: indexId, shape: nodeById(graph, indexId).shape, ...place, offset: offset + index.offset, order: withPitch(index.order) }];
}
