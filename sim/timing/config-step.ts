// One cycle of the configuration parser and of go/idle/done control (docs/hardware.md section 7). Payload values have no
// influence on time, so a word is only consumed; a go waits until everything was done in the cycle before.
import { at, G, M, T, TILE } from './layout.ts';
import type { Machine } from './machine.ts';

/** Whether the run is over: everything consumed, idle, and the last go long enough ago. Reads the state of this cycle. */
export function isFinished(machine: Machine): boolean {
  const { state, config, constants } = machine;
  const g = machine.offsets.global;
  return at(state, g + G.parserFrame) >= config.loops && at(state, g + G.idle) !== 0 && at(state, g + G.sinceGo) >= constants.goGap;
}

/** Consumes a word if there is one; `idle` of the next cycle is what all units found in this one. */
export function stepConfig(machine: Machine): void {
  const { state, next, constants } = machine;
  const g = machine.offsets.global;
  const since = at(state, g + G.sinceGo);
  if (since < constants.goGap) next[g + G.sinceGo] = since + 1;
  if (since === constants.goGap - 1) machine.moved = true;
  if (at(state, g + G.fifo) > 0) consumeWord(machine, g);
}

/** `idle` is a register: a change of it is movement, for a go may wait for it. */
export function commitIdle(machine: Machine): void {
  const index = machine.offsets.global + G.idle;
  const idle = machine.allDone ? 1 : 0;
  if (idle !== at(machine.state, index)) machine.moved = true;
  machine.next[index] = idle;
}

function consumeWord(machine: Machine, g: number): void {
  const { state, next, config, target, constants } = machine;
  const frame = at(state, g + G.parserFrame);
  const position = at(state, g + G.position);
  const gos = frame < 0 ? config.initGos : config.loopGos;
  const go = gos[position] as number;
  if (go !== 0) {
    if (at(state, g + G.idle) === 0 || at(state, g + G.sinceGo) < constants.goGap) return;
    broadcastGo(machine, g, go === 2);
  }
  machine.moved = true;
  machine.progress = machine.cycle;
  machine.memoryActivity[M.configWords] = (machine.memoryActivity[M.configWords] as number) + 1;
  const half = at(state, g + G.half) + 1;
  const isLast = half * 8 === target.memory.axiBytes;
  next[g + G.half] = isLast ? 0 : half;
  if (isLast) {
    next[g + G.fifo] = at(next, g + G.fifo) - 1;
    next[g + G.reserved] = at(next, g + G.reserved) - 1;
  }
  const isEnd = position + 1 === gos.length;
  next[g + G.position] = isEnd ? 0 : position + 1;
  if (isEnd) next[g + G.parserFrame] = frame + 1;
}

/** The go starts on its way: to the DMA in one cycle, to tile (r, c) in 2 + c + r. */
function broadcastGo(machine: Machine, g: number, isLastPhase: boolean): void {
  const { state, next, target, log } = machine;
  const phase = at(state, g + G.phase);
  const frame = at(state, g + G.goFrame);
  next[g + G.sinceGo] = 1;
  next[g + G.dmaGo] = 1;
  next[g + G.dmaPhase] = phase;
  next[g + G.dmaFrame] = frame;
  next[g + G.phase] = isLastPhase ? 0 : phase + 1;
  next[g + G.goFrame] = isLastPhase ? frame + 1 : frame;
  for (let row = 0; row < target.rows; row++) {
    for (let col = 0; col < target.cols; col++) next[(row * target.cols + col) * TILE + T.goIn] = 2 + col + row;
  }
  machine.goPhase = phase + 1;
  log.gos.push({ cycle: machine.cycle, phase });
}
