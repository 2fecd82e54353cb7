/** Goes over to the layer stage: batch-norms, activations and given thresholds become layers that are only a curve.
 *  Requires: dataflow; no dense node, adds of two operands.  Ensures: layers.
 *  Before: conv -> batchnorm -> relu   After: conv[] -> pointwise[batchnorm] -> pointwise[relu] */
import type { FloatNode } from '../ir/float-graph.ts';
import { makeGraph } from '../ir/graph.ts';
import { assertNever, bug } from '../source/diagnostic.ts';
import type { Layer } from './layer-graph.ts';
import type { Pass } from './pass.ts';

export const formLayers: Pass<'dataflow', 'layers'> = {
  name: 'form-layers',
  summary: 'give every core a curve for what follows it',
  requires: 'dataflow',
  ensures: 'layers',
  run: (graph) => makeGraph(graph, graph.nodes.map(toLayer), graph.outputs),
};

function toLayer(node: FloatNode): Layer {
  const base = { id: node.id, name: node.name, span: node.span, inputs: node.inputs, shape: node.shape, valuesOf: node.id };
  switch (node.kind) {
    case 'input': return { ...base, kind: 'input', format: node.format };
    case 'conv': return { ...node, ...base, curve: [], form: 'codes', isTwin: false };
    case 'transposed-conv': return { ...node, ...base, curve: [], form: 'codes', isTwin: false };
    case 'pool': {
      const { kernel, stride, padding, mode, countPadding } = node;
      if (mode === 'max') return { ...base, kind: 'max-pool', kernel, stride, padding, passed: [] };
      return { ...base, kind: 'pool', mode, kernel, stride, padding, countPadding };
    }
    case 'batchnorm': {
      const { name, span, epsilon, params } = node;
      return { ...base, kind: 'pointwise', curve: [{ kind: 'batchnorm', name, span, epsilon, params }] };
    }
    case 'activation': {
      const { name, span, fn, range, bits } = node;
      return { ...base, kind: 'pointwise', curve: [{ kind: 'activation', name, span, fn, range, bits }] };
    }
    case 'threshold': {
      const { name, span, base: lowest, params } = node;
      return { ...base, kind: 'pointwise', curve: [{ kind: 'threshold', name, span, base: lowest, params }] };
    }
    case 'add': return { ...base, kind: 'add', curve: [] };
    case 'concat': return { ...base, kind: 'concat' };
    case 'upsample': return { ...base, kind: 'upsample', factor: node.factor };
    case 'flatten': return { ...base, kind: 'flatten' };
    case 'argmax': return { ...base, kind: 'argmax' };
    case 'dense': return bug(`${node.id} is still a dense node`);
    default: return assertNever(node);
  }
}
