// Where the phases' data lie in the memories of each tile. As much as fits is loaded once and stays;
// the other phases' data are written while the phase before runs, so they must not overlap that one's (the first phase's not the
// last one's). Each memory of each tile is decided for itself. Where no gap is found, an idle phase goes in between.

export type Store = 'blocks' | 'sets' | 'passes' | 'groups' | 'pairs';
export const STORES: readonly Store[] = ['blocks', 'sets', 'passes', 'groups', 'pairs'];

/** What a tile needs in one phase, in entries of each memory. */
export type Demand = Readonly<Record<Store, number>>;

export interface Region {
  readonly at: number;
  readonly isResident: boolean;
}
export type TileRegions = Readonly<Record<Store, Region>>;

/** demands[phase] maps tile -> demand. Either every region, or the first phase that needs an idle phase before it
 *  (`demands.length` for one behind the last phase). */
export function allocateTiles(demands: readonly ReadonlyMap<number, Demand>[], capacity: Demand): { regions: readonly ReadonlyMap<number, TileRegions>[] } | { idleBefore: number } {
  const tiles = new Set(demands.flatMap((phase) => [...phase.keys()]));
  const regions = demands.map(() => new Map<number, Record<Store, Region>>());
  let idleBefore = Infinity;
  for (const tile of tiles) {
    for (const store of STORES) {
      const sizes = demands.map((phase) => phase.get(tile)?.[store] ?? 0);
      const placed = allocateStore(sizes, capacity[store]);
      if ('idleBefore' in placed) {
        idleBefore = Math.min(idleBefore, placed.idleBefore);
        continue;
      }
      placed.at.forEach((at, phase) => {
        if (!demands[phase]?.has(tile)) return;
        const record = regions[phase]?.get(tile) ?? ({} as Record<Store, Region>);
        record[store] = { at, isResident: placed.isResident[phase] ?? true };
        regions[phase]?.set(tile, record);
      });
    }
  }
  return idleBefore < Infinity ? { idleBefore } : { regions };
}

interface Placement {
  readonly at: readonly number[];
  readonly isResident: readonly boolean[];
}

/** Resident data lie at the bottom; above them the phases whose data come again every frame share what is left. */
function allocateStore(sizes: readonly number[], capacity: number): Placement | { idleBefore: number } {
  const isResident = chooseResident(sizes, capacity - (capacity % 2));
  const at = sizes.map(() => 0);
  let bottom = 0;
  sizes.forEach((size, phase) => {
    if (!isResident[phase]) return;
    at[phase] = bottom;
    bottom += size;
  });
  bottom += bottom % 2;
  const last = sizes.length - 1;
  for (let phase = 0; phase <= last; phase++) {
    if (isResident[phase]) continue;
    const regionOf = (other: number): [number, number][] => (isResident[other] ? [] : [[at[other] as number, (at[other] as number) + (sizes[other] as number)]]);
    const before = phase > 0 ? regionOf(phase - 1) : [];
    const after = phase > 1 && phase === last ? regionOf(0) : [];
    const place = gapFor(sizes[phase] as number, [...before, ...after], { from: bottom, to: capacity }, phase % 2 === 1);
    if (place === null) return { idleBefore: gapFor(sizes[phase] as number, before, { from: bottom, to: capacity }, false) === null ? phase : sizes.length };
    at[phase] = place;
  }
  return { at, isResident };
}

/** Which phases keep their data, so that few entries are loaded in every frame: the best of three greedy choices, each of which leaves
 *  room for any two of the others that follow each other. */
function chooseResident(sizes: readonly number[], capacity: number): boolean[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= capacity) return sizes.map(() => true);
  const bySize = sizes.map((_, phase) => phase).filter((phase) => (sizes[phase] as number) > 0).sort((a, b) => (sizes[b] as number) - (sizes[a] as number) || a - b);
  const grown = (order: readonly number[]): boolean[] => {
    const resident = sizes.map((size) => size === 0);
    for (const phase of order) {
      resident[phase] = true;
      if (spaceOf(sizes, resident) > capacity) resident[phase] = false;
    }
    return resident;
  };
  // The other way round: everything stays but the fewest entries that make room.
  const shrunk = sizes.map(() => true);
  while (spaceOf(sizes, shrunk) > capacity) {
    const next = bySize.filter((phase) => shrunk[phase]).map((phase) => {
      const tried = shrunk.map((stays, other) => stays && other !== phase);
      return { phase, over: Math.max(0, spaceOf(sizes, tried) - capacity) + (sizes[phase] as number) / 2 };
    }).sort((a, b) => a.over - b.over)[0];
    if (next === undefined) break;
    shrunk[next.phase] = false;
  }
  const kept = (resident: readonly boolean[]): number => (spaceOf(sizes, resident) > capacity ? -1 : sizes.reduce((sum, size, phase) => sum + (resident[phase] ? size : 0), 0));
  const refill = (resident: boolean[]): boolean[] => {
    for (const phase of bySize) {
      const tried = resident.map((stays, other) => stays || other === phase);
      if (spaceOf(sizes, tried) <= capacity) resident[phase] = true;
    }
    return resident;
  };
  const candidates = [grown(bySize), grown([...bySize].reverse()), refill(shrunk)];
  return candidates.reduce((best, other) => (kept(other) > kept(best) ? other : best));
}

/** Entries that resident data and the largest two neighbours among the others take together. */
function spaceOf(sizes: readonly number[], isResident: readonly boolean[]): number {
  const even = (size: number): number => size + (size % 2);
  const moving = sizes.map((size, phase) => (isResident[phase] ? 0 : even(size)));
  const kept = sizes.reduce((sum, size, phase) => sum + (isResident[phase] ? size : 0), 0);
  const pairs = moving.map((size, phase) => size + (moving[(phase + 1) % moving.length] as number));
  return even(kept) + Math.max(0, ...(moving.length < 2 ? moving : pairs));
}

/** Lowest (or highest) even place where `size` entries overlap nothing that is taken. */
function gapFor(size: number, taken: readonly (readonly [number, number])[], room: { from: number; to: number }, isHigh: boolean): number | null {
  if (size === 0) return 0;
  const fits = (at: number): boolean => at >= room.from && at + size <= room.to && taken.every(([from, to]) => from === to || at >= to || at + size <= from);
  const even = (at: number): number => at - (at % 2);
  const starts = [room.from + (room.from % 2), even(room.to - size), ...taken.flatMap(([from, to]) => [to + (to % 2), even(from - size)])].filter(fits).sort((a, b) => a - b);
  return (isHigh ? starts.at(-1) : starts[0]) ?? null;
}
