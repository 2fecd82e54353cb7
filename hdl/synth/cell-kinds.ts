// What each vendor cell of the mapped netlists is: the sites it takes and its place in a timing path.
// Counts are of sites: a LUT used as memory or shift register counts like any other. Two small LUTs are never packed into
// one dual-output LUT, and an inverter counts as a LUT, so the counts are upper bounds for a vendor tool.

export interface CellKind {
  readonly lut: number;
  readonly ff: number;
  /** In units of 36 kbit: an 18-kbit block is a half. */
  readonly bram36: number;
  readonly dsp: number;
  readonly timing: CellTiming;
}

/** register: paths end at its inputs and begin at its outputs. memory-read: LUT memory, whose read addresses pass through. */
export type CellTiming = 'lut' | 'free' | 'register' | 'memory-read';

const RULES: readonly (readonly [RegExp, Partial<CellKind> & { readonly timing: CellTiming }])[] = [
  // Xilinx
  [/^LUT[1-6](_2)?$|^INV$/, { lut: 1, timing: 'lut' }],
  [/^(CARRY4|CARRY8|MUXF[5-9]|MUXCY|XORCY)$/, { timing: 'free' }],
  [/^(FD[RSCP]E?(_1)?|LD[CP]E)$/, { ff: 1, timing: 'register' }],
  [/^RAMB36/, { bram36: 1, timing: 'register' }],
  [/^RAMB18/, { bram36: 0.5, timing: 'register' }],
  [/^DSP48/, { dsp: 1, timing: 'register' }],
  [/^SRL/, { lut: 1, timing: 'register' }],
  [/^RAM(32|64)X1S$/, { lut: 1, timing: 'memory-read' }],
  [/^RAM(32|64)X1D$/, { lut: 2, timing: 'memory-read' }],
  [/^RAM128X1S$/, { lut: 2, timing: 'memory-read' }],
  [/^(RAM128X1D|RAM256X1S|RAM32M|RAM64M)$/, { lut: 4, timing: 'memory-read' }],
  [/^(RAM32M16|RAM64M8|RAM256X1D)$/, { lut: 8, timing: 'memory-read' }],
  [/^(BUFG|IBUF|OBUF|BUF|VCC|GND)/, { timing: 'free' }],
  // Lattice ECP5
  [/^LUT4$/, { lut: 1, timing: 'lut' }],
  [/^(PFUMX|L6MUX21)$/, { timing: 'free' }],
  [/^CCU2C$/, { lut: 2, timing: 'free' }],
  [/^TRELLIS_FF$/, { ff: 1, timing: 'register' }],
  [/^TRELLIS_DPR16X4$/, { lut: 6, timing: 'memory-read' }],
  [/^(DP16KD|PDPW16KD)$/, { bram36: 0.5, timing: 'register' }],
  [/^(MULT18X18D|ALU54B)$/, { dsp: 1, timing: 'register' }],
];

/** The kind of a vendor cell. Throws for one that is not known: a count that leaves a cell out would be wrong in silence. */
export function cellKind(type: string): CellKind {
  const rule = RULES.find(([pattern]) => pattern.test(type));
  if (rule === undefined) throw new Error(`cell type '${type}' is not in the table of hdl/synth/cell-kinds.ts`);
  return { lut: 0, ff: 0, bram36: 0, dsp: 0, ...rule[1] };
}
