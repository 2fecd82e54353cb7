// Where every stream of a phase comes from: routes are followed back from each destination to a read channel or to the tile
// whose merge made the beats. Time plays no part; a stream without an origin has no beats.
import type { Phase, RouteSource, TileConfig } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { edgePorts } from '../../compiler/target/target.ts';
import { SimulationError } from '../errors.ts';

export type Origin = { readonly kind: 'channel'; readonly index: number } | { readonly kind: 'tile'; readonly index: number };

export interface PhaseStreams {
  /** Tiles (row major places) in an order in which every stream is made before it is used. */
  readonly order: readonly number[];
  /** Origins of the row writer's and the merge's input, per tile place. */
  readonly a: ReadonlyMap<number, Origin | null>;
  readonly b: ReadonlyMap<number, Origin | null>;
  /** Origin of what reaches each write channel. */
  readonly writes: readonly (Origin | null)[];
}

const SIDES = ['N', 'E', 'S', 'W'] as const;
const STEPS = [[-1, 0], [0, 1], [1, 0], [0, -1]] as const;

/** Throws SimulationError('program') where tiles feed each other in a circle. */
export function traceStreams(phase: Phase, target: Target): PhaseStreams {
  const tiles = new Map(phase.tiles.map((tile) => [tile.row * target.cols + tile.col, tile]));
  const ports = edgePorts(target).slice(0, target.edgeStreams);
  const select = (tile: TileConfig, destination: number): RouteSource =>
    [tile.routes.n, tile.routes.e, tile.routes.s, tile.routes.w, tile.routes.a, tile.routes.b][destination] as RouteSource;

  /** Walks upstream; more steps than links there are means a ring without an origin. */
  const follow = (place: number, destination: number): Origin | null => {
    let [at, to] = [place, destination];
    for (let step = 0; step <= 4 * target.rows * target.cols; step++) {
      const tile = tiles.get(at);
      const source = tile ? select(tile, to) : 0;
      if (source === 0) return null;
      if (source === 5) return { kind: 'tile', index: at };
      const side = source - 1;
      const [dr, dc] = STEPS[side] as readonly [number, number];
      const [row, col] = [Math.floor(at / target.cols) + dr, (at % target.cols) + dc];
      if (row < 0 || col < 0 || row >= target.rows || col >= target.cols) {
        const channel = ports.findIndex((port) => port.row === row - dr && port.col === col - dc && port.side === SIDES[side]);
        return channel < 0 || !phase.reads[channel] ? null : { kind: 'channel', index: channel };
      }
      at = row * target.cols + col;
      to = (side + 2) % 4;
    }
    return null;
  };

  const a = new Map([...tiles].map(([place, tile]) => [place, tile.writer ? follow(place, 4) : null]));
  const b = new Map([...tiles].map(([place, tile]) => [place, tile.merge ? follow(place, 5) : null]));
  const writes = ports.map((port, index) => (phase.writes[index] ? follow(port.row * target.cols + port.col, SIDES.indexOf(port.side)) : null));
  return { order: sortTiles([...tiles.keys()], a, b, target), a, b, writes };
}

function sortTiles(places: readonly number[], a: PhaseStreams['a'], b: PhaseStreams['b'], target: Target): number[] {
  const order: number[] = [];
  const mark = new Map<number, 'open' | 'done'>();
  const visit = (place: number): void => {
    if (mark.get(place) === 'done') return;
    if (mark.get(place) === 'open') {
      throw new SimulationError('program', `the results of tile (${Math.floor(place / target.cols)},${place % target.cols}) come back to it: tiles feed each other in a circle`);
    }
    mark.set(place, 'open');
    for (const origin of [a.get(place), b.get(place)]) if (origin?.kind === 'tile') visit(origin.index);
    mark.set(place, 'done');
    order.push(place);
  };
  places.forEach(visit);
  return order;
}
