// nfc run: what the network makes of some frames, for a person: a class, or a picture with its labels in colours. A device computes it, the
// cycle simulator unless another is named; the integer reference must agree.
import { basename, extname } from 'node:path';
import type { Meta } from '../../dataset/meta.ts';
import { DEVICE_NAMES } from '../../device/open-port.ts';
import type { InputShape } from '../../frames.ts';
import type { Classifier, Labeller } from '../../predict.ts';
import type { DeviceFrame } from '../../run-device.ts';
import { UsageError } from '../../usage-error.ts';
import type { Command, ExitCode } from '../command.ts';
import { type TargetArguments, withTarget } from '../model-options.ts';
import { showValue } from '../show-value.ts';

interface Arguments extends TargetArguments {
  readonly model: string;
  readonly input: readonly string[];
  readonly picture: boolean;
  readonly output: string | undefined;
  readonly classes: string | undefined;
  readonly device: string;
}

/** What a person and a program are told of a frame. */
interface Row {
  readonly text: string;
  readonly document: object;
  readonly png: Uint8Array | null;
}

type Reader = (frame: DeviceFrame & { readonly results: NonNullable<DeviceFrame['results']> }) => Row;

export const run: Command<Arguments> = {
  usage: 'run <model>',
  summary: 'run frames through the network and say, or paint, what it recognised',
  options: (yargs) => withTarget(yargs)
    .positional('model', { type: 'string', demandOption: true, describe: 'model file (.nf) or folder of nfc compile' })
    .option('input', { type: 'string', array: true, demandOption: true, requiresArg: true, describe: 'frames: files or a folder (NPY, IDX, PNG, JPEG, Y4M)' })
    .option('output', { alias: 'o', type: 'string', requiresArg: true, describe: 'folder for pictures with the labels of their pixels laid over them' })
    .option('classes', { type: 'string', requiresArg: true, describe: 'meta.json with names and colours of the classes' })
    .option('device', { type: 'string', default: 'simulator', requiresArg: true, describe: DEVICE_NAMES })
    .option('picture', { type: 'boolean', default: true, describe: 'show each frame; --no-picture leaves them out' }),
  run: async (args, context): Promise<ExitCode> => {
    const [{ loadNetwork }, { programInputs }, { listInputFiles }, { namedFrames }, { runOnDevice }, { openPort }, { resultGraph }, { findClassifier, findLabeller, labelsPixels }, { checkOutputFolder, writeOutputFolder }, { readMeta }] = await Promise.all([
      import('../../network.ts'), import('../../choose-frames.ts'), import('../../input-files.ts'), import('../../named-frames.ts'), import('../../run-device.ts'), import('../../device/open-port.ts'),
      import('../../host-tail.ts'), import('../../predict.ts'), import('../../output-folder.ts'), import('../../dataset/meta.ts'),
    ]);
    if (args.output !== undefined) checkOutputFolder(args.output);
    const meta = args.classes === undefined ? null : readMeta(args.classes);
    const network = await loadNetwork({ model: args.model, target: args.target, weights: args.weights, calibrate: args.calibrate, sources: context.sources });
    const { program } = network;
    const files = listInputFiles(args.input);
    const [input] = programInputs(program) as [InputShape];
    const graph = resultGraph(network.integer, network.tail);
    const [, height, width] = input.shape;
    const isLabelling = labelsPixels(graph, [height, width]);
    if (args.output !== undefined && !isLabelling) throw new UsageError(`${program.model} labels no pixels, so there is nothing to paint`, 'leave out -o');
    const reader = isLabelling ? await readLabels(findLabeller(graph, [height, width]), input, meta, args.output !== undefined)
      : await readClass(findClassifier(graph), input, meta, args.picture && !context.isJson);
    const port = await openPort(args.device, program.target, context.note);
    const documents: object[] = [];
    const pictures = new Map<string, Uint8Array>();
    let failed = 0;
    let differing = 0;
    for await (const frame of runOnDevice(network, port, namedFrames(programInputs(program), files))) {
      const { results, error, source, isEqual } = frame;
      if (results === null) {
        failed++;
        documents.push({ source, error: error?.message, simulatorAgrees: false });
        context.say(`${source}: ${error?.message}`);
        continue;
      }
      const row = reader({ ...frame, results });
      if (!isEqual) differing++;
      documents.push({ source, ...row.document, simulatorAgrees: isEqual });
      context.say(row.text);
      if (row.png !== null) pictures.set(pictureName(source, pictures), row.png);
    }
    if (args.output !== undefined) writeOutputFolder(args.output, pictures);
    context.json({ model: program.model, target: program.target.name, device: port.name, output: reader.output, results: documents });
    if (args.output !== undefined) context.say(`wrote ${args.output}: ${pictures.size} pictures`);
    const count = documents.length;
    if (failed > 0) context.say(`${failed} of ${count} frames FAILED on ${port.name}`);
    context.say(differing === 0 ? `${count - failed} frames on ${port.name}, equal to the integer reference` : `${differing} of ${count} frames DIFFER between ${port.name} and the integer reference`);
    return differing > 0 ? 1 : failed > 0 ? 2 : 0;
  },
};

