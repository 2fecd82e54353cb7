// What must hold between any two passes, at both stages: names and ids are unique, operands come before their readers and are as many as
// the kind needs, shapes agree. A violation is our own bug, never the user's.
import type { FloatNode } from '../ir/float-graph.ts';
import type { Graph, Shape } from '../ir/graph.ts';
import type { Layer } from '../passes/layer-graph.ts';
import { bug } from '../source/diagnostic.ts';

export function verifyGraph(graph: Graph<FloatNode | Layer>, after: string): void {
  const byId = new Map<string, FloatNode | Layer>();
  const names = new Set<string>();
  for (const node of graph.nodes) {
    const problem = findProblem(node, byId, names);
    if (problem !== null) bug(`after ${after}: ${node.kind} ${node.name} (${node.id}) ${problem}`);
    byId.set(node.id, node);
    names.add(node.name);
  }
  for (const output of graph.outputs) if (!byId.has(output.node)) bug(`after ${after}: output ${output.name} names no node`);
}

function findProblem(node: FloatNode | Layer, byId: ReadonlyMap<string, FloatNode | Layer>, names: ReadonlySet<string>): string | null {
  if (byId.has(node.id)) return 'repeats an id';
  if (names.has(node.name)) return 'repeats a name';
  if (node.shape.some((extent) => !Number.isInteger(extent) || extent < 1)) return `has shape ${node.shape.join('x')}`;
  const operands = node.inputs.map((id) => byId.get(id));
  if (operands.some((operand) => operand === undefined)) return 'reads a node that does not come before it';
  const shapes = operands.map((operand) => operand?.shape ?? [0, 0, 0] as const);
  if (!hasArity(node, shapes.length)) return `has ${shapes.length} operands`;
  const expected = expectedShape(node, shapes);
  return expected.join('x') === node.shape.join('x') ? null : `has shape ${node.shape.join('x')}, but its operands give ${expected.join('x')}`;
}

function hasArity(node: FloatNode | Layer, count: number): boolean {
  switch (node.kind) {
    case 'input': return count === 0;
    case 'add': return 'curve' in node ? count === 2 : count >= 1;
    case 'concat': return count >= 1;
    default: return count === 1;
  }
}

function expectedShape(node: FloatNode | Layer, shapes: readonly Shape[]): Shape {
  const [channels, height, width] = shapes[0] ?? node.shape;
  switch (node.kind) {
    case 'input': return node.shape;
    case 'conv': return [node.shape[0], windows(node, 0, height), windows(node, 1, width)];
    case 'pool': case 'sum-pool': case 'max-pool': return [channels, windows(node, 0, height), windows(node, 1, width)];
    case 'dense': return [node.shape[0], 1, 1];
    case 'transposed-conv': {
      const { kernel, stride, padding, outputPadding } = node;
      const rows = (height - 1) * stride[0] - padding.top - padding.bottom + kernel[0] + outputPadding[0];
      const columns = (width - 1) * stride[1] - padding.left - padding.right + kernel[1] + outputPadding[1];
      return [node.shape[0], rows, columns];
    }
    case 'concat': return [shapes.reduce((sum, shape) => sum + shape[0], 0), height, width];
    case 'upsample': return [channels, height * node.factor[0], width * node.factor[1]];
    case 'flatten': return [channels * height * width, 1, 1];
    case 'argmax': return [1, height, width];
    default: return [channels, height, width];
  }
}

type Windowed = Extract<Layer, { kind: 'conv' | 'pool' | 'sum-pool' | 'max-pool' }>;

function windows(node: Pick<Windowed, 'kernel' | 'stride' | 'padding'>, axis: 0 | 1, extent: number): number {
  const border = axis === 0 ? node.padding.top + node.padding.bottom : node.padding.left + node.padding.right;
  return Math.floor((extent + border - node.kernel[axis]) / node.stride[axis]) + 1;
}
