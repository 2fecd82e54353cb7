/** A batch-norm joins the curve of the layer before it, as a line per channel. It goes into thresholds, never into weights, so
 *  that ternary weights stay ternary.
 *  Requires: layers.  Ensures: layers; a batch-norm stands alone only where the value before it is read twice, is an output or
 *  comes from no core.
 *  Before: conv[] -> pointwise[batchnorm]   After: conv[batchnorm] */
import { absorbCurves } from './append-curve.ts';
import type { Pass } from './pass.ts';

export const foldBatchnorm: Pass<'layers', 'layers'> = {
  name: 'fold-batchnorm',
  summary: 'batch-norms join the curve of the layer before',
  requires: 'layers',
  ensures: 'layers',
  run: (graph) => absorbCurves(graph, new Set(['batchnorm'])),
};
