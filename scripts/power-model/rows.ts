// Published and measured designs that the power model is held against, each with its public source. Boards are calibrated on rows of split
// `calibrate`; `holdout` rows are predicted only. Figures marked recalled come from the literature without the text at hand.

/** What the watts of a row measure: above idle (a board running minus the same board waiting), the chip, or chip and board. */
export type Scope = 'above-idle' | 'chip' | 'board';

export interface Resources {
  readonly lut?: number;
  readonly ff?: number;
  readonly bram36?: number;
  readonly dsp?: number;
}

/** A design on an FPGA. */
export interface FpgaRow {
  readonly kind: 'fpga';
  readonly design: string;
  readonly part: string;
  readonly split: 'calibrate' | 'holdout';
  readonly scope: Scope;
  readonly watts: number;
  readonly clockMHz: number;
  /** Multiply-adds a second. */
  readonly macs: number;
  /** LUTs multiply: products of single bits per multiply-add (bits of weight times bits of activation). Absent: DSP blocks do. */
  readonly products?: number;
  /** Share of the time in which the datapath works. */
  readonly busy: number;
  readonly resources: Resources;
  readonly source: string;
}

/** A chip without programmable logic. */
export interface AsicRow {
  readonly kind: 'asic';
  readonly design: string;
  readonly part: string;
  readonly split: 'calibrate' | 'holdout';
  readonly watts: number;
  readonly clockMHz: number;
  readonly macs: number;
  readonly nanometres: number;
  readonly volts: number;
  readonly squareMillimetres: number;
  /** Accesses to registers near the multiplier, per multiply-add of 16 bits. */
  readonly accesses: number;
  /** Share of multiply-adds whose operands are not zero, where the design skips the others. */
  readonly nonzero: number;
  readonly source: string;
}

/** A row that states too little, and why. */
export interface UnpredictedRow {
  readonly kind: 'unpredicted';
  readonly design: string;
  readonly part: string;
  readonly split: 'calibrate' | 'holdout';
  readonly watts: number | null;
  readonly reason: string;
  readonly source: string;
}

export type PowerRow = FpgaRow | AsicRow | UnpredictedRow;

const TINY = 'MLPerf Tiny v0.7, mlcommons/tiny_results_v0.7 open/hls4ml-finn, Joulescope traces';
const FINN = 'Umuroglu et al., FPGA 2017, arXiv 1612.07119; watts and LUTs recalled from its table 3';
const BOARDS = { split: 'calibrate', scope: 'above-idle', clockMHz: 100, source: TINY } as const;

/** Multiply-adds per inference, from the layers in the repository of the rows. */
const RN07_MACS = 98_304 + 2 * 2_097_152 + 2 * 1_048_576 + 20_480;
const AD08_MACS = 2 * (64 * 72 + 72 * 72 + 72 * 8);
const CNV_MACS = 59_490_000;
const KWS_MACS = 260_100;

const RN07 = { kind: 'fpga', products: 8 * 9, busy: 1, resources: { lut: 28_544, ff: 49_215, bram36: 42, dsp: 4 } } as const;
const CNV = { kind: 'fpga', products: 1, resources: { lut: 24_502, ff: 34_354, bram36: 100 } } as const;
const KWS = { kind: 'fpga', products: 3 * 3, busy: 1, resources: { lut: 33_732, ff: 34_405, bram36: 37, dsp: 1 } } as const;
const AD08 = { kind: 'fpga', resources: { lut: 40_658, ff: 51_879, bram36: 14.5, dsp: 205 } } as const;
/** Frames a second that CNV's folding allows; the boards' hosts feed it fewer. */
const CNV_FOLDING = 3052;
/** Cycles that a layer of AD08 works of those of an inference: its layers take turns. */
const AD08_LAYER_CYCLES = 144;

