// Reads the Tcl scripts of hdl/export/tcl, which every exported Vivado project takes as they are.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Texts by file name. Throws where the checkout or the package is incomplete. */
export function tclScripts(): ReadonlyMap<string, string> {
  const here = dirname(fileURLToPath(import.meta.url));
  const folder = [join(here, '..'), join(here, '..', '..')].map((root) => join(root, 'hdl', 'export', 'tcl')).find((candidate) => existsSync(candidate));
  if (folder === undefined) throw new Error('hdl/export/tcl is missing: the checkout or the package is incomplete');
  return new Map(readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
