// What a run did, as counts of actions per frame in steady state: who did it, how often, and which energy of the table one costs. Times and
// traffic come from the timing model, switching from values or expectation. Everything else in the power model is these counts times a table.
import type { Program } from '../../compiler/program/program.ts';
import { RESOURCE_TABLE } from '../../compiler/target/resource-table.ts';
import { estimateResources, memoryBlocks } from '../../compiler/target/resources.ts';
import { loadCycles, type Target, tritsOf, weightDepth } from '../../compiler/target/target.ts';
import type { TileActivity, TimingResult } from '../timing.ts';
import type { TechnologyEnergies } from './constants.ts';
import type { SwitchingOf } from './expected.ts';
import { RANDOM_BITS, RANDOM_CHANGES, type Switching, treeBits } from './switching.ts';
import { frameTraffic } from './traffic.ts';

/** Parts of the power, in the order of reports. */
export const PARTS = [
  'static', 'clock', 'lanes', 'trees', 'window', 'accumulators', 'weights', 'rowMemory', 'accumulatorMemory', 'weightMemory', 'links', 'control', 'dram', 'dramRows', 'dramIdle',
] as const;
export type Part = (typeof PARTS)[number];

/** A key of the energies of a technology or of a memory, or watts that flow all the time (counts are seconds). */
export type Cost = Exclude<keyof TechnologyEnergies, 'label'> | 'read' | 'write' | 'row' | 'idle' | 'static';

export interface ActionCount {
  readonly part: Part;
  /** What one count is. */
  readonly action: string;
  readonly cost: Cost;
  /** Per frame; seconds where the cost is watts. */
  readonly count: number;
  /** Integer node of the layer, null for what belongs to none; place of the tile (row major), null outside the tiles. */
  readonly layer: string | null;
  readonly tile: number | null;
}

/** Bits that change per LUT and cycle where values are not followed: the default of the vendors' power tools. */
const OTHER_TOGGLES = 0.125;
/** LUT outputs on an operand's way from row memory to the lanes: eight to one, twice. */
const WINDOW_LUTS = 2;
/** A beat is written into a FIFO and leaves it. */
const FIFO_BITS = 2;

/** All actions of a frame. `saved` counts what trits and digits of zero spare, at the same costs. */
export interface FrameActions {
  readonly actions: readonly ActionCount[];
  /** Changes of logic bits that would happen with no trit zero, and with no quiet digit (random ones in their place). */
  readonly saved: { readonly zeroTrits: number; readonly zeroActivations: number };
}

/** `expected` fills in for tiles that `switching` does not know. */
export function countActions(program: Program, timing: TimingResult, switching: SwitchingOf, expected: SwitchingOf): FrameActions {
  const { target } = program;
  const seconds = timing.intervalCycles / (target.clockMHz * 1e6);
  const size = tileSize(target);
  const actions: ActionCount[] = [];
  const saved = { zeroTrits: 0, zeroActivations: 0 };
  for (const activity of timing.tiles) {
    const place = activity.row * target.cols + activity.col;
    const data = switching(activity.phase, place) ?? expected(activity.phase, place);
    actions.push(...tileActions(activity, timing.frames, data, target, size));
    if (data) addSaved(saved, data, activity.pixelSlots / timing.frames, target, size.lutsPerBit);
  }
  const machine = (part: Part, action: string, cost: Cost, count: number): ActionCount => ({ part, action, cost, count, layer: null, tile: null });
  actions.push(
    machine('static', 'second', 'static', seconds),
    machine('clock', 'register cycle', 'clock', size.registers * timing.intervalCycles),
    machine('dramIdle', 'second', 'idle', seconds),
  );
  const { axiBytes } = target.memory;
  for (const { layer, readWords, writeWords, rows } of frameTraffic(program)) {
    const move = (part: Part, action: string, cost: Cost, count: number): ActionCount => ({ part, action, cost, count, layer, tile: null });
    actions.push(move('dram', 'bit read', 'read', 8 * axiBytes * readWords), move('dram', 'bit written', 'write', 8 * axiBytes * writeWords), move('dramRows', 'row opened', 'row', rows));
  }
  return { actions: actions.filter(({ count }) => count > 0), saved };
}

