// The taps of trit planes, packed into passes: up to 8 in a pass, each for a lane group of its own. A tap is named by its index in the walk of the window;
// those whose block has no trit of the plane are left out.

/** Groups of 8 lanes, one for each tap of a pass. */
export const GROUPS_OF_LANES = 8;

/** Walk indices with a nonzero trit, per trit plane from the highest that has any down to plane 0. */
export interface Plane {
  readonly plane: number;
  readonly walks: readonly number[];
}

/** A plane's passes: the taps that each tap set names, and which of them this plane uses. */
export interface PackedPlane {
  readonly plane: number;
  readonly passes: readonly { readonly set: readonly number[]; readonly used: readonly number[] }[];
}

/** Passes of 8 neighbouring taps of the walk, as far as a plane needs one of them; where the lane group of a tap is its index modulo 8. */
export function byWindow(planes: readonly Plane[], laneGroups: Uint8Array): PackedPlane[] {
  return planes.map(({ plane, walks }) => {
    const windows = new Map<number, number[]>();
    for (const walk of walks) {
      const window = windows.get(walk >> 3);
      if (window) window.push(walk);
      else windows.set(walk >> 3, [walk]);
    }
    return {
      plane,
      passes: [...windows].map(([window, used]) => ({ set: Array.from({ length: Math.min(GROUPS_OF_LANES, laneGroups.length - window * 8) }, (_, i) => window * 8 + i), used })),
    };
  });
}

/** The k-th tap of every lane group goes to pass k, over the taps of all planes or of each plane alone. */
function byResidue(planes: readonly Plane[], laneGroups: Uint8Array, isShared: boolean): PackedPlane[] {
  const all = [...new Set(planes.flatMap((plane) => plane.walks))].sort((a, b) => a - b);
  return planes.map(({ plane, walks }) => {
    const sets = packResidues(isShared ? all : walks, laneGroups);
    const used = new Set(walks);
    return {
      plane,
      passes: sets.map((set) => ({ set, used: set.filter((walk) => used.has(walk)) })).filter((pass) => pass.used.length > 0),
    };
  });
}

/** As few passes as the fullest lane group has taps: pass k takes the k-th of each. */
export function packResidues(walks: readonly number[], laneGroups: Uint8Array): number[][] {
  const sets: number[][] = [];
  const next = new Array<number>(GROUPS_OF_LANES).fill(0);
  for (const walk of walks) {
    const laneGroup = laneGroups[walk] as number;
    const k = next[laneGroup] as number;
    next[laneGroup] = k + 1;
    const set = sets[k];
    if (set) set.push(walk);
    else sets.push([walk]);
  }
  return sets;
}

/** The packing with the fewest passes. */
export function bestPacking(planes: readonly Plane[], laneGroups: Uint8Array): PackedPlane[] {
  const count = (packed: readonly PackedPlane[]): number => packed.reduce((sum, plane) => sum + Math.max(1, plane.passes.length), 0);
  const isDense = laneGroups.every((laneGroup, walk) => laneGroup === (walk & 7));
  return [...(isDense ? [byWindow(planes, laneGroups)] : []), byResidue(planes, laneGroups, true), byResidue(planes, laneGroups, false)].reduce((best, other) => (count(other) < count(best) ? other : best));
}

const NO_TAPS: PackedPlane['passes'][number] = { set: [], used: [] };

/** A plane without trits keeps one pass. */
export const passesOfPlane = ({ passes }: PackedPlane): PackedPlane['passes'] => (passes.length > 0 ? passes : [NO_TAPS]);
