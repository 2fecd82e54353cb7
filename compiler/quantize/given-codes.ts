// Codes that the weights file fixes: training and calibration store with a layer how its codes are to be read, as NAME.codes.
import type { Params } from '../ir/float-graph.ts';
import type { LayerGraph } from '../passes/layer-graph.ts';
import type { CodeFormat } from './epilogue.ts';
import { type Problem, refuseAll } from './problems.ts';

/** By layer id. NAME.codes holds [scale, zero]: code c means scale * (c - zero). Throws ModelError with every faulty one. */
export function readGivenCodes(graph: LayerGraph, params: Params): Map<string, CodeFormat> {
  const problems: Problem[] = [];
  const given = new Map<string, CodeFormat>();
  for (const { id, name, span } of graph.nodes) {
    const tensor = params.get(name)?.['codes'];
    if (tensor === undefined) continue;
    const [scale = Number.NaN, zero = Number.NaN] = tensor.data;
    if (tensor.data.length === 2 && scale > 0 && Number.isFinite(scale) && Number.isInteger(zero) && zero >= 0 && zero <= 7) given.set(id, { scale, zero });
    else problems.push({ code: 'NF3013', message: `tensor ${name}.codes holds [${tensor.data.join(', ')}]`, span, hint: 'store a positive scale and a whole zero point from 0 to 7' });
  }
  refuseAll(problems);
  return given;
}
