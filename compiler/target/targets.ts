// The targets by name. Bandwidths are bytes a cycle of the grid's clock; every clock is an assumption until a place-and-route
// tool confirmed it. `sim-RxC` is any grid up to 12 x 12 of full-size tiles with the memory of pynq-z2.
import type { MemorySpec, Target, TileSpec } from './target.ts';

const MEBIBYTE = 2 ** 20;

/** 64 lanes x 16 neurons; a weight block loads in 4 cycles: 410 bits are 51 bytes of five trits and one more, a quarter of a block. */
const FULL_TILE: TileSpec = {
  banks: 8, neurons: 16, epilogueLanes: 8, rowDepth: 512, weightWidth: 410, weightBlocks: 128, passDepth: 1024, tapSets: 128, thresholdGroups: 16, pairTables: 4,
  pixelDepth: 512, drainDepth: 16, outDepth: 16,
};

/** Two 64-bit AXI3 ports of a Zynq-7000, together 1.6 GB/s at 100 MHz. */
const ZYNQ_MEMORY: MemorySpec = {
  ports: 2, axiBytes: 8, protocol: 'axi3', maxBurst: 16, readLatency: 24, writeLatency: 12, bandwidth: { num: 16, den: 1 },
  base: 0x10000000, bytes: 256 * MEBIBYTE,
};

/** The ULX3S board. */
const ULX3S: Target = {
  name: 'ulx3s-85f', summary: 'Lattice ECP5 LFE5U-85F, 1 x 2 tiles, 16-bit SDRAM behind one 64-bit port', rows: 1, cols: 2,
  // The one memory feeds no more: with four streams none of six example networks is faster, simulated.
  edgeStreams: 2,
  // Lookup tables are what the part has least of.
  tile: { ...FULL_TILE, weightWidth: 256, epilogueLanes: 4, thresholdGroups: 8 },
  // The SDRAM runs with the grid's clock: 2 bytes a cycle on its pins, of which streams use more than nine tenths (test/hdl/board).
  memory: {
    ports: 1, axiBytes: 8, protocol: 'axi4', maxBurst: 16, readLatency: 16, writeLatency: 8, bandwidth: { num: 18, den: 10 },
    base: 0x10000000, bytes: 32 * MEBIBYTE,
  },
  // Routed for 83 MHz by nextpnr-ecp5 for speed grade 6 (docs/ulx3s.md); earlier hardware gave 68 for 80 asked, so some room is left.
  clockMHz: 65, clockStatus: 'placed-and-routed', family: 'ecp5',
  // 208 blocks of 18 kbit count as 104 of 36.
  device: { part: 'LFE5U-85F', lut: 83640, ff: 83640, bram36: 104, dsp: 156 },
};

const NAMED: readonly Target[] = [
  {
    name: 'neuflow-v6', summary: '2 x 5 tiles of 32 neurons in the Virtex-6 that neuFlow used, with its memory bandwidth (2.72 GB/s)', rows: 2, cols: 5, edgeStreams: 8,
    // As many lanes as fit 90 % of the part. 7 x 7 windows over 64 maps at four trits need 196 weight blocks; with 32 neurons a tile
    // they fit beside 512 lines of rows. Output FIFOs in block memory keep the array going while rows leave in bursts, a drain of 32 pixels
    // while the epilogue works off a chunk whose passes are no shorter than a block takes to load.
    tile: { ...FULL_TILE, neurons: 32, weightWidth: 128, weightBlocks: 196, thresholdGroups: 8, drainDepth: 32, outDepth: 512 },
    memory: {
      // A channel's FIFO holds 64 words: two bursts, so that one is on its way while the other leaves.
      ports: 1, axiBytes: 16, protocol: 'axi4', maxBurst: 32, readLatency: 40, writeLatency: 20, bandwidth: { num: 136, den: 10 },
      base: 0x10000000, bytes: 512 * MEBIBYTE,
    },
    clockMHz: 200, clockStatus: 'assumed', family: 'xc6v',
    device: { part: 'XC6VLX240T', lut: 150720, ff: 301440, bram36: 416, dsp: 768 },
  },
  {
    name: 'pynq-z2', summary: 'Zynq XC7Z020, 2 x 2 tiles, two 64-bit AXI3 ports (1.6 GB/s)', rows: 2, cols: 2, edgeStreams: 4,
    // The part's block memory goes into weights, and what LUTs are left into thresholds: what stays in the tiles need not be loaded in every frame.
    tile: { ...FULL_TILE, weightBlocks: 512, thresholdGroups: 32 }, memory: ZYNQ_MEMORY, clockMHz: 100, clockStatus: 'assumed', family: 'xc7',
    device: { part: 'XC7Z020', lut: 53200, ff: 106400, bram36: 140, dsp: 220 },
  },
  {
    name: 'zcu104', summary: 'Zynq UltraScale+ XCZU7EV, 3 x 4 tiles, three 128-bit ports (12 GB/s)', rows: 3, cols: 4, edgeStreams: 8,
    // As many tiles as leave a sixth of the LUTs free for what surrounds the grid, and block memory for weights. The RTL uses no UltraRAM.
    tile: { ...FULL_TILE, weightBlocks: 256 },
    memory: {
      ports: 3, axiBytes: 16, protocol: 'axi4', maxBurst: 32, readLatency: 60, writeLatency: 30, bandwidth: { num: 48, den: 1 },
      base: 0x10000000, bytes: 1024 * MEBIBYTE,
    },
    clockMHz: 250, clockStatus: 'assumed', family: 'xcup',
    device: { part: 'XCZU7EV', lut: 230400, ff: 460800, bram36: 312, dsp: 1728 },
  },
  ULX3S,
  // Routed at 90 MHz by nextpnr-ecp5 for speed grade 6 (docs/ulx3s.md); it asks for what the memory's clock is chosen for.
  { ...ULX3S, name: 'ulx3s-1x1', summary: 'Lattice ECP5 LFE5U-85F, one tile, memory as ulx3s-85f', cols: 1, clockMHz: 80 },
];

/** Largest side of a grid: masks of the configuration network are 12 bits. */
export const MAX_SIDE = 12;

function simTarget(rows: number, cols: number): Target {
  return {
    name: `sim-${rows}x${cols}`, summary: `${rows} x ${cols} tiles of full size for simulation, memory as pynq-z2`, rows, cols,
    edgeStreams: 4, tile: FULL_TILE, memory: ZYNQ_MEMORY, clockMHz: 100, clockStatus: 'assumed', family: 'xc7', device: null,
  };
}

/** Names for lists and messages; `sim-RxC` stands for every size. */
export const targetNames: readonly string[] = ['sim-2x2', ...NAMED.map((target) => target.name)];

/** A built-in target, or undefined. `sim-RxC` takes R and C from 1 to 12. */
export function findTarget(name: string): Target | undefined {
  const match = /^sim-([1-9]\d?)x([1-9]\d?)$/.exec(name);
  if (match === null) return NAMED.find((target) => target.name === name);
  const rows = Number(match[1]);
  const cols = Number(match[2]);
  return rows <= MAX_SIDE && cols <= MAX_SIDE ? simTarget(rows, cols) : undefined;
}
