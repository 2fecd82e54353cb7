// Where the tiles of a phase stand. Layers follow each other along a snake through the grid, so that neighbours in the stream are
// neighbours on the grid; every start corner, direction and offset is a candidate. Candidates whose tile memories
// fit beside the other phases come first, then the one with the shortest routes wins.
import type { Target } from '../target/target.ts';
import { buildGrid, type Net, type Router, type Routing, routeNets } from './route.ts';

export interface Placement {
  /** Tile index (row * cols + col) of every job. */
  readonly tiles: readonly number[];
  readonly routing: Routing;
}

/** All snakes: row by row or column by column, from each corner. */
function snakes(target: Target): number[][] {
  const { rows, cols } = target;
  const result: number[][] = [];
  for (const isByRow of [true, false]) {
    for (const flipY of [false, true]) {
      for (const flipX of [false, true]) {
        const order: number[] = [];
        const [outer, inner] = isByRow ? [rows, cols] : [cols, rows];
        for (let i = 0; i < outer; i++) {
          for (let k = 0; k < inner; k++) {
            const along = i % 2 === 0 ? k : inner - 1 - k;
            const y = isByRow ? i : along;
            const x = isByRow ? along : i;
            order.push((flipY ? rows - 1 - y : y) * cols + (flipX ? cols - 1 - x : x));
          }
        }
        result.push(order);
      }
    }
  }
  return result;
}

/** Plans of a network share most of their phases, so what was routed once is remembered as long as its target is. */
const routers = new WeakMap<Target, Router>();

function routerOf(target: Target): Router {
  const known = routers.get(target);
  if (known !== undefined) return known;
  const grid = buildGrid(target);
  const routings = new Map<string, Routing | null>();
  const router: Router = (nets) => {
    const key = JSON.stringify(nets);
    const found = routings.get(key);
    if (found !== undefined) return found;
    const routing = routeNets(target, grid, nets);
    routings.set(key, routing);
    return routing;
  };
  routers.set(target, router);
  return router;
}

/** `netsOf` gives the streams for job positions; `overflowOf` how far tile memories would be exceeded (0 = fits).
 *  null where no candidate can be routed. */
export function placePhase(
  target: Target, jobs: number, netsOf: (tiles: readonly number[]) => Net[], overflowOf: (tiles: readonly number[]) => number,
): Placement | null {
  const total = target.rows * target.cols;
  const seen = new Set<string>();
  const candidates: { tiles: number[]; overflow: number }[] = [];
  for (const snake of snakes(target)) {
    for (let offset = 0; offset + jobs <= total; offset++) {
      const tiles = snake.slice(offset, offset + jobs);
      const key = tiles.join();
      if (seen.has(key)) continue;
      seen.add(key);
      candidates.push({ tiles, overflow: overflowOf(tiles) });
    }
  }
  candidates.sort((a, b) => a.overflow - b.overflow);
  const route = routerOf(target);
  let best: Placement | null = null;
  let bestOverflow = Infinity;
  let tries = 0;
  let isHard = false;
  for (const { tiles, overflow } of candidates) {
    if (best !== null && (overflow > bestOverflow || tries >= MAX_TRIES)) break;
    if (best === null && isHard && tries >= MAX_HARD_TRIES) break;
    tries++;
    const nets = netsOf(tiles);
    isHard = nets.filter((net) => net.from.kind === 'read').length > 1;
    const routing = route(nets);
    if (routing === null || (best !== null && routing.length >= best.routing.length)) continue;
    best = { tiles, routing };
    bestOverflow = overflow;
  }
  return best;
}

/** Candidates routed once one is known to work, and those of a phase with several bands, of which there are simpler plans, before. */
const MAX_TRIES = 12;
const MAX_HARD_TRIES = 6;
