// Measures what tiles and grids of different parameters cost in Yosys and writes compiler/target/resource-table.ts. Many small runs, each
// with the base tile and the values of one parameter side by side and the ternary array left out, or with what grids have beside their
// tiles; each result is kept in a folder of its own, so that a run that was stopped goes on where it was. `--family NAME` measures one
// family and takes the others from the table as it is. `--check` writes nothing and compares the estimates with complete grids (named
// targets), or with those that follow it.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { estimateResources } from '../compiler/target/resources.ts';
import { RESOURCE_TABLE, type TilePoint } from '../compiler/target/resource-table.ts';
import type { Family, MemorySpec, Target, TileSpec } from '../compiler/target/target.ts';
import { findTarget } from '../compiler/target/targets.ts';
import { contentKey, readCached, writeCached } from '../hdl/cosim/cache.ts';
import { coreParameters } from '../hdl/emit/core-parameters.ts';
import { primitivesFor } from '../hdl/emit/emit.ts';
import { rtlSources } from '../hdl/emit/read-rtl.ts';
import type { ModuleResources } from '../hdl/synth/resources.ts';
import { synthesize } from '../hdl/synth/yosys.ts';
import { projectFile } from '../runtime/project-folder.ts';
import { renderTable } from '../runtime/cli/table.ts';

