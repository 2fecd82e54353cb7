// What a network says of a picture, or of each of its pixels: an argmax output as it is, or else the strongest of a score for each class.
import type { NodeBase } from '../compiler/ir/graph.ts';
import type { ResultGraph, Results } from './host-tail.ts';
import { UsageError } from './usage-error.ts';

export interface Labeller {
  /** Name of the output that is read. */
  readonly output: string;
  /** Node of that output. */
  readonly node: string;
  /** How many classes it tells apart. */
  readonly classes: number;
  /** Label of each pixel, row by row, from the values of the node. */
  readonly labelsOf: (values: ArrayLike<number>) => Int32Array;
}

type Size = readonly [height: number, width: number];

/** Outputs with names, and the one that labels height x width places: an argmax, or else scores. */
function chooseOutput(graph: ResultGraph, [height, width]: Size) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const outputs = graph.outputs.flatMap(({ name, node: id }) => {
    const node = nodes.get(id);
    return node === undefined ? [] : [{ name, node }];
  });
  const fitting = outputs.filter(({ node }) => node.shape[1] === height && node.shape[2] === width);
  const index = fitting.find(({ node }) => node.kind === 'argmax');
  return { nodes, outputs, index, chosen: index ?? fitting.find(({ node }) => node.shape[0] > 1) };
}

/** The output that labels height x width places (1 x 1: the picture), of a network in real numbers or integers. Throws UsageError where there is none. */
export function findLabeller(graph: ResultGraph, [height, width]: Size): Labeller {
  const { nodes, outputs, index, chosen } = chooseOutput(graph, [height, width]);
  if (chosen === undefined) throw noLabels(graph.name, outputs, height, width);
  const classes = index === undefined ? chosen.node.shape[0] : (nodes.get(index.node.inputs[0] ?? '')?.shape[0] ?? 1);
  return {
    output: chosen.name, node: chosen.node.id, classes,
    labelsOf: (values) => (index === undefined ? strongestChannel(values, classes, height * width) : Int32Array.from(values)),
  };
}

/** Whether an output has a label, or scores, for each of height x width places, which are more than one. */
export const labelsPixels = (graph: ResultGraph, [height, width]: Size): boolean => height * width > 1 && chooseOutput(graph, [height, width]).chosen !== undefined;

function noLabels(name: string, outputs: readonly { readonly name: string; readonly node: NodeBase }[], height: number, width: number): UsageError {
  if (height === 1 && width === 1) return new UsageError(`${name} gives out no class`, 'a classifying network has an output argmax(...), or a vector of scores');
  const found = outputs.map((output) => `${output.name} [${output.node.shape.join(', ')}]`).join(', ');
  return new UsageError(`${name} labels no pixels of ${width} x ${height} (its outputs: ${found})`, 'end it with as many rows and columns as the picture has, by upsample(...), and argmax(...)');
}

/** The lowest channel wins a tie. */
function strongestChannel(values: ArrayLike<number>, channels: number, places: number): Int32Array {
  const labels = new Int32Array(places);
  for (let place = 0; place < places; place++) {
    let best = 0;
    for (let channel = 1; channel < channels; channel++) {
      if ((values[channel * places + place] as number) > (values[best * places + place] as number)) best = channel;
    }
    labels[place] = best;
  }
  return labels;
}

export interface Classifier {
  /** Class of one frame, from its tensors by node id. */
  readonly classOf: (tensors: Results) => number;
  /** Name of the output that is read. */
  readonly output: string;
  /** Scores by class where the network gives them out, else null. */
  readonly scoresOf: (tensors: Results) => Int32Array | Float32Array | null;
}

/** Throws UsageError where the network has neither a single argmax nor a single vector. */
export function findClassifier(graph: ResultGraph): Classifier {
  const labeller = findLabeller(graph, [1, 1]);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const vector = graph.outputs.map((output) => nodes.get(output.node)).find((node) => node !== undefined && node.kind !== 'argmax' && node.shape[0] > 1 && node.shape[1] === 1 && node.shape[2] === 1);
  const read = (tensors: Results, id: string): Int32Array | Float32Array => tensors.get(id)?.data ?? new Int32Array(0);
  return {
    output: labeller.output,
    classOf: (tensors) => labeller.labelsOf(read(tensors, labeller.node))[0] ?? -1,
    scoresOf: (tensors) => (vector === undefined ? null : read(tensors, vector.id)),
  };
}