export const POWER_ROWS: readonly PowerRow[] = [
  { ...BOARDS, ...RN07, design: 'hls4ml RN07', part: 'XC7Z020 (PYNQ-Z2)', watts: 0.0902, macs: 36.59 * RN07_MACS },
  { ...BOARDS, ...CNV, design: 'FINN CNV-W1A1', part: 'XC7Z020 (PYNQ-Z2)', watts: 0.1554, macs: 661.27 * CNV_MACS, busy: 661.27 / CNV_FOLDING },
  { ...BOARDS, ...KWS, design: 'FINN KWS-W3A3', part: 'XC7Z020 (PYNQ-Z2)', watts: 0.2753, macs: 57_257 * KWS_MACS },
  { ...BOARDS, ...AD08, design: 'hls4ml AD08', part: 'XC7Z020 (PYNQ-Z2)', watts: 0.0644, macs: 52_760 * AD08_MACS, busy: (52_760 * AD08_LAYER_CYCLES) / 100e6 },
  { ...BOARDS, ...RN07, design: 'hls4ml RN07', part: 'XC7A100T (Arty A7)', watts: 0.1046, macs: 30.35 * RN07_MACS },
  { ...BOARDS, ...CNV, design: 'FINN CNV-W1A1', part: 'XC7A100T (Arty A7)', watts: 0.1305, macs: 656.29 * CNV_MACS, busy: 656.29 / CNV_FOLDING },
  { ...BOARDS, ...KWS, design: 'FINN KWS-W3A3', part: 'XC7A100T (Arty A7)', watts: 0.1705, macs: 42_194 * KWS_MACS, busy: 42_194 / 57_257 },
  { ...BOARDS, ...AD08, design: 'hls4ml AD08', part: 'XC7A100T (Arty A7)', watts: 0.0752, macs: 22_120 * AD08_MACS, busy: (22_120 * AD08_LAYER_CYCLES) / 100e6 },
  {
    kind: 'fpga', design: 'FINN CNV-max W1A1', part: 'XC7Z045 (ZC706)', split: 'calibrate', scope: 'chip', watts: 3.6, clockMHz: 200, macs: 2465.5e9 / 2, products: 1, busy: 1,
    resources: { lut: 46_253, bram36: 186 }, source: FINN,
  },
  {
    kind: 'fpga', design: 'FINN LFC-max W1A1', part: 'XC7Z045 (ZC706)', split: 'calibrate', scope: 'chip', watts: 8.8, clockMHz: 200,
    macs: 1_561_000 * (784 * 1024 + 2 * 1024 * 1024 + 1024 * 10), products: 1, busy: 1, resources: { lut: 82_988, bram36: 396 }, source: FINN,
  },
  {
    kind: 'fpga', design: 'FINN SFC-max W1A1', part: 'XC7Z045 (ZC706)', split: 'calibrate', scope: 'chip', watts: 7.3, clockMHz: 200,
    macs: 12_361_000 * (784 * 256 + 2 * 256 * 256 + 256 * 10), products: 1, busy: 1, resources: { lut: 91_131, bram36: 4.5 }, source: FINN,
  },
  {
    kind: 'fpga', design: 'Angel-Eye 8b', part: 'XC7Z020', split: 'calibrate', scope: 'chip', watts: 3.5, clockMHz: 214, macs: 84.3e9 / 2, busy: 1,
    resources: { lut: 29_867, ff: 35_489, bram36: 85.5, dsp: 190 }, source: 'Guo et al., TCAD 2018; recalled',
  },
  {
    kind: 'fpga', design: 'nn-X', part: 'XC7Z045 (ZC706)', split: 'calibrate', scope: 'chip', watts: 4, clockMHz: 142, macs: 200e9 / 2, busy: 200 / 227,
    resources: { dsp: 800 }, source: 'Gokhale et al., CVPRW 2014, abstract ("less than 4 watts"); clock recalled, DSP blocks from 227 GOPS at that clock',
  },
  {
    kind: 'fpga', design: 'Qiu VGG16 16b', part: 'XC7Z045 (ZC706)', split: 'calibrate', scope: 'board', watts: 9.63, clockMHz: 150, macs: 136.97e9 / 2, busy: 136.97 / 234,
    resources: { lut: 182_616, ff: 127_653, bram36: 486, dsp: 780 }, source: 'Qiu et al., FPGA 2016; recalled',
  },
  {
    kind: 'fpga', design: 'DPU B3136', part: 'XCK26 (UltraScale+)', split: 'calibrate', scope: 'chip', watts: 7.9, clockMHz: 300, macs: 920e9 / 2, busy: 1,
    resources: { lut: 43_366 + 14_410, bram36: 67 + 43.5 + 2 * 45, dsp: 548 + 47 },
    source: 'AMD, kria-apps-docs, nlp-smartvision: estimated by its vendor for the whole chip; an UltraRAM counts as two blocks',
  },
  {
    kind: 'asic', design: 'Eyeriss AlexNet', part: '65 nm', split: 'calibrate', watts: 0.278, clockMHz: 200, macs: 35 * 666e6, nanometres: 65, volts: 1, squareMillimetres: 12.25,
    accesses: 4, nonzero: 0.5, source: 'Chen et al., JSSC 2017; area and share of zeros recalled',
  },
  {
    kind: 'asic', design: 'Eyeriss VGG16', part: '65 nm', split: 'calibrate', watts: 0.236, clockMHz: 200, macs: 0.7 * 15.3e9, nanometres: 65, volts: 1, squareMillimetres: 12.25,
    accesses: 4, nonzero: 0.5, source: 'Chen et al., JSSC 2017; area and share of zeros recalled',
  },
  {
    kind: 'unpredicted', design: 'RS coprocessor VGG16', part: 'Xilinx FPGA', split: 'calibrate', watts: 9.25,
    reason: 'names neither its device nor its resources, so nothing says how much of the watts is static', source: 'Wireless Communications and Mobile Computing 2021/3768724, abstract',
  },
  {
    kind: 'unpredicted', design: 'Calabria SIMD CNN VGG16', part: 'XC7Z045', split: 'calibrate', watts: null,
    reason: 'states operations per watt at an unstated load, not watts, and no resources', source: 'JLPEA 10(1):1, abstract',
  },
  {
    kind: 'unpredicted', design: 'Zhang AlexNet fp32', part: 'XC7VX485T (VC707)', split: 'calibrate', watts: 18.61,
    reason: 'measures a whole board at a power meter, whose draw at idle is not stated; floating point besides', source: 'Zhang et al., FPGA 2015; recalled',
  },
  {
    kind: 'fpga', design: 'neuFlow', part: 'XC6VLX240T (ML605)', split: 'holdout', scope: 'board', watts: 10, clockMHz: 200, macs: 147e9 / 2, busy: 147 / 160,
    resources: { dsp: 400 }, source: 'Farabet et al., CVPRW 2011, abstract; GOPS recalled, DSP blocks from 160 GOPS at 200 MHz',
  },
  {
    kind: 'asic', design: 'neuFlow SoC', part: '45 nm SOI', split: 'holdout', watts: 0.6, clockMHz: 400, macs: 294e9 / 2, nanometres: 45, volts: 0.9, squareMillimetres: 12.5,
    accesses: 3, nonzero: 1, source: 'Pham et al., MWSCAS 2012; recalled',
  },
  {
    kind: 'fpga', design: 'Snowflake', part: 'XC7Z045', split: 'holdout', scope: 'board', watts: 9.48, clockMHz: 250, macs: 120e9 / 2, busy: 0.91,
    resources: { dsp: 256 }, source: 'Gokhale et al., ISCAS 2017, abstract; clock recalled',
  },
  {
    kind: 'unpredicted', design: 'Prost-Boucle, low power', part: 'XC7VX690T (VC709)', split: 'holdout', watts: 7,
    reason: 'states frames a second, but neither the multiply-adds of its network nor a clock', source: 'Prost-Boucle et al., FPL 2017, abstract (hal-01563763)',
  },
  {
    kind: 'fpga', design: 'Prost-Boucle, throughput', part: 'XC7VX690T (VC709)', split: 'holdout', scope: 'chip', watts: 13, clockMHz: 250, macs: 8.36e12, products: 1, busy: 1,
    resources: {}, source: 'Prost-Boucle et al., FPL 2017, abstract (hal-01563763); clock from the text',
  },
];
