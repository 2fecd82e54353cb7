// The language front end on one screen: read the files, parse, check, lower. Everything wrong in the model becomes a
// diagnostic; nothing throws for a user's mistake.
import { buildScopes, type Host, loadFiles } from './check/load.ts';
import { checkBlocks, checkNetwork } from './check/names.ts';
import { checkRecursion } from './check/recursion.ts';
import { checkDeclarations, findNetwork } from './check/structure.ts';
import type { FloatGraph } from './ir/float-graph.ts';
import { lowerNetwork } from './ir/lower.ts';
import type { Diagnostic } from './source/diagnostic.ts';

export interface ParsedModel {
  /** Undefined where some diagnostic is an error. */
  readonly graph: FloatGraph | undefined;
  /** Errors and warnings, in the order of the text, entry file first. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of every file read, by the path that spans name. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Reads a model and its imports through `host`. The paths of weights files stay as written, relative to the folder of
 *  the model file. */
export function parseModel(entryFile: string, host: Host): ParsedModel {
  const text = host.readText(entryFile);
  if (text === undefined) {
    const span = { file: entryFile, start: 0, end: 0, line: 1, column: 1 };
    const diagnostic: Diagnostic = { code: 'NF2006', severity: 'error', message: `cannot read ${entryFile}`, span, hint: 'check the path of the model file' };
    return { graph: undefined, diagnostics: [diagnostic], sources: new Map() };
  }
  const found: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void found.push(diagnostic);
  const { models, sources } = loadFiles(entryFile, text, host, report);
  const graph = buildGraph(entryFile, models, found);
  const diagnostics = inOrder(found, [...sources.keys()]);
  return { graph: diagnostics.some(isError) ? undefined : graph, diagnostics, sources };
}

const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error';

function buildGraph(entryFile: string, models: ReturnType<typeof loadFiles>['models'], found: Diagnostic[]): FloatGraph | undefined {
  const report = (diagnostic: Diagnostic): void => void found.push(diagnostic);
  const canGoOn = !found.some(isError);
  const entry = models.get(entryFile);
  const network = entry === undefined ? undefined : findNetwork(entry, report);
  if (!canGoOn) return undefined;
  const scopes = buildScopes(models, report);
  const scope = scopes.get(entryFile);
  for (const model of models.values()) {
    const own = scopes.get(model.file);
    if (own !== undefined) checkBlocks(model, own, report);
  }
  const hasEnd = checkRecursion([...scopes.values()], report);
  if (network === undefined || scope === undefined) return undefined;
  checkDeclarations(network, report);
  checkNetwork(network, scope, report);
  return hasEnd ? lowerNetwork({ network, scope }, report, { hasErrors: found.some(isError) }) : undefined;
}

/** By file and place; one message per code and place, since a block used twice reports twice. */
function inOrder(found: readonly Diagnostic[], files: readonly string[]): Diagnostic[] {
  const seen = new Set<string>();
  const unique = found.filter(({ code, span }) => {
    const key = `${code} ${span.file} ${span.start} ${span.end}`;
    return !seen.has(key) && seen.add(key);
  });
  const rank = (diagnostic: Diagnostic): number => files.indexOf(diagnostic.span.file);
  return unique.sort((a, b) => rank(a) - rank(b) || a.span.start - b.span.start || (a.code < b.code ? -1 : 1));
}
