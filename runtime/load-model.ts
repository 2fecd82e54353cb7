// Reads a model with its imports from disk and hands it to the language front end. The files read are kept in `sources`, so that later
// stages can show the lines they complain about.
import { readFileSync, statSync } from 'node:fs';
import { parseModel } from '../compiler/frontend.ts';
import type { FloatGraph } from '../compiler/ir/float-graph.ts';
import { bug, type Diagnostic, ModelError } from '../compiler/source/diagnostic.ts';
import { UsageError } from './usage-error.ts';

export interface LoadedModel {
  readonly graph: FloatGraph;
  readonly warnings: readonly Diagnostic[];
}

/** A model file has no business being larger; a wrong path (a weights file, say) should not be parsed for minutes. */
const MAX_MODEL_BYTES = 4_000_000;

/** Parses and checks. Throws ModelError with all errors (and warnings), UsageError for what is no text. */
export function loadModel(path: string, sources: Map<string, string>): LoadedModel {
  // The entry file is read by itself first: its absence is a mistake in the command line, not in the model.
  readModelText(path);
  const parsed = parseModel(path, { readText: (file) => readIfThere(file) });
  for (const [file, text] of parsed.sources) sources.set(file, text);
  const errors = parsed.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (errors.length > 0) throw new ModelError(parsed.diagnostics);
  return { graph: parsed.graph ?? bug('a model without errors has no graph'), warnings: parsed.diagnostics };
}

/** The text of one model file. Throws the system's error, or UsageError where it is no text. */
export function readModelText(path: string): string {
  if (statSync(path).size > MAX_MODEL_BYTES) throw new UsageError(`${path} has more than ${MAX_MODEL_BYTES} bytes, which no model has`, 'name the .nf file');
  const bytes = readFileSync(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${path} is not text in UTF-8`, 'name the .nf file');
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readModelText(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
}
