// Makes the node of each built-in layer but the windowed ones (see lower-windows.ts), with its shape checked.
import { optionNames } from '../syntax/builtins.ts';
import type {
  ActivationNode, AddNode, ArgmaxNode, BatchNormNode, ConcatNode, DenseNode, FlattenNode, FloatNode, ThresholdNode, UpsampleNode,
} from './float-graph.ts';
import type { Shape } from './graph.ts';
import { failCall, type LayerCall, needInteger, readInteger, readPair, readPositive } from './lower-args.ts';
import { addLayer, checkHost } from './lower-host.ts';
import { biasOf, checkSize, firstOperand, precisionOf, refOf, showTensor } from './lower-params.ts';
import { showShape } from './lower-values.ts';
import { makeConv, makeDeconv, makePool } from './lower-windows.ts';

export type Maker = (call: LayerCall) => FloatNode | undefined;

const base = (call: LayerCall, shape: Shape): Pick<FloatNode, 'name' | 'span' | 'inputs' | 'shape'> => ({
  name: call.place.name,
  span: call.place.span,
  inputs: call.operands.map((operand) => operand.id),
  shape,
});

function makeDense(call: LayerCall): FloatNode | undefined {
  const input = firstOperand(call);
  const units = needInteger(call, 'units');
  const precision = precisionOf(call);
  const hasBias = biasOf(call);
  if (units === undefined || precision === undefined || hasBias === undefined) return undefined;
  const fanIn = input.shape[0] * input.shape[1] * input.shape[2];
  const params = refOf(call, [units, fanIn]);
  if (params === undefined || !checkSize(call, [units, 1, 1])) return undefined;
  return addLayer<DenseNode>(call, { kind: 'dense', ...base(call, [units, 1, 1]), hasBias, params, precision });
}

function makeBatchNorm(call: LayerCall): FloatNode | undefined {
  const input = firstOperand(call);
  const epsilon = readPositive(call, 'epsilon', 1e-5);
  const params = refOf(call, [input.shape[0]]);
  if (epsilon === undefined || epsilon === null || params === undefined) return undefined;
  return addLayer<BatchNormNode>(call, { kind: 'batchnorm', ...base(call, input.shape), epsilon, params });
}

function makeActivation(fn: ActivationNode['fn']): Maker {
  return (call) => {
    const range = readPositive(call, 'range', null);
    if (range === undefined) return undefined;
    const { shape } = firstOperand(call);
    return addLayer<ActivationNode>(call, { kind: 'activation', ...base(call, shape), fn, range, bits: call.context.activationBits });
  };
}

function makeThreshold(call: LayerCall): FloatNode | undefined {
  const input = firstOperand(call);
  const option = call.options.get('base');
  const baseCode = option === undefined ? 0 : readInteger(call, 'base of threshold', option, -7, 0);
  const params = refOf(call, [input.shape[0]]);
  if (baseCode === undefined || params === undefined) return undefined;
  return addLayer<ThresholdNode>(call, { kind: 'threshold', ...base(call, input.shape), base: baseCode, params });
}

/** The first operand that differs from the first one, where sizes must agree from dimension `from` on. */
function findMismatch(call: LayerCall, from: 0 | 1): FloatNode | undefined {
  const first = firstOperand(call);
  return call.operands.find((operand) => operand.shape.some((size, axis) => axis >= from && size !== first.shape[axis]));
}

/** Two or more operands of one shape. */
function makeAdd(call: LayerCall): FloatNode | undefined {
  const first = firstOperand(call);
  const odd = findMismatch(call, 0);
  if (odd !== undefined) {
    const message = `add needs equal shapes, but ${showTensor(call, first)} and ${showTensor(call, odd)} differ`;
    const axis = odd.shape[0] !== first.shape[0] ? 'bring both to the same number of maps, for example with conv(N maps, 1x1)' : 'bring both to the same height and width with a stride, a pool or upsample';
    return failCall(call, 'NF2201', message, call.place.span, axis, `${showShape(first.shape)} + ${showShape(odd.shape)}`);
  }
  return addLayer<AddNode>(call, { kind: 'add', ...base(call, first.shape) });
}

function makeConcat(call: LayerCall): FloatNode | undefined {
  const first = firstOperand(call);
  const odd = findMismatch(call, 1);
  if (odd !== undefined) {
    const message = `concat needs equal height and width, but ${showTensor(call, first)} and ${showTensor(call, odd)} differ`;
    return failCall(call, 'NF2201', message, call.place.span, 'bring both to the same height and width with a stride, a pool or upsample', `${showShape(first.shape)} beside ${showShape(odd.shape)}`);
  }
  const maps = call.operands.reduce((sum, operand) => sum + operand.shape[0], 0);
  const shape: Shape = [maps, first.shape[1], first.shape[2]];
  if (!checkSize(call, shape)) return undefined;
  return addLayer<ConcatNode>(call, { kind: 'concat', ...base(call, shape) });
}

function makeUpsample(call: LayerCall): FloatNode | undefined {
  const { shape } = firstOperand(call);
  if (!call.options.has('factor')) return failCall(call, 'NF2102', 'upsample needs factor', call.place.span, 'write upsample(2) or upsample(2x3)');
  const factor = readPair(call, 'factor', [1, 1]);
  if (factor === undefined) return undefined;
  const grown: Shape = [shape[0], shape[1] * factor[0], shape[2] * factor[1]];
  if (!checkSize(call, grown)) return undefined;
  return addLayer<UpsampleNode>(call, { kind: 'upsample', ...base(call, grown), factor });
}

function makeFlatten(call: LayerCall): FloatNode {
  const { shape } = firstOperand(call);
  const flat: Shape = [shape[0] * shape[1] * shape[2], 1, 1];
  return addLayer<FlattenNode>(call, { kind: 'flatten', ...base(call, flat) });
}

function makeArgmax(call: LayerCall): FloatNode {
  const { shape } = firstOperand(call);
  return addLayer<ArgmaxNode>(call, { kind: 'argmax', ...base(call, [1, shape[1], shape[2]]) });
}

/** One maker per row of the table of built-in layers. */
const makers: Readonly<Record<string, Maker>> = {
  conv: makeConv,
  deconv: makeDeconv,
  dense: makeDense,
  maxpool: makePool('max'),
  avgpool: makePool('average'),
  sumpool: makePool('sum'),
  l2pool: makePool('l2'),
  batchnorm: makeBatchNorm,
  relu: makeActivation('relu'),
  hardtanh: makeActivation('hardtanh'),
  tanh: makeActivation('tanh'),
  abs: makeActivation('abs'),
  sigmoid: makeActivation('sigmoid'),
  sqrt: makeActivation('sqrt'),
  threshold: makeThreshold,
  add: makeAdd,
  concat: makeConcat,
  upsample: makeUpsample,
  flatten: makeFlatten,
  argmax: makeArgmax,
};

/** Builds the node of a bound call; undefined where something was reported (unknown options by the checks). */
export function makeLayer(call: LayerCall): FloatNode | undefined {
  const known = optionNames(call.signature);
  if ([...call.options.keys()].some((name) => !known.includes(name))) return undefined;
  return checkHost(call) ? makers[call.signature.name]?.(call) : undefined;
}
