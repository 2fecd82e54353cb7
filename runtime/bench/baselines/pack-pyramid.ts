// neuFlow's way with a pyramid of scales: all scales are packed into one image, the largest on top, the others side by side below it with
// one row between, and the shared layers run over that image once. Before -> after: three chains with one set of weights -> one chain.
import type { FloatGraph, FloatNode, Pair } from '../../../compiler/ir/float-graph.ts';
import { consumersOf, type Shape } from '../../../compiler/ir/graph.ts';

/** The graph with its scales packed, or null where its inputs do not run through shared layers alone. Gaps count as pixels. */
export function packPyramid(graph: FloatGraph): FloatGraph | null {
  const inputs = graph.nodes.filter((node) => node.kind === 'input').sort((a, b) => b.shape[1] * b.shape[2] - a.shape[1] * a.shape[2]);
  const [largest, ...smaller] = inputs;
  if (largest === undefined || smaller.length === 0) return null;
  const chain = chainFrom(graph, largest);
  const keys = new Set(chain.flatMap(keyOf));
  const isShared = smaller.every((input) => input.shape[0] === largest.shape[0] && chainFrom(graph, input).flatMap(keyOf).every((key) => keys.has(key)));
  const width = smaller.reduce((sum, input) => sum + input.shape[2], 0);
  if (!isShared || width > largest.shape[2]) return null;
  const packed: Shape = [largest.shape[0], largest.shape[1] + Math.max(...smaller.map((input) => input.shape[1])) + 1, largest.shape[2]];
  return { ...graph, nodes: resize(chain, packed), outputs: [] };
}

const keyOf = (node: FloatNode): string[] => ('params' in node ? [node.params.key] : []);

/** The nodes from an input to the end of its chain; stops where the chain branches or joins. */
function chainFrom(graph: FloatGraph, input: FloatNode): FloatNode[] {
  const consumers = consumersOf(graph);
  const chain = [input];
  for (;;) {
    const next: FloatNode[] = (consumers.get(chain.at(-1)?.id ?? '') ?? []).map((consumer) => consumer.node);
    const [node] = next;
    if (node === undefined || next.length > 1 || node.inputs.length > 1) return chain;
    chain.push(node);
  }
}

/** The same layers on an input of another size. */
function resize(chain: readonly FloatNode[], inputShape: Shape): FloatNode[] {
  let [, height, width] = inputShape;
  return chain.map((node) => {
    if (node.kind === 'conv' || node.kind === 'pool') {
      const { kernel, stride, padding } = node;
      const size = (extent: number, kernelSize: number, step: number): number => Math.floor((extent - kernelSize) / step) + 1;
      [height, width] = [
        size(height + padding.top + padding.bottom, kernel[0], stride[0]), size(width + padding.left + padding.right, kernel[1], stride[1]),
      ] satisfies Pair;
    }
    const shape: Shape = [node.shape[0], height, width];
    return { ...node, shape } as FloatNode;
  });
}
