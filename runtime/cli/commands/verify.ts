// nfc verify: integer reference = cycle simulator = hardware model, every tensor. Exits with 1 where they differ, and names the first difference.
import { statSync } from 'node:fs';
import type { WavesResult } from '../../trace/verify-waves.ts';
import type { Command, Context, ExitCode } from '../command.ts';
import { renderDifference } from '../../compare.ts';
import { checkCount, checkSeed, type FrameArguments, type TargetArguments, withFrames, withTarget } from '../model-options.ts';

interface Arguments extends TargetArguments, FrameArguments {
  readonly model: string;
  readonly stalls: number | undefined;
  readonly native: boolean;
  readonly rtl: boolean;
  readonly waves: string | undefined;
}

const DEFAULT_FRAMES = 3;

export const verify: Command<Arguments> = {
  usage: 'verify <model>',
  summary: 'reference = simulator = Verilated RTL, values and cycles',
  options: (yargs) => withFrames(withTarget(yargs))
    .positional('model', { type: 'string', demandOption: true, describe: 'model file (.nf) or folder of nfc compile' })
    .option('stalls', { type: 'number', requiresArg: true, describe: 'seed of random stalls on every AXI channel (values are compared, cycles are not)' })
    .option('native', { type: 'boolean', default: false, describe: 'use the verilator and C++ compiler on PATH' })
    .option('rtl', { type: 'boolean', default: true, describe: 'with --no-rtl the simulator is checked against the reference alone' })
    .option('waves', { type: 'string', requiresArg: true, describe: 'folder for waveforms (VCD) of every stream, from the simulator and from the RTL, which must be the same' }),
  run: async (args, context): Promise<ExitCode> => {
    const count = args.frames === undefined ? undefined : checkCount(args.frames, '--frames');
    const seed = checkSeed(args.seed, '--seed');
    const stallSeed = args.stalls === undefined ? null : checkSeed(args.stalls, '--stalls') || 1;
    if (args.waves !== undefined) await checkWaves(args.waves, args);
    const [{ loadNetwork }, { chooseFrames }, { listInputFiles }, { verifyTensors }, { openBench }, { readRtl, readStreams }, { rtlSources }, { wavesDesign }] = await Promise.all([
      import('../../network.ts'), import('../../choose-frames.ts'), import('../../input-files.ts'), import('../../verify-tensors.ts'), import('../../open-bench.ts'), import('../../read-compiled.ts'),
      import('../../../hdl/emit/read-rtl.ts'), import('../../trace/rtl-waves.ts'),
    ]);
    const { program, integer } = await loadNetwork({ model: args.model, target: args.target, weights: args.weights, calibrate: args.calibrate, sources: context.sources });
    const { frames, origin } = chooseFrames(program, { files: listInputFiles(args.input), count, fallback: DEFAULT_FRAMES, seed });
    // A compiled folder is judged by its own files: the images and the SystemVerilog in it. What a second program reveals runs on that
    // SystemVerilog, too.
    const isFolder = statSync(args.model).isDirectory();
    const sources = isFolder ? readRtl(args.model) : rtlSources(program.target);
    const streams = isFolder ? { streams: readStreams(args.model) } : {};
    // With waveforms one model of the hardware serves both, unless it is a native one, which shows no streams.
    const design = args.waves === undefined || args.native ? { sources } : wavesDesign(program.target, sources);
    const bench = args.rtl ? await openBench(program.target, { native: args.native, onProgress: context.note, ...design }) : null;
    const result = await verifyTensors({ program, integer, frames, bench, stallSeed, ...streams });
    const waves = args.waves === undefined || result.simulatorCycles === null ? null : await (await import('../../trace/verify-waves.ts')).verifyWaves({ folder: args.waves, program, frames, sources, ...streams, onProgress: context.note });
    const isEqual = result.equal && (waves?.equal ?? true);
    context.json({ ...result, equal: isEqual, ...(waves === null ? {} : { waves }), origin });
    context.say(`${result.model} on ${result.target}: ${result.frames} frames (${origin})`);
    context.say(`  ${result.tensorsCompared} tensors, ${result.valuesCompared} values, ${result.valueMismatches} differ`);
    if (result.revealed !== null) context.say(`  inside a tile, compared as outputs of a second program: ${result.revealed.tensors.join(', ')}`);
    for (const tensor of result.tensorsInside) context.say(`  never leaves a tile: ${tensor} (${result.insideReasons[tensor]})`);
    context.say(`  cycles: simulator ${result.simulatorCycles ?? '-'}, RTL ${result.rtlCycles ?? 'not run'}${stallSeed === null ? '' : ' (random stalls: times are not compared)'}`);
    if (result.revealed !== null) context.say(`  cycles of the second program: simulator ${result.revealed.simulatorCycles ?? '-'}, RTL ${result.revealed.rtlCycles ?? 'not run'}`);
    if (result.cyclesCompared > 0) context.say(`  ${result.cyclesCompared} event times compared, ${result.cycleMismatches} differ`);
    if (result.failure !== null) context.note(`error: ${result.failure}`);
    if (result.firstDifference !== null) context.note(`first difference: ${renderDifference(result.firstDifference)}`);
    if (waves !== null) await tellWaves(waves, context);
    context.say(isEqual ? 'equal' : 'NOT equal');
    return isEqual ? 0 : 1;
  },
};

async function checkWaves(folder: string, { rtl, stalls }: Arguments): Promise<void> {
  const [{ checkOutputFolder }, { UsageError }] = await Promise.all([import('../../output-folder.ts'), import('../../usage-error.ts')]);
  if (!rtl) throw new UsageError('--waves compares with the RTL, and --no-rtl leaves it out', 'nfc simulate --trace FILE.vcd writes the simulator\'s waveform alone');
  if (stalls !== undefined) throw new UsageError('--waves compares every cycle, and --stalls changes the RTL\'s alone', 'leave out one of them');
  checkOutputFolder(folder);
}

async function tellWaves(waves: WavesResult, context: Context): Promise<void> {
  const { renderWaveDifference } = await import('../../trace/verify-waves.ts');
  context.say(`  waveforms in ${waves.folder}: ${waves.signals} signals of ${waves.streams} streams over ${waves.cycles} cycles, ${waves.firstDifference === null ? 'the same' : 'NOT the same'} in simulator and RTL`);
  if (waves.limit !== null) context.note(waves.limit);
  if (waves.failure !== null) context.note(`error: ${waves.failure}`);
  if (waves.firstDifference !== null) context.note(`first difference of the waveforms: ${renderWaveDifference(waves.firstDifference)}`);
}
