// nfc evaluate: accuracy on a labelled set, in the integer reference, with the cycle simulator's outputs held against it for every picture;
// on request also in real numbers, and as pictures of what was read as what.
import { availableParallelism } from 'node:os';
import type { Dataset, Split } from '../../dataset.ts';
import type { Evaluation } from '../../evaluate.ts';
import type { Figures } from '../../evaluate/confusion.ts';
import type { InputShape } from '../../frames.ts';
import type { Command, ExitCode } from '../command.ts';
import { checkCount, type TargetArguments, withTarget } from '../model-options.ts';

interface Arguments extends TargetArguments {
  readonly model: string;
  readonly data: string;
  readonly split: Split;
  readonly images: number | undefined;
  readonly float: boolean;
  readonly pictures: string | undefined;
  readonly jobs: number;
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
    .option('float', { type: 'boolean', default: false, describe: 'also in real numbers' })
    .option('pictures', { type: 'string', requiresArg: true, describe: 'folder for picture, label and prediction side by side; of classes, sheets of the misread pictures' })
    .option('jobs', { type: 'number', default: availableParallelism(), requiresArg: true, describe: 'worker threads' }),
  run: async (args, context): Promise<ExitCode> => {
    const [{ compileFile }, { evaluateNetwork }, { figuresOf, rowsOf }, { readDataset }, { programInputs }, { UsageError }, { openProgress }, { renderConfusion }] = await Promise.all([
      import('../../network.ts'), import('../../evaluate.ts'), import('../../evaluate/confusion.ts'), import('../../dataset.ts'),
      import('../../choose-frames.ts'), import('../../usage-error.ts'), import('../../progress.ts'), import('../confusion-table.ts'),
    ]);
    const limit = args.images === undefined ? Number.POSITIVE_INFINITY : checkCount(args.images, '--images');
    const jobs = checkCount(args.jobs, '--jobs');
    if (args.pictures !== undefined) (await import('../../output-folder.ts')).checkOutputFolder(args.pictures);
    const compiled = await compileFile({ model: args.model, target: args.target, weights: args.weights, calibrate: args.calibrate, sources: context.sources });
    const [input, ...more] = programInputs(compiled.program);
    if (input === undefined || more.length > 0) throw new UsageError('the network has several inputs, a labelled set has one picture each', 'use nfc verify or nfc simulate with --input NAME=FILE');
    const set = readDataset(args.data, input, args.split);
    const images = Math.min(limit, set.count);
    const progress = openProgress(`pictures of ${args.data}`, images);
    const begin = performance.now();
    let found: Evaluation;
    try {
      found = await evaluateNetwork({ compiled, input, set, folder: args.data, split: args.split, images, isFloat: args.float, isDrawn: args.pictures !== undefined, jobs, onDone: progress.step });
    } finally {
      progress.stop();
    }
    const seconds = (performance.now() - begin) / 1000;
    if (args.pictures !== undefined) await writePictures(args.pictures, set, input, found);
    const integer = figuresOf(found.integer, set.ignored);
    const float = found.float === null ? null : figuresOf(found.float, set.ignored);
    const { name: target } = compiled.program.target;
    const simulatorAgrees = found.differing.length === 0;
    context.json({
      model: compiled.program.model, target, data: set.files, split: args.split, task: set.task, images, right: integer.right, counted: integer.counted,
      accuracyInteger: integer.accuracy, accuracyFloat: float?.accuracy ?? null, simulatorAgrees, simulatorDiffers: found.differing.length,
      ...(set.task === 'pixels' ? { pixelAccuracy: integer.accuracy } : {}), meanIoU: integer.meanIoU, meanIoUFloat: float?.meanIoU ?? null,
      classes: found.classes, ignored: set.ignored, iou: integer.iou, confusion: rowsOf(found.integer), seconds,
    });
    context.say(`${compiled.program.model} on ${images} pictures of ${args.data}, ${seconds.toFixed(1)} s`);
    if (float !== null) context.say(`  in real numbers       ${figuresText(set, float)}`);
    context.say(`  integer reference     ${figuresText(set, integer)}  (${integer.right.toLocaleString('en-US')} of ${integer.counted.toLocaleString('en-US')} right)`);
    context.say(`  simulator (${target}) ${simulatorAgrees ? 'gives the same outputs for every picture' : `DIFFERS on ${found.differing.length} pictures, first ${set.nameOf(found.differing[0] ?? 0)}`}`);
    context.say(renderConfusion({ confusion: found.integer, names: found.classes, ignored: set.ignored, task: set.task }));
    return simulatorAgrees ? 0 : 1;
  },
};

const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;

const figuresText = ({ task }: Dataset, { accuracy, meanIoU }: Figures): string =>
  (task === 'classes' ? percent(accuracy) : `${percent(accuracy)} of the pixels, mean IoU ${meanIoU.toFixed(4)}`);

async function writePictures(folder: string, set: Dataset, input: InputShape, found: Evaluation): Promise<void> {
  const [{ predictionFiles }, { writeOutputFolder }] = await Promise.all([import('../../evaluate/prediction-files.ts'), import('../../output-folder.ts')]);
  writeOutputFolder(folder, predictionFiles(set, input, found));
}
