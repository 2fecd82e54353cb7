// The training loop: epochs in real numbers, then epochs on the numbers of the hardware. Everything random follows from the seed, the epoch
// and the picture, so that a run that was stopped and resumed ends with the same bits as one that was not.
import type { InputShape } from '../frames.ts';
import type { Dataset } from '../dataset.ts';
import { adamStep, type AdamState, learningRate, makeAdam } from '../../compiler/train/adam.ts';
import type { TrainPlan } from '../../compiler/train/network.ts';
import { initialValues, planCodes, takeParams, usesOfNorms } from '../../compiler/train/plan.ts';
import { sizeOfSlots, type SlotKind } from '../../compiler/train/slots.ts';
import type { Params } from '../../compiler/ir/float-graph.ts';
import { bug } from '../../compiler/source/diagnostic.ts';
import { seededRandom, seedFor } from '../../compiler/source/seeded-random.ts';
import type { Augmentation } from './augment.ts';
import { type Loader, makeLoader } from './loader.ts';
import { type Figures, figuresOf } from '../evaluate/confusion.ts';
import type { ShardResult, ShardTask, SharedNumbers } from './shard.ts';
import { openTrainPool, type TrainPool } from './train-pool.ts';
import { UsageError } from '../usage-error.ts';

/** What decides the result, besides data and first weights. */
export interface TrainSettings {
  readonly epochs: number;
  /** The first so many epochs are in real numbers. */
  readonly realEpochs: number;
  readonly batch: number;
  readonly rate: number;
  readonly decay: number;
  readonly seed: number;
  readonly classWeights: 'equal' | 'balanced';
  readonly augmentation: Augmentation;
}

export interface EpochRecord {
  readonly epoch: number;
  readonly stage: 'real' | 'codes';
  readonly loss: number;
  readonly trainAccuracy: number;
  /** On the pictures that are not trained on; null where none were given or this epoch was not measured. */
  readonly test: Figures | null;
}

/** A run between two epochs. */
export interface TrainState {
  readonly plan: TrainPlan;
  readonly values: Float32Array;
  readonly adam: AdamState;
  readonly records: readonly EpochRecord[];
}

export interface TrainRun {
  readonly plan: TrainPlan;
  readonly settings: TrainSettings;
  readonly input: InputShape;
  readonly train: Dataset;
  readonly test: Dataset | null;
  /** Measures on the test pictures after every so many epochs, and after the last one. */
  readonly testEvery: number;
  readonly params: Params | null;
  readonly resumed: TrainState | null;
  readonly jobs: number;
  readonly onStep: (done: number, steps: number, epoch: number, loss: number) => void;
  /** Called after each epoch; what it does is waited for. */
  readonly onEpoch: (state: TrainState, record: EpochRecord) => void;
}

/** Number of classes that the network tells apart. */
export const classesOf = (plan: TrainPlan): number => plan.layers.nodes.find((layer) => layer.id === plan.scores)?.shape[0] ?? bug('no scores');

/** Shards of every batch, whatever the machine: part of the result. */
const SHARDS = 2;
/** Pictures from which the codes are calibrated. */
const CALIBRATION = 64;
/** Share of a new statistic in the kept one. */
const MOMENTUM = 0.05;

const shared = (count: number): Float32Array => new Float32Array(new SharedArrayBuffer(count * 4));

