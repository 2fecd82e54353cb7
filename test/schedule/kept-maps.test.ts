// Rows of all maps in blocks of single maps that no tile holds: each tile stores just the maps that it reads, values stay the same.
import { expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import type { IntegerBuilder } from './support/integer-builder.ts';
import { scheduled, targetOf } from './support/scheduled.ts';

const SIM = targetOf('sim-2x2');
const shallow = (neurons: 16 | 32, rowDepth: number, weightBlocks = 400): Target =>
  ({ ...SIM, tile: { ...SIM.tile, neurons, weightWidth: 32 * neurons, rowDepth, weightBlocks, passDepth: 2048, thresholdGroups: 32 } });

/** Planes that the writer of every tile of a layer stores. */
const keptOf = (program: Program, layer: string): number[] =>
  program.phases.flatMap(({ tiles }) => tiles.filter((tile) => tile.layer === layer).flatMap(({ writer }) => (writer?.keep === undefined ? [] : [writer.keep.planes.toString(2).replaceAll('0', '').length])));

/** As the second half of the suite's W4: pooling, a conv with a sparse table, pooling. */
function sparse(net: IntegerBuilder): void {
  const first = net.conv(net.input([3, 26, 130]), 16, { kernel: [3, 3], trits: 1 });
  const second = net.conv(net.sumPool(first, [2, 2], [2, 2]), 16, { kernel: [5, 5], trits: 2, sparsity: 90, table: true });
  net.output(net.sumPool(second, [2, 2], [2, 2]));
}

for (const neurons of [16, 32] as const) {
  test(`tiles of ${neurons} neurons store few of the maps that go by`, () => {
    const program = scheduled(sparse, shallow(neurons, 72), { seed: 3, options: { mostOfPlain: 1 } });
    const kept = keptOf(program, 'conv3');
    expect(kept.length).toBeGreaterThan(1);
    expect(Math.max(...kept)).toBeLessThan(16);
  });
}

test('where the weights of tiles that keep few maps do not fit, every tile keeps all', () => {
  const program = scheduled(sparse, shallow(16, 80, 40), { seed: 3, options: { mostOfPlain: 1 } });
  expect(keptOf(program, 'conv3')).toEqual([]);
});
