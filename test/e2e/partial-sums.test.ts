// Layers that no tile holds, in parts whose sums are read as octal digits: reference = simulator = RTL, every value and every cycle, also under random stalls.
import { expect, test } from 'vitest';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import { syntheticFrames } from '../../compiler/quantize/calibrate.ts';
import { quantize } from '../../compiler/quantize/quantize.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { chooseFrames } from '../../runtime/choose-frames.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { openBench } from '../../runtime/open-bench.ts';
import { verify } from '../../runtime/verify.ts';
import { targetOf } from '../schedule/support/scheduled.ts';
import { buildGraph, type GraphBuilder, tritPrecision } from '../support/graph-builder.ts';

const CASES: Readonly<Record<string, (net: GraphBuilder) => void>> = {
  'a conv': (net) => {
    const many = net.activation(net.conv(net.input([8, 5, 6], { bits: 3, zero: 0, scale: 1 / 7 }, 'image'), 256, { kernel: [1, 1] }), 'tanh');
    const big = net.activation(net.conv(many, 40, { kernel: [3, 3], padding: { top: 1, left: 1, bottom: 1, right: 1 }, precision: tritPrecision(4) }), 'tanh');
    net.output(net.conv(big, 9, { kernel: [1, 1] }));
  },
  'sums and an argmax': (net) => {
    const image = net.input([300, 4, 5], { bits: 3, zero: 0, scale: 1 / 7 }, 'image');
    net.output(net.argmax(net.conv(image, 20, { kernel: [3, 3], precision: tritPrecision(4) })));
  },
};

function network(build: (net: GraphBuilder) => void, seed: number): FloatGraph {
  const net = buildGraph(seed);
  build(net);
  return net.finish();
}

test('layers in parts on sim-2x2', async () => {
  const target = targetOf('sim-2x2');
  const bench = await openBench(target, { native: false, onProgress: () => undefined });
  const wrong: unknown[] = [];
  const divided = new Set<string>();
  for (const [index, [name, build]] of Object.entries(CASES).entries()) {
    const graph = network(build, index);
    const { graph: integer } = await quantize(graph, loadParams(graph, ''), syntheticFrames(graph, index, 3));
    const program = schedule(integer, target);
    if (program.phases.some(({ reads }) => reads.some((channel) => channel?.tensor.endsWith('~sums')))) divided.add(name);
    const { frames } = chooseFrames(program, { files: [], count: 2, fallback: 2, seed: index });
    for (const stallSeed of [null, 7]) {
      const result = await verify({ program, integer, frames, bench, stallSeed });
      if (!result.equal) wrong.push({ name, stallSeed, failure: result.failure, first: result.firstDifference });
    }
  }
  expect(wrong).toEqual([]);
  expect([...divided]).toEqual(Object.keys(CASES));
});
