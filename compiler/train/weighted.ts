// A conv or transposed conv with trained weights: a transposed conv is the input gradient of a conv that maps its outputs to its inputs, so
// both come from the same three kernels. Groups are cut apart; one input map per group runs as a depthwise convolution.
import type { Shape } from '../ir/graph.ts';
import type { ConvLayer, TransposedConvLayer } from '../passes/layer-graph.ts';
import type { TensorLibrary } from '../reference/float-backend.ts';
import { depthwiseGradients } from './depthwise.ts';
import { type Batch, type ConvGeometry, convolve, inputGradient, kernelGradient } from './kernels.ts';

export type WeightedLayer = ConvLayer | TransposedConvLayer;

export interface Weighted {
  /** `weights` in the order of the parameter file. */
  readonly forward: (x: Batch, weights: Float32Array) => Batch;
  /** Gradient to the input (null where nobody wants it); the one to the weights is added to `dWeights`. */
  readonly backward: (x: Batch, weights: Float32Array, dy: Batch, dWeights: Float32Array, wantsInput: boolean) => Batch | null;
}

export function prepareWeighted(tf: TensorLibrary, layer: WeightedLayer, input: Shape): Weighted {
  const geometry: ConvGeometry = { kernel: layer.kernel, stride: layer.stride, padding: layer.padding };
  return layer.kind === 'conv' && layer.groups > 1 && layer.groups === input[0]
    ? prepareDepthwise(tf, layer, input, geometry)
    : prepareGroups(tf, layer, input, geometry);
}

function prepareGroups(tf: TensorLibrary, layer: WeightedLayer, input: Shape, geometry: ConvGeometry): Weighted {
  const { groups, kernel: [kh, kw] } = layer;
  const [inputs, maps] = [input[0] / groups, layer.shape[0] / groups];
  // The conv behind a transposed conv reads maps and gives inputs.
  const [from, to] = layer.kind === 'conv' ? [inputs, maps] : [maps, inputs];
  const places = Array.from({ length: groups }, (_, group) => placesOf(group, from, to, kh * kw));
  const kernelOf = (weights: Float32Array, group: number): Batch =>
    tf.tensor4d(gather(weights, places[group] as Int32Array), [kh, kw, from, to]);
  const part = (x: Batch, group: number, size: number): Batch => (groups === 1 ? x : tf.slice(x, [0, 0, 0, group * size], [-1, -1, -1, size]));
  const join = (parts: readonly Batch[]): Batch => (parts.length === 1 ? (parts[0] as Batch) : tf.concat([...parts], 3));
  const each = (run: (group: number) => Batch): Batch => join(places.map((_, group) => run(group)));
  const size = [layer.shape[1], layer.shape[2]] as const;
  return {
    forward: (x, weights) => each((group) => {
      const kernel = kernelOf(weights, group);
      return layer.kind === 'conv' ? convolve(tf, part(x, group, inputs), kernel, geometry) : inputGradient(tf, part(x, group, inputs), kernel, geometry, size);
    }),
    backward: (x, weights, dy, dWeights, wantsInput) => {
      places.forEach((list, group) => {
        const [own, error] = [part(x, group, inputs), part(dy, group, maps)];
        const gradient = (layer.kind === 'conv' ? kernelGradient(tf, own, error, geometry) : kernelGradient(tf, error, own, geometry)).dataSync<'float32'>();
        scatter(gradient, list, dWeights);
      });
      if (!wantsInput) return null;
      return each((group) => {
        const kernel = kernelOf(weights, group);
        const error = part(dy, group, maps);
        return layer.kind === 'conv' ? inputGradient(tf, error, kernel, geometry, [input[1], input[2]]) : convolve(tf, error, kernel, geometry);
      });
    },
  };
}

/** Places in the parameter file, [to, from, taps] within the group, of a kernel [taps, from, to]. */
function placesOf(group: number, from: number, to: number, taps: number): Int32Array {
  const places = new Int32Array(taps * from * to);
  for (let tap = 0; tap < taps; tap++) {
    for (let source = 0; source < from; source++) {
      for (let target = 0; target < to; target++) places[(tap * from + source) * to + target] = ((group * to + target) * from + source) * taps + tap;
    }
  }
  return places;
}

function prepareDepthwise(tf: TensorLibrary, layer: ConvLayer, input: Shape, geometry: ConvGeometry): Weighted {
  const [kh, kw] = layer.kernel;
  const [maps] = layer.shape;
  const multiplier = maps / input[0];
  const taps = kh * kw;
  const places = Int32Array.from({ length: taps * maps }, (_, i) => (i % maps) * taps + Math.floor(i / maps));
  const kernelOf = (weights: Float32Array): Float32Array => gather(weights, places);
  const { top, bottom, left, right } = layer.padding;
  return {
    forward: (x, weights) => {
      const padded = top + bottom + left + right === 0 ? x : tf.pad(x, [[0, 0], [top, bottom], [left, right], [0, 0]]);
      return tf.depthwiseConv2d(padded, tf.tensor4d(kernelOf(weights), [kh, kw, input[0], multiplier]), [...layer.stride], 'valid');
    },
    backward: (x, weights, dy, dWeights, wantsInput) => {
      const gradients = depthwiseGradients(x.dataSync<'float32'>(), dy.dataSync<'float32'>(), kernelOf(weights), x.shape[0], input, layer.shape, geometry);
      scatter(gradients.kernel, places, dWeights);
      return wantsInput ? tf.tensor4d(gradients.dx, x.shape) : null;
    },
  };
}

function gather(from: Float32Array, places: Int32Array): Float32Array {
  const found = new Float32Array(places.length);
  for (let i = 0; i < places.length; i++) found[i] = from[places[i] as number] as number;
  return found;
}

/** Adds each value to its place. */
function scatter(values: Float32Array, places: Int32Array, into: Float32Array): void {
  for (let i = 0; i < places.length; i++) into[places[i] as number] = (into[places[i] as number] as number) + (values[i] as number);
}
