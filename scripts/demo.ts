// What `npm run demo` runs: LeNet-5 compiled, simulated, verified on real digits down to the hardware, and what it recognised. Every step is
// a command a user can type; the demo stops at the first that fails.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectFile } from '../runtime/project-folder.ts';

const MODEL = join('examples', 'lenet5', 'lenet5.nf');
const DIGITS = join('examples', 'lenet5', 'digits');
const OUTPUT = join('build', 'lenet5');

const STEPS: readonly (readonly [title: string, ...args: string[]])[] = [
  ['1. Compile: text to program, memory images and SystemVerilog', 'compile', MODEL, '--target', 'sim-2x2', '-o', OUTPUT],
  ['2. Simulate: cycles, throughput, where the time goes', 'simulate', OUTPUT, '--input', DIGITS],
  ['3. Verify: integer reference = simulator = hardware (SystemVerilog through Verilator, in WebAssembly), 20 digits', 'verify', OUTPUT, '--input', DIGITS],
  ['4. What it recognised', 'run', OUTPUT, '--input', join(DIGITS, '3b.npy'), join(DIGITS, '7a.npy')],
  ['   and all twenty digits (the file name is the answer)', 'run', OUTPUT, '--input', DIGITS, '--no-picture'],
];

const start = performance.now();
for (const [title, ...args] of STEPS) {
  console.log(`\n${title}\n$ npx nfc ${args.join(' ')}`);
  const run = spawnSync(process.execPath, [projectFile('dist', 'runtime', 'cli', 'main.js'), ...args], { cwd: projectFile(), stdio: 'inherit' });
  if (run.status !== 0) {
    console.log(`\nstopped: nfc ${args[0]} ended with exit code ${run.status}`);
    process.exit(run.status ?? 3);
  }
}
console.log(`\ndone in ${((performance.now() - start) / 1000).toFixed(0)} s`);
