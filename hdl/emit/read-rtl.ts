// Reads the hand-written leaf modules and adds what is emitted for a target: the complete source set of one machine.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from '../../compiler/target/target.ts';
import { emitTop } from './emit.ts';

/** Folder of the leaf modules: beside this file in the sources, in the package root when compiled to dist/. Throws if missing. */
export function rtlFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const candidate of [join(here, '..', 'rtl'), join(here, '..', '..', '..', 'hdl', 'rtl')]) {
    if (existsSync(join(candidate, 'nf_core.sv'))) return candidate;
  }
  throw new Error('hdl/rtl is missing: the checkout or the package is incomplete');
}

/** All SystemVerilog files of a target by name: package first, then leaf modules in alphabetical order, then the top. */
export function rtlSources(target: Target): ReadonlyMap<string, string> {
  const folder = rtlFolder();
  const top = emitTop(target);
  const files = new Map<string, string>();
  const add = (name: string): void => {
    const text = top.get(name);
    if (text !== undefined) files.set(name, text);
  };
  add('nf_target_pkg.sv');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.sv')).sort()) files.set(name, readFileSync(join(folder, name), 'utf8'));
  add('nf_grid.sv');
  return files;
}
