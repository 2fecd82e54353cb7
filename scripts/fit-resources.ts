// Measures what tiles and grids of different parameters cost in Yosys and writes compiler/target/resource-table.ts. One run a family holds
// all variants side by side, so that each distinct module is mapped once. `--check` writes nothing and compares the estimates with
// complete grids (named targets), or with those that follow it.
import { readFileSync, writeFileSync } from 'node:fs';
import { estimateResources } from '../compiler/target/resources.ts';
import type { RESOURCE_TABLE } from '../compiler/target/resource-table.ts';
import type { Family, MemorySpec, Target, TileSpec } from '../compiler/target/target.ts';
import { findTarget } from '../compiler/target/targets.ts';
import { coreParameters, primitivesFor } from '../hdl/emit/emit.ts';
import { rtlSources } from '../hdl/emit/read-rtl.ts';
import type { ModuleResources } from '../hdl/synth/resources.ts';
import { synthesize } from '../hdl/synth/yosys.ts';
import { projectFile } from '../runtime/project-folder.ts';
import { renderTable } from '../runtime/cli/table.ts';

const FAMILIES: readonly Family[] = ['xc7', 'xc6v', 'xcup', 'ecp5'];
type StepKey = keyof typeof RESOURCE_TABLE.steps;
/** Values measured beside that of the base tile. */
const VALUES: Readonly<Record<StepKey, readonly number[]>> = {
  neurons: [32], rowDepth: [256, 1024], weightWidth: [64, 128, 256], thresholdGroups: [4, 8, 32], pairTables: [1], pixelDepth: [1024], epilogueLanes: [2, 4],
};
const STREAMS = [4, 8] as const;
const PORTS = [1, 3] as const;
const WIDTHS = [8, 16] as const;

interface Pair {
  readonly lut: number;
  readonly ff: number;
}

const base = findTarget('sim-2x2') as Target;

interface TileSize extends Pair {
  readonly dsp: number;
}

/** A design of one family: tiles (measured without their arrays), the array of the first one, and what grids take beside their tiles. */
async function measure(family: Family, tiles: readonly TileSpec[], grids: readonly Target[]): Promise<{ tiles: TileSize[]; array: Pair; rests: Pair[] }> {
  const sources = new Map([...rtlSources(base)].filter(([name]) => !/^nf_(grid|target_pkg)\.sv$/.test(name)));
  const accepted = (module: string): Set<string> => new Set([...(sources.get(`${module}.sv`) ?? '').matchAll(/parameter\s+int\s+(\w+)/g)].map((match) => match[1] as string));
  const settings = (module: string, target: Target): [string, number][] =>
    [...coreParameters(target), ['Primitives', primitivesFor(family)] as const].filter(([name]) => accepted(module).has(name)).map(([name, value]) => [name, value]);
  const instance = (module: string, target: Target, name: string): string =>
    `  (* keep *) ${module} #(${settings(module, target).map(([key, value]) => `.${key}(${value})`).join(', ')}) ${name} (.clk_i, .rst_ni);`;
  const lines = [
    ...tiles.map((tile, index) => instance('nf_tile', { ...base, tile }, `u_tile${index}`)),
    ...grids.map((target, index) => instance('nf_core', target, `u_core${index}`)),
  ];
  sources.set('nf_fit.sv', `module nf_fit (input logic clk_i, input logic rst_ni);\n${lines.join('\n')}\nendmodule\n`);
  console.error(`${family}: Yosys maps ${tiles.length} tiles and ${grids.length} grids`);
  const { perModule } = await synthesize({ sources, top: 'nf_fit', family });
  const find = (module: string, target: Target): ModuleResources => {
    const wanted = settings(module, target);
    const found = perModule.find((entry) => entry.module === module && wanted.every(([key, value]) => entry.parameters[key] === undefined || entry.parameters[key] === value));
    if (found === undefined) throw new Error(`Yosys reports no ${module} with ${JSON.stringify(wanted)}`);
    return found;
  };
  const tileOf = (tile: TileSpec): ModuleResources => find('nf_tile', { ...base, tile });
  const arrayOf = (tile: TileSpec): ModuleResources => find('nf_array', { ...base, tile });
  const array = arrayOf(tiles[0] as TileSpec);
  return {
    tiles: tiles.map((tile) => {
      const [whole, inner] = [tileOf(tile), arrayOf(tile)];
      return { lut: whole.lut - inner.lut, ff: whole.ff - inner.ff, dsp: whole.dsp };
    }),
    array: { lut: array.lut, ff: array.ff },
    rests: grids.map((target) => {
      const [core, tile] = [find('nf_core', target), find('nf_tile', target)];
      const count = target.rows * target.cols;
      return { lut: core.lut - count * tile.lut, ff: core.ff - count * tile.ff };
    }),
  };
}

const gridWith = (edgeStreams: number, ports: number, axiBytes: 8 | 16): Target => {
  const memory: MemorySpec = { ...base.memory, ports, axiBytes, maxBurst: axiBytes === 8 ? 16 : 64 };
  return { ...base, rows: 2, cols: 2, edgeStreams, memory };
};

/** value = a + b streams + c ports + d streams ports through four corners. */
function bilinear(corner: (streams: number, ports: number) => number): number[] {
  const [e0, e1] = STREAMS;
  const [p0, p1] = PORTS;
  const d = (corner(e1, p1) - corner(e1, p0) - corner(e0, p1) + corner(e0, p0)) / ((e1 - e0) * (p1 - p0));
  const b = (corner(e1, p0) - corner(e0, p0)) / (e1 - e0) - d * p0;
  const c = (corner(e0, p1) - corner(e0, p0)) / (p1 - p0) - d * e0;
  return [corner(e0, p0) - b * e0 - c * p0 - d * e0 * p0, b, c, d].map((value) => round(value, 2));
}

