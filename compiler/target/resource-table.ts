// Sizes measured by Yosys, for the estimates of resources.ts. Written by scripts/fit-resources.ts; not meant to be edited.

/** What a tile parameter at this value adds to the base tile. */
export interface TilePoint {
  readonly at: number;
  readonly lut: number;
  readonly ff: number;
  readonly dsp: number;
}

interface Pair {
  readonly lut: number;
  readonly ff: number;
}

interface ResourceTable {
  /** The base tile without its array, on the 7 series. */
  readonly base: Pair;
  readonly steps: Readonly<Record<'rowDepth' | 'weightWidth' | 'thresholdGroups' | 'pairTables' | 'pixelDepth' | 'epilogueLanes', readonly TilePoint[]>>;
  /** By width of a memory port in bytes: constant, per stream, per port, per stream and port. */
  readonly rest: Readonly<Record<8 | 16, { readonly lut: readonly number[]; readonly ff: readonly number[] }>>;
  /** The ternary array, DSP blocks of the base tile, and sizes relative to the 7 series. */
  readonly families: Readonly<Record<'xc7' | 'xc6v' | 'xcup' | 'ecp5', { readonly array: Pair; readonly tile: Pair; readonly rest: Pair; readonly dsp: number }>>;
}

export const RESOURCE_TABLE: ResourceTable = {
  base: { lut: 7548, ff: 9993 },
  steps: {
    rowDepth: [{ at: 512, lut: 0, ff: 0, dsp: 0 }],
    weightWidth: [{ at: 512, lut: 0, ff: 0, dsp: 0 }],
    thresholdGroups: [{ at: 8, lut: -500, ff: 0, dsp: 0 }, { at: 16, lut: 0, ff: 0, dsp: 0 }],
    pairTables: [{ at: 4, lut: 0, ff: 0, dsp: 0 }],
    pixelDepth: [{ at: 512, lut: 0, ff: 0, dsp: 0 }],
    epilogueLanes: [{ at: 8, lut: 0, ff: 0, dsp: 0 }],
  },
  rest: {
    8: { lut: [1000, 1500, 300, 100], ff: [730, 900, 100, 20] },
    16: { lut: [1000, 1500, 300, 100], ff: [730, 900, 100, 20] },
  },
  families: {
    xc7: { array: { lut: 3936, ff: 3216 }, tile: { lut: 1, ff: 1 }, rest: { lut: 1, ff: 1 }, dsp: 25 },
    xc6v: { array: { lut: 3936, ff: 3216 }, tile: { lut: 1, ff: 1 }, rest: { lut: 1, ff: 1 }, dsp: 25 },
    xcup: { array: { lut: 5400, ff: 3216 }, tile: { lut: 1, ff: 1 }, rest: { lut: 1, ff: 1 }, dsp: 25 },
    ecp5: { array: { lut: 8000, ff: 3216 }, tile: { lut: 1.5, ff: 1 }, rest: { lut: 1.5, ff: 1 }, dsp: 25 },
  },
};
