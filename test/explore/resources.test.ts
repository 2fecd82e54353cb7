// Block RAM and DSP of the estimate against Yosys: every memory shape of the named targets, the corners of the search (the rest is in
// test/sweep), and the modules that hold a tile's memories. LUTs and registers are an estimate; scripts/fit-resources.ts --check tells how far it is off.
import { expect, it } from 'vitest';
import { blockRamUses, estimateResources } from '../../compiler/target/resources.ts';
import { loadCycles, type Target } from '../../compiler/target/target.ts';
import { findTarget, targetNames } from '../../compiler/target/targets.ts';
import { synthesize } from '../../hdl/synth/yosys.ts';
import { expectBlocksOf, LEAVES } from '../support/memory-shapes.ts';

const targets = targetNames.map((name) => findTarget(name) as Target);
const base = findTarget('sim-1x1') as Target;

it('agrees with Yosys in every memory of the named targets, the smallest and largest of the search, and a tile\'s modules', async () => {
  const weights = [64, 410].flatMap((weightWidth) => [32, 512].map((weightBlocks) => ({ ...base, tile: { ...base.tile, weightWidth, weightBlocks } })));
  const tile = findTarget('neuflow-v6')?.tile ?? base.tile;
  const perModule = await expectBlocksOf([...targets, ...weights].flatMap(blockRamUses), [
    `nf_loader #(.Banks(${tile.banks}), .Neurons(${tile.neurons}), .WeightWidth(${tile.weightWidth}), .WeightBlocks(${tile.weightBlocks}), .PassDepth(${tile.passDepth}), .TapSets(${tile.tapSets}), .LoadCycles(${loadCycles(tile)}))`,
    `nf_row_memory #(.Banks(${tile.banks}), .Depth(${tile.rowDepth}))`,
    `nf_accumulator #(.Neurons(${tile.neurons}), .Depth(${tile.pixelDepth}))`,
  ]);
  const uses = blockRamUses({ rows: 1, cols: 1, tile, family: 'xc7' });
  const sum = (...names: string[]): number => uses.reduce((total, use) => total + (names.includes(use.what) ? use.bram36 : 0), 0);
  const blocksOf = (module: string): number | undefined => perModule.find((entry) => entry.module === module)?.bram36;
  expect(blocksOf('nf_loader')).toBe(sum('weights', 'passes', 'taps'));
  expect(blocksOf('nf_row_memory')).toBe(sum('row memory'));
  expect(blocksOf('nf_accumulator')).toBe(sum('accumulators'));
}, 300_000);

it('agrees with Yosys in the thresholds of ECP5', async () => {
  const { tile } = findTarget('ulx3s-85f') as Target;
  const entryBits = Math.log2(tile.thresholdGroups) + Math.log2(tile.neurons / tile.epilogueLanes);
  const parameters = new Map([['EntryBits', entryBits], ['PairTables', tile.pairTables], ['Primitives', 2]]);
  const { bram36 } = await synthesize({ sources: LEAVES, top: 'nf_threshold_lane', family: 'ecp5', parameters });
  const uses = blockRamUses({ rows: 1, cols: 1, tile, family: 'ecp5' }).filter(({ what }) => what === 'thresholds');
  expect(bram36 * tile.epilogueLanes).toBe(uses.reduce((total, use) => total + use.bram36, 0));
}, 300_000);

it('counts a whole grid: the sum of its uses, larger with each parameter, and judged by the device', () => {
  for (const target of targets) {
    const estimate = estimateResources(target);
    expect(estimate.bram36).toBe(estimate.uses.reduce((sum, use) => sum + use.bram36, 0));
    expect(estimate.fits).toBe(target.device === null ? null : (['lut', 'ff', 'bram36', 'dsp'] as const).every((key) => estimate[key] <= (target.device?.[key] ?? 0)));
    expect([target.name, estimate.fits]).not.toEqual([target.name, false]);
  }
  const { device, ...nowhere } = findTarget('ulx3s-85f') as Target;
  expect(estimateResources({ ...nowhere, cols: 3, device }).fits).toBe(false);
  const small = estimateResources(base);
  expect(estimateResources({ ...base, cols: 2 }).lut).toBeGreaterThan(1.4 * small.lut);
  expect(estimateResources({ ...base, edgeStreams: 2 }).lut).toBeLessThan(small.lut);
  expect(estimateResources({ ...base, tile: { ...base.tile, thresholdGroups: 32 } }).lut).toBeGreaterThan(small.lut);
  const wide = estimateResources({ ...base, tile: { ...base.tile, neurons: 32 } });
  expect([wide.dsp - small.dsp, wide.uses.find((use) => use.what === 'accumulators')?.bram36]).toEqual([16, 11]);
  expect(wide.lut).toBeGreaterThan(small.lut + 2816);
  expect(wide.lut).toBeLessThan(2 * small.lut);
  expect(estimateResources({ ...base, tile: { ...base.tile, weightBlocks: 256 } }).bram36).toBeGreaterThan(small.bram36);
});
