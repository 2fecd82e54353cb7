// Block RAM and DSP of the estimate against Yosys: every memory shape of the named targets and of the search, and the modules that hold
// a tile's memories. LUTs and registers are an estimate; scripts/fit-resources.ts --check tells how far it is off.
import { expect, it } from 'vitest';
import { blockRamUses, estimateResources, memoryBlocks } from '../../compiler/target/resources.ts';
import { loadCycles, type Target, type TileSpec } from '../../compiler/target/target.ts';
import { findTarget, targetNames } from '../../compiler/target/targets.ts';
import { rtlSources } from '../../hdl/emit/read-rtl.ts';
import { synthesize } from '../../hdl/synth/yosys.ts';
import { TILE_CHOICES } from '../../runtime/explore/candidates.ts';

const targets = targetNames.map((name) => findTarget(name) as Target);
const base = findTarget('sim-1x1') as Target;
const leaves = new Map([...rtlSources(base)].filter(([name]) => !/^nf_(grid|target_pkg)\.sv$/.test(name)));

it('agrees with Yosys in every memory of the named targets and of the search, and in a tile\'s modules', async () => {
  const weights = TILE_CHOICES.weightWidth.flatMap((weightWidth) => TILE_CHOICES.weightBlocks.map((weightBlocks) => ({ weightWidth, weightBlocks })));
  const changes: readonly Partial<TileSpec>[] = [
    ...weights, ...TILE_CHOICES.rowDepth.map((rowDepth) => ({ rowDepth })), ...TILE_CHOICES.pixelDepth.map((pixelDepth) => ({ pixelDepth })), { tapSets: 192, passDepth: 3000 }, { neurons: 32 },
  ];
  const searched = changes.map((change) => ({ ...base, tile: { ...base.tile, ...change } }));
  const shapes = new Map([...targets, ...searched].flatMap((target) => blockRamUses(target).map(({ width, depth }) => [`${width}x${depth}`, { width, depth }])));
  const tile = findTarget('neuflow-v6')?.tile ?? base.tile;
  const instances = [
    ...[...shapes.values()].map(({ width, depth }) => `nf_ram #(.Width(${width}), .Depth(${depth}))`),
    `nf_loader #(.Banks(${tile.banks}), .Neurons(${tile.neurons}), .WeightWidth(${tile.weightWidth}), .WeightBlocks(${tile.weightBlocks}), .PassDepth(${tile.passDepth}), .TapSets(${tile.tapSets}), .LoadCycles(${loadCycles(tile)}))`,
    `nf_row_memory #(.Banks(${tile.banks}), .Depth(${tile.rowDepth}))`,
    `nf_accumulator #(.Neurons(${tile.neurons}), .Depth(${tile.pixelDepth}))`,
  ].map((instance, index) => `  (* keep *) ${instance} u${index} (.clk_i);`);
  const top = `module all (input logic clk_i);\n${instances.join('\n')}\nendmodule\n`;
  const { perModule } = await synthesize({ sources: new Map([...leaves, ['all.sv', top]]), top: 'all', family: 'xc7' });
  const memories = perModule.filter(({ module }) => module === 'nf_ram');
  expect(memories.length).toBeGreaterThanOrEqual(shapes.size);
  for (const { parameters, bram36 } of memories) {
    expect([parameters['Width'], parameters['Depth'], bram36]).toEqual([parameters['Width'], parameters['Depth'], memoryBlocks(Number(parameters['Width']), Number(parameters['Depth']))]);
  }
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
  const { bram36 } = await synthesize({ sources: leaves, top: 'nf_threshold_lane', family: 'ecp5', parameters });
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
