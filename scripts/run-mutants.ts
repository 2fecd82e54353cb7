// Runs faults through `verify`. A fault that verify does not notice is harmless only if many more frames, in the simulator alone, give the
// very same beats as the program without it (faults in the Program), or if it is on the list of faults that are equal by design (hardware).
import type { Program } from '../compiler/program/program.ts';
import { CompilerBug } from '../compiler/source/diagnostic.ts';
import { buildModel } from '../hdl/cosim/build-model.ts';
import { runBench } from '../hdl/cosim/testbench.ts';
import { rtlSources } from '../hdl/emit/read-rtl.ts';
import { chooseFrames } from '../runtime/choose-frames.ts';
import { renderDifference } from '../runtime/compare.ts';
import type { Frame } from '../runtime/frames.ts';
import { compileFile } from '../runtime/network.ts';
import { openBench, RTL_TOP } from '../runtime/open-bench.ts';
import { modelCacheFolder } from '../runtime/project-folder.ts';
import { makeRandom } from '../runtime/random.ts';
import type { BenchRunner } from '../runtime/run-rtl.ts';
import { recordSimulation } from '../runtime/run-simulator.ts';
import { verify, type VerifyRequest } from '../runtime/verify.ts';
import { mutateProgram } from './mutate-program.ts';
import { MUTANT_PORT, mutateSources } from './mutate-rtl.ts';

export interface MutantRequest {
  readonly model: string;
  readonly target: string;
  readonly seed: number;
  readonly programMutants: number;
  readonly rtlMutants: number;
  readonly onProgress: (text: string) => void;
}

export interface MutantResult {
  readonly what: string;
  readonly noticed: boolean;
  /** How it was noticed. */
  readonly how: string;
  readonly harmless: boolean;
}

const FRAMES = 3;
const JUDGE_FRAMES = 40;

/** Faults in the hardware that change nothing by design; the text is the assignment as it stands in the module. */
const EQUAL_BY_DESIGN: readonly { readonly module: string; readonly before: RegExp; readonly why: string }[] = [];

export async function runMutants(request: MutantRequest): Promise<MutantResult[]> {
  const compiled = await compileFile({ model: request.model, target: request.target, calibrate: [], sources: new Map() });
  const { program, integer } = compiled;
  const { frames } = chooseFrames(program, { files: [], count: FRAMES, fallback: FRAMES, seed: request.seed });
  const results: MutantResult[] = [];
  const note = (result: MutantResult): void => {
    results.push(result);
    request.onProgress(`${results.length}: ${result.noticed ? 'noticed' : 'not noticed'}: ${result.what}`);
  };
  const base = { program, integer, frames, stallSeed: null };
  if (request.programMutants > 0) {
    const bench = await openBench(program.target, { native: false, onProgress: () => undefined });
    const random = makeRandom(request.seed);
    for (let index = 0; index < request.programMutants; index++) {
      const mutant = mutateProgram(program, index, random);
      const verdict = await judge({ ...base, program: mutant.program, bench });
      note({ what: `${mutant.kind}: ${mutant.what}`, ...verdict, harmless: !verdict.noticed && hasSameBeats(program, mutant.program, request.seed) });
    }
  }
  if (request.rtlMutants > 0) {
    const { sources, mutants } = mutateSources(rtlSources(program.target), request.rtlMutants, request.seed);
    for (const mutant of mutants) {
      const verdict = await judge({ ...base, bench: mutatedBench(sources, mutant.number) });
      const isEqual = EQUAL_BY_DESIGN.some((entry) => entry.module === mutant.module && entry.before.test(mutant.before));
      note({ what: `${mutant.module}: ${mutant.before}  ->  ${mutant.after}`, ...verdict, harmless: isEqual });
    }
  }
  return results;
}

/** The model with one fault switched on. */
export function mutatedBench(sources: ReadonlyMap<string, string>, number: number): BenchRunner {
  return async (options) => {
    const model = await buildModel({ sources, top: RTL_TOP, cacheDir: modelCacheFolder() });
    const port = model.ports.get(MUTANT_PORT);
    if (port === undefined) throw new Error(`the mutated grid has no port ${MUTANT_PORT}`);
    port.view[0] = number;
    return runBench(model, options);
  };
}

async function judge(request: VerifyRequest): Promise<{ noticed: boolean; how: string }> {
  try {
    const result = await verify(request);
    const how = result.failure ?? (result.firstDifference === null ? '' : renderDifference(result.firstDifference));
    return { noticed: !result.equal, how };
  } catch (error) {
    // A field that does not fit its bits is refused by the encoder.
    if (error instanceof CompilerBug) return { noticed: true, how: error.message };
    throw error;
  }
}

/** Every beat and its cycle, over frames that verify did not see. */
function hasSameBeats(original: Program, mutated: Program, seed: number): boolean {
  const { frames } = chooseFrames(original, { files: [], count: JUDGE_FRAMES, fallback: JUDGE_FRAMES, seed: seed + 1000 });
  const beats = (program: Program, list: readonly Frame[]): string => JSON.stringify(recordSimulation(program, list).tiles.map((tile) => [...tile.values]));
  return beats(original, frames) === beats(mutated, frames);
}