/** Trains to the end. Throws UsageError where the weights to begin with are those of another network, or the loss is no number any more. */
export async function trainNetwork(run: TrainRun): Promise<TrainState> {
  const { settings, train, input } = run;
  const [channels, height, width] = input.shape;
  const [labelRows, labelColumns] = train.labelShape;
  const batch = Math.min(settings.batch, train.count);
  const classes = classesOf(run.plan);
  let plan = run.resumed?.plan ?? run.plan;
  const values = initialValues(plan, settings.seed, shared);
  const missing = run.params === null ? [] : takeParams(plan, values, run.params);
  if (missing.length > 0) throw new UsageError(`the weights to begin with lack ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''}`, 'name with --from a file of the same network');
  if (run.resumed !== null) values.set(run.resumed.values);
  const size = sizeOfSlots(plan.slots);
  const numbers: SharedNumbers = {
    values, batch,
    gradients: Array.from({ length: SHARDS }, () => shared(size)),
    images: [0, 1].map(() => shared(batch * channels * height * width)),
    labels: [0, 1].map(() => new Uint8Array(new SharedArrayBuffer(batch * labelRows * labelColumns))),
    classWeights: shared(classes),
  };
  numbers.classWeights.set(settings.classWeights === 'balanced' ? balancedWeights(train, classes) : equalWeights(train, classes));
  const pool = await openTrainPool({ shared: numbers, plan }, Math.min(run.jobs, SHARDS));
  try {
    let adam = run.resumed?.adam ?? makeAdam(size);
    const records: EpochRecord[] = [...(run.resumed?.records ?? [])];
    const loader = makeLoader(train, input);
    const testLoader = run.test === null ? null : makeLoader(run.test, input);
    const steps = Math.max(1, Math.floor(train.count / batch));
    for (let epoch = records.length; epoch < settings.epochs; epoch++) {
      const isReal = epoch < settings.realEpochs;
      if (!isReal && plan.codes === null) {
        plan = planCodes(plan, values, await sampleLayers(pool, loader, numbers, train.count));
        pool.setPlan(plan);
        adam = makeAdam(size);
      }
      const { loss, right, labelled } = await trainEpoch(run, plan, pool, numbers, adam, loader, epoch, steps, batch);
      const isMeasured = testLoader !== null && ((epoch + 1) % run.testEvery === 0 || epoch + 1 === settings.epochs);
      const test = isMeasured && run.test !== null ? await score(pool, numbers, testLoader, run.test.count, classes) : null;
      const record: EpochRecord = { epoch: epoch + 1, stage: isReal ? 'real' : 'codes', loss, trainAccuracy: right / labelled, test };
      records.push(record);
      run.onEpoch({ plan, values, adam, records }, record);
    }
    return { plan, values, adam, records };
  } finally {
    await pool.close();
  }
}

async function trainEpoch(
  run: TrainRun, plan: TrainPlan, pool: TrainPool, numbers: SharedNumbers, adam: AdamState, loader: Loader, epoch: number, steps: number, batch: number,
): Promise<{ loss: number; right: number; labelled: number }> {
  const { settings, train } = run;
  const [first, count] = epoch < settings.realEpochs ? [0, settings.realEpochs] : [settings.realEpochs, settings.epochs - settings.realEpochs];
  const order = shuffled(train.count, seedFor(settings.seed, `order ${epoch}`));
  const fill = (step: number): void => {
    for (let i = 0; i < batch; i++) {
      const index = order[step * batch + i] ?? 0;
      loader(index, numbers, step % 2, i, { limits: settings.augmentation, seed: seedFor(settings.seed, `picture ${epoch} ${index}`) });
    }
  };
  const uses = usesOfNorms(plan);
  let [loss, weight, right, labelled] = [0, 0, 0, 0];
  fill(0);
  for (let step = 0; step < steps; step++) {
    const pending = pool.run(tasksOf(step % 2, batch, 'learn'));
    if (step + 1 < steps) fill(step + 1);
    const results = await pending;
    const total = results.reduce((sum, result) => sum + result.weight, 0);
    for (const result of results) { loss += result.loss; weight += result.weight; right += result.right; labelled += result.labelled; }
    if (!Number.isFinite(loss)) throw new UsageError(`the loss is no number any more in epoch ${epoch + 1}`, 'try a smaller --rate');
    if (total > 0) {
      const stepInStage = (epoch - first) * steps + step;
      applyStep(plan, numbers, adam, total, results.length, uses, {
        count: stepInStage + 1, rate: learningRate(stepInStage, count * steps, settings.rate), decay: settings.decay,
      });
    }
    run.onStep(step + 1, steps, epoch, loss / Math.max(weight, 1e-9));
  }
  return { loss: loss / weight, right, labelled };
}

