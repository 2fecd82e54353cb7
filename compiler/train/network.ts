// A network that can be trained: every layer with the way back, in real numbers or as the integer network will compute it (weights on their
// grid, tensors rounded to their codes). It works on the layer graph, after all passes, so that it rounds exactly where the hardware does.
import type { Shape } from '../ir/graph.ts';
import { mapsOfPlaces } from '../ir/weight-layout.ts';
import type { BatchNormStep, CurveStep, Layer, LayerGraph } from '../passes/layer-graph.ts';
import { hasCurve } from '../passes/layer-graph.ts';
import type { TensorLibrary } from '../reference/float-backend.ts';
import { assertNever, bug } from '../source/diagnostic.ts';
import { activationStep, type BatchNorm, batchNormStep, biasStep, codesStep, fixedNormStep, type StepResult } from './curve-steps.ts';
import { addAll, concatMaps, mapsFirst, splitMaps, upsample, upsampleGradient } from './joins.ts';
import { normReluStep } from './norm-relu.ts';
import { divisors, maxPool, maxPoolGradient, sumPool, sumPoolGradient, type Windows } from './pooling.ts';
import { type Slots, viewOf } from './slots.ts';
import { ofArray, ofTensor, type Value } from './values.ts';
import { weightCodes, weightGradient } from './weight-codes.ts';
import { prepareWeighted, type WeightedLayer } from './weighted.ts';

/** How the codes of a layer are read. `scale` null: it is trained, in the slot NAME.code-scale. */
export interface PlannedCodes {
  readonly zero: number;
  readonly scale: number | null;
  /** The largest code. */
  readonly top: number;
}

/** What is trained, as plain data. */
export interface TrainPlan {
  readonly layers: LayerGraph;
  /** Id of the layer whose values are the scores of the classes. */
  readonly scores: string;
  readonly slots: Slots;
  /** Ids of the layers that run on the host: they stay in real numbers. */
  readonly host: ReadonlySet<string>;
  /** By layer id; null trains in real numbers. */
  readonly codes: ReadonlyMap<string, PlannedCodes> | null;
}

export interface Step {
  /** Learned numbers, laid out by the slots. */
  readonly values: Float32Array;
  /** Gradients are added here, observed statistics too; null where only scores are wanted: then kept statistics are used. */
  readonly gradients: Float32Array | null;
  /** Called with the values of each layer before they are rounded to codes. */
  readonly observe?: (layer: Layer, values: Float32Array) => void;
}

export interface Forward {
  /** [batch, H, W, classes] of the layer of scores. */
  readonly scores: Float32Array;
  /** Adds the gradients of one step. */
  readonly backward: (dScores: Float32Array) => void;
}

export interface TrainNetwork {
  /** `images` are real values [batch, H, W, channels] of the one input. Tensors live until `dispose` of the scope that the caller opened. */
  readonly forward: (images: Float32Array, batch: number, step: Step) => Forward;
}

interface LayerResult {
  readonly value: Value;
  /** Gradients of the operands; null where none is wanted. */
  readonly back: ((dy: Value) => readonly Value[]) | null;
}

interface Context extends Step {
  readonly operands: readonly Value[];
  readonly wantsInput: boolean;
}

type LayerRunner = (context: Context) => LayerResult;

export function prepareTraining(tf: TensorLibrary, plan: TrainPlan): TrainNetwork {
  const shapes = new Map<string, Shape>(plan.layers.nodes.map((layer) => [layer.id, layer.shape]));
  const needed = layersBefore(plan.layers, plan.scores);
  const isInput = new Set(plan.layers.nodes.filter((layer) => layer.kind === 'input').map((layer) => layer.id));
  const runners = needed.map((layer) => ({ layer, run: layer.kind === 'input' ? null : prepareLayer(tf, layer, shapes, plan) }));
  return {
    forward: (images, batch, step) => {
      const results = new Map<string, LayerResult>();
      for (const { layer, run } of runners) {
        const [channels, height, width] = layer.shape;
        if (run === null) results.set(layer.id, { value: ofArray(tf, images, [batch, height, width, channels]), back: null });
        else {
          const operands = layer.inputs.map((id) => results.get(id)?.value ?? bug(`${id} is not computed yet`));
          results.set(layer.id, run({ ...step, operands, wantsInput: !layer.inputs.every((id) => isInput.has(id)) }));
        }
      }
      const last = results.get(plan.scores)?.value ?? bug(`${plan.scores} was not computed`);
      return { scores: last.array(), backward: (dScores) => runBack(tf, plan, runners.map(({ layer }) => layer), results, ofArray(tf, dScores, last.shape)) };
    },
  };
}

