// What a network gives out once the host has done its part: outputs of a device by name become those of the network as it was written.
import { bug } from '../compiler/source/diagnostic.ts';
import { prepareTail, type ResultTensor, resultGraph } from './host-tail.ts';
import type { Network } from './network.ts';

/** Outputs by name: integers of the machine, real numbers where the host computes the last layers. */
export type NamedResults = ReadonlyMap<string, ResultTensor>;

/** Prepares the layers `on host` of a network, if it has any. The result takes the outputs of one frame, by name, from any device. */
export async function prepareResults({ program, integer, tail }: Network): Promise<(outputs: NamedResults) => NamedResults> {
  const finish = await prepareTail(integer, tail);
  const { outputs: wanted } = resultGraph(integer, tail);
  return (outputs) => {
    const tensors = finish(new Map(program.outputs.map(({ name, tensor }) => {
      const { shape, data } = outputs.get(name) ?? bug(`a device gave no ${name}`);
      return [tensor, { shape, data: Int32Array.from(data) }];
    })));
    return new Map(wanted.map(({ name, node }) => [name, tensors.get(node) ?? bug(`nothing computed ${name}`)]));
  };
}
