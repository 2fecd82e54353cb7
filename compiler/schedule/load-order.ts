// When data that come again every frame are loaded. The words before a phase's go arrive while the phase before it runs, so the
// configuration channel would idle in long phases and hold up the go after short ones. Here a load moves to an earlier phase where
// the memory it fills is already free, until the words of every phase fit the time of the phase before, as far as that is possible.
import type { TileLoad } from '../program/program.ts';
import { type Target, weightWords, writesPerWord } from '../target/target.ts';
import type { Demand, Store, TileRegions } from './tile-memory.ts';

/** Words that must be there when `phase` starts and may come with the words of phase `earliest` already. */
export interface Pending {
  readonly words: number;
  readonly phase: number;
  readonly earliest: number;
}

/** Words of a phase besides loads, for each tile that it uses. */
const WORDS_PER_TILE = 17;

/** What comes with the words of each phase, and by how many cycles in all the words take longer than the phases before them.
 *  `cycles[p]` is the time for which phase p is expected to leave the memory free, `tiles[p]` how many tiles it uses. */
export function orderLoads<T extends Pending>(pending: readonly T[], cycles: readonly number[], tiles: readonly number[]): { slots: T[][]; overrun: number } {
  const phases = cycles.length;
  const slots: T[][] = cycles.map(() => []);
  let open = [...pending];
  let overrun = 0;
  for (let slot = phases - 1; slot >= 0; slot--) {
    const time = cycles[(slot + phases - 1) % phases] as number;
    let used = (tiles[slot] as number) * WORDS_PER_TILE;
    // Those that cannot move go first, then those that can move least.
    const here = open.filter((entry) => entry.phase >= slot && entry.earliest <= slot).sort((a, b) => b.earliest - a.earliest || b.phase - a.phase);
    const placed = new Set<T>();
    for (const entry of here) {
      if (entry.earliest < slot && used + entry.words > time) continue;
      placed.add(entry);
      used += entry.words;
    }
    overrun += Math.max(0, used - time);
    open = open.filter((entry) => !placed.has(entry));
    slots[slot] = pending.filter((entry) => placed.has(entry));
  }
  return { slots, overrun };
}

/** Entries of a store from `from` up to, not including, `to`. */
export interface Entries {
  readonly from: number;
  readonly to: number;
}

/** The first phase in whose words the data of `phase` may come: no phase that still runs then, or later, uses the place for other data.
 *  `entries` are those that come, where they are not all. */
export function earliestLoad(
  tile: number, store: Store, phase: number, regions: readonly ReadonlyMap<number, TileRegions>[], demands: readonly ReadonlyMap<number, Demand>[], entries: Entries | null = null,
): number {
  const region = (index: number): readonly [number, number] => {
    const at = regions[index]?.get(tile)?.[store].at ?? 0;
    return [at, at + (demands[index]?.get(tile)?.[store] ?? 0)];
  };
  const [from, to] = entries === null ? region(phase) : [entries.from, entries.to];
  const overlaps = (other: number): boolean => {
    const [start, end] = region(other);
    return start < to && from < end;
  };
  // Words that come first in a frame meet the last phase of the frame before.
  let earliest = overlaps(regions.length - 1) && phase !== regions.length - 1 ? 1 : 0;
  for (let other = 0; other < phase; other++) if (overlaps(other)) earliest = Math.max(earliest, other + 2);
  return Math.min(earliest, phase);
}

/** Words that `count` entries of a memory take on the configuration channel, headers aside, a word being what passes in a cycle. */
export function wordsOf(store: Store, count: number, target: Target): number {
  const { axiBytes, bandwidth } = target.memory;
  const perEntry: Readonly<Record<Store, number>> = {
    blocks: 1 + weightWords(target.tile) * writesPerWord(target), sets: target.tile.banks / 2, passes: 0.5, groups: 4 * target.tile.neurons, pairs: 64,
  };
  return Math.ceil(perEntry[store] * count * Math.max(1, (axiBytes * bandwidth.den) / bandwidth.num)) + 1;
}

/** Blocks of one load: small enough to spread over several phases. */
const BLOCKS_AT_ONCE = 8;

/** The entries of each piece of a load of `count` entries at `at`. */
export function entriesOf(store: Store, at: number, count: number): Entries[] {
  if (store !== 'blocks' || count <= BLOCKS_AT_ONCE) return [{ from: at, to: at + count }];
  return Array.from({ length: Math.ceil(count / BLOCKS_AT_ONCE) }, (_, k) => ({ from: at + k * BLOCKS_AT_ONCE, to: at + Math.min(count, (k + 1) * BLOCKS_AT_ONCE) }));
}

/** A load of weights in pieces that can come at different times. */
export function piecesOf(load: TileLoad): TileLoad[] {
  const { weights } = load.loads;
  if (weights.length <= BLOCKS_AT_ONCE) return [load];
  const pieces: TileLoad[] = [];
  for (let at = 0; at < weights.length; at += BLOCKS_AT_ONCE) {
    pieces.push({ ...load, loads: { weights: weights.slice(at, at + BLOCKS_AT_ONCE), taps: [], passes: [], neurons: [], pairs: [] } });
  }
  return pieces;
}
