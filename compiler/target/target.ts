// What the compiler, the simulator and the RTL need to know of one machine. A leaf: plain data and derived sizes.
// Meaning of every field: docs/hardware.md section 1.

export type Family = 'xc7' | 'xc6v' | 'xcup' | 'ecp5';

export interface TileSpec {
  /** Banks of the row memory; lanes = 8 * banks. */
  readonly banks: number;
  /** Neurons: 16 or 32. */
  readonly neurons: number;
  /** Neurons that the epilogue turns into codes in one cycle: 2, 4 or 8. */
  readonly epilogueLanes: number;
  /** Lines of one bank. */
  readonly rowDepth: number;
  /** Bits of weight memory read in one cycle; even. Every 8 hold five trits, every 2 of what is left one. */
  readonly weightWidth: number;
  /** Weight blocks (neurons x lanes trits) that the weight memory holds. */
  readonly weightBlocks: number;
  readonly passDepth: number;
  readonly tapSets: number;
  /** Neuron groups whose thresholds fit. */
  readonly thresholdGroups: number;
  /** Tables of 64 codes for two-operand layers, 1 to 4. */
  readonly pairTables: number;
  /** Accumulator memory depth: pixels of a pixel group. */
  readonly pixelDepth: number;
  /** Pixels that wait for the epilogue: 16 or 32, which take the same LUTs on Xilinx parts. */
  readonly drainDepth: number;
  /** Beats that wait for their turn in the stream: 16 in LUTs, more in block memory. */
  readonly outDepth: number;
}

export interface MemorySpec {
  readonly ports: number;
  readonly axiBytes: 8 | 16;
  readonly protocol: 'axi3' | 'axi4';
  readonly maxBurst: number;
  readonly readLatency: number;
  readonly writeLatency: number;
  /** Usable bandwidth in bytes a cycle = num / den, over all ports, both directions. */
  readonly bandwidth: { readonly num: number; readonly den: number };
  readonly base: number;
  readonly bytes: number;
}

export interface DeviceSpec {
  readonly part: string;
  readonly lut: number;
  readonly ff: number;
  readonly bram36: number;
  readonly dsp: number;
}

export interface Target {
  readonly name: string;
  readonly summary: string;
  readonly rows: number;
  readonly cols: number;
  readonly edgeStreams: number;
  readonly tile: TileSpec;
  readonly memory: MemorySpec;
  readonly clockMHz: number;
  /** How sure the clock is: an assumption until a place-and-route tool confirmed it. */
  readonly clockStatus: 'assumed' | 'placed-and-routed';
  readonly family: Family;
  readonly device: DeviceSpec | null;
}

/** Beats of 24 bits that a memory word holds. */
export const wordBeats = ({ axiBytes }: Pick<MemorySpec, 'axiBytes'>): number => Math.floor((8 * axiBytes) / 24);
/** Trit lanes of one tile: lanes * neurons. */
export const lanesOf = (tile: Pick<TileSpec, 'banks'>): number => 8 * tile.banks;
/** Trits of one weight block. */
export const tritsOf = (tile: Pick<TileSpec, 'banks' | 'neurons'>): number => tile.neurons * lanesOf(tile);
/** Trits that a word of weight memory holds. */
export const tritsPerWord = ({ weightWidth }: Pick<TileSpec, 'weightWidth'>): number => 5 * Math.floor(weightWidth / 8) + Math.floor((weightWidth % 8) / 2);
/** Words of weight memory that a block takes. */
export const weightWords = (tile: Pick<TileSpec, 'banks' | 'neurons' | 'weightWidth'>): number => Math.ceil(tritsOf(tile) / tritsPerWord(tile));
/** Words of weight memory in a tile. */
export const weightDepth = (tile: TileSpec): number => tile.weightBlocks * weightWords(tile);
/** Words of the configuration stream, each as wide as a memory word, that a word of weight memory takes. */
export const writesPerWord = ({ tile, memory }: Pick<Target, 'tile' | 'memory'>): number => Math.ceil(tile.weightWidth / 8 / memory.axiBytes);
/** Cycles to load the next block and its taps (LC of docs/hardware.md). */
export const loadCycles = (tile: TileSpec): number => Math.max(weightWords(tile), tile.banks / 2, 4);
/** Perimeter ports of the grid in edge-stream order, as [row, col, side]. */
export function edgePorts(target: Pick<Target, 'rows' | 'cols'>): readonly { row: number; col: number; side: 'N' | 'E' | 'S' | 'W' }[] {
  const ports: { row: number; col: number; side: 'N' | 'E' | 'S' | 'W' }[] = [];
  for (let row = 0; row < target.rows; row++) ports.push({ row, col: 0, side: 'W' }, { row, col: target.cols - 1, side: 'E' });
  for (let col = 0; col < target.cols; col++) ports.push({ row: 0, col, side: 'N' }, { row: target.rows - 1, col, side: 'S' });
  return ports;
}
