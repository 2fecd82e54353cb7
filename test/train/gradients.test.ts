// Every operator's way back against central differences: along the gradient of each parameter tensor the loss must change by the square of
// its length. Each core stands behind a conv, so that its input gradient is measured through that conv's weights.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensors, type TensorLibrary } from '../../compiler/reference/float-backend.ts';
import { seededRandom } from '../../compiler/source/seeded-random.ts';
import { prepareTraining, type Step, type TrainPlan } from '../../compiler/train/network.ts';
import { initialValues, planTraining } from '../../compiler/train/plan.ts';
import { viewOf } from '../../compiler/train/slots.ts';
import { buildGraph, type GraphBuilder } from '../support/graph-builder.ts';

let tf: TensorLibrary;
beforeAll(async () => { tf = await loadTensors(); });

const BATCH = 3;
const PADDED = { top: 1, left: 0, bottom: 2, right: 1 };

const CASES: Record<string, (g: GraphBuilder, x: string) => string> = {
  'conv': (g, x) => g.conv(x, 5),
  'conv with stride and padding': (g, x) => g.conv(x, 5, { kernel: [3, 2], stride: [2, 3], padding: PADDED }),
  'conv whose padding exceeds its kernel': (g, x) => g.conv(x, 3, { kernel: [1, 2], padding: { top: 2, left: 3, bottom: 1, right: 2 } }),
  'conv 1x1': (g, x) => g.conv(x, 6, { kernel: [1, 1] }),
  'conv in groups': (g, x) => g.conv(x, 6, { groups: 2, stride: [2, 2] }),
  'depthwise': (g, x) => g.conv(x, 4, { groups: 4, padding: PADDED }),
  'depthwise with two maps per map and stride': (g, x) => g.conv(x, 8, { groups: 4, stride: [2, 1] }),
  'conv with a table': (g, x) => g.conv(x, 3, { table: [[0, 1], [2], [0, 3]] }),
  'transposed conv': (g, x) => g.transposedConv(x, 3),
  'transposed conv with overlap, padding and groups': (g, x) => g.transposedConv(x, 6, { kernel: [4, 3], stride: [2, 2], padding: { top: 1, left: 1, bottom: 1, right: 0 }, groups: 2, outputPadding: [1, 0] }),
  'dense': (g, x) => g.dense(x, 7),
  'flatten': (g, x) => g.dense(g.flatten(x), 4),
  'max pool': (g, x) => g.pool(x, 'max', { kernel: [3, 2], stride: [2, 2], padding: PADDED }),
  'average pool': (g, x) => g.pool(x, 'average', { padding: PADDED, countPadding: false }),
  'sum pool': (g, x) => g.pool(x, 'sum', { kernel: [3, 3], stride: [1, 2] }),
  'l2 pool': (g, x) => g.pool(x, 'l2'),
  'batch-norm': (g, x) => g.batchnorm(x),
  'batch-norm and max pool': (g, x) => g.batchnorm(g.pool(x, 'max')),
  'relu': (g, x) => g.activation(x, 'relu'),
  'hardtanh': (g, x) => g.activation(x, 'hardtanh'),
  'tanh': (g, x) => g.activation(x, 'tanh'),
  'abs': (g, x) => g.activation(x, 'abs'),
  'sigmoid': (g, x) => g.activation(x, 'sigmoid'),
  'sqrt': (g, x) => g.activation(g.activation(x, 'sigmoid'), 'sqrt'),
  'add': (g, x) => g.activation(g.add(g.conv(x, 4, { kernel: [1, 1] }), x), 'tanh'),
  'concat': (g, x) => g.concat(x, g.activation(x, 'tanh')),
  'upsample': (g, x) => g.upsample(x, [2, 3]),
};

function planOf(build: (g: GraphBuilder, x: string) => string): TrainPlan {
  const graph = buildGraph();
  const first = graph.conv(graph.input([2, 7, 8]), 4, { kernel: [2, 2], name: 'first' });
  graph.output(graph.conv(build(graph, first), 3, { kernel: [1, 1], name: 'last', hasBias: false }));
  return planTraining(graph.finish());
}

function lossOf(plan: TrainPlan, seed: number): (values: Float32Array, gradients: Float32Array | null) => number {
  const random = seededRandom(seed);
  const network = prepareTraining(tf, plan);
  const images = Float32Array.from({ length: BATCH * 7 * 8 * 2 }, () => random() * 2 - 1);
  let targets: Float32Array | null = null;
  return (values, gradients) => {
    let loss = 0;
    tf.tidy(() => {
      // Without gradients the kept statistics would be used.
      const step: Step = { values, gradients: gradients ?? new Float32Array(values.length) };
      const { scores, backward } = network.forward(images, BATCH, step);
      targets ??= Float32Array.from(scores, () => random() * 2 - 1);
      scores.forEach((score, i) => { loss += score * (targets?.[i] as number); });
      if (gradients !== null) backward(targets);
    });
    return loss;
  };
}

describe('gradients', () => {
  it.each(Object.entries(CASES))('%s', (_name, build) => {
    const plan = planOf(build);
    const values = initialValues(plan, 5, (size) => new Float32Array(size));
    const random = seededRandom(9);
    for (const slot of plan.slots.values()) {
      if (slot.kind === 'gamma' || slot.kind === 'beta' || slot.kind === 'bias') for (let i = 0; i < slot.size; i++) values[slot.offset + i] = random() * 2 - 1;
    }
    const loss = lossOf(plan, 4);
    const gradients = new Float32Array(values.length);
    loss(values, gradients);
    for (const slot of plan.slots.values()) {
      if (slot.kind === 'weight-scale' || slot.kind === 'code-scale' || slot.kind === 'mean' || slot.kind === 'variance') continue;
      const gradient = Float64Array.from(viewOf(gradients, plan.slots, slot.name));
      const length = Math.hypot(...gradient);
      // A bias in front of a batch-norm changes nothing.
      if (length < 1e-4) continue;
      const errors = [0.02, 0.01, 0.005, 0.002, 0.001].map((reach) => {
        const moved = (sign: number): Float32Array => {
          const copy = Float32Array.from(values);
          gradient.forEach((value, i) => { copy[slot.offset + i] = (copy[slot.offset + i] as number) + (sign * reach * value) / length; });
          return copy;
        };
        const [up, down] = [moved(1), moved(-1)];
        // What the rounding to 32 bits left of the step.
        let distance = 0;
        gradient.forEach((value, i) => { distance += (((up[slot.offset + i] as number) - (down[slot.offset + i] as number)) * value) / length; });
        return Math.abs((loss(up, null) - loss(down, null)) / distance - length) / length;
      });
      // Long steps bend, short ones drown in rounding: the best of them counts.
      expect(Math.min(...errors), `${slot.name}: ${errors.join(' ')}`).toBeLessThan(1e-3);
    }
  });
});
