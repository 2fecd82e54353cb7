// One cycle of the configuration parser and of go/idle/done control (docs/hardware.md section 7). Payload values have no
// influence on time, so a word is only consumed; a go waits until everything was done in the cycle before.
import { isDmaBusy } from './dma-step.ts';
import { at, G, M, PORT_UNIT, T, TILE, UNIT } from './layout.ts';
import type { Machine } from './machine.ts';
import { lower, put, wake, wakePort, work } from './marks.ts';
import { isTileBusy } from './tile-step.ts';

/** Whether the run is over: everything consumed, idle, and the last go long enough ago. Reads the state of this cycle. */
export function isFinished(machine: Machine): boolean {
  const { state, config, constants } = machine;
  const g = machine.offsets.global;
  return at(state, g + G.parserFrame) >= config.loops && at(state, g + G.idle) !== 0 && at(state, g + G.sinceGo) >= constants.goGap;
}

/** Consumes a word if there is one; `idle` of the next cycle is what all units found in this one. */
export function stepConfig(machine: Machine): void {
  const { state, constants } = machine;
  const g = machine.offsets.global;
  const since = at(state, g + G.sinceGo);
  if (since < constants.goGap) put(machine, g + G.sinceGo, since + 1);
  if (since === constants.goGap - 1) machine.moved = true;
  if (at(state, g + G.fifo) > 0) consumeWord(machine, g);
}

/** `idle` is a register: a change of it is movement, for a go may wait for it. */
export function commitIdle(machine: Machine): void {
  const index = machine.offsets.global + G.idle;
  const idle = isAllDone(machine) ? 1 : 0;
  if (idle === at(machine.state, index)) return;
  machine.moved = true;
  put(machine, index, idle);
}

/** Looks at the unit first that was the last one found busy: mostly it still is. */
function isAllDone(machine: Machine): boolean {
  const { tiles, reads, writes, portChannels } = machine;
  const units = tiles + reads + writes + portChannels.length;
  for (let i = 0; i < units; i++) {
    const unit = machine.busyUnit;
    const isBusy = unit < tiles ? isTileBusy(machine, unit) : isDmaBusy(machine, unit - tiles);
    if (isBusy) return false;
    machine.busyUnit = unit + 1 < units ? unit + 1 : 0;
  }
  return true;
}

function consumeWord(machine: Machine, g: number): void {
  const { state, config, constants } = machine;
  const frame = at(state, g + G.parserFrame);
  const position = at(state, g + G.position);
  const gos = frame < 0 ? config.initGos : config.loopGos;
  const go = gos[position] as number;
  if (go !== 0) {
    if (at(state, g + G.idle) === 0 || at(state, g + G.sinceGo) < constants.goGap) return;
    broadcastGo(machine, g, go === 2);
  }
  work(machine);
  machine.memoryActivity[M.configWords] = (machine.memoryActivity[M.configWords] as number) + 1;
  lower(machine, g + G.fifo);
  lower(machine, g + G.reserved);
  wakePort(machine, machine.portChannels.length - 1, PORT_UNIT.select);
  const isEnd = position + 1 === gos.length;
  put(machine, g + G.position, isEnd ? 0 : position + 1);
  if (isEnd) put(machine, g + G.parserFrame, frame + 1);
}

/** The go starts on its way: to the DMA in one cycle, to tile (r, c) in 2 + c + r. */
function broadcastGo(machine: Machine, g: number, isLastPhase: boolean): void {
  const { state, target, log } = machine;
  const phase = at(state, g + G.phase);
  const frame = at(state, g + G.goFrame);
  put(machine, g + G.sinceGo, 1);
  put(machine, g + G.dmaGo, 1);
  put(machine, g + G.dmaPhase, phase);
  put(machine, g + G.dmaFrame, frame);
  put(machine, g + G.phase, isLastPhase ? 0 : phase + 1);
  put(machine, g + G.goFrame, isLastPhase ? frame + 1 : frame);
  for (let row = 0; row < target.rows; row++) {
    for (let col = 0; col < target.cols; col++) {
      const tile = row * target.cols + col;
      put(machine, tile * TILE + T.goIn, 2 + col + row);
      wake(machine, tile, UNIT.go);
    }
  }
  machine.goPhase = phase + 1;
  log.gos.push({ cycle: machine.cycle, phase });
}
