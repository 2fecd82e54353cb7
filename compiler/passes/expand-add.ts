/** An add of more than two operands becomes a chain of adds of two; the last keeps the name.
 *  Requires: dataflow; no add of one operand.  Ensures: dataflow; every add has two operands.
 *  Before: add(a, b, c)   After: add(add(a, b), c) */
import type { AddNode, FloatNode } from '../ir/float-graph.ts';
import { makeGraph } from '../ir/graph.ts';
import type { Pass } from './pass.ts';

export const expandAdd: Pass<'dataflow', 'dataflow'> = {
  name: 'expand-add',
  summary: 'split adds of many operands into pairs',
  requires: 'dataflow',
  ensures: 'dataflow',
  run: (graph) => makeGraph(graph, graph.nodes.flatMap((node): FloatNode[] => (node.kind === 'add' ? pairs(node) : [node])), graph.outputs),
};

function pairs(node: AddNode): FloatNode[] {
  const [first = '', ...others] = node.inputs;
  let sum = first;
  return others.map((operand, i): AddNode => {
    const isLast = i === others.length - 1;
    const id = isLast ? node.id : `${node.id}_part${i + 1}`;
    const pair = { ...node, id, name: isLast ? node.name : `${node.name}.part${i + 1}`, inputs: [sum, operand] };
    sum = id;
    return pair;
  });
}
