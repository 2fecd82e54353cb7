// Holds a scheduled Program against the integer reference: every beat that a tile makes, every tensor in memory, each output.
import { expect } from 'vitest';
import { evaluateInteger } from '../../../compiler/reference/integer.ts';
import type { IntegerGraph, IntegerTensor } from '../../../compiler/ir/integer-graph.ts';
import { encodeProgram } from '../../../compiler/program/encode.ts';
import type { Program, ProgramTensor } from '../../../compiler/program/program.ts';
import { beatsInMemory, beatValue, preparePacker, streamPlaces, wholeTensor } from '../../../runtime/pack.ts';
import { interpret } from './interpret.ts';
import type { Random } from './random.ts';

/** Runs `frames` random frames; throws (by expect) at the first difference. Returns how many values were compared. */
export function expectEqual(graph: IntegerGraph, program: Program, random: Random, frames: number): number {
  const { base } = program.target.memory;
  encodeProgram(program);
  const inputs = Array.from({ length: frames }, () => randomFrame(graph, random));
  const shift = program.inputs[0]?.copies[0]?.frameShift ?? 12;
  const words = new Uint32Array((program.memory.bytes + frames * 2 ** shift) / 4);
  for (const input of program.inputs) {
    for (const copy of input.copies) {
      const packer = preparePacker(input.shape, copy.layout, program.target.memory);
      inputs.forEach((frame, f) => { packer.pack(frame.get(input.name)?.data ?? new Int32Array(), words, (copy.address + f * 2 ** copy.frameShift - base) / 4); });
    }
  }
  const { own } = interpret(program, words, frames);
  const expected = inputs.map((frame) => evaluateInteger(graph, frame));
  const seen = new Map<string, Set<number>>();
  let compared = 0;
  program.phases.forEach((phase, index) => {
    for (const tile of phase.tiles) {
      const beats = own.get(`${index} ${tile.row} ${tile.col}`) ?? [];
      for (const share of tile.own) {
        const shape = graph.nodes.find((node) => node.id === share.tensor)?.shape ?? [0, 0, 0];
        const places = streamPlaces(shape, share);
        expect(beats.length, `beats of ${share.tensor}`).toBe(frames * places.beats);
        for (let f = 0; f < frames; f++) {
          const data = expected[f]?.get(share.tensor)?.data ?? new Int32Array();
          for (let i = 0; i < places.element.length; i++) {
            const element = places.element[i] as number;
            const found = beatValue(places.kind, beats[f * places.beats + (places.beat[i] as number)] as number, places.lane[i] as number);
            if (found !== data[element]) expect.fail(`${share.tensor} element ${element} of frame ${f} on tile ${tile.row},${tile.col}: ${found}, reference ${data[element]}`);
            const set = seen.get(share.tensor) ?? new Set();
            seen.set(share.tensor, set.add(element));
            compared++;
          }
        }
      }
    }
  });
  for (const tensor of program.tensors) compareStored(program, tensor, words, expected, frames);
  for (const [id, elements] of seen) expect(elements.size, `elements of ${id} that some tile makes`).toBe(sizeOf(graph, id));
  for (const output of program.outputs) expect(program.tensors.some((tensor) => tensor.tensor === output.tensor && tensor.perFrame), `output ${output.name} is stored`).toBe(true);
  return compared;
}

function compareStored(program: Program, tensor: ProgramTensor, words: Uint32Array, expected: readonly Map<string, IntegerTensor>[], frames: number): void {
  const places = streamPlaces(tensor.shape, wholeTensor(tensor.order, tensor.offset));
  for (let f = tensor.perFrame ? 0 : frames - 1; f < frames; f++) {
    const at = (tensor.address - program.target.memory.base + (tensor.perFrame ? f * 2 ** tensor.frameShift : 0)) / 4;
    const data = expected[f]?.get(tensor.tensor)?.data ?? new Int32Array();
    const beats = beatsInMemory(places, words, program.target.memory, at);
    expect(new Set(places.element).size).toBe(data.length);
    for (let i = 0; i < places.element.length; i++) {
      const found = beatValue(places.kind, beats[places.beat[i] as number] as number, places.lane[i] as number);
      const element = places.element[i] as number;
      if (found !== data[element]) expect.fail(`${tensor.tensor} in memory, element ${element} of frame ${f}: ${found}, reference ${data[element]}`);
    }
  }
}

const sizeOf = (graph: IntegerGraph, id: string): number => (graph.nodes.find((node) => node.id === id)?.shape ?? [0]).reduce((a, b) => a * b, 1);

function randomFrame(graph: IntegerGraph, random: Random): Map<string, IntegerTensor> {
  const frame = new Map<string, IntegerTensor>();
  for (const node of graph.nodes) {
    if (node.kind !== 'input') continue;
    const top = node.format.kind === 'wide' ? 2 ** node.format.bits - 1 : 7;
    const data = Int32Array.from({ length: sizeOf(graph, node.id) }, () => random.below(top + 1));
    frame.set(node.name, { shape: node.shape, data });
  }
  return frame;
}
