// Where the phases' data lie in the memories of each tile. As much as fits is loaded once and stays;
// the other phases' data are written while the phase before runs, so they must not overlap that one's (the first phase's not the
// last one's). Each memory of each tile is decided for itself. Where no gap is found, an idle phase goes in between.

export type Store = 'blocks' | 'sets' | 'passes' | 'groups' | 'pairs';
export const STORES: readonly Store[] = ['blocks', 'sets', 'passes', 'groups', 'pairs'];

/** What a tile needs in one phase, in entries of each memory. */
export type Demand = Readonly<Record<Store, number>>;

export interface Region {
  readonly at: number;
  /** Loaded once, before the first frame. */
  readonly isResident: boolean;
  /** An earlier phase has loaded the same data to this place. */
  readonly isThere: boolean;
}
export type TileRegions = Readonly<Record<Store, Region>>;

/** A tile's demand, and a number that is equal where the weight blocks are. */
export interface TileDemand extends Demand {
  readonly content: number;
}

/** demands[phase] maps tile -> demand. Either every region, or the first phase that needs an idle phase before it
 *  (`demands.length` for one behind the last phase). */
export function allocateTiles(
  demands: readonly ReadonlyMap<number, TileDemand>[], capacity: Demand,
): { regions: readonly ReadonlyMap<number, TileRegions>[] } | { idleBefore: number } {
  const tiles = new Set(demands.flatMap((phase) => [...phase.keys()]));
  const regions = demands.map(() => new Map<number, Record<Store, Region>>());
  let idleBefore = Infinity;
  for (const tile of tiles) {
    for (const store of STORES) {
      const runs = runsOf(demands.map((phase, index) => {
        const demand = phase.get(tile);
        return demand === undefined ? null : { size: demand[store], content: store === 'blocks' ? demand.content : -1 - index };
      }));
      const placed = allocateStore(runs, demands.length, capacity[store]);
      if ('idleBefore' in placed) {
        idleBefore = Math.min(idleBefore, placed.idleBefore);
        continue;
      }
      const loaded = new Set<number>();
      runs.forEach((run, index) => {
        const { at, isResident } = placed[index] as Place;
        for (let phase = run.first; phase <= run.last; phase++) {
          if (!demands[phase]?.has(tile)) continue;
          const record = regions[phase]?.get(tile) ?? ({} as Record<Store, Region>);
          record[store] = { at, isResident, isThere: phase > run.first || (isResident && loaded.has(run.content)) };
          regions[phase]?.set(tile, record);
        }
        loaded.add(run.content);
      });
    }
  }
  return idleBefore < Infinity ? { idleBefore } : { regions };
}

/** Phases from `first` to `last` in which a memory holds the same data, with phases between that do not use the tile. */
interface DataRun {
  readonly first: number;
  last: number;
  readonly size: number;
  readonly content: number;
}

function runsOf(phases: readonly ({ readonly size: number; readonly content: number } | null)[]): DataRun[] {
  const runs: DataRun[] = [];
  phases.forEach((phase, index) => {
    if (phase === null) return;
    const before = runs.at(-1);
    if (before !== undefined && before.content === phase.content) before.last = index;
    else runs.push({ first: index, last: index, ...phase });
  });
  return runs;
}

interface Place {
  readonly at: number;
  readonly isResident: boolean;
}

/** Resident data lie at the bottom; above them the runs whose data come again every frame share what is left. */
function allocateStore(runs: readonly DataRun[], phases: number, capacity: number): Place[] | { idleBefore: number } {
  const isResident = chooseResident(runs, phases, capacity - (capacity % 2));
  const at = runs.map(() => 0);
  const places = new Map<number, number>();
  let bottom = 0;
  runs.forEach(({ content, size }, run) => {
    if (!isResident[run]) return;
    const place = places.get(content) ?? bottom;
    if (!places.has(content)) bottom += size;
    places.set(content, place);
    at[run] = place;
  });
  bottom += bottom % 2;
  const moving = runs.map((_, run) => run).filter((run) => !isResident[run] && (runs[run] as DataRun).size > 0);
  let odd = false;
  for (const [k, run] of moving.entries()) {
    const { first, last, size } = runs[run] as DataRun;
    const regionOf = (other: number | undefined): [number, number][] => (other === undefined ? [] : [[at[other] as number, (at[other] as number) + (runs[other] as DataRun).size]]);
    const before = moving[k - 1];
    const meets = before !== undefined && (runs[before] as DataRun).last >= first - 1 ? regionOf(before) : [];
    const next = moving[0] as number;
    const wraps = k > 0 && last === phases - 1 && (runs[next] as DataRun).first === 0 ? regionOf(next) : [];
    // Neighbours lie at opposite ends, so that with an idle phase between them most of the later data can still come early.
    odd = k === 0 ? first % 2 === 1 : !odd;
    const place = gapFor(size, [...meets, ...wraps], { from: bottom, to: capacity }, odd);
    if (place === null) return { idleBefore: gapFor(size, meets, { from: bottom, to: capacity }, false) === null ? first : phases };
    at[run] = place;
  }
  return runs.map((_, run) => ({ at: at[run] as number, isResident: isResident[run] as boolean }));
}

