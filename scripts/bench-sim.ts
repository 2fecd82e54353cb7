// How fast the cycle simulator is, measured side by side in one run, in seconds of processor time. First alone, on a small and a large grid:
// every unit visited in every cycle, units that sleep, rows that are not stepped again within a frame, and phases and frames. Then LeNet-5 on sim-2x2 with real digits beside the natively
// compiled Verilator model of the same Program, which needs `verilator`, g++ and make on PATH; `--alone` leaves it out.
import { join } from 'node:path';
import { chooseFrames, programInputs } from '../runtime/choose-frames.ts';
import { randomFrames } from '../runtime/frames.ts';
import { listInputFiles } from '../runtime/input-files.ts';
import { buildMemoryImage } from '../runtime/memory-image.ts';
import { loadNetwork } from '../runtime/network.ts';
import { openBench } from '../runtime/open-bench.ts';
import { projectFile } from '../runtime/project-folder.ts';
import { runRtl } from '../runtime/run-rtl.ts';
import { prepareOutputs } from '../runtime/run-simulator.ts';
import { UsageError } from '../runtime/usage-error.ts';
import { type RunOptions, runMachine } from '../sim/timing/run.ts';
import { simulateTiming } from '../sim/timing.ts';

const FRAMES = 200;
const RUNS = 3;
const VALUE_FRAMES = 2000;
const TIMING_FRAMES = 100_000;

/** Model and target; frames for the rates of plain stepping. */
const STEPPED = [
  { model: ['lenet5', 'lenet5.nf'], target: 'sim-2x2', frames: 40 },
  { model: ['neuflow', 'w1.nf'], target: 'neuflow-v6', frames: 3 },
  { model: ['neuflow', 'w7.nf'], target: 'neuflow-v6', frames: 1 },
] as const;

/** Of this process or, for what runs in another one, by the clock. */
const seconds = async (run: () => unknown, clock: 'processor' | 'wall' = 'processor'): Promise<number> => {
  const now = (): number => (clock === 'wall' ? performance.now() * 1000 : process.cpuUsage().user + process.cpuUsage().system);
  const start = now();
  await run();
  return (now() - start) / 1e6;
};
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const millions = (perSecond: number): string => `${(perSecond / 1e6).toFixed(2)} M cycles/s`;

/** Rates of one program by time alone, and the seconds of a frame's values. */
async function measureStepping({ model, target, frames }: (typeof STEPPED)[number]): Promise<void> {
  const { program } = await loadNetwork({ model: projectFile('examples', ...model), target, calibrate: [], sources: new Map() });
  const inputs = randomFrames(programInputs(program), RUNS, 1).frames;
  const outputs = prepareOutputs(program);
  const rates: { every: number[]; stepped: number[]; rows: number[]; skipped: number[] } = { every: [], stepped: [], rows: [], skipped: [] };
  const values: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const rate = async (options: RunOptions): Promise<number> => {
      let cycles = 0;
      const time = await seconds(() => { cycles = runMachine(program, options).machine.cycle; });
      return cycles / time;
    };
    rates.every.push(await rate({ frames, everyFrame: true, everyCycle: true }));
    rates.stepped.push(await rate({ frames, everyFrame: true }));
    rates.rows.push(await rate({ frames: 1 }));
    rates.skipped.push(await rate({ frames: 100 * frames }));
    values.push(await seconds(() => outputs(inputs[run] as (typeof inputs)[number])));
  }
  const [every, stepped, rows, skipped] = [median(rates.every), median(rates.stepped), median(rates.rows), median(rates.skipped)];
  console.log(`${program.model} on ${target}, medians of ${RUNS} runs`);
  console.log(`every unit in every cycle, ${frames} frames:  ${millions(every)}`);
  console.log(`plain stepping, ${frames} frames:             ${millions(stepped)}   ${(stepped / every).toFixed(2)} x`);
  console.log(`rows that repeat skipped, 1 frame:  ${millions(rows)}   ${(rows / every).toFixed(2)} x`);
  console.log(`repeats skipped, ${100 * frames} frames:          ${millions(skipped)}   ${(skipped / every).toFixed(0)} x`);
  console.log(`values of a frame:                   ${median(values).toFixed(3)} s\n`);
}

async function main(): Promise<void> {
  for (const network of STEPPED) await measureStepping(network);
  if (process.argv.includes('--alone')) return;
  const model = projectFile('examples', 'lenet5', 'lenet5.nf');
  const { program } = await loadNetwork({ model, target: 'sim-2x2', calibrate: [], sources: new Map() });
  const { frames: digits } = chooseFrames(program, { files: listInputFiles([projectFile(join('examples', 'lenet5', 'digits'))]), count: undefined, fallback: 20, seed: 1 });
  const frames = Array.from({ length: FRAMES }, (_, i) => digits[i % digits.length] as (typeof digits)[number]);
  const image = buildMemoryImage(program, frames);
  const cycles = simulateTiming(program, { frames: FRAMES }).totalCycles;
  const native = await openBench(program.target, { native: true, onProgress: (text) => console.error(text) });

  const rates: { native: number[]; values: number[]; timing: number[] } = { native: [], values: [], timing: [] };
  for (let run = 0; run < RUNS; run++) {
    rates.native.push(cycles / (await seconds(() => runRtl({ program, image, frames: FRAMES, stalls: null, maxCycles: 2 * cycles }, native), 'wall')));
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
