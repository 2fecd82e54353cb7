// A first power estimate: what the run did (slots, loads, beats, memory words) times energies per operation. Status 'estimated'.
// Source of the logic figures: Vivado 2025.2 report_power of a routed xc7z010 design at 12.5 % toggle rate, in pJ per cycle and
// primitive. Source of the memory figures: DDR3-1600 x16, core energy per bit read and written, plus about 7.5 pJ/bit of I/O.
// Virtex-6, UltraScale+ and ECP5 have no dynamic figures of their own: those of the 7 series stand in, and the result says so.
import type { Family, Target, TileSpec } from '../compiler/target/target.ts';
import { lanesOf, loadCycles, tritsOf, weightDepth } from '../compiler/target/target.ts';
import type { TileActivity, TimingResult } from './timing.ts';

/** pJ per cycle in which the primitive is active; `clock` per register and cycle, always. */
const PICOJOULES = { lut: 0.0419, carry4: 0.0425, register: 0.0029, clock: 0.045, net: 0.0265, bram36: 9.14, dsp: 7.92 } as const;
/** pJ per bit, I/O included. */
const DRAM_READ = 13.18 + 7.5;
const DRAM_WRITE = 13.77 + 7.5;

interface StaticPower {
  readonly watts: number;
  readonly assumed: string | null;
}

/** Vivado 2025.2: xc7z020, xc7z045, xczu7ev. The others are assumptions. */
const STATIC_BY_PART: readonly (readonly [string, number])[] = [['xc7z020', 0.113], ['xc7z045', 0.219], ['xczu7ev', 0.694]];
const STATIC_BY_FAMILY: Readonly<Record<Family, number>> = { xc7: 0.113, xcup: 0.694, xc6v: 2, ecp5: 0.1 };

/** Primitives of one tile and of everything around the tiles. */
export interface Resources {
  readonly lut: number;
  readonly carry4: number;
  readonly ff: number;
  readonly dsp: number;
}

export interface PowerEstimate {
  readonly powerW: number;
  /** They add up to powerW. */
  readonly parts: {
    readonly static: number;
    readonly clock: number;
    readonly logic: number;
    readonly nets: number;
    readonly registers: number;
    readonly blockRam: number;
    readonly dsp: number;
    readonly dram: number;
  };
  readonly status: 'estimated';
  readonly assumptions: readonly string[];
}

/** LUTs per lane and neuron of the ternary array (Yosys, plain adder tree), its share of carry chains, and a tile's other logic. */
const LUT_PER_LANE = 5.3;
const CARRY_PER_LANE = 1.1;
const OTHER_LUT = 3000;
const OTHER_FF = 4000;

/** A tile's size where no synthesis report is at hand: the array, two copies of a weight block in registers, the rest. */
export function tileResources(tile: TileSpec): Resources {
  const cells = lanesOf(tile) * tile.neurons;
  return { lut: LUT_PER_LANE * cells + OTHER_LUT, carry4: CARRY_PER_LANE * cells, ff: 4 * tritsOf(tile) + OTHER_FF, dsp: 0 };
}

/** Estimates the power of a run. `resources` of one tile replace the built-in guess. */
export function estimatePower(target: Target, timing: TimingResult, resources: Resources = tileResources(target.tile)): PowerEstimate {
  const seconds = timing.totalCycles / (target.clockMHz * 1e6);
  const tiles = target.rows * target.cols;
  const slots = sum(timing.tiles, (tile) => tile.pixelSlots + tile.emptySlots);
  const watts = (picojoules: number): number => (picojoules * 1e-12) / seconds;
  const idle = staticPower(target);
  const parts = {
    static: idle.watts,
    clock: watts(PICOJOULES.clock * resources.ff * tiles * timing.totalCycles),
    logic: watts((PICOJOULES.lut * resources.lut + PICOJOULES.carry4 * resources.carry4) * slots),
    nets: watts(PICOJOULES.net * resources.lut * slots),
    registers: watts(PICOJOULES.register * resources.ff * slots),
    blockRam: watts(PICOJOULES.bram36 * blockRamAccesses(target.tile, timing)),
    dsp: watts(PICOJOULES.dsp * resources.dsp * slots),
    dram: watts(8 * target.memory.axiBytes * (DRAM_READ * timing.memory.readWords + DRAM_WRITE * timing.memory.writeWords)),
  };
  const assumptions = [
    ...(idle.assumed ? [idle.assumed] : []),
    ...(target.family === 'xc7' ? [] : ['dynamic energies are those of the 7 series']),
    'toggle rate 12.5 % in every slot that a tile executes, none in others',
  ];
  return { powerW: Object.values(parts).reduce((total, part) => total + part, 0), parts, status: 'estimated', assumptions };
}

function staticPower(target: Target): StaticPower {
  const part = target.device?.part.toLowerCase() ?? '';
  const known = STATIC_BY_PART.find(([name]) => part.startsWith(name));
  if (known) return { watts: known[1], assumed: null };
  const watts = STATIC_BY_FAMILY[target.family];
  return { watts, assumed: `static power of ${target.device?.part ?? 'a target without a device'} assumed to be ${watts} W` };
}

/** Block memories times the cycles in which they are accessed. */
function blockRamAccesses(tile: TileSpec, timing: TimingResult): number {
  const blocks = (bits: number, depth: number): number => Math.ceil(bits / 72) * Math.ceil(depth / 512);
  const slots = sum(timing.tiles, (activity) => activity.pixelSlots);
  const rows = tile.banks * blocks(24, tile.rowDepth) * 0.5;
  const accumulators = blocks(24 * tile.neurons, tile.pixelDepth);
  const weights = blocks(tile.weightWidth, weightDepth(tile));
  return (
    slots * (rows + 2 * accumulators) + sum(timing.tiles, (activity) => activity.writerBeats) * 0.5 +
    sum(timing.tiles, (activity) => activity.passes) * loadCycles(tile) * weights + sum(timing.tiles, (activity) => activity.items) * 0.5
  );
}

const sum = (tiles: readonly TileActivity[], pick: (tile: TileActivity) => number): number => tiles.reduce((total, tile) => total + pick(tile), 0);
