// nfc run: what the network makes of some frames, for a person. The cycle simulator computes it; the integer reference must agree.
import type { Command, ExitCode } from '../command.ts';
import { type TargetArguments, withTarget } from '../model-options.ts';
import { showValue } from '../show-value.ts';

interface Arguments extends TargetArguments {
  readonly model: string;
  readonly input: readonly string[];
  readonly picture: boolean;
}

export const run: Command<Arguments> = {
  usage: 'run <model>',
  summary: 'run frames through the network and say what it recognised',
  options: (yargs) => withTarget(yargs)
    .positional('model', { type: 'string', demandOption: true, describe: 'model file (.nf) or folder of nfc compile' })
    .option('input', { type: 'string', array: true, demandOption: true, requiresArg: true, describe: 'frames: files or a folder (NPY, IDX, PNG, JPEG)' })
    .option('picture', { type: 'boolean', default: true, describe: 'show each frame; --no-picture leaves them out' }),
  run: async (args, context): Promise<ExitCode> => {
    const [{ loadNetwork }, { chooseFrames, programInputs }, { listInputFiles }, { runNetwork }, { findClassifier }, { showPicture }, { prepareTail, resultGraph }] = await Promise.all([
      import('../../network.ts'), import('../../choose-frames.ts'), import('../../input-files.ts'), import('../../run-network.ts'), import('../../predict.ts'), import('../show-picture.ts'), import('../../host-tail.ts'),
    ]);
    const { program, integer, tail } = await loadNetwork({ model: args.model, target: args.target, weights: args.weights, calibrate: args.calibrate, sources: context.sources });
    const files = listInputFiles(args.input);
    const { frames } = chooseFrames(program, { files, count: undefined, fallback: 1, seed: 1 });
    const classifier = findClassifier(resultGraph(integer, tail));
    const finish = await prepareTail(integer, tail);
    const results = runNetwork(program, integer, frames).map(({ tensors, simulatorAgrees }) => ({ tensors: finish(tensors), simulatorAgrees }));
    const inputs = programInputs(program);
    const rows = results.map((result, index) => ({
      source: files.length === frames.length ? files[index] : `frame ${index}`,
      class: classifier.classOf(result.tensors),
      scores: classifier.scoresOf(result.tensors),
      simulatorAgrees: result.simulatorAgrees,
    }));
    context.json({ model: program.model, target: program.target.name, output: classifier.output, results: rows.map((row) => ({ ...row, scores: row.scores === null ? null : [...row.scores] })) });
    rows.forEach((row, index) => {
      const input = inputs[0];
      const codes = input === undefined ? undefined : frames[index]?.get(input.name);
      if (args.picture && input !== undefined && codes !== undefined) context.say(showPicture(codes, input.shape, 2 ** input.format.bits - 1));
      context.say(`${row.source}: ${classifier.output} = ${row.class}${row.scores === null ? '' : `   (scores ${[...row.scores].map(showValue).join(' ')})`}`);
    });
    const disagree = rows.filter((row) => !row.simulatorAgrees).length;
    context.say(disagree === 0 ? `${rows.length} frames on the simulated ${program.target.name}, equal to the integer reference` : `${disagree} of ${rows.length} frames DIFFER between simulator and integer reference`);
    return disagree === 0 ? 0 : 1;
  },
};
