// The scheduler: from the integer graph and a target to a Program. Lower operators to window walks, map each to a tile, cut the network
// into phases, place and route every phase, give tile memories their regions, and write it all down. Pure and deterministic.
// Throws ModelError for what the grid cannot do, with the layer's span, the numbers and a way round.
import type { IntegerGraph } from '../ir/integer-graph.ts';
import type { Program } from '../program/program.ts';
import { bug, ModelError } from '../source/diagnostic.ts';
import type { Target } from '../target/target.ts';
import { alikeTiles } from './alike.ts';
import { assemble } from './assemble.ts';
import { bandParts } from './bands.ts';
import { chainOrder } from './chain-order.ts';
import { canAvoid } from './choose-forms.ts';
import { chooseMappings } from './choose-mapping.ts';
import { PHASE_GAP } from './cost.ts';
import { type GridNetwork, producersOf } from './grid-layer.ts';
import { earliestLoad, entriesOf, orderLoads, wordsOf } from './load-order.ts';
import { fusePools } from './fuse-pools.ts';
import { lowerToGrid } from './lower.ts';
import { mergeSiblings } from './merge-siblings.ts';
import { inPartialSums } from './partial-sums.ts';
import { type CutNetwork, cutWide } from './stripes.ts';
import type { MappedLayer } from './map-layer.ts';
import { proveSumsFit } from './neuron-constants.ts';
import { choicesOf, type PhasePlan } from './fill-phase.ts';
import { type Partition, partition, type PartitionOptions } from './partition.ts';
import { addUse, expectedTime, IDLE_PHASE, type PlacedPhase, planPhase, type TileUse } from './plan-phase.ts';
import { budgetOf, fitsBudget, needsOf } from './split.ts';
import { allocateTiles, type Demand, STORES, type TileRegions } from './tile-memory.ts';
import { turnsOf } from './turns.ts';
import { type ContentOf, createContents } from './weight-content.ts';

export interface ScheduleOptions {
  /** Most layers that may share a phase (default: as many as pay). */
  readonly maxLayersPerPhase?: number;
  /** Most tiles that one phase may use (default: all). */
  readonly maxTilesPerPhase?: number;
  /** Most bands of rows that a phase may run side by side (default: as many as pay). */
  readonly maxBands?: number;
  /** Share of the cycles in blocks of 8 maps that blocks of single maps may cost (default: three quarters). */
  readonly mostOfPlain?: number;
  /** Additions as layers; inside the conv before them where they can; and with the skip's conv merged with the conv beside it (default: what is cheaper). */
  readonly additions?: 'apart' | 'inside' | 'merged';
  /** Cycles of a frame that the machine really takes: then the most promising plans of small programs are compared by it. */
  readonly timeOf?: (program: Program) => number;
}

/** Schedules `graph` on `target`. */
export function schedule(graph: IntegerGraph, target: Target, options: ScheduleOptions = {}): Program {
  const programOf = ({ network, phases, regions }: Plan): Program => assemble({ graph, network, target, phases, regions });
  const plans = plansOfWays(loweredWays(graph, target, options.additions), (network) => plansFor(network, target, options));
  const [first] = plans;
  if (first === undefined) return bug('no plan');
  if (options.timeOf === undefined || plans.length === 1 || first.cycles > MOST_MEASURED_CYCLES) return programOf(first);
  const programs = plans.slice(0, MOST_MEASURED).map(programOf);
  const times = programs.map(options.timeOf);
  return programs[times.indexOf(Math.min(...times))] as Program;
}

/** The network in every way worth a plan, the plainest last. */
function loweredWays(graph: IntegerGraph, { tile: { neurons } }: Target, additions: ScheduleOptions['additions']): GridNetwork[] {
  if (additions === 'apart') return [lowerToGrid(graph, neurons, false)];
  const inside = lowerToGrid(graph, neurons, true);
  if (additions === 'inside' || !inside.layers.some((layer) => layer.skip !== null)) return [inside];
  const merged = mergeSiblings(inside);
  if (additions === 'merged') return [merged];
  return [...(merged.layers.length < inside.layers.length ? [merged] : []), inside, lowerToGrid(graph, neurons, false)];
}

