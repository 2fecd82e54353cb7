// Post-training quantization of a measured network at given trits: rounded weights, codes, and biases corrected layer after layer. The sums
// of a layer shift on average because its weights are rounded and because what it reads is; with the operands of the integer network so
// far, the shift is known and goes into the bias. Ensures: a compile of the resulting numbers gives the very same integer network.
import type { Params } from '../../ir/float-graph.ts';
import { makeGraph, type Shape } from '../../ir/graph.ts';
import type { IntegerGraph, IntegerNode } from '../../ir/integer-graph.ts';
import type { Layer } from '../../passes/layer-graph.ts';
import { prepareLayer } from '../../reference/integer-layers.ts';
import { bug } from '../../source/diagnostic.ts';
import { buildLayer, operandOf } from '../build-layer.ts';
import type { Operand } from '../build-weighted.ts';
import { chooseFormats } from '../choose-formats.ts';
import { readGivenCodes } from '../given-codes.ts';
import { connectionsOf } from '../layer-weights.ts';
import { resolveParams } from '../params.ts';
import { type BiasPlace, biasPlaceOf, withPart, withShift } from './bias-place.ts';
import type { WeightFit } from './fit-weights.ts';
import { type FrameSource, isWeighted, type RealNetwork, type WeightedLayer } from './real-network.ts';
import { makeTapMeans } from './taps.ts';

export interface CorrectedBias extends BiasPlace {
  /** What was added to the sums, per output map. */
  readonly shift: Float64Array;
}

export interface PostQuantized {
  readonly integer: IntegerGraph;
  /** Rounded weights, corrected biases and means, codes. */
  readonly params: Params;
  /** By layer id. */
  readonly biases: ReadonlyMap<string, CorrectedBias>;
}

/** `fits` by weight key. `correctBias` false leaves biases as they were trained. */
export function postQuantize(real: RealNetwork, fits: ReadonlyMap<string, WeightFit>, frames: FrameSource, { correctBias }: { readonly correctBias: boolean }): PostQuantized {
  let params = roundedParams(real, fits);
  const { layers } = real;
  const byId = new Map(layers.nodes.map((layer) => [layer.id, layer]));
  // Which codes a layer has does not depend on weights or biases, only on whether and how its range is known.
  let numbers = resolveParams(layers, params);
  const formats = chooseFormats(layers, numbers, readGivenCodes(layers, params), null);
  const weighted = new Map(real.weighted.map((entry) => [entry.layer.id, entry]));
  const corrected = new Map<string, CorrectedBias>();
  const finished = new Map<string, IntegerNode>();
  const codes = makeCodes(frames, real, correctBias);
  for (const layer of layers.nodes) {
    const sourceOf = (port: number): Layer => byId.get(layer.inputs[port] ?? '') ?? bug(`${layer.id} lacks operand ${port}`);
    const operand = (port: number): Operand => operandOf(layer, sourceOf(port), formats);
    const entry = weighted.get(layer.id);
    const place = entry === undefined || !correctBias ? null : correctablePlace(real, entry, params);
    if (entry !== undefined && place !== null) {
      const done = [...corrected.values()].find(({ key, part }) => key === place.key && part === place.part);
      const shift = done?.shift ?? shiftOf(entry, params, codes.realsOf(sourceOf(0).id, operand(0)));
      if (done === undefined) {
        params = withShift(params, place, shift);
        numbers = resolveParams(layers, params);
      }
      corrected.set(layer.id, { ...place, shift });
    }
    const output = formats.get(layer.id) ?? bug(`${layer.id} has no format`);
    const { node } = buildLayer(layer, operand, numbers.get(layer.id) ?? null, output, finished);
    finished.set(layer.id, node);
    codes.advance(node, layer.inputs.map((_, port) => sourceOf(port).shape));
  }
  return { integer: makeGraph(layers, [...finished.values()], layers.outputs), params, biases: corrected };
}

