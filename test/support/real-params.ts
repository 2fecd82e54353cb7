// Real numbers for a graph: those of its seeds, moved off every grid, and calibration frames for them.
import type { FloatGraph, LayerParams, Params } from '../../compiler/ir/float-graph.ts';
import type { IntegerTensor } from '../../compiler/ir/integer-graph.ts';
import { type FloatFrame, syntheticFrames } from '../../compiler/quantize/calibrate.ts';
import type { FrameSource } from '../../compiler/quantize/post/real-network.ts';
import { nearestCode } from '../../compiler/reference/rounding.ts';
import { seededRandom } from '../../compiler/source/seeded-random.ts';
import { loadParams } from '../../runtime/load-params.ts';

/** Weights that no scale times integers gives. */
export function realParams(graph: FloatGraph, seed: number): Params {
  const random = seededRandom(seed);
  return new Map([...loadParams(graph, '')].map(([key, parts]): [string, LayerParams] => {
    const { weight } = parts;
    if (weight === undefined || weight.data instanceof Int32Array) return [key, parts];
    return [key, { ...parts, weight: { shape: weight.shape, data: weight.data.map((value) => value + 0.3 * (random() - 0.5)) } }];
  }));
}

export function frameSource(graph: FloatGraph, seed: number, count: number): FrameSource {
  const frames = syntheticFrames(graph, seed, count);
  const codesOf = (frame: FloatFrame): Map<string, IntegerTensor> => new Map(graph.nodes.flatMap((node) => {
    if (node.kind !== 'input') return [];
    const { bits, zero, scale } = node.format;
    return [[node.name, { shape: node.shape, data: Int32Array.from(frame.get(node.name) ?? [], (value) => nearestCode(value, scale, zero, 2 ** bits - 1)) }]] as const;
  }));
  return { count, codes: (index) => codesOf(frames[index] as FloatFrame), reals: (index) => frames[index] as FloatFrame };
}
