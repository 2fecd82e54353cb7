/** An activation, or the thresholds of an integer network, joins the curve of the layer before it.
 *  Requires: layers.  Ensures: layers; an activation stands alone only where the value before it is read twice, is an output,
 *  comes from no core, or where an absolute value would not leave one curve.
 *  Before: conv[batchnorm] -> pointwise[relu]   After: conv[batchnorm, relu] */
import { absorbCurves } from './append-curve.ts';
import type { Pass } from './pass.ts';

export const fuseActivation: Pass<'layers', 'layers'> = {
  name: 'fuse-activation',
  summary: 'activations and given thresholds join the curve of the layer before',
  requires: 'layers',
  ensures: 'layers',
  run: (graph) => absorbCurves(graph, new Set(['activation', 'threshold', 'batchnorm'])),
};
