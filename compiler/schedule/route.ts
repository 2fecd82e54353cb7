// Static routes. Every input FIFO of every tile and every edge channel carries at most one stream of a phase; a stream
// is a tree from its source (a tile's L, or a read channel) to its sinks. Streams are routed again and again with growing prices on
// places that two of them want (negotiated congestion), until nobody shares or the attempts run out. Deterministic.
// No deadlock: streams share no FIFO, so a stream stops only when one of its own sinks does. Sinks stop for three reasons.
// A write channel always drains. The row ring of a layer is full: then its window has what it needs, because a ring holds at least
// `span` rows and frees rows up to the earliest output row that any of its tiles has not finished. A merge waits for upstream
// beats: they belong to earlier rows or groups, whose tile has its rows by the same argument. So the earliest unfinished
// (row, group) of the last layer of any chain of layers can always move, and with it everything before it.
import type { RouteSource, Routes } from '../program/program.ts';
import { edgePorts, type Target } from '../target/target.ts';

/** One stream: tiles are indices row * cols + col. */
export interface Net {
  readonly from: { readonly kind: 'tile'; readonly tile: number } | { readonly kind: 'read' };
  readonly operands: readonly number[];
  /** Tile whose merge takes this stream, or null. */
  readonly merge: number | null;
  readonly isWritten: boolean;
}

export interface RoutedNet {
  readonly read: number | null;
  readonly write: number | null;
}

export interface Routing {
  readonly routes: readonly Routes[];
  readonly nets: readonly RoutedNet[];
  /** FIFOs in use: fewer is better. */
  readonly length: number;
}

/** routeNets for one target. */
export type Router = (nets: readonly Net[]) => Routing | null;

// Places: 4 * tile + side (N 0, E 1, S 2, W 3) is an input FIFO; then the L of every tile; then the write channels.
const SIDES = ['N', 'E', 'S', 'W'] as const;
const ATTEMPTS = 24;

interface Grid {
  readonly tiles: number;
  readonly places: number;
  /** Places that a beat at a place can go to next. */
  readonly next: readonly (readonly number[])[];
  readonly readPlaces: readonly number[];
  readonly firstWrite: number;
  readonly tileOf: (place: number) => number;
}

export function buildGrid(target: Target): Grid {
  const { rows, cols } = target;
  const tiles = rows * cols;
  const ports = edgePorts(target).slice(0, target.edgeStreams);
  const portAt = new Map(ports.map((port, index) => [4 * (port.row * cols + port.col) + SIDES.indexOf(port.side), index]));
  const firstWrite = 5 * tiles;
  const exits = (tile: number): number[] => {
    const row = Math.floor(tile / cols);
    const col = tile % cols;
    const steps = [[-1, 0], [0, 1], [1, 0], [0, -1]] as const;
    return steps.flatMap(([dy, dx], side) => {
      const y = row + dy;
      const x = col + dx;
      if (y >= 0 && y < rows && x >= 0 && x < cols) return [4 * (y * cols + x) + ((side + 2) % 4)];
      const port = portAt.get(4 * tile + side);
      return port === undefined ? [] : [firstWrite + port];
    });
  };
  const next: number[][] = [];
  for (let place = 0; place < 4 * tiles; place++) next.push(exits(place >> 2));
  for (let tile = 0; tile < tiles; tile++) next.push(exits(tile));
  for (let i = 0; i < ports.length; i++) next.push([]);
  return {
    tiles, places: next.length, next, readPlaces: [...portAt.keys()], firstWrite,
    tileOf: (place) => (place < 4 * tiles ? place >> 2 : place < firstWrite ? place - 4 * tiles : -1),
  };
}

interface Tree {
  /** Parent of every place in the tree; -1 at the root. */
  readonly parent: Map<number, number>;
  readonly operandAt: Map<number, number>;
  mergeAt: number;
  write: number;
}

/** null where no routing was found. `grid` is buildGrid(target). */
export function routeNets(target: Target, grid: Grid, nets: readonly Net[]): Routing | null {
  const history = new Float64Array(grid.places);
  const used = new Int32Array(grid.places);
  const trees: (Tree | null)[] = nets.map(() => null);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const press = 0.5 * 1.6 ** attempt;
    for (let k = 0; k < nets.length; k++) {
      for (const place of trees[k]?.parent.keys() ?? []) used[place] = (used[place] as number) - 1;
      const prices = history.map((past, place) => (1 + past) * (1 + press * (used[place] as number)));
      const tree = growTree(grid, nets[k] as Net, prices);
      if (tree === null) return null;
      trees[k] = tree;
      for (const place of tree.parent.keys()) used[place] = (used[place] as number) + 1;
    }
    let shared = 0;
    for (let place = 0; place < grid.places; place++) {
      if ((used[place] as number) <= 1) continue;
      history[place] = (history[place] as number) + (used[place] as number) - 1;
      shared++;
    }
    if (shared === 0) return toRouting(target, grid, trees.filter((tree) => tree !== null));
  }
  return null;
}

