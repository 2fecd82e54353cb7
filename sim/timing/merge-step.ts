// One cycle of a tile's merge (docs/hardware.md section 5): own beats leave their FIFO for link L in turn with upstream beats. An
// empty segment takes a cycle. Upstream beats arrive through the router, which asks isUpstreamReady first.
import { A, at, K, T, TILE, UNIT } from './layout.ts';
import type { Machine } from './machine.ts';
import { count, lower, pushLink, put, wake, work } from './marks.ts';

export function isUpstreamReady(machine: Machine, o: number, c: number): boolean {
  const { state } = machine;
  return at(machine.configs, c + K.merge) !== 0 && (at(state, o + T.segment) & 1) === 0 && at(state, o + T.segmentLeft) > 0 && at(state, o + T.fifo + 4) < 2;
}

/** Whether an own beat that is there leaves in this cycle. */
export function isOwnReady({ state, configs }: Machine, o: number, c: number): boolean {
  if (at(state, o + T.fifo + 4) >= 2) return false;
  return at(configs, c + K.merge) === 0 || ((at(state, o + T.segment) & 1) !== 0 && at(state, o + T.segmentLeft) > 0);
}

export function acceptUpstream(machine: Machine, tile: number, o: number, c: number): void {
  count(machine, c, A.upstreamBeats);
  pushLink(machine, o + T.fifo + 4);
  const left = at(machine.state, o + T.segmentLeft) - 1;
  put(machine, o + T.segmentLeft, left);
  if (left === 0) nextSegment(machine, tile, o, c);
}

/** Ends a segment: upstream and own alternate; after the rounds comes the tail, after the tail the next frame. */
function nextSegment(machine: Machine, tile: number, o: number, c: number): void {
  const { state, configs } = machine;
  wake(machine, tile, UNIT.router | UNIT.merge);
  const segment = at(state, o + T.segment);
  const rounds = at(configs, c + K.rounds);
  let to = segment + 1;
  if (segment === 1) {
    const round = at(state, o + T.round) + 1;
    const more = round < rounds;
    put(machine, o + T.round, more ? round : 0);
    to = more ? 0 : 2;
  } else if (segment === 3) {
    to = rounds > 0 ? 0 : 2;
  }
  put(machine, o + T.segment, to);
  put(machine, o + T.segmentLeft, at(configs, c + segmentField(to)));
}

/** Registers of the beats in segment 0 (upstream), 1 (own), 2 and 3 (the tail's). */
const segmentField = (segment: number): number => (segment === 0 ? K.upstream : segment === 1 ? K.own : segment === 2 ? K.tailUpstream : K.tailOwn);

/** Pops an own beat into L, or passes the time of an empty segment; upstream beats are the router's. */
export function stepMerge(machine: Machine, tile: number): void {
  const { state, next, configs } = machine;
  const o = tile * TILE;
  const c = at(state, o + T.config);
  const isMerging = at(configs, c + K.merge) !== 0;
  if (isMerging && at(state, o + T.segmentLeft) === 0) {
    machine.moved = true;
    nextSegment(machine, tile, o, c);
    return;
  }
  if (at(state, o + T.outBeats) === 0 || !isOwnReady(machine, o, c)) return;
  work(machine);
  count(machine, c, A.ownBeats);
  if (machine.log.enabled) (machine.log.own[tile] as number[]).push(machine.cycle);
  lower(machine, o + T.outBeats);
  put(machine, o + T.outCredits, at(next, o + T.outCredits) + 1);
  wake(machine, tile, at(state, o + T.outCredits) === 0 ? UNIT.merge | UNIT.epilogue | UNIT.sequencer : UNIT.merge);
  pushLink(machine, o + T.fifo + 4);
  if (!isMerging) return;
  const left = at(state, o + T.segmentLeft) - 1;
  put(machine, o + T.segmentLeft, left);
  if (left === 0) nextSegment(machine, tile, o, c);
}
