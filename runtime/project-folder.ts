// Where nfc itself lives: the folder with package.json, found from the sources as well as from the compiled dist tree.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bug } from '../compiler/source/diagnostic.ts';

/** Absolute path of a file of the project, given relative to its root. */
export function projectFile(...parts: readonly string[]): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) bug('package.json of nfc is missing');
    folder = parent;
  }
  return join(folder, ...parts);
}

/** Where built hardware models are kept: beside nfc's own dependencies. */
export const modelCacheFolder = (): string => projectFile('node_modules', '.cache', 'nfc');
