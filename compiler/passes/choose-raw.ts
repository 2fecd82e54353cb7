/** Layers that feed argmax or leave the network keep their accumulators (form raw), if nothing but batch-norms follows them.
 *  A layer that is needed both ways is computed twice: raw under its name, as codes under `<name>.codes`.
 *  Flatten and upsampling pass raw values on.
 *  Requires: layers; curves are fused.  Ensures: layers; a raw layer is read by argmax and outputs alone.
 *  Before: conv[] -> argmax   After: raw conv[] -> argmax */
import { consumersOf, makeGraph } from '../ir/graph.ts';
import type { ConvLayer, Layer, LayerGraph, SumPoolLayer, TransposedConvLayer } from './layer-graph.ts';
import type { Pass } from './pass.ts';

export const chooseRaw: Pass<'layers', 'layers'> = {
  name: 'choose-raw',
  summary: 'layers that feed argmax or outputs keep their accumulators',
  requires: 'layers',
  ensures: 'layers',
  run: (graph) => {
    const takesRaw = rawReaders(graph);
    const consumers = consumersOf(graph);
    const outputs = new Set(graph.outputs.map((output) => output.node));
    const twins = new Map<string, string>();
    const nodes = graph.nodes.flatMap((layer): Layer[] => {
      if (!canBeRaw(layer)) return [layer];
      const readers = consumers.get(layer.id) ?? [];
      const wantsRaw = outputs.has(layer.id) || readers.some(({ node }) => takesRaw.has(node.id));
      if (!wantsRaw) return [layer];
      const raw: Layer = { ...layer, form: 'raw' };
      if (readers.every(({ node }) => takesRaw.has(node.id))) return [raw];
      const twin = { ...layer, id: `${layer.id}_codes`, name: `${layer.name}.codes`, isTwin: true };
      twins.set(layer.id, twin.id);
      return [raw, twin];
    });
    if (nodes.every((layer, i) => layer === graph.nodes[i])) return graph;
    const rewired = nodes.map((layer): Layer => (takesRaw.has(layer.id) ? layer : { ...layer, inputs: layer.inputs.map((id) => twins.get(id) ?? id) }));
    return makeGraph(graph, rewired, graph.outputs);
  },
};

/** Argmax, and flatten or upsampling that leads to argmax and outputs alone. */
function rawReaders(graph: LayerGraph): Set<string> {
  const consumers = consumersOf(graph);
  const outputs = new Set(graph.outputs.map((output) => output.node));
  const found = new Set<string>();
  for (const layer of graph.nodes.toReversed()) {
    const readers = consumers.get(layer.id) ?? [];
    const isPassage = (layer.kind === 'flatten' || layer.kind === 'upsample') && readers.every(({ node }) => found.has(node.id)) && (readers.length > 0 || outputs.has(layer.id));
    if (layer.kind === 'argmax' || isPassage) found.add(layer.id);
  }
  return found;
}

function canBeRaw(layer: Layer): layer is ConvLayer | TransposedConvLayer | SumPoolLayer {
  switch (layer.kind) {
    case 'conv': case 'transposed-conv': return layer.curve.every((step) => step.kind === 'batchnorm');
    case 'sum-pool': return layer.curve.length === 0 && (layer.divideBy !== 'inside' || Object.values(layer.padding).every((n) => n === 0));
    default: return false;
  }
}
