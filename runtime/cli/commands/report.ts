// nfc report: what a compiled folder is and does, as one HTML file that needs nothing else.
import type { Command, ExitCode } from '../command.ts';

interface Arguments {
  readonly folder: string;
  readonly output: string | undefined;
  readonly evaluation: string | undefined;
  readonly synthesis: string | undefined;
}

export const report: Command<Arguments> = {
  usage: 'report <folder>',
  summary: 'network, grid, time, energy and device of a compiled folder as one HTML page',
  options: (yargs) => yargs
    .positional('folder', { type: 'string', demandOption: true, describe: 'folder of nfc compile' })
    .option('output', { alias: 'o', type: 'string', requiresArg: true, describe: 'HTML file to write; report.html in the folder without it' })
    .option('evaluation', { type: 'string', requiresArg: true, describe: 'document of nfc evaluate --json; evaluate.json in the folder without it, if there' })
    .option('synthesis', { type: 'string', requiresArg: true, describe: 'document of nfc synth --json; synth.json in the folder without it, if there' }),
  run: async (args, context): Promise<ExitCode> => {
    const [{ writeReport }, { writeOutputFile }, { join }] = await Promise.all([import('../../report-html/write-report.ts'), import('../../output-folder.ts'), import('node:path')]);
    const { page, facts } = await writeReport({ folder: args.folder, evaluation: args.evaluation, synthesis: args.synthesis });
    const output = args.output ?? join(args.folder, 'report.html');
    writeOutputFile(output, page);
    const { stats, network: { program } } = facts;
    const bytes = Buffer.byteLength(page);
    context.json({ model: program.model, target: program.target.name, output, bytes, fps: stats.fps, cycles: stats.cycles, accuracy: facts.accuracy?.accuracyInteger ?? null, resources: facts.synthesis === null ? 'estimated' : 'synthesised' });
    context.say(`wrote ${output}: ${(bytes / 1e6).toFixed(2)} MB, open it in a browser`);
    return 0;
  },
};
