// From Program to the machine that the timing model steps: flat state after reset, configuration records per phase and tile,
// who is behind each link, and where the gos lie in the configuration stream.
import { encodeProgram, PACKET } from '../../compiler/program/encode.ts';
import type { Program } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { edgePorts, loadCycles, wordBeats } from '../../compiler/target/target.ts';
import { ACTIVITY, CONFIG, G, GLOBAL, MEMORY, P, PORT, READ, T, TILE, WRITE } from './layout.ts';
import { buildRecords } from './records.ts';
import { makeTimeline, type Timeline } from './timeline.ts';

/** Everything fixed for one run, and its state. `cycle` counts from the start write. */
export interface Machine {
  readonly program: Program;
  readonly target: Target;
  readonly frames: number;
  readonly streaming: boolean;
  readonly tiles: number;
  readonly reads: number;
  readonly writes: number;
  readonly offsets: { readonly read: number; readonly write: number; readonly port: number; readonly global: number };
  /** Registers as they are in this cycle, and as they will be in the next; between cycles both agree. */
  readonly state: Int32Array;
  readonly next: Int32Array;
  /** Indices written in this cycle, and those of them that counted up. */
  readonly dirty: Int32Array;
  dirtyCount: number;
  readonly raised: Int32Array;
  raisedCount: number;
  /** Units that look in this cycle and in the next: bits per tile, then one per read channel, then bits per port. */
  now: Uint8Array;
  soon: Uint8Array;
  /** Every unit looks in every cycle: the same results, slowly. */
  readonly everyCycle: boolean;
  /** A sequencer that only counts sleeps: since when, what it does meanwhile (an activity, or -1 for nothing), and till when. */
  readonly sleep: { readonly since: Float64Array; readonly kind: Int8Array; readonly until: Float64Array };
  readonly configs: Int32Array;
  readonly groupPasses: Int32Array;
  readonly channels: Int32Array;
  /** Per phase: the record of each tile, each read channel and each write channel (0 = off). */
  readonly phaseTiles: readonly Int32Array[];
  readonly phaseReads: readonly Int32Array[];
  readonly phaseWrites: readonly Int32Array[];
  /** Behind destination N E S W of tile i: state index of a FIFO count, or -1 - write channel, or NOTHING. */
  readonly links: Int32Array;
  /** Who fills input N E S W of tile i: a tile, or -1 - read channel, or NOTHING. */
  readonly feeders: Int32Array;
  /** The FIFO that read channel i fills, and the tile and destination that fill write channel i. */
  readonly readLinks: Int32Array;
  readonly writeLinks: readonly { readonly tile: number; readonly side: number }[];
  /** Channels of each port, as indices. */
  readonly portChannels: readonly Int32Array[];
  readonly config: {
    readonly initWords: number;
    readonly loopWords: number;
    readonly initAddress: number;
    readonly loopAddress: number;
    readonly loops: number;
    /** Memory words of each stream that are go packets (1 = go, 2 = go of the frame's last phase). */
    readonly initGos: Uint8Array;
    readonly loopGos: Uint8Array;
  };
  readonly constants: { readonly load: number; readonly codeSteps: number; readonly goGap: number; readonly tokenCap: number; readonly tokenCost: number; readonly wordBeats: number };
  /** Sums per configuration record, of the memory side, and of cycles from a phase's go to the next go. */
  readonly activity: Float64Array;
  readonly memoryActivity: Float64Array;
  readonly phaseCycles: Float64Array;
  /** Largest value that each state word with a FIFO count has had. */
  readonly maxima: Int32Array;
  /** Tiles to step: those with registers in this phase or the one before. */
  active: Int32Array;
  cycle: number;
  /** Something other than a counter changed in this cycle, or a counter arrived where it triggers something; then the last cycle in
   *  which work went on. */
  moved: boolean;
  progress: number;
  transfers: number;
  /** Who was last found not to be done. */
  busyUnit: number;
  /** A go was consumed in this cycle (phase + 1), or the anchor channel began a frame. */
  goPhase: number;
  anchored: boolean;
  /** The tile whose row ends are watched (-1 for none), and whether it ended a row in this cycle. */
  rowTile: number;
  rowEnded: boolean;
  /** Cycles that were passed in jumps over rows. */
  rowCycles: number;
  readonly edges: EdgeRecord;
  readonly log: EventLog;
  /** Spans of work and waiting; null unless asked for. */
  readonly timeline: Timeline | null;
}

