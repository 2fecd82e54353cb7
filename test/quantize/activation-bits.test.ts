// Activations of fewer than three bits use only their lowest codes, whatever comes in, on every judge.
import { describe, expect, it } from 'vitest';
import type { ActivationNode, FloatGraph } from '../../compiler/ir/float-graph.ts';
import { quantize } from '../../compiler/quantize/quantize.ts';
import { prepareInteger } from '../../compiler/reference/integer.ts';
import { seededRandom } from '../../compiler/source/seeded-random.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { buildGraph } from '../support/graph-builder.ts';
import { lowerText } from '../support/nf-model.ts';

const FUNCTIONS = ['relu', 'hardtanh', 'tanh', 'abs', 'sigmoid', 'sqrt'] as const;

function network(fn: ActivationNode['fn'], bits: ActivationNode['bits'], range: number | null): FloatGraph {
  const graph = buildGraph();
  graph.output(graph.activation(graph.batchnorm(graph.conv(graph.input([3, 6, 6], { bits: 8, zero: 0, scale: 1 / 255 }, 'image'), 5)), fn, range, bits));
  return graph.finish();
}

describe.each([1, 2, 3] as const)('activations of %i bits', (bits) => {
  it.each(FUNCTIONS.flatMap((fn) => [[fn, null], [fn, 1.5]] as const))('%s, range %s', async (fn, range) => {
    const graph = network(fn, bits, range);
    const random = seededRandom(3);
    const frames = [new Map([['image', Float32Array.from({ length: 108 }, () => random())]])];
    const { graph: integer } = await quantize(graph, loadParams(graph), frames);
    const run = prepareInteger(integer);
    const last = integer.nodes.at(-1);
    const seen = new Set<number>();
    for (let frame = 0; frame < 50; frame++) {
      const data = Int32Array.from({ length: 108 }, () => Math.floor(random() * 256));
      for (const code of run(new Map([['image', { shape: [3, 6, 6], data }]])).get(last?.id ?? '')?.data ?? []) seen.add(code);
    }
    expect(Math.max(...seen)).toBeLessThanOrEqual(2 ** bits - 1);
    if (fn === 'relu') expect(seen.size).toBe(2 ** bits);
  });
});

it('the text says how many', () => {
  const text = (bits: string): string => `network N {\n  input x: u8[1, 4, 4]\n  weights random(1)\n  precision weights ternary, activations ${bits}\n  x |> conv(2 maps, 3x3) |> relu |> output y: conv(2 maps, 1x1)\n}\n`;
  const bitsOf = (graph: FloatGraph): unknown => graph.nodes.flatMap((node) => (node.kind === 'activation' ? [node.bits] : []))[0];
  expect(['1b', '2b', '3b'].map((bits) => bitsOf(lowerText(text(bits))))).toEqual([1, 2, 3]);
});
