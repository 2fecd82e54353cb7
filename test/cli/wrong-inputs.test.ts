// What happens when a user gets something wrong: exit code 1 (the model) or 2 (command line, files), the place where there is one, a hint,
// no stack trace, nothing left behind. Every case runs the built program.
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../runtime/npy.ts';
import { writeSafetensors } from '../../runtime/safetensors.ts';
import type { Tensor } from '../../runtime/tensor.ts';
import { listTree, nfc, scratchFolder } from '../support/cli.ts';

interface Case {
  readonly name: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly args: readonly string[];
  readonly code: 1 | 2;
  /** All must be found on stderr. */
  readonly says: readonly RegExp[];
}

const model = (body: string, head = 'input x: u8[1, 8, 8], scale 1/255\n  weights random(1)\n  precision weights ternary, activations 3b'): string =>
  `network Net {\n  ${head}\n  ${body}\n}\n`;
const GOOD = model('x |> c: conv(4 maps, 3x3) |> relu(range 4) |> output y: dense(3)');
const FROM_FILE = GOOD.replace('random(1)', '"w.safetensors"');

const real = (shape: readonly number[], value: number): Tensor => ({ dtype: 'F32', shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value) });
const weights = (change: Readonly<Record<string, Tensor | null>> = {}): Uint8Array => {
  const all: Record<string, Tensor | null> = { 'c.weight': real([4, 1, 3, 3], 0.5), 'c.bias': real([4], 0), 'y.weight': real([3, 144], 0.5), 'y.bias': real([3], 0), ...change };
  return writeSafetensors(new Map(Object.entries(all).filter((entry): entry is [string, Tensor] => entry[1] !== null)));
};
const npy = (shape: readonly number[], value = 1): Uint8Array => writeNpy({ dtype: 'U8', shape, data: new Uint8Array(shape.reduce((a, b) => a * b, 1)).fill(value) });
const place = (line: number, column?: number): RegExp => new RegExp(`m\\.nf:${line}:${column ?? '\\d+'}`);
const help = /= help: \S/;

