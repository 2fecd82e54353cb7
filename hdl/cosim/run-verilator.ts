// Runs the vendored Verilator on sources held in memory and returns its messages and the files it wrote.
// It sees no real file system and no environment; a source may include another by its name in the map.
import { ConsoleStdout, Directory, File, type Inode, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import { loadVerilatorModule } from './vendored.ts';

/** File name (with `/` between folders) to text. `.sv`, `.v` and `.vlt` files are compiled in map order, others can be included. */
export type Sources = ReadonlyMap<string, string>;
export type ModuleParameters = ReadonlyMap<string, number | string>;

export interface VerilatorRun {
  readonly exitCode: number;
  /** Everything written to stdout and stderr, one message per line. */
  readonly log: string;
  /** Files in the output folder by name. */
  readonly outputs: ReadonlyMap<string, Uint8Array>;
}

const OUTPUT_FOLDER = 'nfc-out';

/** Runs `verilator_bin` with the given arguments; the output folder is passed as --Mdir. Never throws for bad RTL. */
export async function runVerilator(sources: Sources, args: readonly string[]): Promise<VerilatorRun> {
  const outputFolder = new Directory(new Map());
  const root = new Map<string, Inode>([
    [OUTPUT_FOLDER, outputFolder],
    ['dev', new Directory(new Map([['null', new File([])]]))],
  ]);
  for (const [name, text] of sources) addFile(root, name.split('/'), new TextEncoder().encode(text));
  let log = '';
  const console = (): ConsoleStdout => ConsoleStdout.lineBuffered((line) => (log += `${line}\n`));
  const argv = ['verilator_bin', '-sv', '--Mdir', `/${OUTPUT_FOLDER}`, ...args, ...compiledNames(sources)];
  const wasi = new WASI(argv, ['VERILATOR_ROOT=/none'], [
    new OpenFile(new File([])),
    console(),
    console(),
    new PreopenDirectory('/', root),
  ], { debug: false });
  const instance = await WebAssembly.instantiate(await loadVerilatorModule(), { wasi_snapshot_preview1: wasi.wasiImport });
  let exitCode: number;
  try {
    exitCode = wasi.start(instance as unknown as Parameters<typeof wasi.start>[0]);
  } catch (error) {
    exitCode = 1;
    log += `%Error: verilator stopped: ${error instanceof Error ? error.message : String(error)}\n`;
  }
  const outputs = new Map<string, Uint8Array>();
  for (const [name, inode] of outputFolder.contents) if (inode instanceof File) outputs.set(name, inode.data);
  return { exitCode, log, outputs };
}

/** `-G` arguments. A string that is no SystemVerilog number is passed as a string literal. */
export function parameterArguments(parameters: ModuleParameters | undefined): string[] {
  return [...(parameters ?? [])].map(([name, value]) => {
    const isNumber = typeof value === 'number' || /^-?\d+$|^\d*'[sS]?[bodhBODH][0-9a-fA-F_]+$/.test(value);
    return `-G${name}=${isNumber ? value : `"${value}"`}`;
  });
}

/** The names given to Verilator on its command line, in map order; waiver files come first, as they must. */
export function compiledNames(sources: Sources): string[] {
  const names = [...sources.keys()];
  const waivers = names.filter((name) => name.endsWith('.vlt'));
  return [...waivers, ...names.filter((name) => /\.s?v$/.test(name))].map((name) => `/${name}`);
}

function addFile(folder: Map<string, Inode>, path: readonly string[], data: Uint8Array): void {
  const [head, ...rest] = path;
  if (head === undefined || head === '' || head === '..') throw new Error(`a source needs a plain relative name, not '${path.join('/')}'`);
  if (rest.length === 0) {
    folder.set(head, new File(data));
    return;
  }
  const existing = folder.get(head);
  const child = existing instanceof Directory ? existing : new Directory(new Map());
  folder.set(head, child);
  addFile(child.contents, rest, data);
}
