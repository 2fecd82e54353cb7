// Runs frames through the cycle simulator: as a record for verification, or for its outputs alone (values without times, fast).
import type { IntegerTensor } from '../compiler/ir/integer-graph.ts';
import type { Program } from '../compiler/program/program.ts';
import { bug } from '../compiler/source/diagnostic.ts';
import { simulate } from '../sim/simulate.ts';
import { makeValueModel, type Observer } from '../sim/values/model.ts';
import type { Frame } from './frames.ts';
import type { MachineRecord } from './machine-record.ts';
import { buildMemoryImage } from './memory-image.ts';
import { beatsInMemory, preparePacker, streamPlaces, unpackTensor, wholeTensor } from './pack.ts';

/** Every own beat and write beat with its cycle. Throws SimulationError. */
export function recordSimulation(program: Program, frames: readonly Frame[]): MachineRecord {
  const { base, words } = buildMemoryImage(program, frames);
  const { timing, ownBeats } = simulate(program, words, { frames: frames.length, events: true });
  const events = timing.events ?? bug('a simulation with events has none');
  return {
    cycles: timing.totalCycles,
    goCycles: events.gos.map((go) => go.cycle),
    tiles: events.own.map((cycles, tile) => ({ values: ownBeats?.[tile] ?? new Uint32Array(0), cycles: Uint32Array.from(cycles) })),
    writes: events.writes,
    memory: { base, words },
  };
}

/** The outputs of one frame after the other, by node id. The tensors of a result are overwritten by the next call. */
export type OutputRunner = (frame: Frame) => ReadonlyMap<string, IntegerTensor>;

/** Prepares a program for many frames: memory holds one frame at a time. `observe` sees what each tile reads and makes. */
export function prepareOutputs(program: Program, observe?: Observer): OutputRunner {
  const { base, words } = buildMemoryImage(program, []);
  const model = makeValueModel(program, observe ? { observe } : {});
  const packers = program.inputs.flatMap((input) => input.copies.map((copy) => ({
    name: input.name, at: (copy.address - base) / 4, ...preparePacker(input.shape, copy.layout, program.target.memory),
  })));
  const wanted = new Set(program.outputs.map((output) => output.tensor));
  const readers = program.tensors.filter((tensor) => wanted.has(tensor.tensor)).map((stored) => ({
    id: stored.tensor,
    at: (stored.address - base) / 4,
    places: streamPlaces(stored.shape, wholeTensor(stored.order, stored.offset)),
    tensor: { shape: stored.shape, data: new Int32Array(stored.shape[0] * stored.shape[1] * stored.shape[2]) },
  }));
  const outputs = new Map(readers.map(({ id, tensor }) => [id, tensor]));
  return (frame) => {
    for (const { name, at, pack } of packers) pack(frame.get(name) ?? bug(`a frame lacks input ${name}`), words, at);
    model.runFrame(words, 0);
    for (const { at, places, tensor } of readers) unpackTensor(places, beatsInMemory(places, words, program.target.memory, at), tensor.data);
    return outputs;
  };
}
