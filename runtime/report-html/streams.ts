// Where the streams of a phase come from and go to: routes followed through the grid from tile to tile, up to a memory channel or to the
// tile whose results they are.
import type { Phase, RouteSource, TileConfig } from '../../compiler/program/program.ts';
import { edgePorts, type Target } from '../../compiler/target/target.ts';

export type StreamEnd =
  | { readonly kind: 'memory'; readonly channel: number; readonly tensor: string }
  | { readonly kind: 'tile'; readonly tile: TileConfig };

type Side = 'n' | 'e' | 's' | 'w';
export const SIDES: readonly { readonly side: Side; readonly source: RouteSource; readonly dr: number; readonly dc: number; readonly facing: Side }[] = [
  { side: 'n', source: 1, dr: -1, dc: 0, facing: 's' }, { side: 'e', source: 2, dr: 0, dc: 1, facing: 'w' },
  { side: 's', source: 3, dr: 1, dc: 0, facing: 'n' }, { side: 'w', source: 4, dr: 0, dc: -1, facing: 'e' },
];
const OWN: RouteSource = 5;

export interface StreamMap {
  readonly tileAt: (row: number, col: number) => TileConfig | undefined;
  /** The read or write channel at a side of a tile at the edge; null where none is wired. */
  readonly channelAt: (row: number, col: number, side: Side) => number | null;
  /** What arrives at `source` of a tile; null where nothing does. */
  readonly originOf: (tile: TileConfig, source: RouteSource) => StreamEnd | null;
  /** Who takes the results of a tile, straight or through other tiles. */
  readonly takersOf: (tile: TileConfig) => StreamEnd[];
}

export function mapStreams(phase: Phase, target: Pick<Target, 'rows' | 'cols' | 'edgeStreams'>): StreamMap {
  const tiles = new Map(phase.tiles.map((tile) => [`${tile.row},${tile.col}`, tile]));
  const ports = new Map(edgePorts(target).slice(0, target.edgeStreams).map((port, channel) => [`${port.row},${port.col},${port.side.toLowerCase()}`, channel]));
  const tileAt = (row: number, col: number): TileConfig | undefined => tiles.get(`${row},${col}`);
  const channelAt = (row: number, col: number, side: Side): number | null => ports.get(`${row},${col},${side}`) ?? null;
  const isInside = (row: number, col: number): boolean => row >= 0 && row < target.rows && col >= 0 && col < target.cols;

  const originOf = (tile: TileConfig, source: RouteSource): StreamEnd | null => {
    if (source === OWN) return { kind: 'tile', tile };
    const from = SIDES.find((side) => side.source === source);
    if (from === undefined) return null;
    const row = tile.row + from.dr;
    const col = tile.col + from.dc;
    if (isInside(row, col)) {
      const before = tileAt(row, col);
      return before === undefined ? null : originOf(before, before.routes[from.facing]);
    }
    const channel = channelAt(tile.row, tile.col, from.side);
    const read = channel === null ? null : phase.reads[channel];
    return channel === null || !read ? null : { kind: 'memory', channel, tensor: read.tensor };
  };

  const takers = (tile: TileConfig, source: RouteSource): StreamEnd[] => [
    ...(tile.routes.a === source && source !== OWN ? [{ kind: 'tile', tile } as const] : []),
    ...(tile.routes.b === source && source !== OWN ? takers(tile, OWN) : []),
    ...SIDES.filter(({ side }) => tile.routes[side] === source).flatMap(({ side, dr, dc, facing }): StreamEnd[] => {
      const next = tileAt(tile.row + dr, tile.col + dc);
      if (next !== undefined) return takers(next, SIDES.find((other) => other.side === facing)?.source ?? 0);
      const channel = channelAt(tile.row, tile.col, side);
      const write = channel === null ? null : phase.writes[channel];
      return channel === null || !write ? [] : [{ kind: 'memory', channel, tensor: write.tensor }];
    }),
  ];

  return { tileAt, channelAt, originOf, takersOf: (tile) => takers(tile, OWN) };
}
