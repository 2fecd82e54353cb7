// A first power estimate from what the simulator counted. Energies per event come from published reports of Xilinx 7-series designs (vendor
// power analysis of routed designs), those of memory from DRAM data sheets; none was measured on this grid. It is an estimate and says so.
// Leaves out the processor system of a Zynq, pins and voltage regulators.
import { lanesOf, type Target, weightBlockBits } from '../compiler/target/target.ts';
import type { TimingResult } from '../sim/timing.ts';

export interface PowerEstimate {
  readonly status: 'estimated';
  /** Watt, at the target's clock in steady state. */
  readonly total: number;
  readonly array: number;
  readonly tileMemories: number;
  readonly links: number;
  readonly clock: number;
  readonly static: number;
  readonly dram: number;
}

/** Picojoule per event. LUT and net figures are for the 12.5 % toggle rate that vendor tools assume; an adder tree toggles about
 *  three times as often. */
const PJ = {
  lutWithNet: 0.0419 + 0.0265,
  toggleFactor: 3,
  blockRam36: 9.14,
  clockPerFlipFlop: 0.045,
  dramBit: 13.5 + 7.5,
} as const;
const LUT_PER_LANE = 5;
const FLIP_FLOPS_PER_TILE = 9000;
/** Row memory (8 half blocks) and accumulators (read and written) that one pixel slot touches. */
const BLOCK_RAMS_PER_SLOT = 4 + 2 * 5.5;
const LUT_PER_LINK_BEAT = 120;
/** Watt of leakage: a Zynq 7020 at room temperature, scaled by the logic of other devices. */
const STATIC_7020 = 0.113;
const LUT_7020 = 53_200;

export function estimatePower(target: Target, timing: TimingResult, framesPerSecond: number): PowerEstimate {
  const perFrame = (sum: number): number => sum / timing.frames;
  const watt = (picojoulePerFrame: number): number => picojoulePerFrame * framesPerSecond * 1e-12;
  const total = (pick: (tile: TimingResult['tiles'][number]) => number): number => timing.tiles.reduce((sum, tile) => sum + pick(tile), 0);
  const lanes = lanesOf(target.tile) * target.tile.neurons;
  const slots = perFrame(total((tile) => tile.pixelSlots));
  const loads = perFrame(total((tile) => tile.passes)) * (weightBlockBits(target.tile) / 64);
  const beats = perFrame(total((tile) => tile.linkBeats + tile.ownBeats + tile.writerBeats));
  const memoryBits = perFrame(timing.memory.readWords + timing.memory.writeWords) * 8 * target.memory.axiBytes;
  const parts = {
    array: watt(slots * lanes * LUT_PER_LANE * PJ.lutWithNet * PJ.toggleFactor),
    tileMemories: watt((slots * BLOCK_RAMS_PER_SLOT + loads) * PJ.blockRam36),
    links: watt(beats * LUT_PER_LINK_BEAT * PJ.lutWithNet * PJ.toggleFactor),
    clock: target.rows * target.cols * FLIP_FLOPS_PER_TILE * PJ.clockPerFlipFlop * target.clockMHz * 1e6 * 1e-12,
    static: STATIC_7020 * ((target.device?.lut ?? LUT_7020) / LUT_7020),
    dram: watt(memoryBits * PJ.dramBit),
  };
  return { status: 'estimated', total: Object.values(parts).reduce((sum, part) => sum + part, 0), ...parts };
}
