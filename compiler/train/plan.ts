// From a network to what is trained of it, from parameters to trained numbers and back, and the step from real numbers to codes.
import type { FloatGraph, LayerParams, Params } from '../ir/float-graph.ts';
import { makeGraph } from '../ir/graph.ts';
import { splitHost } from '../ir/split-host.ts';
import { mapsOfPlaces } from '../ir/weight-layout.ts';
import type { Layer, LayerGraph } from '../passes/layer-graph.ts';
import { hasCurve } from '../passes/layer-graph.ts';
import { runPasses } from '../pipeline/run.ts';
import { chooseFormats, nodesToCalibrate, topOf } from '../quantize/choose-formats.ts';
import { refuse } from '../quantize/problems.ts';
import { resolveParams } from '../quantize/params.ts';
import { fitScale } from '../quantize/weights.ts';
import { bug } from '../source/diagnostic.ts';
import { seededRandom, seedFor } from '../source/seeded-random.ts';
import { connections, type PlannedCodes, type TrainPlan } from './network.ts';
import { layOutSlots, sizeOfSlots, type Slot, type Slots, viewOf } from './slots.ts';
import { scaleOf, weightCodes } from './weight-codes.ts';
import type { WeightedLayer } from './weighted.ts';

/** The plan of a network in real numbers. Throws ModelError for what cannot be trained: integer networks, several inputs, no scores. */
export function planTraining(graph: FloatGraph): TrainPlan {
  const { layers, host } = layersOf(graph);
  const inputs = layers.nodes.filter((layer) => layer.kind === 'input');
  if (inputs.length > 1) refuse({ code: 'NF3014', message: `${graph.name} has ${inputs.length} inputs, training pictures feed one`, span: inputs[1]?.span ?? graph.span, hint: 'train a network with one input' });
  for (const layer of layers.nodes) {
    const given = hasCurve(layer) ? layer.curve.find((step) => step.kind === 'threshold') : undefined;
    if (given !== undefined) refuse({ code: 'NF3014', message: `${given.name} has given thresholds, so the network is an integer one already`, span: given.span, hint: 'train with relu or another activation in its place' });
  }
  const open = nodesToCalibrate(onMachine(layers, host), new Map());
  const slots = layOutSlots(layers, new Set(layers.nodes.filter((layer) => open.has(layer.valuesOf)).map((layer) => layer.name)));
  return { layers, scores: scoresOf(layers), slots, host, codes: null };
}

/** The layers of the machine and, behind them, those of the host. */
function layersOf(graph: FloatGraph): { readonly layers: LayerGraph; readonly host: ReadonlySet<string> } {
  const { machine, tail } = splitHost(graph, new Map());
  const { layers } = runPasses(machine);
  if (tail === null) return { layers, host: new Set() };
  const behind = runPasses(tail.graph).layers;
  const sources = new Map(behind.nodes.filter((layer) => layer.kind === 'input').map((layer) =>
    [layer.id, layers.outputs.find((output) => output.name === layer.name)?.node ?? bug(`the machine has no output ${layer.name}`)]));
  const host = behind.nodes.filter((layer) => layer.kind !== 'input').map((layer) => ({ ...layer, inputs: layer.inputs.map((id) => sources.get(id) ?? id) }));
  const outputs = [...layers.outputs.filter((output) => !tail.operands.includes(output.name)), ...behind.outputs];
  return { layers: makeGraph(layers, [...layers.nodes, ...host], outputs), host: new Set(host.map((layer) => layer.id)) };
}

const onMachine = (layers: LayerGraph, host: ReadonlySet<string>): LayerGraph =>
  ({ ...layers, nodes: layers.nodes.filter((layer) => !host.has(layer.id)), outputs: layers.outputs.filter((output) => !host.has(output.node)) });

/** What argmax reads, else the only output that could be scores. */
function scoresOf(layers: LayerGraph): string {
  const byId = new Map(layers.nodes.map((layer) => [layer.id, layer]));
  const index = layers.outputs.map((output) => byId.get(output.node)).find((layer) => layer?.kind === 'argmax');
  if (index !== undefined) return index.inputs[0] ?? bug('argmax reads nothing');
  const scores = layers.outputs.map((output) => byId.get(output.node)).filter((layer) => layer !== undefined && layer.shape[0] > 1);
  const [only] = scores;
  if (only !== undefined && scores.length === 1) return only.id;
  return refuse({ code: 'NF3014', message: `${layers.name} gives out no class to train for`, span: layers.span, hint: 'add an output argmax(...) of the scores' });
}

