// Looks up the numbers of every layer and checks them before anything is computed: present, of the right shape, finite, and integers
// where the network is an integer one. All problems are reported together.
import type { LayerParams, ParamRef, Params } from '../ir/float-graph.ts';
import type { BatchNormStep, ConvLayer, CurveStep, LayerGraph, ThresholdStep, TransposedConvLayer } from '../passes/layer-graph.ts';
import { hasCurve } from '../passes/layer-graph.ts';
import { assertNever, bug } from '../source/diagnostic.ts';
import type { RealStep } from './curve.ts';
import { type Problem, refuseAll } from './problems.ts';

export type ParamTensor = NonNullable<LayerParams[string]>;
export type WeightLayer = ConvLayer | TransposedConvLayer;

/** `isInteger`: weights and bias are taken as given, the bias in units of the accumulator. */
export interface LayerWeights {
  readonly weight: ParamTensor['data'];
  readonly bias: ParamTensor['data'] | null;
  readonly isInteger: boolean;
  /** The bias counts accumulator steps instead of real units. */
  readonly isBiasInSteps: boolean;
}

export interface GivenThresholds {
  readonly base: number;
  readonly count: number;
  readonly rows: ParamTensor['data'];
}

/** Numbers of one layer: weights for cores that have them; the curve, or else given thresholds. For a max-pool, the steps that passed it. */
export interface LayerNumbers {
  readonly weights: LayerWeights | null;
  readonly steps: readonly RealStep[];
  readonly thresholds: GivenThresholds | null;
}

/** Numbers by layer id. Throws ModelError with every problem found. */
export function resolveParams(graph: LayerGraph, params: Params): Map<string, LayerNumbers> {
  const problems: Problem[] = [];
  const reader = makeReader(params, problems);
  const resolved = new Map<string, LayerNumbers>();
  for (const layer of graph.nodes) {
    const channels = layer.shape[0];
    if (layer.kind === 'max-pool') {
      resolved.set(layer.id, { weights: null, steps: layer.passed.flatMap((step) => readStep(step, channels, reader)), thresholds: null });
    }
    if (!hasCurve(layer)) continue;
    const weights = layer.kind === 'conv' || layer.kind === 'transposed-conv' ? readWeights(layer, inputMaps(graph, layer), reader) : null;
    const steps = layer.curve.flatMap((step) => readStep(step, channels, reader));
    const last = layer.curve.at(-1);
    const thresholds = last?.kind === 'threshold' ? readThresholds(last, channels, reader) : null;
    resolved.set(layer.id, { weights, steps, thresholds });
  }
  refuseAll(problems);
  return resolved;
}

function inputMaps(graph: LayerGraph, layer: WeightLayer): number {
  return graph.nodes.find((node) => node.id === layer.inputs[0])?.shape[0] ?? bug(`${layer.id} reads nothing`);
}

interface Request {
  readonly params: ParamRef;
  readonly part: string;
  readonly layerName: string;
  readonly span: Problem['span'];
  readonly shapes: readonly (readonly number[])[];
}

interface Reader {
  /** The tensor, or null after reporting why it cannot be used. */
  readonly read: (request: Request) => ParamTensor | null;
  readonly report: (problem: Problem) => void;
}

function makeReader(params: Params, problems: Problem[]): Reader {
  const seen = new Set<string>();
  const report = (problem: Problem): void => {
    const key = `${problem.code} ${problem.message}`;
    if (!seen.has(key)) problems.push(problem);
    seen.add(key);
  };
  return {
    report,
    read: ({ params: ref, part, layerName, span, shapes }) => {
      const tensorName = `${ref.key}.${part}`;
      const place = ref.source.kind === 'file' ? ` in ${ref.source.path}` : '';
      const expected = shapes.map((shape) => `[${shape.join(', ')}]`).join(' or ');
      const tensor = params.get(ref.key)?.[part];
      if (tensor === undefined) {
        report({ code: 'NF3001', message: `${layerName} needs tensor ${tensorName}${place}, which is not there`, span, hint: `store a tensor named ${tensorName} of shape ${expected}, or rename the layer to match the file` });
        return null;
      }
      if (!shapes.some((shape) => shape.join() === tensor.shape.join())) {
        report({ code: 'NF3002', message: `tensor ${tensorName}${place} has shape [${tensor.shape.join(', ')}], but ${layerName} needs ${expected}`, span, hint: 'check kernel, maps and groups of the layer against the trained network' });
        return null;
      }
      const at = tensor.data.findIndex((value: number) => !Number.isFinite(value));
      if (at >= 0) {
        report({ code: 'NF3003', message: `tensor ${tensorName}${place} holds ${tensor.data[at]} at position ${at}`, span, hint: 'export the weights again; a training run that diverged leaves such values' });
        return null;
      }
      return tensor;
    },
  };
}

