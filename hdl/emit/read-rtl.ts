// Reads the hand-written leaf modules and adds what is emitted for a target: the complete source set of one machine.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from '../../compiler/target/target.ts';
import { emitTop } from './emit.ts';

/** Folder of hand-written modules: beside this one in the sources, in the package root when compiled to dist/. Throws if missing. */
function sourceFolder(name: 'rtl' | 'board', sample: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const candidate of [join(here, '..', name), join(here, '..', '..', '..', 'hdl', name)]) {
    if (existsSync(join(candidate, sample))) return candidate;
  }
  throw new Error(`hdl/${name} is missing: the checkout or the package is incomplete`);
}

/** Folder of the leaf modules. */
export const rtlFolder = (): string => sourceFolder('rtl', 'nf_core.sv');

const readModules = (folder: string): [name: string, text: string][] =>
  readdirSync(folder).filter((file) => file.endsWith('.sv')).sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]);

/** All SystemVerilog files of a target by name: package first, then leaf modules in alphabetical order, then the top. */
export function rtlSources(target: Target): ReadonlyMap<string, string> {
  const top = emitTop(target);
  const files = new Map<string, string>();
  const add = (name: string): void => {
    const text = top.get(name);
    if (text !== undefined) files.set(name, text);
  };
  add('nf_target_pkg.sv');
  for (const [name, text] of readModules(rtlFolder())) files.set(name, text);
  add('nf_grid.sv');
  return files;
}

/** The grid of a target with serial line and SDRAM around it: `rtlSources`, then the modules of hdl/board, whose top is nf_board. */
export const boardSources = (target: Target): ReadonlyMap<string, string> => new Map([...rtlSources(target), ...readModules(sourceFolder('board', 'nf_board.sv'))]);
