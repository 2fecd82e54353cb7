// Packing of input frames and reading back of streams: every element in its lane, filler where the documents say so, values signed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadBeats, storeBeats, wordsOfBeats } from '../../compiler/program/beats.ts';
import type { MemoryLayout } from '../../compiler/program/program.ts';
import { beatsInMemory, beatValue, preparePacker, streamPlaces, unpackTensor, wholeTensor } from '../../runtime/pack.ts';

const NARROW = { axiBytes: 8 } as const;
const WIDE = { axiBytes: 16 } as const;

const digitsOf = (word: number): number[] => Array.from({ length: 8 }, (_, lane) => (word >> (3 * lane)) & 7);

test('planes: rows, digits, channel blocks, pixels', () => {
  const packer = preparePacker([9, 2, 2], { kind: 'planes', digits: 2, channelBlocks: 2 }, WIDE);
  expect(packer.beats).toBe(2 * 2 * 2 * 2);
  const codes = Int32Array.from({ length: 36 }, (_, i) => i);
  const memory = new Uint32Array(24).fill(0xffffffff);
  packer.pack(codes, memory, 4);
  const words = beatsInMemory(packer, memory, WIDE, 4);
  // Row 1, digit 1, block 0, pixel 1: channel c holds 4c + 3.
  expect(digitsOf(words[8 + 4 + 1] as number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((c) => (4 * c + 3) >> 3));
  // Row 0, digit 0, block 1, pixel 0: one channel, the rest zero.
  expect(digitsOf(words[2] as number)).toEqual([32 & 7, 0, 0, 0, 0, 0, 0, 0]);
  // 16 beats are three words of five and the first beat of one more; nothing else is touched, the top byte of a word least of all.
  expect([memory[3], (memory[7] as number) >>> 24, (memory[16] as number) >>> 24, memory[17]]).toEqual([0xffffffff, 0xff, 0xff, 0xffffffff]);
});

test('packed: elements of a row side by side, the pad code outside', () => {
  const packer = preparePacker([1, 1, 3], { kind: 'packed', digits: 1, pixelElements: 2, padLeft: 1, rowBlocks: 1, padCode: 5 }, NARROW);
  const words = new Uint32Array(2);
  packer.pack(Int32Array.of(1, 2, 3), words, 0);
  // x = -1, then 0, 1, 2, each with one real and one missing channel.
  expect(digitsOf(words[0] as number)).toEqual([5, 5, 1, 5, 2, 5, 3, 5]);
});

test('windows: what each position reads, rows of padding in memory', () => {
  // Kernel 3 x 3, stride 2, padding 1 on an image of 2 maps, 4 x 4: windows of 2 rows of 2 phases, 3 columns, 2 maps.
  const layout = { kind: 'windows', digits: 1, rows: 3, rowPhases: 2, padTop: 1, positions: 2, positionBlocks: 2, pixelStep: 2, padLeft: 1, columns: 3, padCode: 7 } as const;
  const packer = preparePacker([2, 4, 4], layout, NARROW);
  expect(packer.beats).toBe(3 * 2 * 2);
  const memory = new Uint32Array(packer.beats);
  packer.pack(Int32Array.from({ length: 32 }, (_, i) => i % 7), memory, 0);
  const words = beatsInMemory(packer, memory, NARROW, 0);
  const at = (channel: number, y: number, x: number): number => ((channel * 4 + y) * 4 + x) % 7;
  // Row 1 holds image rows 1 and 2; position 1 columns 1 to 3.
  const row1 = [...digitsOf(words[6] as number), ...digitsOf(words[7] as number)];
  expect(row1.slice(0, 12)).toEqual([1, 2].flatMap((y) => [1, 2, 3].flatMap((x) => [at(0, y, x), at(1, y, x)])));
  expect(row1.slice(12)).toEqual([7, 7, 7, 7]);
  // Row 0 begins above the image, position 0 left of it.
  const row0 = [...digitsOf(words[0] as number), ...digitsOf(words[1] as number)];
  expect(row0.slice(0, 10)).toEqual([7, 7, 7, 7, 7, 7, 7, 7, at(0, 0, 0), at(1, 0, 0)]);
});

test('streams: levels, an offset and a share of the rows', () => {
  const order = { kind: 'codes' as const, rows: 2, rowBeats: 5, levels: [{ count: 2, beats: 1, pixels: 0, channels: 8 }, { count: 2, beats: 2, pixels: 1, channels: 0 }] };
  const places = streamPlaces([10, 4, 2], { order, offset: 1, firstRow: 1, rowStep: 2, firstChannel: 0 });
  expect(places.beats).toBe(10);
  expect(places.element.length).toBe(2 * 10 * 2);
  const words = Uint32Array.from({ length: 10 }, (_, beat) => beat % 8);
  const target = new Int32Array(80).fill(-1);
  unpackTensor(places, words, target);
  // Channel 8, row 3, pixel 1: second row of the share, beat 5 + 1 + 2 + 1.
  expect(target[(8 * 4 + 3) * 2 + 1]).toBe(9 % 8);
  // Rows 0 and 2 belong to someone else.
  expect(target[0]).toBe(-1);
});

test.each([[8, [0, 24, 64, 88, 128]], [16, [0, 24, 48, 72, 96]]] as const)('beats in words of %i bytes', (axiBytes, bits) => {
  const memory = { axiBytes };
  const beats = Uint32Array.from({ length: 5 }, (_, i) => 0x800001 + 0x10204 * i);
  const words = new Uint32Array(12);
  storeBeats(words, memory, { at: 0, skip: 0 }, beats, 0, 5);
  const found = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  expect(bits.map((bit) => Number((found >> BigInt(bit)) & 0xffffffn))).toEqual([...beats]);
  expect(found).toBe(bits.reduce((sum, bit, i) => sum | (BigInt(beats[i] as number) << BigInt(bit)), 0n));
  // From any beat on, between others that stay.
  for (let skip = 0; skip < 5; skip++) {
    const filled = new Uint32Array(12).fill(0xffffffff);
    storeBeats(filled, memory, { at: 0, skip }, beats, 1, 3);
    const all = new Uint32Array(10);
    loadBeats(filled, memory, { at: 0, skip: 0 }, all, 0, 10);
    expect([...all]).toEqual(Array.from({ length: 10 }, (_, i) => (i >= skip && i < skip + 3 ? beats[1 + i - skip] : 0xffffff)));
    const some = new Int32Array(4).fill(-1);
    loadBeats(filled, memory, { at: 0, skip }, some, 1, 3);
    expect([...some]).toEqual([-1, ...beats.subarray(1, 4)]);
  }
});

test('values: codes, signed 24 bits, indices', () => {
  expect(beatValue('codes', 0o76543210, 6)).toBe(6);
  expect(beatValue('raw', 0xffffff, 0)).toBe(-1);
  expect(beatValue('raw', 0x7fffff, 0)).toBe(2 ** 23 - 1);
  expect(beatValue('index', 0xffffff, 0)).toBe(0xffffff);
});

test('a whole tensor has every element once', () => {
  const order = { kind: 'raw' as const, rows: 1, rowBeats: 3, levels: [{ count: 3, beats: 1, pixels: 0, channels: 1 }] };
  expect([...streamPlaces([3, 1, 1], wholeTensor(order, 0)).element]).toEqual([0, 1, 2]);
});

/** The digits of every beat, from what docs say of layouts, one lane at a time. */
function literalBeats([channels, height, width]: readonly [number, number, number], layout: MemoryLayout, codes: Int32Array): number[] {
  const padCode = layout.kind === 'planes' ? 0 : layout.padCode;
  const codeAt = (channel: number, y: number, x: number): number =>
    (channel >= 0 && channel < channels && y >= 0 && y < height && x >= 0 && x < width ? codes[(channel * height + y) * width + x] as number : padCode);
  const beats: number[] = [];
  const push = (digit: number, lanes: (lane: number) => number): void => {
    beats.push(Array.from({ length: 8 }, (_, lane) => ((lanes(lane) >> (3 * digit)) & 7) << (3 * lane)).reduce((a, b) => a | b));
  };
  if (layout.kind === 'planes') {
    const { first, count } = layout.columns ?? { first: 0, count: width };
    for (let y = 0; y < height; y++) for (let digit = 0; digit < layout.digits; digit++) for (let block = 0; block < layout.channelBlocks; block++) for (let x = first; x < first + count; x++) push(digit, (lane) => codeAt(8 * block + lane, y, x));
  } else if (layout.kind === 'packed') {
    const { planes = 1, pixelElements } = layout;
    for (let y = 0; y < height; y++) for (let digit = 0; digit < layout.digits; digit++) for (let plane = 0; plane < planes; plane++) for (let block = 0; block < layout.rowBlocks; block++) {
      push(digit, (lane) => codeAt(plane * pixelElements + ((8 * block + lane) % pixelElements), y, Math.floor((8 * block + lane) / pixelElements) - layout.padLeft));
    }
  } else {
    const { planes = 1, rowStep = layout.rowPhases } = layout;
    const perPlane = planes === 1 ? channels : 1;
    for (let row = 0; row < layout.rows; row++) for (let digit = 0; digit < layout.digits; digit++) for (let plane = 0; plane < planes; plane++) for (let position = 0; position < layout.positions; position++) for (let block = 0; block < layout.positionBlocks; block++) {
      push(digit, (lane) => {
        const pixel = Math.floor((8 * block + lane) / perPlane);
        const phase = Math.floor(pixel / layout.columns);
        return phase < layout.rowPhases ? codeAt(plane * perPlane + ((8 * block + lane) % perPlane), row * rowStep + phase - layout.padTop, position * layout.pixelStep + (pixel % layout.columns) - layout.padLeft) : padCode;
      });
    }
  }
  return beats;
}

test('every layout holds what its description says, and leaves alone what lies beside its beats', () => {
  const upTo = (max: number) => fc.integer({ min: 0, max });
  const from = (min: number, max: number) => fc.integer({ min, max });
  const digits = fc.constantFrom(1 as const, 2 as const, 3 as const);
  const planesLayout = fc.record({ kind: fc.constant('planes' as const), digits, channelBlocks: fc.constant(2) });
  const packedLayout = fc.record({ kind: fc.constant('packed' as const), digits, planes: from(1, 3), pixelElements: from(1, 4), padLeft: upTo(2), rowBlocks: from(1, 3), padCode: upTo(511) });
  const windowsLayout = fc.record({
    kind: fc.constant('windows' as const), digits, planes: from(1, 3), rows: from(1, 4), rowPhases: from(1, 3), rowStep: from(1, 3), padTop: upTo(2), positions: from(1, 4),
    positionBlocks: from(1, 3), pixelStep: from(1, 3), padLeft: upTo(2), columns: from(1, 4), padCode: upTo(511),
  });
  fc.assert(fc.property(fc.oneof(planesLayout, packedLayout, windowsLayout), from(1, 4), from(1, 5), from(1, 6), fc.integer(), fc.constantFrom(NARROW, WIDE), (layout, channels, height, width, seed, memory) => {
    const shape = [layout.kind === 'windows' && layout.planes > 1 ? layout.planes : channels, height, width] as const;
    const codes = Int32Array.from({ length: shape[0] * height * width }, (_, i) => (Math.imul(i + 1, seed | 1) >>> 9) & (2 ** (3 * layout.digits) - 1));
    const { beats, pack } = preparePacker(shape, layout, memory);
    const expected = literalBeats(shape, layout, codes);
    expect(beats).toBe(expected.length);
    const words = new Uint32Array(wordsOfBeats(beats, memory) + 8).fill(0xa5a5a5a5);
    const wanted = words.slice();
    pack(codes, words, 4);
    storeOneByOne(wanted, memory.axiBytes, 4, expected);
    expect([...words]).toEqual([...wanted]);
  }), { numRuns: 300, seed: 1 });
});

/** Beats into memory words bit by bit. */
function storeOneByOne(words: Uint32Array, axiBytes: number, at: number, beats: readonly number[]): void {
  const perWord = Math.floor((8 * axiBytes) / 24);
  beats.forEach((beat, i) => {
    for (let bit = 0; bit < 24; bit++) {
      const place = 32 * at + 8 * axiBytes * Math.floor(i / perWord) + 24 * (i % perWord) + bit;
      const word = place >>> 5;
      const mask = 1 << (place & 31);
      words[word] = (beat >>> bit) & 1 ? (words[word] as number) | mask : (words[word] as number) & ~mask;
    }
  });
}
