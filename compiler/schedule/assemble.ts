// The last step: placed phases become a Program. Loads that stay go into the initial stream, the others before their phase; tiles with the
// same data are loaded together by row and column masks. Then memory addresses, DMA channels, and the description of every tensor.
import type { IntegerGraph, IntegerNode } from '../ir/integer-graph.ts';
import { encodeProgram } from '../program/encode.ts';
import { type ChannelConfig, type Phase, type Program, PROGRAM_VERSION, type ProgramInput, type ProgramLayer, type TileConfig, type TileLoad, type TileLoads } from '../program/program.ts';
import { bug } from '../source/diagnostic.ts';
import type { Target } from '../target/target.ts';
import { alikeTiles } from './alike.ts';
import type { GridNetwork } from './grid-layer.ts';
import { earliestLoad, type Entries, entriesOf, orderLoads, piecesOf, wordsOf } from './load-order.ts';
import type { MappedLayer } from './map-layer.ts';
import { masksOf } from './masks.ts';
import { mapMemory, type MemoryMap, overwrittenSpaces, type Space } from './memory-map.ts';
import { expectedTime, type PlacedPhase, type Transfer } from './plan-phase.ts';
import { rowBeatsOf } from './row-view.ts';
import { bytesOfBeats, channelPlace, programTensors, readChannel, storedSpaces, storedTensors, writeChannel } from './stored.ts';
import { passThrough, tileConfig, tileLoads } from './tile-config.ts';
import { STORES, type Store, type TileRegions } from './tile-memory.ts';

export interface AssembleInput {
  readonly graph: IntegerGraph;
  readonly network: GridNetwork;
  readonly target: Target;
  readonly phases: readonly PlacedPhase[];
  readonly regions: readonly ReadonlyMap<number, TileRegions>[];
}

export function assemble({ graph, network, target, phases, regions }: AssembleInput): Program {
  const loads = phases.map((phase, index) => loadsOf(phase, regions[index] ?? new Map(), target, (tile, store, entries) => earliestLoad(tile, store, index, regions, phases.map((other) => other.demand), entries)));
  const resident = loads.flatMap((load) => load.resident);
  const pending = loads.flatMap((load, phase) => load.loop.map((entry) => ({ ...entry, phase })));
  const ordered = orderLoads(pending, phases.map((phase) => expectedTime(phase, target).spare), phases.map((phase) => phase.jobs.length)).slots;
  const stored = storedTensors(network, phases, target);
  const inputs = inputCopies(graph, phases);
  const spaces: Space[] = [
    ...inputs.map((copy) => ({ key: copy.key, bytes: bytesOfBeats(copy.beats, target.memory), perFrame: true, live: [0, phases.length] as const })),
    ...storedSpaces(network, stored, phases, target),
  ];
  const build = (map: MemoryMap): Phase[] => phases.map((phase, index) => ({
    layers: phase.parts.map((part) => part.mapped.layer.node.id).filter((id, k, all) => all.indexOf(id) === k),
    tiles: tilesOf(phase, regions[index] ?? new Map(), target),
    reads: channelsOf(target, phase.reads, (transfer) => transfer.part.mapped.geometry.view.layout === null ? readChannel(transfer, { network, memory: target.memory, stored, map }) : inputChannel(transfer, target, map)),
    writes: channelsOf(target, phase.writes, (transfer) => writeChannel(transfer, { network, memory: target.memory, stored, map })),
    loads: (ordered[index] ?? []).map((entry) => entry.load),
  }));
  // Stream sizes do not depend on addresses, so they can be measured on a first version.
  const blank: MemoryMap = { addresses: new Map(), frameShift: 12, initAddress: 0, loopAddress: 0, bytes: 0 };
  const sizes = encodeProgram({ phases: build(blank), resident, target });
  const map = mapMemory(target, spaces, 4 * sizes.init.length, 4 * sizes.loop.length, graph.span);
  const gone = overwrittenSpaces(map, spaces);
  return {
    version: PROGRAM_VERSION, model: graph.name, target, phases: build(map), resident,
    inputs: programInputs(graph, inputs, map),
    outputs: graph.outputs.map((output) => ({ name: output.name, tensor: network.resolve(output.node) })),
    // What is overwritten later in the frame is seen on the links only.
    tensors: [...stored.values()].filter((tensor) => !gone.has(tensor.key)).flatMap((tensor) => programTensors(graph, tensor, map)),
    layers: programLayers(graph, phases),
    memory: { initAddress: map.initAddress, loopAddress: map.loopAddress, dataAddress: target.memory.base, bytes: map.bytes },
    macsPerFrame: graph.nodes.reduce((sum, node) => sum + node.macs, 0),
  };
}

const EMPTY: TileLoads = { weights: [], taps: [], passes: [], neurons: [], pairs: [] };
const PART_OF_STORE: Readonly<Record<Store, keyof TileLoads>> = { blocks: 'weights', sets: 'taps', passes: 'passes', groups: 'neurons', pairs: 'pairs' };

interface LoopLoad {
  readonly load: TileLoad;
  readonly earliest: number;
  readonly words: number;
}