/** The layers that the scores depend on, in order. */
function layersBefore(graph: LayerGraph, scores: string): Layer[] {
  const wanted = new Set([scores]);
  for (const layer of graph.nodes.toReversed()) if (wanted.has(layer.id)) for (const id of layer.inputs) wanted.add(id);
  return graph.nodes.filter((layer) => wanted.has(layer.id));
}

function runBack(tf: TensorLibrary, plan: TrainPlan, layers: readonly Layer[], results: ReadonlyMap<string, LayerResult>, dScores: Value): void {
  const errors = new Map<string, Value[]>([[plan.scores, [dScores]]]);
  for (const layer of layers.toReversed()) {
    const found = errors.get(layer.id);
    const back = results.get(layer.id)?.back;
    if (found === undefined || back === null || back === undefined) continue;
    const [first] = found;
    const total = found.length === 1 && first !== undefined ? first : ofArray(tf, addAll(found.map((value) => value.array())), (first ?? dScores).shape);
    back(total).forEach((error, port) => {
      const source = layer.inputs[port] ?? bug(`${layer.id} lacks operand ${port}`);
      errors.set(source, [...(errors.get(source) ?? []), error]);
    });
    errors.delete(layer.id);
  }
}

function prepareLayer(tf: TensorLibrary, layer: Exclude<Layer, { kind: 'input' }>, shapes: ReadonlyMap<string, Shape>, plan: TrainPlan): LayerRunner {
  const input = shapes.get(layer.inputs[0] ?? '') ?? bug(`${layer.id} reads nothing`);
  const finish = prepareCurve(tf, layer, plan);
  switch (layer.kind) {
    case 'conv': case 'transposed-conv': return runWeighted(tf, layer, input, plan, finish);
    case 'sum-pool': return (context) => {
      const x = operand(context);
      const windows = windowsOf(layer, x.shape[0], input);
      const divisor = divisors(windows, layer.divideBy);
      const isSquare = layer.operand === 'square';
      const values = x.array();
      return finish(context, ofArray(tf, sumPool(values, windows, isSquare, divisor), outputShape(layer, x)),
        (dy) => [ofArray(tf, sumPoolGradient(values, dy.array(), windows, isSquare, divisor), x.shape)]);
    };
    case 'max-pool': return (context) => {
      const x = operand(context);
      const sign = signOf(layer.passed, layer.shape[0], plan.slots, context.values);
      const { y, source } = maxPool(x.array(), windowsOf(layer, x.shape[0], input), sign);
      return { value: ofArray(tf, y, outputShape(layer, x)), back: (dy) => [ofArray(tf, maxPoolGradient(dy.array(), source, x.array().length), x.shape)] };
    };
    case 'pointwise': return (context) => finish(context, operand(context), (dy) => [dy]);
    case 'add': return (context) => finish(context, ofArray(tf, addAll(context.operands.map((value) => value.array())), operand(context).shape), (dy) => [dy, dy]);
    case 'concat': return (context) => {
      const maps = context.operands.map((value) => value.shape[3]);
      const joined = concatMaps(context.operands.map((value) => value.array()), maps);
      return finish(context, ofArray(tf, joined, outputShape(layer, operand(context))),
        (dy) => splitMaps(dy.array(), maps).map((part, port) => ofArray(tf, part, context.operands[port]?.shape ?? bug('an operand is missing'))));
    };
    case 'upsample': return (context) => {
      const x = operand(context);
      return {
        value: ofArray(tf, upsample(x.array(), x.shape, layer.factor), outputShape(layer, x)),
        back: (dy) => [ofArray(tf, upsampleGradient(dy.array(), x.shape, layer.factor), x.shape)],
      };
    };
    case 'flatten': return (context) => {
      const x = operand(context);
      const [batch, height, width, maps] = x.shape;
      return {
        value: ofArray(tf, mapsFirst(x.array(), batch, height * width, maps), outputShape(layer, x)),
        back: (dy) => [ofArray(tf, mapsFirst(dy.array(), batch, maps, height * width), x.shape)],
      };
    };
    case 'argmax': case 'pool': return bug(`${layer.id} cannot be trained`);
    default: return assertNever(layer);
  }
}

