// What a classifying network says: the class of the strongest output, from an argmax output or else from a vector of scores.
import type { IntegerGraph, IntegerTensor } from '../compiler/ir/integer-graph.ts';
import { UsageError } from './usage-error.ts';

export interface Classifier {
  /** Class of one frame, from its tensors by node id. */
  readonly classOf: (tensors: ReadonlyMap<string, IntegerTensor>) => number;
  /** Name of the output that is read. */
  readonly output: string;
  /** Scores by class where the network gives them out, else null. */
  readonly scoresOf: (tensors: ReadonlyMap<string, IntegerTensor>) => Int32Array | null;
}

/** Throws UsageError where the network has neither a single argmax nor a single vector. */
export function findClassifier(graph: IntegerGraph): Classifier {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const outputs = graph.outputs.flatMap((output) => {
    const node = nodes.get(output.node);
    return node === undefined ? [] : [{ output, node }];
  });
  const vector = outputs.find(({ node }) => node.kind !== 'argmax' && node.shape[0] > 1 && node.shape[1] === 1 && node.shape[2] === 1);
  const index = outputs.find(({ node }) => node.kind === 'argmax' && node.shape[1] === 1 && node.shape[2] === 1);
  const chosen = index ?? vector;
  if (chosen === undefined) throw new UsageError(`${graph.name} gives out no class`, 'a classifying network has an output argmax(...), or a vector of scores');
  const read = (tensors: ReadonlyMap<string, IntegerTensor>, id: string): Int32Array => tensors.get(id)?.data ?? new Int32Array(0);
  return {
    output: chosen.output.name,
    classOf: (tensors) => {
      const data = read(tensors, chosen.node.id);
      return index === undefined ? indexOfLargest(data) : (data[0] ?? -1);
    },
    scoresOf: (tensors) => (vector === undefined ? null : read(tensors, vector.node.id)),
  };
}

/** The lowest index wins a tie. */
function indexOfLargest(values: Int32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
