// What accuracy costs: networks trained anew for each number of trits (weights) and bits (activations), with the cycles and the energy of
// a frame. Every point begins with the same weights in real numbers. A point that has been trained and measured is kept in --work and not
// trained again, so the study can be ended and gone on with; cycles and energy are computed anew. Writes precision.json and one picture a network.
// Usage: npm run precision -- [--mnist DIR] [--camvid DIR] [--work DIR] [--out DIR]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type Mark, plotPanels } from '../runtime/explore/plot-svg.ts';
import { writeOutputFile } from '../runtime/output-folder.ts';
import { projectFile } from '../runtime/project-folder.ts';

interface Study {
  readonly name: string;
  readonly model: string;
  readonly real: string;
  readonly train: readonly string[];
  /** The part of the set that is measured: of CamVid not the test pictures, which are kept for the trained examples. */
  readonly split: 'test' | 'val';
  /** What is compared: accuracy, or mean intersection over union beside it. */
  readonly hasRegions: boolean;
}

const STUDIES: readonly Study[] = [
  {
    name: 'mnist', model: 'examples/lenet5/lenet5.nf', real: 'examples/lenet5/lenet5-real.safetensors', hasRegions: false, split: 'test',
    train: ['--epochs', '1', '--real-epochs', '0', '--batch', '100', '--rate', '0.0005', '--decay', '0', '--seed', '1998', '--augment', 'shift=1.2,rotate=7,zoom=0.08,shear=0.08', '--monitor', 'none'],
  },
  {
    name: 'camvid', model: 'examples/scene/scene.nf', real: 'examples/scene/scene-real.safetensors', hasRegions: true, split: 'val',
    train: ['--epochs', '2', '--real-epochs', '0', '--batch', '8', '--rate', '0.002', '--seed', '1', '--augment', 'shift=16,zoom=0.3,flip,brightness=0.15', '--class-weights', 'balanced', '--monitor', 'none'],
  },
];
const TARGET = 'pynq-z2';

/** In the integer network, on the study's split. */
interface Measured {
  readonly accuracy: number;
  readonly meanIoU: number | null;
}

interface StudyPoint extends Measured {
  readonly trits: number;
  readonly bits: number;
  /** Simulated, on pynq-z2. */
  readonly cycles: number;
  /** Estimated, mJ. */
  readonly energy: number;
}

function main(): void {
  const { values } = parseArgs({ options: { mnist: { type: 'string' }, camvid: { type: 'string' }, work: { type: 'string', default: 'build/precision' }, out: { type: 'string', default: 'docs/precision' } } });
  mkdirSync(values.work, { recursive: true });
  mkdirSync(values.out, { recursive: true });
  const folders: Readonly<Record<string, string | undefined>> = { mnist: values.mnist, camvid: values.camvid };
  const all = Object.fromEntries(STUDIES.flatMap((study) => {
    const data = folders[study.name];
    if (data === undefined) return [];
    const points = [1, 2, 3, 4].flatMap((trits) => [1, 2, 3].map((bits) => pointOf(study, data, values.work, trits, bits)));
    writeOutputFile(join(values.out, `${study.name}.svg`), plot(study, points));
    writeOutputFile(join(values.out, `${study.name}.json`), `${JSON.stringify(points, null, 1)}\n`);
    return [[study.name, points]];
  }));
  for (const [name, points] of Object.entries(all)) console.log(`${name}\n${tableOf(points)}`);
}

function pointOf(study: Study, data: string, work: string, trits: number, bits: number): StudyPoint {
  const name = `${study.name}-${trits}t${bits}b`;
  const model = join(work, `${name}.nf`);
  writeFileSync(model, textOf(study, `${name}.safetensors`, trits, bits));
  const measured = measure(study, data, model, join(work, `${name}.json`));
  const { cycles, powerW, fps } = run(['simulate', model, '--target', TARGET, '--frames', '1']);
  const total = typeof powerW === 'number' ? powerW : (powerW as { total: number }).total;
  return { trits, bits, ...measured, cycles: Number(cycles), energy: (1000 * total) / Number(fps) };
}

function measure(study: Study, data: string, model: string, kept: string): Measured {
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Measured;
  run(['train', model, '--data', data, '--from', projectFile(study.real), '--resume', ...study.train]);
  const { accuracyInteger, pixelAccuracy, meanIoU } = run(['evaluate', model, '--data', data, '--split', study.split]);
  const measured = { accuracy: Number(pixelAccuracy ?? accuracyInteger), meanIoU: study.hasRegions ? Number(meanIoU) : null };
  writeOutputFile(kept, JSON.stringify(measured));
  return measured;
}

/** The model with another precision and its own weights file. */
function textOf({ model }: Study, weights: string, trits: number, bits: number): string {
  const text = readFileSync(projectFile(model), 'utf8');
  return text.replace(/weights "[^"]*"/, `weights "${weights}"`).replace(/precision .*/, `precision weights ${trits} trit${trits === 1 ? '' : 's'}, activations ${bits}b`);
}

/** The document that a command prints with --json. */
function run(args: readonly string[]): Record<string, unknown> {
  const { status, stdout, error } = spawnSync(process.execPath, [projectFile('dist/runtime/cli/main.js'), ...args, '--json'], { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'inherit'] });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`nfc ${args.join(' ')} ended with ${status}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

function plot({ name, hasRegions }: Study, points: readonly StudyPoint[]): string {
  const error = (point: StudyPoint): number => 100 * (1 - (hasRegions ? (point.meanIoU ?? 0) : point.accuracy));
  const marks = (cost: (point: StudyPoint) => number): Mark[] => points.map((point) => ({
    x: cost(point), y: error(point), tag: `${point.trits}t${point.bits}b`, label: `${point.trits} trits, ${point.bits} bits: ${error(point).toFixed(2)} %`,
    isFront: !points.some((other) => other !== point && cost(other) <= cost(point) && error(other) < error(point)),
  }));
  const yTitle = hasRegions ? '100 - mean IoU, %' : 'misread, %';
  return plotPanels([
    { title: `${name}: loss against time`, xTitle: `cycles a frame on ${TARGET} (simulated)`, yTitle, marks: marks((point) => point.cycles) },
    { title: `${name}: loss against energy`, xTitle: 'mJ a frame (estimated)', yTitle, marks: marks((point) => point.energy) },
  ]);
}

function tableOf(points: readonly StudyPoint[]): string {
  const rows = points.map(({ trits, bits, accuracy, meanIoU, cycles, energy }) =>
    [trits, bits, `${(100 * accuracy).toFixed(2)} %`, ...(meanIoU === null ? [] : [meanIoU.toFixed(3)]), cycles.toLocaleString('en-US'), energy.toPrecision(3)]);
  const hasRegions = points.some(({ meanIoU }) => meanIoU !== null);
  const head = ['trits', 'bits', hasRegions ? 'right pixels' : 'accuracy', ...(hasRegions ? ['mean IoU'] : []), 'cycles', 'mJ'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

main();