const cases: readonly Case[] = [
  // The text.
  { name: 'missing bracket', files: { 'm.nf': model('x |> conv(4 maps, 3x3').replace(/\}\n$/, '') }, args: ['check', 'm.nf'], code: 1, says: [/NF1/, /m\.nf:\d+:\d+/] },
  { name: 'unknown layer', files: { 'm.nf': model('x |> convolve(4) |> output y: dense(3)') }, args: ['check', 'm.nf'], code: 1, says: [/NF2003/, place(5), help] },
  { name: 'unknown value', files: { 'm.nf': model('z |> output y: dense(3)') }, args: ['check', 'm.nf'], code: 1, says: [/NF2001/, place(5)] },
  { name: 'unknown option', files: { 'm.nf': model('x |> c: conv(4 maps, 3x3, strides 2) |> output y: dense(3)') }, args: ['check', 'm.nf'], code: 1, says: [/NF2101/, place(5), help] },
  { name: 'two mistakes at once', files: { 'm.nf': model('x |> convolve(4) |> output y: dense(3)\n  q |> output z: dense(2)') }, args: ['check', 'm.nf'], code: 1, says: [place(5), place(6)] },
  { name: 'kernel larger than the input', files: { 'm.nf': model('x |> c: conv(4 maps, 9x9) |> output y: dense(3)') }, args: ['check', 'm.nf'], code: 1, says: [/NF2202/, place(5)] },
  { name: 'shapes of an add differ', files: { 'm.nf': model('a = x |> conv(4 maps, 3x3)\n  b = x |> conv(4 maps, 5x5)\n  add(a, b) |> output y: dense(3)') }, args: ['check', 'm.nf'], code: 1, says: [/NF2201/, place(7)] },
  { name: 'table names a missing map', files: { 'm.nf': `${model('x |> c: conv(2 maps, 3x3, table T) |> output y: dense(3)')}table T { 0: 0\n 1: 7 }\n` }, args: ['check', 'm.nf'], code: 1, says: [/NF2104/, place(5)] },
  { name: 'absurd number of maps', files: { 'm.nf': model('x |> c: conv(999999999999 maps, 3x3) |> output y: dense(3)') }, args: ['check', 'm.nf'], code: 1, says: [/NF22/, place(5)] },
  { name: 'zero stride', files: { 'm.nf': model('x |> c: conv(4 maps, 3x3, stride 0) |> output y: dense(3)') }, args: ['check', 'm.nf'], code: 1, says: [/NF2204/, place(5)] },
  { name: 'division by zero', files: { 'm.nf': model('x |> c: conv(4/0 maps, 3x3) |> output y: dense(3)') }, args: ['check', 'm.nf'], code: 1, says: [/NF22/, place(5)] },
  { name: 'no output', files: { 'm.nf': model('c = x |> conv(4 maps, 3x3)') }, args: ['check', 'm.nf'], code: 1, says: [/NF2010/, /m\.nf:\d+:\d+/] },
  { name: 'empty file', files: { 'm.nf': '' }, args: ['check', 'm.nf'], code: 1, says: [/NF2008/] },
  { name: 'import of a missing file', files: { 'm.nf': `import "blocks.nf"\n${GOOD}` }, args: ['check', 'm.nf'], code: 1, says: [/NF2006/, place(1)] },
  { name: 'precision out of range', files: { 'm.nf': GOOD.replace('weights ternary', 'weights 12b') }, args: ['check', 'm.nf'], code: 1, says: [/NF2208/, place(4)] },
  { name: 'fmt of a broken file', files: { 'm.nf': 'network {' }, args: ['fmt', 'm.nf', '--write'], code: 1, says: [/NF1/, /m\.nf:1/] },
  // Weights.
  { name: 'weights file missing', files: { 'm.nf': FROM_FILE }, args: ['compile', 'm.nf', '-o', 'out'], code: 1, says: [/NF3020/, place(5), help] },
  { name: 'weights file truncated', files: { 'm.nf': FROM_FILE, 'w.safetensors': weights().slice(0, 300) }, args: ['compile', 'm.nf', '-o', 'out'], code: 1, says: [/NF3021/, place(5), help] },
  { name: 'weights file is something else', files: { 'm.nf': FROM_FILE, 'w.safetensors': 'hello, these are not weights' }, args: ['compile', 'm.nf'], code: 1, says: [/NF3021/, place(5), help] },
  { name: 'tensor missing', files: { 'm.nf': FROM_FILE, 'w.safetensors': weights({ 'c.weight': null }) }, args: ['compile', 'm.nf', '-o', 'out'], code: 1, says: [/NF3001/, /c\.weight/, place(5), help] },
  { name: 'tensor of another shape', files: { 'm.nf': FROM_FILE, 'w.safetensors': weights({ 'c.weight': real([4, 1, 5, 5], 1) }) }, args: ['compile', 'm.nf'], code: 1, says: [/NF3002/, /c\.weight/, place(5), help] },
  { name: 'weight is NaN', files: { 'm.nf': FROM_FILE, 'w.safetensors': weights({ 'y.weight': real([3, 144], Number.NaN) }) }, args: ['compile', 'm.nf', '-o', 'out'], code: 1, says: [/NF3003/, /NaN/, place(5), help] },
  { name: 'weight is infinite', files: { 'm.nf': FROM_FILE, 'w.safetensors': weights({ 'c.bias': real([4], Infinity) }) }, args: ['simulate', 'm.nf'], code: 1, says: [/NF3003/, /Infinity/, place(5), help] },
  { name: 'accumulator overflow', files: { 'm.nf': model('x |> c: conv(16 maps, 3x3, same, weights 6b) |> relu(range 4) |> output y: dense(2)', 'input x: u9[64, 24, 24], scale 1\n  weights random(1)\n  precision weights 6b, activations 3b').replace('3x3, same', '24x24') }, args: ['compile', 'm.nf', '-o', 'out'], code: 1, says: [/m\.nf:5:\d+/, help] },
  { name: '--weights without a file', files: { 'm.nf': GOOD }, args: ['compile', 'm.nf', '--weights', 'none.safetensors'], code: 2, says: [/none\.safetensors does not exist/, help] },
  { name: '--weights of a damaged file', files: { 'm.nf': GOOD, 'w.safetensors': weights().slice(0, 40) }, args: ['simulate', 'm.nf', '--weights', 'w.safetensors'], code: 1, says: [/NF3021/, /w\.safetensors/, help] },
  { name: '--weights that miss a layer', files: { 'm.nf': GOOD, 'w.safetensors': weights({ 'c.weight': null }) }, args: ['check', 'm.nf', '--weights', 'w.safetensors'], code: 1, says: [/NF3001/, /c\.weight in w\.safetensors/, help] },
  { name: '--weights for a compiled folder', files: { 'd/program.json': '{}', 'w.safetensors': weights() }, args: ['simulate', 'd', '--weights', 'w.safetensors'], code: 2, says: [/compiled with its weights/, help] },
  // Targets.
  { name: 'unknown target', files: { 'm.nf': GOOD }, args: ['compile', 'm.nf', '--target', 'pynq-z3'], code: 2, says: [/no target pynq-z3/, /pynq-z2/] },
  { name: 'grid beyond the limit', files: { 'm.nf': GOOD }, args: ['compile', 'm.nf', '--target', 'sim-99x99', '-o', 'out'], code: 2, says: [/no target sim-99x99/, help] },
  { name: 'target file missing', files: { 'm.nf': GOOD }, args: ['compile', 'm.nf', '--target', './mine.json'], code: 2, says: [/mine\.json does not exist/, help] },
  { name: 'target file is no JSON', files: { 'm.nf': GOOD, 't.json': '{ "from": ' }, args: ['compile', 'm.nf', '--target', 't.json'], code: 1, says: [/t\.json/, help] },
  { name: 'target file with an impossible field', files: { 'm.nf': GOOD, 't.json': '{ "from": "sim-2x2", "name": "mine", "rows": -3 }' }, args: ['compile', 'm.nf', '--target', 't.json'], code: 1, says: [/t\.json:1:\d+/, /rows/, help] },
  // Output.
  { name: 'output is a file', files: { 'm.nf': GOOD, out: 'mine' }, args: ['compile', 'm.nf', '-o', 'out'], code: 2, says: [/out is a file/, help] },
  { name: 'output holds files of the user', files: { 'm.nf': GOOD, 'out/thesis.txt': 'precious' }, args: ['compile', 'm.nf', '-o', 'out'], code: 2, says: [/did not write/, help] },
  { name: 'output below a file', files: { 'm.nf': GOOD }, args: ['compile', 'm.nf', '-o', 'm.nf/out'], code: 2, says: [/m\.nf/, help] },
  { name: 'output cannot be written', files: { 'm.nf': GOOD }, args: ['compile', 'm.nf', '-o', '/proc/nfc/out'], code: 2, says: [/\/proc/, help] },
  // Frames.
  { name: 'input file missing', files: { 'm.nf': GOOD }, args: ['simulate', 'm.nf', '--input', 'frame.npy'], code: 2, says: [/frame\.npy does not exist/, help] },
  { name: 'input of the wrong shape', files: { 'm.nf': GOOD, 'f.npy': npy([1, 9, 8]) }, args: ['simulate', 'm.nf', '--input', 'f.npy'], code: 2, says: [/f\.npy: has shape \[1, 9, 8\]/, /\[1, 8, 8\]/, help] },
  { name: 'damaged NPY', files: { 'm.nf': GOOD, 'f.npy': npy([1, 8, 8]).slice(0, 100) }, args: ['verify', 'm.nf', '--input', 'f.npy'], code: 2, says: [/f\.npy/, help] },
  { name: 'input of an unknown format', files: { 'm.nf': GOOD, 'f.bin': 'something' }, args: ['simulate', 'm.nf', '--input', 'f.bin'], code: 2, says: [/f\.bin: is neither/, help] },
  { name: 'damaged PNG', files: { 'm.nf': GOOD, 'f.png': Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4]) }, args: ['run', 'm.nf', '--input', 'f.png'], code: 2, says: [/f\.png/, help] },
  { name: 'integers outside the input', files: { 'm.nf': GOOD, 'f.npy': writeNpy({ dtype: 'I16', shape: [1, 8, 8], data: new Int16Array(64).fill(300) }) }, args: ['simulate', 'm.nf', '--input', 'f.npy'], code: 2, says: [/element 0 is 300/, help] },
  { name: 'a trace of no kind', files: { 'm.nf': GOOD }, args: ['simulate', 'm.nf', '--trace', 'trace.txt'], code: 2, says: [/trace\.txt.*neither in \.json nor in \.vcd/, help] },
  { name: 'waveforms of an RTL that does not run', files: { 'm.nf': GOOD }, args: ['verify', 'm.nf', '--no-rtl', '--waves', 'out'], code: 2, says: [/--no-rtl/, help] },
  { name: 'waveforms with stalls', files: { 'm.nf': GOOD }, args: ['verify', 'm.nf', '--stalls', '3', '--waves', 'out'], code: 2, says: [/--stalls/, help] },
  { name: 'waveforms into files of the user', files: { 'm.nf': GOOD, 'out/thesis.txt': 'precious' }, args: ['verify', 'm.nf', '--waves', 'out'], code: 2, says: [/did not write/, help] },
  { name: 'more frames than the files hold', files: { 'm.nf': GOOD, 'f.npy': npy([2, 1, 8, 8]) }, args: ['simulate', 'm.nf', '--input', 'f.npy', '--frames', '5'], code: 2, says: [/5 frames.*hold 2/, help] },
  { name: 'absurd number of frames', files: { 'm.nf': GOOD }, args: ['verify', 'm.nf', '--frames', '1e12'], code: 2, says: [/--frames/, help] },
  { name: 'negative number of frames', files: { 'm.nf': GOOD }, args: ['simulate', 'm.nf', '--frames', '-2'], code: 2, says: [/--frames/, help] },
  { name: 'two numbers where one is wanted', files: { 'm.nf': GOOD }, args: ['simulate', 'm.nf', '--seed=3,4'], code: 2, says: [/--seed 3,4 is no number/, help] },
  { name: 'frames that are no number', files: { 'm.nf': GOOD }, args: ['simulate', 'm.nf', '--frames', 'many'], code: 2, says: [/--frames many is no number/, /one number/, help] },
  // The command line.
  { name: 'unknown command', args: ['compiel', 'm.nf'], code: 2, says: [/compiel/, help] },
  { name: 'no command', args: [], code: 2, says: [/command is missing/, help] },
  { name: 'command without its model', args: ['compile'], code: 2, says: [/argument is missing/, help] },
  { name: 'unknown flag', files: { 'm.nf': GOOD }, args: ['compile', 'm.nf', '--fast'], code: 2, says: [/fast/, help] },
  { name: 'model file missing', args: ['compile', 'nothing.nf'], code: 2, says: [/nothing\.nf does not exist/, help] },
  { name: 'model is a binary file', files: { 'm.nf': Uint8Array.from([0xff, 0xfe, 0, 1, 2]) }, args: ['check', 'm.nf'], code: 2, says: [/not text/, help] },
  { name: 'folder that was never compiled', files: { 'd/readme.txt': 'hello' }, args: ['simulate', 'd'], code: 2, says: [/no program\.json/, help] },
  { name: 'export of a folder that is none', files: { 'm.nf': GOOD }, args: ['export', 'm.nf', '--to', 'vivado', '-o', 'out'], code: 2, says: [/m\.nf/, help] },
  { name: 'export to an unknown tool', files: { 'd/program.json': '{}' }, args: ['export', 'd', '--to', 'quartus', '-o', 'out'], code: 2, says: [/quartus/, help] },
  { name: 'program of an older version', files: { 'd/program.json': '{"version": 1, "phases": []}' }, args: ['verify', 'd'], code: 2, says: [/program\.json: is a program of version 1, and this nfc runs version 2/, /compile the model again/, help] },
  { name: 'damaged program', files: { 'd/program.json': '{"version": 2' }, args: ['simulate', 'd'], code: 2, says: [/program\.json/, help] },
  { name: 'evaluate without a set', files: { 'm.nf': GOOD, 'd/readme.txt': 'hello' }, args: ['evaluate', 'm.nf', '--data', 'd'], code: 2, says: [/no labelled pictures/, help] },
  // Post-training quantization.
  { name: 'quantize without pictures', files: { 'm.nf': GOOD }, args: ['quantize', 'm.nf'], code: 2, says: [/--calibrate is missing/, help] },
  { name: 'quantize with a folder that holds nothing', files: { 'm.nf': GOOD, 'd/readme.txt': 'hello' }, args: ['quantize', 'm.nf', '--calibrate', 'd'], code: 2, says: [/no labelled pictures/, help] },
  { name: 'quantize with a picture of the wrong shape', files: { 'm.nf': GOOD, 'f.npy': npy([1, 9, 8]) }, args: ['quantize', 'm.nf', '--calibrate', 'f.npy', '-o', 'out'], code: 2, says: [/f\.npy: has shape/, help] },
  { name: 'quantize with more classes than the network has', files: { 'm.nf': GOOD, 'd/images.npy': npy([2, 1, 8, 8]), 'd/labels.npy': npy([2], 7) }, args: ['quantize', 'm.nf', '--calibrate', 'd', '-o', 'out'], code: 2, says: [/a label is 7, but y has 3 maps/, help] },
  { name: 'a budget without a search', files: { 'm.nf': GOOD, 'f.npy': npy([1, 8, 8]) }, args: ['quantize', 'm.nf', '--calibrate', 'f.npy', '--cycles', '100'], code: 2, says: [/--cycles is a budget of --search/, help] },
  { name: 'two budgets', files: { 'm.nf': GOOD, 'f.npy': npy([1, 8, 8]) }, args: ['quantize', 'm.nf', '--calibrate', 'f.npy', '--search', '--cycles', '100', '--energy', '1'], code: 2, says: [/two budgets/, help] },
  { name: 'no calibration picture at all', files: { 'm.nf': GOOD, 'f.npy': npy([1, 8, 8]) }, args: ['quantize', 'm.nf', '--calibrate', 'f.npy', '--images', '0'], code: 2, says: [/--images 0/, help] },
];

describe('wrong inputs', () => {
  it('are at least forty', () => expect(cases.length).toBeGreaterThanOrEqual(40));

  it.each(cases.map((entry) => [entry.name, entry] as const))('%s', (_name, { files, args, code, says }) => {
    const folder = scratchFolder(files);
    try {
      const before = listTree(folder.path);
      const result = nfc(args, folder.path);
      expect({ code: result.code, stderr: result.stderr }).toEqual({ code, stderr: expect.anything() });
      for (const pattern of says) expect(result.stderr).toMatch(pattern);
      expect(result.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
      expect(result.stderr).not.toMatch(/node:internal|\.js:\d+/);
      expect(listTree(folder.path)).toEqual(before);
      const asJson = nfc([...args, '--json'], folder.path);
      expect(asJson.code).toBe(code);
      expect(() => JSON.parse(asJson.stdout)).not.toThrow();
    } finally {
      folder.dispose();
    }
  });
});
