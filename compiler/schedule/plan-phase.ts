// One phase with its tiles placed and its streams routed. A stream is a network input in one layout, a tensor from memory, the output of
// a layer, or a link of a merge chain. Where routes fail the caller tries fewer tiles or fewer layers.
import type { Target } from '../target/target.ts';
import { busCycles, PHASE_GAP } from './cost.ts';
import { type GridNetwork, tensorOf } from './grid-layer.ts';
import { readKey } from './bands.ts';
import { wordsOf } from './load-order.ts';
import { masksOf } from './masks.ts';
import { placePhase } from './place.ts';
import type { Net, RoutedNet, Routing } from './route.ts';
import { needsOf, type Part, partCycles, partRowBeats, type TileJob, tileJobs } from './split.ts';
import { type Demand, STORES, type TileDemand } from './tile-memory.ts';
import type { ContentOf } from './weight-content.ts';

export interface PlacedJob {
  readonly job: TileJob;
  readonly tile: number;
}

/** A stream between memory and the grid. */
export interface Transfer {
  readonly tensor: string;
  /** Part that reads it first (layout) or that writes it. */
  readonly part: Part;
  readonly channel: number;
}

export interface PlacedPhase {
  readonly parts: readonly Part[];
  readonly jobs: readonly PlacedJob[];
  readonly routing: Routing;
  readonly reads: readonly Transfer[];
  readonly writes: readonly Transfer[];
  readonly demand: ReadonlyMap<number, TileDemand>;
}

export const IDLE_PHASE: PlacedPhase = { parts: [], jobs: [], routing: { routes: [], nets: [], length: 0 }, reads: [], writes: [], demand: new Map() };

/** Cycles that a placed phase is expected to run, and those of them in which the memory is free for the words of later phases. */
export function expectedTime({ parts, reads, writes }: PlacedPhase, target: Target): { cycles: number; spare: number } {
  const beatsIn = reads.reduce((sum, { part }) => sum + part.mapped.inputBeats, 0);
  const beatsOut = writes.reduce((sum, { part }) => sum + part.mapped.geometry.outputRows * partRowBeats(part), 0);
  const bus = busCycles(target, beatsIn, beatsOut);
  const cycles = Math.max(bus, ...parts.map(partCycles)) + PHASE_GAP;
  return { cycles, spare: cycles - bus };
}

interface StreamPlan {
  /** Position (index of a job) of the source tile, or null for memory. */
  readonly from: number | null;
  readonly operands: readonly number[];
  readonly merge: number | null;
  readonly isWritten: boolean;
  readonly tensor: string;
  readonly part: Part;
}

/** Whether a part's beats go to memory: they are an output, or a later phase reads them. */
function isWritten(network: GridNetwork, { mapped: { layer } }: Part, isReadLater: (tensor: string) => boolean): boolean {
  const names = [layer.id, tensorOf(layer), ...(layer.epilogue.kind === 'raw' && layer.epilogue.index !== null ? [layer.epilogue.index] : [])];
  return names.some((name) => network.outputs.has(name) || isReadLater(name));
}

/** What the phases before need of each tile, equal weight blocks counted once. */
export interface TileUse {
  readonly demand: Demand;
  readonly contents: ReadonlySet<number>;
}

/** null where the phase cannot be routed. `isRead` tells whether a tensor is read by a later phase. */
export function planPhase(
  network: GridNetwork, target: Target, parts: readonly Part[], isReadLater: (tensor: string) => boolean, usedBefore: ReadonlyMap<number, TileUse>, capacity: Demand, contentOf: ContentOf,
): PlacedPhase | null {
  const jobs = parts.flatMap((part, partIndex) => tileJobs(part).map((job) => ({ job, partIndex })));
  const streams = streamsOf(network, parts, jobs, isReadLater);
  const netsOf = (tiles: readonly number[]): Net[] =>
    streams.map((stream) => ({
      from: stream.from === null ? { kind: 'read' } : { kind: 'tile', tile: tiles[stream.from] as number },
      operands: stream.operands.map((index) => tiles[index] as number),
      merge: stream.merge === null ? null : (tiles[stream.merge] as number),
      isWritten: stream.isWritten,
    }));
  const demands = jobs.map(({ job }): TileDemand => ({ ...demandOf(job), content: contentOf(job) }));
  const overflowOf = (tiles: readonly number[]): number =>
    tiles.reduce((sum, tile, index) => sum + overflow(usedBefore.get(tile), demands[index] as TileDemand, target, capacity), 0) + wordsOf('blocks', packets(tiles, demands, usedBefore, target.cols), target);
  const placement = placePhase(target, jobs.length, netsOf, overflowOf);
  if (placement === null) return null;
  const transfers = (pick: (net: RoutedNet) => number | null): Transfer[] =>
    streams.flatMap(({ tensor, part }, index) => {
      const channel = pick(placement.routing.nets[index] as RoutedNet);
      return channel === null ? [] : [{ tensor, part, channel }];
    });
  return {
    parts, routing: placement.routing,
    jobs: jobs.map(({ job }, index) => ({ job, tile: placement.tiles[index] as number })),
    reads: transfers((net) => net.read), writes: transfers((net) => net.write),
    demand: new Map(placement.tiles.map((tile, index) => [tile, demands[index] as TileDemand])),
  };
}