/** The cheapest tree over all read channels that the stream may come in by. */
function growTree(grid: Grid, net: Net, prices: Float64Array): Tree | null {
  if (net.from.kind === 'tile') return treeFrom(grid, net, [4 * grid.tiles + net.from.tile], prices);
  if (net.operands.length === 1) return treeFrom(grid, net, grid.readPlaces, prices);
  let best: Tree | null = null;
  let bestCost = Infinity;
  for (const root of grid.readPlaces) {
    const tree = treeFrom(grid, net, [root], prices);
    if (tree === null) continue;
    const cost = [...tree.parent.keys()].reduce((sum, place) => sum + (prices[place] as number), 0);
    if (cost >= bestCost) continue;
    best = tree;
    bestCost = cost;
  }
  return best;
}

/** A tree that reaches every sink, each by the cheapest way from what is there already. */
function treeFrom(grid: Grid, net: Net, starts: readonly number[], prices: Float64Array): Tree | null {
  const tree: Tree = { parent: new Map(), operandAt: new Map(), mergeAt: -1, write: -1 };
  const operands = new Set(net.operands);
  let merge = net.merge;
  let isOpen = net.isWritten;
  const reach = (place: number): void => {
    const tile = grid.tileOf(place);
    if (operands.delete(tile)) tree.operandAt.set(tile, place);
    if (merge === tile) {
      tree.mergeAt = place;
      merge = null;
    }
    if (isOpen && place >= grid.firstWrite) {
      tree.write = place - grid.firstWrite;
      isOpen = false;
    }
  };
  const isSink = (place: number): boolean => {
    const tile = grid.tileOf(place);
    return operands.has(tile) || (merge !== null && merge === tile) || (isOpen && place >= grid.firstWrite);
  };
  const wanting = (): boolean => operands.size > 0 || merge !== null || isOpen;
  const cost = new Float64Array(grid.places);
  const from = new Int32Array(grid.places);
  while (wanting()) {
    cost.fill(Infinity);
    from.fill(-1);
    // In the order in which they were first reached. Prices are positive, so a place whose turn has come is never reached again.
    const queue: number[] = [];
    const roots = tree.parent.size > 0 ? [...tree.parent.keys()] : starts;
    for (const root of roots) {
      cost[root] = tree.parent.has(root) ? 0 : (prices[root] as number);
      queue.push(root);
    }
    let found = -1;
    while (queue.length > 0) {
      let cheapest = 0;
      for (let i = 1; i < queue.length; i++) if ((cost[queue[i] as number] as number) < (cost[queue[cheapest] as number] as number)) cheapest = i;
      const [place] = queue.splice(cheapest, 1) as [number];
      if (isSink(place)) {
        found = place;
        break;
      }
      for (const to of grid.next[place] ?? []) {
        if (tree.parent.has(to)) continue;
        const total = (cost[place] as number) + (prices[to] as number);
        if (total >= (cost[to] as number)) continue;
        if (cost[to] === Infinity) queue.push(to);
        cost[to] = total;
        from[to] = place;
      }
    }
    if (found < 0) return null;
    for (let place = found; place >= 0 && !tree.parent.has(place); place = from[place] as number) tree.parent.set(place, from[place] as number);
    for (const place of [...tree.parent.keys()]) reach(place);
  }
  return tree;
}

function toRouting(target: Target, grid: Grid, trees: readonly Tree[]): Routing {
  const routes = Array.from({ length: grid.tiles }, () => ({ n: 0, e: 0, s: 0, w: 0, a: 0, b: 0 }) as { -readonly [K in keyof Routes]: RouteSource });
  const codeOf = (place: number): RouteSource => (place < 4 * grid.tiles ? (place & 3) + 1 : 5) as RouteSource;
  const ports = edgePorts(target);
  const keys = ['n', 'e', 's', 'w'] as const;
  let length = 0;
  const nets = trees.map((tree): RoutedNet => {
    let read: number | null = null;
    for (const [place, parent] of tree.parent) {
      length++;
      if (parent < 0) {
        const index = grid.readPlaces.indexOf(place);
        if (place < 4 * grid.tiles) read = index;
        continue;
      }
      // The exit of the parent's tile faces the side by which the beat comes in, or is the port of the write channel.
      const port = ports[place - grid.firstWrite];
      const side = place >= grid.firstWrite && port ? SIDES.indexOf(port.side) : ((place & 3) + 2) % 4;
      const at = routes[grid.tileOf(parent)];
      const key = keys[side];
      if (at && key) at[key] = codeOf(parent);
    }
    for (const [tile, place] of tree.operandAt) {
      const at = routes[tile];
      if (at) at.a = codeOf(place);
    }
    const merging = tree.mergeAt < 0 ? undefined : routes[grid.tileOf(tree.mergeAt)];
    if (merging) merging.b = codeOf(tree.mergeAt);
    return { read, write: tree.write < 0 ? null : tree.write };
  });
  return { routes, nets, length };
}
