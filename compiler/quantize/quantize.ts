// Post-training quantization: from real layers to the integer network that the hardware computes. Ranges are calibrated on frames where the
// network does not fix them; weights keep integers they already have. Refuses, with the layer, whatever it cannot do exactly as defined.
import type { FloatGraph, Params } from '../ir/float-graph.ts';
import { makeGraph } from '../ir/graph.ts';
import type { IntegerGraph, IntegerNode } from '../ir/integer-graph.ts';
import type { LayerGraph } from '../passes/layer-graph.ts';
import { runPasses } from '../pipeline/run.ts';
import { bug } from '../source/diagnostic.ts';
import { buildLayer, type LayerFacts, operandOf } from './build-layer.ts';
import type { Operand } from './build-weighted.ts';
import { type FloatFrame, sampleTensors } from './calibrate.ts';
import { chooseFormats, nodesToCalibrate, type TensorFormat } from './choose-formats.ts';
import { readGivenCodes } from './given-codes.ts';
import { type LayerNumbers, resolveParams } from './params.ts';

/** What was chosen for one layer. */
export interface LayerReport extends LayerFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: IntegerNode['kind'];
  readonly format: IntegerNode['format'];
  readonly rangeSource: string;
  /** Mean squared error of the codes over the calibration samples, in real units; null where nothing was calibrated. */
  readonly rangeError: number | null;
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
