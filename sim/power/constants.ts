// The one table of the power model: what an action costs in each technology, what rests at idle, and where each figure comes from. Every
// constant is a range: `low` and `high` bound the sources or the rows behind it. `npm run power-model` fits the constants marked fitted to
// published and measured designs (scripts/power-model/rows.ts); a test holds this table to the fit. Recalled: from the literature, text not at hand.
import type { Family } from '../../compiler/target/target.ts';

export interface Constant {
  readonly typical: number;
  readonly low: number;
  readonly high: number;
  readonly source: string;
}

const constant = (typical: number, low: number, high: number, source: string): Constant => ({ typical, low, high, source });
/** `about`: as far off, as a factor, to either side. */
const about = (typical: number, factor: number, source: string): Constant => constant(typical, typical / factor, typical * factor, source);

export const TECHNOLOGIES = ['xc7', 'xc6v', 'xcup', 'ecp5', 'asic45'] as const;
export type Technology = (typeof TECHNOLOGIES)[number];

/** Picojoules. */
export interface TechnologyEnergies {
  readonly label: string;
  /** An output bit of logic that changes, with its net. */
  readonly toggle: Constant;
  /** A register's share of the clock, every cycle. */
  readonly clock: Constant;
  /** A register bit that changes. */
  readonly register: Constant;
  /** A cycle in which a memory block of 36 kbit is accessed. */
  readonly block: Constant;
  /** One add of an accumulator, in a DSP block where there are such. */
  readonly add: Constant;
}

const VIVADO = 'Vivado 2025.2 report_power of a routed xc7z010 design at 100 MHz and a toggle rate of 12.5 % (andysaull/zybo-heterogeneous-cifar10-inference)';
const HOROWITZ = 'Horowitz, ISSCC 2014, 45 nm at 0.9 V';

const SEVEN_SERIES: TechnologyEnergies = {
  label: 'Xilinx 7 series, 28 nm',
  toggle: constant(0.54, 0.38, 0.59, `fitted to FINN CNV-max, LFC-max and SFC-max; ${VIVADO} says (0.0419 + 0.0265) / 0.125 = 0.547`),
  clock: about(0.045, 1.3, `${VIVADO}; no second source, so as far off as rows are`),
  register: about(0.0232, 1.3, `${VIVADO}: 0.0029 / 0.125`),
  block: constant(9.14, 7.4, 10.9, `${VIVADO}; 7.4 in a second design (carlosjosetam/CNN_FPGA_CIFAR10), as far above`),
  add: about(7.92, 1.3, `${VIVADO}; a DSP48 at its default activity`),
};

/** Energies follow capacitance times voltage squared: `factor` over the 7 series. */
function scaled(label: string, factor: Constant): TechnologyEnergies {
  const scale = ({ typical, low, high }: Constant): Constant => constant(typical * factor.typical, low * factor.low, high * factor.high, factor.source);
  const { toggle, clock, register, block, add } = SEVEN_SERIES;
  return { label, toggle: scale(toggle), clock: scale(clock), register: scale(register), block: scale(block), add: scale(add) };
}

export const ENERGIES: Readonly<Record<Technology, TechnologyEnergies>> = {
  xc7: SEVEN_SERIES,
  xc6v: scaled('Virtex-6, 40 nm', constant(1.43, 1.2, 1.7, '7 series times 40 nm / 28 nm, both at 1.0 V; checked on neuFlow alone')),
  xcup: scaled('UltraScale+, 16 nm', constant(0.5, 0.35, 0.7, '7 series times 0.7 for capacitance of 16 nm FinFETs and (0.85 V / 1.0 V)^2; no row checks it')),
  ecp5: scaled('ECP5, 40 nm', constant(1.73, 1.2, 2.4, '7 series times 40 nm / 28 nm and (1.1 V / 1.0 V)^2; no row checks it')),
  asic45: {
    label: 'ASIC, 45 nm',
    toggle: about(0.005, 2, `${HOROWITZ}: 0.1 pJ for an addition of 32 bits, of whose sum and carry bits about 20 change`),
    clock: about(0.004, 2, 'assumed: clock pin and local tree of a flip-flop, 5 fF at 0.9 V'),
    register: about(0.004, 2, 'assumed: as its clock'),
    block: constant(8.4, 6, 12, `${HOROWITZ}: 10 pJ for 64 bits of 8 KB, times 72 / 64 bits and the root of 4.5 / 8 KB`),
    add: about(0.1, 2, `${HOROWITZ}: 24 of 32 bits of an addition, and a shift`),
  },
};

