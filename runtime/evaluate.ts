// Accuracy of a classifying network on labelled frames: in the integer reference, in the simulator (which must give the same outputs), and
// on request in real numbers.
import { prepareInteger } from '../compiler/reference/integer.ts';
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

export interface LabelledFrames {
  readonly frames: readonly Int32Array[];
  readonly labels: readonly number[];
}

export async function evaluateNetwork(compiled: CompiledModel, input: InputShape, set: LabelledFrames, options: { readonly float: boolean }): Promise<Evaluation> {
  const classifier = findClassifier(compiled.integer);
  const runReference = prepareInteger(compiled.integer);
  const runOutputs = prepareOutputs(compiled.program);
  const frames: Frame[] = set.frames.map((codes) => new Map([[input.name, codes]]));
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
    if (classifier.classOf(tensors) === set.labels[index]) right++;
    const isEqual = outputs.every(({ id, size, rows }) => tensors.get(id)?.data.every((value, i) => rows[index * size + i] === value) === true);
    if (!isEqual) differs++;
  });
  const end = performance.now();
  return {
    images: frames.length,
    right,
    accuracyInteger: right / frames.length,
    accuracyFloat: options.float ? await floatAccuracy(compiled, input, set) : null,
    simulatorAgrees: differs === 0,
    simulatorDiffers: differs,
    simulatorSeconds: (middle - begin) / 1000,
    referenceSeconds: (end - middle) / 1000,
  };
}

/** The same network in real numbers, through tfjs, with the same frames. */
async function floatAccuracy(compiled: CompiledModel, input: InputShape, set: LabelledFrames): Promise<number> {
  const { prepareFloat } = await import('../compiler/reference/float.ts');
  const run = await prepareFloat(compiled.float, compiled.params);
  const nodes = new Map(compiled.float.nodes.map((node) => [node.id, node]));
  const scores = compiled.float.outputs.map((output) => nodes.get(output.node)).find((node) => node !== undefined && node.kind !== 'argmax' && node.shape[0] > 1);
  const index = compiled.float.outputs.map((output) => nodes.get(output.node)).find((node) => node?.kind === 'argmax');
  const wanted = index ?? scores;
  if (wanted === undefined) throw new UsageError('the network gives out no class in real numbers', 'leave out --float');
  let right = 0;
  set.frames.forEach((codes, frame) => {
    const values = run(realsOfFrame([input], new Map([[input.name, codes]]))).get(wanted.id) ?? new Float32Array(0);
    const found = wanted.kind === 'argmax' ? (values[0] as number) : values.indexOf(Math.max(...values));
    if (found === set.labels[frame]) right++;
  });
  return right / set.frames.length;
}
