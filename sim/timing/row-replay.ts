// The grid does the same again, row after row, while channels and memory are somewhere else in their bursts. As long as every read channel
// has a word where the grid took one, and every write channel room where it gave one, the grid cannot tell: so DMA, memory
// and configuration alone are stepped, with the recorded events of one period at the edge. A period with an event that cannot happen is undone.
import { stepConfig } from './config-step.ts';
import { sendBeat, stepMemory } from './dma-step.ts';
import { at, R, READ } from './layout.ts';
import type { Machine } from './machine.ts';
import { wakeAll } from './marks.ts';
import { commit, skipQuietCycles } from './step.ts';
import { acceptWrite, isWriteReady } from './write-channel.ts';

/** What the edge did in a period: pairs of a cycle (counted like `firstCycle`) and a channel, -1 - channel where it took a beat. */
export interface Period {
  readonly events: readonly number[];
  readonly firstCycle: number;
  readonly cycles: number;
}

/** Goes through at most `periods` such periods and says through how many. The tiles' registers and sums stay as they are. */
export function replayPeriods(machine: Machine, period: Period, periods: number): number {
  const { rowTile } = machine;
  machine.rowTile = -1;
  let done = 0;
  while (done < periods && tryPeriod(machine, period)) done++;
  machine.rowTile = rowTile;
  machine.progress = machine.cycle;
  wakeAll(machine);
  machine.now.set(machine.soon);
  return done;
}

/** A period, or nothing at all: then the machine is put back. */
function tryPeriod(machine: Machine, period: Period): boolean {
  const { cycle } = machine;
  const state = machine.state.slice();
  const memoryActivity = machine.memoryActivity.slice();
  if (replayPeriod(machine, period)) return true;
  machine.cycle = cycle;
  machine.state.set(state);
  machine.next.set(state);
  machine.memoryActivity.set(memoryActivity);
  machine.dirtyCount = 0;
  machine.raisedCount = 0;
  machine.anchored = false;
  return false;
}

function replayPeriod(machine: Machine, { events, firstCycle, cycles }: Period): boolean {
  const start = machine.cycle;
  const dueOf = (event: number): number => (event < events.length ? (events[event] as number) - firstCycle : cycles) + start;
  let event = 0;
  while (machine.cycle < start + cycles) {
    machine.moved = false;
    for (; dueOf(event) === machine.cycle && event < events.length; event += 2) {
      if (!moveBeat(machine, events[event + 1] as number)) return false;
    }
    stepMemory(machine);
    stepConfig(machine);
    // Frames that repeat are looked for at this moment, by the state of the whole machine.
    if (machine.anchored) return false;
    commit(machine);
    if (!machine.moved) skipQuietCycles(machine, dueOf(event) - machine.cycle);
  }
  return true;
}

/** The event of a channel, if it can happen. */
function moveBeat(machine: Machine, channel: number): boolean {
  if (channel < 0) {
    if (!isWriteReady(machine, -1 - channel)) return false;
    acceptWrite(machine, -1 - channel);
    machine.moved = true;
    return true;
  }
  const r = machine.offsets.read + channel * READ;
  if (at(machine.state, r + R.fifo) === 0) return false;
  sendBeat(machine, channel);
  return true;
}
