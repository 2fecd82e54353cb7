// Integer weights with a real scale per output map, as training and calibration store them.
import type { ConvNode, DenseNode, LayerParams, TransposedConvNode } from '../compiler/ir/float-graph.ts';

type WeightNode = ConvNode | DenseNode | TransposedConvNode;
type Numbers = NonNullable<LayerParams[string]>;

/** Output map that the weight at flat place `place` belongs to. Conv and dense weights are [maps, ...]; transposed ones [inputs,
 *  maps/groups, kh, kw], whose inputs are split evenly into groups. */
export function mapOfWeight(node: WeightNode, shape: readonly number[], place: number): number {
  if (node.kind !== 'transposed-conv') return Math.floor(place / shape.slice(1).reduce((a, b) => a * b, 1));
  const [inputs = 1, perGroup = 1, height = 1, width = 1] = shape;
  const source = Math.floor(place / (perGroup * height * width));
  return Math.floor((source * node.groups) / inputs) * perGroup + (Math.floor(place / (height * width)) % perGroup);
}

/** Real weights, integer times scale; `scale` has one number per output map, or one for all. A missing scale gives NaN, which the quantizer refuses. */
export function dequantize(node: WeightNode, integers: Numbers, scale: Numbers): Numbers {
  const data = Float32Array.from(integers.data, (value, place) =>
    value * (scale.data[scale.data.length === 1 ? 0 : mapOfWeight(node, integers.shape, place)] ?? Number.NaN));
  return { shape: integers.shape, data };
}
