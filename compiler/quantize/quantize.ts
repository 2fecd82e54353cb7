// Post-training quantization: from real layers to the integer network that the hardware computes. Ranges are calibrated on frames where the
// network does not fix them; weights keep integers they already have. Refuses, with the layer, whatever it cannot do exactly as defined.
import type { FloatGraph, Params } from '../ir/float-graph.ts';
import { makeGraph } from '../ir/graph.ts';
import type { IntegerGraph, IntegerNode } from '../ir/integer-graph.ts';
import type { Layer, LayerGraph } from '../passes/layer-graph.ts';
import { runPasses } from '../pipeline/run.ts';
import { assertNever, bug } from '../source/diagnostic.ts';
import { buildAdd, buildConcat, buildMaxPool, buildRequantize, buildSumPool } from './build-other.ts';
import { buildWeighted, type Operand } from './build-weighted.ts';
import { type FloatFrame, sampleTensors } from './calibrate.ts';
import { chooseFormats, nodesToCalibrate, type TensorFormat } from './choose-formats.ts';
import type { Interval } from './curve.ts';
import { readGivenCodes } from './given-codes.ts';
import { type LayerNumbers, resolveParams } from './params.ts';
import { refuse } from './problems.ts';

/** What was chosen for one layer. */
export interface LayerReport {
  readonly id: string;
  readonly name: string;
  readonly kind: IntegerNode['kind'];
  readonly format: IntegerNode['format'];
  readonly rangeSource: string;
  /** Mean squared error of the codes over the calibration samples, in real units; null where nothing was calibrated. */
  readonly rangeError: number | null;
  /** Root of squared weight error over squared weights; null without weights. */
  readonly weightError: number | null;
  /** The weights are exactly scale * integer. */
  readonly isExact: boolean | null;
  /** Proved interval of the accumulator. */
  readonly accumulator: Interval | null;
}

export interface QuantizeReport {
  readonly calibrationFrames: number;
  readonly layers: readonly LayerReport[];
}

export interface QuantizeResult {
  readonly graph: IntegerGraph;
  readonly report: QuantizeReport;
}

/** True where `quantize` would look at calibration frames; those networks start the float reference. */
export function needsCalibration(graph: FloatGraph, params: Params): boolean {
  const { layers } = runPasses(graph);
  return nodesToCalibrate(layers, readGivenCodes(layers, params)).size > 0;
}

/** Throws ModelError with every problem found in the parameters. */
export function checkParams(graph: FloatGraph, params: Params): void {
  const { layers } = runPasses(graph);
  resolveParams(layers, params);
  readGivenCodes(layers, params);
}

/** Throws ModelError with every problem found in the parameters, or the first of the quantization itself. */
export async function quantize(graph: FloatGraph, params: Params, frames: readonly FloatFrame[]): Promise<QuantizeResult> {
  const { dataflow, layers } = runPasses(graph);
  const numbers = resolveParams(layers, params);
  const given = readGivenCodes(layers, params);
  const wanted = nodesToCalibrate(layers, given);
  const isCalibrated = wanted.size > 0 && frames.length > 0;
  const samples = isCalibrated ? await sampleTensors(dataflow, params, frames, wanted) : null;
  const formats = chooseFormats(layers, numbers, given, samples);
  return assemble(layers, numbers, formats, isCalibrated ? frames.length : 0);
}

function assemble(layers: LayerGraph, numbers: ReadonlyMap<string, LayerNumbers>, formats: ReadonlyMap<string, TensorFormat>, calibrationFrames: number): QuantizeResult {
  const byId = new Map(layers.nodes.map((layer) => [layer.id, layer]));
  const finished = new Map<string, IntegerNode>();
  const reports: LayerReport[] = [];
  for (const layer of layers.nodes) {
    const output = formats.get(layer.id) ?? bug(`${layer.id} has no format`);
    const operand = (port: number): Operand => operandOf(layer, byId.get(layer.inputs[port] ?? '') ?? bug(`${layer.id} lacks operand ${port}`), formats);
    const { node, ...facts } = buildLayer(layer, operand, numbers.get(layer.id) ?? null, output, finished);
    finished.set(layer.id, node);
    reports.push({ id: node.id, name: node.name, kind: node.kind, format: node.format, rangeSource: output.source, rangeError: output.meanSquaredError, ...facts });
  }
  return { graph: makeGraph(layers, [...finished.values()], layers.outputs), report: { calibrationFrames, layers: reports } };
}

type Facts = Pick<LayerReport, 'weightError' | 'isExact' | 'accumulator'>;
const NO_FACTS: Facts = { weightError: null, isExact: null, accumulator: null };

function buildLayer(
  layer: Layer,
  operand: (port: number) => Operand,
  numbers: LayerNumbers | null,
  output: TensorFormat,
  finished: ReadonlyMap<string, IntegerNode>,
): { node: IntegerNode } & Facts {
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

function operandOf(reader: Layer, source: Layer, formats: ReadonlyMap<string, TensorFormat>): Operand {
  const tensor = formats.get(source.id) ?? bug(`${source.id} has no format`);
  const { format, topCode, isIntegerUnit } = tensor;
  if (format.kind === 'index') {
    refuse({ code: 'NF3007', message: `${reader.name} reads the index that ${source.name} yields: not supported yet`, span: reader.span, hint: 'argmax is a result; let it leave the network' });
  }
  if (format.kind === 'raw') return bug(`${reader.id} reads raw accumulators of ${source.id}`);
  return { shape: source.shape, zero: format.zero, scale: format.scale, topCode, isIntegerUnit };
}
