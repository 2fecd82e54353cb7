// Pooling in the layer before it (sums: sum-pools.ts). A tile keeps the largest count of consecutive pixels anyway, so a pooling that alone reads a layer's codes
// becomes the pixel walk of that layer; the tensor between the two then exists nowhere. Of a falling channel, whose code is 7 - count, the
// largest code has the smallest count. Done where it takes no more cycles: overlapping windows compute pixels again, and a walk over
// windows folds fewer pixels of an image of few channels.
import { ModelError } from '../source/diagnostic.ts';
import type { Target } from '../target/target.ts';
import { PHASE_GAP, ROW_GAP } from './cost.ts';
import { type GridLayer, type GridNetwork, isPlain, producersOf } from './grid-layer.ts';
import { identityWeights } from './lower-parts.ts';
import { clusterMappingsOf, withClusters } from './map-clusters.ts';
import { fitsTile, mappingsOf } from './map-layer.ts';
import type { RowView } from './row-view.ts';
import { memoryView, streamView } from './source-view.ts';
import { stripesOf } from './stripes.ts';
import { sumsInside } from './sum-pools.ts';

export function fusePools(network: GridNetwork, target: Target): GridNetwork {
  const readers = new Map<string, number>();
  for (const { source } of network.layers) readers.set(source, (readers.get(source) ?? 0) + 1);
  const read = new Set(network.layers.flatMap(({ source }) => producersOf(network, source)));
  const fusedTo = new Map<string, GridLayer>();
  const gone = new Set<string>();
  for (const pool of network.layers) {
    const before = network.layers.find(({ id }) => id === pool.source);
    // Of three layers in a row, two become one.
    if (before === undefined || fusedTo.has(before.id) || readers.get(before.id) !== 1 || network.outputs.has(before.id)) continue;
    const fused = cheapest(network, { before, pool, isRead: read.has(pool.id) }, target);
    if (fused === null) continue;
    fusedTo.set(pool.id, fused);
    gone.add(before.id);
  }
  return { ...network, layers: network.layers.flatMap((layer) => (gone.has(layer.id) ? [] : [fusedTo.get(layer.id) ?? layer])) };
}

/** Both layers as one; empty where that is not the same. */
function fuse(before: GridLayer, pooling: GridLayer, { tile }: Target): GridLayer[] {
  const { pool } = pooling;
  if (pool === null || before.pool !== null || before.epilogue.kind !== 'codes' || pooling.epilogue.kind !== 'codes') return [];
  if (!isPlain(before) || before.stripe !== null || before.skip !== null || before.epilogue.codeMap !== null || pool.rows * pool.cols > tile.pixelDepth || pool.rows > 255 || pool.cols > 255) return [];
  const [, height, width] = before.output;
  const [, rows, columns] = pooling.output;
  // A window that leaves the image would see sums of padding instead of the smallest code.
  const isInside = pooling.top === 0 && pooling.left === 0 && (rows - 1) * pool.strideY + pool.rows <= height && (columns - 1) * pool.strideX + pool.cols <= width;
  const { falling, thresholds, codeMap, poolMin } = pooling.epilogue;
  const isIdentity = pooling.eachWeight === identityWeights && thresholds.every((threshold, i) => threshold === (i % 7) + 1) && !falling.includes(1);
  if (!isInside || !isIdentity) return [];
  const turned = before.epilogue.falling;
  return [{
    ...before, id: pooling.id, isInner: pooling.isInner, output: pooling.output, pool, evenFold: pooling.evenFold, evenHalves: pooling.evenHalves, place: pooling.place, names: pooling.names,
    epilogue: { ...before.epilogue, codeMap, poolMin: turned.map((bit, map) => bit ^ (poolMin?.[map] ?? 0)) },
  }];
}

interface Candidate {
  readonly before: GridLayer;
  readonly pool: GridLayer;
  /** A layer reads the pooled tensor. */
  readonly isRead: boolean;
}

/** Both layers as one, in the way that takes fewest cycles; null where they take fewer apart. */
function cheapest(network: GridNetwork, { before, pool, isRead }: Candidate, target: Target): GridLayer | null {
  const ways = [...fuse(before, pool, target), ...sumsInside(before, pool, target)];
  if (ways.length === 0) return null;
  const source = network.layers.find(({ id }) => id === before.source);
  const view = memoryView(network, before, target) ?? (source === undefined ? null : streamView(source, 1, target));
  const isWhole = fitsTile(before, view, target, 0);
  const apart = sumOf([cyclesOf(before, view, true, target), cyclesOf(pool, streamView(before, 1, target), isRead, target)], 0);
  const costs = ways.map((fused): number => {
    const stripes = fitsTile(fused, view, target, 0) ? null : stripesOf(network, fused, target);
    const viewOf = (stripe: GridLayer): RowView | null => memoryView(network, stripe, target);
    if (stripes?.some((stripe) => !fitsTile(stripe, viewOf(stripe), target, 0))) return Infinity;
    // A stripe takes a phase of its own.
    const together = stripes === null ? sumOf([cyclesOf(fused, view, isRead, target)], 0) : sumOf(stripes.map((stripe) => cyclesOf(stripe, viewOf(stripe), isRead, target)), PHASE_GAP);
    if (stripes === null || isWhole) return together <= LAYER_COST * apart ? together : Infinity;
    // Stripes of either: each pixel must be computed once.
    const { rows, cols, strideX, strideY } = fused.pool ?? { rows: 1, cols: 1, strideX: 1, strideY: 1 };
    return strideX >= cols && strideY >= rows ? together : Infinity;
  });
  const least = Math.min(...costs);
  return least < Infinity ? (ways[costs.indexOf(least)] as GridLayer) : null;
}

/** A layer more takes a tile or a phase and sends its input through links. */
const LAYER_COST = 17 / 16;

/** Infinity where one of them will be refused. */
const sumOf = (cycles: readonly (number | null)[], gap: number): number => cycles.reduce<number>((sum, one) => sum + (one ?? Infinity) + gap, 0);

/** Cycles of a frame on one tile; null where the layer will be refused. */
function cyclesOf(layer: GridLayer, view: RowView | null, isRead: boolean, target: Target): number | null {
  try {
    return Math.min(...[...withClusters(mappingsOf(layer, view, isRead, target), layer, view, target), ...clusterMappingsOf(layer, view, 2, target)].map(({ groupCycles, geometry }) => geometry.outputRows * groupCycles.reduce((sum, cycles) => sum + cycles, ROW_GAP)));
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}
