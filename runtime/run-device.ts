// Frames through a device, each result held against the integer reference as it comes.
import type { IntegerTensor } from '../compiler/ir/integer-graph.ts';
import { prepareInteger } from '../compiler/reference/integer.ts';
import { bug } from '../compiler/source/diagnostic.ts';
import { openDevice } from './device/device.ts';
import type { DeviceError } from './device/device-error.ts';
import type { DevicePort } from './device/device-port.ts';
import { prepareTail, type Results } from './host-tail.ts';
import type { NamedFrame } from './named-frames.ts';
import type { Network } from './network.ts';

export interface DeviceFrame extends NamedFrame {
  /** What device and host made of it, by node id; null where the device failed. */
  readonly results: Results | null;
  readonly error: DeviceError | null;
  /** Whether the device gave what the integer reference says. */
  readonly isEqual: boolean;
}

/** Closes the port in the end. Throws DeviceError where the network does not fit the device. */
export async function* runOnDevice({ program, integer, tail }: Network, port: DevicePort, frames: Iterable<NamedFrame>): AsyncGenerator<DeviceFrame, void, void> {
  const device = await openDevice(port);
  try {
    const loaded = device.load(program);
    const finish = await prepareTail(integer, tail);
    const reference = prepareInteger(integer);
    const shapes = new Map(integer.nodes.map((node) => [node.name, node.shape]));
    /** Frames whose results have not come yet. */
    const waiting: NamedFrame[] = [];
    const source = function* () {
      for (const named of frames) {
        waiting.push(named);
        yield named.frame;
      }
    };
    for await (const result of loaded.stream(source())) {
      const named = waiting.shift() ?? bug('a result without a frame');
      if (result.error !== null) {
        yield { ...named, results: null, error: result.error, isEqual: false };
        continue;
      }
      const tensors = new Map(program.outputs.map(({ name, tensor }) => [tensor, result.outputs.get(name) ?? bug(`a device gave no ${name}`)]));
      const expected = reference(new Map([...named.frame].map(([name, data]) => [name, { shape: shapes.get(name) ?? [data.length, 1, 1], data }])));
      yield { ...named, results: finish(tensors), error: null, isEqual: tensors.size > 0 && [...tensors].every(([id, tensor]) => isSame(tensor, expected.get(id))) };
    }
  } finally {
    await device.close();
  }
}

function isSame({ data }: IntegerTensor, other: IntegerTensor | undefined): boolean {
  return other !== undefined && data.length === other.data.length && data.every((value, index) => value === other.data[index]);
}
