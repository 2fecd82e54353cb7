// What post-training quantization has to know of the network in real numbers, from one run over the calibration frames: what the weights of each
// layer multiply, on average and together, and samples of the tensors whose codes are open.
import type { FloatGraph, Params } from '../../ir/float-graph.ts';
import type { Shape } from '../../ir/graph.ts';
import type { IntegerTensor } from '../../ir/integer-graph.ts';
import type { Layer, LayerGraph } from '../../passes/layer-graph.ts';
import { runPasses } from '../../pipeline/run.ts';
import { prepareFloat } from '../../reference/float.ts';
import { bug } from '../../source/diagnostic.ts';
import type { FloatFrame } from '../calibrate.ts';
import { chooseFormats, nodesToCalibrate } from '../choose-formats.ts';
import type { CodeFormat } from '../epilogue.ts';
import { type LayerNumbers, resolveParams, type WeightLayer } from '../params.ts';
import { type Covariance, makeCovariance } from './covariance.ts';
import { makeTapMeans } from './taps.ts';

/** Calibration frames, decoded when asked for. */
export interface FrameSource {
  readonly count: number;
  /** Codes of every input by name. */
  readonly codes: (index: number) => ReadonlyMap<string, IntegerTensor>;
  /** The same in real numbers. */
  readonly reals: (index: number) => FloatFrame;
}

/** A codes choice, as the weights file will hold it. */
export interface ChosenCodes extends CodeFormat {
  /** min-max, or the percentile that clips least harmfully. */
  readonly source: string;
  readonly meanSquaredError: number;
}

export interface WeightedLayer {
  readonly layer: WeightLayer;
  readonly input: Shape;
  readonly numbers: LayerNumbers;
  /** Mean of what each weight multiplies, [channels * kernel area]. */
  readonly tapMeans: Float64Array;
  readonly covariances: readonly Covariance[] | null;
}

export interface RealNetwork {
  readonly dataflow: FloatGraph;
  readonly layers: LayerGraph;
  /** Weights, biases and batch-norms as they were trained; no codes. */
  readonly params: Params;
  /** Conv and transposed conv layers that are not integers already, in the order of the graph. */
  readonly weighted: readonly WeightedLayer[];
  /** By layer id, where the network leaves the codes open. */
  readonly codes: ReadonlyMap<string, ChosenCodes>;
}

const SAMPLES_PER_TENSOR = 65_536;

export const isWeighted = (layer: Layer): layer is WeightLayer => layer.kind === 'conv' || layer.kind === 'transposed-conv';

/** Throws ModelError where numbers are missing or wrong. `onFrame` is called after each frame. */
export async function measureReal(graph: FloatGraph, params: Params, frames: FrameSource, onFrame: () => void = () => undefined): Promise<RealNetwork> {
  const { dataflow, layers } = runPasses(graph);
  const numbers = resolveParams(layers, params);
  const byId = new Map(layers.nodes.map((layer) => [layer.id, layer]));
  const watched = layers.nodes.filter(isWeighted).filter((layer) => numbers.get(layer.id)?.weights?.isInteger === false).map((layer) => {
    const source = byId.get(layer.inputs[0] ?? '') ?? bug(`${layer.id} reads nothing`);
    return { layer, source, means: makeTapMeans(layer, source.shape), covariance: makeCovariance(layer, source.shape, frames.count) };
  });
  const open = nodesToCalibrate(layers, new Map());
  const samples = new Map([...open].map((id) => [id, [] as Float32Array[]]));
  const perFrame = Math.max(1, Math.ceil(SAMPLES_PER_TENSOR / frames.count));
  const run = await prepareFloat(dataflow, params, new Set([...open, ...watched.map(({ source }) => source.valuesOf)]));
  for (let index = 0; index < frames.count; index++) {
    const values = run(frames.reals(index));
    const valuesOf = (id: string): Float32Array => values.get(id) ?? bug(`${id} has no values`);
    for (const { source, means, covariance } of watched) {
      means.add(valuesOf(source.valuesOf));
      covariance?.add(valuesOf(source.valuesOf));
    }
    for (const [id, list] of samples) list.push(thin(valuesOf(id), perFrame, index));
    onFrame();
  }
  return {
    dataflow, layers, params,
    weighted: watched.map(({ layer, source, means, covariance }) => ({
      layer, input: source.shape, numbers: numbers.get(layer.id) ?? bug(`${layer.id} has no numbers`), tapMeans: means.means(), covariances: covariance?.finish() ?? null,
    })),
    codes: chooseCodes(layers, numbers, new Map([...samples].map(([id, list]) => [id, join(list)]))),
  };
}

/** Codes of all layers that calibration decides, with the scale as a 32-bit float holds it. */
function chooseCodes(layers: LayerGraph, numbers: ReadonlyMap<string, LayerNumbers>, samples: ReadonlyMap<string, Float32Array>): Map<string, ChosenCodes> {
  const chosen = new Map<string, ChosenCodes>();
  for (const [id, { format, source, meanSquaredError }] of chooseFormats(layers, numbers, new Map(), samples)) {
    if (format.kind !== 'codes' || meanSquaredError === null) continue;
    chosen.set(id, { scale: Math.fround(format.scale), zero: format.zero, source, meanSquaredError });
  }
  return chosen;
}

/** Evenly spread places, other ones in each frame. */
function thin(values: Float32Array, count: number, frame: number): Float32Array {
  if (values.length <= count) return values;
  const step = values.length / count;
  const offset = Math.floor((frame * 0.618 % 1) * step);
  return Float32Array.from({ length: count }, (_, i) => values[Math.min(values.length - 1, offset + Math.floor(i * step))] as number);
}

function join(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
}