function readWeights(layer: WeightLayer, maps: number, reader: Reader): LayerWeights | null {
  const request = { params: layer.params, layerName: layer.name, span: layer.span };
  const weight = reader.read({ ...request, part: 'weight', shapes: weightShapes(layer, maps) });
  const bias = layer.hasBias ? reader.read({ ...request, part: 'bias', shapes: [[layer.shape[0]]] }) : null;
  if (weight === null) return null;
  const hasThresholds = layer.curve.some((step) => step.kind === 'threshold');
  const isInteger = hasThresholds || isIntegerData(weight);
  if (isInteger) checkIntegerWeights(layer, weight, reader);
  const isBiasInSteps = bias !== null && (hasThresholds || isIntegerData(bias));
  if (isBiasInSteps && !isInteger) {
    reader.report({ code: 'NF3005', message: `${layer.params.key}.bias holds integers, but ${layer.params.key}.weight does not`, span: layer.span, hint: 'store both as floats, or both as integers' });
  }
  if (isBiasInSteps) checkIntegers(`${layer.params.key}.bias`, bias, layer.span, reader);
  return { weight: weight.data, bias: bias?.data ?? null, isInteger, isBiasInSteps };
}

/** [maps, inputs/groups, kh, kw]; a kernel of the whole image is also accepted as [units, inputs] (a dense layer). */
function weightShapes(layer: WeightLayer, maps: number): number[][] {
  const [kh, kw] = layer.kernel;
  if (layer.kind === 'transposed-conv') return [[maps, layer.shape[0] / layer.groups, kh, kw]];
  const perGroup = maps / layer.groups;
  const full = [layer.shape[0], perGroup, kh, kw];
  const isWholeImage = layer.shape[1] === 1 && layer.shape[2] === 1 && Object.values(layer.padding).every((n) => n === 0);
  return isWholeImage ? [[layer.shape[0], perGroup * kh * kw], full] : [full];
}

/** Int32Array holds what the file stored as integers. */
function isIntegerData(tensor: ParamTensor): boolean {
  return tensor.data instanceof Int32Array;
}

function checkIntegerWeights(layer: WeightLayer, weight: ParamTensor, reader: Reader): void {
  const name = `${layer.params.key}.weight`;
  if (!checkIntegers(name, weight, layer.span, reader)) return;
  const { min, max } = layer.precision;
  const at = weight.data.findIndex((value: number) => value < min || value > max);
  if (at < 0) return;
  reader.report({ code: 'NF3004', message: `tensor ${name} holds ${weight.data[at]} at position ${at}, but ${layer.name} has weights ${min}..${max}`, span: layer.span, hint: 'give the layer a wider precision, or store the weights as floats to have them quantized' });
}

function checkIntegers(name: string, tensor: ParamTensor, span: Problem['span'], reader: Reader): boolean {
  const at = tensor.data.findIndex((value: number) => !Number.isInteger(value));
  if (at < 0) return true;
  reader.report({ code: 'NF3005', message: `tensor ${name} holds ${tensor.data[at]} at position ${at}, but its layer is an integer one`, span, hint: 'layers followed by given thresholds have integer weights, biases and thresholds' });
  return false;
}

function readStep(step: CurveStep, channels: number, reader: Reader): RealStep[] {
  switch (step.kind) {
    case 'batchnorm': return readBatchNorm(step, channels, reader);
    case 'activation': return [{ kind: 'function', fn: step.fn }];
    case 'threshold': return [];
    default: return assertNever(step);
  }
}

function readBatchNorm(step: BatchNormStep, channels: number, reader: Reader): RealStep[] {
  const part = (name: string): ArrayLike<number> | null =>
    reader.read({ params: step.params, part: name, layerName: step.name, span: step.span, shapes: [[channels]] })?.data ?? null;
  const [gamma, beta, mean, variance] = [part('gamma'), part('beta'), part('mean'), part('variance')];
  if (gamma === null || beta === null || mean === null || variance === null) return [];
  const bad = Array.from(variance).findIndex((value) => !(value + step.epsilon > 0));
  if (bad >= 0) {
    reader.report({ code: 'NF3011', message: `${step.params.key}.variance holds ${variance[bad]} for channel ${bad}`, span: step.span, hint: 'variance plus epsilon must be positive' });
    return [];
  }
  const slope = Float64Array.from(gamma, (value, c) => value / Math.sqrt((variance[c] as number) + step.epsilon));
  const offset = Float64Array.from(beta, (value, c) => value - (slope[c] as number) * (mean[c] as number));
  return [{ kind: 'line', slope, offset }];
}

function readThresholds(step: ThresholdStep, channels: number, reader: Reader): GivenThresholds | null {
  const shapes = [7, 6, 5, 4, 3, 2, 1].map((count) => [channels, count]);
  const request = { params: step.params, part: 'thresholds', layerName: step.name, span: step.span, shapes };
  const tensor = reader.read(request);
  if (tensor === null || !checkIntegers(`${step.params.key}.thresholds`, tensor, step.span, reader)) return null;
  if (!Number.isInteger(step.base) || step.base > 0 || step.base < -7) {
    reader.report({ code: 'NF3006', message: `codes of ${step.name} begin at ${step.base}, so zero is not one of the eight codes`, span: step.span, hint: 'choose a base from -7 to 0' });
    return null;
  }
  return { base: step.base, count: tensor.shape[1] ?? bug('thresholds without a second extent'), rows: tensor.data };
}

