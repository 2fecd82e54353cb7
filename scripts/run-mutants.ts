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
  /** A fault in the Program is judged by the first model, one in the hardware by each until one notices it. */
  readonly models: readonly string[];
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

/** Of a fault in the hardware, and of one in the Program, which may show in few frames. */
const FRAMES = 4;
const PROGRAM_FRAMES = 20;
const JUDGE_FRAMES = 40;

/** Faults in the hardware that change nothing by design; the text is the assignment as it stands in the module. */
const EQUAL_BY_DESIGN: readonly { readonly module: string; readonly after: RegExp; readonly why: string }[] = [
  { module: 'nf_write_channel', after: /lane_q - 1'b1/, why: 'with two beats a word the counter has one bit: up and down are the same' },
  { module: 'nf_sequencer', after: /~start_i \| \(~enable_i/, why: 'write channels are done later than the sequencers that feed them' },
  { module: 'nf_read_channel', after: /~more \| free_q/, why: 'what a read channel sends is used before the write channels are done' },
];

export async function runMutants(request: MutantRequest): Promise<MutantResult[]> {
  const requests = await Promise.all(request.models.map((model) => prepare(model, request)));
  const results: MutantResult[] = [];
  const note = (result: MutantResult): void => {
    results.push(result);
    request.onProgress(`${results.length}: ${result.noticed ? 'noticed' : 'not noticed'}: ${result.what}`);
  };
  const [first] = requests;
  if (first === undefined) return results;
  const { program } = first;
  const { frames } = chooseFrames(program, { files: [], count: PROGRAM_FRAMES, fallback: PROGRAM_FRAMES, seed: request.seed });
  if (request.programMutants > 0) {
    const bench = await openBench(program.target, { native: false, onProgress: () => undefined });
    const random = makeRandom(request.seed);
    for (let index = 0; index < request.programMutants; index++) {
      const mutant = mutateProgram(program, index, random);
      const verdict = await judge([{ ...first, frames, program: mutant.program, bench }]);
      note({ what: `${mutant.kind}: ${mutant.what}`, ...verdict, harmless: !verdict.noticed && hasSameBeats(program, mutant.program, request.seed) });
    }
  }
  if (request.rtlMutants > 0) {
    const { sources, mutants } = mutateSources(rtlSources(program.target), request.rtlMutants, request.seed);
    for (const mutant of mutants) {
      const bench = mutatedBench(sources, mutant.number);
      const verdict = await judge(requests.map((entry) => ({ ...entry, bench })));
      const isEqual = EQUAL_BY_DESIGN.some((entry) => entry.module === mutant.module && entry.after.test(mutant.after));
      note({ what: `${mutant.module}: ${mutant.before}  ->  ${mutant.after}`, ...verdict, harmless: isEqual });
    }
  }
  return results;
}

async function prepare(model: string, { target, seed }: MutantRequest): Promise<Omit<VerifyRequest, 'bench'>> {
  const { program, integer } = await compileFile({ model, target, calibrate: [], sources: new Map() });
  const { frames } = chooseFrames(program, { files: [], count: FRAMES, fallback: FRAMES, seed });
  return { program, integer, frames, stallSeed: null };
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

/** The first request that notices decides. */
async function judge(requests: readonly VerifyRequest[]): Promise<{ noticed: boolean; how: string }> {
  for (const request of requests) {
    try {
      const result = await verify(request);
      if (result.equal) continue;
      const how = result.failure ?? (result.firstDifference === null ? '' : renderDifference(result.firstDifference));
      return { noticed: true, how: `${result.model}: ${how.split('\n')[0]}` };
    } catch (error) {
      // A field that does not fit its bits is refused by the encoder.
      if (error instanceof CompilerBug) return { noticed: true, how: error.message };
      throw error;
    }
  }
  return { noticed: false, how: '' };
}

/** Every beat, over frames that verify did not see. */
function hasSameBeats(original: Program, mutated: Program, seed: number): boolean {
  const { frames } = chooseFrames(original, { files: [], count: JUDGE_FRAMES, fallback: JUDGE_FRAMES, seed: seed + 1000 });
  const beats = (program: Program, list: readonly Frame[]): string => JSON.stringify(recordSimulation(program, list).tiles.map((tile) => [...tile.values]));
  return beats(original, frames) === beats(mutated, frames);
}
