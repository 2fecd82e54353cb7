// nfc export: a compiled folder as a project of a vendor's tool; today Vivado.
import type { Command, Context, ExitCode } from '../command.ts';
import { UsageError } from '../../usage-error.ts';

interface Arguments {
  readonly folder: string;
  readonly to: 'vivado';
  readonly output: string;
  readonly board: string | undefined;
  readonly part: string | undefined;
}

export const exportProject: Command<Arguments> = {
  usage: 'export <folder>',
  summary: 'a compiled folder as a Vivado project',
  options: (yargs) => yargs
    .positional('folder', { type: 'string', demandOption: true, describe: 'folder that nfc compile wrote' })
    .option('to', { choices: ['vivado'] as const, demandOption: true, requiresArg: true, describe: 'tool' })
    .option('output', { alias: 'o', type: 'string', demandOption: true, requiresArg: true, describe: 'folder to write' })
    .option('board', { type: 'string', requiresArg: true, describe: "pynq-z2 or zcu104; default: the target's own" })
    .option('part', { type: 'string', requiresArg: true, describe: 'full name of a part, to build the bare grid for it' }),
  run: async (args, context): Promise<ExitCode> => {
    const { statSync } = await import('node:fs');
    if (!statSync(args.folder).isDirectory()) throw new UsageError(`${args.folder} is a file, a compiled folder is needed`, 'run nfc compile MODEL.nf -o DIR first');
    return exportVivado(args, context);
  },
};

async function exportVivado(args: Arguments, context: Context): Promise<ExitCode> {
  const [{ readNetwork }, { imageFiles }, { rtlSources }, { choosePlatform }, { vivadoProject }, { tclScripts }, { pythonDriver }, { writeOutputFolder }] = await Promise.all([
    import('../../network.ts'), import('../../compiled-folder.ts'), import('../../../hdl/emit/read-rtl.ts'), import('../../../hdl/export/boards.ts'),
    import('../../../hdl/export/vivado-project.ts'), import('../../tcl-scripts.ts'), import('../../device/python-driver.ts'), import('../../output-folder.ts'),
  ]);
  const { program } = readNetwork(args.folder);
  const platform = choosePlatform(program.target, args);
  if ('problem' in platform) throw new UsageError(platform.problem, platform.hint);
  const files = vivadoProject({ program, platform, rtl: rtlSources(program.target), images: imageFiles(program), scripts: tclScripts() });
  if (platform.board !== null) files.set('python/nfc_device.py', pythonDriver());
  writeOutputFolder(args.output, files);
  const board = platform.board?.name ?? null;
  context.json({ tool: args.to, output: args.output, board, part: platform.part, files: [...files.keys()].sort() });
  context.say(`wrote ${args.output} for ${board ?? platform.part}: ${files.size} files; its README.md has the commands`);
  return 0;
}
