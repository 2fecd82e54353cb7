// nfc lint: Verilator's lint (-Wall) of a target's hardware, the whole and each module alone.
import type { Command, ExitCode } from '../command.ts';

interface Arguments {
  readonly target: string;
}

export const lint: Command<Arguments> = {
  usage: 'lint',
  summary: "Verilator's lint of a target's hardware",
  options: (yargs) => yargs.option('target', { type: 'string', default: 'sim-2x2', requiresArg: true, describe: 'target by name, sim-RxC, or a target file' }),
  run: async (args, context): Promise<ExitCode> => {
    const [{ loadTarget }, { rtlSources }, { lintEachModule }] = await Promise.all([
      import('../../load-target.ts'), import('../../../hdl/emit/read-rtl.ts'), import('../../../hdl/cosim/lint.ts'),
    ]);
    const results = await lintEachModule(rtlSources(loadTarget(args.target, context.sources)));
    const messages = [...results].flatMap(([module, result]) => result.messages.map((message) => ({ module, ...message })));
    context.json({ target: args.target, modules: [...results.keys()], messages });
    for (const message of messages) {
      context.note(`${message.file}:${message.line}:${message.column}: ${message.severity}${message.code === '' ? '' : ` ${message.code}`}: ${message.text} (module ${message.module} alone)`);
    }
    const dirty = [...results].filter(([, result]) => !result.ok).map(([module]) => module);
    context.say(dirty.length === 0 ? `${results.size} modules, no messages` : `${dirty.length} of ${results.size} modules have messages: ${dirty.join(', ')}`);
    return dirty.length === 0 ? 0 : 1;
  },
};
