// Post-training quantization: the shift of every layer's sums is gone after bias correction, and what is written reads back bit by bit.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FloatGraph, FloatNode, Params } from '../../../compiler/ir/float-graph.ts';
import { fitWeights, type Trits, type WeightFit } from '../../../compiler/quantize/post/fit-weights.ts';
import { type PostQuantized, postQuantize } from '../../../compiler/quantize/post/post-quantize.ts';
import { type FrameSource, measureReal, type RealNetwork } from '../../../compiler/quantize/post/real-network.ts';
import { makeTapMeans } from '../../../compiler/quantize/post/taps.ts';
import { connectionsOf } from '../../../compiler/quantize/layer-weights.ts';
import { quantize } from '../../../compiler/quantize/quantize.ts';
import { evaluateFloat } from '../../../compiler/reference/float.ts';
import { prepareInteger } from '../../../compiler/reference/integer.ts';
import { loadParams } from '../../../runtime/load-params.ts';
import { quantizedTensors } from '../../../runtime/quantize/weights-file.ts';
import { writeSafetensors } from '../../../runtime/safetensors.ts';
import { buildGraph, NO_PADDING, SIX_BITS } from '../../support/graph-builder.ts';
import { randomGraph } from '../../support/random-graph.ts';
import { frameSource, realParams } from '../../support/real-params.ts';

const FRAMES = 12;

const fitsAt = (network: RealNetwork, trits: Trits): Map<string, WeightFit> =>
  new Map(network.weighted.map((entry) => [entry.layer.params.key, fitWeights(entry, Math.min(trits, entry.layer.precision.trits) as Trits)]));

/** Mean over frames and pixels of each map of the first output, in real numbers and in the integer network. */
async function outputMeans(graph: FloatGraph, params: Params, { integer }: PostQuantized, frames: FrameSource): Promise<{ real: number[]; integer: number[]; step: number }> {
  const node = integer.nodes.find(({ id }) => id === integer.outputs[0]?.node);
  if (node?.format.kind !== 'raw') throw new Error('the output is not raw');
  const { scale } = node.format;
  const run = prepareInteger(integer);
  const pixels = node.shape[1] * node.shape[2];
  const means = (list: readonly ArrayLike<number>[], factor: number): number[] => Array.from({ length: node.shape[0] }, (_, map) =>
    list.reduce((sum, values) => sum + Array.from(values).slice(map * pixels, (map + 1) * pixels).reduce((a, b) => a + b, 0), 0) * factor / (pixels * list.length));
  const reals: Float32Array[] = [];
  const sums: Int32Array[] = [];
  for (let index = 0; index < frames.count; index++) {
    reals.push((await evaluateFloat(graph, params, frames.reals(index))).get(graph.outputs[0]?.node ?? '') ?? new Float32Array(0));
    sums.push(run(frames.codes(index)).get(node.id)?.data ?? new Int32Array(0));
  }
  return { real: means(reals, 1), integer: means(sums, scale), step: scale };
}

const farthest = (a: readonly number[], b: readonly number[]): number => Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));

describe('bias correction', () => {
  const build = (hasBias: boolean, endsInBatchnorm: boolean): FloatGraph => {
    const graph = buildGraph(3);
    const image = graph.input([2, 9, 7], { bits: 8, zero: 0, scale: 1 / 255 }, 'image');
    const hidden = graph.activation(graph.conv(image, 6, { hasBias, padding: { top: 1, left: 1, bottom: 0, right: 1 } }), 'tanh', 0.8);
    const last = graph.conv(hidden, 5, { hasBias, stride: [2, 1] });
    graph.output(endsInBatchnorm ? graph.batchnorm(last) : last);
    return graph.finish();
  };

  it.each([['its own bias', true, false, 'bias'], ['the mean of a batch-norm', false, true, 'mean']] as const)('removes the shift of the results, in %s', async (_name, hasBias, endsInBatchnorm, part) => {
    const graph = build(hasBias, endsInBatchnorm);
    const params = realParams(graph, 5);
    const frames = frameSource(graph, 2, FRAMES);
    const network = await measureReal(graph, params, frames);
    const fits = fitsAt(network, 1);
    const corrected = postQuantize(network, fits, frames, { correctBias: true });
    const plain = postQuantize(network, fits, frames, { correctBias: false });
    const after = await outputMeans(graph, params, corrected, frames);
    const before = await outputMeans(graph, params, plain, frames);
    // An integer bias holds the shift to half a step of the sums.
    expect(farthest(after.real, after.integer)).toBeLessThanOrEqual(0.5 * after.step + 1e-6);
    expect(farthest(before.real, before.integer)).toBeGreaterThan(after.step);
    expect([...corrected.biases.values()].at(-1)?.part).toBe(part);
    expect(plain.biases.size).toBe(0);
  });

  it('leaves a bias alone that several places of the network share', async () => {
    const graph = buildGraph(4);
    const image = graph.input([3, 6, 6], undefined, 'image');
    const shared = graph.activation(graph.conv(image, 3, { key: 'k', kernel: [1, 1] }), 'hardtanh');
    graph.output(graph.conv(shared, 3, { key: 'k', kernel: [1, 1] }));
    const finished = graph.finish();
    const frames = frameSource(finished, 1, 3);
    const network = await measureReal(finished, realParams(finished, 1), frames);
    expect(postQuantize(network, fitsAt(network, 2), frames, { correctBias: true }).biases.size).toBe(0);
  });
});

