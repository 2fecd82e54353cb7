// Builds the integer conv or transposed conv of a layer: weights on the grid, everything else folded into its epilogue.
import type { Shape } from '../ir/graph.ts';
import type { Epilogue, IntegerConv, IntegerFormat, IntegerTransposedConv } from '../ir/integer-graph.ts';
import { roundHalfUp } from '../reference/rounding.ts';
import { bug } from '../source/diagnostic.ts';
import type { TensorFormat } from './choose-formats.ts';
import { applySteps, type Interval, slopeOf } from './curve.ts';
import { foldCurve, takeThresholds } from './epilogue.ts';
import { type IntegerWeights, quantizeWeights, reachOf } from './layer-weights.ts';
import { macsOf } from './macs.ts';
import { doubledReach, proveFits } from './overflow.ts';
import type { LayerNumbers, LayerWeights, WeightLayer } from './params.ts';
import { refuse } from './problems.ts';

/** What an operand looks like to its reader. */
export interface Operand {
  readonly shape: Shape;
  readonly zero: number;
  readonly scale: number;
  readonly topCode: number;
  readonly isIntegerUnit: boolean;
}

export interface WeightedResult {
  readonly node: IntegerConv | IntegerTransposedConv;
  readonly weights: IntegerWeights;
  readonly reach: Interval;
}

export function buildWeighted(layer: WeightLayer, operand: Operand, numbers: LayerNumbers, output: TensorFormat): WeightedResult {
  const given = numbers.weights ?? bug(`${layer.id} has no weights`);
  const isRaw = layer.form === 'raw';
  if (isRaw && given.isInteger && numbers.steps.length > 0) {
    refuse({ code: 'NF3007', message: `${layer.name} has integer weights and a batch-norm, and its result leaves the network as it is: not supported yet`, span: layer.span, hint: 'store the weights as floats, or put an activation after the batch-norm' });
  }
  const weights = quantizeWeights(layer, operand.shape, given, (map) => (isRaw ? slopeOf(numbers.steps, map) : 1));
  // A transposed conv subtracts the zero point itself.
  const inputZero = layer.kind === 'conv' ? operand.zero : 0;
  const shift = operand.zero - inputZero;
  const reaches = reachOf(layer, operand.shape, weights.integers, { low: 0 - shift, high: operand.topCode - shift });
  proveFits(layer, reaches, 'accumulator');
  const core: Core = { layer, given, weights, reaches, stepOf: (map) => operand.scale * (weights.scales[map] as number), zeroOf: (map) => inputZero * (weights.sums[map] as number) || 0 };
  const epilogue = isRaw ? foldRaw(core, numbers) : foldCodes(core, numbers, output, operand);
  const format: IntegerFormat = isRaw ? { kind: 'raw', scale: core.stepOf(0) } : output.format;
  const { id, name, span, inputs, shape, kernel, stride, padding, groups, precision } = layer;
  const shared = { id, name, span, inputs, shape, kernel, stride, padding, groups, format, epilogue, macs: macsOf(layer, operand.shape), weights: weights.integers, trits: precision.trits };
  const node: WeightedResult['node'] = layer.kind === 'conv'
    ? { kind: 'conv', ...shared, padCode: operand.zero }
    : { kind: 'transposed-conv', ...shared, outputPadding: layer.outputPadding, inputZero: operand.zero };
  return { node, weights, reach: hull(reaches) };
}

interface Core {
  readonly layer: WeightLayer;
  readonly given: LayerWeights;
  readonly weights: IntegerWeights;
  readonly reaches: readonly Interval[];
  /** Real value of one step of the accumulator. */
  readonly stepOf: (map: number) => number;
  /** Share of the operand's zero point in the accumulator. */
  readonly zeroOf: (map: number) => number;
}

/** One scale for the whole tensor, and the bias (with what a batch-norm adds) as a rounded integer. */
function foldRaw({ layer, given, reaches, stepOf, zeroOf }: Core, numbers: LayerNumbers): Epilogue {
  const bias = Int32Array.from({ length: layer.shape[0] }, (_, map) => {
    const own = given.bias?.[map] ?? 0;
    const steps = given.isBiasInSteps ? own : roundHalfUp(applySteps(numbers.steps, map, own) / stepOf(map));
    if (Math.abs(steps) > 2 ** 23) proveFits(layer, [{ low: steps, high: steps }], 'bias');
    return steps - zeroOf(map);
  });
  proveFits(layer, reaches.map(({ low, high }, map) => ({ low: low + (bias[map] as number), high: high + (bias[map] as number) })), 'result');
  return { kind: 'raw', bias };
}

function foldCodes(core: Core, numbers: LayerNumbers, output: TensorFormat, operand: Operand): Epilogue {
  const { layer, given, reaches, stepOf, zeroOf } = core;
  if (numbers.thresholds !== null) {
    requireIntegerUnit(layer, operand);
    const { rows, count } = numbers.thresholds;
    return takeThresholds(rows, count, layer.shape[0], (map) => zeroOf(map) - (given.bias?.[map] ?? 0));
  }
  const format = output.format.kind === 'codes' ? output.format : bug(`${layer.id} has format ${output.format.kind}`);
  const biasOf = (map: number): number => (given.bias?.[map] ?? 0) * (given.isBiasInSteps ? stepOf(map) : 1);
  const epilogue = foldCurve(
    { channels: layer.shape[0], scale: stepOf, zero: zeroOf, bias: biasOf, reach: (map) => reaches[map] ?? bug('no such map') },
    numbers.steps, format, output.topCode,
  );
  if (epilogue.absolute !== null) proveFits(layer, doubledReach(reaches, epilogue.absolute), 'doubled distance from the centre');
  return epilogue;
}

/** Given thresholds count steps of the accumulator; they mean nothing on codes that were chosen by calibration. */
export function requireIntegerUnit(layer: { readonly name: string; readonly span: WeightLayer['span'] }, operand: Operand): void {
  if (operand.isIntegerUnit) return;
  refuse({ code: 'NF3007', message: `${layer.name} has given thresholds, but reads codes that are not integers of the network: not supported yet`, span: layer.span, hint: 'let given thresholds follow a conv or dense layer directly, and make the layers before it integer ones too' });
}

export function hull(reaches: readonly Interval[]): Interval {
  return { low: reaches.reduce((low, reach) => Math.min(low, reach.low), Infinity), high: reaches.reduce((high, reach) => Math.max(high, reach.high), -Infinity) };
}