/** Mapping the same logic twice differs by some LUTs; less than half a per cent of a tile tells nothing. */
const aboveNoise = (difference: number, tile: number): number => (Math.abs(difference) < 0.005 * tile ? 0 : difference);
const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The base tile with one value changed. Other neurons come with as much threshold memory, for the estimate counts that by itself. */
const variantOf = (key: StepKey, value: number): TileSpec =>
  ({ ...base.tile, [key]: value, ...(key === 'neurons' ? { thresholdGroups: (base.tile.thresholdGroups * base.tile.neurons) / value } : {}) });

async function measureAll(): Promise<typeof RESOURCE_TABLE> {
  const keys = Object.keys(VALUES) as StepKey[];
  const variants = keys.flatMap((key) => VALUES[key].map((value) => ({ key, value, tile: variantOf(key, value) })));
  const corners = WIDTHS.flatMap((axiBytes) => STREAMS.flatMap((streams) => PORTS.map((ports) => ({ axiBytes, streams, ports, target: gridWith(streams, ports, axiBytes) }))));
  const full = await measure('xc7', [base.tile, ...variants.map(({ tile }) => tile)], corners.map(({ target }) => target));
  const [baseTile, ...others] = full.tiles as [TileSize, ...TileSize[]];
  const own = { lut: baseTile.lut, ff: baseTile.ff };
  const steps = Object.fromEntries(keys.map((key) => [key, [
    { at: base.tile[key], lut: 0, ff: 0, dsp: 0 },
    ...variants.flatMap((variant, index) => {
      const found = others[index] as TileSize;
      return variant.key === key ? [{ at: variant.value, lut: aboveNoise(found.lut - baseTile.lut, own.lut), ff: found.ff - baseTile.ff, dsp: found.dsp - baseTile.dsp }] : [];
    }),
  ].sort((a, b) => a.at - b.at)])) as unknown as typeof RESOURCE_TABLE.steps;
  const restAt = (axiBytes: number, key: 'lut' | 'ff') => (streams: number, ports: number): number =>
    full.rests[corners.findIndex((corner) => corner.axiBytes === axiBytes && corner.streams === streams && corner.ports === ports)]?.[key] ?? Number.NaN;
  const rest = Object.fromEntries(WIDTHS.map((axiBytes) => [axiBytes, { lut: bilinear(restAt(axiBytes, 'lut')), ff: bilinear(restAt(axiBytes, 'ff')) }])) as unknown as typeof RESOURCE_TABLE.rest;
  const one = { lut: 1, ff: 1 };
  const families = { xc7: { array: full.array, tile: one, rest: one, dsp: baseTile.dsp } } as Record<Family, (typeof RESOURCE_TABLE.families)['xc7']>;
  for (const family of FAMILIES.slice(1)) {
    const found = await measure(family, [base.tile], [corners[0]?.target as Target]);
    const tile = found.tiles[0] as TileSize;
    const [sample, reference] = [found.rests[0] as Pair, full.rests[0] as Pair];
    families[family] = {
      array: found.array, dsp: tile.dsp,
      tile: { lut: round(tile.lut / own.lut, 3), ff: round(tile.ff / own.ff, 3) },
      rest: { lut: round(sample.lut / reference.lut, 3), ff: round(sample.ff / reference.ff, 3) },
    };
  }
  return { base: own, steps, rest, families };
}

function writeTable(table: typeof RESOURCE_TABLE): void {
  const file = projectFile('compiler', 'target', 'resource-table.ts');
  const text = readFileSync(file, 'utf8');
  const head = text.slice(0, text.indexOf('export const RESOURCE_TABLE'));
  const line = (value: unknown): string => JSON.stringify(value).replaceAll('"', '').replaceAll(':', ': ').replaceAll(',', ', ').replaceAll('{', '{ ').replaceAll('}', ' }');
  const group = (name: string, entries: object): string => `  ${name}: {\n${Object.entries(entries).map(([key, value]) => `    ${key}: ${line(value)},`).join('\n')}\n  },`;
  const body = [`  base: ${line(table.base)},`, group('steps', table.steps), group('rest', table.rest), group('families', table.families)];
  writeFileSync(file, `${head}export const RESOURCE_TABLE: ResourceTable = {\n${body.join('\n')}\n};\n`);
}

/** Estimates beside complete synthesis runs. */
async function check(names: readonly string[]): Promise<void> {
  const rows: string[][] = [];
  for (const name of names) {
    const target = findTarget(name);
    if (target === undefined) throw new Error(`there is no target ${name}`);
    console.error(`${name}: Yosys maps the whole grid`);
    const parameters = new Map([['Primitives', primitivesFor(target.family)]]);
    const found = await synthesize({ sources: rtlSources(target), top: 'nf_grid', family: target.family, parameters });
    const estimate = estimateResources(target);
    for (const key of ['lut', 'ff', 'bram36', 'dsp'] as const) {
      rows.push([name, key, String(found[key]), String(estimate[key]), `${((100 * (estimate[key] - found[key])) / found[key]).toFixed(1)} %`]);
    }
  }
  console.log(renderTable(['target', 'what', 'synthesised', 'estimated', 'error'], rows));
}

const [mode, ...names] = process.argv.slice(2);
if (mode === '--check') await check(names.length > 0 ? names : ['sim-1x1', 'pynq-z2', 'neuflow-v6', 'zcu104', 'ulx3s-85f']);
else writeTable(await measureAll());
