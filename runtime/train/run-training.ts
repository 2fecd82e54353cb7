// Everything that nfc train does around the loop: reads model and data, resumes, shows how it goes, and writes what came out.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import type { FloatGraph, LayerParams, Params } from '../../compiler/ir/float-graph.ts';
import { planTraining, savedTensors } from '../../compiler/train/plan.ts';
import { type Dataset, readDataset, type Split } from '../dataset.ts';
import type { InputShape } from '../frames.ts';
import { loadModel } from '../load-model.ts';
import { makeFolder, writeOutputFile } from '../output-folder.ts';
import { readSafetensors, writeSafetensors } from '../safetensors.ts';
import type { Tensor } from '../tensor.ts';
import { UsageError } from '../usage-error.ts';
import { identityOf, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { plotCurve } from './plot-curve.ts';
import { classesOf, type EpochRecord, trainNetwork, type TrainSettings, type TrainState } from './train.ts';

export interface TrainingRequest {
  readonly model: string;
  readonly data: string;
  readonly settings: TrainSettings;
  readonly from: string | null;
  readonly out: string | null;
  readonly resume: boolean;
  readonly images: number | null;
  readonly monitor: 'val' | 'test' | 'none' | null;
  readonly testEvery: number;
  readonly jobs: number | null;
  readonly sources: Map<string, string>;
  readonly note: (text: string) => void;
}

export interface TrainingResult {
  readonly model: string;
  /** Files that were written. */
  readonly weights: string;
  readonly curve: string;
  readonly trainImages: number;
  readonly testImages: number;
  readonly settings: TrainSettings;
  readonly records: readonly EpochRecord[];
}

export async function runTraining(request: TrainingRequest): Promise<TrainingResult> {
  const { settings, note } = request;
  const { graph } = loadModel(request.model, request.sources);
  const plan = planTraining(graph);
  const input = inputOf(graph);
  const train = limited(readDataset(request.data, input, 'train'), request.images);
  const test = monitored(request, input);
  for (const set of [train, ...(test === null ? [] : [test])]) checkLabels(set, plan.layers.nodes.find((layer) => layer.id === plan.scores)?.shape ?? [0, 0, 0], classesOf(plan));
  const weights = outputFile(request, graph);
  const checkpoint = `${weights}.checkpoint`;
  const identity = identityOf(plan, `${train.files.map((file) => basename(file)).join(', ')} (${train.count})`, settings);
  if (request.resume && !existsSync(checkpoint)) note(`no checkpoint ${checkpoint}: beginning at the first epoch`);
  const resumed = request.resume && existsSync(checkpoint) ? readCheckpoint(checkpoint, identity, plan) : null;
  // Before hours are spent on what could not be written then.
  makeFolder(resolve(dirname(weights)));
  const show = makeDisplay(settings, train.task === 'pixels', note);
  const state = await trainNetwork({
    plan, settings, input, train, test, testEvery: request.testEvery, params: startParams(request), resumed,
    jobs: request.jobs ?? availableParallelism(), onStep: show.step,
    onEpoch: (now, record) => { writeCheckpoint(checkpoint, identity, now); show.epoch(record); },
  });
  const beside = join(dirname(weights), `${basename(weights, extname(weights))}.training`);
  const curve = `${beside}.json`;
  const result: TrainingResult = {
    model: graph.name, weights, curve, trainImages: train.count, testImages: test?.count ?? 0, settings, records: state.records,
  };
  writeOutputFile(weights, weightsFile(state, settings));
  writeOutputFile(curve, `${JSON.stringify({ ...result, weights: basename(weights), curve: basename(curve) }, null, 1)}\n`);
  writeOutputFile(`${beside}.svg`, plotCurve(state.records, graph.name));
  rmSync(checkpoint, { force: true });
  return result;
}

function inputOf(graph: FloatGraph): InputShape {
  const node = graph.nodes.find((candidate) => candidate.kind === 'input');
  if (node?.kind !== 'input') throw new UsageError(`${graph.name} has no input`, 'declare one input');
  return { name: node.name, shape: node.shape, format: node.format };
}

function limited(set: Dataset, images: number | null): Dataset {
  return images === null ? set : { ...set, count: Math.min(images, set.count) };
}

/** The pictures to measure on: those that were asked for, else val, else test, if the set has them. */
function monitored({ data, monitor }: TrainingRequest, input: InputShape): Dataset | null {
  if (monitor === 'none') return null;
  const wanted: readonly Split[] = monitor === null ? ['val', 'test'] : [monitor];
  for (const split of wanted) {
    try {
      return readDataset(data, input, split);
    } catch (error) {
      if (monitor !== null || !(error instanceof UsageError)) throw error;
    }
  }
  return null;
}

function checkLabels(set: Dataset, [, height, width]: readonly [number, number, number], classes: number): void {
  const [rows, columns] = set.labelShape;
  if (rows !== height || columns !== width) {
    throw new UsageError(`the labels of ${set.files[1] ?? set.files[0]} are ${columns} x ${rows}, but the network gives out scores for ${width} x ${height} positions`, 'let the network end at the size of the labels, for example with upsample or deconv');
  }
  const known = set.classes.filter((_, label) => label !== set.ignored).length;
  if (known > classes) throw new UsageError(`the set has ${known} classes, but the network tells ${classes} apart`, 'give the last layer one map per class');
}

/** -o, else the file that the model names. */
function outputFile({ out, model }: TrainingRequest, graph: FloatGraph): string {
  if (out !== null) return out;
  for (const node of graph.nodes) if ('params' in node && node.params.source.kind === 'file') return resolve(dirname(model), node.params.source.path);
  throw new UsageError(`${model} names no weights file`, 'say where to write with -o FILE.safetensors, or write weights "FILE.safetensors" in the model');
}

/** Weights to begin with: only those that were asked for, in real numbers where the file has both. */
function startParams({ from }: TrainingRequest): Params | null {
  if (from === null) return null;
  if (!existsSync(from)) throw new UsageError(`${from} does not exist`, 'name a safetensors file with --from');
  const params = new Map<string, LayerParams>();
  for (const [name, { shape, data }] of readSafetensors(readFileSync(from), from)) {
    const cut = name.lastIndexOf('.');
    params.set(name.slice(0, cut), { ...params.get(name.slice(0, cut)), [name.slice(cut + 1)]: { shape, data: Float32Array.from(data, Number) } });
  }
  return params;
}

function weightsFile({ plan, values }: TrainState, { seed }: TrainSettings): Uint8Array {
  const tensors = new Map([...savedTensors(plan, values)].map(([name, { shape, data }]): [string, Tensor] =>
    [name, data instanceof Int8Array ? { dtype: 'I8', shape, data } : { dtype: 'F32', shape, data }]));
  return writeSafetensors(tensors, { seed: String(seed) });
}

interface Display {
  readonly step: (done: number, steps: number, epoch: number, loss: number) => void;
  readonly epoch: (record: EpochRecord) => void;
}

/** A bar over all steps with the time left, and a line for each epoch. */
function makeDisplay(settings: TrainSettings, hasRegions: boolean, note: (text: string) => void): Display {
  const bar = new SingleBar({ format: 'epoch {epoch} [{bar}] {percentage} %, loss {loss}, {eta_formatted} left', stream: process.stderr, noTTYOutput: false, hideCursor: true, clearOnComplete: true, etaBuffer: 200 }, Presets.legacy);
  let [begin, isOpen] = [performance.now(), false];
  return {
    step: (done, steps, epoch, loss) => {
      const payload = { epoch: `${epoch + 1}/${settings.epochs}`, loss: loss.toFixed(3) };
      if (isOpen) bar.update(epoch * steps + done, payload);
      else bar.start(settings.epochs * steps, epoch * steps + done, payload);
      isOpen = true;
    },
    epoch: ({ epoch, stage, loss, trainAccuracy, test }) => {
      bar.stop();
      isOpen = false;
      const seconds = (performance.now() - begin) / 1000;
      const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
      const measured = test === null ? '' : `, measured ${percent(test.accuracy)}${hasRegions ? `, mean IoU ${test.meanIoU.toFixed(3)}` : ''}`;
      note(`epoch ${epoch}/${settings.epochs} (${stage === 'real' ? 'real numbers' : 'codes'}): loss ${loss.toFixed(4)}, training ${percent(trainAccuracy)}${measured}, ${seconds.toFixed(0)} s`);
      begin = performance.now();
    },
  };
}
