// nfc train: quantization-aware training on a labelled set. Writes the weights file (real weights, integers, scales, codes), the curve of
// the run beside it, and after every epoch a checkpoint to resume from.
import type { Command, ExitCode } from '../command.ts';
import { checkCount } from '../model-options.ts';

interface Arguments {
  readonly model: string;
  readonly data: string;
  readonly epochs: number;
  readonly 'real-epochs': number | undefined;
  readonly batch: number;
  readonly rate: number;
  readonly decay: number;
  readonly seed: number;
  readonly 'class-weights': string;
  readonly augment: string;
  readonly images: number | undefined;
  readonly from: string | undefined;
  readonly out: string | undefined;
  readonly resume: boolean;
  readonly monitor: string | undefined;
  readonly 'test-every': number;
  readonly jobs: number | undefined;
}

export const train: Command<Arguments> = {
  usage: 'train <model>',
  summary: 'train a network for its own bits',
  options: (yargs) => yargs
    .positional('model', { type: 'string', demandOption: true, describe: 'model file (.nf)' })
    .option('data', { type: 'string', demandOption: true, requiresArg: true, describe: 'folder of an IDX, CamVid-style or NPY set' })
    .option('epochs', { type: 'number', default: 20, requiresArg: true, describe: 'passes over the set, all stages together' })
    .option('real-epochs', { type: 'number', requiresArg: true, describe: 'how many of them, at first, in real numbers (default a quarter)' })
    .option('batch', { type: 'number', default: 64, requiresArg: true, describe: 'pictures a step' })
    .option('rate', { type: 'number', default: 0.002, requiresArg: true, describe: 'largest learning rate of each stage' })
    .option('decay', { type: 'number', default: 0.0001, requiresArg: true, describe: 'weight decay' })
    .option('seed', { type: 'number', default: 1, requiresArg: true, describe: 'the same seed gives the same weights' })
    .option('class-weights', { type: 'string', choices: ['equal', 'balanced'], default: 'equal', describe: 'balanced: rare classes count more' })
    .option('augment', { type: 'string', default: 'none', requiresArg: true, describe: 'shift=PIXELS,rotate=DEGREES,zoom=X,shear=X,flip,brightness=X' })
    .option('images', { type: 'number', requiresArg: true, describe: 'only the first so many training pictures' })
    .option('from', { type: 'string', requiresArg: true, describe: 'weights file to begin with' })
    .option('out', { alias: 'o', type: 'string', requiresArg: true, describe: 'weights file to write (default the one that the model names)' })
    .option('resume', { type: 'boolean', default: false, describe: 'go on from the checkpoint of the same command' })
    .option('monitor', { type: 'string', choices: ['val', 'test', 'none'], requiresArg: true, describe: 'pictures to measure on (default val, else test)' })
    .option('test-every', { type: 'number', default: 1, requiresArg: true, describe: 'measure after every so many epochs' })
    .option('jobs', { alias: 'j', type: 'number', requiresArg: true, describe: 'threads, 1 or 2 (default as the machine has; the weights do not depend on it)' }),
  run: async (args, context): Promise<ExitCode> => {
    const [{ runTraining }, { readAugmentation }, { UsageError }] = await Promise.all([import('../../train/run-training.ts'), import('../../train/augment-option.ts'), import('../../usage-error.ts')]);
    const epochs = checkCount(args.epochs, '--epochs');
    const realEpochs = args['real-epochs'] ?? Math.max(1, Math.floor(epochs / 4));
    if (!Number.isInteger(realEpochs) || realEpochs < 0 || realEpochs > epochs) throw new UsageError(`--real-epochs is ${realEpochs}`, `give a whole number from 0 to ${epochs}`);
    if (!(args.rate > 0) || args.rate > 1) throw new UsageError(`--rate is ${args.rate}`, 'give a number above 0, at most 1');
    if (!(args.decay >= 0) || args.decay > 1) throw new UsageError(`--decay is ${args.decay}`, 'give a number from 0 to 1');
    if (!Number.isInteger(args.seed)) throw new UsageError(`--seed is ${args.seed}`, 'give a whole number');
    const result = await runTraining({
      model: args.model, data: args.data, from: args.from ?? null, out: args.out ?? null, resume: args.resume,
      images: args.images === undefined ? null : checkCount(args.images, '--images'),
      monitor: (args.monitor ?? null) as 'val' | 'test' | 'none' | null,
      testEvery: checkCount(args['test-every'], '--test-every'), jobs: args.jobs === undefined ? null : checkCount(args.jobs, '--jobs'),
      settings: {
        epochs, realEpochs, batch: checkCount(args.batch, '--batch'), rate: args.rate, decay: args.decay, seed: args.seed,
        classWeights: args['class-weights'] as 'equal' | 'balanced', augmentation: readAugmentation(args.augment),
      },
      sources: context.sources, note: context.note,
    });
    context.json(result);
    context.say(`wrote ${result.weights} and ${result.curve}`);
    return 0;
  },
};
