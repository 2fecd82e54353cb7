// A run between two epochs as a file, so that a run that was ended can go on to the same bits.
import { readFileSync } from 'node:fs';
import { makeAdam } from '../../compiler/train/adam.ts';
import type { PlannedCodes, TrainPlan } from '../../compiler/train/network.ts';
import { sizeOfSlots } from '../../compiler/train/slots.ts';
import { FileFormatError } from '../file-format-error.ts';
import { writeOutputFile } from '../output-folder.ts';
import { readSafetensors, readSafetensorsMetadata, writeSafetensors } from '../safetensors.ts';
import type { Tensor } from '../tensor.ts';
import { UsageError } from '../usage-error.ts';
import type { EpochRecord, TrainSettings, TrainState } from './train.ts';

/** What must be the same for a run to go on: the network with its sizes, the data, and the settings. */
export interface RunIdentity {
  readonly slots: string;
  readonly data: string;
  readonly settings: TrainSettings;
}

export const identityOf = (plan: TrainPlan, data: string, settings: TrainSettings): RunIdentity =>
  ({ slots: [...plan.slots.values()].map(({ name, shape }) => `${name} ${shape.join('x')}`).join(', '), data, settings });

export function writeCheckpoint(file: string, identity: RunIdentity, { plan, values, adam, records }: TrainState): void {
  const floats = (data: Float32Array): Tensor => ({ dtype: 'F32', shape: [data.length], data: Float32Array.from(data) });
  const tensors = new Map([['values', floats(values)], ['adam.first', floats(adam.first)], ['adam.second', floats(adam.second)]]);
  writeOutputFile(file, writeSafetensors(tensors, {
    identity: JSON.stringify(identity), records: JSON.stringify(records), codes: JSON.stringify(plan.codes === null ? null : [...plan.codes]),
  }));
}

/** Throws FileFormatError for a damaged file, UsageError for one of another run. */
export function readCheckpoint(file: string, identity: RunIdentity, plan: TrainPlan): TrainState {
  const bytes = readFileSync(file);
  const tensors = readSafetensors(bytes, file);
  const metadata = readSafetensorsMetadata(bytes, file);
  const parse = (key: string): unknown => {
    try {
      return JSON.parse(metadata.get(key) ?? '');
    } catch {
      throw new FileFormatError(file, `has no readable '${key}'`, 'it is no checkpoint of nfc train: begin again without --resume');
    }
  };
  const saved = parse('identity') as RunIdentity;
  const differs = (['slots', 'data', 'settings'] as const).filter((key) => JSON.stringify(saved[key]) !== JSON.stringify(identity[key]));
  if (differs.length > 0) {
    const what = differs.map((key) => (key === 'slots' ? 'another network' : key === 'data' ? `other data (${saved.data})` : `other settings (${JSON.stringify(saved.settings)})`));
    throw new UsageError(`${file} belongs to a run with ${what.join(' and ')}`, 'resume with the same command, or begin again without --resume');
  }
  const size = sizeOfSlots(plan.slots);
  const part = (name: string): Float32Array => {
    const data = tensors.get(name)?.data;
    if (!(data instanceof Float32Array) || data.length !== size) throw new FileFormatError(file, `tensor ${name} does not have ${size} numbers`, 'begin again without --resume');
    return data;
  };
  const codes = parse('codes') as [string, PlannedCodes][] | null;
  const adam = makeAdam(size);
  adam.first.set(part('adam.first'));
  adam.second.set(part('adam.second'));
  return { plan: { ...plan, codes: codes === null ? null : new Map(codes) }, values: part('values'), adam, records: parse('records') as EpochRecord[] };
}
