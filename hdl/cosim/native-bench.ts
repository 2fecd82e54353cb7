// The native option: `verilator` and a C++ compiler from PATH build design and test bench into one program, which runs a
// whole job as a child process. Same sources, same bench semantics, same result as the WebAssembly model; the loop is
// native code, so its speed is the baseline a simulator can honestly be compared with.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type BenchOptions, type BenchResult, checkBenchOptions } from './bench-types.ts';
import type { BuildOptions } from './build-model.ts';
import { contentKey } from './cache.ts';
import { decodeResult, encodeJob } from './native-protocol.ts';
import { type PortShape, parsePorts } from './ports.ts';
import { compiledNames, parameterArguments } from './run-verilator.ts';
import { toolsFolder } from './vendored.ts';
import { VERILATE_ARGUMENTS } from './verilate.ts';

export interface NativeBench {
  readonly kind: 'native';
  readonly run: (options: BenchOptions) => Promise<BenchResult>;
  /** The same, with the wall time of the cycle loop alone: no process start, no transfer of the job or its result. */
  readonly measure: (options: BenchOptions) => Promise<{ readonly result: BenchResult; readonly loopSeconds: number }>;
  /** Removes the program where it was built without a cache folder. */
  readonly dispose: () => void;
}

export interface NativeTools {
  readonly verilator: string;
  readonly compiler: string;
}

/** Full speed for everything that runs each cycle; start-up code and Verilator's library only have to compile fast. */
const MAKE_FLAGS: readonly string[] = ['OPT_FAST=-O3', 'OPT_SLOW=-O1', 'OPT_GLOBAL=-O1'];

const MAX_MESSAGE_BYTES = 4096;

/** Paths of the tools, or what is missing from PATH. */
export function findNativeTools(): NativeTools | { readonly missing: string } {
  const verilator = findOnPath('verilator');
  const compiler = findOnPath('g++') ?? findOnPath('clang++');
  if (verilator === undefined) return { missing: 'verilator' };
  if (compiler === undefined) return { missing: 'g++ or clang++' };
  if (findOnPath('make') === undefined) return { missing: 'make' };
  return { verilator, compiler };
}

/** Throws where a tool is missing or refuses the sources. The program is kept in the cache folder, if there is one. */
export async function buildNativeBench(options: BuildOptions): Promise<NativeBench> {
  const tools = findNativeTools();
  if ('missing' in tools) {
    throw new Error(`the native model needs ${tools.missing} on PATH; install it (Debian: apt-get install verilator g++ make) or leave --native away`);
  }
  const harness = readFileSync(join(dirname(toolsFolder()), 'cosim', 'native', 'bench.cpp'), 'utf8');
  const version = `${await runTool(tools.verilator, ['--version'])}${await runTool(tools.compiler, ['--version'])}`;
  const key = `${contentKey([
    'native 1', options.top, ...[...options.sources].flat(), 'parameters', ...[...(options.parameters ?? [])].flat().map(String),
    'tools', version, harness, ...MAKE_FLAGS, ...VERILATE_ARGUMENTS,
  ])}.exe`;
  const cached = options.cacheDir === undefined ? undefined : join(options.cacheDir, key);
  if (cached !== undefined && isIntactProgram(cached)) {
    options.onProgress?.('cached');
    return benchOf(cached, () => undefined);
  }
  const folder = mkdtempSync(join(tmpdir(), 'nfc-native-'));
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const program = await buildProgram(tools, options, harness, folder);
    if (cached === undefined) return benchOf(program, dispose);
    keep(program, cached);
    dispose();
    return benchOf(cached, () => undefined);
  } catch (error) {
    dispose();
    throw error;
  }
}

async function buildProgram(tools: NativeTools, options: BuildOptions, harness: string, folder: string): Promise<string> {
  const sourceFolder = join(folder, 'sources');
  for (const [name, text] of options.sources) {
    mkdirSync(dirname(join(sourceFolder, name)), { recursive: true });
    writeFileSync(join(sourceFolder, name), text);
  }
  const names = compiledNames(options.sources).map((name) => join(sourceFolder, name));
  const model = join(folder, 'model');
  writeFileSync(join(folder, 'bench.cpp'), harness);
  options.onProgress?.('verilate');
  await runTool(tools.verilator, [
    '-sv', ...VERILATE_ARGUMENTS, '--exe', '--Mdir', model, '--top-module', options.top,
    `-I${sourceFolder}`, ...parameterArguments(options.parameters), ...names, join(folder, 'bench.cpp'),
  ]);
  writeFileSync(join(model, 'ports.inc'), portList(parsePorts(readFileSync(join(model, 'Vtop.h'), 'utf8'))));
  options.onProgress?.('compile');
  await runTool('make', [
    '-C', model, '-f', 'Vtop.mk', '-j2', `CXX=${tools.compiler}`, `LINK=${tools.compiler}`,
    ...MAKE_FLAGS, 'Vtop',
  ]);
  return join(model, 'Vtop');
}

function portList(ports: readonly PortShape[]): string {
  return ports.map((port) => `NFC_PORT("${port.name}", ${port.member}, ${port.widthBits})\n`).join('');
}

function benchOf(program: string, dispose: () => void): NativeBench {
  const measure = async (options: BenchOptions): Promise<{ result: BenchResult; loopSeconds: number }> => {
    checkBenchOptions(options);
    return decodeResult(await runProcess(program, [], encodeJob(options)), options);
  };
  return { kind: 'native', measure, run: async (options) => (await measure(options)).result, dispose };
}

async function runTool(command: string, args: readonly string[]): Promise<string> {
  return Buffer.from(await runProcess(command, args, undefined)).toString('utf8');
}

/** Standard output of a process; throws with what it wrote to standard error where it fails. */
function runProcess(command: string, args: readonly string[], input: Uint8Array | undefined): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(output));
      else {
        // A design's own $fatal prints to stdout; a result is never text, so it is not shown.
        const text = Buffer.concat([...errors, ...output.filter((chunk) => chunk.length < MAX_MESSAGE_BYTES)]).toString('utf8');
        reject(new Error(`${command} ended with ${signal ?? `exit code ${code}`}:\n${text.trim()}`));
      }
    });
    // A program that stops before it has read its job reports that by its exit code, not by the broken pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function keep(program: string, cached: string): void {
  const temporary = `${cached}.${process.pid}.tmp`;
  mkdirSync(dirname(cached), { recursive: true });
  writeFileSync(temporary, readFileSync(program), { mode: 0o755 });
  // The hash goes first: a program without its own hash beside it is never run.
  writeFileSync(`${cached}.sha256`, hashOf(temporary));
  renameSync(temporary, cached);
}

/** Whether a cached program is still the one that was stored. */
export function isIntactProgram(program: string): boolean {
  try {
    return isProgram(program) && readFileSync(`${program}.sha256`, 'utf8') === hashOf(program);
  } catch {
    return false;
  }
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).size > 0;
  } catch {
    return false;
  }
}

function findOnPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)).find(isProgram);
}
