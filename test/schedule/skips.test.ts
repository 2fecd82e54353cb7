// Additions inside the conv before them: where they happen, that the Program equals the integer reference, and that both models of values agree.
import { describe, expect, test } from 'vitest';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { Program } from '../../compiler/program/program.ts';
import { lowerToGrid } from '../../compiler/schedule/lower.ts';
import { mergeSiblings } from '../../compiler/schedule/merge-siblings.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { runValues } from '../../sim/simulate.ts';
import { makeValueModel } from '../../sim/values/model.ts';
import { buildGraph, type GraphBuilder, tritPrecision } from '../support/graph-builder.ts';
import { integerOf } from '../support/integer-of.ts';
import { OPERATOR_NETWORKS } from '../support/operator-networks.ts';
import { expectEqual } from './support/compare.ts';
import { createRandom } from './support/random.ts';
import { targetOf } from './support/scheduled.ts';

const ONE = { top: 1, left: 1, bottom: 1, right: 1 };

const calibrated = (graph: FloatGraph): Promise<IntegerGraph> => integerOf(graph, 5);
const skipsOf = (graph: IntegerGraph, neurons = 16): number => lowerToGrid(graph, neurons).layers.filter((layer) => layer.skip !== null).length;

/** Memory after both models of values. */
function expectModelsEqual(program: Program): void {
  expect(makeValueModel(program).literalTiles).toBe(0);
  const words = (): Uint32Array => {
    const random = createRandom(9);
    return Uint32Array.from({ length: program.memory.bytes / 4 }, () => random.below(2 ** 24));
  };
  const [fast, slow] = [words(), words()];
  runValues(program, fast, { frames: 1 });
  runValues(program, slow, { frames: 1, literal: true });
  expect(fast).toEqual(slow);
}

describe('additions inside a conv', () => {
  test.each([
    'residual blocks with more than 16 maps', 'residual block with a strided shortcut', 'a conv and what it reads, added in rows of 200 pixels', 'add of two branches',
  ])('%s', async (name) => {
    const graph = await calibrated((OPERATOR_NETWORKS[name] as () => FloatGraph)());
    for (const target of [targetOf('sim-1x1'), targetOf('sim-2x2'), { ...targetOf('neuflow-v6'), rows: 1, cols: 2 }]) {
      expect(skipsOf(graph, target.tile.neurons)).toBeGreaterThan(0);
      for (const additions of ['inside', 'merged'] as const) {
        const program = schedule(graph, target, { additions });
        expect(program.phases.some((phase) => phase.tiles.some((tile) => tile.epilogue?.skip))).toBe(true);
        expect(expectEqual(graph, program, createRandom(3), 2)).toBeGreaterThan(0);
        if (additions === 'inside') expectModelsEqual(program);
      }
    }
  });

  test('a strided shortcut is merged with the conv beside it', async () => {
    const graph = await calibrated((OPERATOR_NETWORKS['residual block with a strided shortcut'] as () => FloatGraph)());
    const inside = lowerToGrid(graph, 16);
    const merged = mergeSiblings(inside);
    expect(merged.layers.length).toBe(inside.layers.length - 1);
    expect(merged.layers.find((layer) => layer.names?.length === 2)?.output[0]).toBe(40);
  });

  const residual = (build: (net: GraphBuilder, from: string) => string): FloatGraph => {
    const net = buildGraph(1);
    const from = net.activation(net.conv(net.input([3, 6, 7], { bits: 8, zero: 0, scale: 1 / 255 }, 'image'), 9, { kernel: [3, 3], padding: ONE }), 'relu', 2);
    net.output(net.activation(net.add(build(net, from), from), 'relu', 2));
    return net.finish();
  };
  const body = (net: GraphBuilder, from: string): string => net.conv(net.activation(net.conv(from, 9, { kernel: [3, 3], padding: ONE }), 'relu', 2), 9, { kernel: [3, 3], padding: ONE });

  test('an addition stays a layer where the codes of the conv are read, or its sums leave no room', async () => {
    expect(skipsOf(await calibrated(residual(body)))).toBe(1);
    const isOutput = residual((net, from) => {
      const codes = body(net, from);
      net.output(net.activation(codes, 'tanh'));
      return codes;
    });
    expect(skipsOf(await calibrated(isOutput))).toBe(0);
    const isLarge = residual((net, from) => net.conv(net.activation(net.conv(from, 260, { kernel: [1, 1] }), 'relu', 2), 9, { kernel: [5, 5], padding: { top: 2, left: 2, bottom: 2, right: 2 }, precision: tritPrecision(4) }));
    expect(skipsOf(await calibrated(isLarge))).toBe(0);
  });

  test('of falling maps and of padding that is not zero', async () => {
    const net = buildGraph(4);
    const first = net.activation(net.conv(net.input([2, 5, 6], { bits: 8, zero: 0, scale: 1 / 255 }, 'image'), 10, { kernel: [3, 3], padding: ONE }), 'tanh');
    const second = net.activation(net.conv(first, 10, { kernel: [3, 3], padding: ONE }), 'tanh');
    net.output(net.activation(net.add(first, net.batchnorm(net.conv(second, 10, { kernel: [3, 3], padding: ONE }))), 'hardtanh'));
    const graph = await calibrated(net.finish());
    expect(skipsOf(graph)).toBe(1);
    const program = schedule(graph, targetOf('sim-1x2'), { additions: 'inside' });
    expect(expectEqual(graph, program, createRandom(3), 2)).toBeGreaterThan(0);
    expectModelsEqual(program);
  });
});
