// Runs the registered passes in order and checks the graph between any two of them.
import type { FloatGraph } from '../ir/float-graph.ts';
import type { LayerGraph } from '../passes/layer-graph.ts';
import { dataflowPasses, layerPasses, toLayers } from './registry.ts';
import { verifyGraph } from './verify.ts';

export interface PassResult {
  /** The dataflow graph that the layers were formed from: `valuesOf` of a layer names one of its nodes. */
  readonly dataflow: FloatGraph;
  readonly layers: LayerGraph;
}

/** Called after each pass, for dumps. */
export type PassObserver = (passName: string, graph: FloatGraph | LayerGraph) => void;

export function runPasses(graph: FloatGraph, observe: PassObserver = () => {}): PassResult {
  verifyGraph(graph, 'lowering');
  let dataflow = graph;
  for (const pass of dataflowPasses) {
    dataflow = pass.run(dataflow);
    verifyGraph(dataflow, pass.name);
    observe(pass.name, dataflow);
  }
  let layers = toLayers.run(dataflow);
  verifyGraph(layers, toLayers.name);
  observe(toLayers.name, layers);
  for (const pass of layerPasses) {
    layers = pass.run(layers);
    verifyGraph(layers, pass.name);
    observe(pass.name, layers);
  }
  return { dataflow, layers };
}
