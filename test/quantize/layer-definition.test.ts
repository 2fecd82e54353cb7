// Each integer layer of random networks alone against its definition: real values of its operand codes go through the layer as written
// (random weights are on the grid, so weights add no error), and the nearest code must come out.
import { describe, expect, it } from 'vitest';
import type { FloatGraph, FloatNode, Params } from '../../compiler/ir/float-graph.ts';
import { makeGraph } from '../../compiler/ir/graph.ts';
import type { IntegerGraph, IntegerInput, IntegerNode, IntegerTensor } from '../../compiler/ir/integer-graph.ts';
import { runPasses } from '../../compiler/pipeline/run.ts';
import { syntheticFrames } from '../../compiler/quantize/calibrate.ts';
import { quantize } from '../../compiler/quantize/quantize.ts';
import { evaluateFloat } from '../../compiler/reference/float.ts';
import { evaluateInteger, quantizeInput } from '../../compiler/reference/integer.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { randomGraph } from '../support/random-graph.ts';

const CHECKED: ReadonlySet<IntegerNode['kind']> = new Set(['conv', 'transposed-conv', 'sum-pool', 'requantize', 'pair-table', 'concat', 'upsample', 'flatten']);

/** The float nodes from the operands of `node` to itself. Null where a curve moved, so that no stretch of the graph means this layer. */
function stretchOf(graph: FloatGraph, node: IntegerNode): FloatNode[] | null {
  const byId = new Map(graph.nodes.map((float) => [float.id, float]));
  const stretch: FloatNode[] = [];
  const visit = (id: string): boolean => {
    if (node.inputs.includes(id)) return true;
    const float = byId.get(id);
    if (float === undefined || float.kind === 'input') return false;
    if (!stretch.includes(float)) stretch.push(float);
    return float.inputs.every(visit);
  };
  return byId.has(node.id) && visit(node.id) && node.inputs.every((id) => byId.has(id)) ? stretch : null;
}

function realValues(node: IntegerNode, tensor: IntegerTensor): Float32Array {
  const format = node.format;
  if (format.kind === 'index') throw new Error('an index has no real value');
  return Float32Array.from(tensor.data, (code) => format.scale * (code - (format.kind === 'raw' ? 0 : format.zero)));
}

/** What the layer as written makes of the real values of its operand codes. */
async function evaluateAlone(graph: FloatGraph, params: Params, integers: IntegerGraph, node: IntegerNode, tensors: ReadonlyMap<string, IntegerTensor>, stretch: readonly FloatNode[]): Promise<Float32Array> {
  const frame = new Map<string, Float32Array>();
  const inputs = [...new Set(node.inputs)].map((id): FloatNode => {
    const source = integers.nodes.find((other) => other.id === id);
    const tensor = tensors.get(id);
    if (source === undefined || tensor === undefined) throw new Error(`no node ${id}`);
    frame.set(id, realValues(source, tensor));
    return { kind: 'input', id, name: id, span: node.span, inputs: [], shape: source.shape, format: { bits: 9, zero: 0, scale: 1 } };
  });
  const alone = makeGraph<FloatNode>(graph, [...inputs, ...stretch], [{ name: 'out', node: node.id, span: node.span }]);
  return (await evaluateFloat(alone, params, frame)).get(node.id) ?? new Float32Array(0);
}

function checkCodes(node: IntegerNode, codes: Int32Array, real: Float32Array, label: string): void {
  const format = node.format;
  if (format.kind === 'index' || format.kind === 'wide') return;
  const isAbsolute = 'epilogue' in node && node.epilogue.kind === 'codes' && node.epilogue.absolute !== null;
  real.forEach((value, i) => {
    const level = value / format.scale + (format.kind === 'raw' ? 0 : format.zero);
    const wanted = format.kind === 'raw' ? level : Math.min(7, Math.max(0, level));
    // Half a step of rounding, with a little for 32-bit floats; an absolute value has its centre rounded, too.
    const tolerance = (isAbsolute ? 1 : 0.5) + 1e-3 + 1e-5 * Math.abs(wanted);
    if (Math.abs((codes[i] ?? 0) - wanted) > tolerance) expect.fail(`${label} ${node.kind} ${node.name}: value ${i} is ${codes[i]}, definition ${wanted}`);
  });
}

describe('every layer equals its definition', () => {
  for (const operators of ['all', 'chain'] as const) {
    it(`in random networks (${operators})`, async () => {
      let checked = 0;
      for (let seed = 1; seed <= 70; seed++) {
        const graph = randomGraph(seed, { operators });
        const params = loadParams(graph, '');
        const frames = syntheticFrames(graph, seed, 2);
        const { graph: integers } = await quantize(graph, params, frames);
        const { dataflow, layers } = runPasses(graph);
        const moved = new Set(layers.nodes.filter((layer) => layer.valuesOf !== layer.id).map((layer) => layer.id));
        const frame = frames[1];
        const inputs = new Map(integers.nodes.filter((node): node is IntegerInput => node.kind === 'input').map((node) => [node.name, quantizeInput(node, frame?.get(node.name) ?? [])]));
        const tensors = evaluateInteger(integers, inputs);
        for (const node of integers.nodes) {
          const stretch = CHECKED.has(node.kind) && !moved.has(node.id) ? stretchOf(dataflow, node) : null;
          if (stretch === null || node.inputs.some((id) => moved.has(id))) continue;
          const real = await evaluateAlone(dataflow, params, integers, node, tensors, stretch);
          checkCodes(node, tensors.get(node.id)?.data ?? new Int32Array(0), real, `seed ${seed}`);
          checked++;
        }
      }
      expect(checked).toBeGreaterThan(120);
    });
  }
});
