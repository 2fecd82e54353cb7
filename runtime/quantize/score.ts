// How good the results of a network are: cross-entropy and accuracy against labels, one a picture or one a pixel; without labels, how far the
// results are from those of the real network.
import type { GraphOutput, NodeBase } from '../../compiler/ir/graph.ts';
import { UsageError } from '../usage-error.ts';
import type { Labels } from './calibration-set.ts';

export interface Score {
  readonly images: number;
  /** Mean cross-entropy in nats; without labels, energy of the difference from the real results over their energy. */
  readonly loss: number;
  /** Share of pictures, or of pixels that count; null without labels. */
  readonly accuracy: number | null;
}

export interface ScoreSum {
  /** Adds the real values of the scored tensor for one frame, channel-major. */
  readonly add: (index: number, values: ArrayLike<number>) => void;
  readonly result: () => Score;
}

/** The tensor that says how sure a network is of each class: what its argmax reads, else its first output of several maps, else its first output. */
export function scoredNode(graph: { readonly name: string; readonly nodes: readonly (NodeBase & { readonly kind: string })[]; readonly outputs: readonly GraphOutput[] }): NodeBase {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const outputs = graph.outputs.map((output) => nodes.get(output.node)).filter((node) => node !== undefined);
  const read = outputs.filter((node) => node.kind === 'argmax').map((node) => nodes.get(node.inputs[0] ?? ''));
  const found = read[0] ?? outputs.find((node) => node.shape[0] > 1) ?? outputs[0];
  if (found === undefined) throw new UsageError(`${graph.name} has no output`, 'give the network an output');
  return found;
}

export function scoreLabels(node: NodeBase, labels: Labels): ScoreSum {
  const [classes, height, width] = node.shape;
  const [rows, columns] = labels.shape;
  if (classes < 2) throw new UsageError(`${node.name} is one map, and the set has labels`, 'give out one map for each class');
  let [images, loss, right, counted] = [0, 0, 0, 0];
  return {
    add: (index, values) => {
      images++;
      const wanted = labels.of(index);
      for (let at = 0; at < rows * columns; at++) {
        const label = wanted[at] as number;
        if (label === labels.ignored) continue;
        if (label >= classes) throw new UsageError(`a label is ${label}, but ${node.name} has ${classes} maps`, 'give out one map for each class of the set');
        // A smaller result is repeated over the label picture.
        const pixel = Math.floor((Math.floor(at / columns) * height) / rows) * width + Math.floor(((at % columns) * width) / columns);
        const { best, entropy } = compare(values, pixel, height * width, classes, label);
        loss += entropy;
        counted++;
        if (best === label) right++;
      }
    },
    result: () => ({ images, loss: counted === 0 ? 0 : loss / counted, accuracy: counted === 0 ? 0 : right / counted }),
  };
}

/** The strongest class (the lowest of equals), and minus the logarithm of the softmax of the label's. */
function compare(values: ArrayLike<number>, pixel: number, pixels: number, classes: number, label: number): { best: number; entropy: number } {
  let best = 0;
  for (let c = 1; c < classes; c++) if ((values[c * pixels + pixel] as number) > (values[best * pixels + pixel] as number)) best = c;
  const top = values[best * pixels + pixel] as number;
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += Math.exp((values[c * pixels + pixel] as number) - top);
  return { best, entropy: Math.log(sum) + top - (values[label * pixels + pixel] as number) };
}

/** `real` holds the results of the real network, frame by frame. */
export function scoreDistance(real: readonly ArrayLike<number>[]): ScoreSum {
  let [images, noise, signal] = [0, 0, 0];
  return {
    add: (index, values) => {
      images++;
      const wanted = real[index] ?? [];
      for (let i = 0; i < wanted.length; i++) {
        signal += (wanted[i] as number) ** 2;
        noise += ((wanted[i] as number) - (values[i] as number)) ** 2;
      }
    },
    result: () => ({ images, loss: signal === 0 ? 0 : noise / signal, accuracy: null }),
  };
}
