// Reads the entry file and everything it imports, each file once, and finds out what each file can name. Reports missing
// files and files that import each other.
import type { Report } from '../source/diagnostic.ts';
import { folderOf, resolvePath } from '../source/paths.ts';
import type { Ident, Model } from '../syntax/ast.ts';
import { isBuiltin, words } from '../syntax/builtins.ts';
import type { BlockEntry, FileScope, TableEntry } from '../syntax/file-scope.ts';
import { parseText } from '../syntax/parse.ts';

/** Where texts come from; a path as a message shows it. */
export interface Host {
  readText(path: string): string | undefined;
}

export interface LoadedFiles {
  /** Trees by path, entry file first; files with syntax errors are missing. */
  readonly models: ReadonlyMap<string, Model>;
  readonly sources: ReadonlyMap<string, string>;
}

export function loadFiles(entryFile: string, entryText: string, host: Host, report: Report): LoadedFiles {
  const models = new Map<string, Model>();
  const sources = new Map<string, string>([[entryFile, entryText]]);
  const open: string[] = [entryFile];
  const known = new Map<string, string>([[resolvePath('', entryFile), entryFile]]);
  for (let file = open.shift(); file !== undefined; file = open.shift()) {
    const parsed = parseText(file, sources.get(file) ?? '');
    for (const diagnostic of parsed.diagnostics) report(diagnostic);
    if (parsed.model === undefined) continue;
    models.set(file, parsed.model);
    for (const { path, written, span } of importsOf(parsed.model)) {
      if (known.has(path)) continue;
      const text = host.readText(path);
      if (text === undefined) {
        const hint = `paths are relative to the file that imports; looked for ${path}`;
        report({ code: 'NF2006', severity: 'error', message: `cannot read the imported file "${written}"`, span, hint });
        continue;
      }
      known.set(path, path);
      sources.set(path, text);
      open.push(path);
    }
  }
  reportImportCycles(models, known, report);
  return { models, sources };
}

/** `path` is resolved; the entry file, which may be spelled in another way, is found through its resolved path too. */
const importsOf = (model: Model): { path: string; written: string; span: Model['span'] }[] =>
  model.items.flatMap((item) =>
    item.kind === 'import' ? [{ path: resolvePath(folderOf(model.file), item.path), written: item.path, span: item.span }] : [],
  );

function reportImportCycles(models: ReadonlyMap<string, Model>, known: ReadonlyMap<string, string>, report: Report): void {
  const done = new Set<string>();
  for (const start of models.values()) {
    const path = [{ model: start, imports: importsOf(start), next: 0 }];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const step = done.has(frame.model.file) ? undefined : frame.imports[frame.next];
      frame.next += 1;
      const target = step === undefined ? undefined : models.get(known.get(step.path) ?? step.path);
      const from = target === undefined ? -1 : path.findIndex((entry) => entry.model === target);
      if (step === undefined) {
        path.pop();
        done.add(frame.model.file);
      } else if (from >= 0) {
        const files = [...path.slice(from).map((entry) => entry.model.file), step.path];
        const message = files.length === 2 ? `${step.path} imports itself` : `files import each other: ${files.join(' > ')}`;
        report({ code: 'NF2007', severity: 'error', message, span: step.span, hint: 'move what both need into a file that imports neither' });
      } else if (target !== undefined) path.push({ model: target, imports: importsOf(target), next: 0 });
    }
  }
}

/** What each file can name: its own blocks and tables, then those of its imports. */
export function buildScopes(models: ReadonlyMap<string, Model>, report: Report): Map<string, FileScope> {
  const scopes = new Map<string, FileScope>();
  for (const model of models.values()) {
    const blocks = new Map<string, BlockEntry>();
    const tables = new Map<string, TableEntry>();
    const taken = new Map<string, string>();
    addItems(model, { blocks, tables, taken }, scopes, report, null);
    for (const { path, span } of importsOf(model)) {
      const imported = models.get(path);
      if (imported !== undefined && imported !== model) addItems(imported, { blocks, tables, taken }, scopes, report, span);
    }
    scopes.set(model.file, { file: model.file, blocks, tables });
  }
  return scopes;
}

interface Names {
  readonly blocks: Map<string, BlockEntry>;
  readonly tables: Map<string, TableEntry>;
  /** Where each name was defined, for messages. */
  readonly taken: Map<string, string>;
}

function addItems(model: Model, names: Names, scopes: ReadonlyMap<string, FileScope>, report: Report, importedAt: Model['span'] | null): void {
  for (const item of model.items) {
    if (item.kind !== 'block' && item.kind !== 'table-definition') continue;
    if (!takeName(item.name, names.taken, report, importedAt)) continue;
    const { name } = item.name;
    if (item.kind === 'table-definition') names.tables.set(name, { name, table: item.table, span: item.span });
    else {
      const empty: FileScope = { file: model.file, blocks: new Map(), tables: new Map() };
      names.blocks.set(name, { block: item, home: () => scopes.get(model.file) ?? empty });
    }
  }
}

/** Reports a name that is built in or taken; an imported clash is reported at the import. */
function takeName(name: Ident, taken: Map<string, string>, report: Report, importedAt: Model['span'] | null): boolean {
  const place = `${name.span.file}:${name.span.line}`;
  if (isBuiltin(name.name) || words.has(name.name)) {
    if (importedAt === null) report({ code: 'NF2004', severity: 'error', message: `\`${name.name}\` is built in and cannot be defined`, span: name.span, hint: `choose another name, such as \`My${name.name.charAt(0).toUpperCase()}${name.name.slice(1)}\`` });
    return false;
  }
  const earlier = taken.get(name.name);
  if (earlier === undefined) {
    taken.set(name.name, place);
    return true;
  }
  if (earlier !== place) {
    const message = importedAt === null ? `\`${name.name}\` is defined twice` : `the import brings a second \`${name.name}\``;
    report({ code: 'NF2002', severity: 'error', message, span: importedAt ?? name.span, label: `first at ${earlier}`, hint: 'rename one of the two' });
  }
  return false;
}