/** Beats at the edge since the watch began, while rows are watched: pairs of a cycle and a read channel, or -1 - write channel. `dry` and
 *  `full` count when a read channel may have had no word and a write channel no room. */
export interface EdgeRecord {
  readonly events: number[];
  dry: number;
  full: number;
}

/** What verify compares; own beats and W beats only when asked for. */
export interface EventLog {
  readonly enabled: boolean;
  readonly gos: { readonly cycle: number; readonly phase: number }[];
  /** Per tile (row major): the cycle of each own beat. */
  readonly own: number[][];
  readonly writes: { readonly cycle: number; readonly address: number }[];
  /** Cycle of the last W beat of each stepped frame, and channels that finished it. */
  readonly frameEnds: number[];
}

/** Kinds of sleep besides the activities: awake, and asleep without an activity. */
export const AWAKE = -2;
export const IDLE = -1;
/** A link to nowhere: an edge without a channel. */
export const NOTHING = -1000;
const SIDES = ['N', 'E', 'S', 'W'] as const;
const OPPOSITE = [2, 3, 0, 1] as const;

/** Builds the machine in its reset state. Throws SimulationError('program') where the Program cannot run at all. */
export function makeMachine(program: Program, frames: number, options: { readonly events: boolean; readonly everyCycle: boolean; readonly timeline: boolean }): Machine {
  const { target } = program;
  const streaming = program.phases.length === 1;
  const tiles = target.rows * target.cols;
  const reads = target.edgeStreams;
  const ports = target.memory.ports;
  const read = tiles * TILE;
  const write = read + reads * READ;
  const port = write + reads * WRITE;
  const global = port + ports * PORT;
  const size = global + GLOBAL;
  const records = buildRecords(program, streaming ? frames : 1);
  const links = buildLinks(target);
  const machine: Machine = {
    program, target, frames, streaming, tiles, reads, writes: reads,
    offsets: { read, write, port, global },
    state: new Int32Array(size),
    next: new Int32Array(size),
    dirty: new Int32Array(4 * size),
    dirtyCount: 0,
    raised: new Int32Array(4 * size),
    raisedCount: 0,
    now: new Uint8Array(tiles + reads + ports),
    soon: new Uint8Array(tiles + reads + ports),
    everyCycle: options.everyCycle,
    sleep: { since: new Float64Array(tiles), kind: new Int8Array(tiles).fill(AWAKE), until: new Float64Array(tiles).fill(Number.POSITIVE_INFINITY) },
    ...records,
    ...links,
    portChannels: Array.from({ length: ports }, (_, p) => Int32Array.from({ length: reads }, (_unused, i) => i).filter((i) => i % ports === p)),
    config: buildConfigStream(program, streaming ? 1 : frames),
    constants: {
      load: loadCycles(target.tile),
      codeSteps: 8 / target.tile.epilogueLanes,
      goGap: target.rows + target.cols + 8,
      wordBeats: wordBeats(target.memory),
      tokenCap: 4 * target.memory.bandwidth.den * target.memory.axiBytes,
      tokenCost: target.memory.bandwidth.den * target.memory.axiBytes,
    },
    activity: new Float64Array((records.configs.length / CONFIG) * ACTIVITY),
    phaseCycles: new Float64Array(program.phases.length),
    memoryActivity: new Float64Array(MEMORY),
    maxima: new Int32Array(size),
    active: new Int32Array(0),
    cycle: 0,
    moved: false,
    progress: 0,
    transfers: 0,
    busyUnit: 0,
    goPhase: 0,
    anchored: false,
    rowTile: -1,
    rowEnded: false,
    rowCycles: 0,
    edges: { events: [], dry: 0, full: 0 },
    log: { enabled: options.events, gos: [], own: Array.from({ length: options.events ? tiles : 0 }, () => []), writes: [], frameEnds: [] },
    timeline: options.timeline ? makeTimeline(tiles, reads) : null,
  };
  resetState(machine);
  return machine;
}