const weightedLayers = (layers: LayerGraph): WeightedLayer[] =>
  layers.nodes.filter((layer): layer is WeightedLayer => layer.kind === 'conv' || layer.kind === 'transposed-conv');

/** Untrained numbers: weights uniform with variance 2 / fan-in before a relu (He et al. 2015, equation 10), 1 / fan-in elsewhere. */
export function initialValues(plan: TrainPlan, seed: number, make: (size: number) => Float32Array): Float32Array {
  const values = make(sizeOfSlots(plan.slots));
  for (const slot of plan.slots.values()) if (slot.kind === 'gamma' || slot.kind === 'variance') values.fill(1, slot.offset, slot.offset + slot.size);
  for (const layer of weightedLayers(plan.layers)) {
    const name = `${layer.params.key}.weight`;
    const weights = viewOf(values, plan.slots, name);
    const random = seededRandom(seedFor(seed, name));
    const isRelu = layer.curve.some((step) => step.kind === 'activation' && step.fn === 'relu');
    const fans = fanIns(layer, plan.slots);
    for (let i = 0; i < weights.length; i++) weights[i] = (random() * 2 - 1) * Math.sqrt((isRelu ? 6 : 3) / Math.max(1, fans[i] as number));
  }
  return values;
}

/** Weights that feed the same output as each weight. */
function fanIns(layer: WeightedLayer, slots: Slots): Float64Array {
  const slot = weightSlot(layer, slots);
  const maps = mapsOfPlaces(layer.kind === 'transposed-conv', slot.shape, layer.groups);
  const counts = new Float64Array(layer.shape[0]);
  const mask = maskOf(layer, slot);
  maps.forEach((map, place) => { counts[map] = (counts[map] as number) + (mask === null ? 1 : (mask[place] as number)); });
  const shared = layer.kind === 'transposed-conv' ? layer.stride[0] * layer.stride[1] : 1;
  return Float64Array.from(maps, (map) => (counts[map] as number) / shared);
}

const weightSlot = (layer: WeightedLayer, slots: Slots): Slot => slots.get(`${layer.params.key}.weight`) ?? bug(`${layer.id} has no weights`);

const maskOf = (layer: WeightedLayer, slot: Slot): Uint8Array | null =>
  layer.kind === 'conv' && layer.table !== null ? connections(layer.table, slot.shape[1] ?? 1, slot.size) : null;

/** Takes over what `params` hold of the right size; the names of what they lack are returned. */
export function takeParams(plan: TrainPlan, values: Float32Array, params: Params): string[] {
  const missing: string[] = [];
  for (const slot of plan.slots.values()) {
    const cut = slot.name.lastIndexOf('.');
    const data = params.get(slot.name.slice(0, cut))?.[slot.name.slice(cut + 1)]?.data;
    if (data?.length === slot.size) values.set(data, slot.offset);
    else if (slot.kind !== 'weight-scale' && slot.kind !== 'code-scale') missing.push(slot.name);
  }
  return missing;
}

/** Parameters as the quantizer reads them, weights in real numbers. */
export function paramsOf(plan: TrainPlan, values: Float32Array): Params {
  const params = new Map<string, Record<string, LayerParams[string]>>();
  for (const slot of plan.slots.values()) {
    if (slot.kind === 'weight-scale' || slot.kind === 'code-scale') continue;
    const cut = slot.name.lastIndexOf('.');
    const key = slot.name.slice(0, cut);
    const data = Float32Array.from(values.subarray(slot.offset, slot.offset + slot.size));
    params.set(key, { ...params.get(key), [slot.name.slice(cut + 1)]: { shape: slot.shape, data } });
  }
  return params;
}

/** Goes over to codes: scales of weights with the least squared error, formats of tensors by calibration on `samples` (values before
 *  rounding, by id of the layer). Sets the trained scales in `values`. */
