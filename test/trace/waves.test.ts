// Waveforms: simulator and hardware model agree on valid, ready and data of every stream in every cycle, for LeNet-5, random networks and
// programs of one phase and of several; what differs is named; the files hold the run.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syntheticFrames } from '../../compiler/quantize/calibrate.ts';
import { quantize } from '../../compiler/quantize/quantize.ts';
import type { Program } from '../../compiler/program/program.ts';
import { schedule } from '../../compiler/schedule/schedule.ts';
import { streamNames } from '../../compiler/target/streams.ts';
import type { Target } from '../../compiler/target/target.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import { rtlSources } from '../../hdl/emit/read-rtl.ts';
import { chooseFrames } from '../../runtime/choose-frames.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { buildMemoryImage, type MemoryImage } from '../../runtime/memory-image.ts';
import { compileFile } from '../../runtime/network.ts';
import { projectFile } from '../../runtime/project-folder.ts';
import { compareWaves, findDifference, type WaveComparison } from '../../runtime/trace/compare-waves.ts';
import { describeLimit } from '../../runtime/trace/limits.ts';
import { wavesDesign } from '../../runtime/trace/rtl-waves.ts';
import { writeVcd } from '../../runtime/trace/vcd.ts';
import { simulateTiming } from '../../sim/timing.ts';
import { cutLog, type Waves } from '../../sim/waves.ts';
import { forkAndMerge, INPUT } from '../sim/support/grids.ts';
import { nfc, nfcJson } from '../support/cli.ts';
import { randomGraph } from '../support/random-graph.ts';
import { readVcd, sample, type Vcd } from '../support/vcd.ts';

const LENET5 = projectFile('examples', 'lenet5', 'lenet5.nf');
const GRID = findTarget('sim-2x2') as Target;
const FRAMES = 2;

const imageOf = (program: Program, seed: number): MemoryImage => buildMemoryImage(program, chooseFrames(program, { files: [], count: FRAMES, fallback: FRAMES, seed }).frames);
const compare = (program: Program, simulator: MemoryImage, rtl: MemoryImage = simulator, limit: { maxChanges?: number } = {}): Promise<WaveComparison> =>
  compareWaves({ program, frames: FRAMES, images: { simulator, rtl }, sources: rtlSources(program.target), onProgress: () => undefined, ...limit });
const copyOf = (image: MemoryImage): MemoryImage => ({ ...image, words: image.words.slice() });

async function randomProgram(seed: number): Promise<Program> {
  const graph = randomGraph(seed, { operators: 'chain' });
  return schedule((await quantize(graph, loadParams(graph, ''), syntheticFrames(graph, seed, 3))).graph, GRID);
}

let program: Program;
let image: MemoryImage;
let lenet5: WaveComparison;
let dump: Vcd;
beforeAll(async () => {
  ({ program } = await compileFile({ model: LENET5, target: GRID.name, calibrate: [], sources: new Map() }));
  image = imageOf(program, 1);
  lenet5 = await compare(program, image);
  dump = readVcd(writeVcd(lenet5.rtl, program));
});

/** Per cycle the beat that moves, or null. */
function beatsOf(stream: string): (number | null)[] {
  const [valid, ready, data] = ['valid', 'ready', 'data'].map((signal) => {
    const found = dump.signals.get(`sim_2x2.${stream}.${signal}`);
    if (found === undefined) throw new Error(`no ${stream}.${signal}`);
    return sample(found, lenet5.rtl.cycles, 1e6 / GRID.clockMHz);
  }) as [string[], string[], string[]];
  return valid.map((value, cycle) => (value === '1' && ready[cycle] === '1' ? Number.parseInt(data[cycle] as string, 2) : null));
}
const cyclesOf = (stream: string): number[] => beatsOf(stream).flatMap((beat, cycle) => (beat === null ? [] : [cycle]));

