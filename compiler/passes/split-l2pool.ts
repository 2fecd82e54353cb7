/** Average and l2 pooling become sums over the window: the count goes into the thresholds, squaring into a table of codes,
 *  and the square root into the curve.
 *  Requires: layers.  Ensures: layers; no pool layer.
 *  Before: pool l2   After: sum-pool of squares[sqrt] */
import { makeGraph } from '../ir/graph.ts';
import type { Layer, PoolLayer } from './layer-graph.ts';
import type { Pass } from './pass.ts';

export const splitL2Pool: Pass<'layers', 'layers'> = {
  name: 'split-l2pool',
  summary: 'average and l2 pooling become sums with a curve',
  requires: 'layers',
  ensures: 'layers',
  run: (graph) => makeGraph(graph, graph.nodes.map((layer): Layer => (layer.kind === 'pool' ? toSum(layer) : layer)), graph.outputs),
};

function toSum(layer: PoolLayer): Layer {
  const { id, name, span, inputs, shape, valuesOf, kernel, stride, padding } = layer;
  const base = { kind: 'sum-pool' as const, id, name, span, inputs, shape, valuesOf, kernel, stride, padding, form: 'codes' as const, isTwin: false };
  switch (layer.mode) {
    case 'sum': return { ...base, operand: 'value', divideBy: 'one', curve: [] };
    case 'average': return { ...base, operand: 'value', divideBy: layer.countPadding ? 'window' : 'inside', curve: [] };
    case 'l2': return { ...base, operand: 'square', divideBy: 'one', curve: [{ kind: 'activation', name, span, fn: 'sqrt', range: null, bits: 3 }] };
  }
}