export function planCodes(plan: TrainPlan, values: Float32Array, samples: ReadonlyMap<string, Float32Array>): TrainPlan {
  const machine = onMachine(plan.layers, plan.host);
  for (const layer of weightedLayers(machine)) startScales(plan, values, layer);
  const bySource = new Map(machine.nodes.map((layer) => [layer.valuesOf, samples.get(layer.id) ?? new Float32Array(0)]));
  const formats = chooseFormats(machine, resolveParams(machine, paramsOf(plan, values)), new Map(), bySource);
  const codes = new Map<string, PlannedCodes>();
  for (const layer of machine.nodes) {
    const chosen = formats.get(layer.id);
    if (chosen?.format.kind !== 'codes' || !(hasCurve(layer) || layer.kind === 'concat')) continue;
    const { scale, zero } = chosen.format;
    const top = hasCurve(layer) ? topOf(layer) : 7;
    const isFixed = chosen.source === 'fixed' || chosen.source === 'given';
    if (isFixed || (layer.kind === 'concat' && operandsAgree(layer, codes))) codes.set(layer.id, { zero, scale, top });
    else {
      viewOf(values, plan.slots, `${layer.name}.code-scale`)[0] = Math.log(scale);
      codes.set(layer.id, { zero, scale: null, top });
    }
  }
  return { ...plan, codes };
}

/** All operands have the same codes, and none of them is trained. */
function operandsAgree(layer: Layer, codes: ReadonlyMap<string, PlannedCodes>): boolean {
  const own = layer.inputs.map((id) => codes.get(id));
  return own.every((one) => one !== undefined && one.scale !== null && one.scale === own[0]?.scale && one.zero === own[0]?.zero);
}

function startScales(plan: TrainPlan, values: Float32Array, layer: WeightedLayer): void {
  const slot = weightSlot(layer, plan.slots);
  const weights = viewOf(values, plan.slots, slot.name);
  const logScales = viewOf(values, plan.slots, `${layer.params.key}.weight-scale`);
  const maps = mapsOfPlaces(layer.kind === 'transposed-conv', slot.shape, layer.groups);
  const mask = maskOf(layer, slot);
  const lists = Array.from(logScales, (): number[] => []);
  weights.forEach((weight, place) => {
    if (mask === null || mask[place] === 1) lists[logScales.length === 1 ? 0 : (maps[place] as number)]?.push(weight);
  });
  lists.forEach((list, i) => { logScales[i] = Math.log(fitScale(list, layer.precision).scale); });
}

/** A tensor to be saved. */
export interface SavedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int8Array;
}

/** The trained network as a weights file holds it: real numbers, and with codes also KEY.integers, KEY.scale and NAME.codes. */
export function savedTensors(plan: TrainPlan, values: Float32Array): Map<string, SavedTensor> {
  const tensors = new Map<string, SavedTensor>();
  for (const [key, parts] of paramsOf(plan, values)) for (const [part, tensor] of Object.entries(parts)) if (tensor !== undefined) tensors.set(`${key}.${part}`, { shape: tensor.shape, data: Float32Array.from(tensor.data) });
  if (plan.codes === null) return tensors;
  for (const layer of weightedLayers(onMachine(plan.layers, plan.host))) {
    const { key } = layer.params;
    const slot = weightSlot(layer, plan.slots);
    const logScales = viewOf(values, plan.slots, `${key}.weight-scale`);
    const maps = mapsOfPlaces(layer.kind === 'transposed-conv', slot.shape, layer.groups);
    const { integers } = weightCodes(viewOf(values, plan.slots, slot.name), logScales, logScales.length === 1 ? new Int32Array(slot.size) : maps, layer.precision);
    maskOf(layer, slot)?.forEach((isConnected, place) => { if (isConnected === 0) integers[place] = 0; });
    tensors.set(`${key}.integers`, { shape: slot.shape, data: integers });
    tensors.set(`${key}.scale`, { shape: [logScales.length], data: Float32Array.from(logScales, scaleOf) });
  }
  for (const layer of plan.layers.nodes) {
    const own = plan.codes.get(layer.id);
    if (own === undefined || own.scale !== null) continue;
    const scale = Math.exp(viewOf(values, plan.slots, `${layer.name}.code-scale`)[0] as number);
    tensors.set(`${layer.name}.codes`, { shape: [2], data: Float32Array.of(scale, own.zero) });
  }
  return tensors;
}

/** How often each observed statistic is added to in one pass: a batch-norm may be shared. */
export function usesOfNorms(plan: TrainPlan): Map<string, number> {
  const uses = new Map<string, number>();
  for (const layer of plan.layers.nodes) {
    for (const step of hasCurve(layer) ? layer.curve : []) if (step.kind === 'batchnorm') uses.set(step.params.key, (uses.get(step.params.key) ?? 0) + 1);
  }
  return uses;
}
