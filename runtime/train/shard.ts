// The part of a training step that one thread computes: a share of the batch, forward and back. Threads share all numbers; each adds
// its gradients to an array of its own, so that their sum does not depend on who was first.
import { loadTensors } from '../../compiler/reference/float-backend.ts';
import { prepareTraining, type TrainNetwork, type TrainPlan } from '../../compiler/train/network.ts';
import { bug } from '../../compiler/source/diagnostic.ts';
import { crossEntropy } from '../../compiler/train/loss.ts';

/** Memory that all threads see. */
export interface SharedNumbers {
  /** Trained numbers, laid out by the slots of the plan. */
  readonly values: Float32Array;
  /** One array a shard. */
  readonly gradients: readonly Float32Array[];
  /** Two batches, so that one is filled while the other is in use: pictures [batch, H, W, channels] and labels. */
  readonly images: readonly Float32Array[];
  readonly labels: readonly Uint8Array[];
  readonly classWeights: Float32Array;
  /** Pictures in a batch. */
  readonly batch: number;
}

/** Pictures first .. first + count - 1 of batch `buffer`. */
export interface ShardTask {
  readonly shard: number;
  readonly buffer: number;
  readonly first: number;
  readonly count: number;
  /** learn: gradients, and statistics of the batch. score: only the scores. sample: values of every layer before rounding, too. */
  readonly mode: 'learn' | 'score' | 'sample';
}

export interface ShardResult {
  readonly loss: number;
  readonly weight: number;
  readonly labelled: number;
  readonly right: number;
  /** Times label L was taken for class P at [L * classes + P]; only for scores. */
  readonly confusion: Float64Array | null;
  /** By layer id, at most SAMPLES a picture and layer; only for samples. */
  readonly samples: ReadonlyMap<string, Float32Array> | null;
}

const SAMPLES = 2048;

export interface ShardRunner {
  readonly setPlan: (plan: TrainPlan) => void;
  readonly run: (task: ShardTask) => ShardResult;
}

export async function openShard(shared: SharedNumbers, first: TrainPlan): Promise<ShardRunner> {
  const tf = await loadTensors();
  let network: TrainNetwork = prepareTraining(tf, first);
  const classes = shared.classWeights.length;
  const run = ({ shard, buffer, first: begin, count, mode }: ShardTask): ShardResult => {
    const images = partOf(shared.images[buffer] ?? bug(`no buffer ${buffer}`), begin, count, shared.batch);
    const labels = partOf(shared.labels[buffer] ?? bug(`no buffer ${buffer}`), begin, count, shared.batch);
    const gradients = mode === 'learn' ? (shared.gradients[shard] ?? null) : null;
    const samples = mode === 'sample' ? new Map<string, Float32Array>() : null;
    let result: ShardResult = { loss: 0, weight: 0, labelled: 0, right: 0, confusion: null, samples };
    tf.tidy(() => {
      gradients?.fill(0);
      const { scores, backward } = network.forward(images, count, {
        values: shared.values, gradients,
        ...(samples === null ? {} : { observe: (layer: { readonly id: string }, values: Float32Array) => void samples.set(layer.id, thin(values, SAMPLES * count)) }),
      });
      const { gradient, ...loss } = crossEntropy(scores, labels, shared.classWeights, gradients !== null);
      if (gradient !== null) backward(gradient);
      result = { ...loss, samples, confusion: mode === 'score' ? confusionOf(scores, labels, classes) : null };
    });
    return result;
  };
  return { setPlan: (plan) => { network = prepareTraining(tf, plan); }, run };
}

function partOf<T extends Float32Array | Uint8Array>(all: T, first: number, count: number, batch: number): T {
  const size = all.length / batch;
  return all.subarray(first * size, (first + count) * size) as T;
}

function thin(values: Float32Array, count: number): Float32Array {
  if (values.length <= count) return values.slice();
  return Float32Array.from({ length: count }, (_, i) => values[Math.floor((i * values.length) / count)] as number);
}

function confusionOf(scores: Float32Array, labels: Uint8Array, classes: number): Float64Array {
  const counts = new Float64Array(classes * classes);
  labels.forEach((label, position) => {
    if (label >= classes) return;
    let best = 0;
    for (let c = 1; c < classes; c++) if ((scores[position * classes + c] as number) > (scores[position * classes + best] as number)) best = c;
    counts[label * classes + best] = (counts[label * classes + best] as number) + 1;
  });
  return counts;
}
