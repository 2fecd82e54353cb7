// nfc synth: Yosys maps the emitted hardware of a compiled folder to a family's cells, and the cells are counted.
import type { Command, ExitCode } from '../command.ts';
import { renderTable } from '../table.ts';

interface Arguments {
  readonly folder: string;
  readonly family: 'xc7' | 'xc6v' | 'xcup' | 'ecp5' | undefined;
}

export const synth: Command<Arguments> = {
  usage: 'synth <folder>',
  summary: 'resources of the emitted hardware, by Yosys',
  options: (yargs) => yargs
    .positional('folder', { type: 'string', demandOption: true, describe: 'folder that nfc compile wrote' })
    .option('family', { choices: ['xc7', 'xc6v', 'xcup', 'ecp5'] as const, requiresArg: true, describe: "default: the target's own" }),
  run: async (args, context): Promise<ExitCode> => {
    const [{ readNetwork }, { rtlSources }, { primitivesFor }, { synthesize }, { RTL_TOP }] = await Promise.all([
      import('../../network.ts'), import('../../../hdl/emit/read-rtl.ts'), import('../../../hdl/emit/emit.ts'), import('../../../hdl/synth/yosys.ts'), import('../../open-bench.ts'),
    ]);
    const { program } = readNetwork(args.folder);
    const { target } = program;
    const family = args.family ?? target.family;
    context.note(`Yosys maps the grid of ${target.name} to ${family}; this takes a minute`);
    const device = family === target.family ? target.device : null;
    const report = await synthesize({ sources: rtlSources(target), top: RTL_TOP, family, parameters: new Map([['Primitives', primitivesFor(family)]]), ...(device === null ? {} : { device: device }) });
    context.json(report);
    context.say(`${report.top} of ${target.name} for ${family}, synthesised: ${report.lut} LUT, ${report.ff} FF, ${report.bram36} BRAM36, ${report.dsp} DSP, ${report.logicLevels} logic levels`);
    context.say(`longest path: ${report.longestPath[0]} to ${report.longestPath.at(-1)}`);
    if (report.lutPerLane !== null) context.say(`ternary array: ${report.lutPerLane.toFixed(2)} LUT per lane`);
    context.say(`${report.fits ? 'fits' : 'does NOT fit'} ${JSON.stringify(report.device)}`);
    context.say(renderTable(['module', 'instances', 'LUT', 'FF', 'BRAM36', 'DSP', 'levels'], report.perModule.map((entry) => [
      entry.module, String(entry.instances), String(entry.lut), String(entry.ff), String(entry.bram36), String(entry.dsp), String(entry.logicLevels),
    ])));
    return 0;
  },
};
