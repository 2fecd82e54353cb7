// Divides a network into the machine's part, which is quantized and scheduled, and the host's tail, which stays in real numbers. What the
// tail reads of the machine becomes an output of the machine and an input of the tail, both under one name.
import { bug } from '../source/diagnostic.ts';
import { type FloatGraph, type FloatNode, type InputFormat, type InputNode, isOnHost, type Params, type Precision } from './float-graph.ts';
import { type GraphOutput, makeGraph } from './graph.ts';
import type { IntegerGraph, IntegerNode } from './integer-graph.ts';

export interface HostTail {
  /** Inputs are outputs of the machine, by name; their format says how to read its integers. Outputs are those of the network that the host computes. */
  readonly graph: FloatGraph;
  /** The numbers of the tail's layers. */
  readonly params: Params;
  /** Outputs of the machine that are none of the network. */
  readonly operands: readonly string[];
}

export interface SplitNetwork {
  readonly machine: FloatGraph;
  /** Null where everything runs on the machine. The inputs of its graph have no format yet. */
  readonly tail: HostTail | null;
}

/** No format yet: that of the machine's output follows from quantization. */
const OPEN_FORMAT: InputFormat = { bits: 1, zero: 0, scale: 1 };

/** Weights that are not quantized have no bounds. */
const REAL_WEIGHTS: Precision = { trits: 4, min: -Number.MAX_VALUE, max: Number.MAX_VALUE };

export function splitHost(graph: FloatGraph, params: Params): SplitNetwork {
  const host = graph.nodes.filter(isOnHost).map((node): FloatNode => ('precision' in node ? { ...node, precision: REAL_WEIGHTS } : node));
  if (host.length === 0) return { machine: graph, tail: null };
  const onHost = new Set(host.map((node) => node.id));
  const read = new Set(host.flatMap((node) => node.inputs).filter((id) => !onHost.has(id)));
  const declared = graph.outputs.filter((output) => !onHost.has(output.node));
  const operands = graph.nodes.filter((node) => read.has(node.id));
  const added = operands.filter((node) => !declared.some((output) => output.node === node.id)).map((node): GraphOutput => ({ name: freeName(node.name, graph.outputs), node: node.id, span: node.span }));
  const outputs = [...declared, ...added];
  const inputs = operands.map(({ id, span, shape }): InputNode => {
    const { name } = outputs.find((output) => output.node === id) ?? bug(`${id} is no output of the machine`);
    return { kind: 'input', id, name, span, inputs: [], shape, format: OPEN_FORMAT };
  });
  const keys = new Set(host.flatMap((node) => ('params' in node ? [node.params.key] : [])));
  return {
    machine: makeGraph(graph, graph.nodes.filter((node) => !onHost.has(node.id)), outputs),
    tail: {
      graph: makeGraph<FloatNode>(graph, [...inputs, ...host], graph.outputs.filter((output) => onHost.has(output.node))),
      params: new Map([...params].filter(([key]) => keys.has(key))),
      operands: added.map(({ name }) => name),
    },
  };
}

/** The name of a node is rarely that of another output. */
function freeName(name: string, outputs: readonly GraphOutput[]): string {
  return outputs.some((output) => output.name === name) ? freeName(`${name}_`, outputs) : name;
}

/** The tail with the formats that quantization gave to the outputs of the machine. */
export function withFormats(tail: HostTail, machine: IntegerGraph): HostTail {
  const nodes = tail.graph.nodes.map((node): FloatNode => (node.kind === 'input' ? { ...node, format: formatOf(outputNode(machine, node.name)) } : node));
  return { ...tail, graph: { ...tail.graph, nodes } };
}

/** The node behind an output, by the name of the output. */
export function outputNode(graph: IntegerGraph, name: string): IntegerNode {
  const output = graph.outputs.find((entry) => entry.name === name);
  return graph.nodes.find((node) => node.id === output?.node) ?? bug(`${graph.name} has no output ${name}`);
}

const ACCUMULATOR_BITS = 24;

function formatOf({ id, format }: IntegerNode): InputFormat {
  switch (format.kind) {
    case 'codes': return { bits: 3, zero: format.zero, scale: format.scale };
    case 'wide': return { bits: format.bits, zero: format.zero, scale: format.scale };
    case 'raw': return { bits: ACCUMULATOR_BITS, zero: 0, scale: format.scale };
    case 'index': return bug(`${id} is an index, which no layer reads`);
  }
}
