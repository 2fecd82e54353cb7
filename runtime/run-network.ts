// Runs frames through simulator and integer reference and says, frame by frame, whether the outputs agree.
import type { IntegerGraph, IntegerTensor } from '../compiler/ir/integer-graph.ts';
import type { Program } from '../compiler/program/program.ts';
import { prepareInteger } from '../compiler/reference/integer.ts';
import type { Frame } from './frames.ts';
import { prepareOutputs } from './run-simulator.ts';

export interface FrameResult {
  /** The simulator's outputs by node id. */
  readonly tensors: ReadonlyMap<string, IntegerTensor>;
  readonly simulatorAgrees: boolean;
}

/** Prepares both; the tensors of a result belong to the caller. */
export function prepareNetwork(program: Program, integer: IntegerGraph): (frame: Frame) => FrameResult {
  const runReference = prepareInteger(integer);
  const runOutputs = prepareOutputs(program);
  const shapes = new Map(integer.nodes.map((node) => [node.name, node.shape]));
  return (frame) => {
    const expected = runReference(new Map([...frame].map(([name, data]) => [name, { shape: shapes.get(name) ?? [data.length, 1, 1], data }])));
    const tensors = new Map([...runOutputs(frame)].map(([id, tensor]) => [id, { shape: tensor.shape, data: tensor.data.slice() }]));
    const simulatorAgrees = tensors.size > 0 && [...tensors].every(([id, tensor]) => isSame(tensor.data, expected.get(id)?.data));
    return { tensors, simulatorAgrees };
  };
}

export const runNetwork = (program: Program, integer: IntegerGraph, frames: readonly Frame[]): FrameResult[] =>
  frames.map(prepareNetwork(program, integer));

function isSame(a: Int32Array, b: Int32Array | undefined): boolean {
  if (b === undefined || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
