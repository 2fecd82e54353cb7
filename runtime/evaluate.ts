// Accuracy of a classifying network on labelled frames: in the integer reference, in the simulator (which must give the same outputs), and
// on request in real numbers.
import { prepareInteger } from '../compiler/reference/integer.ts';
import type { Dataset } from './dataset.ts';
import type { Frame, InputShape } from './frames.ts';
import { realsOfFrame } from './frames.ts';
import type { CompiledModel } from './network.ts';
import { findClassifier } from './predict.ts';
import { prepareOutputs } from './run-simulator.ts';
import { UsageError } from './usage-error.ts';

export interface Evaluation {
  readonly images: number;
  readonly right: number;
  readonly accuracyInteger: number;
  readonly accuracyFloat: number | null;
  readonly simulatorAgrees: boolean;
  readonly simulatorDiffers: number;
  /** Time that simulator and reference took, without preparation. */
  readonly simulatorSeconds: number;
  readonly referenceSeconds: number;
}

export async function evaluateNetwork(compiled: CompiledModel, input: InputShape, set: Dataset, options: { readonly images: number; readonly float: boolean }): Promise<Evaluation> {
  const classifier = findClassifier(compiled.integer);
  const runReference = prepareInteger(compiled.integer);
  const runOutputs = prepareOutputs(compiled.program);
  if (set.task !== 'classes') throw new UsageError('the set labels pixels, and the network gives one class a picture', 'use a set with one label a picture');
  const frames: Frame[] = Array.from({ length: Math.min(set.count, options.images) }, (_, index) => new Map([[input.name, set.codesOf(index)]]));
  const begin = performance.now();
  // Outputs are kept flat, one row a frame, so that ten thousand frames cost little memory.
  const outputs = [...runOutputs(frames[0] ?? new Map())].map(([id, tensor]) => ({ id, size: tensor.data.length, rows: new Int32Array(tensor.data.length * frames.length) }));
  frames.forEach((frame, index) => {
    const tensors = runOutputs(frame);
    for (const { id, size, rows } of outputs) rows.set(tensors.get(id)?.data ?? [], index * size);
  });
  const middle = performance.now();
  let right = 0;
  let differs = 0;
  frames.forEach((frame, index) => {
    const tensors = runReference(new Map([[input.name, { shape: input.shape, data: frame.get(input.name) ?? new Int32Array(0) }]]));
    if (classifier.classOf(tensors) === set.labelsOf(index)[0]) right++;
    const isEqual = outputs.every(({ id, size, rows }) => tensors.get(id)?.data.every((value, i) => rows[index * size + i] === value) === true);
    if (!isEqual) differs++;
  });
  const end = performance.now();
  return {
    images: frames.length,
    right,
    accuracyInteger: right / frames.length,
    accuracyFloat: options.float ? await floatAccuracy(compiled, input, set, frames) : null,
    simulatorAgrees: differs === 0,
    simulatorDiffers: differs,
    simulatorSeconds: (middle - begin) / 1000,
    referenceSeconds: (end - middle) / 1000,
  };
}

/** The same network in real numbers, through tfjs, with the same frames. */
async function floatAccuracy(compiled: CompiledModel, input: InputShape, set: Dataset, frames: readonly Frame[]): Promise<number> {
  const { prepareFloat } = await import('../compiler/reference/float.ts');
  const run = await prepareFloat(compiled.float, compiled.params);
  const nodes = new Map(compiled.float.nodes.map((node) => [node.id, node]));
  const scores = compiled.float.outputs.map((output) => nodes.get(output.node)).find((node) => node !== undefined && node.kind !== 'argmax' && node.shape[0] > 1);
  const index = compiled.float.outputs.map((output) => nodes.get(output.node)).find((node) => node?.kind === 'argmax');
  const wanted = index ?? scores;
  if (wanted === undefined) throw new UsageError('the network gives out no class in real numbers', 'leave out --float');
  let right = 0;
  frames.forEach((frame, index) => {
    const values = run(realsOfFrame([input], frame)).get(wanted.id) ?? new Float32Array(0);
    const found = wanted.kind === 'argmax' ? (values[0] as number) : values.indexOf(Math.max(...values));
    if (found === set.labelsOf(index)[0]) right++;
  });
  return right / frames.length;
}
