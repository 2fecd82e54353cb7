// The float reference: the network in real numbers, as the user wrote it, on tfjs-core. It calibrates the quantizer and judges its accuracy.
import type * as Tensors from '@tensorflow/tfjs-core';
import type { FloatGraph, FloatNode, Params } from '../ir/float-graph.ts';
import type { Shape } from '../ir/graph.ts';
import { bug, ModelError } from '../source/diagnostic.ts';
import { loadTensors, type TensorLibrary } from './float-backend.ts';
import { type FloatOperator, prepareOperator } from './float-ops.ts';
import { biasInSteps, stepsOf } from './integer-units.ts';

/** Values of every node by id, channel-major. */
export type FloatRunner = (frame: ReadonlyMap<string, Float32Array>) => Map<string, Float32Array>;

/** Prepares a graph for many frames; of `wanted` nodes (default: all) the values are given. Throws ModelError where a parameter is missing. */
export async function prepareFloat(graph: FloatGraph, params: Params, wanted?: ReadonlySet<string>): Promise<FloatRunner> {
  const tf = await loadTensors();
  const steps = prepareSteps(tf, graph, params);
  return (frame) => {
    const values = new Map<string, Float32Array>();
    tf.tidy(() => {
      const tensors = new Map<string, Tensors.Tensor4D>();
      for (const { node, run } of steps) {
        const operands = node.inputs.map((id) => tensors.get(id) ?? bug(`${id} is not computed yet`));
        const tensor = run === null ? readFrame(tf, node, frame) : run(operands);
        tensors.set(node.id, tensor);
        if (wanted === undefined || wanted.has(node.id)) values.set(node.id, toChannelMajor(tf, tensor));
      }
    });
    return values;
  };
}

/** Values of every node for one frame (inputs by name, real numbers, channel-major). */
export async function evaluateFloat(graph: FloatGraph, params: Params, frame: ReadonlyMap<string, Float32Array>): Promise<Map<string, Float32Array>> {
  return (await prepareFloat(graph, params))(frame);
}

function prepareSteps(tf: TensorLibrary, graph: FloatGraph, params: Params): { node: FloatNode; run: FloatOperator | null }[] {
  const shapes = new Map<string, Shape>(graph.nodes.map((node) => [node.id, node.shape]));
  const steps = stepsOf(graph);
  const inSteps = biasInSteps(graph, params);
  return graph.nodes.map((node) => {
    if (node.kind === 'input') return { node, run: null };
    const source = node.inputs[0] ?? bug(`${node.id} reads nothing`);
    const shape = shapes.get(source) ?? bug(`no node ${source}`);
    const part = (name: string): ArrayLike<number> => readPart(node, params, name);
    return { node, run: prepareOperator(node, { tf, shape, part, step: steps.get(source) ?? null, isBiasInSteps: inSteps.has(node.id) }) };
  });
}

function readPart(node: FloatNode, params: Params, name: string): ArrayLike<number> {
  const key = 'params' in node ? node.params.key : bug(`${node.id} has no parameters`);
  const tensor = params.get(key)?.[name];
  if (tensor !== undefined) return tensor.data;
  throw new ModelError([
    { code: 'NF3001', severity: 'error', message: `${node.name} needs tensor ${key}.${name}, which is not there`, span: node.span, hint: `store a tensor named ${key}.${name} in the weights file` },
  ]);
}

function readFrame(tf: TensorLibrary, node: FloatNode, frame: ReadonlyMap<string, Float32Array>): Tensors.Tensor4D {
  const [channels, height, width] = node.shape;
  const values = frame.get(node.name);
  if (values?.length !== channels * height * width) {
    throw new ModelError([
      { code: 'NF3010', severity: 'error', message: `input ${node.name} needs ${channels * height * width} values, found ${values?.length ?? 'none'}`, span: node.span, hint: 'give one value per channel, row and column of the input' },
    ]);
  }
  return tf.transpose(tf.tensor4d(values, [1, channels, height, width]), [0, 2, 3, 1]);
}

function toChannelMajor(tf: TensorLibrary, tensor: Tensors.Tensor4D): Float32Array {
  return new Float32Array(tf.transpose(tensor, [0, 3, 1, 2]).dataSync());
}
