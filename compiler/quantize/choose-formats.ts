// Decides, layer by layer, how the integers of each tensor are to be read. Fixed curves have fixed codes; the others are calibrated, or,
// without frames, cover the interval their values are known to stay in. Refuses where neither is possible.
import type { IntegerFormat } from '../ir/integer-graph.ts';
import type { ActivationStep, CurvedLayer, Layer, LayerGraph } from '../passes/layer-graph.ts';
import { hasCurve } from '../passes/layer-graph.ts';
import { bug } from '../source/diagnostic.ts';
import type { Samples } from './calibrate.ts';
import { type Interval, intervalThrough } from './curve.ts';
import type { CodeFormat } from './epilogue.ts';
import type { LayerNumbers } from './params.ts';
import { refuse } from './problems.ts';
import { chooseSigned, chooseUnsigned, coverInterval } from './ranges.ts';

export interface TensorFormat {
  readonly format: IntegerFormat;
  /** Where it comes from: fixed, given, weights file, same as the operand, known interval, min-max, percentile p. */
  readonly source: string;
  /** Mean squared error of the codes over the calibration samples, where there were any. */
  readonly meanSquaredError: number | null;
  /** One code step is one unit of an integer network: inputs, given thresholds, and codes of scale 1. */
  readonly isIntegerUnit: boolean;
  /** The largest code that occurs. */
  readonly topCode: number;
}

type Numbers = ReadonlyMap<string, LayerNumbers>;

type GivenCodes = ReadonlyMap<string, CodeFormat>;

/** Ids of the float nodes whose values set a range. */
export function nodesToCalibrate(graph: LayerGraph, given: GivenCodes): Set<string> {
  return new Set(graph.nodes.filter((layer) => isCalibrated(layer) && !given.has(layer.id)).map((layer) => layer.valuesOf));
}

function isCalibrated(layer: Layer): boolean {
  if (layer.kind === 'concat') return true;
  return hasCurve(layer) && !isRaw(layer) && layer.curve.at(-1)?.kind !== 'threshold' && fixedFormat(layer) === null;
}

function isRaw(layer: Layer): boolean {
  return 'form' in layer && layer.form === 'raw';
}

/** `given` codes, from the weights file, hold where the network itself leaves the codes open. */
export function chooseFormats(graph: LayerGraph, numbers: Numbers, given: GivenCodes, samples: Samples | null): Map<string, TensorFormat> {
  const formats = new Map<string, TensorFormat>();
  for (const layer of graph.nodes) {
    const operands = layer.inputs.map((id) => formats.get(id) ?? bug(`${id} has no format yet`));
    formats.set(layer.id, chooseFormat(layer, operands, numbers.get(layer.id) ?? null, given.get(layer.id) ?? null, samples?.get(layer.valuesOf) ?? null));
  }
  return formats;
}

function chooseFormat(
  layer: Layer, operands: readonly TensorFormat[], numbers: LayerNumbers | null, given: CodeFormat | null, samples: Float32Array | null,
): TensorFormat {
  if (hasCurve(layer)) return curvedFormat(layer, operands, numbers ?? bug(`${layer.id} has no numbers`), given, samples);
  switch (layer.kind) {
    case 'input': return inputFormat(layer.name, layer);
    case 'argmax': return { format: { kind: 'index' }, source: 'fixed', meanSquaredError: null, isIntegerUnit: false, topCode: 0 };
    case 'concat': return concatFormat(operands, given, samples);
    default: return { ...(operands[0] ?? bug(`${layer.id} reads nothing`)), source: 'same as the operand', meanSquaredError: null };
  }
}

function inputFormat(name: string, layer: Extract<Layer, { kind: 'input' }>): TensorFormat {
  const { bits, zero, scale } = layer.format;
  const top = 2 ** bits - 1;
  if (!Number.isInteger(zero) || zero < 0 || zero > top || !(scale > 0)) {
    refuse({ code: 'NF3012', message: `input ${name} has zero point ${zero} and scale ${scale}, but its codes are 0..${top}`, span: layer.span, hint: `choose a whole zero point from 0 to ${top} and a positive scale` });
  }
  const format: IntegerFormat = bits > 3 ? { kind: 'wide', bits, zero, scale } : { kind: 'codes', zero, scale };
  return { format, source: 'given', meanSquaredError: null, isIntegerUnit: true, topCode: top };
}

