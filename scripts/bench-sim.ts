// How fast the cycle simulator is beside the natively compiled Verilator model of the same Program, measured side by side in one run:
// LeNet-5 on sim-2x2, real digits, both with their memory. Needs `verilator`, g++ and make on PATH for the native side.
import { join } from 'node:path';
import { chooseFrames } from '../runtime/choose-frames.ts';
import { listInputFiles } from '../runtime/input-files.ts';
import { buildMemoryImage } from '../runtime/memory-image.ts';
import { loadNetwork } from '../runtime/network.ts';
import { openBench } from '../runtime/open-bench.ts';
import { projectFile } from '../runtime/project-folder.ts';
import { runRtl } from '../runtime/run-rtl.ts';
import { prepareOutputs } from '../runtime/run-simulator.ts';
import { UsageError } from '../runtime/usage-error.ts';
import { simulateTiming } from '../sim/timing.ts';

const FRAMES = 200;
const RUNS = 3;
const VALUE_FRAMES = 2000;
const TIMING_FRAMES = 100_000;

const seconds = async (run: () => unknown): Promise<number> => {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
};
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const millions = (perSecond: number): string => `${(perSecond / 1e6).toFixed(2)} M cycles/s`;

async function main(): Promise<void> {
  const model = projectFile('examples', 'lenet5', 'lenet5.nf');
  const { program } = await loadNetwork({ model, target: 'sim-2x2', calibrate: [], sources: new Map() });
  const { frames: digits } = chooseFrames(program, { files: listInputFiles([projectFile(join('examples', 'lenet5', 'digits'))]), count: undefined, fallback: 20, seed: 1 });
  const frames = Array.from({ length: FRAMES }, (_, i) => digits[i % digits.length] as (typeof digits)[number]);
  const image = buildMemoryImage(program, frames);
  const cycles = simulateTiming(program, { frames: FRAMES }).totalCycles;
  const native = await openBench(program.target, { native: true, onProgress: (text) => console.error(text) });

  const rates: { native: number[]; values: number[]; timing: number[] } = { native: [], values: [], timing: [] };
  for (let run = 0; run < RUNS; run++) {
    rates.native.push(cycles / (await seconds(() => runRtl({ program, image, frames: FRAMES, stalls: null, maxCycles: 2 * cycles }, native))));
    const outputs = prepareOutputs(program);
    let simulated = 0;
    rates.values.push(1 / (await seconds(() => {
      for (let i = 0; i < VALUE_FRAMES; i++) outputs(digits[i % digits.length] as (typeof digits)[number]);
      simulated = simulateTiming(program, { frames: VALUE_FRAMES }).totalCycles;
    })) * simulated);
    rates.timing.push(1 / (await seconds(() => { simulated = simulateTiming(program, { frames: TIMING_FRAMES }).totalCycles; })) * simulated);
  }
  const [base, values, timing] = [median(rates.native), median(rates.values), median(rates.timing)];
  console.log(`LeNet-5 on sim-2x2, medians of ${RUNS} runs, one after the other on this machine`);
  console.log(`native Verilator model, ${FRAMES} frames:        ${millions(base)}`);
  console.log(`simulator with values, ${VALUE_FRAMES} frames:      ${millions(values)}   ${(values / base).toFixed(0)} x native`);
  console.log(`simulator, time alone, ${TIMING_FRAMES} frames:  ${millions(timing)}   ${(timing / base).toFixed(0)} x native (frames that repeat are not stepped again)`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`error: ${error.message}\n  = help: ${error.hint}`);
  process.exitCode = 2;
}
