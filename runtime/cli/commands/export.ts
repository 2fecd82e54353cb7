// nfc export: a compiled folder as a project of a vendor's tool; today Vivado.
import type { Command, ExitCode } from '../command.ts';
import { UsageError } from '../../usage-error.ts';

interface Arguments {
  readonly folder: string;
  readonly to: 'vivado';
  readonly output: string;
}

export const exportProject: Command<Arguments> = {
  usage: 'export <folder>',
  summary: 'a compiled folder as a Vivado project',
  options: (yargs) => yargs
    .positional('folder', { type: 'string', demandOption: true, describe: 'folder that nfc compile wrote' })
    .option('to', { choices: ['vivado'] as const, demandOption: true, requiresArg: true, describe: 'tool' })
    .option('output', { alias: 'o', type: 'string', demandOption: true, requiresArg: true, describe: 'folder to write' }),
  run: async (args, context): Promise<ExitCode> => {
    const [{ readNetwork }, { imageFiles }, { rtlSources }, { vivadoProject }, { writeOutputFolder }, { statSync }] = await Promise.all([
      import('../../network.ts'), import('../../compiled-folder.ts'), import('../../../hdl/emit/read-rtl.ts'), import('../../../hdl/export/vivado-project.ts'),
      import('../../output-folder.ts'), import('node:fs'),
    ]);
    if (!statSync(args.folder).isDirectory()) throw new UsageError(`${args.folder} is a file, a compiled folder is needed`, 'run nfc compile MODEL.nf -o DIR first');
    const { program } = readNetwork(args.folder);
    const files = vivadoProject({ program, rtl: rtlSources(program.target), images: imageFiles(program) });
    writeOutputFolder(args.output, files);
    context.json({ tool: args.to, output: args.output, files: [...files.keys()].sort() });
    context.say(`wrote ${args.output}: ${files.size} files; its README.md has the commands`);
    return 0;
  },
};
