// Multiply-adds of the network as written: a connection table counts its own connections, places outside the image count nothing.
import type { Shape } from '../ir/graph.ts';
import type { ConvLayer, TransposedConvLayer } from '../passes/layer-graph.ts';

export function macsOf(layer: ConvLayer | TransposedConvLayer, input: Shape): number {
  if (layer.isTwin) return 0;
  const [maps] = layer.shape;
  const taps = ([0, 1] as const).map((axis) => tapsInside(layer, axis, input[axis + 1] as number));
  const pairs = layer.kind === 'conv' && layer.table !== null
    ? layer.table.reduce((sum, sources) => sum + sources.length, 0)
    : (maps * input[0]) / layer.groups;
  return pairs * (taps[0] as number) * (taps[1] as number);
}

/** Along one axis: pairs of a window place and a kernel place that meet a real pixel on both sides. */
function tapsInside(layer: ConvLayer | TransposedConvLayer, axis: 0 | 1, inputExtent: number): number {
  const before = axis === 0 ? layer.padding.top : layer.padding.left;
  const outputExtent = layer.shape[axis + 1] as number;
  const [places, limit] = layer.kind === 'conv' ? [outputExtent, inputExtent] : [inputExtent, outputExtent];
  let count = 0;
  for (let place = 0; place < places; place++) {
    for (let k = 0; k < layer.kernel[axis]; k++) {
      const at = place * layer.stride[axis] + k - before;
      if (at >= 0 && at < limit) count++;
    }
  }
  return count;
}
