// Phases repeat: at a go everything is idle, so what follows until the next go depends on the state of that moment without absolute
// counts (memory tokens, round robins and what the configuration channel has ahead are part of it). A phase that starts as one before
// is not stepped again; the machine is put where that one ended. Only frame counters, due cycles and sums are moved.
import { at, G } from './layout.ts';
import type { Machine } from './machine.ts';
import { wakeAll } from './marks.ts';
import { canonicalState, hashOf, isSame, moveDueCycles, moveFrames } from './repeat.ts';
import { wakeSequencers } from './sleep.ts';
import { activateTiles } from './step.ts';

/** A phase from just after its go to just after the next one. */
interface Passage {
  readonly key: Int32Array;
  readonly frame: number;
  readonly cycle: number;
  readonly activity: Float64Array;
  readonly memoryActivity: Float64Array;
  /** Registers at the end; null while it runs. */
  end: { readonly state: Int32Array; readonly cycle: number; readonly goPhase: number; readonly frameEnd: number | undefined; readonly isPastEnd: boolean } | null;
  activityAfter: Float64Array;
  memoryAfter: Float64Array;
}

export interface PhaseMemo {
  readonly passages: Map<number, Passage>;
  open: Passage | null;
}

const MOST_PASSAGES = 256;

export const makePhaseMemo = (): PhaseMemo => ({ passages: new Map(), open: null });

/** To be called after the cycle of a go and closePassage. True when the machine now stands after the next go; `goPhase` says which. */
export function jumpPhase(machine: Machine, memo: PhaseMemo): boolean {
  const { state, offsets } = machine;
  const frame = at(state, offsets.global + G.dmaFrame);
  const key = canonicalState(machine, frame);
  key[offsets.global + G.address] = at(state, offsets.global + G.address);
  const hash = hashOf(key);
  const known = memo.passages.get(hash);
  if (known && isSame(known.key, key)) {
    if (!known.end || !reachesAsFar(machine, known, frame)) return false;
    apply(machine, known, frame);
    return true;
  }
  if (known || memo.passages.size >= MOST_PASSAGES) return false;
  const none = new Float64Array(0);
  memo.open = { key, frame, cycle: machine.cycle, activity: machine.activity.slice(), memoryActivity: machine.memoryActivity.slice(), end: null, activityAfter: none, memoryAfter: none };
  memo.passages.set(hash, memo.open);
  return false;
}

/** To be called after the cycle of a go, before anything else moves the machine: here the passage that is stepped ends. */
export function closePassage(machine: Machine, memo: PhaseMemo): void {
  wakeSequencers(machine);
  const { open } = memo;
  memo.open = null;
  if (!open) return;
  const ended = machine.log.frameEnds[open.frame];
  open.end = {
    state: machine.state.slice(), cycle: machine.cycle, goPhase: machine.goPhase,
    frameEnd: ended !== undefined && ended >= open.cycle ? ended - open.cycle : undefined,
    isPastEnd: at(machine.state, machine.offsets.global + G.frame) >= machine.config.loops,
  };
  open.activityAfter = machine.activity.slice();
  open.memoryAfter = machine.memoryActivity.slice();
}

/** The configuration channel goes on to the next frame in both cases, or stops after the last one in both, or in neither is there a choice. */
function reachesAsFar(machine: Machine, { key, end, frame: then }: Passage, frame: number): boolean {
  if (!end) return false;
  const index = machine.offsets.global + G.frame;
  const reached = at(end.state, index) - then;
  if (reached === at(key, index)) return true;
  return !end.isPastEnd && frame + reached < machine.config.loops;
}

function apply(machine: Machine, passage: Passage, frame: number): void {
  const { end, frame: then, cycle } = passage;
  if (!end) return;
  const start = machine.cycle;
  machine.state.set(end.state);
  moveFrames(machine, frame - then);
  moveDueCycles(machine, start - cycle);
  machine.next.set(machine.state);
  machine.cycle = start + end.cycle - cycle;
  machine.progress = machine.cycle;
  machine.goPhase = end.goPhase;
  if (end.frameEnd !== undefined) machine.log.frameEnds[frame] = start + end.frameEnd;
  addDifference(machine.activity, passage.activity, passage.activityAfter);
  addDifference(machine.memoryActivity, passage.memoryActivity, passage.memoryAfter);
  machine.log.gos.push({ cycle: machine.cycle - 1, phase: end.goPhase - 1 });
  activateTiles(machine, end.goPhase - 1);
  wakeAll(machine);
  machine.now.set(machine.soon);
}

function addDifference(sums: Float64Array, before: Float64Array, after: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (after[i] as number) - (before[i] as number);
}