describe('LeNet-5 on 2 x 2 tiles', () => {
  it('every signal is the same in simulator and RTL', () => {
    expect(program.phases.length).toBeGreaterThan(1);
    expect([lenet5.failure, lenet5.firstDifference]).toEqual([null, null]);
    expect(lenet5.rtl.cycles).toBe(simulateTiming(program, { frames: FRAMES }).totalCycles);
    expect(writeVcd(lenet5.simulator, program)).toBe(writeVcd(lenet5.rtl, program));
  });

  it('the file has all streams, and in them all beats of the run at their cycles', () => {
    expect([dump.timescale, dump.end]).toEqual(['1 ps', lenet5.rtl.cycles * 10_000]);
    expect(dump.signals.size).toBe(2 + 3 * streamNames(GRID).length);
    const { tiles, events } = simulateTiming(program, { frames: FRAMES, events: true });
    const beats = (names: RegExp): number => streamNames(GRID).filter((name) => names.test(name)).reduce((sum, name) => sum + cyclesOf(name).length, 0);
    const sumOf = (what: 'linkBeats' | 'writerBeats' | 'upstreamBeats' | 'ownBeats'): number => tiles.reduce((sum, tile) => sum + tile[what], 0);
    expect([beats(/north|east|south|west/), beats(/rows/), beats(/upstream/), beats(/own/)]).toEqual([sumOf('linkBeats'), sumOf('writerBeats'), sumOf('upstreamBeats'), sumOf('ownBeats')]);
    expect(['tile_0_0', 'tile_0_1', 'tile_1_0', 'tile_1_1'].map((tile) => cyclesOf(`${tile}.own`))).toEqual(events?.own);
    const go = dump.signals.get('sim_2x2.go')?.changes.filter(([, value]) => value === '1').map(([time]) => time / 10_000);
    expect(go).toEqual(events?.gos.map(({ cycle }) => cycle));
    expect(dump.signals.get('sim_2x2.clk')?.changes.length).toBe(2 * lenet5.rtl.cycles);
  });

  it('what leaves over an edge is what the write channel there takes', () => {
    // Write channels of a 2 x 2 grid: west and east side of each row.
    expect(['write_0', 'write_1', 'write_2', 'write_3'].map(beatsOf)).toEqual(['tile_0_0.west', 'tile_0_1.east', 'tile_1_0.west', 'tile_1_1.east'].map(beatsOf));
  });

  it('a beat that is another in the memory of one side is named where it enters', async () => {
    const changed = copyOf(image);
    const at = ((program.inputs[0]?.copies[0]?.address ?? 0) - GRID.memory.base) / 4;
    changed.words[at] = (changed.words[at] as number) ^ 1;
    const { firstDifference } = await compare(program, image, changed);
    const stream = /^(read_\d)\.data$/.exec(firstDifference?.signal ?? '')?.[1];
    // It is the first beat of its channel, which is offered until it is taken.
    expect(firstDifference?.cycle).toBeLessThanOrEqual(cyclesOf(stream ?? '')[0] ?? -1);
    expect((firstDifference?.simulator ?? 0) ^ (firstDifference?.rtl ?? 0)).toBe(1);
  });

  it('a weight that is another on one side is named by the tile that computes with it', async () => {
    const changed = copyOf(image);
    // The second word of the stream holds trits of the first weight block.
    const at = (program.memory.initAddress - GRID.memory.base) / 4 + 2;
    changed.words[at] = (changed.words[at] as number) ^ 1;
    const { firstDifference, simulator } = await compare(program, image, changed);
    expect(firstDifference?.signal).toMatch(/^tile_\d_\d\.own\.data$/);
    const log = simulator.logs.find(({ name }) => `${name}.data` === firstDifference?.signal);
    expect(log?.cycles).toContain(firstDifference?.cycle);
  });

  it('a hardware run that fails says so, beside the first difference', async () => {
    const changed = copyOf(image);
    changed.words.fill(0xffffffff, (program.memory.initAddress - GRID.memory.base) / 4, (program.memory.initAddress - GRID.memory.base) / 4 + 8);
    const { failure, firstDifference } = await compare(program, image, changed);
    expect(failure).toMatch(/hardware reports error/);
    expect(firstDifference).not.toBeNull();
  });

  it('a waveform of too many changes ends early on both sides, and says where', async () => {
    const { simulator: cut, rtl, failure, firstDifference } = await compare(program, image, image, { maxChanges: 20_000 });
    expect([cut.isWhole, rtl.isWhole, rtl.cycles, failure, firstDifference]).toEqual([false, false, cut.cycles, null, null]);
    expect(cut.logs.reduce((sum, log) => sum + log.cycles.length, 0) + cut.cycles).toBeGreaterThanOrEqual(20_000);
    expect(cut.cycles).toBeLessThan(lenet5.simulator.cycles);
    expect(cut.logs).toEqual(lenet5.simulator.logs.map((log) => cutLog(log, 0, cut.cycles)));
    expect([describeLimit(3, cut), describeLimit(3, lenet5.simulator), describeLimit(9, lenet5.simulator)]).toEqual([
      expect.stringContaining(`after ${cut.cycles} cycles`), null, expect.stringContaining('first 4 of 9 frames'),
    ]);
  });
});