function roundedParams(real: RealNetwork, fits: ReadonlyMap<string, WeightFit>): Params {
  let { params } = real;
  for (const [key, { weight }] of fits) {
    const shape = params.get(key)?.['weight']?.shape ?? bug(`${key} has no weight`);
    params = withPart(params, key, 'weight', { shape, data: weight });
  }
  const names = new Map(real.layers.nodes.map((layer) => [layer.id, layer.name]));
  for (const [id, { scale, zero }] of real.codes) {
    params = withPart(params, names.get(id) ?? bug(`no layer ${id}`), 'codes', { shape: [2], data: Float32Array.of(scale, zero) });
  }
  return params;
}

/** One bias serves a layer and its twin of other form, which see the same sums; used at several places of the network it stays as it is. */
function correctablePlace(real: RealNetwork, { layer }: WeightedLayer, params: Params): BiasPlace | null {
  const place = biasPlaceOf(layer, params);
  if (place === null) return null;
  const sharing = real.layers.nodes.filter((other) => isWeighted(other) && biasPlaceOf(other, params)?.key === place.key);
  return sharing.every((other) => other.inputs.join() === layer.inputs.join()) ? place : null;
}

/** Real mean of the sums less that of the integer network, per output map; the bias is in both. `operands` gives the real values of the
 *  operand's codes frame by frame. */
function shiftOf({ layer, input, numbers, tapMeans }: WeightedLayer, params: Params, operands: Iterable<Float64Array>): Float64Array {
  const seen = makeTapMeans(layer, input);
  for (const values of operands) seen.add(values);
  const means = seen.means();
  const real = numbers.weights?.weight ?? bug(`${layer.id} has no weights`);
  const rounded = params.get(layer.params.key)?.['weight']?.data ?? bug(`${layer.id} has no weights`);
  return Float64Array.from({ length: layer.shape[0] }, (_, map) => {
    const { places, taps } = connectionsOf(layer, input, map);
    return places.reduce((sum, place, k) => {
      const tap = taps[k] as number;
      return sum + (real[place] as number) * (tapMeans[tap] as number) - (rounded[place] as number) * (means[tap] as number);
    }, 0);
  });
}

interface Codes {
  readonly realsOf: (id: string, operand: Operand) => Iterable<Float64Array>;
  readonly advance: (node: IntegerNode, inputs: readonly Shape[]) => void;
}

/** The codes of all frames up to the layer that was built last; a tensor goes when its last reader is done. Raw sums are not computed: no layer
 *  with a bias reads them. */
function makeCodes(frames: FrameSource, { layers }: RealNetwork, isWanted: boolean): Codes {
  const tensors = new Map<string, Uint16Array[]>();
  const lastReader = new Map(layers.nodes.flatMap((layer) => layer.inputs.map((id) => [id, layer.id] as const)));
  return {
    realsOf: function* (id, { scale, zero }) {
      for (const codes of tensors.get(id) ?? bug(`${id} has no codes`)) yield Float64Array.from(codes, (code) => scale * (code - zero));
    },
    advance: (node, inputs) => {
      if (!isWanted) return;
      if (node.kind === 'input') {
        tensors.set(node.id, Array.from({ length: frames.count }, (_, index) => Uint16Array.from(frames.codes(index).get(node.name)?.data ?? bug(`no frame for ${node.name}`))));
      } else if (lastReader.has(node.id) && (node.format.kind === 'codes' || node.format.kind === 'wide')) {
        const run = prepareLayer(node, inputs);
        const operands = node.inputs.map((id) => tensors.get(id) ?? bug(`${id} has no codes`));
        tensors.set(node.id, Array.from({ length: frames.count }, (_, index) => Uint16Array.from(run(operands.map((list) => Int32Array.from(list[index] as Uint16Array))))));
      }
      for (const id of node.inputs) if (lastReader.get(id) === node.id) tensors.delete(id);
    },
  };
}
