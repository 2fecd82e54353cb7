// The files this repository carries for co-simulation: Verilator as a WebAssembly module, the headers of its runtime
// library, and that library compiled for WebAssembly. Every file is checked against hdl/tools/SHA256SUMS when it is
// read; one that does not match is refused, because a model built from it could be wrong in silence.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

export const VERILATOR_VERSION = '5.006';
const VERILATOR_WASM = 'verilator.wasm.br';
const RUNTIME_OBJECT = 'verilator-runtime.o.br';
const INCLUDE_FOLDER = `verilator-${VERILATOR_VERSION}/include`;

let verilatorModule: Promise<WebAssembly.Module> | undefined;

/** Verilator itself, compiled once per process. */
export function loadVerilatorModule(): Promise<WebAssembly.Module> {
  verilatorModule ??= WebAssembly.compile(new Uint8Array(brotliDecompressSync(readChecked(VERILATOR_WASM))));
  return verilatorModule;
}

/** Verilator's runtime library as one wasm32 object file. */
export function loadRuntimeObject(): Uint8Array {
  return brotliDecompressSync(readChecked(RUNTIME_OBJECT));
}

/** Headers and sources of Verilator's runtime library, by file name. */
export function loadRuntimeSources(): Record<string, Uint8Array> {
  const names = readdirSync(join(toolsFolder(), INCLUDE_FOLDER)).sort();
  return Object.fromEntries(names.map((name) => [name, readChecked(`${INCLUDE_FOLDER}/${name}`)]));
}

/** One line per vendored file with its hash: part of every cache key. */
export function vendoredFingerprint(): string {
  return readFileSync(join(toolsFolder(), 'SHA256SUMS'), 'utf8');
}

/** The folder hdl/tools, found from the sources as well as from the compiled `dist` tree. */
export function toolsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(folder, 'hdl', 'tools');
    if (existsSync(join(candidate, VERILATOR_WASM))) return candidate;
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  throw new Error(`hdl/tools/${VERILATOR_WASM} is missing: the checkout or the package is incomplete`);
}

function readChecked(name: string): Uint8Array {
  const data = readFileSync(join(toolsFolder(), name));
  const hash = createHash('sha256').update(data).digest('hex');
  if (!vendoredFingerprint().includes(`${hash}  ${name}\n`)) {
    throw new Error(`hdl/tools/${name} does not match its hash in SHA256SUMS: restore the file (git checkout hdl/tools)`);
  }
  return data;
}