function streamsOf(network: GridNetwork, parts: readonly Part[], jobs: readonly { readonly job: TileJob; readonly partIndex: number }[], isReadLater: (tensor: string) => boolean): StreamPlan[] {
  const madeBy = (part: Part): string => `${part.band} ${part.mapped.layer.id}`;
  const made = new Set(parts.map(madeBy));
  const readsOf = (part: Part): string => `${part.band} ${part.mapped.layer.source}`;
  const positions = (partIndex: number): number[] => jobs.flatMap((entry, index) => (entry.partIndex === partIndex ? [index] : []));
  const streams: StreamPlan[] = [];
  const reads = new Map<string, { part: Part; operands: number[] }>();
  parts.forEach((part, index) => {
    if (made.has(readsOf(part))) return;
    const key = `${part.band} ${readKey(part.mapped)}`;
    const shared = reads.get(key);
    if (shared) shared.operands.push(...positions(index));
    else reads.set(key, { part, operands: positions(index) });
  });
  for (const { part, operands } of reads.values()) {
    streams.push({ from: null, operands, merge: null, isWritten: false, tensor: part.mapped.layer.source, part });
  }
  parts.forEach((part, index) => {
    const { layer } = part.mapped;
    const chain = positions(index);
    for (let k = 0; k + 1 < chain.length; k++) {
      streams.push({ from: chain[k] as number, operands: [], merge: chain[k + 1] as number, isWritten: false, tensor: layer.id, part });
    }
    const operands = parts.flatMap((other, k) => (readsOf(other) === madeBy(part) ? positions(k) : []));
    streams.push({
      from: chain.at(-1) as number, operands, merge: null, tensor: layer.id, part,
      isWritten: isWritten(network, part, isReadLater),
    });
  });
  return streams;
}

function demandOf(job: TileJob): Demand {
  const needs = needsOf(job.mapped, job.range);
  return { blocks: needs.blocks.length, sets: needs.sets.length, passes: needs.passes, groups: needs.groups, pairs: needs.pairs };
}

/** Words of configuration by which a tile would exceed its memories, were everything to stay. */
function overflow(used: TileUse | undefined, demand: TileDemand, target: Target, capacity: Demand): number {
  const added = { ...demand, blocks: used?.contents.has(demand.content) ? 0 : demand.blocks };
  return STORES.reduce((sum, store) => {
    const over = (used?.demand[store] ?? 0) + added[store] - capacity[store];
    return over > 0 ? sum + wordsOf(store, over, target) : sum;
  }, 0);
}

/** Blocks that are sent more than once, since the tiles that take them are no product of rows and columns. */
function packets(tiles: readonly number[], demands: readonly TileDemand[], used: ReadonlyMap<number, TileUse>, cols: number): number {
  const takers = new Map<number, number[]>();
  tiles.forEach((tile, index) => {
    const { content, blocks } = demands[index] as TileDemand;
    if (blocks > 0 && !used.get(tile)?.contents.has(content)) takers.set(content, [...(takers.get(content) ?? []), index]);
  });
  return [...takers.values()].reduce((sum, jobs) => sum + (masksOf(jobs.map((index) => tiles[index] as number), cols).length - 1) * (demands[jobs[0] as number] as TileDemand).blocks, 0);
}

/** The use of a tile with one phase more. */
export function addUse(used: TileUse | undefined, { content, ...demand }: TileDemand): TileUse {
  if (used === undefined) return { demand, contents: new Set([content]) };
  const { demand: a, contents } = used;
  return {
    demand: {
      blocks: a.blocks + (contents.has(content) ? 0 : demand.blocks), sets: a.sets + demand.sets, passes: a.passes + demand.passes,
      groups: a.groups + demand.groups, pairs: a.pairs + demand.pairs,
    },
    contents: new Set([...contents, content]),
  };
}
