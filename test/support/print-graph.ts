// A graph as lines of text, one per node, for goldens: `kind name(operands) = details`.
import type { FloatNode } from '../../compiler/ir/float-graph.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Curve, Layer } from '../../compiler/passes/layer-graph.ts';

export function printGraph(graph: Graph<FloatNode | Layer>): string[] {
  const nameOf = (id: string): string => graph.nodes.find((node) => node.id === id)?.name ?? '?';
  const nodes = graph.nodes.map((node) => `${node.kind} ${node.name}(${node.inputs.map(nameOf).join(', ')})${details(node)}`);
  return [...nodes, `outputs ${graph.outputs.map((output) => `${output.name}=${nameOf(output.node)}`).join(' ')}`];
}

function details(node: FloatNode | Layer): string {
  const parts: string[] = [];
  if ('form' in node && node.form === 'raw') parts.push('raw');
  if ('kernel' in node) parts.push(node.kernel.join('x'));
  if ('mode' in node) parts.push(node.mode);
  if ('operand' in node) parts.push(`sum of ${node.operand}s / ${node.divideBy}`);
  if ('fn' in node) parts.push(node.fn);
  if ('curve' in node) parts.push(`[${printCurve(node.curve)}]`);
  if ('passed' in node && node.passed.length > 0) parts.push(`passed [${printCurve(node.passed)}]`);
  return parts.length === 0 ? '' : ` ${parts.join(' ')}`;
}

function printCurve(curve: Curve): string {
  return curve.map((step) => (step.kind === 'activation' ? step.fn : step.kind)).join(', ');
}
