// Resource report of a design: Yosys (as WebAssembly) maps it to a family's cells, module by module, and the counts and
// the longest register-to-register path are read from the mapped netlist. Each distinct module is mapped once, and tiles
// that differ only in their place count as one, so a grid costs about as much as one tile. Logic is not shared across
// module borders, which makes counts slightly high.
import { DEVICES, type Device, type Family, fitsDevice } from './devices.ts';
import { type LogicLevels, measureModuleLevels } from './logic-levels.ts';
import { readNetlist } from './netlist.ts';
import { countResources, type ModuleResources, type Resources } from './resources.ts';
import { readCommand, runYosysScript } from './run-yosys.ts';
import { hasPositions, mergeCommands } from './twin-modules.ts';

export interface SynthesisOptions {
  /** File name to text; `.sv` and `.v` files are read in map order. */
  readonly sources: ReadonlyMap<string, string>;
  readonly top: string;
  readonly family: Family;
  readonly parameters?: ReadonlyMap<string, number>;
  /** Default true. False flattens first: slower by the number of instances, and a few per cent smaller. */
  readonly hierarchical?: boolean;
  /** Default: the family's device in DEVICES. */
  readonly device?: Device;
}

/** A module with its submodules: its longest path, ports counting as registers. */
export interface ModuleReport extends ModuleResources {
  readonly logicLevels: number;
  readonly pathStart: string | null;
  readonly pathEnd: string | null;
}

/** The JSON shape of `nfc synth --json`. */
export interface SynthesisReport extends Resources {
  readonly family: Family;
  readonly top: string;
  /** LUTs of the ternary array alone per lane and neuron; null where the design has none, or was flattened. */
  readonly lutPerLane: number | null;
  readonly logicLevels: number;
  readonly longestPath: readonly string[];
  readonly perModule: readonly ModuleReport[];
  readonly device: Device;
  readonly fits: boolean;
}

const NETLIST_FILE = 'nfc-netlist.json';
const ARRAY_MODULE = 'nf_array';

/** Throws with Yosys's message where it refuses the sources. */
export async function synthesize(options: SynthesisOptions): Promise<SynthesisReport> {
  const netlist = readNetlist(await runSynthesis(options));
  const moduleLevels = [...measureModuleLevels(netlist).values()];
  const perModule = countResources(netlist).map((entry, index): ModuleReport => {
    const { levels, path } = moduleLevels[index] as LogicLevels;
    return { ...entry, logicLevels: levels, pathStart: path[0] ?? null, pathEnd: path.at(-1) ?? null };
  });
  const { lut, ff, bram36, dsp } = perModule.at(-1) as ModuleReport;
  const levels = moduleLevels.at(-1) as LogicLevels;
  const device = options.device ?? DEVICES[options.family];
  return {
    family: options.family, top: options.top, lut, ff, bram36, dsp,
    lutPerLane: lutPerLane(perModule),
    logicLevels: levels.levels, longestPath: levels.path,
    perModule, device, fits: fitsDevice({ lut, ff, bram36, dsp }, device),
  };
}

function lutPerLane(perModule: readonly ModuleResources[]): number | null {
  const array = perModule.find((entry) => entry.module === ARRAY_MODULE);
  const lanes = array?.parameters['Lanes'];
  const neurons = array?.parameters['Neurons'];
  if (array === undefined || lanes === undefined || neurons === undefined) return null;
  return array.lut / (lanes * neurons);
}

async function runSynthesis(options: SynthesisOptions): Promise<string> {
  const { sources, top, parameters, family, hierarchical } = options;
  const task = `module '${top}' for ${family}`;
  const setParameters = [...(parameters ?? [])].map(([name, value]) => `chparam -set ${name} ${value} ${top}`);
  // Vendor cells are known only after the flow has begun, so this first look does not check that every module exists.
  const elaborate = [readCommand(sources), ...setParameters, `hierarchy -top ${top}`];
  let merge: readonly string[] = [];
  if (hierarchical !== false && hasPositions(sources)) merge = mergeCommands((await runYosysScript(elaborate, sources, task)).log);
  // abc9 saves about a tenth of the LUTs over the default flow on Xilinx; pads and clock buffers are the board's business.
  const flow = family === 'ecp5'
    ? `synth_ecp5 -top ${top}${hierarchical === false ? '' : ' -noflatten'}`
    : `synth_xilinx -family ${family} -top ${top} -noiopad -noclkbuf -abc9${hierarchical === false ? ' -flatten' : ''}`;
  // `json` leaves the vendor's cell library out, which write_json would spend a third of the run on.
  const commands = merge.length === 0 ? [readCommand(sources), ...setParameters] : [...elaborate, ...merge, `hierarchy -top ${top}`];
  return (await runYosysScript([...commands, flow, `json -o ${NETLIST_FILE}`], sources, task)).read(NETLIST_FILE);
}
