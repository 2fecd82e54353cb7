// Builds the integer layers that hold no weights: pooling, requantizing, tables of two operands, concat.
import type { Epilogue, IntegerConcat, IntegerFormat, IntegerMaxPool, IntegerPairTable, IntegerRequantize, IntegerSumPool } from '../ir/integer-graph.ts';
import type { AddLayer, ConcatLayer, MaxPoolLayer, PointwiseLayer, SumPoolLayer } from '../passes/layer-graph.ts';
import { nearestCode } from '../reference/rounding.ts';
import { bug } from '../source/diagnostic.ts';
import { type Operand, requireIntegerUnit } from './build-weighted.ts';
import type { TensorFormat } from './choose-formats.ts';
import { applySteps, directionOf, type Interval } from './curve.ts';
import { type CodeFormat, foldCurve, takeThresholds } from './epilogue.ts';
import { doubledReach, proveFits } from './overflow.ts';
import type { LayerNumbers } from './params.ts';
import { refuse } from './problems.ts';

interface Built<N> {
  readonly node: N;
  readonly reach: Interval;
}

export function buildSumPool(layer: SumPoolLayer, operand: Operand, numbers: LayerNumbers, output: TensorFormat): Built<IntegerSumPool> {
  const { id, name, span, inputs, shape, kernel, stride, padding } = layer;
  const area = kernel[0] * kernel[1];
  const squares = layer.operand === 'square' ? Uint8Array.from({ length: 8 }, (_, code) => (code - operand.zero) ** 2) : null;
  const largest = squares === null ? operand.topCode : Math.max(...squares);
  const reach = { low: 0, high: area * largest };
  proveFits(layer, [reach], 'sum');
  const step = squares === null ? operand.scale : operand.scale ** 2;
  // Padding holds the code of zero, so that the share of the zero point is the same for every window.
  const zero = squares === null ? area * operand.zero : 0;
  const base = { kind: 'sum-pool' as const, id, name, span, inputs, shape, kernel, stride, padding, padCode: operand.zero, squares, macs: 0 };
  if (layer.form === 'raw') {
    const scale = step / (layer.divideBy === 'one' ? 1 : area);
    const node = { ...base, format: { kind: 'raw' as const, scale }, epilogue: { kind: 'raw' as const, bias: new Int32Array(shape[0]).fill(-zero) }, thresholdsByCount: null };
    return { node, reach };
  }
  const divided = (count: number): Epilogue => foldPlain(layer, numbers, output, { step: step / count, zero, reach, operand });
  const counts = layer.divideBy === 'inside' ? countsInside(layer, operand) : [];
  const isUneven = counts.some((count) => count !== area);
  const thresholdsByCount = isUneven ? new Map(counts.map((count) => [count, divided(count)])) : null;
  if (numbers.thresholds !== null && (layer.operand !== 'value' || layer.divideBy !== 'one')) {
    refuse({ code: 'NF3007', message: `${layer.name} takes given thresholds after average or l2 pooling: not supported yet`, span: layer.span, hint: 'use sum pooling, whose result is an integer' });
  }
  return { node: { ...base, format: output.format, epilogue: divided(layer.divideBy === 'one' ? 1 : area), thresholdsByCount }, reach };
}

export function buildRequantize(layer: PointwiseLayer, operand: Operand, numbers: LayerNumbers, output: TensorFormat): Built<IntegerRequantize> {
  const { id, name, span, inputs, shape } = layer;
  const reach = { low: 0, high: operand.topCode };
  const epilogue = foldPlain(layer, numbers, output, { step: operand.scale, zero: operand.zero, reach, operand });
  return { node: { kind: 'requantize', id, name, span, inputs, shape, format: output.format, macs: 0, epilogue }, reach };
}

interface PlainCore {
  readonly step: number;
  readonly zero: number;
  readonly reach: Interval;
  readonly operand: Operand;
}

/** Epilogue of an accumulator whose channels all mean the same. */
function foldPlain(layer: SumPoolLayer | PointwiseLayer, numbers: LayerNumbers, output: TensorFormat, core: PlainCore): Epilogue {
  const channels = layer.shape[0];
  if (numbers.thresholds !== null) {
    requireIntegerUnit(layer, core.operand);
    return takeThresholds(numbers.thresholds.rows, numbers.thresholds.count, channels, () => core.zero);
  }
  const accumulator = { channels, scale: () => core.step, zero: () => core.zero, bias: () => 0, reach: () => core.reach };
  const epilogue = foldCurve(accumulator, numbers.steps, codesOf(layer.id, output.format), output.topCode);
  if (epilogue.absolute !== null) proveFits(layer, doubledReach(new Array<Interval>(channels).fill(core.reach), epilogue.absolute), 'doubled distance from the centre');
  return epilogue;
}

/** How many real pixels a window can hold, ascending. */
function countsInside(layer: SumPoolLayer, operand: Operand): number[] {
  const along = (axis: 0 | 1): Set<number> => {
    const before = axis === 0 ? layer.padding.top : layer.padding.left;
    const extent = operand.shape[axis + 1] as number;
    const counts = new Set<number>();
    for (let place = 0; place < (layer.shape[axis + 1] as number); place++) {
      const first = place * layer.stride[axis] - before;
      counts.add(Math.min(first + layer.kernel[axis], extent) - Math.max(first, 0));
    }
    return counts;
  };
  const columns = [...along(1)];
  return [...new Set([...along(0)].flatMap((rows) => columns.map((width) => rows * width)))].filter((count) => count > 0).sort((a, b) => a - b);
}

export function buildMaxPool(layer: MaxPoolLayer, numbers: LayerNumbers, output: TensorFormat): IntegerMaxPool {
  const { id, name, span, inputs, shape, kernel, stride, padding } = layer;
  const minimum = Uint8Array.from({ length: shape[0] }, (_, c) => (directionOf(numbers.steps, c) < 0 ? 1 : 0));
  return { kind: 'max-pool', id, name, span, inputs, shape, kernel, stride, padding, minimum, format: output.format, macs: 0 };
}

/** Sum of two codes as a table, with the activation that follows. */
export function buildAdd(layer: AddLayer, first: Operand, second: Operand, numbers: LayerNumbers, output: TensorFormat): IntegerPairTable {
  const { id, name, span, inputs, shape } = layer;
  const format = codesOf(id, output.format);
  const table = Uint8Array.from({ length: 64 }, (_, pair) => {
    const sum = first.scale * ((pair >> 3) - first.zero) + second.scale * ((pair & 7) - second.zero);
    return nearestCode(applySteps(numbers.steps, 0, sum), format.scale, format.zero, output.topCode);
  });
  return { kind: 'pair-table', id, name, span, inputs, shape, format: output.format, macs: 0, table };
}

export function buildConcat(layer: ConcatLayer, operands: readonly Operand[], output: TensorFormat): IntegerConcat {
  const { id, name, span, inputs, shape } = layer;
  const format = codesOf(id, output.format);
  const codeMaps = operands.map((operand) =>
    Uint8Array.from({ length: 8 }, (_, code) => nearestCode(operand.scale * (code - operand.zero), format.scale, format.zero, 7)));
  return { kind: 'concat', id, name, span, inputs, shape, format: output.format, macs: 0, codeMaps };
}

function codesOf(id: string, format: IntegerFormat): CodeFormat {
  return format.kind === 'codes' ? format : bug(`${id} has format ${format.kind}`);
}
