// When a curve may grow, shared by the passes that fuse: a curve must stay one function from accumulator to code, rising or
// falling on each channel, with at most one absolute value in front of which only lines and odd functions stand.
import type { CurvedLayer, CurveStep, Layer, LayerGraph } from './layer-graph.ts';
import { hasCurve } from './layer-graph.ts';
import { makeGraph } from '../ir/graph.ts';

/** True where `steps` may follow the curve that `layer` already has. */
export function canAppend(layer: CurvedLayer, steps: readonly CurveStep[]): boolean {
  let curve: readonly CurveStep[] = layer.curve;
  for (const step of steps) {
    if (!canFollow(layer, curve, step)) return false;
    curve = [...curve, step];
  }
  return true;
}

function canFollow(layer: CurvedLayer, curve: readonly CurveStep[], step: CurveStep): boolean {
  if (curve.some((earlier) => earlier.kind === 'threshold')) return false;
  if (layer.kind === 'add') return step.kind === 'activation';
  if (step.kind === 'threshold') return curve.length === 0;
  if (step.kind === 'activation' && step.fn === 'abs') return isOddShaped(curve);
  return true;
}

/** Batch-norms, then odd functions: |f(a*x + b)| is then f(|a*x + b|). */
function isOddShaped(curve: readonly CurveStep[]): boolean {
  const isOdd = (step: CurveStep): boolean => step.kind === 'activation' && (step.fn === 'tanh' || step.fn === 'hardtanh');
  const firstOdd = curve.findIndex((step) => step.kind !== 'batchnorm');
  return firstOdd < 0 || curve.slice(firstOdd).every(isOdd);
}

export function isMonotone(steps: readonly CurveStep[]): boolean {
  return steps.every((step) => step.kind !== 'activation' || step.fn !== 'abs');
}

/** Ids that exactly one layer reads and that are no output: what stands there may be changed for its reader's sake. */
export function privateIds(graph: LayerGraph): Set<string> {
  const readers = new Map<string, number>();
  const count = (id: string): void => void readers.set(id, (readers.get(id) ?? 0) + 1);
  for (const layer of graph.nodes) layer.inputs.forEach(count);
  for (const output of graph.outputs) { count(output.node); count(output.node); }
  return new Set(graph.nodes.map((layer) => layer.id).filter((id) => readers.get(id) === 1));
}

/** Merges each pointwise layer whose first step is of `kind` into the layer before it, where that may grow. The merged layer keeps the
 *  id of the last one (so readers and outputs stay right), and the name of the one that holds weights, else of the last that the user named. */
export function absorbCurves(graph: LayerGraph, kinds: ReadonlySet<CurveStep['kind']>): LayerGraph {
  const isPrivate = privateIds(graph);
  const layers = new Map<string, Layer>();
  for (const layer of graph.nodes) {
    const before = layers.get(layer.inputs[0] ?? '');
    const first = layer.kind === 'pointwise' ? layer.curve[0] : undefined;
    if (layer.kind === 'pointwise' && first && kinds.has(first.kind) && before && isPrivate.has(before.id) && hasCurve(before) && canAppend(before, layer.curve)) {
      layers.delete(before.id);
      layers.set(layer.id, merge(before, layer.id, layer));
    } else {
      layers.set(layer.id, layer);
    }
  }
  return layers.size === graph.nodes.length ? graph : makeGraph(graph, [...layers.values()], graph.outputs);
}

/** The name that lowering makes where the user gave none. */
const GENERATED_NAME = /(?:^|\.)(?:relu|hardtanh|tanh|abs|sigmoid|sqrt|batchnorm|threshold)\d*$/;

function merge(before: CurvedLayer, id: string, layer: CurvedLayer): CurvedLayer {
  const holdsWeights = before.kind === 'conv' || before.kind === 'transposed-conv';
  const { name, span } = holdsWeights || GENERATED_NAME.test(layer.name) ? before : layer;
  return { ...before, id, name, span, valuesOf: layer.valuesOf, curve: [...before.curve, ...layer.curve] };
}
