// Block RAM of every memory that the search for targets can choose, against Yosys.
import { it } from 'vitest';
import { blockRamUses } from '../../compiler/target/resources.ts';
import type { Target, TileSpec } from '../../compiler/target/target.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import { TILE_CHOICES } from '../../runtime/explore/candidates.ts';
import { expectBlocksOf } from '../support/memory-shapes.ts';

const base = findTarget('sim-1x1') as Target;

it('is what the compiler counts', async () => {
  const weights = TILE_CHOICES.weightWidth.flatMap((weightWidth) => TILE_CHOICES.weightBlocks.map((weightBlocks) => ({ weightWidth, weightBlocks })));
  const changes: readonly Partial<TileSpec>[] = [
    ...weights, ...TILE_CHOICES.rowDepth.map((rowDepth) => ({ rowDepth })), ...TILE_CHOICES.pixelDepth.map((pixelDepth) => ({ pixelDepth })), { tapSets: 192, passDepth: 3000 }, { neurons: 32 },
  ];
  await expectBlocksOf(changes.flatMap((change) => blockRamUses({ ...base, tile: { ...base.tile, ...change } })));
});
