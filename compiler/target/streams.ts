// The streams inside a grid, each of them valid, ready and a beat of 24 bits. Simulator and hardware show them under the same names, in the
// same order.
import type { Target } from './target.ts';

/** Streams of a tile: what its router offers to the links on its four sides, to the row writer and to the merge (beats from upstream), and
 *  the tile's own beats on their way into the merge. */
export const TILE_STREAMS = ['north', 'east', 'south', 'west', 'rows', 'upstream', 'own'] as const;

/** Tiles row by row (`tile_ROW_COL.STREAM`), what each read channel gives to the grid (`read_CHANNEL`), what each write channel takes from it. */
export function streamNames({ rows, cols, edgeStreams }: Pick<Target, 'rows' | 'cols' | 'edgeStreams'>): readonly string[] {
  const tiles = Array.from({ length: rows * cols }, (_, tile) => `tile_${Math.floor(tile / cols)}_${tile % cols}`);
  const channels = (direction: string): string[] => Array.from({ length: edgeStreams }, (_, channel) => `${direction}_${channel}`);
  return [...tiles.flatMap((tile) => TILE_STREAMS.map((stream) => `${tile}.${stream}`)), ...channels('read'), ...channels('write')];
}
