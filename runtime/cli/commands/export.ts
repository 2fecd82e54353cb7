// nfc export: a compiled folder as a project of another tool: Vivado's, or, down to the bitstream, one of the open tools for a ULX3S.
import type { Command, Context, ExitCode } from '../command.ts';
import { UsageError } from '../../usage-error.ts';

interface Arguments {
  readonly folder: string;
  readonly to: 'vivado' | 'ulx3s';
  readonly output: string;
  readonly board: string | undefined;
  readonly part: string | undefined;
  readonly route: boolean;
  readonly seed: number;
  readonly tools: string | undefined;
}

export const exportProject: Command<Arguments> = {
  usage: 'export <folder>',
  summary: 'a compiled folder as a Vivado project, or as a bitstream for a ULX3S',
  options: (yargs) => yargs
    .positional('folder', { type: 'string', demandOption: true, describe: 'folder that nfc compile wrote' })
    .option('to', { choices: ['vivado', 'ulx3s'] as const, demandOption: true, requiresArg: true, describe: 'tool, or the board of the open tools' })
    .option('output', { alias: 'o', type: 'string', demandOption: true, requiresArg: true, describe: 'folder to write' })
    .option('board', { type: 'string', requiresArg: true, describe: "vivado: pynq-z2 or zcu104; default: the target's own" })
    .option('part', { type: 'string', requiresArg: true, describe: 'vivado: full name of a part, to build the bare grid for it' })
    .option('route', { type: 'boolean', default: true, describe: 'ulx3s: synthesise, place and route; --no-route writes the sources alone' })
    .option('seed', { type: 'number', default: 1, requiresArg: true, describe: 'ulx3s: seed of the placement' })
    .option('tools', { type: 'string', requiresArg: true, describe: 'ulx3s: folder with nextpnr-ecp5 and ecppack; default: PATH' }),
  run: async (args, context): Promise<ExitCode> => {
    const { statSync } = await import('node:fs');
    if (!statSync(args.folder).isDirectory()) throw new UsageError(`${args.folder} is a file, a compiled folder is needed`, 'run nfc compile MODEL.nf -o DIR first');
    return args.to === 'vivado' ? exportVivado(args, context) : exportUlx3s(args, context);
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

/** Exits with 1 where the clock is not reached; the bitstream and the report are written all the same. */
async function exportUlx3s(args: Arguments, context: Context): Promise<ExitCode> {
  const [{ readNetwork }, { imageFiles }, { boardSources }, { ulx3sProject, whyNotUlx3s }, { checkOutputFolder, writeOutputFolder }, { findRouteTools, placeAndRoute }, { ecp5Netlist }] = await Promise.all([
    import('../../network.ts'), import('../../compiled-folder.ts'), import('../../../hdl/emit/read-rtl.ts'), import('../../../hdl/export/ulx3s-project.ts'),
    import('../../output-folder.ts'), import('../../place-route.ts'), import('../../../hdl/synth/ecp5-netlist.ts'),
  ]);
  if (!Number.isInteger(args.seed)) throw new UsageError(`--seed ${args.seed} is no whole number`, 'give --seed 1, 2, ...');
  const { program } = readNetwork(args.folder);
  const reason = whyNotUlx3s(program.target);
  if (reason !== null) throw new UsageError(reason, 'compile the model with --target ulx3s-85f');
  checkOutputFolder(args.output);
  const { clock, top, rtl, constraints, files } = ulx3sProject({ program, rtl: boardSources(program.target), images: imageFiles(program) });
  if (!args.route) {
    writeOutputFolder(args.output, files);
    context.json({ board: args.to, output: args.output, clockMHz: clock.clockMHz, route: null, files: [...files.keys()].sort() });
    context.say(`wrote ${args.output}: ${files.size} files, not routed`);
    return 0;
  }
  const tools = findRouteTools(args.tools);
  context.note(`Yosys maps ${program.target.name} to ECP5; this takes minutes`);
  const netlist = await ecp5Netlist(rtl, top);
  context.note(`${tools.nextpnr} places and routes; this takes from minutes to an hour`);
  const { report, log, bitstream } = await placeAndRoute(tools, { netlist, constraints, clockMHz: clock.clockMHz, seed: args.seed });
  const all = new Map<string, string | Uint8Array>([...files, ['nfc.bit', bitstream], ['route.json', `${JSON.stringify(report, null, 1)}\n`], ['nextpnr.log', log]]);
  writeOutputFolder(args.output, all);
  context.json({ board: args.to, output: args.output, clockMHz: clock.clockMHz, route: report, files: [...all.keys()].sort() });
  context.say(`${program.target.name}, placed and routed for ${report.device.part}-${report.device.speedGrade} by ${report.tool}: ${report.achievedMHz} MHz, ${report.clockMHz} asked${report.isMet ? '' : ': NOT met'}`);
  context.say(Object.entries(report.used).map(([kind, { used, available }]) => `${kind} ${used} of ${available}`).join(', '));
  context.say(`wrote ${args.output}: ${all.size} files, nfc.bit among them`);
  return report.isMet ? 0 : 1;
}
