// The integer reference: the meaning of the integer graph. It multiplies and adds plain integers, one layer after the
// other, and knows no hardware. It refuses inputs of the wrong size or outside their format.
import { bug, ModelError } from '../source/diagnostic.ts';
import type { IntegerGraph, IntegerInput, IntegerNode, IntegerTensor } from '../ir/integer-graph.ts';
import { type LayerFunction, prepareLayer } from './integer-layers.ts';
import { nearestCode } from './rounding.ts';

/** Runs one frame; the result holds the tensor of every node, by node id. */
export type IntegerRunner = (inputs: ReadonlyMap<string, IntegerTensor>) => Map<string, IntegerTensor>;

/** Prepares a graph for many frames. Inputs are found by the name (or else the id) of the input node. */
export function prepareInteger(graph: IntegerGraph): IntegerRunner {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const steps = graph.nodes.map((node) => ({ node, run: prepareStep(node, byId) }));
  return (inputs) => {
    const tensors = new Map<string, IntegerTensor>();
    for (const { node, run } of steps) {
      const data =
        run === null
          ? readInput(node, inputs)
          : run(node.inputs.map((id) => tensors.get(id)?.data ?? bug(`${id} is not computed yet`)));
      tensors.set(node.id, { shape: node.shape, data });
    }
    return tensors;
  };
}

/** Every tensor of one frame, by node id. */
export function evaluateInteger(
  graph: IntegerGraph,
  inputs: ReadonlyMap<string, IntegerTensor>,
): Map<string, IntegerTensor> {
  return prepareInteger(graph)(inputs);
}

/** Turns real numbers (channel-major) into the codes of an input. Throws ModelError on a wrong length or a NaN. */
export function quantizeInput(node: IntegerInput, values: ArrayLike<number>): IntegerTensor {
  const size = sizeOf(node);
  if (values.length !== size) refuse(node, `input ${node.name} needs ${size} values (${node.shape.join('x')}), found ${values.length}`);
  const format = node.format;
  if (format.kind !== 'codes' && format.kind !== 'wide') bug(`input ${node.name} has format ${format.kind}`);
  const top = topCode(node);
  const data = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) refuse(node, `value ${i} of input ${node.name} is not a number`);
    data[i] = nearestCode(value, format.scale, format.zero, top);
  }
  return { shape: node.shape, data };
}

function prepareStep(node: IntegerNode, byId: ReadonlyMap<string, IntegerNode>): LayerFunction | null {
  if (node.kind === 'input') return null;
  return prepareLayer(node, node.inputs.map((id) => byId.get(id)?.shape ?? bug(`no node ${id}`)));
}

function readInput(node: IntegerNode, inputs: ReadonlyMap<string, IntegerTensor>): Int32Array {
  const tensor = inputs.get(node.name) ?? inputs.get(node.id);
  if (tensor === undefined) return refuse(node, `no tensor is given for input ${node.name}`);
  const size = sizeOf(node);
  if (tensor.data.length !== size) refuse(node, `input ${node.name} needs ${size} codes, found ${tensor.data.length}`);
  const top = topCode(node);
  for (let i = 0; i < size; i++) {
    const code = tensor.data[i] as number;
    if (code < 0 || code > top) refuse(node, `code ${code} of input ${node.name} is outside 0..${top}`);
  }
  return tensor.data;
}

function topCode(node: IntegerNode): number {
  return node.format.kind === 'wide' ? 2 ** node.format.bits - 1 : 7;
}

function sizeOf(node: IntegerNode): number {
  return node.shape[0] * node.shape[1] * node.shape[2];
}

function refuse(node: IntegerNode, message: string): never {
  throw new ModelError([
    { code: 'NF3030', severity: 'error', message, span: node.span, hint: 'give one value per channel, row and column of the input' },
  ]);
}
