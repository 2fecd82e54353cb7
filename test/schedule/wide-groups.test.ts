// Groups of 32 neurons: how many blocks of 8 maps a group holds, in which order they leave, and what random networks compute, on links,
// in joints and in stripes. A tensor has no block of filler where its blocks part evenly into groups.
import { describe, expect, test } from 'vitest';
import type { Program, TileConfig } from '../../compiler/program/program.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { ModelError } from '../../compiler/source/diagnostic.ts';
import type { Target } from '../../compiler/target/target.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import { integerOf } from '../support/integer-of.ts';
import { randomGraph } from '../support/random-graph.ts';
import { expectEqual } from './support/compare.ts';
import { buildInteger, type ConvOptions } from './support/integer-builder.ts';
import { lenet } from './support/lenet.ts';
import { createRandom } from './support/random.ts';
import { randomNet } from './support/random-net.ts';

function wide(name: string, rowDepth = 512): Target {
  const target = findTarget(name) as Target;
  return { ...target, tile: { ...target.tile, rowDepth, neurons: 32 } };
}

/** Tiles of the layer in the middle of three, which reads 8 maps and has `maps` of its own. */
function middle(maps: number, options: ConvOptions): { program: Program; tile: TileConfig } {
  const random = createRandom(maps);
  const net = buildInteger(random);
  const id = net.conv(net.conv(net.input([3, 7, 36]), 8, { kernel: [3, 3] }), maps, options);
  net.output(net.conv(id, 9, { kernel: [2, 2] }));
  const program = schedule(net.graph(), wide('sim-1x1'));
  expectEqual(net.graph(), program, random, 2);
  const tile = program.phases.flatMap((phase) => phase.tiles).find((other) => other.layer === id);
  if (tile === undefined) throw new Error(`no tile works for ${id}`);
  return { program, tile };
}

const rowBeats = (tile: TileConfig): number | undefined => tile.own[0]?.order.rowBeats;

describe('blocks of a group', () => {
  const CASES = [
    { maps: 4, halves: 4, groups: 1, why: 'four folded pixels' },
    { maps: 16, halves: 4, groups: 1, why: 'two folded pixels' },
    { maps: 24, halves: 3, groups: 1, why: 'no filler' },
    { maps: 32, halves: 4, groups: 1, why: 'a full group' },
    { maps: 48, halves: 3, groups: 2, why: 'two groups alike' },
    { maps: 40, halves: 3, groups: 2, why: 'one block of filler' },
    { maps: 72, halves: 3, groups: 3, why: 'three groups alike' },
  ] as const;
  for (const { maps, halves, groups, why } of CASES) {
    test(`${maps} maps: ${why}`, () => {
      const { tile } = middle(maps, { kernel: [3, 3], trits: 2 });
      expect({ halves: tile.epilogue?.halves, groups: tile.sequencer?.groups }).toEqual({ halves, groups });
      // 32 columns are left of 36; folded pixels share a position.
      const blocks = Math.ceil(maps / 8) + (maps === 40 ? 1 : 0);
      expect(rowBeats(tile)).toBe(32 * blocks);
    });
  }

  test('raw sums take all neurons of a group and what is left in the last', () => {
    const random = createRandom(3);
    const net = buildInteger(random);
    const id = net.dense(net.flatten(net.conv(net.input([3, 5, 5]), 8, { kernel: [3, 3] })), 75, { raw: true });
    net.output(id);
    net.output(net.argmax(id));
    const program = schedule(net.graph(), wide('sim-1x1'));
    expectEqual(net.graph(), program, random, 2);
    const tile = program.phases.flatMap((phase) => phase.tiles).find((other) => other.layer === id);
    expect({ groups: tile?.sequencer?.groups, last: tile?.epilogue?.lastNeurons }).toEqual({ groups: 3, last: 11 });
  });

  test('parts of a joint have groups of one size', () => {
    const net = buildInteger(createRandom(4));
    const first = net.conv(net.input([3, 6, 9]), 48, { kernel: [3, 3] });
    const pair = net.node({
      kind: 'concat', id: 'both', name: 'both', span: { file: 'net.nf', start: 0, end: 3, line: 1, column: 1 }, inputs: [first, net.conv(first, 24, { kernel: [1, 1] })], macs: 0, shape: [72, 4, 7],
      format: { kind: 'codes', zero: 0, scale: 1 }, codeMaps: [Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7]), Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7])],
    });
    net.output(net.conv(pair, 8, { kernel: [3, 3] }));
    const program = schedule(net.graph(), wide('sim-2x2'));
    expectEqual(net.graph(), program, createRandom(4), 2);
    for (const channel of program.phases.flatMap((phase) => phase.writes)) if (channel?.tensor === first) expect(channel.runBeats % 3).toBe(0);
  });
});

test('lenet-5 on one tile and on four', () => {
  for (const name of ['sim-1x1', 'sim-2x2']) {
    const random = createRandom(1);
    const graph = lenet(random);
    expectEqual(graph, schedule(graph, wide(name)), random, 1);
  }
});

const SEEDS = Number(process.env['SEEDS'] ?? 12);
const FIRST = Number(process.env['FIRST'] ?? 0);
const TARGETS = [wide('sim-1x1'), wide('sim-2x2'), { ...wide('neuflow-v6'), rows: 2, cols: 2, edgeStreams: 8 }, wide('sim-1x3', 64)];

describe('random networks', () => {
  let refused = 0;
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    test(`seed ${seed}`, async () => {
      const target = TARGETS[seed % TARGETS.length] as Target;
      const random = createRandom(seed);
      const graph = seed % 2 === 0 ? randomNet(random) : await integerOf(randomGraph(seed, { operators: 'all' }), seed);
      try {
        expect(expectEqual(graph, schedule(graph, target), random, 2)).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        expect(error.diagnostics.map((entry) => entry.code).join()).toMatch(/^NF410[123]$/);
        refused++;
      }
    });
  }
  test('few are too large', () => { expect(refused).toBeLessThanOrEqual(SEEDS / 3); });
});
