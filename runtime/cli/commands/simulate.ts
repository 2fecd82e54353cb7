// nfc simulate: the cycle simulator's throughput, latency, use of the array and outputs. At least three frames run back to back, whatever
// --frames says, so that the frame interval is that of the steady state.
import type { Program } from '../../../compiler/program/program.ts';
import { TECHNOLOGIES, type Technology } from '../../../sim/power/constants.ts';
import { checkGoals, type GoalArguments, withGoals } from '../../explore/goal-options.ts';
import type { Frame } from '../../frames.ts';
import type { Command, ExitCode } from '../command.ts';
import { checkCount, checkSeed, type FrameArguments, type TargetArguments, withFrames, withTarget } from '../model-options.ts';
import { powerLines, showEnergy } from '../power-text.ts';
import { showValue } from '../show-value.ts';
import { renderTable } from '../table.ts';

interface Arguments extends TargetArguments, FrameArguments, GoalArguments {
  readonly model: string;
  readonly trace: string | undefined;
  readonly technology: Technology | undefined;
  readonly 'action-counts': string | undefined;
}

const DEFAULT_FRAMES = 3;

export const simulate: Command<Arguments> = {
  usage: 'simulate <model>',
  summary: 'run the cycle simulator',
  options: (yargs) => withGoals(withFrames(withTarget(yargs)))
    .positional('model', { type: 'string', demandOption: true, describe: 'model file (.nf) or folder of nfc compile' })
    .option('trace', { type: 'string', requiresArg: true, describe: 'write the first frames as a Chrome trace (FILE.json) or as a waveform of every stream (FILE.vcd)' })
    .option('technology', { choices: TECHNOLOGIES, describe: 'estimate power as if the grid were made in this one, not in the family of the target' })
    .option('action-counts', { type: 'string', requiresArg: true, describe: 'write the actions of a frame, as Accelergy counts them, to a YAML file' }),
  run: async (args, context): Promise<ExitCode> => {
    const count = args.frames === undefined ? undefined : checkCount(args.frames, '--frames');
    const seed = checkSeed(args.seed, '--seed');
    const goals = checkGoals(args);
    const trace = args.trace === undefined ? null : await openTrace(args.trace);
    const [{ chooseFrames }, { listInputFiles }, { simulateNetwork }, { goalLines, loadForGoals }] = await Promise.all([
      import('../../choose-frames.ts'), import('../../input-files.ts'), import('../../simulate.ts'), import('../../explore/goals.ts'),
    ]);
    const { result, ...network } = await loadForGoals({ model: args.model, target: args.target, weights: args.weights, calibrate: args.calibrate, sources: context.sources }, goals, context.note);
    const { program } = network;
    const { frames, origin } = chooseFrames(program, { files: listInputFiles(args.input), count, fallback: DEFAULT_FRAMES, seed });
    const { report, actions } = await simulateNetwork(network, frames, args.technology === undefined ? {} : { technology: args.technology });
    const limit = trace?.(program, frames) ?? null;
    if (limit !== null) context.note(limit);
    if (args['action-counts'] !== undefined) await writeActionCounts(args['action-counts'], actions);
    context.json({ ...report, ...result, origin });
    context.say(`${report.model} on ${report.target}, simulated: ${frames.length} frames (${origin})`);
    context.say(`  ${format(report.cycles)} cycles from frame to frame, ${format(report.latencyCycles)} cycles latency`);
    context.say(`  ${format(report.fps)} frames/s and ${report.gops.toFixed(2)} GOPS at ${report.clockMHz} MHz (clock ${report.clockStatus})`);
    context.say(`  ${(100 * report.utilization).toFixed(1)} % of all trit lanes do useful work`);
    for (const line of powerLines(report.power)) context.say(`  ${line}`);
    for (const line of goalLines(result)) context.say(`  ${line}`);
    context.say(renderTable(['layer', 'phases', 'tiles', 'multiply-adds', 'cycles', 'used', 'waits for input', 'weights', 'drain', 'downstream', 'energy'], report.layers.map((layer) => [
      layer.name, layer.phases.join(' '), String(layer.tiles), format(layer.macs), format(layer.cycles), `${(100 * layer.utilization).toFixed(1)} %`,
      format(layer.stalls.input), format(layer.stalls.weights), format(layer.stalls.drain), format(layer.stalls.downstream),
      showEnergy(report.power.layers.find(({ id }) => id === layer.id)?.total ?? 0),
    ])));
    report.outputs.slice(0, 3).forEach((outputs, frame) => {
      for (const [name, values] of Object.entries(outputs)) context.say(`frame ${frame}: ${name} = ${values.slice(0, 16).map(showValue).join(' ')}${values.length > 16 ? ' ...' : ''}`);
    });
    return 0;
  },
};

const format = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Refuses a name before the long work. */
async function openTrace(path: string): Promise<(program: Program, frames: readonly Frame[]) => string | null> {
  const { traceKind, writeTrace } = await import('../../trace/write-trace.ts');
  traceKind(path);
  return (program, frames) => writeTrace(path, program, frames);
}

async function writeActionCounts(path: string, actions: Parameters<typeof import('../../../sim/power/action-counts.ts')['formatActionCounts']>[0]): Promise<void> {
  const [{ formatActionCounts }, { writeOutputFile }] = await Promise.all([import('../../../sim/power/action-counts.ts'), import('../../output-folder.ts')]);
  writeOutputFile(path, formatActionCounts(actions));
}
