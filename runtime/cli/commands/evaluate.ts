// nfc evaluate: accuracy on a labelled set, in the integer reference, with the cycle simulator's outputs held against it for every picture;
// on request also in real numbers (slow).
import type { Split } from '../../dataset.ts';
import type { Command, ExitCode } from '../command.ts';
import { checkCount, type TargetArguments, withTarget } from '../model-options.ts';

interface Arguments extends TargetArguments {
  readonly model: string;
  readonly data: string;
  readonly split: Split;
  readonly images: number | undefined;
  readonly float: boolean;
}

const SPLITS: readonly Split[] = ['test', 'val', 'train'];

export const evaluate: Command<Arguments> = {
  usage: 'evaluate <model>',
  summary: 'accuracy on a labelled set',
  options: (yargs) => withTarget(yargs)
    .positional('model', { type: 'string', demandOption: true, describe: 'model file (.nf)' })
    .option('data', { type: 'string', demandOption: true, requiresArg: true, describe: 'folder with MNIST-style IDX files, a CamVid-style folder, or images.npy and labels.npy' })
    .option('split', { choices: SPLITS, default: 'test' as const, requiresArg: true, describe: 'which part of the set' })
    .option('images', { type: 'number', requiresArg: true, describe: 'only the first so many pictures' })
    .option('float', { type: 'boolean', default: false, describe: 'also in real numbers' }),
  run: async (args, context): Promise<ExitCode> => {
    const [{ compileFile }, { evaluateNetwork }, { readDataset }, { programInputs }, { UsageError }] = await Promise.all([
      import('../../network.ts'), import('../../evaluate.ts'), import('../../dataset.ts'), import('../../choose-frames.ts'), import('../../usage-error.ts'),
    ]);
    const limit = args.images === undefined ? Number.POSITIVE_INFINITY : checkCount(args.images, '--images');
    const compiled = await compileFile({ model: args.model, target: args.target, weights: args.weights, calibrate: args.calibrate, sources: context.sources });
    const [input, ...more] = programInputs(compiled.program);
    if (input === undefined || more.length > 0) throw new UsageError('the network has several inputs, a labelled set has one picture each', 'use nfc verify or nfc simulate with --input NAME=FILE');
    const set = readDataset(args.data, input, args.split);
    const result = await evaluateNetwork(compiled, input, set, { images: limit, float: args.float });
    context.json({ model: compiled.program.model, target: compiled.program.target.name, data: set.files, ...result });
    const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
    context.say(`${compiled.program.model} on ${result.images} pictures of ${args.data}`);
    if (result.accuracyFloat !== null) context.say(`  in real numbers       ${percent(result.accuracyFloat)}`);
    context.say(`  integer reference     ${percent(result.accuracyInteger)}  (${result.right} right)`);
    context.say(`  simulator (${compiled.program.target.name}) ${result.simulatorAgrees ? 'gives the same outputs for every picture' : `DIFFERS on ${result.simulatorDiffers} pictures`}, ${result.simulatorSeconds.toFixed(1)} s`);
    return result.simulatorAgrees ? 0 : 1;
  },
};
