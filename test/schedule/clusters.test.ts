// Layers whose maps read different channels of an input: maps that read the same share groups, windows lie in planes of single channels, two
// rows are made at a time where readers can take them. Values stay the same, and who reads or unpacks the maps knows their order.
import { expect, test } from 'vitest';
import { beatsInMemory, preparePacker, streamPlaces, wholeTensor } from '../../runtime/pack.ts';
import type { Program } from '../../compiler/program/program.ts';
import { clustered } from '../../compiler/schedule/clusters.ts';
import type { Target } from '../../compiler/target/target.ts';
import type { IntegerBuilder } from './support/integer-builder.ts';
import { type BuildNetwork, scheduled, targetOf, wideTiles } from './support/scheduled.ts';

const SIM = targetOf('sim-1x2');
const WIDE = wideTiles(SIM);
const NARROW = targetOf('sim-1x1');

const check = (target: Target, build: BuildNetwork): Program => scheduled(build, target, { seed: 3 });

/** Orders of the beats of a tensor, as its tiles send them. */
const ordersOf = (program: Program, tensor: string) => program.phases.flatMap((phase) => phase.tiles.flatMap((tile) => tile.own)).filter((own) => own.tensor === tensor).map(({ order }) => order);

const isReordered = (program: Program, tensor: string): boolean => ordersOf(program, tensor).some(({ maps }) => maps !== undefined);
const isPaired = (program: Program, tensor: string): boolean => ordersOf(program, tensor).some(({ rowFold, beatPixels }) => rowFold === 2 && beatPixels === undefined);

/** Maps of one or two of three channels each, averages, and a conv of all of them. */
function pyramid(net: IntegerBuilder, bits: number, channels: 1 | 2): void {
  const first = net.conv(net.input([3, 26, 40], bits), 32, { kernel: [7, 7], trits: 3, fanIn: channels, absolute: bits === 3, odd: bits > 3 });
  net.output(net.conv(net.sumPool(first, [2, 2], [2, 2]), 8, { kernel: [3, 3], trits: 2 }));
}

for (const [name, target] of [['16', SIM], ['32', WIDE], ['16 (one tile)', NARROW]] as const) {
  for (const bits of [3, 8]) {
    for (const channels of [1, 2] as const) {
      test(`maps of ${channels} of 3 channels of ${bits} bits on tiles of ${name} neurons`, () => {
        const program = check(target, (net) => pyramid(net, bits, channels));
        expect(isReordered(program, 'conv1')).toBe(true);
      });
    }
  }
}

test('rows in pairs, an odd one at the end, which pooling leaves out', () => {
  const program = check(WIDE, (net) => {
    const first = net.conv(net.input([3, 29, 52]), 32, { kernel: [7, 7], trits: 4, fanIn: 1 });
    net.output(net.sumPool(first, [2, 2], [2, 2]));
  });
  expect(isPaired(program, 'conv1')).toBe(true);
});

test('rows in pairs, read as a whole and unpacked where nothing reads them', () => {
  const program = check(WIDE, (net) => {
    const first = net.conv(net.input([3, 14, 22]), 32, { kernel: [7, 7], trits: 4, fanIn: 1 });
    net.output(first);
    net.output(net.dense(net.flatten(first), 5, { trits: 1 }));
  });
  expect(isPaired(program, 'conv1')).toBe(true);
});

test('a conv of step 1 reads no pairs, padding and steps of 2 in the window', () => {
  const program = check(WIDE, (net) => {
    const padding = { top: 2, left: 3, bottom: 2, right: 1 };
    const first = net.conv(net.input([3, 40, 64]), 24, { kernel: [5, 5], stride: [2, 2], padding, padCode: 3, trits: 4, fanIn: 1 });
    net.output(net.conv(first, 8, { kernel: [3, 3], padding: { top: 1, left: 1, bottom: 1, right: 1 }, padCode: 5, trits: 1 }));
  });
  expect(isPaired(program, 'conv1')).toBe(false);
});

test('maps in an order of groups that read few channels', () => {
  expect(clustered([1, 2, 1, 2, 1, 2], 2)).toEqual([0, 2, 4, 1, 3, 5]);
  // Three, eight and five: only whole groups first leave one of mixed kinds.
  const read = [1, 1, 1, ...new Array<number>(8).fill(2), ...new Array<number>(5).fill(4)];
  expect(clustered(read, 8)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 11, 12, 13, 14, 15]);
  expect(clustered([1, 2, 1], 2)).toEqual([0, 2, 1, -1]);
});

test('windows of single channels: blocks of 2 columns and 4 rows, every other row in two of them', () => {
  const layout = { kind: 'windows', digits: 1, planes: 2, rows: 2, rowPhases: 4, rowStep: 2, padTop: 1, positions: 2, positionBlocks: 1, pixelStep: 2, padLeft: 0, columns: 2, padCode: 7 } as const;
  const packer = preparePacker([2, 4, 4], layout, { axiBytes: 8 });
  expect(packer.beats).toBe(2 * 2 * 2);
  const memory = new Uint32Array(packer.beats);
  packer.pack(Int32Array.from({ length: 32 }, (_, i) => i % 7), memory, 0);
  const words = beatsInMemory(packer, memory, { axiBytes: 8 }, 0);
  const at = (channel: number, y: number, x: number): number => (y < 0 || y > 3 ? 7 : ((channel * 4 + y) * 4 + x) % 7);
  // Row r holds image rows 2r - 1 to 2r + 2, plane by plane.
  words.forEach((word, beat) => {
    const [row, channel, position] = [beat >> 2, (beat >> 1) & 1, beat & 1];
    const digits = [0, 1, 2, 3].flatMap((phase) => [0, 1].map((x) => at(channel, 2 * row - 1 + phase, 2 * position + x)));
    expect(Array.from({ length: 8 }, (_, lane) => (word >> (3 * lane)) & 7)).toEqual(digits);
  });
});

test('streams: maps in an order of their own, with filler', () => {
  const order = { kind: 'codes', rows: 1, rowBeats: 1, levels: [], maps: [2, 0, -1, 1, -1, -1, -1, -1] } as const;
  const places = streamPlaces([3, 1, 1], wholeTensor(order, 0));
  expect([...places.element]).toEqual([2, 0, 1]);
  expect([...places.lane]).toEqual([0, 1, 3]);
});
