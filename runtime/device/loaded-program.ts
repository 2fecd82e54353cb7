// A program in a device's memory: packs frames, runs them one or several at a time, unpacks what comes out.
// What a frame must be is checked before anything is written.
import { wordsOfBeats } from '../../compiler/program/beats.ts';
import type { EncodedProgram } from '../../compiler/program/encode.ts';
import type { Program } from '../../compiler/program/program.ts';
import type { IntegerTensor } from '../../compiler/ir/integer-graph.ts';
import { bug } from '../../compiler/source/diagnostic.ts';
import type { Frame } from '../frames.ts';
import { beatsInMemory, preparePacker, streamPlaces, unpackTensor, wholeTensor } from '../pack.ts';
import type { Controller, RunSettings } from './controller.ts';
import { DeviceError } from './device-error.ts';
import type { DevicePort } from './device-port.ts';

/** What a device made of one frame. */
export interface FrameOutputs {
  /** Integers by name of the output, channel-major. */
  readonly outputs: ReadonlyMap<string, IntegerTensor>;
  /** Cycles of the run that the frame was part of. */
  readonly cycles: number;
  /** Frames of that run. */
  readonly runFrames: number;
}

/** A frame in the words of memory, or why it cannot be one. */
export type PackedFrame = readonly Uint32Array[] | DeviceError;

export interface FrameRunner {
  readonly pack: (frame: Frame) => PackedFrame;
  /** One run of as many frames as are given, at most `framesPerRun`. Throws DeviceError: then none of them has outputs. */
  readonly run: (packed: readonly (readonly Uint32Array[])[]) => Promise<FrameOutputs[]>;
}

/** `program` and `streams` are as they lie in memory. */
export function makeFrameRunner(port: DevicePort, controller: Controller, program: Program, streams: EncodedProgram): FrameRunner {
  const { memory } = program.target;
  const packers = program.inputs.flatMap((input) => input.copies.map((copy) => {
    const packer = preparePacker(input.shape, copy.layout, memory);
    return { input, copy, pack: packer.pack, words: wordsOfBeats(packer.beats, memory) };
  }));
  const readers = outputReaders(program);

  const pack = (frame: Frame): PackedFrame => {
    const problem = frameProblem(program, frame);
    if (problem !== null) return new DeviceError('frame', port.name, problem, 'give every input of the network its codes, channel-major');
    return packers.map(({ input, pack: write, words }) => {
      const packed = new Uint32Array(words);
      write(frame.get(input.name) ?? bug(`a frame lacks input ${input.name}`), packed, 0);
      return packed;
    });
  };

  const run = async (frames: readonly (readonly Uint32Array[])[]): Promise<FrameOutputs[]> => {
    frames.forEach((packed, frame) => {
      packers.forEach(({ copy }, index) => { port.writeMemory(copy.address + frame * 2 ** copy.frameShift, packed[index] ?? bug('a packed frame lacks a copy')); });
    });
    const cycles = await controller.run(runSettings(program, streams, frames.length));
    return frames.map((_, frame) => ({ outputs: readers(port, frame), cycles, runFrames: frames.length }));
  };
  return { pack, run };
}

function runSettings(program: Program, streams: EncodedProgram, frames: number): RunSettings {
  const isStreaming = program.phases.length === 1;
  return {
    program, initAddress: program.memory.initAddress, initWords: streams.init.length / 2, loopAddress: program.memory.loopAddress, loopWords: streams.loop.length / 2,
    frames, isStreaming, phases: isStreaming ? 1 : frames * program.phases.length,
  };
}

/** Reads all outputs of a frame of the last run. */
function outputReaders(program: Program): (port: DevicePort, frame: number) => Map<string, IntegerTensor> {
  const { memory } = program.target;
  const stored = program.outputs.map(({ name, tensor }) => {
    const place = program.tensors.find((candidate) => candidate.tensor === tensor) ?? bug(`output ${name} lies nowhere in memory`);
    const places = streamPlaces(place.shape, wholeTensor(place.order, place.offset));
    return { name, place, places, words: wordsOfBeats(places.beats + place.offset, memory) };
  });
  return (port, frame) => new Map(stored.map(({ name, place, places, words }) => {
    if (frame > 0 && !place.perFrame) bug(`output ${name} has one place for all frames`);
    const found = new Uint32Array(words);
    port.readMemory(place.address + frame * 2 ** place.frameShift, found);
    const [channels, height, width] = place.shape;
    const data = new Int32Array(channels * height * width);
    unpackTensor(places, beatsInMemory(places, found, memory, 0), data);
    return [name, { shape: place.shape, data }];
  }));
}

function frameProblem(program: Program, frame: Frame): string | null {
  for (const { name, shape, format } of program.inputs) {
    const codes = frame.get(name);
    const size = shape[0] * shape[1] * shape[2];
    if (codes === undefined) return `a frame has no values for input ${name}`;
    if (codes.length !== size) return `a frame has ${codes.length} values for input ${name}, which takes ${size} (${shape.join(' x ')})`;
    let bits = 0;
    for (let i = 0; i < codes.length; i++) bits |= codes[i] as number;
    // A negative code sets the highest bit.
    if (bits >>> format.bits !== 0) return `a frame has codes beyond 0 to ${2 ** format.bits - 1} for input ${name}`;
  }
  return null;
}