type NamedReader = Reader & { readonly output: string };

async function readClass(classifier: Classifier, input: InputShape, meta: Meta | null, isShown: boolean): Promise<NamedReader> {
  const { showPicture } = await import('../show-picture.ts');
  const read: Reader = ({ source, frame, results }) => {
    const label = classifier.classOf(results);
    const scores = classifier.scoresOf(results);
    const picture = isShown ? `${showPicture(frame.get(input.name) ?? new Int32Array(0), input.shape, 2 ** input.format.bits - 1)}\n` : '';
    const name = meta?.classes[label];
    return {
      text: `${picture}${source}: ${classifier.output} = ${label}${name === undefined ? '' : ` (${name})`}${scores === null ? '' : `   (scores ${[...scores].map(showValue).join(' ')})`}`,
      document: { class: label, ...(name === undefined ? {} : { name }), scores: scores === null ? null : [...scores] },
      png: null,
    };
  };
  return Object.assign(read, { output: classifier.output });
}

/** Shares of a picture below this are left out of the text. */
const SMALL_SHARE = 0.005;

async function readLabels(labeller: Labeller, input: InputShape, meta: Meta | null, isPainted: boolean): Promise<NamedReader> {
  const { overlayPicture } = await import('../../evaluate/prediction-picture.ts');
  const nameOf = (label: number): string => meta?.classes[label] ?? `class ${label}`;
  const read: Reader = ({ source, frame, results }) => {
    const predicted = labeller.labelsOf(results.get(labeller.node)?.data ?? []);
    const pixels = new Array<number>(labeller.classes).fill(0);
    for (const label of predicted) pixels[label] = (pixels[label] ?? 0) + 1;
    const shares = pixels.map((count, label) => ({ label, share: count / predicted.length })).filter(({ share }) => share >= SMALL_SHARE).sort((a, b) => b.share - a.share);
    return {
      text: `${source}: ${labeller.output} = ${shares.map(({ label, share }) => `${nameOf(label)} ${(100 * share).toFixed(0)} %`).join(', ')}`,
      document: { pixels },
      png: isPainted ? overlayPicture(input, frame.get(input.name) ?? new Int32Array(0), { predicted, palette: meta?.palette ?? null, classes: labeller.classes }) : null,
    };
  };
  return Object.assign(read, { output: labeller.output });
}

/** The name of the file, the number of the frame in it, and one more number where two files have one name. */
function pictureName(source: string, taken: ReadonlyMap<string, unknown>): string {
  const [, file = source, index] = /^(.*) (\d+)$/.exec(source) ?? [];
  const stem = `${basename(file, extname(file))}${index === undefined ? '' : `-${index.padStart(5, '0')}`}`;
  for (let copy = 0; ; copy++) {
    const name = `${stem}${copy === 0 ? '' : `-${copy + 1}`}.png`;
    if (!taken.has(name)) return name;
  }
}
