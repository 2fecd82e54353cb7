// Builds one integer layer from its real counterpart: what is known of its operands, its numbers and the format chosen for its result.
import type { IntegerNode } from '../ir/integer-graph.ts';
import type { Layer } from '../passes/layer-graph.ts';
import { assertNever, bug } from '../source/diagnostic.ts';
import { buildAdd, buildConcat, buildMaxPool, buildRequantize, buildSumPool } from './build-other.ts';
import { buildWeighted, type Operand } from './build-weighted.ts';
import type { TensorFormat } from './choose-formats.ts';
import type { Interval } from './curve.ts';
import type { LayerNumbers } from './params.ts';
import { refuse } from './problems.ts';

/** What building shows of a layer, null where it does not apply. */
export interface LayerFacts {
  /** Root of squared weight error over squared weights. */
  readonly weightError: number | null;
  /** The weights are exactly scale * integer. */
  readonly isExact: boolean | null;
  /** Proved interval of the accumulator. */
  readonly accumulator: Interval | null;
}

const NO_FACTS: LayerFacts = { weightError: null, isExact: null, accumulator: null };

/** `finished` holds the integer layers before this one. Throws ModelError where the layer cannot be built exactly as defined. */
export function buildLayer(
  layer: Layer,
  operand: (port: number) => Operand,
  numbers: LayerNumbers | null,
  output: TensorFormat,
  finished: ReadonlyMap<string, IntegerNode>,
): { node: IntegerNode } & LayerFacts {
  const own = (): LayerNumbers => numbers ?? bug(`${layer.id} has no numbers`);
  const { id, name, span, inputs, shape } = layer;
  const base = { id, name, span, inputs, shape, macs: 0 };
  // Raw accumulators pass through; their scale is known only once their layer is built.
  const passed = (): IntegerNode['format'] => finished.get(inputs[0] ?? '')?.format ?? output.format;
  switch (layer.kind) {
    case 'input': return { node: { ...base, kind: 'input', format: output.format }, ...NO_FACTS };
    case 'conv': case 'transposed-conv': {
      const { node, weights, reach } = buildWeighted(layer, operand(0), own(), output);
      return { node, weightError: weights.relativeError, isExact: weights.isExact, accumulator: reach };
    }
    case 'sum-pool': {
      const { node, reach } = buildSumPool(layer, operand(0), own(), output);
      return { node, ...NO_FACTS, accumulator: reach };
    }
    case 'pointwise': {
      const { node, reach } = buildRequantize(layer, operand(0), own(), output);
      return { node, ...NO_FACTS, accumulator: reach };
    }
    case 'max-pool': return { node: buildMaxPool(layer, own(), output), ...NO_FACTS };
    case 'add': return { node: buildAdd(layer, operand(0), operand(1), own(), output), ...NO_FACTS };
    case 'concat': return { node: buildConcat(layer, inputs.map((_, port) => operand(port)), output), ...NO_FACTS };
    case 'upsample': return { node: { ...base, kind: 'upsample', factor: layer.factor, format: passed() }, ...NO_FACTS };
    case 'flatten': return { node: { ...base, kind: 'flatten', format: passed() }, ...NO_FACTS };
    case 'argmax': return { node: { ...base, kind: 'argmax', format: output.format }, ...NO_FACTS };
    case 'pool': return bug(`${layer.id} is still a pool layer`);
    default: return assertNever(layer);
  }
}

/** What `reader` may know of the tensor that `source` yields. Throws ModelError where it cannot be read. */
export function operandOf(reader: Layer, source: Layer, formats: ReadonlyMap<string, TensorFormat>): Operand {
  const tensor = formats.get(source.id) ?? bug(`${source.id} has no format`);
  const { format, topCode, isIntegerUnit } = tensor;
  if (format.kind === 'index') {
    refuse({ code: 'NF3007', message: `${reader.name} reads the index that ${source.name} yields: not supported yet`, span: reader.span, hint: 'argmax is a result; let it leave the network' });
  }
  if (format.kind === 'raw') return bug(`${reader.id} reads raw accumulators of ${source.id}`);
  return { shape: source.shape, zero: format.zero, scale: format.scale, topCode, isIntegerUnit };
}
