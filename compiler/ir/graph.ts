// The dataflow graph of every stage. The only file that imports graphology: nodes carry plain data, edges carry the
// operand number, and ids start with a letter because graphology reorders integer-like keys.
import { MultiDirectedGraph } from 'graphology';
import { topologicalSort } from 'graphology-dag';
import type { Span } from '../source/span.ts';
import { bug } from '../source/diagnostic.ts';

/** Channels, height, width. A flattened or dense tensor is [n, 1, 1]. */
export type Shape = readonly [channels: number, height: number, width: number];

/** What every node has at every stage. `inputs` names the producers in operand order; `name` is unique too. */
export interface NodeBase {
  readonly id: string;
  readonly name: string;
  readonly span: Span;
  readonly inputs: readonly string[];
  readonly shape: Shape;
}

export interface GraphOutput {
  readonly name: string;
  readonly node: string;
  readonly span: Span;
}

/** An immutable graph: `nodes` is in topological order (ties by position of creation). */
export interface Graph<N extends NodeBase> {
  readonly name: string;
  readonly span: Span;
  readonly nodes: readonly N[];
  readonly outputs: readonly GraphOutput[];
}

/** Builds a graph from nodes in any order. Throws CompilerBug on a missing operand, a repeated id or a cycle. */
export function makeGraph<N extends NodeBase>(
  head: { readonly name: string; readonly span: Span },
  nodes: readonly N[],
  outputs: readonly GraphOutput[],
): Graph<N> {
  const net = new MultiDirectedGraph<{ node: N; order: number }, { port: number }>();
  nodes.forEach((node, order) => {
    if (net.hasNode(node.id)) bug(`node ${node.id} occurs twice`);
    net.addNode(node.id, { node, order });
  });
  for (const node of nodes) {
    node.inputs.forEach((source, port) => {
      if (!net.hasNode(source)) bug(`node ${node.id} reads ${source}, which does not exist`);
      net.addEdgeWithKey(`${source}>${node.id}.${port}`, source, node.id, { port });
    });
  }
  for (const output of outputs) if (!net.hasNode(output.node)) bug(`output ${output.name} names no node`);
  const sorted = topologicalSort(net).map((id) => net.getNodeAttribute(id, 'node'));
  return { name: head.name, span: head.span, nodes: sorted, outputs };
}

export function nodeById<N extends NodeBase>(graph: Graph<N>, id: string): N {
  return graph.nodes.find((node) => node.id === id) ?? bug(`no node ${id}`);
}

/** Consumers of each node, in node order, with the operand number they read it as. */
export function consumersOf<N extends NodeBase>(graph: Graph<N>): Map<string, { node: N; port: number }[]> {
  const map = new Map<string, { node: N; port: number }[]>(graph.nodes.map((node) => [node.id, []]));
  for (const node of graph.nodes) node.inputs.forEach((source, port) => { map.get(source)?.push({ node, port }); });
  return map;
}
