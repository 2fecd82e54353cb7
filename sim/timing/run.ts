// Runs the machine to its end: steps, jumps over quiet cycles, skips repeating frames, and watches for deadlock.
// Without events nothing is recorded per beat and repeating frames are skipped; with events every cycle is stepped.
import type { Program } from '../../compiler/program/program.ts';
import { SimulationError } from '../errors.ts';
import { isFinished } from './config-step.ts';
import { explainDeadlock } from './deadlock.ts';
import { firstRead } from './dma-step.ts';
import { at, G, R, READ } from './layout.ts';
import type { Machine } from './machine.ts';
import { makeMachine } from './machine.ts';
import { closePassage, jumpPhase, makePhaseMemo } from './phase-memo.ts';
import type { Boundary } from './repeat.ts';
import { forgetRows, jumpRows, makeRowMemo, rowTileOf } from './row-repeat.ts';
import { extrapolate, hashOf, isSame, takeBoundary } from './repeat.ts';
import { wakeSequencers } from './sleep.ts';
import { skipQuietCycles, stepCycle } from './step.ts';

/** `stopAfterCycles`: end early, at the first repeat, or once so many cycles and three frames are over. */
export interface RunOptions {
  readonly frames: number;
  readonly events?: boolean;
  /** Step every frame even if they repeat. */
  readonly everyFrame?: boolean;
  /** Keep what tiles and channels do and when; steps every frame. */
  readonly timeline?: boolean;
  /** Step every cycle, without jumps. */
  readonly everyCycle?: boolean;
  /** Reorders the tiles to step; for the proof that order does not matter. */
  readonly order?: (tiles: readonly number[]) => readonly number[];
  readonly stopAfterCycles?: number;
  /** Sees the machine before every cycle that is stepped; false ends the run there. */
  readonly beforeCycle?: (machine: Machine) => boolean;
}

/** A finished run: `period` is set where frames were found to repeat. */
export interface Run {
  readonly machine: Machine;
  readonly period: { readonly frames: number; readonly cycles: number; readonly firstFrame: number; readonly phaseCycles: readonly number[] } | null;
}

/** Runs a Program for `frames` frames. Throws SimulationError('deadlock'). */
export function runMachine(program: Program, options: RunOptions): Run {
  const machine = makeMachine(program, options.frames, { events: options.events ?? false, everyCycle: options.everyCycle ?? false, timeline: options.timeline ?? false });
  const watch = watchCycles(machine);
  const mayRepeat = !(options.events ?? false) && !(options.everyFrame ?? false) && !(options.timeline ?? false);
  const repeats = new Repeats();
  const memo = mayRepeat && !machine.streaming ? makePhaseMemo() : null;
  const rows = makeRowMemo();
  const { beforeCycle } = options;
  let phase = -1;
  let phaseStart = 0;
  while (!isFinished(machine)) {
    if (beforeCycle !== undefined && !beforeCycle(machine)) break;
    stepCycle(machine);
    if (machine.rowEnded && machine.goPhase === 0 && !machine.anchored) jumpRows(machine, rows);
    let isFound = false;
    let isJump = machine.goPhase > 0 || machine.anchored;
    while (isJump) {
      isJump = false;
      if (machine.goPhase > 0) {
        const cycle = machine.cycle - 1;
        if (phase >= 0) machine.phaseCycles[phase] = (machine.phaseCycles[phase] as number) + cycle - phaseStart;
        phase = machine.goPhase - 1;
        phaseStart = cycle;
        if (memo) closePassage(machine, memo);
        machine.rowTile = mayRepeat ? rowTileOf(machine, phase) : -1;
        forgetRows(machine, rows);
        if (options.order) machine.active = Int32Array.from(options.order([...machine.active]));
      }
      if (mayRepeat && isBoundary(machine)) {
        const before = machine.cycle;
        isFound = repeats.look(machine) || isFound;
        if (!machine.streaming) phaseStart += machine.cycle - before;
      }
      if (memo && machine.goPhase > 0 && !(isFound && options.stopAfterCycles !== undefined)) isJump = jumpPhase(machine, memo);
    }
    if (isFound && options.stopAfterCycles !== undefined) break;
    if (!machine.moved && !(options.everyCycle ?? false) && !isFinished(machine)) skipQuietCycles(machine);
    if (machine.cycle - machine.progress > watch) throw deadlock(machine);
    if (options.stopAfterCycles !== undefined && machine.cycle > options.stopAfterCycles && machine.log.frameEnds.length >= 3) break;
  }
  wakeSequencers(machine);
  if (phase >= 0) machine.phaseCycles[phase] = (machine.phaseCycles[phase] as number) + machine.cycle - phaseStart;
  return { machine, period: repeats.period };
}

/** The first word of a frame's last burst is selected (streaming), or a phase starts. */
function isBoundary(machine: Machine): boolean {
  return machine.streaming ? machine.anchored : machine.goPhase > 0;
}

function frameOf(machine: Machine): number {
  const { state, offsets } = machine;
  return machine.streaming ? at(state, offsets.read + firstRead(machine) * READ + R.frame) : at(state, offsets.global + G.dmaFrame);
}

/** Boundaries seen so far, by hash; after the first repeat it looks no more. */
class Repeats {
  readonly seen = new Map<number, Boundary>();
  period: Run['period'] = null;
  look(machine: Machine): boolean {
    if (this.period) return true;
    const frame = frameOf(machine);
    wakeSequencers(machine);
    const boundary = takeBoundary(machine, frame);
    const hash = hashOf(boundary.state);
    const earlier = this.seen.get(hash);
    const isRepeat = earlier !== undefined && isSame(earlier.state, boundary.state) && machine.log.frameEnds[0] !== undefined;
    if (!earlier || !isRepeat) {
      if (!earlier && this.seen.size < 512) this.seen.set(hash, boundary);
      return false;
    }
    this.period = {
      frames: frame - earlier.frame, cycles: boundary.cycle - earlier.cycle, firstFrame: earlier.frame,
      phaseCycles: [...machine.phaseCycles].map((cycles, phase) => cycles - (earlier.phaseCycles[phase] as number)),
    };
    extrapolate(machine, earlier, frame);
    return true;
  }
}

/** Longer than anything can wait for a latency: then nothing will ever move. */
function watchCycles(machine: Machine): number {
  const { target, constants } = machine;
  const { memory } = target;
  const starved = Math.ceil((constants.tokenCost * memory.ports * 2) / memory.bandwidth.num);
  return memory.readLatency + memory.writeLatency + constants.load + constants.goGap + starved + 128;
}

function deadlock(machine: Machine): SimulationError {
  wakeSequencers(machine);
  const { text, waits } = explainDeadlock(machine);
  return new SimulationError('deadlock', text, waits);
}