/** Plans of every way, from cheapest to dearest. Throws what refuses the last way where the grid can run none. */
function plansOfWays<Way>(ways: readonly Way[], plansOfWay: (way: Way) => readonly Plan[]): Plan[] {
  let refusal: ModelError | null = null;
  const plans: Plan[] = [];
  for (const way of ways) {
    try {
      plans.push(...plansOfWay(way));
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      refusal = error;
    }
  }
  if (plans.length === 0 && refusal !== null) throw refusal;
  return plans.sort((a, b) => a.cycles - b.cycles);
}

/** Plans of a lowered network. Where tiles that keep few maps have no room for their weights, every tile keeps all maps. */
function plansFor(lowered: GridNetwork, target: Target, options: ScheduleOptions): Plan[] {
  for (const layer of lowered.layers) proveSumsFit(layer);
  const fused = fusePools(inPartialSums(lowered, target), target);
  const plans = (keeps: boolean): Plan[] => plansOfWays(mappingWays(fused, target, keeps, options), (mapped) => plansOf(mapped(), target, options));
  const found = plans(true);
  return found.length > 0 ? found : plans(false);
}

/** Plans that are measured, and expected cycles of a frame beyond which that takes too long. */
const MOST_MEASURED = 5;
const MOST_MEASURED_CYCLES = 120_000;

const tilesOf = (target: Target, options: ScheduleOptions): number => Math.min(options.maxTilesPerPhase ?? Infinity, target.rows * target.cols);

interface MappedNetwork {
  readonly network: GridNetwork;
  readonly layers: readonly MappedLayer[];
}

/** The network without stripes, where blocks of single maps fit instead, and with layers that are too wide in many stripes or few. */
function mappingWays(network: GridNetwork, target: Target, keeps: boolean, { mostOfPlain, ...options }: ScheduleOptions): (() => MappedNetwork)[] {
  const maxTiles = tilesOf(target, options);
  const fewest = cutWide(network, target);
  const { cut } = fewest;
  const wide = cut.size > 0 && canAvoid(network, cut) ? chooseMappings(network, target, { maxTiles, mostOfPlain, keeps, wide: cut }) : null;
  const narrow = [...(cut.size > 0 ? sharedStripes(network, fewest, maxTiles, target) : []), fewest];
  return [
    ...(wide === null ? [] : [() => ({ network, layers: wide })]),
    ...narrow.map((way) => () => ({ network: way.network, layers: chooseMappings(way.network, target, { maxTiles, mostOfPlain, keeps }) ?? bug('no mappings') })),
  ];
}

/** The network with more stripes, so many that they share a phase, each on as many tiles: rows of all of them begin sooner than one stripe's after the other. */
function sharedStripes(network: GridNetwork, fewest: CutNetwork, tiles: number, target: Target): CutNetwork[] {
  let { length } = fewest.network.layers;
  const ways: CutNetwork[] = [];
  for (let count = 2; count <= Math.min(tiles, target.edgeStreams); count++) {
    if (tiles % count !== 0) continue;
    const way = cutWide(network, target, count);
    if (way.network.layers.length <= length) continue;
    length = way.network.layers.length;
    ways.push(way);
  }
  return ways;
}

interface Plan {
  readonly network: GridNetwork;
  readonly phases: readonly PlacedPhase[];
  readonly regions: readonly ReadonlyMap<number, TileRegions>[];
  readonly cycles: number;
}

/** Shares of the tile memories tried for one phase: all of it, or room for the next phase's data beside it. */
const SHARES = [1, 2, 3] as const;

