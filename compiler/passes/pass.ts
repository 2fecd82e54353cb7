// What a pass is: a named function from one graph to a new one, with the stages it stands between.
import type { FloatGraph } from '../ir/float-graph.ts';
import type { LayerGraph } from './layer-graph.ts';

/** dataflow: the network as written. layers: cores with their curves, what the quantizer reads. */
export type Stage = 'dataflow' | 'layers';

export interface StageGraphs {
  readonly dataflow: FloatGraph;
  readonly layers: LayerGraph;
}

export interface Pass<In extends Stage, Out extends Stage> {
  readonly name: string;
  readonly summary: string;
  readonly requires: In;
  readonly ensures: Out;
  readonly run: (graph: StageGraphs[In]) => StageGraphs[Out];
}
