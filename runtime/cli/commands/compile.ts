// nfc compile: a model becomes a folder with program.json, images, rtl and report.json; without -o it only reports.
import { renderDiagnostics } from '../../../compiler/source/render.ts';
import { checkGoals, type GoalArguments, withGoals } from '../../explore/goal-options.ts';
import type { Command, ExitCode } from '../command.ts';
import { type TargetArguments, withTarget } from '../model-options.ts';
import { renderTable } from '../table.ts';

interface Arguments extends TargetArguments, GoalArguments {
  readonly model: string;
  readonly output: string | undefined;
}

export const compile: Command<Arguments> = {
  usage: 'compile <model>',
  summary: 'compile a model into program, images, RTL and report',
  options: (yargs) => withGoals(withTarget(yargs))
    .positional('model', { type: 'string', demandOption: true, describe: 'model file (.nf)' })
    .option('output', { alias: 'o', type: 'string', requiresArg: true, describe: 'folder to write' }),
  run: async (args, context): Promise<ExitCode> => {
    const goals = checkGoals(args);
    const [{ quantizeFile }, { compiledFolder }, { writeOutputFolder }, { goalLines, programFor }] = await Promise.all([
      import('../../network.ts'), import('../../compiled-folder.ts'), import('../../output-folder.ts'), import('../../explore/goals.ts'),
    ]);
    const { target, ...quantized } = await quantizeFile({ model: args.model, target: args.target, weights: args.weights, calibrate: args.calibrate, sources: context.sources });
    const { program, result } = programFor(quantized.integer, target, goals, context.note);
    const compiled = { ...quantized, program };
    if (compiled.warnings.length > 0) context.note(renderDiagnostics(compiled.warnings, context.sources));
    if (compiled.calibration === 'synthetic frames') context.note('note: ranges were calibrated on synthetic frames; give real ones with --calibrate');
    const { files, report } = compiledFolder(compiled, result);
    if (args.output !== undefined) writeOutputFolder(args.output, files);
    context.json({ ...report, output: args.output ?? null, files: args.output === undefined ? [] : [...files.keys()].sort() });
    context.say(`${report.model} for ${report.target.name} (${report.target.rows} x ${report.target.cols} tiles, ${report.clock.MHz} MHz ${report.clock.status})`);
    context.say(renderTable(['layer', 'kind', 'shape', 'multiply-adds', 'trits', 'phases', 'tiles'], report.layers.map((layer) => [
      layer.name, layer.kind, layer.shape.join(' x '), String(layer.macs), String(layer.trits ?? ''), layer.phases.join(' '), String(layer.tiles),
    ])));
    if (report.host !== null) context.say(`on the host, in real numbers: ${report.host.layers.map(({ name }) => name).join(', ')} (${report.host.macsPerFrame} multiply-adds)`);
    for (const line of goalLines(result)) context.say(line);
    const { resources } = report;
    context.say(`${resources.bram36} BRAM36 and ${resources.dsp} DSP counted, ${resources.lut} LUT and ${resources.ff} FF estimated${resources.fits === null ? '' : resources.fits ? `: fits ${program.target.device?.part}` : `: does NOT fit ${program.target.device?.part}`}`);
    context.say(args.output === undefined ? 'nothing written: give a folder with -o' : `wrote ${args.output}: ${files.size} files`);
    return 0;
  },
};
