// Layers on the host: the machine's outputs, read as real numbers, go through the tail as formulas of this test say; a compiled folder keeps
// enough to run it; the machine's part is verified as ever.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { quantizeGraph } from '../../compiler/compile.ts';
import type { Params } from '../../compiler/ir/float-graph.ts';
import type { IntegerGraph, IntegerTensor } from '../../compiler/ir/integer-graph.ts';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';
import { chooseFrames } from '../../runtime/choose-frames.ts';
import { compiledFolder } from '../../runtime/compiled-folder.ts';
import { scheduleTimed } from '../../runtime/frame-time.ts';
import { prepareTail, type Results, resultGraph } from '../../runtime/host-tail.ts';
import { loadParams } from '../../runtime/load-params.ts';
import { compileFile, type Network, readNetwork } from '../../runtime/network.ts';
import { readNpy, writeNpy } from '../../runtime/npy.ts';
import { writeOutputFolder } from '../../runtime/output-folder.ts';
import { prepareOutputs } from '../../runtime/run-simulator.ts';
import { verify } from '../../runtime/verify.ts';
import { nfc, nfcJson } from '../support/cli.ts';
import { lowerBody } from '../support/nf-model.ts';

const target = findTarget('sim-1x1') as Target;
const folder = mkdtempSync(join(tmpdir(), 'host-tail-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run extends Network {
  readonly params: Params;
  readonly outputs: ReadonlyMap<string, IntegerTensor>;
  readonly results: Results;
}

async function runText(body: string, shape: string): Promise<Run> {
  const graph = lowerBody(body, shape);
  const params = loadParams(graph, '');
  const { integer, tail } = await quantizeGraph({ graph, params, frames: [] });
  return runNetwork({ program: scheduleTimed(integer, target), integer, tail }, params);
}

async function runNetwork(network: Network, params: Params): Promise<Run> {
  const { frames } = chooseFrames(network.program, { files: [], count: 1, fallback: 1, seed: 5 });
  const outputs = prepareOutputs(network.program)(frames[0] ?? new Map());
  return { ...network, params, outputs, results: (await prepareTail(network.integer, network.tail))(outputs) };
}

const nodeOf = (integer: IntegerGraph, name: string): string => integer.outputs.find((output) => output.name === name)?.node ?? '';

/** What an output of the machine means. */
function realsOf({ integer, outputs }: Run, name: string): number[] {
  const id = nodeOf(integer, name);
  const format = integer.nodes.find((node) => node.id === id)?.format;
  if (format === undefined || format.kind === 'index') throw new Error(`${name} has no real values`);
  const zero = format.kind === 'raw' ? 0 : format.zero;
  return Array.from(outputs.get(id)?.data ?? [], (value) => format.scale * (value - zero));
}

function resultOf({ integer, tail, results }: Run, name: string): number[] {
  const node = resultGraph(integer, tail).outputs.find((output) => output.name === name)?.node ?? '';
  return [...(results.get(node)?.data ?? [])];
}

const part = (params: Params, key: string, name: string): ArrayLike<number> => params.get(key)?.[name]?.data ?? [];

function dense(params: Params, key: string, x: readonly number[]): number[] {
  const [weight, bias] = [part(params, key, 'weight'), part(params, key, 'bias')];
  return Array.from(bias, (offset, unit) => x.reduce((sum, value, i) => sum + value * (weight[unit * x.length + i] as number), offset));
}

const isNear = (found: readonly number[], expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  const size = Math.max(...expected.map(Math.abs));
  expect(size).toBeGreaterThan(0);
  expect(Math.max(...found.map((value, i) => Math.abs(value - (expected[i] as number))))).toBeLessThan(1e-5 * size);
};

describe('the tail computes', () => {
  test('dense layers, a curve and the largest score from codes', async () => {
    const run = await runText('  image |> conv(4 maps, 3x3) |> c: relu(range 2) |> f: dense(6, on host) |> tanh(on host) |> output y: dense(5, no bias, on host)\n  output best = argmax(y)', '2, 6, 5');
    expect(run.integer.outputs.map(({ name }) => name)).toEqual(['c']);
    expect(run.integer.nodes.map(({ kind }) => kind)).toEqual(['input', 'conv']);
    expect(resultGraph(run.integer, run.tail).outputs.map(({ name }) => name)).toEqual(['y', 'best']);
    const hidden = dense(run.params, 'f', realsOf(run, 'c')).map(Math.tanh);
    const weight = part(run.params, 'y', 'weight');
    const scores = [0, 1, 2, 3, 4].map((unit) => hidden.reduce((sum, value, i) => sum + value * (weight[6 * unit + i] as number), 0));
    isNear(resultOf(run, 'y'), scores);
    expect(resultOf(run, 'best')).toEqual([scores.indexOf(Math.max(...scores))]);
  });

  test('a padded convolution of accumulators, where the layer before has no curve', async () => {
    const run = await runText('  image |> output a: conv(3 maps, 3x3) |> output z: conv(2 maps, 3x3, same, on host)', '2, 6, 5');
    const [input, weight, bias] = [realsOf(run, 'a'), part(run.params, 'z', 'weight'), part(run.params, 'z', 'bias')];
    const at = (map: number, y: number, x: number): number => (y < 0 || y > 3 || x < 0 || x > 2 ? 0 : (input[(map * 4 + y) * 3 + x] as number));
    const expected = [0, 1].flatMap((map) => [0, 1, 2, 3].flatMap((y) => [0, 1, 2].map((x) => {
      let sum = bias[map] as number;
      for (let i = 0; i < 27; i++) {
        const [source, dy, dx] = [Math.floor(i / 9), Math.floor((i % 9) / 3), i % 3];
        sum += at(source, y + dy - 1, x + dx - 1) * (weight[map * 27 + i] as number);
      }
      return sum;
    })));
    isNear(resultOf(run, 'z'), expected);
    expect(run.integer.nodes.find(({ id }) => id === nodeOf(run.integer, 'a'))?.format.kind).toBe('raw');
    expect(resultGraph(run.integer, run.tail).outputs.map(({ name }) => name)).toEqual(['a', 'z']);
  });

  test('a sum of two tensors of the machine, one of them an output by another name and read by the machine, too', async () => {
    const run = await runText('  a = image |> conv(3 maps, 3x3) |> relu(range 3)\n  b = a |> conv(3 maps, 3x3, same) |> hardtanh\n  output codes = a\n  output s: add(a, b, on host)', '2, 6, 5');
    expect(run.integer.outputs.map(({ name }) => name)).toEqual(['codes', 'b']);
    expect(run.tail?.operands).toEqual(['b']);
    const b = realsOf(run, 'b');
    isNear(resultOf(run, 's'), realsOf(run, 'codes').map((value, i) => value + (b[i] as number)));
    expect(resultGraph(run.integer, run.tail).outputs.map(({ name }) => name)).toEqual(['codes', 's']);
  });
});

test('tensors that the host lacks, or has in another shape, are named', async () => {
  const graph = lowerBody('  image |> conv(4 maps, 3x3) |> relu(range 2) |> output y: dense(5, on host)', '2, 6, 5');
  const params = loadParams(graph, '');
  const without = new Map([...params].filter(([key]) => key !== 'y'));
  await expect(quantizeGraph({ graph, params: without, frames: [] })).rejects.toThrow(/y needs tensor y.weight/);
  const odd = new Map([...params, ['y', { weight: { shape: [5, 3], data: new Float32Array(15) }, bias: { shape: [5], data: new Float32Array(5) } }] as const]);
  await expect(quantizeGraph({ graph, params: odd, frames: [] })).rejects.toThrow(/has shape \[5, 3\]/);
});

test('large integer weights of the host are taken as they are', async () => {
  const graph = lowerBody('  image |> conv(4 maps, 3x3) |> r: relu(range 2) |> output y: dense(1, no bias, on host)', '1, 3, 3');
  const params = new Map([...loadParams(graph, ''), ['y', { weight: { shape: [1, 4], data: Int32Array.of(100, -200, 300, -400) } }] as const]);
  const { integer, tail } = await quantizeGraph({ graph, params, frames: [] });
  const run = await runNetwork({ program: scheduleTimed(integer, target), integer, tail }, params);
  isNear(resultOf(run, 'y'), [realsOf(run, 'r').reduce((sum, value, i) => sum + value * ([100, -200, 300, -400][i] as number), 0)]);
});

describe('LeNet-5 with its last layer on the host', () => {
  const model = new URL('../../examples/lenet5/lenet5-anna.nf', import.meta.url).pathname;
  const weights = new URL('../../examples/lenet5/lenet5.safetensors', import.meta.url).pathname;
  const digits = new URL('../../examples/lenet5/digits/', import.meta.url).pathname;
  const compiled = compileFile({ model, target: 'sim-1x1', weights, calibrate: [], sources: new Map() });
  const labels = readFileSync(join(digits, 'labels.txt'), 'utf8').trim().split('\n').map((line) => Number(line.split(' ').at(-1)));
  const out = join(folder, 'anna');
  const writeSet = (): string => {
    const frames = readdirSync(digits).filter((name) => name.endsWith('.npy')).sort().map((name) => readNpy(readFileSync(join(digits, name)), name));
    writeFileSync(join(folder, 'images.npy'), writeNpy({ dtype: 'U8', shape: [20, 1, 32, 32], data: Uint8Array.from(frames.flatMap(({ data }) => [...data].map(Number))) }));
    writeFileSync(join(folder, 'labels.npy'), writeNpy({ dtype: 'U8', shape: [20], data: Uint8Array.from(labels) }));
    return folder;
  };
  const written = compiled.then((compilation) => {
    const { files, report } = compiledFolder(compilation);
    writeOutputFolder(out, files);
    return report;
  });

  test('gives the scores that its formula says', async () => {
    const { params, ...network } = await compiled;
    const run = await runNetwork(network, params);
    isNear(resultOf(run, 'logits'), dense(params, 'logits', realsOf(run, 'tanh6')));
  });

  test('gives equal codes on reference and simulator', async () => {
    const { program, integer } = await compiled;
    const { frames } = chooseFrames(program, { files: [], count: 2, fallback: 2, seed: 1 });
    const result = await verify({ program, integer, frames, bench: null, stallSeed: null });
    expect(result).toMatchObject({ equal: true, valueMismatches: 0 });
    expect(result.tensors).toContain('f6');
  });

  test('counts the multiply-adds of the host by themselves', async () => {
    const report = await written;
    expect(report.macsPerFrame).toBe(117_600 + 150_000 + 48_000 + 10_080);
    expect(report.host).toMatchObject({ macsPerFrame: 840, layers: [{ name: 'logits', kind: 'dense', shape: [10, 1, 1], macs: 840 }, { name: 'digit', kind: 'argmax', macs: 0 }] });
    expect(report.layers.map(({ name }) => name)).not.toContain('logits');
  });

  test('runs from its folder as from its model', async () => {
    await written;
    const { tail, integer } = await compiled;
    const read = readNetwork(out);
    expect(read.tail).toEqual(tail);
    expect(read.integer.outputs).toEqual(integer.outputs);
    const { document, code } = nfcJson(['run', out, '--input', digits]);
    expect(code).toBe(0);
    const results = document['results'] as { readonly class: number; readonly scores: readonly number[]; readonly simulatorAgrees: boolean }[];
    expect(results.every(({ class: found, scores, simulatorAgrees }) => simulatorAgrees && scores.length === 10 && scores[found] === Math.max(...scores))).toBe(true);
    const correct = results.filter(({ class: found }, i) => found === labels[i]).length;
    expect(correct).toBeGreaterThanOrEqual(18);
    const again = nfcJson(['run', model, '--weights', weights, '--target', 'sim-1x1', '--input', digits]).document['results'] as typeof results;
    expect(again.map(({ scores }) => scores)).toEqual(results.map(({ scores }) => scores));
    const simulated = nfcJson(['simulate', out, '--input', join(digits, '7a.npy')]).document['outputs'] as { readonly logits: number[]; readonly digit: number[] }[];
    expect(Object.keys(simulated[0] ?? {})).toEqual(['logits', 'digit']);
    expect(simulated[0]?.digit).toEqual([7]);
    const evaluate = ['evaluate', model, '--weights', weights, '--target', 'sim-1x1', '--data', writeSet(), '--float'];
    for (const jobs of ['1', '2']) expect(nfcJson([...evaluate, '--jobs', jobs]).document).toMatchObject({ images: 20, right: correct, simulatorAgrees: true, accuracyFloat: expect.any(Number) });
  }, 60_000);

  test('is not quantized after training yet', () => {
    const { code, stderr } = nfc(['quantize', model, '--weights', weights, '--calibrate', digits, '-o', join(folder, 'post')]);
    expect(code).toBe(2);
    expect(stderr).toContain('logits runs on the host');
  });
});
