// Says who waits for whom when nothing moves. Every unit that has work names the unit it waits for and the link between them;
// a chain that closes on itself is the cause, else the chain's end is (a source that has nothing more to give).
import type { Wait } from '../errors.ts';
import { isRowReady } from './slots.ts';
import { at, DESTINATION_NAMES, K, R, READ, SOURCE_NAMES, T, TILE, W, WRITE } from './layout.ts';
import type { Machine } from './machine.ts';
import { NOTHING } from './machine.ts';
import { isReady } from './tile-step.ts';

const OPPOSITE = [2, 3, 0, 1] as const;

/** Text for people and the waits behind it, the closed chain first. */
export function explainDeadlock(machine: Machine): { readonly text: string; readonly waits: readonly Wait[] } {
  const waits: Wait[] = [];
  for (let tile = 0; tile < machine.tiles; tile++) tileWaits(machine, tile, waits);
  for (let i = 0; i < machine.reads; i++) channelWaits(machine, i, waits);
  const chain = findChain(waits);
  const rest = waits.filter((wait) => !chain.includes(wait));
  const line = (wait: Wait): string => `  ${wait.who} waits for ${wait.waitsFor}: ${wait.link}`;
  const what = chain.length > 0 ? 'these wait for each other in a circle:' : 'no unit can go on; what is waited for never comes:';
  const shown = chain.length > 0 ? chain : waits;
  const more = chain.length > 0 && rest.length > 0 ? [`and ${rest.length} more wait behind them:`, ...rest.slice(0, 12).map(line)] : [];
  return { text: [`deadlock at cycle ${machine.cycle}: ${what}`, ...shown.slice(0, 24).map(line), ...more].join('\n'), waits: [...chain, ...rest] };
}

const name = (machine: Machine, tile: number, unit: string): string =>
  `${unit} of tile (${Math.floor(tile / machine.target.cols)},${tile % machine.target.cols})`;
const sourceName = (machine: Machine, tile: number, source: number): string => name(machine, tile, `input ${SOURCE_NAMES[source] ?? '?'}`);

function tileWaits(machine: Machine, tile: number, waits: Wait[]): void {
  const { state, configs } = machine;
  const o = tile * TILE;
  const c = at(state, o + T.config);
  if (c === 0) return;
  for (let source = 0; source < 5; source++) sourceWaits(machine, tile, o, c, source, waits);
  const writer = name(machine, tile, 'row writer');
  const sequencer = name(machine, tile, 'sequencer');
  const merge = name(machine, tile, 'merge');
  const fed = (destination: number): string => feederName(machine, tile, c, destination);
  if (at(configs, c + K.writer) !== 0 && at(state, o + T.writerFrame) < at(configs, c + K.frames)) {
    const isFull = at(state, o + T.rowsAhead) - at(state, o + T.rowsFree) >= at(configs, c + K.ring);
    if (isFull) waits.push({ who: writer, waitsFor: sequencer, link: `the row memory holds its ${at(configs, c + K.ring)} rows` });
    else waits.push({ who: writer, waitsFor: fed(4), link: `link A has no beat (row ${at(state, o + T.writerRow)} of frame ${at(state, o + T.writerFrame)})` });
  }
  if (at(configs, c + K.sequencer) !== 0 && at(state, o + T.frame) < at(configs, c + K.frames)) {
    if (at(state, o + T.active) !== 0) waits.push({ who: sequencer, waitsFor: merge, link: 'no drain credit' });
    else if (!isRowReady(machine, o, c)) waits.push({ who: sequencer, waitsFor: writer, link: `output row ${at(state, o + T.row)} of frame ${at(state, o + T.frame)} lacks input rows` });
  }
  const isUpstream = at(configs, c + K.merge) !== 0 && (at(state, o + T.segment) & 1) === 0;
  if (at(state, o + T.fifo + 4) >= 2) waits.push({ who: merge, waitsFor: sourceName(machine, tile, 4), link: 'link L is full' });
  else if (isUpstream) waits.push({ who: merge, waitsFor: fed(5), link: 'link B has no beat' });
  else if (at(configs, c + K.sequencer) !== 0 && at(state, o + T.outBeats) === 0) waits.push({ who: merge, waitsFor: sequencer, link: 'no own beat is there' });
}

