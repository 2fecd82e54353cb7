// Tiles that take the same data at the same place of a memory: one packet of configuration reaches all of them. Each memory is looked at for
// itself, for what else a tile holds decides where its data lie.
import { bug } from '../source/diagnostic.ts';
import type { PlacedPhase } from './plan-phase.ts';
import type { TileJob } from './split.ts';
import type { Store, TileRegions } from './tile-memory.ts';

export interface AlikeTiles {
  readonly tiles: readonly number[];
  /** Job and places of one of them. */
  readonly job: TileJob;
  readonly regions: TileRegions;
}

/** What phase `phase` loads into `store`, tiles with the same data together; what is there already is left out. */
export function alikeTiles(phase: PlacedPhase, regions: ReadonlyMap<number, TileRegions>, store: Store): AlikeTiles[] {
  const alike = new Map<string, { tiles: number[]; job: TileJob; regions: TileRegions }>();
  for (const { job, tile } of phase.jobs) {
    const own = regions.get(tile) ?? bug(`tile ${tile} has no memory`);
    if (own[store].isThere) continue;
    const key = JSON.stringify([contentKey(phase, job, tile, store), own[store], ...(store === 'passes' ? [own.blocks.at, own.sets.at] : [])]);
    const found = alike.get(key);
    if (found !== undefined) found.tiles.push(tile);
    else alike.set(key, { tiles: [tile], job, regions: own });
  }
  return [...alike.values()];
}

/** Equal where the data are: layers that share weights have equal blocks. */
const contentKey = (phase: PlacedPhase, { mapped, range, lastNeurons }: TileJob, tile: number, store: Store): unknown =>
  store === 'blocks' ? phase.demand.get(tile)?.content : [mapped.layer.id, range, lastNeurons];
