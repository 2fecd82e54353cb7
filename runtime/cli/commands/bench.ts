// nfc bench: the suite on the cycle simulator, beside models of the machines before us and published figures of other compilers, as one
// table. A workload that is refused shows its code in its row and does not end the run; the exit code is 1 then.
import { availableParallelism } from 'node:os';
import type { Command, ExitCode } from '../command.ts';
import { checkCount } from '../model-options.ts';

interface Arguments {
  readonly names: readonly string[];
  readonly target: readonly string[];
  readonly jobs: number;
}

/** Rows at a time where nothing is said: a large network takes some hundred megabytes. */
const MAX_DEFAULT_JOBS = 2;

export const bench: Command<Arguments> = {
  usage: 'bench [names..]',
  summary: 'run the suite beside the machines before us',
  options: (yargs) => yargs
    .positional('names', { type: 'string', array: true, default: [], describe: 'workloads (w1, w1-u8, w1-ternary, neuflow for all of these, cnv, resnet8, ...); all without names' })
    .option('target', { type: 'string', array: true, default: [], requiresArg: true, describe: "targets by name or file, instead of each workload's own" })
    .option('jobs', { type: 'number', default: Math.min(MAX_DEFAULT_JOBS, availableParallelism()), requiresArg: true, describe: 'rows at a time' }),
  run: async (args, context): Promise<ExitCode> => {
    const threads = checkCount(args.jobs, '--jobs');
    const [{ chooseJobs }, { runJobs }, { geometricMeans, renderBench }, { publishedFigures }, { baselineMachines }] = await Promise.all([
      import('../../bench/choose-workloads.ts'), import('../../bench/run-jobs.ts'), import('../../bench/bench-report.ts'),
      import('../../bench/published.ts'), import('../../bench/baselines/machines.ts'),
    ]);
    const jobs = chooseJobs(args.names, args.target, context.sources);
    let done = 0;
    const timed = await runJobs(jobs, threads, ({ row, compileSeconds, simulateSeconds }) => {
      done += 1;
      const { failure } = row;
      const outcome = failure === null
        ? `compiled in ${compileSeconds.toFixed(1)} s, timed in ${simulateSeconds.toFixed(1)} s`
        : `${failure.code}: ${failure.message}${failure.place === null ? '' : ` (${failure.place})`}`;
      context.note(`${done} of ${jobs.length}: ${row.workload} on ${row.target}, ${outcome}`);
    });
    const rows = timed.map(({ row }) => row);
    const means = geometricMeans(rows);
    const failures = rows.filter((row) => row.failure !== null).length;
    context.json({
      rows, means, failures, published: publishedFigures,
      machines: baselineMachines.map(({ name, title, constants }) => ({ name, title, constants })),
    });
    context.say(renderBench(rows, means));
    context.say('cycles, fps, GOP/s and used are simulated, at the clock of the target (an assumption until placed and routed); MOP counts the multiply-adds');
    context.say('of the network as written twice. neuFlow to DSP32C are models of these machines, FINN to hls4ml published figures, both in frames/s.');
    return failures === 0 ? 0 : 1;
  },
};