const FAMILIES: readonly Family[] = ['xc7', 'xc6v', 'xcup', 'ecp5'];
type StepKey = keyof typeof RESOURCE_TABLE.steps;
/** Values measured beside that of the base tile. */
const VALUES: Readonly<Record<StepKey, readonly number[]>> = {
  neurons: [32], rowDepth: [256, 1024], weightWidth: [64], thresholdGroups: [8, 32], pairTables: [1], pixelDepth: [1024], epilogueLanes: [2, 4], drainDepth: [32], outDepth: [512],
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

type Found = readonly ModuleResources[];
const STORE = join(tmpdir(), 'nfc-fit-resources');
const LEAVES = new Map([...rtlSources(base)].filter(([name]) => !/^nf_(grid|target_pkg)\.sv$/.test(name)));
const progress = { done: 0, of: 0 };

const acceptedBy = (module: string): Set<string> => new Set([...(LEAVES.get(`${module}.sv`) ?? '').matchAll(/parameter\s+int\s+(\w+)/g)].map((match) => match[1] as string));
const settings = (family: Family, module: string, target: Target): [string, number][] => {
  const accepted = acceptedBy(module);
  return [...coreParameters(target), ['Primitives', primitivesFor(family)] as const].filter(([name]) => accepted.has(name)).map(([name, value]) => [name, value]);
};

/** A module's header alone: what it contains costs nothing. Without any wire Yosys would take it for a vendor's cell. */
const hollow = (text: string): string => `${text.slice(0, text.search(/^\);$/m))});\n  wire nothing = 1'b0;\nendmodule\n`;

/** One Yosys run of modules side by side, some of them hollow; or what an earlier run of the same sources found. */
async function mapModules(family: Family, what: string, instances: readonly (readonly [module: string, target: Target])[], hollowed: readonly string[]): Promise<Found> {
  const sources = new Map(LEAVES);
  for (const name of hollowed) sources.set(`${name}.sv`, hollow(LEAVES.get(`${name}.sv`) as string));
  const lines = instances.map(([module, target], index) =>
    `  (* keep *) ${module} #(${settings(family, module, target).map(([key, value]) => `.${key}(${value})`).join(', ')}) u_${index} (.clk_i, .rst_ni);`);
  sources.set('nf_fit.sv', `module nf_fit (input logic clk_i, input logic rst_ni);\n${lines.join('\n')}\nendmodule\n`);
  const key = contentKey([family, ...[...sources].flat()]);
  const earlier = readCached(STORE, key);
  progress.done++;
  console.error(`[${progress.done}/${progress.of}] ${family}: ${what}${earlier === undefined ? '' : ' (kept)'}`);
  if (earlier !== undefined) return JSON.parse(new TextDecoder().decode(earlier)) as Found;
  const { perModule } = await synthesize({ sources, top: 'nf_fit', family });
  writeCached(STORE, key, new TextEncoder().encode(JSON.stringify(perModule)));
  return perModule;
}

function find(found: Found, family: Family, module: string, target: Target): ModuleResources {
  const wanted = settings(family, module, target);
  const entry = found.find((candidate) => candidate.module === module && wanted.every(([key, value]) => candidate.parameters[key] === undefined || candidate.parameters[key] === value));
  if (entry === undefined) throw new Error(`Yosys reports no ${module} with ${JSON.stringify(wanted)}`);
  return entry;
}

const withTile = (tile: TileSpec): Target => ({ ...base, tile });

/** The base tile first, then others, without their arrays. */
async function measureTiles(family: Family, what: string, others: readonly TileSpec[]): Promise<TileSize[]> {
  const targets = [base.tile, ...others].map(withTile);
  const found = await mapModules(family, what, targets.map((target) => ['nf_tile', target] as const), ['nf_array']);
  return targets.map((target) => find(found, family, 'nf_tile', target));
}

/** What grids take beside their tiles. */
async function measureRests(family: Family, what: string, grids: readonly Target[]): Promise<Pair[]> {
  const found = await mapModules(family, what, grids.map((target) => ['nf_core', target] as const), ['nf_tile']);
  return grids.map((target) => find(found, family, 'nf_core', target));
}

async function measureArray(family: Family): Promise<Pair> {
  const { lut, ff } = find(await mapModules(family, 'the ternary array', [['nf_array', base]], []), family, 'nf_array', base);
  return { lut, ff };
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

async function measureAll(only: Family | undefined): Promise<typeof RESOURCE_TABLE> {
  const keys = Object.keys(VALUES) as StepKey[];
  const others = FAMILIES.slice(1).filter((family) => only === undefined || family === only);
  const isBaseMeasured = only === undefined || only === 'xc7';
  progress.of = (isBaseMeasured ? keys.length + WIDTHS.length + 1 : 2) + 3 * others.length;
  const corner = gridWith(STREAMS[0], PORTS[0], WIDTHS[0]);
  const { base: own, steps, rest, families: { xc7 } } = isBaseMeasured ? await measureBase(keys) : RESOURCE_TABLE;
  const families = { ...RESOURCE_TABLE.families, xc7 };
  if (others.length === 0) return { base: own, steps, rest, families };
  // Sizes relative to the 7 series are told from the same run of it, whose results were kept above.
  const [reference] = await measureRests('xc7', `grids with ports of ${WIDTHS[0]} bytes`, cornersOf(WIDTHS[0]));
  const [first] = await measureTiles('xc7', keys[0] as string, tilesOf(keys[0] as StepKey));
  for (const family of others) {
    const [tile] = await measureTiles(family, 'the base tile', []);
    const [sample] = await measureRests(family, 'a grid', [corner]);
    const relative = (part: Pair | undefined, whole: Pair | undefined): Pair => ({
      lut: round((part?.lut ?? Number.NaN) / (whole?.lut ?? Number.NaN), 3), ff: round((part?.ff ?? Number.NaN) / (whole?.ff ?? Number.NaN), 3),
    });
    families[family] = { array: await measureArray(family), dsp: tile?.dsp ?? Number.NaN, tile: relative(tile, first), rest: relative(sample, reference) };
  }
  return { base: own, steps, rest, families };
}

const tilesOf = (key: StepKey): TileSpec[] => VALUES[key].map((value) => variantOf(key, value));
const cornersOf = (axiBytes: 8 | 16): Target[] => STREAMS.flatMap((streams) => PORTS.map((ports) => gridWith(streams, ports, axiBytes)));

/** Everything of the 7 series. */
async function measureBase(keys: readonly StepKey[]): Promise<typeof RESOURCE_TABLE> {
  const steps: Partial<Record<StepKey, TilePoint[]>> = {};
  let own: TileSize = { lut: 0, ff: 0, dsp: 0 };
  for (const key of keys) {
    const [tile, ...others] = (await measureTiles('xc7', key, tilesOf(key))) as [TileSize, ...TileSize[]];
    own = tile;
    const points = others.map((found, index): TilePoint =>
      ({ at: VALUES[key][index] as number, lut: aboveNoise(found.lut - tile.lut, tile.lut), ff: found.ff - tile.ff, dsp: found.dsp - tile.dsp }));
    steps[key] = [{ at: base.tile[key], lut: 0, ff: 0, dsp: 0 }, ...points].sort((a, b) => a.at - b.at);
  }
  const rest: Partial<Record<8 | 16, { lut: number[]; ff: number[] }>> = {};
  for (const axiBytes of WIDTHS) {
    const found = await measureRests('xc7', `grids with ports of ${axiBytes} bytes`, cornersOf(axiBytes));
    const at = (key: 'lut' | 'ff') => (streams: number, ports: number): number =>
      found[(STREAMS as readonly number[]).indexOf(streams) * PORTS.length + (PORTS as readonly number[]).indexOf(ports)]?.[key] ?? Number.NaN;
    rest[axiBytes] = { lut: bilinear(at('lut')), ff: bilinear(at('ff')) };
  }
  const one = { lut: 1, ff: 1 };
  const xc7 = { array: await measureArray('xc7'), tile: one, rest: one, dsp: own.dsp };
  return {
    base: { lut: own.lut, ff: own.ff }, steps: steps as typeof RESOURCE_TABLE.steps, rest: rest as typeof RESOURCE_TABLE.rest,
    families: { ...RESOURCE_TABLE.families, xc7 },
  };
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
else writeTable(await measureAll(mode === '--family' ? FAMILIES.find((family) => family === names[0]) : undefined));
