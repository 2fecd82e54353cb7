// Runs frames through the real network or the integer reference and scores the results.
import type { IntegerFormat, IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { FloatGraph, Params } from '../../compiler/ir/float-graph.ts';
import { nodeById } from '../../compiler/ir/graph.ts';
import { prepareFloat } from '../../compiler/reference/float.ts';
import { prepareInteger } from '../../compiler/reference/integer.ts';
import { bug } from '../../compiler/source/diagnostic.ts';
import type { LabelledFrames } from './calibration-set.ts';
import { type Score, scoreDistance, scoreLabels, scoredNode, type ScoreSum } from './score.ts';

/** `onFrame` is called after each frame. */
export async function realScore(graph: FloatGraph, params: Params, frames: LabelledFrames, onFrame: () => void): Promise<{ readonly score: Score; readonly results: readonly Float32Array[] }> {
  const node = scoredNode(graph);
  const run = await prepareFloat(graph, params, new Set([node.id]));
  const results: Float32Array[] = [];
  const sum = frames.labels === null ? null : scoreLabels(node, frames.labels);
  for (let index = 0; index < frames.count; index++) {
    const values = run(frames.reals(index)).get(node.id) ?? bug(`${node.id} has no values`);
    if (sum === null) results.push(values);
    else sum.add(index, values);
    onFrame();
  }
  return { score: sum?.result() ?? { images: frames.count, loss: 0, accuracy: null }, results };
}

/** `real`: the results of the real network, needed where there are no labels. */
export function integerScore(integer: IntegerGraph, frames: LabelledFrames, real: readonly Float32Array[], onFrame: () => void = () => undefined): Score {
  const node = nodeById(integer, scoredNode(integer).id);
  const sum: ScoreSum = frames.labels === null ? scoreDistance(real) : scoreLabels(node, frames.labels);
  const run = prepareInteger(integer);
  for (let index = 0; index < frames.count; index++) {
    const { data } = run(frames.codes(index)).get(node.id) ?? bug(`${node.id} has no tensor`);
    sum.add(index, realsOf(data, node.format));
    onFrame();
  }
  return sum.result();
}

function realsOf(data: Int32Array, format: IntegerFormat): Float64Array {
  const scale = format.kind === 'index' ? 1 : format.scale;
  const zero = 'zero' in format ? format.zero : 0;
  return Float64Array.from(data, (value) => scale * (value - zero));
}
