// Finishes a network on the host: what the machine gave out, read as real numbers, goes through the layers that stay in real numbers.
import type { Graph, NodeBase } from '../compiler/ir/graph.ts';
import type { IntegerGraph, IntegerTensor } from '../compiler/ir/integer-graph.ts';
import { type HostTail, outputNode } from '../compiler/ir/split-host.ts';
import { bug } from '../compiler/source/diagnostic.ts';

/** A tensor of one frame, channel-major: integers of the machine, real numbers of the host. */
export interface ResultTensor {
  readonly shape: readonly [number, number, number];
  readonly data: Int32Array | Float32Array;
}

/** By node id. */
export type Results = ReadonlyMap<string, ResultTensor>;

export type ResultGraph = Graph<NodeBase & { readonly kind: string }>;

/** The nodes of machine and host, with the outputs of the network: those of the machine first, without what only the host reads. */
export function resultGraph(integer: IntegerGraph, tail: HostTail | null): ResultGraph {
  if (tail === null) return integer;
  const host = tail.graph.nodes.filter(({ kind }) => kind !== 'input');
  const outputs = [...integer.outputs.filter(({ name }) => !tail.operands.includes(name)), ...tail.graph.outputs];
  return { ...integer, nodes: [...integer.nodes, ...host], outputs };
}

/** Adds what the host computes to the outputs of the machine. */
export async function prepareTail(integer: IntegerGraph, tail: HostTail | null): Promise<(tensors: ReadonlyMap<string, IntegerTensor>) => Results> {
  if (tail === null) return (tensors) => tensors;
  // The float reference loads a tensor library, which networks without a tail never need.
  const { prepareFloat } = await import('../compiler/reference/float.ts');
  const wanted = new Map(tail.graph.nodes.filter(({ id }) => tail.graph.outputs.some(({ node }) => node === id)).map(({ id, shape }) => [id, shape]));
  const run = await prepareFloat(tail.graph, tail.params, new Set(wanted.keys()));
  const inputs = tail.graph.nodes.flatMap((node) => (node.kind === 'input' ? [{ name: node.name, format: node.format, id: outputNode(integer, node.name).id }] : []));
  return (tensors) => {
    const frame = new Map(inputs.map(({ name, format, id }) => {
      const { data } = tensors.get(id) ?? bug(`the machine gave no ${name}`);
      return [name, Float32Array.from(data, (value) => format.scale * (value - format.zero))];
    }));
    const values = run(frame);
    const results = new Map<string, ResultTensor>(tensors);
    for (const [id, shape] of wanted) results.set(id, { shape, data: values.get(id) ?? bug(`the host computed no ${id}`) });
    return results;
  };
}