describe('other programs', () => {
  it.each([1, 2, 3, 6, 14, 20])('random network %i', async (seed) => {
    const other = await randomProgram(seed);
    const { failure, firstDifference, simulator } = await compare(other, imageOf(other, seed));
    expect([failure, firstDifference]).toEqual([null, null]);
    expect(simulator.logs.reduce((sum, log) => sum + log.cycles.length, 0)).toBeGreaterThan(100);
  });

  const shape = { width: 7, height: 5, planes: 1, kernel: 3, pad: 1 };
  it.each([
    ['row by row', undefined],
    ['one after the other', { rounds: 0, upstream: 0, own: 0, tailUpstream: 70, tailOwn: 70 }],
    ['with empty rounds', { rounds: 3, upstream: 0, own: 0, tailUpstream: 70, tailOwn: 70 }],
  ])('a fork whose ways are merged %s', async (_name, merge) => {
    const other = forkAndMerge(shape, merge, GRID);
    const start = buildMemoryImage(other, []);
    const words = new Uint32Array(start.words.length + INPUT / 4);
    words.set(start.words);
    expect(await compare(other, { ...start, words })).toMatchObject({ failure: null, firstDifference: null });
  });
});

describe('differences', () => {
  const waves = (change: Partial<Waves>): Waves => ({ logs: [{ name: 'a', cycles: [1], states: [7] }, { name: 'b', cycles: [2, 4], states: [3, 0] }], gos: [1], cycles: 9, isWhole: true, ...change });
  const b = (cycles: number[], states: number[]): Partial<Waves> => ({ logs: [waves({}).logs[0] as Waves['logs'][0], { name: 'b', cycles, states }] });
  it.each<[string, Partial<Waves>, ReturnType<typeof findDifference>]>([
    ['nothing', {}, null],
    ['data', b([2, 4], [3 + 4 * 9, 0]), { signal: 'b.data', cycle: 2, simulator: 0, rtl: 9 }],
    ['ready', b([2, 4], [3, 2]), { signal: 'b.ready', cycle: 4, simulator: 0, rtl: 1 }],
    ['valid, a cycle early', b([1, 4], [3, 0]), { signal: 'b.valid', cycle: 1, simulator: 0, rtl: 1 }],
    ['valid, which stays', b([2], [3]), { signal: 'b.valid', cycle: 4, simulator: 0, rtl: 1 }],
    ['a go', { gos: [1, 5] }, { signal: 'go', cycle: 5, simulator: 0, rtl: 1 }],
    ['the end', { cycles: 11 }, { signal: 'cycles', cycle: 9, simulator: 9, rtl: 11 }],
  ])('%s', (_name, change, expected) => {
    expect(findDifference(waves({}), waves(change))).toEqual(expected);
  });
});

describe('on the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nfc-waves-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('verify --waves writes both and finds them equal', () => {
    const out = join(folder, 'waves');
    const { code, document } = nfcJson(['verify', LENET5, '--target', 'sim-2x2', '--frames', '1', '--waves', out]);
    expect(code).toBe(0);
    expect(document['waves']).toMatchObject({ equal: true, frames: 1, firstDifference: null, failure: null, limit: null });
    expect(readFileSync(join(out, 'simulator.vcd')).equals(readFileSync(join(out, 'rtl.vcd')))).toBe(true);
  });

  it('simulate --trace FILE.vcd writes the same as verify, and the same bytes twice', () => {
    const [first, second] = [join(folder, 'first.vcd'), join(folder, 'second.VCD')];
    for (const file of [first, second]) expect(nfc(['simulate', LENET5, '--target', 'sim-2x2', '--frames', '1', '--trace', file]).code).toBe(0);
    expect(readFileSync(first).equals(readFileSync(second))).toBe(true);
    expect(readFileSync(first).equals(readFileSync(join(folder, 'waves', 'simulator.vcd')))).toBe(true);
  });

  it('names the first difference and exits with 1 where they are not equal', () => {
    const compiled = join(folder, 'lenet5');
    expect(nfc(['compile', LENET5, '--target', 'sim-2x2', '-o', compiled]).code).toBe(0);
    const file = join(compiled, 'images', 'init.hex');
    const lines = readFileSync(file, 'utf8').split('\n');
    lines[1] = (BigInt(`0x${lines[1]}`) ^ 1n).toString(16).padStart(16, '0');
    writeFileSync(file, lines.join('\n'));
    const { code, stdout, stderr } = nfc(['verify', compiled, '--frames', '1', '--waves', join(folder, 'differ')]);
    expect(code).toBe(1);
    expect(stdout).toContain('NOT the same in simulator and RTL');
    expect(stderr).toMatch(/first difference of the waveforms: tile_\d_\d\.own\.data in cycle \d+: \d+ in the simulator, \d+ in the RTL/);
    expect(readFileSync(join(folder, 'differ', 'simulator.vcd')).equals(readFileSync(join(folder, 'differ', 'rtl.vcd')))).toBe(false);
  });
});

it('the top with streams at ports leaves the sources of the grid as they are', () => {
  const sources = rtlSources(GRID);
  expect([...wavesDesign(GRID, sources).sources].slice(0, sources.size)).toEqual([...sources]);
});
