// A tile of 32 neurons behind a port of 128 bits, its weight memory cut in two: programs built by hand, simulator = RTL, every own beat, every write, every
// byte of memory and every cycle of both.
import { expect, test } from 'vitest';
import { simulate } from '../../../sim/simulate.ts';
import { buildMemoryImage } from '../../../runtime/memory-image.ts';
import { openBench } from '../../../runtime/open-bench.ts';
import { runRtl } from '../../../runtime/run-rtl.ts';
import type { ChannelConfig, Program } from '../../../compiler/program/program.ts';
import type { MemoryImage } from '../../../runtime/memory-image.ts';
import { type ConvShape, makeRandom, randomShape, singleTile } from '../../sim/support/programs.ts';
import { WIDE } from '../../support/wide-target.ts';

const FRAMES = 3;
const BASE: ConvShape = { width: 9, height: 7, planes: 2, kernel: 3, pad: 1, groups: 2 };

/** An argmax over several groups needs chunks of one pixel, all groups of a chunk before the next (docs/hardware.md section 4); a pair
 *  table takes no absolute values (section 5). */
function legal(shape: ConvShape): ConvShape {
  const isIndexed = shape.argmax === true && (shape.groups ?? 1) > 1;
  return { ...shape, ...(isIndexed ? { chunkX: 1, chunkOuter: true, pool: 1 } : {}), ...(shape.pairTable === undefined ? {} : { absolute: false }) };
}

const SHAPES: readonly (readonly [name: string, shape: ConvShape])[] = [
  ['one item a pixel', { ...BASE, halves: 1 }],
  ['three items a pixel under a pool', { ...BASE, halves: 3, pool: 2, trits: 2 }],
  ['four items a pixel, absolute values, a code map', { ...BASE, halves: 4, absolute: true, codeMap: [0, 1, 4, 7, 7, 2, 3, 5] }],
  ['four items a pixel from a pair table', { ...BASE, halves: 4, digits: 2, pairTable: 3 }],
  ['squares around zero', { ...BASE, halves: 4, square: 0, trits: 2 }],
  ['squares around a middle code under a pool', { ...BASE, halves: 3, square: 3, pool: 2 }],
  ['sums of squares', { ...BASE, raw: true, square: 7, groups: 1 }],
  ['raw values of 32 neurons and their index', { ...BASE, raw: true, argmax: true, lastNeurons: 32, groups: 1 }],
  ['an index over three groups, pixel by pixel', { ...BASE, raw: true, argmax: true, lastNeurons: 17, groups: 3, chunkX: 1, chunkOuter: true }],
  ...Array.from({ length: 16 }, (_, seed) => [`random layer ${seed}`, legal(randomShape(500 + seed, 32))] as const),
];

/** Configuration and random activations; the frames of a program lie 64 KB apart, its results 128 KB behind its inputs. */
function randomImage(program: Program, seed: number): MemoryImage {
  const image = buildMemoryImage(program, []);
  const random = makeRandom(seed);
  for (let word = 0; word < 0x8000; word++) image.words[word] = random(2 ** 32);
  return image;
}

/** Every other program reads and writes row by row, in runs that begin inside a memory word and end in one, with gaps between them. */
function inRuns(program: Program, random: (limit: number) => number): Program {
  const [phase] = program.phases;
  const tile = phase?.tiles[0];
  if (phase === undefined || !tile?.sequencer || !tile.writer) return program;
  const split = (channel: ChannelConfig | null, runs: number): ChannelConfig | null => {
    if (channel === null) return null;
    const [skip, runBeats, gap] = [random(5), channel.runBeats / runs, random(3)];
    return { ...channel, skip, runBeats, runs, runStride: 16 * (Math.ceil((skip + runBeats) / 5) + gap) };
  };
  const [rows, outputRows] = [tile.writer.rows, tile.sequencer.outputRows];
  return { ...program, phases: [{ ...phase, reads: phase.reads.map((channel) => split(channel, rows)), writes: phase.writes.map((channel) => split(channel, outputRows)) }] };
}

test('values and cycles', async () => {
  const bench = await openBench(WIDE, { native: false, onProgress: () => undefined });
  for (const [index, [name, shape]] of SHAPES.entries()) {
    const whole = singleTile(shape, 70 + index, WIDE, { frameShift: 18 });
    const program = index % 2 === 0 ? whole : inRuns(whole, makeRandom(index));
    const image = randomImage(program, 70 + index);
    const memory = image.words.slice();
    const { timing, ownBeats } = simulate(program, memory, { frames: FRAMES, events: true });
    const { record, failure } = await runRtl({ program, image, frames: FRAMES, stalls: null, maxCycles: 2 * timing.totalCycles + 50_000 }, bench);
    expect([name, failure]).toEqual([name, null]);
    expect([name, record.cycles]).toEqual([name, timing.totalCycles]);
    expect(record.writes).toEqual(timing.events?.writes);
    expect([...(record.tiles[0]?.values ?? [])]).toEqual([...(ownBeats?.[0] ?? [])]);
    expect([...(record.tiles[0]?.cycles ?? [])]).toEqual([...(timing.events?.own[0] ?? [])]);
    expect(record.tiles[0]?.values.length).toBeGreaterThan(0);
    const differs = memory.findIndex((word, at) => word !== record.memory.words[at]);
    expect([name, differs]).toEqual([name, -1]);
  }
});
