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
  base: { lut: 7534, ff: 9993 },
  steps: {
    rowDepth: [{ at: 256, lut: 435, ff: 165, dsp: -9 }, { at: 512, lut: 0, ff: 0, dsp: 0 }, { at: 1024, lut: 59, ff: 17, dsp: 0 }],
    weightWidth: [{ at: 64, lut: 0, ff: -439, dsp: 0 }, { at: 128, lut: 0, ff: -378, dsp: 0 }, { at: 256, lut: 0, ff: -253, dsp: 0 }, { at: 512, lut: 0, ff: 0, dsp: 0 }],
    thresholdGroups: [{ at: 4, lut: -719, ff: -8, dsp: 0 }, { at: 8, lut: -589, ff: -4, dsp: 0 }, { at: 16, lut: 0, ff: 0, dsp: 0 }, { at: 32, lut: 1274, ff: 4, dsp: 0 }],
    pairTables: [{ at: 1, lut: -120, ff: 0, dsp: 0 }, { at: 4, lut: 0, ff: 0, dsp: 0 }],
    pixelDepth: [{ at: 512, lut: 0, ff: 0, dsp: 0 }, { at: 1024, lut: 0, ff: 4, dsp: 0 }],
    epilogueLanes: [{ at: 2, lut: 0, ff: 0, dsp: 0 }, { at: 4, lut: 0, ff: 0, dsp: 0 }, { at: 8, lut: 0, ff: 0, dsp: 0 }],
  },
  rest: {
    8: { lut: [1102.5, 1518, -3.5, 77], ff: [751, 956, 109, 0.75] },
    16: { lut: [1256.5, 1838.75, -65.5, 108.75], ff: [752, 1022, 109, 0.75] },
  },
  families: {
    xc7: { array: { lut: 2816, ff: 3216 }, tile: { lut: 1, ff: 1 }, rest: { lut: 1, ff: 1 }, dsp: 27 },
    xc6v: { array: { lut: 2816, ff: 3216 }, dsp: 27, tile: { lut: 1.006, ff: 1 }, rest: { lut: 0.992, ff: 1 } },
    xcup: { array: { lut: 5472, ff: 3216 }, dsp: 27, tile: { lut: 1.051, ff: 1.097 }, rest: { lut: 0.989, ff: 1 } },
    ecp5: { array: { lut: 16480, ff: 3216 }, dsp: 41, tile: { lut: 2.698, ff: 1.415 }, rest: { lut: 2.448, ff: 1 } },
  },
};
