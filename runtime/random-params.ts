// Numbers for layers whose source is random(seed): integers on the grid of the layer's precision times one scale, sized so that values keep
// about the same spread from layer to layer. Layers in front of given thresholds get plain integers.
import type { FloatGraph, FloatNode, LayerParams } from '../compiler/ir/float-graph.ts';
import type { Shape } from '../compiler/ir/graph.ts';
import { consumersOf, nodeById } from '../compiler/ir/graph.ts';
import { seededRandom, seedFor } from '../compiler/source/seeded-random.ts';

type ParamNode = Extract<FloatNode, { params: unknown }>;
type WeightNode = Extract<ParamNode, { precision: unknown }>;

/** Parameters of `node`, the same for the same seed and key. */
export function randomParams(graph: FloatGraph, node: ParamNode, seed: number): LayerParams {
  const random = seededRandom(seedFor(seed, node.params.key));
  const input = nodeById(graph, node.inputs[0] ?? '').shape;
  switch (node.kind) {
    case 'batchnorm': return randomBatchNorm(node.shape[0], random);
    case 'threshold': return { thresholds: randomThresholds(graph, node, random) };
    default: return randomWeights(graph, node, input, random);
  }
}

function randomBatchNorm(channels: number, random: () => number): LayerParams {
  const vector = (value: () => number): { shape: number[]; data: Float32Array } => ({ shape: [channels], data: Float32Array.from({ length: channels }, value) });
  return {
    gamma: vector(() => (random() < 0.15 ? -1 : 1) * (0.5 + random())),
    beta: vector(() => 0.6 * (random() - 0.5)),
    mean: vector(() => 0.4 * (random() - 0.5)),
    variance: vector(() => 0.5 + random()),
  };
}

function randomWeights(graph: FloatGraph, node: WeightNode, input: Shape, random: () => number): LayerParams {
  const { min, max } = node.precision;
  const { shape, fanIn } = weightShape(node, input);
  const integers = new Int32Array(shape.reduce((product, extent) => product * extent, 1));
  for (let i = 0; i < integers.length; i++) integers[i] = min + Math.floor(random() * (max - min + 1));
  if (leadsToThresholds(graph, node)) {
    const bias = { shape: [node.shape[0]], data: new Int32Array(node.shape[0]) };
    const weight = { shape, data: integers };
    return node.hasBias ? { weight, bias } : { weight };
  }
  const scale = 2 / (Math.sqrt(fanIn) * rootMeanSquare(min, max));
  const weight = { shape, data: new Float32Array(integers).map((integer) => scale * integer) };
  const bias = { shape: [node.shape[0]], data: Float32Array.from({ length: node.shape[0] }, () => 0.2 * (random() - 0.5)) };
  return node.hasBias ? { weight, bias } : { weight };
}

function weightShape(node: WeightNode, [channels, height, width]: Shape): { shape: number[]; fanIn: number } {
  switch (node.kind) {
    case 'dense': return { shape: [node.shape[0], channels * height * width], fanIn: channels * height * width };
    case 'conv': {
      const shape = [node.shape[0], channels / node.groups, ...node.kernel];
      return { shape, fanIn: (channels / node.groups) * node.kernel[0] * node.kernel[1] };
    }
    case 'transposed-conv': {
      const area = (node.kernel[0] * node.kernel[1]) / (node.stride[0] * node.stride[1]);
      return { shape: [channels, node.shape[0] / node.groups, ...node.kernel], fanIn: Math.max(1, (channels / node.groups) * area) };
    }
  }
}

function leadsToThresholds(graph: FloatGraph, node: FloatNode): boolean {
  const readers = (consumersOf(graph).get(node.id) ?? []).map((consumer) => consumer.node);
  return readers.some((reader) => reader.kind === 'threshold' || (reader.kind === 'pool' && reader.mode === 'max' && leadsToThresholds(graph, reader)));
}

/** Seven thresholds per channel, spread over what the accumulators of the layer before are likely to be. */
function randomThresholds(graph: FloatGraph, node: FloatNode, random: () => number): { shape: number[]; data: Int32Array } {
  const [channels] = node.shape;
  let source = nodeById(graph, node.inputs[0] ?? '');
  while (source.kind === 'pool') source = nodeById(graph, source.inputs[0] ?? '');
  let spread = 2;
  if ('precision' in source) {
    const before = nodeById(graph, source.inputs[0] ?? '');
    const typicalCode = before.kind === 'input' ? 2 ** (before.format.bits - 2) : 2;
    spread = Math.max(2, Math.sqrt(weightShape(source, before.shape).fanIn) * rootMeanSquare(source.precision.min, source.precision.max) * typicalCode);
  }
  const rows = Array.from({ length: channels }, () => Array.from({ length: 7 }, () => Math.round(spread * 2.4 * (random() - 0.5))).sort((a, b) => a - b));
  return { shape: [channels, 7], data: Int32Array.from(rows.flat()) };
}

/** Of integers spread evenly over min..max. */
function rootMeanSquare(min: number, max: number): number {
  let sum = 0;
  for (let value = min; value <= max; value++) sum += value * value;
  return Math.sqrt(sum / (max - min + 1));
}
