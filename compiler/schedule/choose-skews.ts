// By how many banks blocks move on from row to row and from plane to plane. The skews of a dense window put any 8 blocks of a walk into 8
// banks; a group whose neurons leave out blocks of every row may then find the rest in few banks, and take more passes than it has
// work for. Other skews are as good for the machine, so those with the fewest passes over all groups are taken.
import { denseSkews, type Geometry, type Skews } from './geometry.ts';
import type { PassPlan } from './passes.ts';

const BANKS = 8;

/** Skews with fewer passes than the dense ones that `plan` was made with; null where there are none. */
export function betterSkews(geometry: Geometry, plan: PassPlan): Skews | null {
  const planes = plan.groups.flatMap((group) => group.planes.map((plane) => plane.walks));
  const least = planes.reduce((sum, walks) => sum + Math.max(1, Math.ceil(walks.length / BANKS)), 0);
  const dense = denseSkews(geometry.kernelRows, geometry.windowBlocks);
  let fewest = plan.groups.reduce((sum, group) => sum + group.passes.length, 0);
  let best: Skews | null = null;
  for (let row = 0; row < BANKS && fewest > least; row++) {
    for (let plane = 0; plane < (geometry.planes === 1 ? 1 : BANKS); plane++) {
      const passes = passesWith(geometry, planes, geometry.planes === 1 ? { row, plane: dense.plane } : { row, plane }, fewest);
      if (passes >= fewest) continue;
      fewest = passes;
      best = { row, plane: geometry.planes === 1 ? dense.plane : plane };
    }
  }
  return best;
}

/** Passes of all trit planes; `limit` or more where that is reached on the way. */
function passesWith({ kernelRows, windowBlocks }: Geometry, planes: readonly (readonly number[])[], skews: Skews, limit: number): number {
  const counts = new Uint16Array(BANKS);
  let passes = 0;
  for (const walks of planes) {
    counts.fill(0);
    let most = 1;
    for (const walk of walks) {
      const row = Math.floor(walk / windowBlocks);
      const bank = ((walk % windowBlocks) + skews.row * (row % kernelRows) + skews.plane * Math.floor(row / kernelRows)) % BANKS;
      const count = (counts[bank] as number) + 1;
      counts[bank] = count;
      most = Math.max(most, count);
    }
    passes += most;
    if (passes >= limit) return passes;
  }
  return passes;
}
