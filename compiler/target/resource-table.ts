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
  readonly steps: Readonly<Record<'neurons' | 'rowDepth' | 'weightWidth' | 'thresholdGroups' | 'pairTables' | 'pixelDepth' | 'epilogueLanes' | 'drainDepth' | 'outDepth', readonly TilePoint[]>>;
  /** By width of a memory port in bytes: constant, per stream, per port, per stream and port. */
  readonly rest: Readonly<Record<8 | 16, { readonly lut: readonly number[]; readonly ff: readonly number[] }>>;
  /** The ternary array, DSP blocks of the base tile, and sizes relative to the 7 series. */
  readonly families: Readonly<Record<'xc7' | 'xc6v' | 'xcup' | 'ecp5', { readonly array: Pair; readonly tile: Pair; readonly rest: Pair; readonly dsp: number }>>;
}

export const RESOURCE_TABLE: ResourceTable = {
  base: { lut: 6068, ff: 11526 },
  steps: {
    neurons: [{ at: 16, lut: 0, ff: 0, dsp: 0 }, { at: 32, lut: 283, ff: 4485, dsp: 16 }],
    rowDepth: [{ at: 256, lut: 520, ff: 44, dsp: -11 }, { at: 512, lut: 0, ff: 0, dsp: 0 }, { at: 1024, lut: 66, ff: 50, dsp: 0 }],
    weightWidth: [{ at: 64, lut: 0, ff: -439, dsp: 0 }, { at: 128, lut: 0, ff: -378, dsp: 0 }, { at: 256, lut: 0, ff: -253, dsp: 0 }, { at: 512, lut: 0, ff: 0, dsp: 0 }],
    thresholdGroups: [{ at: 4, lut: -386, ff: -50, dsp: 0 }, { at: 8, lut: -384, ff: -25, dsp: 0 }, { at: 16, lut: 0, ff: 0, dsp: 0 }, { at: 32, lut: 1632, ff: 25, dsp: 0 }],
    pairTables: [{ at: 1, lut: -163, ff: 0, dsp: 0 }, { at: 4, lut: 0, ff: 0, dsp: 0 }],
    pixelDepth: [{ at: 512, lut: 0, ff: 0, dsp: 0 }, { at: 1024, lut: 0, ff: 15, dsp: 0 }],
    epilogueLanes: [{ at: 2, lut: -548, ff: -1458, dsp: 0 }, { at: 4, lut: -315, ff: -968, dsp: 0 }, { at: 8, lut: 0, ff: 0, dsp: 0 }],
    drainDepth: [{ at: 16, lut: 0, ff: 0, dsp: 0 }],
    outDepth: [{ at: 16, lut: 0, ff: 0, dsp: 0 }],
  },
  rest: {
    8: { lut: [1066.5, 1627, -18.5, 80.75], ff: [751, 956, 109, 0.75] },
    16: { lut: [1221.5, 1908.75, -80.5, 112.5], ff: [752, 1022, 109, 0.75] },
  },
  families: {
    xc7: { array: { lut: 2816, ff: 2640 }, tile: { lut: 1, ff: 1 }, rest: { lut: 1, ff: 1 }, dsp: 27 },
    xc6v: { array: { lut: 2816, ff: 2640 }, dsp: 27, tile: { lut: 0.996, ff: 1 }, rest: { lut: 1.004, ff: 1 } },
    xcup: { array: { lut: 5392, ff: 2640 }, dsp: 27, tile: { lut: 1.195, ff: 1.076 }, rest: { lut: 0.991, ff: 1 } },
    ecp5: { array: { lut: 14240, ff: 2640 }, dsp: 43, tile: { lut: 3.241, ff: 1.327 }, rest: { lut: 2.286, ff: 1 } },
  },
};
