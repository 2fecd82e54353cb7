/** Drops every node that no output depends on. Inputs stay: they are the network's interface.
 *  Requires: dataflow.  Ensures: dataflow; every node but an input reaches an output.
 *  Before: x -> a -> output, x -> b   After: x -> a -> output */
import { makeGraph } from '../ir/graph.ts';
import type { Pass } from './pass.ts';

export const removeDeadNodes: Pass<'dataflow', 'dataflow'> = {
  name: 'remove-dead-nodes',
  summary: 'drop nodes that no output depends on',
  requires: 'dataflow',
  ensures: 'dataflow',
  run: (graph) => {
    const live = new Set(graph.outputs.map((output) => output.node));
    for (const node of graph.nodes.toReversed()) if (live.has(node.id)) for (const source of node.inputs) live.add(source);
    return makeGraph(graph, graph.nodes.filter((node) => live.has(node.id) || node.kind === 'input'), graph.outputs);
  },
};
