// Loads the numbers of every layer: from safetensors files, found by key, or made from a seed. What a layer needs and whether it fits is
// checked later, by the quantizer; here only files that cannot be read are refused. A file may hold a network twice, in real numbers
// (`KEY.weight`) and in the integers that training or calibration made of them (`KEY.integers` times `KEY.scale`): then the integers count,
// unless the real form is asked for: the weights as trained, biases and means before calibration corrected them (`KEY.real_PART`), no codes.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { FloatGraph, FloatNode, LayerParams, ParamRef, Params } from '../compiler/ir/float-graph.ts';
import { ModelError } from '../compiler/source/diagnostic.ts';
import { randomParams } from './random-params.ts';
import { dequantize } from './integer-weights.ts';
import { readSafetensors } from './safetensors.ts';
import type { Tensor } from './tensor.ts';

type ParamNode = Extract<FloatNode, { params: unknown }>;

/** Names under which training frameworks store the parts of a batch-norm. */
const BATCHNORM_ALIASES: Readonly<Record<string, string>> = { gamma: 'weight', beta: 'bias', mean: 'running_mean', variance: 'running_var' };

/** Which of the two forms of a network in a file counts. */
export type ParamForm = 'integer' | 'real';

/** All parameters of a graph. Paths are relative to the folder of the model file (or to `folder`). Throws ModelError, with the place in
 *  the model, where a file cannot be read or is damaged. */
export function loadParams(graph: FloatGraph, folder: string = dirname(graph.span.file), form: ParamForm = 'integer'): Params {
  const files = new Map<string, Map<string, Tensor>>();
  const params = new Map<string, LayerParams>();
  for (const node of graph.nodes) {
    if (!('params' in node)) continue;
    const { key, source } = node.params;
    const found = source.kind === 'random' ? randomParams(graph, node, source.seed) : readLayer(openFile(source.path, folder, node.params, files), node, form);
    params.set(key, { ...params.get(key), ...found });
  }
  if (form === 'integer') for (const tensors of files.values()) addCodes(tensors, params);
  return params;
}

/** How the codes of layers are to be read, by the name of the layer: it may be one without weights. */
function addCodes(tensors: ReadonlyMap<string, Tensor>, params: Map<string, LayerParams>): void {
  for (const [name, tensor] of tensors) {
    if (!name.endsWith('.codes')) continue;
    const layer = name.slice(0, -'.codes'.length);
    params.set(layer, { ...params.get(layer), codes: toParam(tensor) });
  }
}

function openFile(path: string, folder: string, ref: ParamRef, files: Map<string, Map<string, Tensor>>): Map<string, Tensor> {
  const full = resolve(folder, path);
  const known = files.get(full);
  if (known !== undefined) return known;
  const tensors = readFile(full, path, ref);
  files.set(full, tensors);
  return tensors;
}

function readFile(full: string, path: string, ref: ParamRef): Map<string, Tensor> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(full);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new ModelError([
      { code: 'NF3020', severity: 'error', message: `cannot read the weights file ${path} (${full}: ${reason})`, span: ref.span, hint: 'the path is relative to the folder of the model; for a trial without weights, write weights random(1)' },
    ]);
  }
  try {
    return readSafetensors(bytes, path);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'FileFormatError') throw error;
    throw new ModelError([
      { code: 'NF3021', severity: 'error', message: error.message, span: ref.span, hint: 'export the weights again in safetensors format' },
    ]);
  }
}

function readLayer(tensors: ReadonlyMap<string, Tensor>, node: ParamNode, form: ParamForm): LayerParams {
  const { key } = node.params;
  const found: Record<string, LayerParams[string]> = {};
  for (const part of partsOf(node)) {
    const alias = node.kind === 'batchnorm' ? BATCHNORM_ALIASES[part] : undefined;
    const before = form === 'real' ? tensors.get(`${key}.real_${part}`) : undefined;
    const tensor = before ?? tensors.get(`${key}.${part}`) ?? (alias === undefined ? undefined : tensors.get(`${key}.${alias}`));
    if (tensor !== undefined) found[part] = toParam(tensor);
  }
  const integers = tensors.get(`${key}.integers`);
  const scale = tensors.get(`${key}.scale`);
  const isAsked = form === 'integer' || found['weight'] === undefined;
  if (isAsked && integers !== undefined && scale !== undefined && node.kind !== 'batchnorm' && node.kind !== 'threshold') {
    found['weight'] = dequantize(node, toParam(integers), toParam(scale));
  }
  return found;
}

function partsOf(node: ParamNode): readonly string[] {
  switch (node.kind) {
    case 'batchnorm': return ['gamma', 'beta', 'mean', 'variance'];
    case 'threshold': return ['thresholds'];
    default: return node.hasBias ? ['weight', 'bias'] : ['weight'];
  }
}

/** Integers stay integers (what does not fit 32 bits becomes the nearest end), everything else becomes 32-bit floats. */
function toParam({ shape, data }: Tensor): NonNullable<LayerParams[string]> {
  if (data instanceof Float32Array || data instanceof Int32Array) return { shape, data };
  if (data instanceof Float64Array) return { shape, data: Float32Array.from(data) };
  if (data instanceof BigInt64Array) return { shape, data: Int32Array.from(data, clampToInt32) };
  return { shape, data: Int32Array.from(data) };
}

function clampToInt32(value: bigint): number {
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Number(value)));
}
