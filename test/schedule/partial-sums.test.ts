// Layers that no tile holds: their inputs in parts, whose sums another layer adds up from their octal digits.
import { describe, expect, test } from 'vitest';
import type { Program } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { type BuildNetwork, scheduled, targetOf } from './support/scheduled.ts';

const small = (name: string, tile: Partial<Target['tile']>): Target => {
  const target = targetOf(name);
  return { ...target, tile: { ...target.tile, ...tile } };
};

const ONE = { top: 1, left: 1, bottom: 1, right: 1 };
const BIG = { kernel: [3, 3], trits: 4, padding: ONE } as const;

const NETWORKS: Readonly<Record<string, BuildNetwork>> = {
  'a conv between convs': (net) => { net.output(net.conv(net.conv(net.conv(net.input([16, 6, 7]), 240, { kernel: [3, 3] }), 40, { ...BIG, padCode: 3 }), 9)); },
  'a strided conv of an input of 8 bits': (net) => { net.output(net.conv(net.input([320, 6, 5], 8), 17, { kernel: [3, 2], stride: [2, 2], trits: 4 })); },
  'a dense layer that reads an image': (net) => { net.output(net.dense(net.conv(net.input([8, 9, 9]), 64, { kernel: [3, 3] }), 40, { trits: 3, odd: true })); },
  'raw sums as output': (net) => { net.output(net.conv(net.input([240, 5, 6]), 19, { ...BIG, raw: true })); },
  'an argmax': (net) => { net.output(net.argmax(net.conv(net.input([240, 5, 6]), 19, { ...BIG, raw: true }))); },
  'pooling behind it': (net) => { net.output(net.conv(net.maxPool(net.conv(net.input([240, 6, 8]), 16, BIG), [2, 2], [2, 2]), 9)); },
  'absolute values': (net) => { net.output(net.conv(net.input([240, 4, 5]), 16, { ...BIG, absolute: true })); },
};

const isDivided = (program: Program): boolean => program.phases.some((phase) => phase.reads.some((channel) => channel?.tensor.endsWith('~sums') === true));

describe('weights that fit no tile', () => {
  for (const [name, build] of Object.entries(NETWORKS)) {
    for (const target of [small('sim-1x1', { weightBlocks: 64 }), small('sim-2x2', { weightBlocks: 60 }), small('sim-1x2', { neurons: 32, weightWidth: 128, weightBlocks: 112 })]) {
      test(`${name}, ${target.name}`, () => {
        expect(isDivided(scheduled(build, target, { seed: 11 }))).toBe(true);
      });
    }
  }
});

test('tap sets that fit no tile', () => {
  const build: BuildNetwork = (net) => { net.output(net.dense(net.conv(net.input([8, 9, 9]), 64, { kernel: [3, 3] }), 40, { trits: 1 })); };
  expect(isDivided(scheduled(build, small('sim-1x2', { tapSets: 20 }), { seed: 4 }))).toBe(true);
});

describe('rows of sums that fit no tile', () => {
  const narrow = small('sim-2x2', { weightBlocks: 80, rowDepth: 150 });
  const lower = small('sim-2x2', { weightBlocks: 80, rowDepth: 60 });
  const BLOCKS: Readonly<Record<string, BuildNetwork>> = {
    'read by a conv': (net) => { net.output(net.conv(net.conv(net.input([240, 4, 3]), 88, BIG), 9)); },
    'an output': (net) => { net.output(net.conv(net.input([240, 4, 3]), 88, BIG)); },
    'an output that is read': (net) => {
      const wide = net.conv(net.input([240, 4, 3]), 88, { ...BIG, absolute: true, odd: true });
      net.output(wide);
      net.output(net.dense(wide, 5, { raw: true }));
    },
    'a dense layer': (net) => { net.output(net.dense(net.dense(net.conv(net.input([8, 9, 9]), 64, { kernel: [3, 3] }), 250, { trits: 3 }), 8)); },
  };
  for (const [name, build] of Object.entries(BLOCKS)) {
    test(name, () => {
      const program = scheduled(build, name === 'a dense layer' ? lower : narrow, { seed: 4 });
      const read = new Set(program.phases.flatMap((phase) => phase.reads.flatMap((channel) => (channel?.tensor.endsWith('~sums') ? [channel.tensor] : []))));
      expect(read.size).toBeGreaterThan(1);
    });
  }
});

test('an image of one map whose blocks are unevenly spread over the banks', () => {
  const build: BuildNetwork = (net) => { net.output(net.argmax(net.dense(net.conv(net.input([3, 15, 19]), 1, { kernel: [3, 3] }), 5, { trits: 4, raw: true }))); };
  for (const weightBlocks of [196, 112, 80]) scheduled(build, small('sim-1x2', { neurons: 32, weightWidth: 128, weightBlocks }), { seed: 72 });
});
