// The files that --input names: a folder stands for all its pictures, videos and arrays, in the order of their names.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './usage-error.ts';

const KINDS = /\.(npy|png|jpe?g|y4m)$|-ubyte(\.gz)?$/i;

/** Throws UsageError for a folder without any such file. */
export function listInputFiles(arguments_: readonly string[]): string[] {
  return arguments_.flatMap((argument) => {
    if (statSync(argument, { throwIfNoEntry: false })?.isDirectory() !== true) return [argument];
    const names = readdirSync(argument).filter((name) => KINDS.test(name)).sort();
    if (names.length === 0) throw new UsageError(`folder ${argument} holds no NPY, IDX, PNG, JPEG or Y4M file`, 'name a file, or another folder');
    return names.map((name) => join(argument, name));
  });
}
