// nfc quantize: post-training quantization of real weights on calibration pictures, with what it costs, layer by layer and in accuracy; on
// request a search for the precision of each layer. Writes a weights file that every command takes with --weights.
import { basename } from 'node:path';
import { renderDiagnostics } from '../../../compiler/source/render.ts';
import type { Split } from '../../dataset.ts';
import type { QuantizeDocument } from '../../quantize/quantize-report.ts';
import type { Score } from '../../quantize/score.ts';
import { UsageError } from '../../usage-error.ts';
import type { Command, ExitCode } from '../command.ts';
import { checkCount, type TargetArguments, withTargetName, withWeights } from '../model-options.ts';
import { renderTable } from '../table.ts';

interface Arguments extends TargetArguments {
  readonly model: string;
  readonly images: number;
  readonly split: Split;
  readonly test: number | undefined;
  readonly search: boolean;
  readonly cycles: number | undefined;
  readonly energy: number | undefined;
  readonly output: string | undefined;
}

const SPLITS: readonly Split[] = ['test', 'val', 'train'];

export const quantize: Command<Arguments> = {
  usage: 'quantize <model>',
  summary: 'post-training quantization on calibration pictures, with its loss',
  options: (yargs) => withTargetName(withWeights(yargs))
    .positional('model', { type: 'string', demandOption: true, describe: 'model file (.nf)' })
    .option('calibrate', { type: 'string', array: true, default: [], requiresArg: true, describe: 'folder with a labelled set, whose train part calibrates, or frames (NPY, IDX, PNG, JPEG, Y4M)' })
    .option('images', { type: 'number', default: 256, requiresArg: true, describe: 'how many pictures to calibrate with' })
    .option('split', { choices: SPLITS, default: 'test' as const, requiresArg: true, describe: 'which part of the set measures the accuracy' })
    .option('test', { type: 'number', requiresArg: true, describe: 'how many pictures of that part (default: all)' })
    .option('search', { type: 'boolean', default: false, describe: 'search the trits of each layer' })
    .option('cycles', { type: 'number', requiresArg: true, describe: 'with --search: most cycles a frame' })
    .option('energy', { type: 'number', requiresArg: true, describe: 'with --search: most joules a frame' })
    .option('output', { alias: 'o', type: 'string', requiresArg: true, describe: 'folder for the weights file, report.json and search.svg' }),
  run: async (args, context): Promise<ExitCode> => {
    const images = checkCount(args.images, '--images');
    const testImages = args.test === undefined ? undefined : checkCount(args.test, '--test');
    if (args.calibrate.length === 0) throw new UsageError('--calibrate is missing', 'give a folder with a labelled set, or frames');
    const search = checkBudget(args);
    const [{ quantizeModel }, { quantizeDocument }, { quantizedTensors }, { plotFront }, { writeSafetensors }, { checkOutputFolder, writeOutputFolder }, { openProgress }] = await Promise.all([
      import('../../quantize/quantize-model.ts'), import('../../quantize/quantize-report.ts'), import('../../quantize/weights-file.ts'), import('../../quantize/plot-front.ts'),
      import('../../safetensors.ts'), import('../../output-folder.ts'), import('../../progress.ts'),
    ]);
    if (args.output !== undefined) checkOutputFolder(args.output);
    let stop = (): void => undefined;
    const onStage = (what: string, steps: number): (() => void) => {
      stop();
      const bar = openProgress(what, steps);
      stop = bar.stop;
      return bar.step;
    };
    const { model, weights, target, calibrate, split } = args;
    const result = await quantizeModel({ model, weights, target, calibrate, images, split, testImages, search, sources: context.sources }, onStage).finally(() => stop());
    if (result.warnings.length > 0) context.note(renderDiagnostics(result.warnings, context.sources));
    const document = quantizeDocument(result);
    const files = new Map<string, string | Uint8Array>([
      [`${basename(model, '.nf')}.safetensors`, writeSafetensors(quantizedTensors(result.network.params, result.post.params, result.fits))],
      ['report.json', `${JSON.stringify(document, null, 1)}\n`],
      ...(document.search === null ? [] : [['search.svg', plotFront(document, document.search.points)] as const]),
    ]);
    if (args.output !== undefined) writeOutputFolder(args.output, files);
    context.json({ ...document, output: args.output ?? null, files: args.output === undefined ? [] : [...files.keys()].sort() });
    sayResult(document, context.say);
    context.say(args.output === undefined ? 'nothing written: give a folder with -o' : `wrote ${args.output}: ${[...files.keys()].join(', ')}`);
    return 0;
  },
};

function checkBudget({ search, cycles, energy }: Arguments): { readonly cycles: number | undefined; readonly energyJ: number | undefined } | null {
  for (const [option, value] of [['--cycles', cycles], ['--energy', energy]] as const) {
    if (value === undefined) continue;
    if (!search) throw new UsageError(`${option} is a budget of --search`, 'give --search, too');
    if (!(value > 0) || !Number.isFinite(value)) throw new UsageError(`${option} ${value} is not a positive number`, `give ${option} such a number`);
  }
  if (cycles !== undefined && energy !== undefined) throw new UsageError('--cycles and --energy are two budgets', 'give one of them');
  return search ? { cycles, energyJ: energy } : null;
}

function sayResult({ model, target, lossKind, calibration, test, figures, layers, search }: QuantizeDocument, say: (text: string) => void): void {
  say(`${model} for ${target}, calibrated on ${calibration.origin}`);
  say(renderTable(['layer', 'kind', 'trits', 'weight error', 'signal to noise', 'scale', 'zero', 'clipping', 'bias shift'], layers.map((row) => [
    row.name, row.kind, row.trits === null ? '' : `${row.trits} of ${row.mostTrits}`, row.weightError === null ? '' : percent(row.weightError),
    row.signalToNoiseDb === null ? '' : `${row.signalToNoiseDb.toFixed(1)} dB`, row.codes === null ? '' : row.codes.scale.toPrecision(4), String(row.codes?.zero ?? ''),
    row.clipping ?? '', row.biasShift === null ? '' : row.biasShift.toPrecision(2),
  ])));
  if (search !== null) {
    say(renderTable(['trits', 'cycles', 'mJ estimated', 'loss', 'accuracy', ''], search.points.filter((point) => point.isPareto || point.isChosen).map((point) => [
      Object.values(point.trits).join(' '), String(point.cycles), point.energyPerFrameMj.toPrecision(4), point.loss.toPrecision(4), point.accuracy === null ? '' : percent(point.accuracy), point.isChosen ? 'chosen' : '',
    ])));
  }
  for (const { origin, real, integer } of test === null ? [calibration] : [calibration, test]) {
    say(`${origin}: ${inWords(real)} real, ${inWords(integer)} integer (loss: ${lossKind})`);
  }
  say(`${Math.round(figures.cycles)} cycles a frame simulated, ${figures.energyPerFrameMj.toPrecision(4)} mJ a frame estimated`);
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const inWords = ({ accuracy, loss }: Score): string => (accuracy === null ? `loss ${loss.toPrecision(4)}` : `${percent(accuracy)}, loss ${loss.toPrecision(4)}`);
