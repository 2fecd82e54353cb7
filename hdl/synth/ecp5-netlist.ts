// A design as the JSON netlist that nextpnr-ecp5 reads: Yosys maps it module by module, and nextpnr puts the modules together. Unlike the
// resource report it keeps modules apart that differ only in their place, for a tile must know its own.
import { readCommand, runYosysScript } from './run-yosys.ts';

const NETLIST_FILE = 'nfc-netlist.json';

/** Throws with Yosys's message where it refuses the sources. */
export async function ecp5Netlist(sources: ReadonlyMap<string, string>, top: string): Promise<string> {
  const commands = [readCommand(sources), `synth_ecp5 -top ${top} -noflatten`, `json -o ${NETLIST_FILE}`];
  return (await runYosysScript(commands, sources, `module '${top}' for ecp5`)).read(NETLIST_FILE);
}
