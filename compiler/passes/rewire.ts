// Shared by the passes that take nodes away: readers of a removed node read its replacement instead.
import { type Graph, makeGraph, type NodeBase } from '../ir/graph.ts';

/** Removes the keys of `replacement` from the graph; whoever read one reads the value it maps to (followed to its end). */
export function bypass<N extends NodeBase>(graph: Graph<N>, replacement: ReadonlyMap<string, string>): Graph<N> {
  if (replacement.size === 0) return graph;
  const follow = (id: string): string => {
    const next = replacement.get(id);
    return next === undefined ? id : follow(next);
  };
  const nodes = graph.nodes
    .filter((node) => !replacement.has(node.id))
    .map((node) => ({ ...node, inputs: node.inputs.map(follow) }));
  return makeGraph(graph, nodes, graph.outputs.map((output) => ({ ...output, node: follow(output.node) })));
}
