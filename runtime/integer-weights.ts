// Integer weights with a real scale per output map, as training and calibration store them.
import type { ConvNode, DenseNode, LayerParams, TransposedConvNode } from '../compiler/ir/float-graph.ts';
import { mapsOfPlaces } from '../compiler/ir/weight-layout.ts';

type WeightNode = ConvNode | DenseNode | TransposedConvNode;
type Numbers = NonNullable<LayerParams[string]>;

/** Real weights, integer times scale; `scale` has one number per output map, or one for all. A missing scale gives NaN, which the quantizer refuses. */
export function dequantize(node: WeightNode, integers: Numbers, scale: Numbers): Numbers {
  const maps = mapsOfPlaces(node.kind === 'transposed-conv', integers.shape, node.kind === 'dense' ? 1 : node.groups);
  const data = Float32Array.from(integers.data, (value, place) => value * (scale.data[scale.data.length === 1 ? 0 : (maps[place] as number)] ?? Number.NaN));
  return { shape: integers.shape, data };
}
