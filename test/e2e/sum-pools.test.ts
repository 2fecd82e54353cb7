// Sum, average and square pooling inside the layer before it: reference = simulator = RTL, every value and every cycle, with columns of the windows
// as folded neurons and as pixels of the walk, on tiles of 16 and of 32 neurons; and that the tensor between is gone.
import { expect, test } from 'vitest';
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import type { Target } from '../../compiler/target/target.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import { buildGraph, type PoolOptions, tritPrecision } from '../support/graph-builder.ts';
import { integerOf } from '../support/integer-of.ts';
import { SHALLOW_WIDE } from '../support/shallow-target.ts';
import { benchOf, faultOf, verdictOn } from '../support/verdict.ts';

const TARGETS = [SHALLOW_WIDE, findTarget('sim-1x1') as Target];

interface Case {
  readonly channels: number;
  readonly maps: number;
  readonly curve: 'relu' | 'abs' | 'tanh';
  readonly mode: 'average' | 'sum' | 'l2';
  readonly pool: PoolOptions;
}

const square = (size: number): PoolOptions => ({ kernel: [size, size], stride: [size, size] });

const CASES: Readonly<Record<string, Case>> = {
  'columns as neurons': { channels: 3, maps: 16, curve: 'abs', mode: 'average', pool: square(2) },
  'four columns as neurons': { channels: 1, maps: 8, curve: 'tanh', mode: 'sum', pool: square(4) },
  'two groups of columns': { channels: 8, maps: 32, curve: 'tanh', mode: 'average', pool: square(2) },
  'windows that overlap': { channels: 9, maps: 12, curve: 'relu', mode: 'average', pool: { kernel: [3, 3], stride: [2, 2] } },
  'three columns': { channels: 8, maps: 24, curve: 'relu', mode: 'sum', pool: { kernel: [1, 3], stride: [1, 3] } },
  'rows alone': { channels: 2, maps: 5, curve: 'tanh', mode: 'average', pool: { kernel: [3, 1], stride: [3, 1] } },
  'squares': { channels: 3, maps: 16, curve: 'tanh', mode: 'l2', pool: square(2) },
};

function network({ channels, maps, curve, mode, pool }: Case): FloatGraph {
  const net = buildGraph(maps);
  const image = net.input([channels, 14, 19], { bits: 3, zero: 0, scale: 1 / 7 }, 'image');
  const codes = net.activation(net.conv(image, maps, { kernel: [3, 3], precision: tritPrecision(2) }), curve);
  const pooled = net.activation(net.pool(codes, mode, pool), 'tanh');
  net.output(net.activation(net.conv(pooled, 4, { kernel: [1, 1] }), 'relu'));
  return net.finish();
}

for (const target of TARGETS) {
  test(`sums inside layers of ${target.name}`, async () => {
    const bench = await benchOf(target);
    const wrong: unknown[] = [];
    const inside = new Set<string>();
    const folded = new Set<string>();
    for (const [index, [name, entry]] of Object.entries(CASES).entries()) {
      const graph = network(entry);
      const integer = await integerOf(graph, index);
      const program = schedule(integer, target);
      const sums = program.phases.flatMap(({ tiles }) => tiles.flatMap(({ epilogue }) => (epilogue?.sums === undefined ? [] : [epilogue])));
      if (sums.length > 0) inside.add(name);
      if (sums.some(({ sums: pooling, halves }) => pooling?.kept !== halves)) folded.add(name);
      const result = await verdictOn({ integer, program, bench, seed: index, stallSeed: index === 2 ? index : null });
      const fault = faultOf(result, name);
      if (fault !== null) wrong.push(fault);
    }
    expect(wrong).toEqual([]);
    // Windows that overlap would compute too much again.
    expect([...inside]).toEqual(Object.keys(CASES).filter((name) => name !== 'windows that overlap'));
    expect([...folded]).toContain('columns as neurons');
  });
}
