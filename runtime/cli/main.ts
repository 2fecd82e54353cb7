#!/usr/bin/env node
// The program `nfc`: finds the command, lets yargs check its arguments, runs it, and reports what goes wrong. Only the module of the
// command that was asked for is loaded, so that a start costs little.
import { readFileSync } from 'node:fs';
import yargs, { type Argv } from 'yargs';
import { nearestName } from '../../compiler/source/suggest.ts';
import { projectFile } from '../project-folder.ts';
import { UsageError } from '../usage-error.ts';
import type { Command, Context, ExitCode } from './command.ts';
import { reportError } from './report-error.ts';

// biome-ignore lint/suspicious/noExplicitAny: each command has its own arguments, and yargs hands them back untyped.
type AnyCommand = Command<any>;

const COMMANDS: Readonly<Record<string, () => Promise<AnyCommand>>> = {
  check: async () => (await import('./commands/check.ts')).check,
  fmt: async () => (await import('./commands/fmt.ts')).fmt,
  compile: async () => (await import('./commands/compile.ts')).compile,
  simulate: async () => (await import('./commands/simulate.ts')).simulate,
  verify: async () => (await import('./commands/verify.ts')).verify,
  run: async () => (await import('./commands/run.ts')).run,
  train: async () => (await import('./commands/train.ts')).train,
  evaluate: async () => (await import('./commands/evaluate.ts')).evaluate,
  quantize: async () => (await import('./commands/quantize.ts')).quantize,
  bench: async () => (await import('./commands/bench.ts')).bench,
  synth: async () => (await import('./commands/synth.ts')).synth,
  lint: async () => (await import('./commands/lint.ts')).lint,
  explore: async () => (await import('./commands/explore.ts')).explore,
  report: async () => (await import('./commands/report.ts')).report,
  export: async () => (await import('./commands/export.ts')).exportProject,
  targets: async () => (await import('./commands/targets.ts')).targets,
  passes: async () => (await import('./commands/passes.ts')).passes,
};

const HELP_HINT = 'nfc --help lists the commands, nfc COMMAND --help their options';

/** Runs one command line and returns its exit code. Writes to stdout and stderr, never exits by itself. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  const sources = new Map<string, string>();
  const isJson = argv.includes('--json') || argv.includes('--json=true');
  const context = makeContext(sources, isJson);
  try {
    return await dispatch(argv, context);
  } catch (error) {
    const report = reportError(error, sources);
    process.stderr.write(report.text);
    context.json(report.document);
    return report.exitCode;
  }
}

function makeContext(sources: Map<string, string>, isJson: boolean): Context {
  return {
    sources,
    isJson,
    json: (document) => {
      if (isJson) process.stdout.write(`${JSON.stringify(document, null, 1)}\n`);
    },
    say: (text) => {
      if (!isJson) process.stdout.write(`${text}\n`);
    },
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}

async function dispatch(argv: readonly string[], context: Context): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const name = argv[0] ?? '';
  if (name !== '' && !name.startsWith('-') && !Object.hasOwn(COMMANDS, name)) {
    const near = nearestName(name, Object.keys(COMMANDS));
    throw new UsageError(`there is no command ${name}`, near === undefined ? HELP_HINT : `did you mean ${near}? ${HELP_HINT}`);
  }
  const wanted = Object.hasOwn(COMMANDS, name) ? [name] : Object.keys(COMMANDS);
  const parser: Argv<{ json: boolean }> = yargs()
    .scriptName('nfc')
    .usage('nfc: small ConvNets to a ternary, 3-bit FPGA grid\n\nUsage: $0 COMMAND [options]')
    .option('json', { type: 'boolean', default: false, describe: 'print one JSON document on stdout' })
    .version(version())
    .strict()
    .demandCommand(1, 1, 'a command is missing', 'give one command at a time')
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? new UsageError(plainMessage(message), HELP_HINT);
    });
  for (const key of wanted) {
    const command = await (COMMANDS[key] as () => Promise<AnyCommand>)();
    parser.command({
      command: command.usage,
      describe: command.summary,
      builder: (options: Argv) => command.options(options as Argv<{ json: boolean }>),
      handler: async (args) => {
        refuseNaN(args, argv);
        exitCode = await command.run(args, context);
      },
    });
  }
  await parser.parseAsync(argv);
  return exitCode;
}

/** yargs hands over NaN where an option needs a number and gets something else, and not what that was. */
function refuseNaN(args: Readonly<Record<string, unknown>>, argv: readonly string[]): void {
  const key = Object.keys(args).find((name) => Number.isNaN(args[name]));
  if (key === undefined) return;
  const option = key.length === 1 ? `-${key}` : `--${key}`;
  const at = argv.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const given = argv[at]?.includes('=') ? argv[at].slice(option.length + 1) : argv[at + 1];
  throw new UsageError(`${option}${at < 0 ? '' : ` ${given}`} is no number`, `give ${option} one number`);
}

/** yargs counts arguments without naming them; a person wants to know what is missing. */
function plainMessage(message: string | null): string {
  if (message === null) return 'the command line is not understood';
  return message.startsWith('Not enough non-option arguments') ? 'an argument is missing' : message;
}

const version = (): string => (JSON.parse(readFileSync(projectFile('package.json'), 'utf8')) as { version: string }).version;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader has gone (as in `nfc targets | head -1`): nothing is left to say.
  if (error.code === 'EPIPE') process.exit(0);
});
process.exitCode = await main(process.argv.slice(2));
