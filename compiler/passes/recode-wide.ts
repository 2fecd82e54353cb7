/** Layers that work by tables of 3-bit codes (add, concat, sums of squares) cannot read a wide input: it is first re-coded to 3 bits.
 *  Requires: layers.  Ensures: layers; no add, concat or sum of squares reads wide codes.
 *  Before: u8 input -> add   After: u8 input -> pointwise[] -> add */
import { makeGraph } from '../ir/graph.ts';
import type { Layer, PointwiseLayer } from './layer-graph.ts';
import type { Pass } from './pass.ts';

export const recodeWide: Pass<'layers', 'layers'> = {
  name: 'recode-wide',
  summary: 'wide inputs become 3-bit codes where a table reads them',
  requires: 'layers',
  ensures: 'layers',
  run: (graph) => {
    const wide = new Map<string, Layer>();
    const recoded = new Map<string, PointwiseLayer>();
    const nodes = graph.nodes.map((layer): Layer => {
      const keepsCodes = layer.kind === 'max-pool' || layer.kind === 'flatten' || layer.kind === 'upsample';
      if (layer.kind === 'input' ? layer.format.bits > 3 : keepsCodes && layer.inputs.some((id) => wide.has(id))) wide.set(layer.id, layer);
      const readsTables = layer.kind === 'add' || layer.kind === 'concat' || (layer.kind === 'sum-pool' && layer.operand === 'square');
      if (!readsTables) return layer;
      const inputs = layer.inputs.map((id) => {
        const source = wide.get(id);
        if (source === undefined) return id;
        const { name, span, shape, valuesOf } = source;
        const codes: PointwiseLayer = { kind: 'pointwise', id: `${id}_codes`, name: `${name}.codes`, span, shape, valuesOf, inputs: [id], curve: [] };
        recoded.set(codes.id, codes);
        return codes.id;
      });
      return { ...layer, inputs };
    });
    return recoded.size === 0 ? graph : makeGraph(graph, [...nodes, ...recoded.values()], graph.outputs);
  },
};
