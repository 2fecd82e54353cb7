// Accuracy of a network on a labelled set, of classes or of pixels: in the integer reference, in the simulator (which must give the same
// outputs for every picture), and on request in real numbers. Pictures are judged on several threads; the result does not depend on how many.
import type { Dataset, Split } from './dataset.ts';
import { addConfusion, type Confusion, makeConfusion } from './evaluate/confusion.ts';
import { type Case, prepareJudges, type Range, type Tally } from './evaluate/judges.ts';
import type { InputShape } from './frames.ts';
import { resultGraph } from './host-tail.ts';
import type { CompiledModel } from './network.ts';
import { findLabeller } from './predict.ts';
import { openAlone, openWorkers } from './worker-pool.ts';

export interface EvaluationRequest {
  readonly compiled: CompiledModel;
  readonly input: InputShape;
  /** The set that `folder` and `split` name: every thread opens it again. */
  readonly set: Dataset;
  readonly folder: string;
  readonly split: Split;
  /** How many pictures, from the first. */
  readonly images: number;
  readonly isFloat: boolean;
  readonly isDrawn: boolean;
  /** Threads; with one, everything runs in this one. */
  readonly jobs: number;
  /** Hears of pictures as they are done. */
  readonly onDone: (pictures: number) => void;
}

export interface Evaluation extends Tally {
  /** Names of the rows and columns of the confusion. */
  readonly classes: readonly string[];
}

/** Pictures that a thread takes at a time. */
const MAX_RANGE = 64;
/** Ranges for each thread at least, so that all end at about the same time. */
const MIN_RANGES = 8;

/** Throws UsageError where the network labels something else than the set, FileFormatError where a picture is damaged. */
export async function evaluateNetwork(request: EvaluationRequest): Promise<Evaluation> {
  const { compiled, set, images } = request;
  const labeller = findLabeller(resultGraph(compiled.integer, compiled.tail), set.labelShape);
  const classes = Math.max(set.classes.length, labeller.classes);
  const of: Case = {
    program: compiled.program, integer: compiled.integer, tail: compiled.tail, input: request.input, folder: request.folder, split: request.split,
    float: request.isFloat ? { graph: compiled.float, params: compiled.params } : null, classes, isDrawn: request.isDrawn,
  };
  const ranges = rangesOf(images, request.jobs);
  const onAnswer = (tally: Tally): void => request.onDone(tally.pictures);
  const jobs = Math.min(request.jobs, ranges.length);
  const pool = jobs === 1 ? openAlone(await prepareJudges(of), onAnswer) : openWorkers<Range, Tally>(new URL('./evaluate/worker.js', import.meta.url), of, jobs, onAnswer);
  try {
    return { ...sumOf(await pool.ask(ranges), classes), classes: Array.from({ length: classes }, (_, label) => set.classes[label] ?? String(label)) };
  } finally {
    await pool.close();
  }
}

function rangesOf(images: number, jobs: number): Range[] {
  const size = Math.min(MAX_RANGE, Math.max(1, Math.floor(images / (MIN_RANGES * jobs))));
  return Array.from({ length: Math.ceil(images / size) }, (_, index) => ({ from: index * size, to: Math.min(images, (index + 1) * size) }));
}

function sumOf(tallies: readonly Tally[], classes: number): Tally {
  const add = (parts: readonly Confusion[]): Confusion => {
    const sum = makeConfusion(classes);
    for (const part of parts) addConfusion(sum, part);
    return sum;
  };
  const floats = tallies.flatMap(({ float }) => (float === null ? [] : [float]));
  return {
    integer: add(tallies.map(({ integer }) => integer)),
    float: floats.length === 0 ? null : add(floats),
    differing: tallies.flatMap(({ differing }) => differing),
    predictions: tallies.flatMap(({ predictions }) => predictions),
    drawings: tallies.flatMap(({ drawings }) => drawings),
    pictures: tallies.reduce((sum, { pictures }) => sum + pictures, 0),
  };
}
