// Mutation test of the verification itself: forty seeded faults, in the Program and in the hardware, each of which `verify` must notice.
// Usage: mutate [--seed N] [--program N] [--rtl N]; a fault that stays unnoticed is printed and makes the exit code 1.
import { parseArgs } from 'node:util';
import { projectFile } from '../runtime/project-folder.ts';
import { runMutants } from './run-mutants.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, program: { type: 'string', default: '24' }, rtl: { type: 'string', default: '16' } },
});
const results = await runMutants({
  models: [projectFile('examples', 'lenet5', 'lenet5.nf'), projectFile('scripts', 'mutants.nf')], target: 'sim-2x2',
  seed: Number(values.seed), programMutants: Number(values.program), rtlMutants: Number(values.rtl), onProgress: (text) => console.error(text),
});
for (const result of results) console.log(`${result.noticed ? 'noticed  ' : result.harmless ? 'harmless ' : 'MISSED   '} ${result.what}${result.how === '' ? '' : `  (${result.how})`}`);
const missed = results.filter((result) => !result.noticed && !result.harmless).length;
console.log(`${results.length} faults: ${results.filter((result) => result.noticed).length} noticed, ${results.filter((result) => !result.noticed && result.harmless).length} change no output, ${missed} missed`);
process.exitCode = missed === 0 ? 0 : 1;
