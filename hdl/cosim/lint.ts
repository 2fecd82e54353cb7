// `verilator --lint-only -Wall` through the vendored WebAssembly module. Any message, warning or error, fails the lint;
// a waiver belongs into a `.vlt` file among the sources, where it can be read and counted.
import { type ModuleParameters, parameterArguments, runVerilator, type Sources } from './run-verilator.ts';

export interface LintMessage {
  readonly severity: 'error' | 'warning';
  /** Verilator's name of the warning, such as WIDTH; empty for a plain error. */
  readonly code: string;
  readonly file: string;
  /** 1-based; 0 where Verilator names no place. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

export interface LintResult {
  readonly ok: boolean;
  readonly messages: readonly LintMessage[];
  /** Verilator's own output, with source excerpts. */
  readonly log: string;
}

/** Lints one module and what it instantiates. */
export async function lint(sources: Sources, top: string, parameters?: ModuleParameters): Promise<LintResult> {
  const run = await runVerilator(sources, ['--lint-only', '-Wall', '--top-module', top, ...parameterArguments(parameters)]);
  const messages = parseMessages(run.log);
  return { ok: run.exitCode === 0 && messages.length === 0, messages, log: run.log };
}

/** Lints every module of the sources as a top of its own, with its default parameters. Packages are linted where they are used. */
export async function lintEachModule(sources: Sources): Promise<ReadonlyMap<string, LintResult>> {
  const results = new Map<string, LintResult>();
  for (const name of moduleNames(sources)) results.set(name, await lint(neededFor(sources, name), name));
  return results;
}

/** The files that a module can need: its own, those of modules named in them, and those without modules. */
function neededFor(sources: Sources, top: string): Sources {
  const modules = [...sources].map(([file, text]) => ({ file, text, names: moduleNames(new Map([[file, text]])) }));
  const needed = new Set(modules.filter(({ names }) => names.length === 0 || names.includes(top)).map(({ file }) => file));
  for (const file of needed) {
    const words = new Set(sources.get(file)?.match(/\w+/g));
    for (const other of modules) if (other.names.some((name) => words.has(name))) needed.add(other.file);
  }
  return new Map([...sources].filter(([file]) => needed.has(file)));
}

/** Names of all modules declared in the sources, in order. */
export function moduleNames(sources: Sources): string[] {
  const names: string[] = [];
  for (const [file, text] of sources) {
    if (!/\.s?v$/.test(file)) continue;
    const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    for (const match of code.matchAll(/^\s*module\s+(?:automatic\s+|static\s+)?(\w+)/gm)) names.push(match[1] as string);
  }
  return names;
}

function parseMessages(log: string): LintMessage[] {
  const messages: LintMessage[] = [];
  for (const line of log.split('\n')) {
    const match = /^%(Error|Warning)(?:-(\w+))?: (?:\/?([^\s:]+):(\d+):(\d+): )?(.*)$/.exec(line);
    if (match === null || /^Exiting due to \d+/.test(match[6] as string)) continue;
    messages.push({
      severity: match[1] === 'Error' ? 'error' : 'warning',
      code: match[2] ?? '',
      file: match[3] ?? '',
      line: Number(match[4] ?? 0),
      column: Number(match[5] ?? 0),
      text: match[6] as string,
    });
  }
  return messages;
}
