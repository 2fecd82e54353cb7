// nfc fmt: lays out model files. Prints the text of one file, or rewrites files in place (--write), or only says which would change (--check).
import type { Command, ExitCode } from '../command.ts';
import { ModelError } from '../../../compiler/source/diagnostic.ts';
import { UsageError } from '../../usage-error.ts';

interface Arguments {
  readonly models: readonly string[];
  readonly check: boolean;
  readonly write: boolean;
}

export const fmt: Command<Arguments> = {
  usage: 'fmt <models..>',
  summary: 'lay out model files',
  options: (yargs) => yargs
    .positional('models', { type: 'string', array: true, demandOption: true, describe: 'model files (.nf)' })
    .option('check', { type: 'boolean', default: false, describe: 'change nothing, exit with 1 where a file is laid out differently' })
    .option('write', { type: 'boolean', default: false, describe: 'rewrite the files' }),
  run: async (args, context): Promise<ExitCode> => {
    const [{ formatModel }, { readModelText }, { writeOutputFile }] = await Promise.all([
      import('../../../compiler/format.ts'), import('../../load-model.ts'), import('../../output-folder.ts'),
    ]);
    if (args.check && args.write) throw new UsageError('--check and --write exclude each other', 'give one of them');
    if (!args.check && !args.write && args.models.length > 1) throw new UsageError('several files cannot be printed', 'use --write or --check');
    const changed: string[] = [];
    for (const path of args.models) {
      const text = readModelText(path);
      context.sources.set(path, text);
      const formatted = formatModel(text, path);
      const errors = formatted.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
      if (errors.length > 0) throw new ModelError(errors);
      if (formatted.text !== text) changed.push(path);
      if (args.write && formatted.text !== text) writeOutputFile(path, formatted.text);
      if (!args.check && !args.write && !context.isJson) process.stdout.write(formatted.text);
    }
    context.json({ files: args.models, changed });
    for (const path of changed) if (args.check || args.write) context.note(`${path}: ${args.check ? 'would be laid out differently' : 'rewritten'}`);
    return args.check && changed.length > 0 ? 1 : 0;
  },
};