/** Two halves of a batch (the first one larger where it is odd). */
function tasksOf(buffer: number, count: number, mode: ShardTask['mode']): ShardTask[] {
  const share = Math.ceil(count / SHARDS);
  return Array.from({ length: SHARDS }, (_, shard) => ({ shard, buffer, first: shard * share, count: Math.max(0, Math.min(share, count - shard * share)), mode }))
    .filter((task) => task.count > 0);
}

const IS_LEARNED: Record<SlotKind, boolean> = { weight: true, bias: true, gamma: true, beta: true, mean: false, variance: false, 'weight-scale': true, 'code-scale': true };

function applyStep(
  plan: TrainPlan, { values, gradients }: SharedNumbers, adam: AdamState, total: number, shards: number, uses: ReadonlyMap<string, number>,
  rule: { readonly count: number; readonly rate: number; readonly decay: number },
): void {
  const sum = gradients[0] ?? bug('no gradients');
  for (const other of gradients.slice(1, shards)) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (other[i] as number);
  for (const slot of plan.slots.values()) {
    const end = slot.offset + slot.size;
    if (IS_LEARNED[slot.kind]) {
      for (let i = slot.offset; i < end; i++) sum[i] = (sum[i] as number) / total;
      adamStep(values, sum, adam, slot, { ...rule, decay: slot.kind === 'weight' ? rule.decay : 0 });
    } else {
      const count = shards * (uses.get(slot.name.slice(0, slot.name.lastIndexOf('.'))) ?? 1);
      for (let i = slot.offset; i < end; i++) values[i] = (values[i] as number) * (1 - MOMENTUM) + ((sum[i] as number) / count) * MOMENTUM;
    }
  }
}

async function sampleLayers(pool: TrainPool, loader: Loader, numbers: SharedNumbers, pictures: number): Promise<Map<string, Float32Array>> {
  const lists = new Map<string, Float32Array[]>();
  const count = Math.min(CALIBRATION, pictures);
  for (let begin = 0; begin < count; begin += numbers.batch) {
    const inBatch = Math.min(numbers.batch, count - begin);
    for (let i = 0; i < inBatch; i++) loader(Math.floor(((begin + i) * pictures) / count), numbers, 0, i, null);
    for (const { samples } of await pool.run(tasksOf(0, inBatch, 'sample'))) for (const [id, list] of samples ?? []) lists.set(id, [...(lists.get(id) ?? []), list]);
  }
  return new Map([...lists].map(([id, parts]) => [id, Float32Array.from(parts.flatMap((part) => [...part]))]));
}

async function score(pool: TrainPool, numbers: SharedNumbers, loader: Loader, pictures: number, classes: number): Promise<Figures> {
  const confusion = new Float64Array(classes * classes);
  for (let begin = 0; begin < pictures; begin += numbers.batch) {
    const count = Math.min(numbers.batch, pictures - begin);
    for (let i = 0; i < count; i++) loader(begin + i, numbers, 0, i, null);
    const results: ShardResult[] = await pool.run(tasksOf(0, count, 'score'));
    for (const result of results) result.confusion?.forEach((value, i) => { confusion[i] = (confusion[i] as number) + value; });
  }
  return figuresOf({ classes, counts: confusion }, null);
}

/** Indices 0 .. count - 1 in random order (Fisher and Yates). */
function shuffled(count: number, seed: number): Uint32Array {
  const random = seededRandom(seed);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

const equalWeights = (set: Dataset, classes: number): Float32Array => new Float32Array(classes).map((_, c) => (c === set.ignored ? 0 : 1));

/** 1 / ln(1.02 + share of the class) (Paszke et al., ENet, 2016), scaled so that the mean over all positions is 1. */
function balancedWeights(set: Dataset, classes: number): Float32Array {
  const counts = new Float64Array(classes);
  for (let index = 0; index < set.count; index++) for (const label of set.labelsOf(index)) if (label < classes && label !== set.ignored) counts[label] = (counts[label] as number) + 1;
  const total = counts.reduce((a, b) => a + b, 0);
  const weights = counts.map((count) => 1 / Math.log(1.02 + count / total));
  const mean = weights.reduce((sum, weight, c) => sum + (weight * (counts[c] as number)) / total, 0);
  return Float32Array.from(weights, (weight, c) => (c === set.ignored ? 0 : weight / mean));
}
