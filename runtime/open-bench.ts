// The hardware model of a target, built (or taken from the cache) and ready to run test benches: in WebAssembly, or natively where asked.
import type { Target } from '../compiler/target/target.ts';
import { type BuildOptions, buildModel } from '../hdl/cosim/build-model.ts';
import { buildNativeBench, findNativeTools } from '../hdl/cosim/native-bench.ts';
import { runBench } from '../hdl/cosim/testbench.ts';
import { modelCacheFolder } from './project-folder.ts';
import { rtlSources } from '../hdl/emit/read-rtl.ts';
import type { BenchRunner } from './run-rtl.ts';
import { UsageError } from './usage-error.ts';

export const RTL_TOP = 'nf_grid';

export interface BenchChoice {
  readonly native: boolean;
  readonly onProgress: (text: string) => void;
  /** SystemVerilog in place of what the target emits. */
  readonly sources?: ReadonlyMap<string, string>;
  /** A top with the grid's ports in place of the grid. */
  readonly top?: string;
}

const STEPS = {
  cached: 'taking the hardware model from the cache', wait: 'another nfc builds the same hardware model: waiting for it',
  verilate: 'Verilator: SystemVerilog to C++', compile: 'clang: C++ to WebAssembly', start: 'starting the hardware model',
} as const;

/** Each run starts from a fresh model. */
export async function openBench(target: Target, { native, onProgress, sources = rtlSources(target), top = RTL_TOP }: BenchChoice): Promise<BenchRunner> {
  if (native) return openNative({ sources, top, cacheDir: modelCacheFolder() }, onProgress);
  const options = modelBuild({ sources, top }, onProgress);
  await buildModel(options);
  return async (bench) => runBench(await buildModel({ ...options, onProgress: () => undefined }), bench);
}

/** How a hardware model is built in WebAssembly, and where it is kept. */
export const modelBuild = (design: Pick<BuildOptions, 'sources' | 'top'>, onProgress: (text: string) => void): BuildOptions =>
  ({ ...design, cacheDir: modelCacheFolder(), onProgress: (step) => onProgress(STEPS[step]) });

/** The program of a native build stays in the cache. Throws UsageError where the tools are missing. */
async function openNative(build: BuildOptions, onProgress: (text: string) => void): Promise<BenchRunner> {
  const tools = findNativeTools();
  if ('missing' in tools) throw new UsageError(`the native model needs ${tools.missing} on PATH`, 'Debian: apt-get install verilator g++ make; or leave out --native');
  onProgress(`native model: ${tools.verilator}, ${tools.compiler}`);
  const bench = await buildNativeBench(build);
  return bench.run;
}
