// What the power model says of another design, from what a row states of it. The same energies per action as for our own grid; what a row
// leaves open (registers, logic around a DSP block) is filled in by the medians of the rows that state it.
import { ENERGIES, STATIC_BY_PART, SURROUNDINGS, type Technology } from '../../sim/power/constants.ts';
import type { AsicRow, FpgaRow, Resources } from './rows.ts';

/** What the calibrate rows decide. */
export interface Fitted {
  /** Picojoules per changed bit of logic in the 7 series. */
  readonly toggle: number;
  /** Watts beside the accelerator: of a board above idle, of a large board, of the processing system of a Zynq UltraScale+. */
  readonly host: number;
  readonly board: number;
  readonly zynqUltra: number;
  /** Picojoules of clock and leakage per cycle and square millimetre of a chip at 45 nm. */
  readonly area: number;
  /** Typical resources: registers per LUT, and LUTs, registers and memory blocks around a DSP block. */
  readonly ffPerLut: number;
  readonly perDsp: { readonly lut: number; readonly ff: number; readonly bram36: number };
}

/** Bits that change per product of two bits: four LUT outputs (the product's share of multiplier and adder tree), each every second time. */
export const TOGGLES_PER_PRODUCT = 4 * 0.5;
/** Bits that change per LUT and cycle in logic that is not an array of products. */
const OTHER_TOGGLES = 0.125;
/** Of LUTs where a row states none: as many as its products take. */
const LUTS_PER_PRODUCT = 4;

const technologyOf = (part: string): Technology => (part.startsWith('XC6V') ? 'xc6v' : part.startsWith('XCK26') ? 'xcup' : 'xc7');
const isZynq = (part: string): boolean => part.startsWith('XC7Z');

/** LUTs of parts that no power report names: static power grows with them. */
const PART_LUTS: readonly (readonly [string, number])[] = [['XC7VX690T', 433_200], ['XC7A100T', 63_400]];

/** Watts at rest, typical. Of the 7 series parts that no report names: along the line through XC7Z020 and XC7Z045. */
function staticWatts(part: string): number {
  const known = STATIC_BY_PART.find(([name]) => part.toLowerCase().startsWith(name));
  if (known) return known[1].typical;
  if (part.startsWith('XCK26')) return STATIC_BY_PART.find(([name]) => name === 'xczu7ev')?.[1].typical ?? 0;
  const luts = PART_LUTS.find(([name]) => part.startsWith(name))?.[1] ?? 53_200;
  return 0.113 + ((0.219 - 0.113) * (luts - 53_200)) / (218_600 - 53_200);
}

function fillResources(row: FpgaRow, { ffPerLut, perDsp }: Fitted): Required<Resources> {
  const dsp = row.resources.dsp ?? 0;
  const products = row.products === undefined ? 0 : (row.products * row.macs) / (row.clockMHz * 1e6);
  const lut = row.resources.lut ?? (row.products === undefined ? dsp * perDsp.lut : products * LUTS_PER_PRODUCT);
  return {
    dsp, lut,
    ff: row.resources.ff ?? (row.resources.lut === undefined && row.products === undefined ? dsp * perDsp.ff : lut * ffPerLut),
    bram36: row.resources.bram36 ?? (row.products === undefined ? dsp * perDsp.bram36 : 0),
  };
}

/** Watts by part; their sum is the prediction. */
export function predictFpga(row: FpgaRow, fitted: Fitted): Record<string, number> {
  const technology = technologyOf(row.part);
  const energies = ENERGIES[technology];
  const toggle = (fitted.toggle * energies.toggle.typical) / ENERGIES.xc7.toggle.typical;
  const { lut, ff, bram36 } = fillResources(row, fitted);
  const perSecond = row.clockMHz * 1e6 * 1e-12;
  const work = {
    array: row.products === undefined ? 0 : row.macs * row.products * TOGGLES_PER_PRODUCT * toggle * 1e-12,
    dsp: row.products === undefined ? row.macs * energies.add.typical * 1e-12 : 0,
    otherLogic: row.products === undefined ? lut * OTHER_TOGGLES * toggle * perSecond * row.busy : 0,
    blockRam: bram36 * energies.block.typical * perSecond * row.busy,
  };
  if (row.scope === 'above-idle') return { ...work, host: fitted.host };
  const chip = {
    ...work,
    clock: ff * energies.clock.typical * perSecond,
    static: staticWatts(row.part),
    processor: technology === 'xcup' ? fitted.zynqUltra : isZynq(row.part) ? SURROUNDINGS.zynq.typical : 0,
  };
  return row.scope === 'chip' ? chip : { ...chip, board: fitted.board };
}

/** 16-bit multiplication and addition at 45 nm, after Horowitz: a quarter of 3.1 pJ, half of 0.1 pJ. */
const MULTIPLY_ADD = 3.1 / 4 + 0.1 / 2;

/** An access to a small register file costs as much as a multiply-add (Eyeriss); energies scale with length and voltage squared. */
export function predictAsic(row: AsicRow, fitted: Pick<Fitted, 'area'>): Record<string, number> {
  const scale = (row.nanometres / 45) * (row.volts / 0.9) ** 2;
  return {
    array: row.macs * MULTIPLY_ADD * (1 + row.accesses) * row.nonzero * scale * 1e-12,
    clockAndStatic: fitted.area * row.squareMillimetres * row.clockMHz * 1e6 * scale * 1e-12,
  };
}

export const total = (parts: Readonly<Record<string, number>>): number => Object.values(parts).reduce((sum, watts) => sum + watts, 0);

