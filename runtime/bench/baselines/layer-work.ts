// What each layer of a dataflow graph asks of a machine, in the terms that the baseline models share: which maps it reads, how large the
// maps are, how many connections a neuron has. Curves, batch-norm and flatten ask for nothing of their own here.
import type { FloatGraph, FloatNode, Pair } from '../../../compiler/ir/float-graph.ts';
import { nodeById, type Shape } from '../../../compiler/ir/graph.ts';

/** A layer with weights. A dense layer reads every value of its input, a transposed conv is counted per input pixel. */
export interface WeightedWork {
  readonly kind: 'weighted';
  readonly node: Extract<FloatNode, { precision: unknown }>;
  readonly input: Shape;
  readonly output: Shape;
  readonly kernel: Pair;
  /** Input maps that each output map reads, by output. */
  readonly sources: readonly (readonly number[])[];
  readonly trits: number;
  /** Bits of an input value. */
  readonly inputBits: number;
}
export interface OtherWork {
  readonly kind: 'other';
  readonly node: Exclude<FloatNode, { precision: unknown }>;
  readonly input: Shape;
  readonly output: Shape;
}
export type LayerWork = WeightedWork | OtherWork;

/** Layers in topological order, inputs left out. */
export function layerWork(graph: FloatGraph): LayerWork[] {
  return graph.nodes.flatMap((node): LayerWork[] => {
    if (node.kind === 'input') return [];
    const before = nodeById(graph, node.inputs[0] ?? '');
    const input = before.shape;
    if (!('precision' in node)) return [{ kind: 'other', node, input, output: node.shape }];
    const kernel: Pair = node.kind === 'dense' ? [input[1], input[2]] : node.kernel;
    return [{
      kind: 'weighted', node, input, output: node.shape, kernel, sources: sourcesOf(node, input), trits: node.precision.trits,
      inputBits: before.kind === 'input' ? before.format.bits : 3,
    }];
  });
}

/** Pixels at which every connection multiplies: of the output, for a transposed conv of the input. */
export const placesOf = ({ node, input, output }: WeightedWork): number =>
  node.kind === 'transposed-conv' ? input[1] * input[2] : output[1] * output[2];

/** Multiply-adds of one frame: connections of every output pixel, for a transposed conv of every input pixel; places in the padding count. */
export const multiplyAdds = (layer: WeightedWork): number =>
  layer.sources.reduce((sum, row) => sum + row.length, 0) * layer.kernel[0] * layer.kernel[1] * placesOf(layer);

/** Multiply-adds of one frame, places in the padding included. */
export const totalMultiplyAdds = (graph: FloatGraph): number =>
  layerWork(graph).reduce((sum, layer) => sum + (layer.kind === 'weighted' ? multiplyAdds(layer) : 0), 0);

/** Multiply-adds of one frame of the network as written, as `nfc simulate` counts them: places in the padding count nothing. */
export const realMultiplyAdds = (graph: FloatGraph): number =>
  layerWork(graph).reduce((sum, layer) => sum + (layer.kind === 'weighted' ? realMultiplyAddsOf(layer) : 0), 0);

/** The same of one layer. */
export function realMultiplyAddsOf({ node, input, output, kernel, sources }: WeightedWork): number {
  const pairs = sources.reduce((sum, row) => sum + row.length, 0);
  if (node.kind === 'dense') return pairs * kernel[0] * kernel[1];
  const places = node.kind === 'conv' ? output : input;
  const limits = node.kind === 'conv' ? input : output;
  const along = (axis: 0 | 1, before: number): number => {
    let taps = 0;
    for (let place = 0; place < places[(axis + 1) as 1 | 2]; place++) {
      const first = place * node.stride[axis] - before;
      taps += Math.max(0, Math.min(limits[(axis + 1) as 1 | 2], first + kernel[axis]) - Math.max(0, first));
    }
    return taps;
  };
  return pairs * along(0, node.padding.top) * along(1, node.padding.left);
}

function sourcesOf(node: WeightedWork['node'], [inputs]: Shape): number[][] {
  const outputs = node.shape[0];
  if (node.kind === 'conv' && node.table !== null) return node.table.map((row) => [...row]);
  const groups = node.kind === 'dense' ? 1 : node.groups;
  const perGroup = inputs / groups;
  return Array.from({ length: outputs }, (_, output) => {
    const first = Math.floor(output / (outputs / groups)) * perGroup;
    return Array.from({ length: perGroup }, (_unused, i) => first + i);
  });
}
