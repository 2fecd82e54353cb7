// Writes a folder of results all or nothing: into a temporary sibling first, then renamed into place. A folder that is there already
// is replaced only if nfc wrote it (its marker file says so) or it is empty; anything else is refused.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './usage-error.ts';

/** Relative name (with `/` between folders) to content. */
export type FolderContent = ReadonlyMap<string, string | Uint8Array>;

/** The file by which nfc knows its own folders. */
const MARKER = '.nfc-output';

/** Throws UsageError where `path` may not be replaced, and the system's own error where it cannot be written. */
export function writeOutputFolder(path: string, content: FolderContent): void {
  const target = resolve(path);
  checkOutputFolder(path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  const retired = join(dirname(target), `.${basename(target)}.${process.pid}.old.tmp`);
  const firstMade = makeFolder(dirname(target));
  try {
    rmSync(temporary, { recursive: true, force: true });
    for (const [name, data] of [[MARKER, 'written by nfc, replaced as a whole\n'] as const, ...content]) {
      const file = join(temporary, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, data);
    }
    if (existsSync(target)) renameSync(target, retired);
    renameSync(temporary, target);
    rmSync(retired, { recursive: true, force: true });
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (existsSync(retired) && !existsSync(target)) renameSync(retired, target);
    if (firstMade !== undefined) rmSync(firstMade, { recursive: true, force: true });
    throw error;
  }
}

/** Whether nfc wrote this folder. */
export const isOutputFolder = (path: string): boolean => existsSync(join(path, MARKER));

/** Makes a folder and what is missing above it; returns the topmost one made. One level at a time: Node's own recursive way never ends
 *  on file systems that refuse new folders by saying that the parent does not exist (/proc). */
export function makeFolder(path: string): string | undefined {
  const missing: string[] = [];
  for (let folder = path; !existsSync(folder) && dirname(folder) !== folder; folder = dirname(folder)) missing.unshift(folder);
  for (const folder of missing) mkdirSync(folder);
  return missing[0];
}

/** Throws UsageError where `path` may not be replaced: to be asked before long work. */
export function checkOutputFolder(path: string): void {
  const target = resolve(path);
  const found = statSync(target, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) throw new UsageError(`${path} is a file, the output is a folder`, 'name another folder');
  if (isOutputFolder(target) || readdirSync(target).length === 0) return;
  throw new UsageError(`${path} holds files that nfc did not write`, 'name another folder, or remove this one yourself');
}

/** Writes one file all or nothing. */
export function writeOutputFile(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