interface TileSize {
  /** Registers of the whole grid. */
  readonly registers: number;
  /** LUTs of a tile, its share of what is around the tiles included, that are not the array. */
  readonly otherLuts: number;
  /** LUT outputs that a bit of the array passes, relative to the 7 series: families without dual outputs or fast carry take more. */
  readonly lutsPerBit: number;
  /** Blocks of 36 kbit that a cycle accesses. */
  readonly rowBlocks: number;
  readonly accumulatorBlocks: number;
  readonly weightBlocks: number;
}

function tileSize(target: Target): TileSize {
  const { tile } = target;
  const tiles = target.rows * target.cols;
  const { lut, ff } = estimateResources(target);
  const array = RESOURCE_TABLE.families[target.family].array.lut;
  return {
    registers: ff,
    otherLuts: Math.max(0, lut / tiles - (array * tile.neurons) / 16),
    lutsPerBit: array / RESOURCE_TABLE.families.xc7.array.lut,
    rowBlocks: tile.banks * memoryBlocks(24, tile.rowDepth),
    accumulatorBlocks: memoryBlocks(24 * tile.neurons, tile.pixelDepth),
    // All columns of a word, in the piece of the depth that is addressed.
    weightBlocks: memoryBlocks(tile.weightWidth, Math.min(512, weightDepth(tile))),
  };
}

function tileActions(activity: TileActivity, frames: number, data: Switching | null, target: Target, size: TileSize): ActionCount[] {
  const { tile } = target;
  const slots = activity.pixelSlots / frames;
  const passes = activity.passes / frames;
  const count = (part: Part, action: string, cost: Cost, value: number): ActionCount => ({
    part, action, cost, count: value, layer: activity.layer, tile: activity.row * target.cols + activity.col,
  });
  const loaded = tritsOf(tile) * passes;
  return [
    ...(data === null ? [] : [
      count('lanes', 'bit toggle', 'toggle', slots * data.laneBits * size.lutsPerBit),
      count('trees', 'bit toggle', 'toggle', slots * treeBits(tile, data.laneChanges) * size.lutsPerBit),
      count('window', 'bit toggle', 'toggle', slots * data.windowBits * WINDOW_LUTS),
      count('weights', 'register bit toggle', 'register', loaded * changesOfTrits(data.tritShare)),
    ]),
    count('accumulators', 'addition', 'add', slots * tile.neurons),
    count('rowMemory', 'block cycle', 'block', slots * size.rowBlocks + (activity.writerBeats / frames) * (size.rowBlocks / tile.banks)),
    count('accumulatorMemory', 'block cycle', 'block', slots * size.accumulatorBlocks),
    count('weightMemory', 'block cycle', 'block', passes * loadCycles(tile) * size.weightBlocks),
    count('links', 'bit toggle', 'toggle', ((activity.linkBeats + activity.ownBeats) / frames) * (data?.beatBits ?? 0) * FIFO_BITS),
    count('control', 'bit toggle', 'toggle', ((activity.pixelSlots + activity.emptySlots) / frames) * size.otherLuts * OTHER_TOGGLES),
  ];
}

/** Register bits that change when a trit follows another, of shadow and active copy: nonzero differs, or the sign does. */
const changesOfTrits = (share: number): number => 2 * (2 * share * (1 - share) + 2 * (share / 2) * (1 - share / 2));

/** What the bits of a slot would be with every trit nonzero, and with random digits for quiet ones, beyond what they are. */
function addSaved(saved: { zeroTrits: number; zeroActivations: number }, data: Switching, slots: number, { tile }: Target, lutsPerBit: number): void {
  const bits = treeBits(tile, data.laneChanges);
  const denseTrits = data.windowBits * tile.neurons - data.laneBits + treeBits(tile, data.windowChanges * tile.neurons) - bits;
  saved.zeroTrits += slots * denseTrits * lutsPerBit;
  const loud = data.laneQuiet * RANDOM_BITS + treeBits(tile, data.laneChanges + data.laneQuiet * RANDOM_CHANGES) - bits;
  saved.zeroActivations += slots * (loud * lutsPerBit + data.windowQuiet * RANDOM_BITS * WINDOW_LUTS);
}

