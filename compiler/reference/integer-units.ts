// Integer networks count in steps, not in real units: which real value one step of each tensor stands for, so that the float reference
// can compare with given thresholds and add integer biases in the same steps.
import type { FloatGraph, FloatNode, Params } from '../ir/float-graph.ts';
import { bug } from '../source/diagnostic.ts';

/** Real value of one step by node id; null where a tensor does not consist of whole steps. */
export function stepsOf(graph: FloatGraph): Map<string, number | null> {
  const steps = new Map<string, number | null>();
  for (const node of graph.nodes) steps.set(node.id, stepOf(node, node.inputs.map((id) => steps.get(id) ?? null)));
  return steps;
}

function stepOf(node: FloatNode, operands: readonly (number | null)[]): number | null {
  const [first = null] = operands;
  switch (node.kind) {
    case 'input': return node.format.scale;
    case 'threshold': return 1;
    case 'conv': case 'dense': case 'transposed-conv': case 'flatten': case 'upsample': return first;
    case 'pool': return node.mode === 'max' || node.mode === 'sum' ? first : null;
    case 'add': case 'concat': return operands.every((operand) => operand === first) ? first : null;
    default: return null;
  }
}

/** Layers whose bias counts steps: it is stored as integers, or given thresholds follow (behind max pooling, too). */
export function biasInSteps(graph: FloatGraph, params: Params): Set<string> {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const found = new Set<string>();
  for (const node of graph.nodes) {
    if (node.kind === 'threshold') {
      let above = byId.get(node.inputs[0] ?? '') ?? bug(`${node.id} reads nothing`);
      while (above.kind === 'pool' && above.mode === 'max') above = byId.get(above.inputs[0] ?? '') ?? bug(`${above.id} reads nothing`);
      found.add(above.id);
    }
    if ('hasBias' in node && params.get(node.params.key)?.['bias']?.data instanceof Int32Array) found.add(node.id);
  }
  return found;
}
