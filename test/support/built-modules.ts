// Tests import the sources by name and run what `npm run build` made of them: the code that ships, loaded by Node itself. The test runner's
// own transformation reads every imported name through a getter, which makes the compiler and the simulator two to three times slower.
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';

const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const FOLDERS = ['compiler', 'runtime', 'sim', 'hdl', 'examples', 'scripts'];

const builtOf = (source: string): string => join(PROJECT, 'dist', source.replace(/\.ts$/, '.js'));

/** The sources that have changed since the last build, of which .tsbuildinfo has the time. */
function unbuilt(): string[] {
  const builtAt = statSync(join(PROJECT, 'dist', '.tsbuildinfo'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = FOLDERS.flatMap((folder) => readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)));
  return sources.filter((file) => file.endsWith('.ts') && statSync(join(PROJECT, file)).mtimeMs > builtAt);
}

export const builtModules: Plugin = {
  name: 'built-modules',
  enforce: 'pre',
  // Node loads what lies there, and the runner leaves it as it is.
  config: () => ({ test: { server: { deps: { external: [new RegExp(`^${join(PROJECT, 'dist').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`)] } } } }),
  configResolved() {
    const [first, ...others] = unbuilt();
    if (first !== undefined) throw new Error(`${first}${others.length === 0 ? '' : ` and ${others.length} more files`} changed after the last build: npm run build`);
  },
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.') || !source.endsWith('.ts')) return null;
    const path = relative(PROJECT, resolve(dirname(importer), source));
    return FOLDERS.includes(path.split(sep)[0] as string) ? { id: builtOf(path), external: true } : null;
  },
};
