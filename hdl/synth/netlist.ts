// A mapped netlist as Yosys writes it in JSON, narrowed to the modules of the design: vendor cells stay cell types.

export interface Cell {
  readonly type: string;
  readonly port_directions: Readonly<Record<string, 'input' | 'output' | 'inout'>>;
  /** Numbers as strings of bits, highest first. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** A number names a net bit of the module, a string is a constant. */
  readonly connections: Readonly<Record<string, readonly (number | string)[]>>;
}

export interface Module {
  /** Name in the SystemVerilog source. */
  readonly source: string;
  readonly parameters: ReadonlyMap<string, number>;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly ports: Readonly<Record<string, { readonly direction: string; readonly bits: readonly (number | string)[] }>>;
  /** Net bits that have a name in the source. */
  readonly netNames: ReadonlyMap<number, string>;
}

export interface Netlist {
  readonly top: string;
  /** Children before their parents. */
  readonly modules: ReadonlyMap<string, Module>;
}

interface JsonModule {
  readonly attributes: Readonly<Record<string, string>>;
  readonly parameter_default_values?: Readonly<Record<string, string>>;
  readonly ports: Module['ports'];
  readonly cells: Readonly<Record<string, Cell>>;
  readonly netnames?: Readonly<Record<string, { readonly bits: readonly (number | string)[] }>>;
}

/** Parses the output of Yosys's `json` or `write_json`; throws where no module is marked as the top. */
export function readNetlist(json: string): Netlist {
  const { modules } = JSON.parse(json) as { readonly modules: Readonly<Record<string, JsonModule>> };
  const top = Object.keys(modules).find((name) => isSet(modules[name]?.attributes['top']));
  if (top === undefined) throw new Error('the netlist has no top module');
  const ordered = new Map<string, Module>();
  const visit = (name: string): void => {
    const module = modules[name];
    if (module === undefined || ordered.has(name) || isLibraryCell(module)) return;
    const cells = new Map(Object.entries(module.cells).filter(([, cell]) => !cell.type.startsWith('$scopeinfo')));
    for (const type of new Set([...cells.values()].map((cell) => cell.type))) visit(type);
    ordered.set(name, {
      source: module.attributes['hdlname'] ?? name,
      parameters: new Map(Object.entries(module.parameter_default_values ?? {}).map(([key, bits]) => [key, Number.parseInt(bits, 2)])),
      cells, ports: module.ports, netNames: netNames(module),
    });
  };
  visit(top);
  return { top, modules: ordered };
}

/** Names that Yosys made up begin with a dollar sign. */
function netNames(module: JsonModule): Map<number, string> {
  const names = new Map<number, string>();
  for (const [name, { bits }] of Object.entries(module.netnames ?? {})) {
    if (name.startsWith('$')) continue;
    bits.forEach((bit, index) => {
      if (typeof bit === 'number' && !names.has(bit)) names.set(bit, bits.length > 1 ? `${name}[${index}]` : name);
    });
  }
  return names;
}

function isLibraryCell(module: JsonModule): boolean {
  return isSet(module.attributes['blackbox']) || isSet(module.attributes['whitebox']);
}

function isSet(bits: string | undefined): boolean {
  return bits !== undefined && /1/.test(bits);
}
