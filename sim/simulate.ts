// The whole simulator: values from the value model, cycles from the timing model. The two never meet; that each tile makes as
// many beats in one as in the other is checked here.
import type { MemoryWords } from '../compiler/program/beats.ts';
import type { Program } from '../compiler/program/program.ts';
import { SimulationError } from './errors.ts';
import type { TimingResult } from './timing.ts';
import { simulateTiming } from './timing.ts';
import { makeValueModel } from './values/model.ts';

export interface SimulateOptions {
  readonly frames: number;
  /** Keep every event and every tile's own beats, as verification needs them; all frames are stepped. */
  readonly events?: boolean;
  /** Values pass by pass, as the hardware does it; slow. */
  readonly literal?: boolean;
}

export interface Simulation {
  readonly timing: TimingResult;
  /** Own beats of each tile (row major), all phases and frames in order of time; null unless asked for. */
  readonly ownBeats: readonly Uint32Array[] | null;
}

/** Runs `frames` frames in place on `memory` (from the target's memory base on, inputs packed). Throws SimulationError. */
export function simulate(program: Program, memory: MemoryWords, options: SimulateOptions): Simulation {
  const timing = simulateTiming(program, { frames: options.frames, events: options.events ?? false });
  const ownBeats = runValues(program, memory, options);
  timing.events?.own.forEach((cycles, tile) => {
    const values = ownBeats?.[tile]?.length ?? cycles.length;
    if (values !== cycles.length) throw new SimulationError('stream', `tile ${tile} makes ${values} beats, but ${cycles.length} in time`);
  });
  return { timing, ownBeats };
}

/** Values alone. */
export function runValues(program: Program, memory: MemoryWords, options: SimulateOptions): readonly Uint32Array[] | null {
  const model = makeValueModel(program, { literal: options.literal ?? false });
  const tiles = program.target.rows * program.target.cols;
  const kept: Int32Array[][] = Array.from({ length: tiles }, () => []);
  for (let frame = 0; frame < options.frames; frame++) {
    model.runFrame(memory, frame);
    if (!options.events) continue;
    for (let phase = 0; phase < program.phases.length; phase++) {
      for (let tile = 0; tile < tiles; tile++) {
        const beats = model.ownBeats(phase, tile);
        if (beats) (kept[tile] as Int32Array[]).push(beats.slice());
      }
    }
  }
  return options.events ? kept.map(joinBeats) : null;
}

function joinBeats(parts: readonly Int32Array[]): Uint32Array {
  const joined = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
