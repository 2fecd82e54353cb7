// Mappings of layers whose maps read different channels of an input (clusters.ts), and when they are worth it: such layouts bring in some
// values several times, and what a layer leaves of the memory's time is there for others.
import type { Target } from '../target/target.ts';
import { channelsRead, clustered, planeWindows } from './clusters.ts';
import { busCycles } from './cost.ts';
import type { Folds } from './geometry.ts';
import type { GridLayer } from './grid-layer.ts';
import { foldsOf, type MappedLayer, mapFolded } from './map-layer.ts';
import { type RowView, rowBeatsOf } from './row-view.ts';
import { clusterShapeOf, mostHalves, type OutputShape } from './stream-order.ts';

/** The best way to map a layer that reads few of an input's channels in each group, with `rows` rows of the output in each; none for other
 *  layers, and where no window fits a tile. `source` as in mappingsOf. */
export function clusterMappingsOf(layer: GridLayer, source: RowView | null, rows: number, target: Target): MappedLayer[] {
  const read = source === null ? channelsRead(layer) : null;
  if (read === null) return [];
  const shapeOf = (folds: Folds): OutputShape => clusterShapeOf(layer, folds, (perGroup) => clustered(read, perGroup), target);
  const folds = foldsOf(layer, target).map((fold) => ({ fold, rows })).filter((way) => way.fold * rows <= mostHalves(target.tile.neurons) && way.fold <= layer.output[2] && rows <= layer.output[1]);
  const ways = planeWindows(layer, read, folds, (way) => 8 * (shapeOf(way).clusterBlocks ?? 0)).flatMap((way) => mapFolded(layer, way.view, way.folds, shapeOf(way.folds), target));
  const shares = ways.map((way) => shareOf(way, target));
  return ways.filter((_, index) => index === shares.indexOf(Math.min(...shares)));
}

/** `mapped`, and the way in clusters where it takes less than any of them. */
export function withClusters(mapped: readonly MappedLayer[], layer: GridLayer, source: RowView | null, target: Target): MappedLayer[] {
  const least = Math.min(...mapped.map((way) => shareOf(way, target)));
  return [...mapped, ...clusterMappingsOf(layer, source, 1, target).filter((way) => shareOf(way, target) < least)];
}

/** What a layer takes of the whole machine: of its tiles, rows that come in while nothing is computed included, and of its memory. */
function shareOf({ geometry, groupCycles, inputBeats, maxRing }: MappedLayer, target: Target): number {
  const arrival = maxRing < geometry.span + geometry.rowStep ? geometry.rowStep * rowBeatsOf(geometry.view) : 0;
  const rowCycles = groupCycles.reduce((sum, group) => sum + group, arrival);
  return (geometry.outputRows * rowCycles) / (target.rows * target.cols) + busCycles(target, inputBeats, 0);
}