describe('mean of what a weight multiplies', () => {
  it.each([1, 2, 3, 4, 5, 6])('gives the mean of the results, as the float reference has them (network %i)', async (seed) => {
    const graph = buildGraph(seed);
    const image = graph.input([4, 6 + seed, 5], { bits: 8, zero: 7, scale: 1 / 100 }, 'image');
    const options = { stride: [1 + (seed % 2), 1] as const, padding: seed % 3 === 0 ? NO_PADDING : { top: 1, left: 0, bottom: 1, right: 1 }, groups: seed % 2 === 0 ? 2 : 1 };
    graph.output(seed > 3 ? graph.transposedConv(image, 6, { ...options, kernel: [3, 2] }) : graph.conv(image, 6, options));
    const finished = graph.finish();
    const params = realParams(finished, seed);
    const frames = frameSource(finished, seed, 3);
    const { weighted } = await measureReal(finished, params, frames);
    const { layer, input, numbers } = weighted[0] ?? (() => { throw new Error('no layer'); })();
    const taps = makeTapMeans(layer, input);
    const real: number[][] = [];
    for (let index = 0; index < frames.count; index++) {
      taps.add(frames.reals(index).get('image') ?? []);
      const values = (await evaluateFloat(finished, params, frames.reals(index))).get(layer.id) ?? [];
      const pixels = layer.shape[1] * layer.shape[2];
      real.push(Array.from({ length: 6 }, (_, map) => Array.from(values).slice(map * pixels, (map + 1) * pixels).reduce((a, b) => a + b, 0) / pixels));
    }
    const means = taps.means();
    for (let map = 0; map < 6; map++) {
      const { places, taps: met } = connectionsOf(layer, input, map);
      const sum = places.reduce((total, place, k) => total + (numbers.weights?.weight[place] as number) * (means[met[k] as number] as number), numbers.weights?.bias?.[map] ?? 0);
      expect(sum).toBeCloseTo(real.reduce((total, list) => total + (list[map] as number), 0) / real.length, 4);
    }
  });
});

describe('a written network', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nfc-post-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fromFile = (graph: FloatGraph, path: string): FloatGraph =>
    ({ ...graph, nodes: graph.nodes.map((node): FloatNode => ('params' in node ? { ...node, params: { ...node.params, source: { kind: 'file', path } } } : node)) });

  it.each(Array.from({ length: 24 }, (_, i) => i + 1))('reads back as the very same integer network, and as the same real one (seed %i)', async (seed) => {
    const graph = randomGraph(seed);
    const params = realParams(graph, seed);
    const frames = frameSource(graph, seed, 4);
    const network = await measureReal(graph, params, frames);
    const fits = fitsAt(network, (1 + (seed % 4)) as Trits);
    const post = postQuantize(network, fits, frames, { correctBias: true });
    writeFileSync(join(folder, `${seed}.safetensors`), writeSafetensors(quantizedTensors(params, post.params, fits)));
    const named = fromFile(graph, `${seed}.safetensors`);
    const { graph: compiled } = await quantize(named, loadParams(named, folder), []);
    expect(compiled.nodes).toEqual(post.integer.nodes);
    for (const { layer } of network.weighted) {
      const node = compiled.nodes.find(({ id }) => id === layer.id);
      if (node?.kind !== 'conv' && node?.kind !== 'transposed-conv') throw new Error(`${layer.id} is no weighted layer`);
      const reach = (3 ** (fits.get(layer.params.key)?.trits ?? 0) - 1) / 2;
      expect(Math.max(...node.weights.map(Math.abs))).toBeLessThanOrEqual(reach);
    }
    expect(loadParams(named, folder, 'real')).toEqual(params);
  });

  it('leaves weights that are scales times integers as they are', async () => {
    const graph = buildGraph(9);
    graph.output(graph.conv(graph.input([2, 5, 5], undefined, 'image'), 4, { precision: SIX_BITS }));
    const finished = graph.finish();
    const params = loadParams(finished, '');
    const frames = frameSource(finished, 1, 2);
    const network = await measureReal(finished, params, frames);
    expect(fitsAt(network, 4).values().next().value?.relativeError).toBeLessThan(1e-6);
  });
});
