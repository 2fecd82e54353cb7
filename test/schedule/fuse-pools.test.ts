// Max pooling inside the layer before it: same codes for every direction, table and window; only where nothing else reads the tensor between
// and where it takes no more cycles.
import { describe, expect, test } from 'vitest';
import type { Pair, Padding } from '../../compiler/ir/float-graph.ts';
import type { Program } from '../../compiler/program/program.ts';
import type { ConvOptions } from './support/integer-builder.ts';
import { type BuildNetwork, scheduled, targetOf } from './support/scheduled.ts';

const SAME: Padding = { top: 1, left: 1, bottom: 1, right: 1 };

const check = (build: BuildNetwork, target = targetOf('sim-2x2'), seed = 5): Program => scheduled(build, target, { seed });

const madeTensors = (program: Program): string[] => [...new Set(program.phases.flatMap((phase) => phase.tiles.flatMap((tile) => tile.own.map((own) => own.tensor))))].sort();

interface Case {
  readonly options?: ConvOptions;
  readonly maps?: number;
  readonly kernel?: Pair;
  readonly stride?: Pair;
  readonly mixed?: 'none' | 'all' | 'some';
  readonly padding?: Padding;
}

function pooled({ options = {}, maps = 20, kernel = [2, 2], stride = [2, 2], mixed = 'none', padding }: Case, seed = 5): string[] {
  return madeTensors(check((net) => {
    const conv = net.conv(net.input([9, 11, 13]), maps, { kernel: [3, 3], padding: SAME, padCode: 3, trits: 2, ...options });
    net.output(net.maxPool(conv, kernel, stride, padding, mixed));
  }, undefined, seed));
}

describe('in the conv', () => {
  test('largest and smallest, rising and falling channels', () => {
    for (const mixed of ['none', 'all', 'some'] as const) for (let seed = 0; seed < 4; seed++) expect(pooled({ options: { odd: true }, mixed }, seed)).toEqual(['maxpool2']);
  });
  test('few maps, absolute sums, strided convs, windows with gaps between them', () => {
    expect(pooled({ maps: 3, options: { odd: true } })).toEqual(['maxpool2']);
    expect(pooled({ options: { absolute: true, odd: true }, mixed: 'some' })).toEqual(['maxpool2']);
    expect(pooled({ options: { stride: [2, 2] } })).toEqual(['maxpool2']);
    expect(pooled({ kernel: [2, 3], stride: [3, 4] })).toEqual(['maxpool2']);
  });
  test('in stripes', () => {
    const base = targetOf('sim-1x2');
    const program = check((net) => {
      const conv = net.conv(net.input([9, 8, 80]), 20, { kernel: [3, 3], padding: SAME, padCode: 3, trits: 2, odd: true });
      const pool = net.maxPool(conv, [2, 2], [2, 2], undefined, 'some');
      net.output(net.maxPool(net.conv(pool, 6, { kernel: [3, 3], padding: SAME }), [2, 2], [2, 2]));
    }, { ...base, tile: { ...base.tile, rowDepth: 32 } });
    expect(madeTensors(program)).toEqual(['maxpool2', 'maxpool4']);
    expect(program.phases.some((phase) => phase.writes.some((channel) => channel?.tensor.includes('~x')))).toBe(true);
  });
  test('a chain of pooled convs, down to one pixel', () => {
    const program = check((net) => {
      let at = net.input([3, 18, 18], 8);
      for (const maps of [16, 24, 8]) at = net.maxPool(net.conv(at, maps, { kernel: [3, 3], padding: SAME, trits: 1, odd: true }), [2, 2], [2, 2]);
      net.output(net.dense(at, 10, { raw: true }));
    });
    expect(madeTensors(program)).toEqual(['conv7', 'maxpool2', 'maxpool4', 'maxpool6']);
  });
});

describe('a layer of its own', () => {
  test('where windows leave the image, or overlap so that computing twice costs more', () => {
    expect(pooled({ padding: { top: 1, left: 0, bottom: 0, right: 0 } })).toEqual(['conv1', 'maxpool2']);
    expect(pooled({ kernel: [3, 3], stride: [1, 1], options: { trits: 4 } })).toEqual(['conv1', 'maxpool2']);
  });
  test('behind a table of codes', () => expect(pooled({ options: { codeMap: true } })).toEqual(['conv1', 'maxpool2']));
  test('where the unpooled tensor is an output or read again', () => {
    const made = madeTensors(check((net) => {
      const first = net.conv(net.input([8, 8, 8]), 16, { kernel: [3, 3] });
      net.output(first);
      net.output(net.maxPool(first, [2, 2], [2, 2]));
      const second = net.conv(first, 16, { kernel: [3, 3] });
      net.output(net.maxPool(second, [2, 2], [2, 2]));
      net.output(net.conv(second, 4));
    }));
    expect(made).toEqual(['conv1', 'conv3', 'conv5', 'maxpool2', 'maxpool4'].filter((id) => made.includes(id)));
    expect(made).toEqual(expect.arrayContaining(['conv1', 'maxpool2', 'conv3']));
  });
});
