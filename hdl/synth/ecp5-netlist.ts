// A design as the JSON netlist that nextpnr-ecp5 reads: Yosys maps it module by module, and nextpnr puts the modules together. Unlike the
// resource report it keeps modules apart that differ only in their place, for a tile must know its own.
import { readCommand, runYosysScript } from './run-yosys.ts';

const NETLIST_FILE = 'nfc-netlist.json';

/** Throws with Yosys's message where it refuses the sources. */
export async function ecp5Netlist(sources: ReadonlyMap<string, string>, top: string): Promise<string> {
  const commands = [readCommand(sources), `synth_ecp5 -top ${top} -noflatten`, `json -o ${NETLIST_FILE}`];
  return openLastCarries((await runYosysScript(commands, sources, `module '${top}' for ecp5`)).read(NETLIST_FILE));
}

type Bit = number | string;

interface JsonNetlist {
  readonly modules: Readonly<Record<string, {
    readonly ports: Readonly<Record<string, { readonly bits: readonly Bit[] }>>;
    readonly cells: Readonly<Record<string, { readonly type: string; readonly connections: Record<string, readonly Bit[]> }>>;
  }>>;
}

/** A netlist whose carry chains end open where nothing reads their last carry: nextpnr leads each carry that has a net out to the fabric,
 *  which takes a cell of its own. */
export function openLastCarries(text: string): string {
  const netlist = JSON.parse(text) as JsonNetlist;
  for (const { ports, cells } of Object.values(netlist.modules)) {
    const uses = new Map<Bit, number>();
    const pins = [...Object.values(ports).map(({ bits }) => bits), ...Object.values(cells).flatMap(({ connections }) => Object.values(connections))];
    for (const bit of pins.flat()) uses.set(bit, (uses.get(bit) ?? 0) + 1);
    for (const { type, connections } of Object.values(cells)) {
      const [carry] = connections['COUT'] ?? [];
      if (type === 'CCU2C' && typeof carry === 'number' && uses.get(carry) === 1) connections['COUT'] = ['x'];
    }
  }
  return JSON.stringify(netlist);
}
