// Chunks of a row: how many pixels pass after pass works on before the next pixels. The accumulators bound them, and smaller ones let the next
// chunk's passes hide the time of the epilogue.
import type { Target } from '../target/target.ts';
import { bug } from '../source/diagnostic.ts';
import type { Geometry } from './geometry.ts';
import type { GridLayer } from './grid-layer.ts';
import { refuse } from './refuse.ts';
import type { OutputShape } from './stream-order.ts';

export interface Chunking {
  readonly chunks: number;
  readonly chunkX: number;
  readonly lastChunkX: number;
  /** All groups of a chunk before the next chunk. */
  readonly isOuter: boolean;
}

/** What a register of 8 bits can count. */
export const MAX_CHUNKS = 255;

/** Ways to cut a row into chunks, fewest first: the epilogue may take its time for a chunk whose pixels all have a place in the drain. */
export function chunkings(layer: GridLayer, shape: OutputShape, geometry: Geometry, target: Target): [Chunking, ...Chunking[]] {
  const window = geometry.poolRows * geometry.poolCols;
  const most = Math.floor(target.tile.pixelDepth / window);
  if (most === 0 || geometry.poolRows > 255 || geometry.poolCols > 255) {
    refuse('NF4104', {
      span: layer.node.span,
      message: `the pooling window of \`${layer.node.name}\` has ${geometry.poolRows} x ${geometry.poolCols} pixels; a tile of ${target.name} accumulates ${target.tile.pixelDepth}`,
      hint: 'pool in two steps with smaller windows',
    });
  }
  const isOuter = layer.epilogue.kind === 'raw' && layer.epilogue.index !== null && shape.groups > 1 && shape.positions > 1;
  if (isOuter) {
    if (shape.positions > MAX_CHUNKS) bug(`${layer.id} has too many pixels for an argmax`);
    return [{ chunks: shape.positions, chunkX: 1, lastChunkX: 1, isOuter }];
  }
  const ofWidth = (chunkX: number): Chunking => {
    const chunks = Math.ceil(shape.positions / chunkX);
    return { chunks, chunkX, lastChunkX: shape.positions - (chunks - 1) * chunkX, isOuter };
  };
  const widest = Math.ceil(shape.positions / Math.ceil(shape.positions / most));
  const drained = Math.floor(target.tile.drainDepth / window);
  const isWorth = drained >= 1 && drained < widest && Math.ceil(shape.positions / drained) <= MAX_CHUNKS;
  // As many chunks of equal width as there are whole drains in a row, so that no chunk is shorter than its weights take to load, and one more.
  const equal = Math.min(widest, Math.ceil(shape.positions / Math.max(1, Math.floor(shape.positions / drained))));
  const even = Math.ceil(shape.positions / Math.ceil(shape.positions / drained));
  return isWorth ? [ofWidth(widest), ofWidth(drained), ofWidth(even), ofWidth(equal), ofWidth(Math.min(2 * drained, widest))] : [ofWidth(widest)];
}
