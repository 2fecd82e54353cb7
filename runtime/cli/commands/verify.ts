// nfc verify: integer reference = cycle simulator = hardware model, every tensor. Exits with 1 where they differ, and names the first difference.
import { statSync } from 'node:fs';
import type { Command, ExitCode } from '../command.ts';
import { renderDifference } from '../../compare.ts';
import { checkCount, checkSeed, type FrameArguments, type TargetArguments, withFrames, withTarget } from '../model-options.ts';

interface Arguments extends TargetArguments, FrameArguments {
  readonly model: string;
  readonly stalls: number | undefined;
  readonly native: boolean;
  readonly rtl: boolean;
}

const DEFAULT_FRAMES = 3;

export const verify: Command<Arguments> = {
  usage: 'verify <model>',
  summary: 'reference = simulator = Verilated RTL, values and cycles',
  options: (yargs) => withFrames(withTarget(yargs))
    .positional('model', { type: 'string', demandOption: true, describe: 'model file (.nf) or folder of nfc compile' })
    .option('stalls', { type: 'number', requiresArg: true, describe: 'seed of random stalls on every AXI channel (values are compared, cycles are not)' })
    .option('native', { type: 'boolean', default: false, describe: 'use the verilator and C++ compiler on PATH' })
    .option('rtl', { type: 'boolean', default: true, describe: 'with --no-rtl the simulator is checked against the reference alone' }),
  run: async (args, context): Promise<ExitCode> => {
    const count = args.frames === undefined ? undefined : checkCount(args.frames, '--frames');
    const seed = checkSeed(args.seed, '--seed');
    const stallSeed = args.stalls === undefined ? null : checkSeed(args.stalls, '--stalls') || 1;
    const [{ loadNetwork }, { chooseFrames }, { listInputFiles }, { verifyTensors }, { openBench }, { readRtl, readStreams }] = await Promise.all([
      import('../../network.ts'), import('../../choose-frames.ts'), import('../../input-files.ts'), import('../../verify-tensors.ts'), import('../../open-bench.ts'), import('../../read-compiled.ts'),
    ]);
    const { program, integer } = await loadNetwork({ model: args.model, target: args.target, weights: args.weights, calibrate: args.calibrate, sources: context.sources });
    const { frames, origin } = chooseFrames(program, { files: listInputFiles(args.input), count, fallback: DEFAULT_FRAMES, seed });
    // A compiled folder is judged by its own files: the images and the SystemVerilog in it. What a second program reveals runs on that
    // SystemVerilog, too.
    const isFolder = statSync(args.model).isDirectory();
    const bench = args.rtl ? await openBench(program.target, { native: args.native, onProgress: context.note, ...(isFolder ? { sources: readRtl(args.model) } : {}) }) : null;
    const result = await verifyTensors({ program, integer, frames, bench, stallSeed, ...(isFolder ? { streams: readStreams(args.model) } : {}) });
    context.json({ ...result, origin });
    context.say(`${result.model} on ${result.target}: ${result.frames} frames (${origin})`);
    context.say(`  ${result.tensorsCompared} tensors, ${result.valuesCompared} values, ${result.valueMismatches} differ`);
    if (result.revealed !== null) context.say(`  inside a tile, compared as outputs of a second program: ${result.revealed.tensors.join(', ')}`);
    for (const tensor of result.tensorsInside) context.say(`  never leaves a tile: ${tensor} (${result.insideReasons[tensor]})`);
    context.say(`  cycles: simulator ${result.simulatorCycles ?? '-'}, RTL ${result.rtlCycles ?? 'not run'}${stallSeed === null ? '' : ' (random stalls: times are not compared)'}`);
    if (result.revealed !== null) context.say(`  cycles of the second program: simulator ${result.revealed.simulatorCycles ?? '-'}, RTL ${result.revealed.rtlCycles ?? 'not run'}`);
    if (result.cyclesCompared > 0) context.say(`  ${result.cyclesCompared} event times compared, ${result.cycleMismatches} differ`);
    if (result.failure !== null) context.note(`error: ${result.failure}`);
    if (result.firstDifference !== null) context.note(`first difference: ${renderDifference(result.firstDifference)}`);
    context.say(result.equal ? 'equal' : 'NOT equal');
    return result.equal ? 0 : 1;
  },
};
