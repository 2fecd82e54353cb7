// The trained network against the other two that compute the same: in real numbers the float reference, in codes the integer reference of
// the weights file that training would write.
import { beforeAll, describe, expect, it } from 'vitest';
import type { FloatGraph, LayerParams, Params } from '../../compiler/ir/float-graph.ts';
import { quantize } from '../../compiler/quantize/quantize.ts';
import { prepareFloat } from '../../compiler/reference/float.ts';
import { loadTensors, type TensorLibrary } from '../../compiler/reference/float-backend.ts';
import { prepareInteger } from '../../compiler/reference/integer.ts';
import { seededRandom } from '../../compiler/source/seeded-random.ts';
import { prepareTraining, type TrainPlan } from '../../compiler/train/network.ts';
import { initialValues, paramsOf, planCodes, planTraining, savedTensors, takeParams } from '../../compiler/train/plan.ts';
import { dequantize } from '../../runtime/integer-weights.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { OPERATOR_NETWORKS } from '../support/operator-networks.ts';
import { randomGraph } from '../support/random-graph.ts';

let tf: TensorLibrary;
beforeAll(async () => { tf = await loadTensors(); });

/** Networks with one input and one output, which is not the input. */
const isTrainable = (graph: FloatGraph): boolean =>
  graph.nodes.filter((node) => node.kind === 'input').length === 1 && graph.outputs.length === 1 && graph.nodes.find((node) => node.id === graph.outputs[0]?.node)?.shape[0] !== 1;

const NETWORKS: [string, FloatGraph][] = [
  ...Object.entries(OPERATOR_NETWORKS).map(([name, build]): [string, FloatGraph] => [name, build()]),
  ...Array.from({ length: 60 }, (_, seed): [string, FloatGraph] => [`random network ${seed}`, randomGraph(seed, { operators: seed % 2 === 0 ? 'all' : 'chain' })]),
].filter(([, graph]) => isTrainable(graph));

interface Prepared {
  readonly plan: TrainPlan;
  readonly values: Float32Array;
  readonly params: Params;
  /** Codes of one frame, channel-major, and its real values as [H, W, channels]. */
  readonly codes: Int32Array;
  readonly image: Float32Array;
  readonly inputName: string;
}

function prepare(graph: FloatGraph): Prepared {
  const plan = planTraining(graph);
  const params = loadParams(graph);
  const values = initialValues(plan, 1, (size) => new Float32Array(size));
  expect(takeParams(plan, values, params)).toEqual([]);
  const input = graph.nodes.find((node) => node.kind === 'input');
  if (input?.kind !== 'input') throw new Error('no input');
  const [channels, height, width] = input.shape;
  const random = seededRandom(7);
  const codes = Int32Array.from({ length: channels * height * width }, () => Math.floor(random() * 2 ** input.format.bits));
  const image = Float32Array.from({ length: codes.length }, (_, i) => input.format.scale * ((codes[(i % channels) * height * width + Math.floor(i / channels)] as number) - input.format.zero));
  return { plan, values, params, codes, image, inputName: input.name };
}

/** [H, W, maps] to channel-major. */
const channelMajor = (values: Float32Array, maps: number): number[] =>
  Array.from({ length: values.length }, (_, i) => values[(i % (values.length / maps)) * maps + Math.floor((i * maps) / values.length)] as number);

function observe(plan: TrainPlan, values: Float32Array, image: Float32Array): Map<string, Float32Array> {
  const seen = new Map<string, Float32Array>();
  tf.tidy(() => { prepareTraining(tf, plan).forward(image, 1, { values, gradients: null, observe: (layer, found) => void seen.set(layer.id, found.slice()) }); });
  return seen;
}

describe('a network in training', () => {
  it.each(NETWORKS)('in real numbers is the float reference: %s', async (_name, graph) => {
    const { plan, values, params, image, codes, inputName } = prepare(graph);
    const input = graph.nodes.find((node) => node.kind === 'input');
    const real = Float32Array.from(codes, (code) => (input?.kind === 'input' ? input.format.scale * (code - input.format.zero) : 0));
    const expected = (await prepareFloat(graph, params))(new Map([[inputName, real]]));
    for (const [id, found] of observe(plan, values, image)) {
      const layer = plan.layers.nodes.find((candidate) => candidate.id === id);
      const reference = expected.get(layer?.valuesOf ?? '');
      // A layer that a pass made has no node of its own in the text.
      if (layer === undefined || reference === undefined || reference.length !== found.length) continue;
      const largest = reference.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
      const own = channelMajor(found, layer.shape[0]);
      expect(Math.max(...own.map((value, i) => Math.abs(value - (reference[i] as number)))) / largest, layer.name).toBeLessThan(1e-4);
    }
  });

  it('in codes is the integer reference of the file it writes', async () => {
    let [equal, all] = [0, 0];
    for (const [name, graph] of NETWORKS) {
      const { plan: real, values, image, codes, inputName } = prepare(graph);
      const plan = planCodes(real, values, observe(real, values, image));
      const { graph: integer } = await quantize(graph, savedParams(graph, plan, values), []);
      const input = graph.nodes.find((node) => node.kind === 'input');
      const tensors = prepareInteger(integer)(new Map([[inputName, { shape: input?.shape ?? [0, 0, 0], data: codes }]]));
      const last = integer.nodes.find((node) => node.id === plan.scores);
      let scores = new Float32Array(0);
      tf.tidy(() => { scores = prepareTraining(tf, plan).forward(image, 1, { values, gradients: null }).scores.slice(); });
      const found = tensors.get(plan.scores)?.data;
      if (last === undefined || found === undefined) throw new Error(`${name}: no scores`);
      if (last.format.kind !== 'codes' && last.format.kind !== 'raw') continue;
      const { scale } = last.format;
      const zero = last.format.kind === 'codes' ? last.format.zero : 0;
      const top = found.reduce((most, value) => Math.max(most, Math.abs(scale * (value - zero))), 1e-6);
      channelMajor(scores, last.shape[0]).forEach((value, i) => {
        all++;
        if (Math.abs(value - scale * ((found[i] as number) - zero)) < 0.01 * top) equal++;
      });
    }
    // Single precision may round a value that lies on a threshold the other way.
    expect(equal / all).toBeGreaterThan(0.995);
  });
});

/** What loading the written file gives. */
function savedParams(graph: FloatGraph, plan: TrainPlan, values: Float32Array): Params {
  const saved = savedTensors(plan, values);
  const params = new Map<string, LayerParams>([...paramsOf(plan, values)]);
  for (const node of graph.nodes) {
    if (node.kind !== 'conv' && node.kind !== 'dense' && node.kind !== 'transposed-conv') continue;
    const { key } = node.params;
    const [integers, scale] = [saved.get(`${key}.integers`), saved.get(`${key}.scale`)];
    if (integers === undefined || scale === undefined) throw new Error(`no integers for ${key}`);
    params.set(key, { ...params.get(key), weight: dequantize(node, { shape: integers.shape, data: Int32Array.from(integers.data) }, { shape: scale.shape, data: Float32Array.from(scale.data) }) });
  }
  for (const [name, { shape, data }] of saved) if (name.endsWith('.codes')) params.set(name.slice(0, -6), { ...params.get(name.slice(0, -6)), codes: { shape, data: Float32Array.from(data) } });
  return params;
}