/** Contents beyond which the third greedy choice, whose time grows with their cube, is left out. */
const MOST_SHRUNK = 64;

/** Which data stay, so that few entries are loaded in every frame: the best of three greedy choices, each of which leaves
 *  room for any two of the others that follow each other. */
function chooseResident(runs: readonly DataRun[], phases: number, capacity: number): boolean[] {
  const sizes = new Map(runs.map((run) => [run.content, run.size]));
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (total <= capacity) return runs.map(() => true);
  const sizeOf = (content: number): number => sizes.get(content) ?? 0;
  const bySize = [...sizes.keys()].filter((content) => sizeOf(content) > 0).sort((a, b) => sizeOf(b) - sizeOf(a) || a - b);
  const space = (resident: ReadonlySet<number>): number => spaceOf(runs, phases, resident);
  const addFitting = (resident: Set<number>, order: readonly number[]): Set<number> => {
    for (const content of order) {
      if (resident.has(content)) continue;
      resident.add(content);
      if (space(resident) > capacity) resident.delete(content);
    }
    return resident;
  };
  const empty = [...sizes.keys()].filter((content) => sizeOf(content) === 0);
  // The other way round: everything stays but the fewest entries that make room.
  const shrunk = (): Set<number> => {
    const resident = new Set(sizes.keys());
    while (space(resident) > capacity) {
      const next = bySize.filter((content) => resident.has(content)).map((content) => {
        const tried = new Set([...resident].filter((other) => other !== content));
        return { content, over: Math.max(0, space(tried) - capacity) + sizeOf(content) / 2 };
      }).sort((a, b) => a.over - b.over)[0];
      if (next === undefined) break;
      resident.delete(next.content);
    }
    return addFitting(resident, bySize);
  };
  const ways = [addFitting(new Set(empty), bySize), addFitting(new Set(empty), [...bySize].reverse()), ...(sizes.size > MOST_SHRUNK ? [] : [shrunk()])];
  // Entries that need not come: those that stay, once for every run.
  const kept = (resident: ReadonlySet<number>): number => (space(resident) > capacity ? -1 : runs.reduce((sum, run) => sum + (resident.has(run.content) ? run.size : 0), 0));
  const best = ways.reduce((a, b) => (kept(b) > kept(a) ? b : a));
  return runs.map((run) => best.has(run.content));
}

/** Entries that resident data and the largest two neighbours among the others take together. */
function spaceOf(runs: readonly DataRun[], phases: number, resident: ReadonlySet<number>): number {
  const even = (size: number): number => size + (size % 2);
  let kept = 0;
  const counted = new Set<number>();
  const moving: DataRun[] = [];
  for (const run of runs) {
    if (!resident.has(run.content)) moving.push(run);
    else if (!counted.has(run.content)) {
      counted.add(run.content);
      kept += run.size;
    }
  }
  let most = 0;
  moving.forEach((run, k) => {
    const next = moving[k + 1];
    const first = moving[0] as DataRun;
    const isNext = next !== undefined && next.first <= run.last + 1;
    const wraps = next === undefined && k > 0 && run.last === phases - 1 && first.first === 0;
    most = Math.max(most, even(run.size) + (isNext ? even(next.size) : wraps ? even(first.size) : 0));
  });
  return even(kept) + most;
}

/** Lowest (or highest) even place where `size` entries overlap nothing that is taken. */
function gapFor(size: number, taken: readonly (readonly [number, number])[], room: { from: number; to: number }, isHigh: boolean): number | null {
  if (size === 0) return 0;
  const fits = (at: number): boolean => at >= room.from && at + size <= room.to && taken.every(([from, to]) => from === to || at >= to || at + size <= from);
  const even = (at: number): number => at - (at % 2);
  const starts = [room.from + (room.from % 2), even(room.to - size), ...taken.flatMap(([from, to]) => [to + (to % 2), even(from - size)])].filter(fits).sort((a, b) => a - b);
  return (isHigh ? starts.at(-1) : starts[0]) ?? null;
}
