// A target by name (built in, or sim-RxC) or by file. What ends in .json or contains a path separator is a file, anything else a name.
import { readFileSync } from 'node:fs';
import { bug } from '../compiler/source/diagnostic.ts';
import { nearestName } from '../compiler/source/suggest.ts';
import { readTarget } from '../compiler/target/read-target.ts';
import type { Target } from '../compiler/target/target.ts';
import { findTarget, targetNames } from '../compiler/target/targets.ts';
import { UsageError } from './usage-error.ts';

/** Throws UsageError for an unknown name, ModelError for a faulty file (its text is added to `sources`). */
export function loadTarget(nameOrFile: string, sources?: Map<string, string>): Target {
  if (/\.json$|[/\\]/.test(nameOrFile)) {
    const text = readFileSync(nameOrFile, 'utf8');
    sources?.set(nameOrFile, text);
    return readTarget(text, nameOrFile);
  }
  const found = findTarget(nameOrFile);
  if (found !== undefined) return found;
  const near = nearestName(nameOrFile, targetNames);
  const names = `the names are ${targetNames.join(', ')} and sim-RxC with 1 to 12 rows and columns; a target file ends in .json`;
  throw new UsageError(`there is no target ${nameOrFile}`, near === undefined ? names : `did you mean ${near}? ${names}`);
}

export const namedTargets = (): Target[] => targetNames.map((name) => findTarget(name) ?? bug(`target ${name} is listed but not there`));
