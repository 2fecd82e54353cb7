// Every stream of the grid, cycle by cycle and with its beats, as a waveform shows it. The timing model says when a beat moves; the beats
// follow its steps through the links: from memory, from what the value model says that tiles make, and back into memory.
import { loadBeats, type MemoryWords, storeBeats } from '../compiler/program/beats.ts';
import type { ChannelConfig, Program } from '../compiler/program/program.ts';
import { streamNames, TILE_STREAMS } from '../compiler/target/streams.ts';
import { SimulationError } from './errors.ts';
import { runValues } from './simulate.ts';
import { at, K, R, READ, T, TILE } from './timing/layout.ts';
import { type Machine, NOTHING } from './timing/machine.ts';
import { isOwnReady } from './timing/merge-step.ts';
import { runMachine } from './timing/run.ts';
import { isReady } from './timing/tile-step.ts';

/** The changes of one stream: from `cycles[i]` on it is in `states[i]` (see streamState), before the first one in state 0. */
export interface StreamLog {
  readonly name: string;
  readonly cycles: number[];
  readonly states: number[];
}

export interface Waves {
  /** In the order of `streamNames`. */
  readonly logs: readonly StreamLog[];
  /** Cycles in which a go is consumed. */
  readonly gos: readonly number[];
  /** Cycles 0 to `cycles` - 1 are in the logs. */
  readonly cycles: number;
  /** False where the run went on after them. */
  readonly isWhole: boolean;
}

/** Changes of streams and of the clock that a waveform holds at most: about 60 MB as a file. */
export const MAX_CHANGES = 2_000_000;

export const makeStreamLogs = (program: Program): StreamLog[] => streamNames(program.target).map((name) => ({ name, cycles: [], states: [] }));

/** Bit 0: a beat is offered; bit 1: it would be taken; from bit 2 on the beat, 0 where none is offered. */
export const streamState = (isValid: boolean, isTaker: boolean, beat: number): number => (isValid ? 1 + 4 * beat : 0) + (isTaker ? 2 : 0);

/** The signals of a stream in a state. */
export const signalsOf = (state: number): { readonly valid: number; readonly ready: number; readonly data: number } => ({ valid: state & 1, ready: (state >> 1) & 1, data: state >> 2 });

/** Notes the state of a stream in a cycle; true where it is another than before. */
export function logStream(log: StreamLog, cycle: number, state: number): boolean {
  if ((log.states.at(-1) ?? 0) === state) return false;
  log.cycles.push(cycle);
  log.states.push(state);
  return true;
}

/** `length` cycles of a stream from cycle `from` on, which becomes cycle 0. */
export function cutLog({ name, cycles, states }: StreamLog, from: number, length: number): StreamLog {
  const log: StreamLog = { name, cycles: [], states: [] };
  cycles.forEach((cycle, i) => {
    const isBefore = (cycles[i + 1] ?? Number.POSITIVE_INFINITY) <= from;
    if (!isBefore && cycle < from + length) logStream(log, Math.max(0, cycle - from), states[i] as number);
  });
  return log;
}

/** Runs `frames` frames on a copy of `memory` (from the target's memory base on, inputs packed), or as many cycles of them as `maxChanges`
 *  changes last, a cycle of the clock counted as one. Throws SimulationError. */
export function traceWaves(program: Program, memory: MemoryWords, frames: number, maxChanges = MAX_CHANGES): Waves {
  const ownBeats = runValues(program, memory.slice(), { frames, events: true });
  if (ownBeats === null) throw new SimulationError('stream', 'the value model kept no beats');
  const logs = makeStreamLogs(program);
  const watch = makeWatch(program, memory.slice(), ownBeats, logs);
  let changes = 0;
  let isWhole = true;
  const { machine } = runMachine(program, {
    frames, everyFrame: true, everyCycle: true,
    beforeCycle: (machine) => {
      isWhole = changes + machine.cycle < maxChanges;
      if (isWhole) changes += watch(machine);
      return isWhole;
    },
  });
  return { logs, gos: machine.log.gos.map(({ cycle }) => cycle), cycles: machine.cycle, isWhole };
}

/** Sees the machine before each cycle; returns how many streams changed. Holds the beats that are on their way, and memory as the write
 *  channels leave it. */
