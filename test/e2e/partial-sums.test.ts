// Layers that no tile holds, in parts whose sums are read as octal digits: reference = simulator = RTL, every value and every cycle, also under random stalls.
import { expect, test } from 'vitest';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { targetOf } from '../schedule/support/scheduled.ts';
import { buildGraph, type GraphBuilder, tritPrecision } from '../support/graph-builder.ts';
import { integerOf } from '../support/integer-of.ts';
import { benchOf, expectAllEqual, verdictOn } from '../support/verdict.ts';

const CODES = { bits: 3, zero: 0, scale: 1 / 7 } as const;

const CASES: Readonly<Record<string, (net: GraphBuilder) => void>> = {
  'a conv': (net) => {
    const many = net.activation(net.conv(net.input([8, 5, 6], CODES, 'image'), 256, { kernel: [1, 1] }), 'tanh');
    const big = net.activation(net.conv(many, 40, { kernel: [3, 3], padding: { top: 1, left: 1, bottom: 1, right: 1 }, precision: tritPrecision(4) }), 'tanh');
    net.output(net.conv(big, 9, { kernel: [1, 1] }));
  },
  'sums and an argmax': (net) => { net.output(net.argmax(net.conv(net.input([300, 4, 5], CODES, 'image'), 20, { kernel: [3, 3], precision: tritPrecision(4) }))); },
};

test('layers in parts on sim-2x2', async () => {
  const target = targetOf('sim-2x2');
  const bench = await benchOf(target);
  for (const [seed, [name, build]] of Object.entries(CASES).entries()) {
    const net = buildGraph(seed);
    build(net);
    const integer = await integerOf(net.finish(), seed);
    const program = schedule(integer, target);
    expect(program.phases.some(({ reads }) => reads.some((channel) => channel?.tensor.endsWith('~sums'))), name).toBe(true);
    for (const stallSeed of [null, 7]) expectAllEqual(await verdictOn({ integer, program, bench, seed, stallSeed }), name);
  }
});
