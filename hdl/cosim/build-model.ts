// SystemVerilog text -> a running model, in process: Verilator, clang and the model are all WebAssembly.
// Results are cached by the content of everything that went in. A damaged or unwritable cache costs time, never a result. What two
// processes want at once, one of them builds.
import * as clang from '@yowasp/clang';
import { contentKey, readCached, writeCached } from './cache.ts';
import { inTurn } from './cache-turn.ts';
import { COMPILE_ARGUMENTS, compileModel, LINK_ARGUMENTS } from './compile-model.ts';
import { type Model, startModel } from './model.ts';
import type { PortShape } from './ports.ts';
import type { ModuleParameters, Sources } from './run-verilator.ts';
import { vendoredFingerprint } from './vendored.ts';
import { VERILATE_ARGUMENTS, verilate } from './verilate.ts';

export interface BuildOptions {
  /** File name to SystemVerilog text, compiled in map order (packages first). */
  readonly sources: Sources;
  readonly top: string;
  readonly parameters?: ModuleParameters;
  /** Folder for build results; without it nothing is kept. */
  readonly cacheDir?: string;
  readonly onProgress?: (step: BuildStep) => void;
}

/** `wait`: another process builds the same model. */
export type BuildStep = 'cached' | 'wait' | 'verilate' | 'compile' | 'start';

interface BuiltModel { readonly wasm: Uint8Array<ArrayBuffer>; readonly ports: readonly PortShape[] }

/** Throws with the tool's messages where the sources are refused, or with the design's own text where an initial block stops it. */
export async function buildModel(options: BuildOptions): Promise<Model> {
  const { wasm, ports } = await buildModelBytes(options);
  options.onProgress?.('start');
  return startModel(await WebAssembly.compile(wasm), ports);
}

/** The module and its ports without starting it: for running several instances, or shipping it. */
export async function buildModelBytes(options: BuildOptions): Promise<BuiltModel> {
  const { cacheDir, onProgress } = options;
  if (cacheDir === undefined) return makeModel(options);
  const key = modelKey(options);
  return inTurn(cacheDir, key, {
    ready: () => {
      const content = readCached(cacheDir, key);
      if (content === undefined) return undefined;
      onProgress?.('cached');
      return unpack(content);
    },
    make: async () => {
      const built = await makeModel(options);
      storeIfPossible(cacheDir, key, pack(built));
      return built;
    },
    onWait: () => onProgress?.('wait'),
  });
}

async function makeModel({ sources, top, parameters, onProgress }: BuildOptions): Promise<BuiltModel> {
  onProgress?.('verilate');
  const verilated = await verilate(sources, top, parameters);
  onProgress?.('compile');
  return { wasm: new Uint8Array(await compileModel(verilated)), ports: verilated.ports };
}

/** File name of a build result in the cache folder. */
export function modelKey(options: Pick<BuildOptions, 'sources' | 'top' | 'parameters'>): string {
  return contentKey([
    'model 1', options.top,
    ...[...options.sources].flat(),
    'parameters', ...[...(options.parameters ?? [])].flat().map(String),
    'tools', vendoredFingerprint(), clangVersion(), ...VERILATE_ARGUMENTS, ...COMPILE_ARGUMENTS, ...LINK_ARGUMENTS,
  ]);
}

function storeIfPossible(folder: string, key: string, content: Uint8Array): void {
  try {
    writeCached(folder, key, content);
  } catch {
    // A read-only or full disk only means that the next build starts from the sources again.
  }
}

/** Layout: length of the port list in bytes (u32), the port list as JSON, the module. */
function pack({ wasm, ports }: BuiltModel): Uint8Array {
  const json = Buffer.from(JSON.stringify(ports));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return Buffer.concat([length, json, wasm]);
}

function unpack(stored: Uint8Array): BuiltModel {
  const buffer = Buffer.from(stored);
  const start = 4 + buffer.readUInt32LE(0);
  return {
    wasm: new Uint8Array(buffer.subarray(start)),
    ports: JSON.parse(buffer.subarray(4, start).toString('utf8')) as PortShape[],
  };
}

/** Version of the installed @yowasp/clang, which exports it but does not declare it. */
function clangVersion(): string {
  return (clang as { readonly version?: string }).version ?? 'unknown';
}