/** Plans from cheapest to dearest: more bands take more weight memory, larger shares leave less for the next phase. */
function plansOf({ network, layers }: MappedNetwork, target: Target, options: ScheduleOptions): Plan[] {
  if (layers.some((mapped) => mapped.keep !== null && !fitsSplit(mapped, target, tilesOf(target, options), 1))) return [];
  const most = options.maxBands ?? target.edgeStreams;
  const limits = [1, 2, 4, most].filter((bands, index, all) => bands <= most && all.indexOf(bands) === index);
  const maxTiles = tilesOf(target, options);
  const limited = (share: number, maxBands: number, turns: PartitionOptions['turns']): PartitionOptions => ({ share, maxTiles, maxLayers: options.maxLayersPerPhase ?? 24, maxBands, turns });
  const limitsOf = SHARES.flatMap((share) => limits.map((maxBands) => limited(share, maxBands, new Map()))).filter((limit) => limit.share === 1 || canShare(layers, target, limit));
  const other = chainOrder(network, layers);
  const orders = other === null ? [layers] : [layers, other];
  const whole = orders.flatMap((order) => limitsOf.map((limit) => partition(network, order, target, limit)));
  const contentOf = createContents();
  const least = Math.min(...whole.map(({ cycles }) => cycles));
  const turns = turnsOf({ layers, target, maxTiles, maxBands: most, budget: budgetOf(target, 1), contentOf, worth: least * LEAST_BY_TURNS });
  const inTurns = turns.size === 0 ? [] : orders.flatMap((order) => limits.map((maxBands) => partition(network, order, target, limited(1, maxBands, turns))));
  const found = [...whole, ...inTurns].sort((a, b) => a.cycles - b.cycles);
  const seen = new Set<string>();
  const isNew = ({ phases }: Partition): boolean => {
    const key = JSON.stringify(phases.map((phase) => [phase.bands, phase.parts.map((part) => [part.mapped.layer.id, part.from, part.split])]));
    return !seen.has(key) && seen.add(key) !== undefined;
  };
  const limit = (found[0]?.cycles ?? 0) * MOST_OVER_BEST;
  const wanted = options.timeOf === undefined || (found[0]?.cycles ?? 0) > MOST_MEASURED_CYCLES ? 1 : MOST_MEASURED;
  const plans: Plan[] = [];
  for (const { phases, cycles } of found.filter((entry) => entry.cycles <= limit && isNew(entry))) {
    // Loads only add cycles, so the rest is no better than what there is.
    if (cycles >= (plans[wanted - 1]?.cycles ?? Infinity)) break;
    plans.push({ network, ...giveMemory(placeAll(network, target, phases, contentOf), target, cycles) });
    plans.sort((one, two) => one.cycles - two.cycles);
  }
  return plans;
}

/** Partitions that are expected to take longer than the best one by this factor are not placed: loads hardly make up for more. */
const MOST_OVER_BEST = 1.25;

/** Share of the cycles of a frame that turns must save. */
const LEAST_BY_TURNS = 0.02;
/** Whether the one split of a layer whose tiles keep few maps fits their memories. */
function fitsSplit(mapped: MappedLayer, target: Target, maxTiles: number, share: number): boolean {
  return choicesOf(mapped, 0, mapped.shape.groups, maxTiles, budgetOf(target, share)).length > 0;
}

function canShare(layers: readonly MappedLayer[], target: Target, options: PartitionOptions): boolean {
  const budget = budgetOf(target, options.share);
  return layers.every((mapped) => {
    if (mapped.keep !== null) return fitsSplit(mapped, target, options.maxTiles, options.share);
    const hasIndex = mapped.layer.epilogue.kind === 'raw' && mapped.layer.epilogue.index !== null;
    const { groups } = mapped.shape;
    if (hasIndex) return fitsBudget(needsOf(mapped, { first: 0, step: 1, count: groups }), budget);
    return mapped.plan.groups.every((_, first) => fitsBudget(needsOf(mapped, { first, step: 1, count: 1 }), budget));
  });
}