function curvedFormat(
  layer: CurvedLayer, operands: readonly TensorFormat[], numbers: LayerNumbers, given: CodeFormat | null, samples: Float32Array | null,
): TensorFormat {
  const top = topOf(layer);
  const codes = (zero: number, scale: number, source: string, meanSquaredError: number | null = null): TensorFormat =>
    ({ format: { kind: 'codes', zero, scale }, source, meanSquaredError, isIntegerUnit: scale === 1, topCode: top });
  // The scale of a raw layer follows from its weights; the builder fills it in.
  if (isRaw(layer)) return { format: { kind: 'raw', scale: 1 }, source: 'accumulator', meanSquaredError: null, isIntegerUnit: false, topCode: 0 };
  if (numbers.thresholds !== null) return { ...codes(-numbers.thresholds.base || 0, 1, 'given'), topCode: numbers.thresholds.count };
  const fixed = fixedFormat(layer);
  if (fixed !== null) return codes(fixed.zero, fixed.scale, 'fixed');
  const known = intervalThrough(numbers.steps, coreInterval(layer, operands));
  const width = known.high - known.low;
  if (layer.curve.length === 0 && layer.kind === 'add' && operands.every((operand) => operand.isIntegerUnit) && width <= 7 && known.low >= -7 && known.high >= 0) {
    return { ...codes(-known.low || 0, 1, 'given'), topCode: width };
  }
  if (given !== null) return codes(given.zero, given.scale, 'weights file');
  if (samples !== null && samples.length > 0) {
    const isUnsigned = known.low >= 0;
    const choice = isUnsigned ? chooseUnsigned(samples, top) : chooseSigned(samples, top);
    return codes(choice.zero, choice.scale, choice.source, choice.meanSquaredError);
  }
  if (Number.isFinite(known.low) && Number.isFinite(known.high)) {
    const cover = coverInterval(known.low, known.high, top);
    return codes(cover.zero, cover.scale, 'known interval');
  }
  return refuse({ code: 'NF3009', message: `the range of ${layer.name} is not known`, span: layer.span, hint: 'give calibration frames, or state the range of the activation' });
}

/** Codes that follow from the last activation alone. */
function fixedFormat(layer: CurvedLayer): { readonly zero: number; readonly scale: number } | null {
  const last = layer.curve.at(-1);
  if (last?.kind !== 'activation') return null;
  return fixedCodes(last);
}

/** The largest code of a curved layer: its activation may have fewer than three bits. */
export function topOf(layer: CurvedLayer): number {
  const last = layer.curve.at(-1);
  return last?.kind === 'activation' ? 2 ** last.bits - 1 : 7;
}

function fixedCodes({ fn, range, bits }: ActivationStep): { readonly zero: number; readonly scale: number } | null {
  const top = 2 ** bits - 1;
  const middle = Math.floor(top / 2);
  switch (fn) {
    case 'tanh': case 'hardtanh': return { zero: middle, scale: (range ?? 1) / Math.max(1, middle) };
    case 'sigmoid': return { zero: 0, scale: (range ?? 1) / top };
    default: return range === null ? null : { zero: 0, scale: range / top };
  }
}

/** Where the values of a core lie before its curve; a weighted sum counts as unbounded. */
function coreInterval(layer: CurvedLayer, operands: readonly TensorFormat[]): Interval {
  const [first, second] = operands.map(realInterval);
  const unbounded = { low: -Infinity, high: Infinity };
  if (first === undefined) return unbounded;
  switch (layer.kind) {
    case 'conv': case 'transposed-conv': return unbounded;
    case 'pointwise': return first;
    case 'add': return second === undefined ? unbounded : { low: first.low + second.low, high: first.high + second.high };
    case 'sum-pool': {
      const count = layer.divideBy === 'one' ? layer.kernel[0] * layer.kernel[1] : 1;
      const one = layer.operand === 'value' ? first : { low: 0, high: Math.max(first.low ** 2, first.high ** 2) };
      return { low: Math.min(0, count * one.low), high: Math.max(0, count * one.high) };
    }
  }
}

function realInterval({ format, topCode }: TensorFormat): Interval {
  if (format.kind !== 'codes' && format.kind !== 'wide') return { low: -Infinity, high: Infinity };
  return { low: format.scale * (0 - format.zero), high: format.scale * (topCode - format.zero) };
}

function concatFormat(operands: readonly TensorFormat[], given: CodeFormat | null, samples: Float32Array | null): TensorFormat {
  const [first] = operands;
  if (first === undefined) return bug('concat reads nothing');
  const key = (tensor: TensorFormat): string => JSON.stringify(tensor.format);
  const topCode = Math.max(...operands.map((operand) => operand.topCode));
  if (operands.every((operand) => key(operand) === key(first))) return { ...first, topCode, source: 'same as the operand', meanSquaredError: null };
  if (given !== null) return { format: { kind: 'codes', ...given }, source: 'weights file', meanSquaredError: null, isIntegerUnit: given.scale === 1, topCode: 7 };
  const intervals = operands.map(realInterval);
  const low = Math.min(...intervals.map((interval) => interval.low));
  const high = Math.max(...intervals.map((interval) => interval.high));
  if (samples !== null && samples.length > 0) {
    const { zero, scale, source, meanSquaredError } = low >= 0 ? chooseUnsigned(samples, 7) : chooseSigned(samples, 7);
    return { format: { kind: 'codes', zero, scale }, source, meanSquaredError, isIntegerUnit: scale === 1, topCode: 7 };
  }
  return { format: { kind: 'codes', ...coverInterval(low, high, 7) }, source: 'known interval', meanSquaredError: null, isIntegerUnit: false, topCode: 7 };
}