function makeWatch(program: Program, memory: MemoryWords, ownBeats: readonly Uint32Array[], logs: readonly StreamLog[]): (machine: Machine) => number {
  const { target } = program;
  const tiles = target.rows * target.cols;
  const reads = tiles * TILE_STREAMS.length;
  const fifos = Array.from({ length: tiles * 5 }, (): number[] => []);
  const ownTaken = new Array<number>(tiles).fill(0);
  const moved = { reads: new Array<number>(target.edgeStreams).fill(0), writes: new Array<number>(target.edgeStreams).fill(0) };
  const beat = new Int32Array(1);
  let gos = 0;
  let changes = 0;

  const show = (stream: number, machine: Machine, state: number): void => {
    if (logStream(logs[stream] as StreamLog, machine.cycle, state)) changes++;
  };
  /** In its first cycle with the registers of a phase a tile takes no beat: it counts from the next one on. */
  const isStarting = ({ log, cycle }: Machine, tile: number): boolean =>
    gos > 0 && cycle === (log.gos[gos - 1]?.cycle ?? 0) + 3 + Math.floor(tile / target.cols) + (tile % target.cols);
  const fifoOf = (link: number): number[] => fifos[Math.floor(link / TILE) * 5 + (link % TILE) - T.fifo] as number[];
  /** Where the channel's next beat lies. */
  const placeOf = (machine: Machine, direction: 'reads' | 'writes', channel: number): { at: number; skip: number } => {
    const phase = machine.log.gos[gos - 1]?.phase ?? 0;
    const config = program.phases[phase]?.[direction][channel];
    if (!config) throw new SimulationError('stream', `channel ${channel} moves a beat in phase ${phase}, which does not use it`);
    const frame = machine.streaming ? 0 : Math.floor((gos - 1) / program.phases.length);
    return beatPlace(config, moved[direction][channel] as number, frame, target.memory.base);
  };
  const receive = (machine: Machine, link: number, value: number): void => {
    if (link >= 0) {
      fifoOf(link).push(value);
      return;
    }
    const channel = -1 - link;
    beat[0] = value;
    storeBeats(memory, target.memory, placeOf(machine, 'writes', channel), beat, 0, 1);
    moved.writes[channel] = (moved.writes[channel] as number) + 1;
  };

  const readChannel = (machine: Machine, channel: number): void => {
    const { state, offsets } = machine;
    const r = offsets.read + channel * READ;
    const link = at(machine.readLinks, channel);
    const isTaker = link !== NOTHING && at(state, link) < 2;
    const isValid = at(state, r + R.config) !== 0 && at(state, r + R.fifo) > 0;
    if (isValid) loadBeats(memory, target.memory, placeOf(machine, 'reads', channel), beat, 0, 1);
    const value = isValid ? (beat[0] as number) : 0;
    show(reads + channel, machine, streamState(isValid, isTaker, value));
    if (!isValid || !isTaker) return;
    moved.reads[channel] = (moved.reads[channel] as number) + 1;
    receive(machine, link, value);
  };

  const ownStream = (machine: Machine, tile: number, c: number): void => {
    const o = tile * TILE;
    const isValid = at(machine.state, o + T.outBeats) > 0;
    const isTaker = isOwnReady(machine, o, c) && !isStarting(machine, tile);
    const count = ownTaken[tile] as number;
    const value = isValid ? beatOf(ownBeats[tile]?.[count], tile) : 0;
    show(tile * TILE_STREAMS.length + 6, machine, streamState(isValid, isTaker, value));
    if (!isValid || !isTaker) return;
    ownTaken[tile] = count + 1;
    (fifos[tile * 5 + 4] as number[]).push(value);
  };

  const route = (machine: Machine, tile: number, c: number): void => {
    const { state, configs, links } = machine;
    const o = tile * TILE;
    const done = at(state, o + T.done);
    const sources = [NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING];
    for (let source = 0; source < 5; source++) {
      const mask = at(state, o + T.fifo + source) > 0 ? at(configs, c + K.destinations + source) : 0;
      for (let d = 0; d < 6; d++) if ((mask & (1 << d)) !== 0) sources[d] = source;
    }
    let fired = 0;
    for (let d = 0; d < 6; d++) {
      const source = sources[d] as number;
      const isValid = source !== NOTHING && (done & (1 << d)) === 0;
      const isTaker = isReady(machine, tile, o, c, d) && (d < 4 || !isStarting(machine, tile));
      const value = isValid ? beatOf(fifos[tile * 5 + source]?.[0], tile) : 0;
      const shown = streamState(isValid, isTaker, value);
      show(tile * TILE_STREAMS.length + d, machine, shown);
      const link = d < 4 ? at(links, tile * 4 + d) : NOTHING;
      if (link < 0 && link !== NOTHING) show(reads + target.edgeStreams - 1 - link, machine, shown);
      if (!isValid || !isTaker) continue;
      fired |= 1 << d;
      if (d < 4) receive(machine, link, value);
      else if (d === 5) (fifos[tile * 5 + 4] as number[]).push(value);
    }
    for (let source = 0; source < 5; source++) {
      const mask = at(state, o + T.fifo + source) > 0 ? at(configs, c + K.destinations + source) : 0;
      if (mask !== 0 && ((done | fired) & mask) === mask) fifos[tile * 5 + source]?.shift();
    }
  };

  return (machine) => {
    changes = 0;
    if (machine.log.gos.length > gos) {
      gos = machine.log.gos.length;
      moved.reads.fill(0);
      moved.writes.fill(0);
    }
    for (let channel = 0; channel < target.edgeStreams; channel++) readChannel(machine, channel);
    for (let tile = 0; tile < tiles; tile++) {
      const c = at(machine.state, tile * TILE + T.config);
      route(machine, tile, c);
      ownStream(machine, tile, c);
    }
    return changes;
  };
}

function beatOf(value: number | undefined, tile: number): number {
  if (value === undefined) throw new SimulationError('stream', `tile ${tile} offers a beat that nothing has made`);
  return value;
}

/** Where the beat of this number of a channel lies, counted from the start of its phase, whose first frame is `frame`. */
function beatPlace({ base, skip, runBeats, runs, runStride, frameShift, perFrame }: ChannelConfig, count: number, frame: number, memoryBase: number): { at: number; skip: number } {
  const run = Math.floor(count / runBeats);
  const address = base + (perFrame ? (frame + Math.floor(run / runs)) * 2 ** frameShift : 0) + (run % runs) * runStride;
  return { at: (address - memoryBase) / 4, skip: skip + (count % runBeats) };
}