/** Places and routes phase after phase; a phase that cannot be routed is cut in two, a layer of its own gets fewer tiles. */
function placeAll(network: GridNetwork, target: Target, plans: readonly PhasePlan[], contentOf: ContentOf): PlacedPhase[] {
  const capacity = capacityOf(target);
  const used = new Map<number, TileUse>();
  const placed: PlacedPhase[] = [];
  const queue = [...plans];
  /** Parts in the queue that read a layer's tensor. */
  const readers = new Map<string, number>();
  const countReads = ({ parts }: PhasePlan, by: 1 | -1): void => {
    for (const part of parts) for (const id of producersOf(network, part.mapped.layer.source)) readers.set(id, (readers.get(id) ?? 0) + by);
  };
  const isReadLater = (tensor: string): boolean => (readers.get(tensor) ?? 0) > 0;
  for (const plan of queue) countReads(plan, 1);
  while (queue.length > 0) {
    const plan = queue.shift() as PhasePlan;
    countReads(plan, -1);
    const parts = bandParts(plan.parts, plan.bands);
    const phase = parts === null ? null : planPhase(network, target, parts, isReadLater, used, capacity, contentOf);
    if (phase === null) {
      const simpler = simplerPlans(plan, target);
      for (const part of simpler) countReads(part, 1);
      queue.unshift(...simpler);
      continue;
    }
    placed.push(phase);
    for (const [tile, demand] of phase.demand) used.set(tile, addUse(used.get(tile), demand));
  }
  return placed;
}

function simplerPlans(plan: PhasePlan, target: Target): PhasePlan[] {
  const [first] = plan.parts;
  if (first === undefined) return [];
  // Bands and rows first: they cost no memory. Then fewer layers. Then a layer's groups in turn.
  if (plan.bands > 1) return [{ ...plan, bands: plan.bands - 1 }];
  const widest = plan.parts.reduce((a, b) => (b.split.rows > a.split.rows ? b : a));
  if (widest.split.rows > 1) {
    return [{ bands: 1, parts: plan.parts.map((part) => (part === widest ? { ...part, split: { ...part.split, rows: part.split.rows - 1 } } : part)) }];
  }
  if (plan.parts.length > 1) {
    const middle = Math.ceil(plan.parts.length / 2);
    return [{ bands: 1, parts: plan.parts.slice(0, middle) }, { bands: 1, parts: plan.parts.slice(middle) }];
  }
  // A chain along a snake that ends at a memory port always has routes: input against the chain, output with it.
  return bug(`no routes for ${first.mapped.layer.id} on ${first.split.columns} tiles of ${target.name}`);
}

function capacityOf(target: Target): Demand {
  const { weightBlocks, tapSets, passDepth, thresholdGroups, pairTables } = target.tile;
  return { blocks: weightBlocks, sets: tapSets, passes: passDepth, groups: thresholdGroups, pairs: pairTables };
}

/** Regions for every tile, with idle phases where the data of two phases do not fit beside each other. */
function giveMemory(placed: readonly PlacedPhase[], target: Target, cycles: number): Omit<Plan, 'network'> {
  const phases = [...placed];
  for (;;) {
    const result = allocateTiles(phases.map((phase) => phase.demand), capacityOf(target));
    if ('regions' in result) return { phases, regions: result.regions, cycles: cycles + loadCost(phases, result.regions, target) + (phases.length - placed.length) * PHASE_GAP };
    phases.splice(result.idleBefore, 0, IDLE_PHASE);
  }
}

/** Cycles that phases wait for words loaded again in every frame. Tiles with the same neuron groups are loaded together. */
function loadCost(phases: readonly PlacedPhase[], regions: readonly ReadonlyMap<number, TileRegions>[], target: Target): number {
  const demands = phases.map((phase) => phase.demand);
  const pending = phases.flatMap((phase, index) => {
    const places = regions[index] ?? new Map<number, TileRegions>();
    return STORES.flatMap((store) => alikeTiles(phase, places, store).filter((entry) => !entry.regions[store].isResident).flatMap(({ tiles, regions: own }) => {
      const [tile] = tiles as readonly [number];
      return entriesOf(store, own[store].at, phase.demand.get(tile)?.[store] ?? 0).map((entries) =>
        ({ words: wordsOf(store, entries.to - entries.from, target), phase: index, earliest: earliestLoad(tile, store, index, regions, demands, entries) }));
    }));
  });
  return orderLoads(pending, phases.map((phase) => expectedTime(phase, target).spare), phases.map((phase) => phase.jobs.length)).overrun;
}
