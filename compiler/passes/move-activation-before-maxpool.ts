/** A rising or falling curve after max pooling moves in front of it, into the layer that computes the value: the maximum of a rising
 *  curve is the curve of the maximum, and where it falls, the pool takes the smallest (`passed` remembers what went by).
 *  Values before the pool are then codes, not accumulators.
 *  Requires: layers.  Ensures: layers; no pointwise layer without abs reads a private max-pool whose source is a private core.
 *  Before: conv[] -> max-pool -> pointwise[relu]   After: conv[relu] -> max-pool passed [relu] */
import { makeGraph } from '../ir/graph.ts';
import { canAppend, isMonotone, privateIds } from './append-curve.ts';
import type { CurvedLayer, Layer, LayerGraph, MaxPoolLayer, PointwiseLayer } from './layer-graph.ts';
import { hasCurve } from './layer-graph.ts';
import type { Pass } from './pass.ts';

export const moveActivationBeforeMaxpool: Pass<'layers', 'layers'> = {
  name: 'move-activation-before-maxpool',
  summary: 'curves after max pooling move in front of it',
  requires: 'layers',
  ensures: 'layers',
  run: (graph) => {
    let current = graph;
    for (let next = moveOne(current); next !== null; next = moveOne(current)) current = next;
    return current;
  },
};

interface Place {
  readonly core: CurvedLayer;
  /** From the core down to the layer that moves. */
  readonly pools: readonly MaxPoolLayer[];
  readonly moving: PointwiseLayer;
}

function moveOne(graph: LayerGraph): LayerGraph | null {
  const isPrivate = privateIds(graph);
  const byId = new Map(graph.nodes.map((layer) => [layer.id, layer]));
  const place = graph.nodes.map((layer) => findPlace(layer, byId, isPrivate)).find((found) => found !== null);
  return place === undefined || place === null ? null : move(graph, place);
}

function findPlace(layer: Layer, byId: ReadonlyMap<string, Layer>, isPrivate: ReadonlySet<string>): Place | null {
  if (layer.kind !== 'pointwise' || layer.curve.length === 0 || !isMonotone(layer.curve)) return null;
  const pools: MaxPoolLayer[] = [];
  let above = byId.get(layer.inputs[0] ?? '');
  while (above?.kind === 'max-pool' && isPrivate.has(above.id)) {
    pools.unshift(above);
    above = byId.get(above.inputs[0] ?? '');
  }
  if (pools.length === 0 || above === undefined || !isPrivate.has(above.id) || !hasCurve(above)) return null;
  return canAppend(above, layer.curve) ? { core: above, pools, moving: layer } : null;
}

function move(graph: LayerGraph, { core, pools, moving }: Place): LayerGraph {
  const last = pools.at(-1);
  const nodes = graph.nodes.flatMap((layer): Layer[] => {
    if (layer.id === core.id) return [{ ...core, curve: [...core.curve, ...moving.curve], valuesOf: moving.valuesOf }];
    if (layer.id === moving.id) return [];
    if (layer.kind !== 'max-pool' || !pools.includes(layer)) return [layer];
    const id = layer === last ? moving.id : layer.id;
    return [{ ...layer, id, passed: [...layer.passed, ...moving.curve], valuesOf: moving.valuesOf }];
  });
  return makeGraph(graph, nodes, graph.outputs);
}