const operand = (context: Context): Value => context.operands[0] ?? bug('a layer without operand');

const outputShape = (layer: Layer, x: Value): Value['shape'] => [x.shape[0], layer.shape[1], layer.shape[2], layer.shape[0]];

function windowsOf(layer: Extract<Layer, { kind: 'sum-pool' | 'max-pool' }>, batch: number, input: Shape): Windows {
  const { kernel, stride, padding } = layer;
  return { kernel, stride, padding, batch, input, output: layer.shape };
}

/** -1 for maps where the steps that once followed a max pool fall. */
function signOf(steps: readonly CurveStep[], maps: number, slots: Slots, values: Float32Array): Float32Array {
  const sign = new Float32Array(maps).fill(1);
  for (const step of steps) {
    if (step.kind !== 'batchnorm') continue;
    viewOf(values, slots, `${step.params.key}.gamma`).forEach((gamma, map) => { if (gamma < 0) sign[map] = -(sign[map] as number); });
  }
  return sign;
}

function runWeighted(tf: TensorLibrary, layer: WeightedLayer, input: Shape, plan: TrainPlan, finish: CurveRunner): LayerRunner {
  const { key } = layer.params;
  const weighted = prepareWeighted(tf, layer, input);
  const slot = plan.slots.get(`${key}.weight`) ?? bug(`${key} has no weights`);
  const scales = plan.slots.get(`${key}.weight-scale`) ?? bug(`${key} has no scales`);
  const maps = mapsOfPlaces(layer.kind === 'transposed-conv', slot.shape, layer.groups);
  const mapOf = scales.size === 1 ? new Int32Array(slot.size) : maps;
  const mask = layer.kind === 'conv' && layer.table !== null ? connections(layer.table, input[0], slot.size) : null;
  const isReal = plan.codes === null || plan.host.has(layer.id);
  const disconnect = (list: Float32Array): void => mask?.forEach((isConnected, place) => { if (isConnected === 0) list[place] = 0; });
  return (context) => {
    const x = operand(context);
    const shadow = viewOf(context.values, plan.slots, `${key}.weight`);
    const logScales = viewOf(context.values, plan.slots, `${key}.weight-scale`);
    const weights = isReal ? shadow.slice() : weightCodes(shadow, logScales, mapOf, layer.precision).values;
    disconnect(weights);
    return finish(context, ofTensor(weighted.forward(x.tensor(), weights)), (dy) => {
      const dWeights = new Float32Array(slot.size);
      const dx = weighted.backward(x.tensor(), weights, dy.tensor(), dWeights, context.wantsInput);
      disconnect(dWeights);
      const gradients = context.gradients ?? bug('a step back without gradients');
      if (!isReal) weightGradient(dWeights, shadow, logScales, mapOf, layer.precision, viewOf(gradients, plan.slots, `${key}.weight-scale`));
      const sum = viewOf(gradients, plan.slots, `${key}.weight`);
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (dWeights[i] as number);
      return dx === null ? [] : [ofTensor(dx)];
    });
  };
}

/** 1 where the table connects. */
export function connections(table: readonly (readonly number[])[], inputs: number, size: number): Uint8Array {
  const taps = size / (table.length * inputs);
  return Uint8Array.from({ length: size }, (_, place) => ((table[Math.floor(place / (inputs * taps))] ?? []).includes(Math.floor(place / taps) % inputs) ? 1 : 0));
}

