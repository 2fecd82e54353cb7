/** Writes each thing in one way only. A dense layer becomes a conv whose kernel is the image, reading through a flatten; steps
 *  that change nothing go: relu after a value that is never negative, abs likewise, flatten of [n, 1, 1], 1x1 pooling with
 *  stride 1 (not l2, which takes the absolute value), upsampling by 1, add or concat of a single operand.
 *  Requires: dataflow.  Ensures: dataflow; no dense node, none of the steps named above.
 *  Before: x -> relu -> relu -> flatten -> dense   After: x -> relu -> conv */
import type { ActivationNode, DenseNode, FloatNode } from '../ir/float-graph.ts';
import { makeGraph } from '../ir/graph.ts';
import { bug } from '../source/diagnostic.ts';
import type { Pass } from './pass.ts';
import { bypass } from './rewire.ts';

export const canonicalize: Pass<'dataflow', 'dataflow'> = {
  name: 'canonicalize',
  summary: 'dense becomes conv; steps that change nothing go',
  requires: 'dataflow',
  ensures: 'dataflow',
  run: (graph) => {
    const replacement = new Map<string, string>();
    const byId = new Map<string, FloatNode>();
    const source = (node: FloatNode): FloatNode => {
      let id = node.inputs[0] ?? bug(`${node.id} has no operand`);
      for (let next = replacement.get(id); next !== undefined; next = replacement.get(id)) id = next;
      return byId.get(id) ?? bug(`no node ${id}`);
    };
    for (const node of graph.nodes) {
      byId.set(node.id, node);
      if (changesNothing(node, source)) replacement.set(node.id, source(node).id);
    }
    const short = bypass(graph, replacement);
    const kept = new Map(short.nodes.map((node) => [node.id, node]));
    const nodes = short.nodes.map((node) => (node.kind === 'dense' ? toConv(node, kept) : node));
    return dropUnreadFlattens(makeGraph(short, nodes, short.outputs));
  },
};

function changesNothing(node: FloatNode, source: (node: FloatNode) => FloatNode): boolean {
  switch (node.kind) {
    case 'activation': return isIdentity(node, source(node));
    case 'flatten': { const shape = source(node).shape; return shape[1] === 1 && shape[2] === 1; }
    case 'pool': return node.mode !== 'l2' && [...node.kernel, ...node.stride].every((n) => n === 1) && Object.values(node.padding).every((n) => n === 0);
    case 'upsample': return node.factor[0] === 1 && node.factor[1] === 1;
    case 'add': case 'concat': return node.inputs.length === 1;
    default: return false;
  }
}

/** A repeated relu keeps its own range, if it has one: the range is a wish about codes, not about values. */
function isIdentity(node: ActivationNode, source: FloatNode): boolean {
  if ((node.fn !== 'relu' && node.fn !== 'abs') || node.range !== null) return false;
  return source.kind === 'activation' && ['relu', 'abs', 'sigmoid', 'sqrt'].includes(source.fn);
}

function toConv(node: DenseNode, byId: ReadonlyMap<string, FloatNode>): FloatNode {
  let image = byId.get(node.inputs[0] ?? '') ?? bug(`${node.id} has no operand`);
  while (image.kind === 'flatten') image = byId.get(image.inputs[0] ?? '') ?? bug(`${image.id} has no operand`);
  const { id, name, span, shape, hasBias, params, precision } = node;
  return {
    kind: 'conv', id, name, span, shape, hasBias, params, precision, inputs: [image.id],
    kernel: [image.shape[1], image.shape[2]], stride: [1, 1], padding: { top: 0, left: 0, bottom: 0, right: 0 }, groups: 1, table: null,
  };
}

function dropUnreadFlattens(graph: ReturnType<typeof canonicalize.run>): ReturnType<typeof canonicalize.run> {
  const read = new Set([...graph.nodes.flatMap((node) => node.inputs), ...graph.outputs.map((output) => output.node)]);
  const nodes = graph.nodes.filter((node) => node.kind !== 'flatten' || read.has(node.id));
  return nodes.length === graph.nodes.length ? graph : dropUnreadFlattens(makeGraph(graph, nodes, graph.outputs));
}
