// nfc targets: the targets that have a name, and what each of them is.
import type { Command, ExitCode } from '../command.ts';
import { renderTable } from '../table.ts';

export const targets: Command<{ readonly json: boolean }> = {
  usage: 'targets',
  summary: 'list the targets that have a name',
  options: (yargs) => yargs,
  run: async (_args, context): Promise<ExitCode> => {
    const { namedTargets } = await import('../../load-target.ts');
    const list = namedTargets();
    context.json({ targets: list });
    context.say(renderTable(['target', 'grid', 'lanes x neurons', 'clock', 'what it is'], list.map((target) => [
      target.name, `${target.rows} x ${target.cols}`, `${8 * target.tile.banks} x ${target.tile.neurons}`, `${target.clockMHz} MHz (${target.clockStatus})`, target.summary,
    ])));
    context.say('sim-RxC makes a grid of R x C tiles; any other target comes from a file: --target FILE.json');
    return 0;
  },
};
