// Where the phases' data lie in the memories of each tile. What fits beside everything else of the tile is loaded once and
// stays; otherwise a phase's data are written while the phase before runs, so they must not overlap that one's (the first phase's
// not the last one's). Each memory of each tile is decided for itself. Where no gap is found, an idle phase goes in between.

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
        record[store] = { at, isResident: placed.isResident };
        regions[phase]?.set(tile, record);
      });
    }
  }
  return idleBefore < Infinity ? { idleBefore } : { regions };
}

function allocateStore(sizes: readonly number[], capacity: number): { at: number[]; isResident: boolean } | { idleBefore: number } {
  if (sizes.reduce((sum, size) => sum + size, 0) <= capacity) {
    let next = 0;
    const at = sizes.map((size) => {
      next += size;
      return next - size;
    });
    return { at, isResident: true };
  }
  const at: number[] = [];
  for (let phase = 0; phase < sizes.length; phase++) {
    const size = sizes[phase] as number;
    const regionOf = (other: number): [number, number][] => [[at[other] as number, (at[other] as number) + (sizes[other] as number)]];
    const before = phase > 0 ? regionOf(phase - 1) : [];
    const after = phase > 1 && phase === sizes.length - 1 ? regionOf(0) : [];
    const place = gapFor(size, [...before, ...after], capacity, phase % 2 === 1);
    if (place === null) return { idleBefore: gapFor(size, before, capacity, false) === null ? phase : sizes.length };
    at.push(place);
  }
  return { at, isResident: false };
}

/** Lowest (or highest) even place where `size` entries overlap nothing that is taken. */
function gapFor(size: number, taken: readonly (readonly [number, number])[], capacity: number, isHigh: boolean): number | null {
  if (size === 0) return 0;
  const fits = (at: number): boolean => at >= 0 && at + size <= capacity && taken.every(([from, to]) => from === to || at >= to || at + size <= from);
  const even = (at: number): number => at - (at % 2);
  const starts = [0, even(capacity - size), ...taken.flatMap(([from, to]) => [to + (to % 2), even(from - size)])].filter(fits).sort((a, b) => a - b);
  return (isHigh ? starts.at(-1) : starts[0]) ?? null;
}