/** Loads of a phase, parted into what stays and what comes again every frame. */
function loadsOf(
  phase: PlacedPhase, regions: ReadonlyMap<number, TileRegions>, target: Target, earliestOf: (tile: number, store: Store, entries: Entries) => number,
): { resident: TileLoad[]; loop: LoopLoad[] } {
  const resident: TileLoad[] = [];
  const loop: LoopLoad[] = [];
  for (const store of STORES) {
    for (const entry of alikeTiles(phase, regions, store)) {
      const part = PART_OF_STORE[store];
      const loads: TileLoads = { ...EMPTY, [part]: tileLoads(entry.job, entry.regions)[part] };
      if (loads[part].length === 0) continue;
      const masks = masksOf(entry.tiles, target.cols);
      const { at, isResident } = entry.regions[store];
      if (isResident) {
        resident.push(...masks.map((mask) => ({ ...mask, loads })));
        continue;
      }
      const perEntry = store === 'groups' ? target.tile.neurons : 1;
      // A group of few neurons takes the place of a whole one.
      const count = phase.demand.get(entry.tiles[0] as number)?.[store] ?? bug('data without a tile');
      const earliest = entriesOf(store, at, count).map((entries) => Math.max(...entry.tiles.map((tile) => earliestOf(tile, store, entries))));
      for (const mask of masks) {
        piecesOf({ ...mask, loads }).forEach((load, k) => {
          loop.push({ load, earliest: earliest[k] as number, words: wordsOf(store, load.loads[part].length / perEntry, target) });
        });
      }
    }
  }
  return { resident, loop };
}

function tilesOf(phase: PlacedPhase, regions: ReadonlyMap<number, TileRegions>, target: Target): TileConfig[] {
  const jobs = new Map(phase.jobs.map(({ job, tile }) => [tile, job]));
  return phase.routing.routes.flatMap((routes, tile) => {
    const job = jobs.get(tile);
    if (job !== undefined) return [tileConfig(job, tile, target.cols, routes, regions.get(tile) ?? bug(`tile ${tile} has no memory`))];
    return Object.values(routes).some((source) => source !== 0) ? [passThrough(tile, target.cols, routes)] : [];
  });
}

interface InputCopy {
  readonly key: string;
  readonly tensor: string;
  readonly mapped: MappedLayer;
  readonly beats: number;
}

const copyKey = (mapped: MappedLayer): string => `input ${mapped.layer.source} ${JSON.stringify(mapped.geometry.view.layout)}`;

function inputCopies(graph: IntegerGraph, phases: readonly PlacedPhase[]): InputCopy[] {
  const copies = new Map<string, InputCopy>();
  for (const phase of phases) {
    for (const { part } of phase.reads) {
      const { mapped } = part;
      const { view } = mapped.geometry;
      if (view.layout !== null) copies.set(copyKey(mapped), { key: copyKey(mapped), tensor: mapped.layer.source, mapped, beats: view.rows * rowBeatsOf(view) });
    }
  }
  const order = new Map(graph.nodes.map((node, index) => [node.id, index]));
  return [...copies.values()].sort((a, b) => (order.get(a.tensor) ?? 0) - (order.get(b.tensor) ?? 0));
}

function channelsOf(target: Target, transfers: readonly Transfer[], configOf: (transfer: Transfer) => ChannelConfig): (ChannelConfig | null)[] {
  const channels = new Array<ChannelConfig | null>(target.edgeStreams).fill(null);
  for (const transfer of transfers) channels[transfer.channel] = configOf(transfer);
  return channels;
}

function inputChannel({ tensor, part }: Transfer, { memory }: Target, map: MemoryMap): ChannelConfig {
  const { view } = part.mapped.geometry;
  const { first, end } = part.mapped.inputRows;
  const place = channelPlace(map.addresses.get(copyKey(part.mapped)) ?? 0, first * rowBeatsOf(view), memory);
  return { ...place, runBeats: (end - first) * rowBeatsOf(view), runs: 1, runStride: 0, frameShift: map.frameShift, perFrame: true, tensor };
}

function programInputs(graph: IntegerGraph, copies: readonly InputCopy[], map: MemoryMap): ProgramInput[] {
  return graph.nodes.filter((node) => node.kind === 'input').map((node) => ({
    name: node.name, tensor: node.id, shape: node.shape, format: formatOf(node),
    copies: copies.filter((copy) => copy.tensor === node.id).map((copy) => ({
      address: map.addresses.get(copy.key) ?? 0, frameShift: map.frameShift, layout: copy.mapped.geometry.view.layout ?? bug('an input copy without a layout'),
    })),
  }));
}

function formatOf(node: IntegerNode): ProgramInput['format'] {
  const { format } = node;
  if (format.kind === 'wide') return { bits: format.bits, zero: format.zero, scale: format.scale };
  return format.kind === 'codes' ? { bits: 3, zero: format.zero, scale: format.scale } : bug(`input ${node.id} has format ${format.kind}`);
}

function programLayers(graph: IntegerGraph, phases: readonly PlacedPhase[]): ProgramLayer[] {
  return graph.nodes.flatMap((node) => {
    const running = phases.flatMap((phase, index) => {
      const tiles = phase.jobs.filter(({ job }) => job.mapped.layer.node.id === node.id).length;
      return tiles === 0 ? [] : [{ index, tiles }];
    });
    if (running.length === 0) return [];
    return [{ id: node.id, name: node.name, kind: node.kind, span: node.span, macs: node.macs, phases: running.map((entry) => entry.index), tiles: Math.max(...running.map((entry) => entry.tiles)) }];
  });
}