/** Ends a layer: its curve, then the rounding to its codes, then `backCore`. */
type CurveRunner = (context: Context, core: Value, backCore: (dy: Value) => readonly Value[]) => LayerResult;

function prepareCurve(tf: TensorLibrary, layer: Layer, plan: TrainPlan): CurveRunner {
  const steps = hasCurve(layer) ? layer.curve : [];
  const codes = plan.codes?.get(layer.id) ?? null;
  const biasKey = (layer.kind === 'conv' || layer.kind === 'transposed-conv') && layer.hasBias ? `${layer.params.key}.bias` : null;
  return (context, core, backCore) => {
    const run: StepResult[] = [];
    const last = (): Float32Array => run.at(-1)?.values ?? core.array();
    const gradient: GradientOf = (name) => (context.gradients === null ? new Float32Array(plan.slots.get(name)?.size ?? 0) : viewOf(context.gradients, plan.slots, name));
    const name = `${layer.name}.code-scale`;
    const scale = codes === null ? 0 : (codes.scale ?? Math.fround(Math.exp(viewOf(context.values, plan.slots, name)[0] as number)));
    const dLogScale = codes !== null && codes.scale === null ? gradient(name) : null;
    const norm = biasKey === null && (codes?.zero ?? 0) === 0 && context.gradients !== null && context.observe === undefined ? normBeforeRelu(steps) : null;
    if (norm !== null) {
      const { parameters, gradients, observed } = normParts(norm, context, plan, gradient);
      const { values, back } = normReluStep(core.array(), parameters, gradients, observed, { scale, top: codes?.top ?? 7, dLogScale });
      return { value: ofArray(tf, values, core.shape), back: (dy) => backCore(ofArray(tf, back(dy.array().slice()), core.shape)) };
    }
    if (biasKey !== null) run.push(biasStep(last(), viewOf(context.values, plan.slots, biasKey), gradient(biasKey)));
    for (const step of steps) run.push(curveStep(step, last(), context, plan, gradient));
    context.observe?.(layer, last());
    if (codes !== null) run.push(codesStep(last(), { scale, zero: codes.zero, top: codes.top }, dLogScale));
    const value = run.length === 0 ? core : ofArray(tf, last(), core.shape);
    return {
      value,
      back: (dy) => {
        if (run.length === 0) return backCore(dy);
        const error = run.reduceRight<Float32Array>((errors, step) => step.back(errors), dy.array().slice());
        return backCore(ofArray(tf, error, core.shape));
      },
    };
  };
}

/** The batch-norm of a curve that is one batch-norm and then relu. */
function normBeforeRelu(steps: readonly CurveStep[]): BatchNormStep | null {
  const [first, second] = steps;
  return steps.length === 2 && first?.kind === 'batchnorm' && second?.kind === 'activation' && second.fn === 'relu' ? first : null;
}

type GradientOf = (name: string) => Float32Array;

function normParts({ params: { key }, epsilon }: BatchNormStep, context: Context, plan: TrainPlan, gradient: GradientOf): {
  readonly parameters: BatchNorm;
  readonly gradients: { readonly gamma: Float32Array; readonly beta: Float32Array };
  readonly observed: { readonly mean: Float32Array; readonly variance: Float32Array };
} {
  const view = (part: string): Float32Array => viewOf(context.values, plan.slots, `${key}.${part}`);
  return {
    parameters: { gamma: view('gamma'), beta: view('beta'), mean: view('mean'), variance: view('variance'), epsilon },
    gradients: { gamma: gradient(`${key}.gamma`), beta: gradient(`${key}.beta`) },
    observed: { mean: gradient(`${key}.mean`), variance: gradient(`${key}.variance`) },
  };
}

function curveStep(step: CurveStep, x: Float32Array, context: Context, plan: TrainPlan, gradient: GradientOf): StepResult {
  if (step.kind === 'activation') return activationStep(x, step.fn);
  if (step.kind === 'threshold') return bug('given thresholds cannot be trained');
  const { parameters, gradients, observed } = normParts(step, context, plan, gradient);
  return context.gradients === null ? fixedNormStep(x, parameters) : batchNormStep(x, parameters, gradients, observed);
}
