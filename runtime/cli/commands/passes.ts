// nfc passes: the passes in the order they run, as the registry lists them.
import type { Command, ExitCode } from '../command.ts';
import { renderTable } from '../table.ts';

export const passes: Command<{ readonly json: boolean }> = {
  usage: 'passes',
  summary: 'list the compiler passes in order',
  options: (yargs) => yargs,
  run: async (_args, context): Promise<ExitCode> => {
    const { allPasses } = await import('../../../compiler/pipeline/registry.ts');
    context.json({ passes: allPasses.map(({ name, summary, requires, ensures }) => ({ name, summary, requires, ensures })) });
    context.say(renderTable(['pass', 'from', 'to', 'what it does'], allPasses.map((pass) => [pass.name, pass.requires, pass.ensures, pass.summary])));
    return 0;
  },
};