/** Watts at rest: typical silicon near room temperature, hot or slow silicon as the high end. */
export const STATIC_BY_PART: readonly (readonly [part: string, watts: Constant])[] = [
  ['xc7z020', constant(0.113, 0.1, 0.17, 'Vivado 2025.2 report_power, xc7z020 at 28 C')],
  ['xc7z045', constant(0.219, 0.19, 0.33, 'Vivado 2025.2 report_power, xc7z045 at 28 C')],
  ['xczu7ev', constant(0.694, 0.6, 0.87, 'Vivado 2025.2 report_power, xczu7ev at 28.6 C; 0.804 at 50 C')],
  ['xc6vlx240t', constant(2, 1, 3.5, 'assumed')],
  ['lfe5u-85f', constant(0.23, 0.1, 0.35, 'recalled: 212 mA at 1.1 V, ECP5 data sheet')],
];

/** Parts that the list above lacks. */
export const STATIC_BY_TECHNOLOGY: Readonly<Record<Technology, Constant>> = {
  xc7: about(0.113, 2, 'as xc7z020'), xcup: about(0.694, 2, 'as xczu7ev'), xc6v: about(2, 2, 'as assumed for XC6VLX240T'), ecp5: about(0.23, 2, 'as LFE5U-85F'),
  asic45: about(0.05, 3, 'assumed: leakage of about ten square millimetres'),
};

export interface MemoryEnergies {
  readonly label: string;
  /** Chips side by side. */
  readonly chips: number;
  /** Picojoules a bit, pins included, and picojoules for opening a row. */
  readonly read: Constant;
  readonly write: Constant;
  readonly row: Constant;
  /** Watts of a chip that waits. */
  readonly idle: Constant;
}

const DRAMPOWER = 'DRAMPower memory specifications (tukl-msd/DRAMPower 1ddc48a): (IDD4 - IDD3N) V';
const PINS = 'and 7.5 pJ for pins and termination (34 / 60 ohm)';
const ROW = constant(3230, 1772, 4688, `${DRAMPOWER.replace('IDD4', 'IDD0')}: Samsung 1 Gb and Micron 2 Gb, 2 KB rows`);
const DDR3_IDLE = constant(0.075, 0.0675, 0.082, 'DRAMPower: active standby of DDR3-1600 x16, Micron and Samsung');

/** The memory beside a target of each family. */
export const MEMORIES: Readonly<Record<Family, MemoryEnergies>> = {
  xc7: {
    label: 'DDR3-1600 x16', chips: 1, row: ROW, idle: DDR3_IDLE,
    read: constant(17.75, 14.82, 20.68, `${DRAMPOWER}: Samsung 7.32, Micron 13.18; ${PINS}`),
    write: constant(18.34, 15.41, 21.27, `${DRAMPOWER}: Samsung 7.91, Micron 13.77; ${PINS}`),
  },
  xc6v: {
    label: 'DDR3-1066 x16', chips: 2, row: ROW, idle: DDR3_IDLE,
    read: about(15.85, 1.3, `${DRAMPOWER}: Micron 8.35; ${PINS}`),
    write: about(17.17, 1.3, `${DRAMPOWER}: Micron 9.67; ${PINS}`),
  },
  xcup: {
    label: 'DDR4-2400', chips: 4, row: ROW, idle: about(0.06, 1.5, 'assumed: DDR3 times (1.2 V / 1.5 V)^2, more banks'),
    read: about(13.6, 1.4, `${DRAMPOWER}: 8.78; pins as DDR3 times (1.2 V / 1.5 V)^2`),
    write: about(12.6, 1.4, `${DRAMPOWER}: 7.8; pins as DDR3 times (1.2 V / 1.5 V)^2`),
  },
  ecp5: {
    label: 'SDR SDRAM x16, 3.3 V', chips: 1, row: about(10_000, 2, 'recalled: (IDD1 - IDD3N) V tRC of data sheets'), idle: about(0.1, 1.5, 'recalled: 30 mA active standby at 3.3 V'),
    read: about(125, 1.5, 'recalled: 80 mA above standby at 3.3 V and 133 MHz, 16 bits'),
    write: about(125, 1.5, 'recalled: as reads'),
  },
};

/** What surrounds a chip in the rows, in watts: never part of an estimate of ours. */
export const SURROUNDINGS = {
  zynq: about(1.565, 1.05, 'Vivado 2025.2 report_power: processing system of a Zynq-7000 with DDR3'),
  host: constant(0.057, 0.024, 0.09, 'fitted to the eight boards: what a board draws above idle beside its accelerator'),
  board: about(5, 2, 'fitted to one row (Qiu, ZC706): regulators, memory and fan of a large board'),
  zynqUltra: about(4, 1.5, 'fitted to one row (K26): processing system and memory of a Zynq UltraScale+'),
} as const;
