// Small networks for tests of devices, with what the integer reference says of their frames.
import type { IntegerTensor } from '../../compiler/ir/integer-graph.ts';
import type { Program } from '../../compiler/program/program.ts';
import { prepareInteger } from '../../compiler/reference/integer.ts';
import type { Target } from '../../compiler/target/target.ts';
import { programInputs } from '../../runtime/choose-frames.ts';
import { scheduleTimed } from '../../runtime/frame-time.ts';
import { type Frame, randomFrames } from '../../runtime/frames.ts';
import { buildGraph, NO_PADDING, TERNARY } from './graph-builder.ts';
import { integerOf } from './integer-of.ts';

export interface DeviceNetwork {
  readonly program: Program;
  readonly frames: (count: number, seed: number) => readonly Frame[];
  /** Values by name of the output. */
  readonly expected: (frame: Frame) => Record<string, number[]>;
}

/** One layer, a few hundred cycles a frame: frames of a run stream through it. */
export async function smallNetwork(target: Target, seed: number, [height, width]: readonly [number, number] = [5, 7]): Promise<DeviceNetwork> {
  const graph = buildGraph(seed);
  const image = graph.input([3, height, width]);
  graph.output(graph.activation(graph.conv(image, 6, { kernel: [3, 3], padding: NO_PADDING, precision: TERNARY }), 'relu', 1), 'maps');
  return networkOf(await integerOf(graph.finish(), seed), target);
}

/** Several phases, two outputs. */
export async function phasedNetwork(target: Target, seed: number): Promise<DeviceNetwork> {
  const graph = buildGraph(seed);
  const image = graph.input([2, 8, 6]);
  const first = graph.activation(graph.conv(image, 8, { kernel: [3, 3], precision: TERNARY }), 'relu', 1);
  const second = graph.activation(graph.conv(first, 8, { kernel: [3, 3], precision: TERNARY }), 'relu', 1);
  graph.output(second, 'maps');
  graph.output(graph.argmax(graph.dense(graph.flatten(second), 5)), 'class');
  return networkOf(await integerOf(graph.finish(), seed), target);
}

function networkOf(integer: Awaited<ReturnType<typeof integerOf>>, target: Target): DeviceNetwork {
  const program = scheduleTimed(integer, target);
  const run = prepareInteger(integer);
  const shapes = new Map(integer.nodes.map((node) => [node.name, node.shape]));
  return {
    program,
    frames: (count, seed) => randomFrames(programInputs(program), count, seed).frames,
    expected: (frame) => {
      const tensors = run(new Map([...frame].map(([name, data]) => [name, { shape: shapes.get(name) ?? [data.length, 1, 1], data }])));
      return Object.fromEntries(program.outputs.map(({ name, tensor }) => [name, [...(tensors.get(tensor)?.data ?? [])]]));
    },
  };
}

/** Plain values of a device's outputs. */
export const valuesOf = (outputs: ReadonlyMap<string, IntegerTensor>): Record<string, number[]> =>
  Object.fromEntries([...outputs].map(([name, { data }]) => [name, [...data]]));
