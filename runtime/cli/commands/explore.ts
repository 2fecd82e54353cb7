// nfc explore: searches the targets that fit a device for one network, simulates each, and shows which are worth building.
import { availableParallelism } from 'node:os';
import type { DeviceTarget } from '../../explore/candidates.ts';
import type { ExploredPoint, Exploration } from '../../explore/search.ts';
import type { Target } from '../../../compiler/target/target.ts';
import { UsageError } from '../../usage-error.ts';
import type { Command, ExitCode } from '../command.ts';
import { checkCount, checkSeed, type WeightArguments, withWeights } from '../model-options.ts';
import { renderTable } from '../table.ts';

interface Arguments extends WeightArguments {
  readonly model: string;
  readonly device: string;
  readonly points: number;
  readonly jobs: number;
  readonly seed: number;
  readonly calibrate: readonly string[];
  readonly output: string | undefined;
}

export const explore: Command<Arguments> = {
  usage: 'explore <model>',
  summary: 'search the targets that fit a device for the best one for a model',
  options: (yargs) => withWeights(yargs)
    .positional('model', { type: 'string', demandOption: true, describe: 'model file (.nf)' })
    .option('device', { type: 'string', default: 'pynq-z2', requiresArg: true, describe: 'target by name, or target file, whose device, memory and clock bound the search' })
    .option('points', { type: 'number', default: 60, requiresArg: true, describe: 'how many targets to simulate' })
    .option('jobs', { type: 'number', default: availableParallelism(), requiresArg: true, describe: 'worker threads' })
    .option('seed', { type: 'number', default: 1, requiresArg: true, describe: 'seed of the search' })
    .option('calibrate', { type: 'string', array: true, default: [], requiresArg: true, describe: 'frames to calibrate ranges with (NPY, IDX, PNG, JPEG, Y4M)' })
    .option('output', { alias: 'o', type: 'string', requiresArg: true, describe: 'folder for points.json, pareto.svg and best.json (a target file)' }),
  run: async (args, context): Promise<ExitCode> => {
    const points = checkCount(args.points, '--points');
    const jobs = checkCount(args.jobs, '--jobs');
    const seed = checkSeed(args.seed, '--seed');
    const [{ quantizeFile }, { bestTarget, explore: search }, { openPool }, { openProgress }] = await Promise.all([
      import('../../network.ts'), import('../../explore/search.ts'), import('../../explore/pool.ts'), import('../../progress.ts'),
    ]);
    const { integer, target } = await quantizeFile({ model: args.model, target: args.device, weights: args.weights, calibrate: args.calibrate, sources: context.sources });
    const bounded = withDevice(target, args.device);
    const model = integer.name;
    const progress = openProgress(`targets for ${model}`, points);
    const pool = openPool(integer, Math.min(jobs, points), () => progress.step());
    let found: Exploration;
    try {
      found = await search({ target: bounded, points, seed, evaluate: pool.ask });
    } finally {
      progress.stop();
      await pool.close();
    }
    const best = bestTarget(found, bounded, model);
    const document = documentOf(model, bounded, found, best);
    if (args.output !== undefined) await writeResults(args.output, document, found, model, bounded, best);
    context.json({ ...document, output: args.output ?? null });
    tell(context.say, model, bounded, found, args.output);
    return best === null ? 1 : 0;
  },
};

function withDevice(target: Target, name: string): DeviceTarget {
  if (target.device === null) throw new UsageError(`target ${name} names no device, so nothing bounds the search`, 'give --device pynq-z2, neuflow-v6, zcu104, ulx3s-85f, or a target file with a device');
  return { ...target, device: target.device };
}

function documentOf(model: string, target: DeviceTarget, found: Exploration, best: Target | null): object {
  return {
    model, device: target.device, clockMHz: target.clockMHz, clockStatus: target.clockStatus,
    simulated: found.points.length, refused: found.refused, best,
    points: found.points.map((point) => ({ ...settingsOf(point.target), ...sizeOf(point), ...figuresOf(point), isPareto: point.isPareto, isEnergyPareto: point.isEnergyPareto })),
  };
}

const settingsOf = ({ rows, cols, edgeStreams, tile }: Target): object => ({
  rows, cols, edgeStreams, epilogueLanes: tile.epilogueLanes, weightWidth: tile.weightWidth, weightBlocks: tile.weightBlocks, rowDepth: tile.rowDepth,
  thresholdGroups: tile.thresholdGroups, pixelDepth: tile.pixelDepth,
});
const sizeOf = ({ resources: { lut, ff, bram36, dsp } }: ExploredPoint): object => ({ lut, ff, bram36, dsp });
const figuresOf = ({ cycles, latencyCycles, fps, powerW, energyPerFrameMj }: ExploredPoint): object => ({ cycles, latencyCycles, fps, powerW, energyPerFrameMj });

async function writeResults(folder: string, document: object, found: Exploration, model: string, target: DeviceTarget, best: Target | null): Promise<void> {
  const [{ writeOutputFolder }, { plotExploration }] = await Promise.all([import('../../output-folder.ts'), import('../../explore/plot-svg.ts')]);
  writeOutputFolder(folder, new Map([
    ['points.json', `${JSON.stringify(document, null, 1)}\n`],
    ['pareto.svg', plotExploration(found.points, model, target)],
    ...(best === null ? [] : [['best.json', `${JSON.stringify(best, null, 1)}\n`] as const]),
  ]));
}

function tell(say: (text: string) => void, model: string, target: DeviceTarget, { points, refused }: Exploration, output: string | undefined): void {
  say(`${model} on ${target.device.part} at ${target.clockMHz} MHz (clock ${target.clockStatus}): ${points.length} targets simulated; LUT and power are estimated`);
  if (points.length > 0) {
    const shown = points.filter((point) => point.isPareto || point.isEnergyPareto);
    say(renderTable(
      ['grid', 'streams', 'epilogue', 'weights', 'blocks', 'rows', 'groups', 'pixels', 'LUT', 'BRAM36', 'DSP', 'frames/s', 'latency (cycles)', 'mJ/frame', 'front'],
      shown.map(({ target: { rows, cols, edgeStreams, tile }, resources, ...point }) => [
        `${rows} x ${cols}`, String(edgeStreams), String(tile.epilogueLanes), String(tile.weightWidth), String(tile.weightBlocks), String(tile.rowDepth), String(tile.thresholdGroups), String(tile.pixelDepth),
        String(resources.lut), String(resources.bram36), String(resources.dsp), Math.floor(point.fps).toLocaleString('en-US'), point.latencyCycles.toLocaleString('en-US'), point.energyPerFrameMj.toPrecision(3),
        [...(point.isPareto ? ['LUT'] : []), ...(point.isEnergyPareto ? ['energy'] : [])].join(', '),
      ]),
    ));
  }
  for (const { reason, count } of refused) say(`refused ${count} x ${reason}`);
  if (points.length === 0) say('no target of this device runs the model');
  else say(output === undefined ? 'nothing written: give a folder with -o' : `wrote ${output}: points.json, pareto.svg, best.json (--target ${output}/best.json)`);
}
