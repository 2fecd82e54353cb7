// One picture before three judges: the integer reference and the simulator, whose outputs must be equal, and on request the network in real
// numbers. What a run of pictures gives are sums, so that they can be judged in any order and on any number of threads.
import type { FloatGraph, Params } from '../../compiler/ir/float-graph.ts';
import type { IntegerGraph, IntegerTensor } from '../../compiler/ir/integer-graph.ts';
import type { HostTail } from '../../compiler/ir/split-host.ts';
import type { Program } from '../../compiler/program/program.ts';
import { prepareFloat } from '../../compiler/reference/float.ts';
import { prepareInteger } from '../../compiler/reference/integer.ts';
import { readDataset, type Split } from '../dataset.ts';
import { type InputShape, realsOfFrame } from '../frames.ts';
import { prepareTail, resultGraph } from '../host-tail.ts';
import { findLabeller } from '../predict.ts';
import { prepareOutputs } from '../run-simulator.ts';
import { type Confusion, countLabels, makeConfusion } from './confusion.ts';
import { pictureRow } from './prediction-picture.ts';

/** Plain data: it is sent to threads. */
export interface Case {
  readonly program: Program;
  readonly integer: IntegerGraph;
  readonly tail: HostTail | null;
  readonly input: InputShape;
  /** Null leaves real numbers out. */
  readonly float: { readonly graph: FloatGraph; readonly params: Params } | null;
  readonly folder: string;
  readonly split: Split;
  /** Classes that are counted: those of the set and of the network. */
  readonly classes: number;
  /** Whether a labelling network's predictions are drawn. */
  readonly isDrawn: boolean;
}

/** Pictures `from` to `to - 1`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Tally {
  readonly integer: Confusion;
  readonly float: Confusion | null;
  /** Pictures for which the simulator's outputs are not those of the integer reference. */
  readonly differing: readonly number[];
  /** Of a classifying network: the class of each picture of the range. */
  readonly predictions: readonly number[];
  /** Of a labelling network, where asked for: picture, label and prediction, as PNG. */
  readonly drawings: readonly { readonly name: string; readonly png: Uint8Array }[];
  readonly pictures: number;
}

/** Opens the set and prepares the judges. */
export async function prepareJudges(of: Case): Promise<(range: Range) => Tally> {
  const { program, integer, tail, input, float, classes } = of;
  const set = readDataset(of.folder, input, of.split);
  const labeller = findLabeller(resultGraph(integer, tail), set.labelShape);
  const finish = await prepareTail(integer, tail);
  const runReference = prepareInteger(integer);
  const runSimulator = prepareOutputs(program);
  const runFloat = float === null ? null : await prepareFloatLabels(float, input, set.labelShape);
  return ({ from, to }) => {
    const tally = { integer: makeConfusion(classes), float: runFloat === null ? null : makeConfusion(classes), differing: [] as number[], predictions: [] as number[], drawings: [] as { name: string; png: Uint8Array }[], pictures: to - from };
    for (let index = from; index < to; index++) {
      const codes = set.codesOf(index);
      const labels = set.labelsOf(index);
      const tensors = runReference(new Map([[input.name, { shape: input.shape, data: codes }]]));
      const predicted = labeller.labelsOf(finish(tensors).get(labeller.node)?.data ?? []);
      countLabels(tally.integer, labels, predicted, set.ignored);
      if (!isEqual(runSimulator(new Map([[input.name, codes]])), tensors)) tally.differing.push(index);
      if (runFloat !== null && tally.float !== null) countLabels(tally.float, labels, runFloat(codes), set.ignored);
      if (set.task === 'classes') tally.predictions.push(predicted[0] ?? -1);
      else if (of.isDrawn) tally.drawings.push({ name: set.nameOf(index), png: pictureRow(input, codes, { labels, predicted, palette: set.palette, ignored: set.ignored, classes }) });
    }
    return tally;
  };
}

async function prepareFloatLabels({ graph, params }: NonNullable<Case['float']>, input: InputShape, labelShape: readonly [number, number]): Promise<(codes: Int32Array) => Int32Array> {
  const labeller = findLabeller(graph, labelShape);
  const run = await prepareFloat(graph, params, new Set([labeller.node]));
  return (codes) => labeller.labelsOf(run(realsOfFrame([input], new Map([[input.name, codes]]))).get(labeller.node) ?? []);
}

function isEqual(outputs: ReadonlyMap<string, IntegerTensor>, expected: ReadonlyMap<string, IntegerTensor>): boolean {
  return outputs.size > 0 && [...outputs].every(([id, { data }]) => {
    const wanted = expected.get(id)?.data;
    return wanted !== undefined && wanted.length === data.length && data.every((value, i) => value === wanted[i]);
  });
}