function resetState(machine: Machine): void {
  const { state, offsets, constants, config } = machine;
  for (let p = 0; p < machine.portChannels.length; p++) {
    const channels = machine.portChannels[p] as Int32Array;
    const base = offsets.port + p * PORT;
    const isConfigPort = p === machine.portChannels.length - 1;
    state[base + P.readLast] = channels.length - (isConfigPort ? 0 : 1);
    state[base + P.writeLast] = channels.length - 1;
  }
  const g = offsets.global;
  state[g + G.tokens] = constants.tokenCap;
  state[g + G.sinceGo] = constants.goGap;
  state[g + G.idle] = 1;
  const first = config.initWords > 0 ? -1 : 0;
  state[g + G.frame] = first;
  state[g + G.parserFrame] = first;
  state[g + G.words] = first < 0 ? config.initWords : config.loopWords;
  state[g + G.address] = first < 0 ? config.initAddress : config.loopAddress;
  machine.next.set(state);
  machine.now.fill(255);
}

function buildLinks(target: Target) {
  const links = new Int32Array(target.rows * target.cols * 4).fill(NOTHING);
  const feeders = links.slice();
  const readLinks = new Int32Array(target.edgeStreams).fill(NOTHING);
  const writeLinks: { tile: number; side: number }[] = [];
  const steps = [[-1, 0], [0, 1], [1, 0], [0, -1]] as const;
  for (let row = 0; row < target.rows; row++) {
    for (let col = 0; col < target.cols; col++) {
      steps.forEach(([dr, dc], side) => {
        const inside = row + dr >= 0 && row + dr < target.rows && col + dc >= 0 && col + dc < target.cols;
        if (!inside) return;
        const neighbour = (row + dr) * target.cols + col + dc;
        feeders[(row * target.cols + col) * 4 + side] = neighbour;
        links[(row * target.cols + col) * 4 + side] = neighbour * TILE + T.fifo + (OPPOSITE[side] as number);
      });
    }
  }
  edgePorts(target).slice(0, target.edgeStreams).forEach((port, channel) => {
    const tile = port.row * target.cols + port.col;
    const side = SIDES.indexOf(port.side);
    links[tile * 4 + side] = -1 - channel;
    feeders[tile * 4 + side] = -1 - channel;
    readLinks[channel] = tile * TILE + T.fifo + side;
    writeLinks.push({ tile, side });
  });
  return { links, feeders, readLinks, writeLinks };
}

function buildConfigStream(program: Program, loops: number): Machine['config'] {
  const encoded = encodeProgram(program);
  const values = program.target.memory.axiBytes / 4;
  const initGos = findGos(encoded.init, values);
  const loopGos = findGos(encoded.loop, values);
  return {
    initWords: initGos.length, loopWords: loopGos.length,
    initAddress: program.memory.initAddress | 0, loopAddress: program.memory.loopAddress | 0,
    loops, initGos, loopGos,
  };
}

/** Reads headers alone: kind in bits 0..3, the go's last-phase flag in bit 8, the length in bits 24..39. A word has so many `values`. */
function findGos(words: Uint32Array, values: number): Uint8Array {
  const gos = new Uint8Array(words.length / values);
  for (let i = 0; i < gos.length; i++) {
    const low = words[values * i] as number;
    const high = words[values * i + 1] as number;
    const kind = low & 15;
    if (kind === PACKET.go) gos[i] = (low >>> 8) & 1 ? 2 : 1;
    else if (kind === PACKET.write) i += (low >>> 24) | ((high & 0xff) << 8);
  }
  return gos;
}