/** A beat that cannot leave, or a used input without beats. */
function sourceWaits(machine: Machine, tile: number, o: number, c: number, source: number, waits: Wait[]): void {
  const { state, configs } = machine;
  const mask = at(configs, c + K.destinations + source);
  const who = sourceName(machine, tile, source);
  if (at(state, o + T.fifo + source) === 0) {
    if (mask !== 0) waits.push({ who, waitsFor: giverName(machine, tile, source), link: `link ${SOURCE_NAMES[source] ?? '?'} is empty` });
    return;
  }
  if (mask === 0) {
    waits.push({ who, waitsFor: 'nobody', link: 'no destination selects it' });
    return;
  }
  for (let destination = 0; destination < 6; destination++) {
    const bit = 1 << destination;
    if ((mask & bit) === 0 || (at(state, o + T.done) & bit) !== 0 || isReady(machine, tile, o, c, destination)) continue;
    waits.push({ who, waitsFor: takerName(machine, tile, destination), link: `link ${DESTINATION_NAMES[destination] ?? '?'} out of the tile is not ready` });
  }
}

/** Who takes what leaves through `destination`. */
function takerName(machine: Machine, tile: number, destination: number): string {
  if (destination === 4) return name(machine, tile, 'row writer');
  if (destination === 5) return name(machine, tile, 'merge');
  const link = at(machine.links, tile * 4 + destination);
  if (link === NOTHING) return 'nobody (an edge without a channel)';
  if (link < 0) return `write channel ${-1 - link}`;
  return sourceName(machine, Math.floor(link / TILE), link % TILE);
}

/** Who puts beats into input `source`. */
function giverName(machine: Machine, tile: number, source: number): string {
  if (source === 4) return name(machine, tile, 'merge');
  const channel = machine.readLinks.indexOf(tile * TILE + T.fifo + source);
  if (channel >= 0) return `read channel ${channel}`;
  const link = at(machine.links, tile * 4 + source);
  if (link < 0) return 'nobody (an edge without a channel)';
  const neighbour = Math.floor(link / TILE);
  return feederName(machine, neighbour, at(machine.state, neighbour * TILE + T.config), OPPOSITE[source] as number);
}

/** The input that `destination` of a tile selects. */
function feederName(machine: Machine, tile: number, c: number, destination: number): string {
  for (let source = 0; source < 5; source++) {
    if (((at(machine.configs, c + K.destinations + source) >> destination) & 1) !== 0) return sourceName(machine, tile, source);
  }
  return `nobody (tile (${Math.floor(tile / machine.target.cols)},${tile % machine.target.cols}) sends nothing to ${DESTINATION_NAMES[destination] ?? '?'})`;
}

function channelWaits(machine: Machine, channel: number, waits: Wait[]): void {
  const { state, offsets } = machine;
  const r = offsets.read + channel * READ;
  const link = at(machine.readLinks, channel);
  if (at(state, r + R.config) !== 0 && at(state, r + R.fifo) > 0 && link !== NOTHING) {
    waits.push({ who: `read channel ${channel}`, waitsFor: sourceName(machine, Math.floor(link / TILE), link % TILE), link: 'its edge link is full' });
  }
  const w = offsets.write + channel * WRITE;
  if (at(state, w + W.config) === 0 || (at(state, w + W.words) === 0 && at(state, w + W.fifo) === 0)) return;
  const end = machine.writeLinks[channel];
  if (!end) return;
  const from = feederName(machine, end.tile, at(state, end.tile * TILE + T.config), end.side);
  waits.push({ who: `write channel ${channel}`, waitsFor: from, link: `beats of frame ${at(state, w + W.acceptFrame)} are missing` });
}

/** The first chain of waits that closes. */
function findChain(waits: readonly Wait[]): Wait[] {
  const from = new Map<string, Wait[]>();
  for (const wait of waits) from.set(wait.who, [...(from.get(wait.who) ?? []), wait]);
  const finished = new Set<string>();
  const walk = (who: string, path: Wait[]): Wait[] | null => {
    const start = path.findIndex((wait) => wait.who === who);
    if (start >= 0) return path.slice(start);
    if (finished.has(who)) return null;
    for (const wait of from.get(who) ?? []) {
      const found = walk(wait.waitsFor, [...path, wait]);
      if (found) return found;
    }
    finished.add(who);
    return null;
  };
  for (const wait of waits) {
    const found = walk(wait.who, []);
    if (found) return found;
  }
  return [];
}
