// What goes into a test bench run and what comes out: the same for the WebAssembly model, whose bench is TypeScript,
// and the native one, whose bench is C++. Cycle 0 is the first cycle after the initial reset.

export type AxiResponse = 'okay' | 'exokay' | 'slverr' | 'decerr';
export const AXI_RESPONSES: readonly AxiResponse[] = ['okay', 'exokay', 'slverr', 'decerr'];

/** Timing and misbehaviour of the memory; axi-memory.ts defines what each figure means to the cycle. */
export interface MemoryConfig {
  /** AXI ports of the design. */
  readonly ports: number;
  /** Data width of a beat. */
  readonly bytesPerBeat: 8 | 16;
  readonly readLatencyCycles: number;
  readonly writeLatencyCycles: number;
  /** Bytes per cycle over all ports, reads and writes together, as numerator / denominator. */
  readonly bandwidth: { readonly numerator: number; readonly denominator: number };
  /** Longest burst a master may ask for: 16 on AXI3, up to 256 on AXI4. */
  readonly maxBurstBeats: number;
  readonly stalls?: StallConfig;
  readonly faults?: FaultConfig;
}

/** Each ready, and each valid not yet shown, is withheld for a cycle with probability level / 64. */
export interface StallConfig {
  /** Non-zero. */
  readonly seed: number;
  /** 0 to 63. */
  readonly level: number;
}

export interface FaultConfig {
  /** Bursts in order of acceptance over all ports, counted from 0 for reads and for writes. A failed burst moves no data. */
  readonly bursts?: readonly { readonly kind: 'read' | 'write'; readonly index: number; readonly response: 'slverr' | 'decerr' }[];
  /** From this cycle on the memory accepts nothing and offers nothing new. */
  readonly silentFromCycle?: number;
}

/** One step of the AXI4-Lite master. Steps run one after the other; the run ends after the last. */
export type BenchStep =
  | { readonly kind: 'write'; readonly address: number; readonly value: number }
  | { readonly kind: 'read'; readonly address: number }
  /** Reads again and again until (data & mask) === value. */
  | { readonly kind: 'poll'; readonly address: number; readonly mask: number; readonly value: number }
  /** Ends in the first cycle that shows irq_o high. */
  | { readonly kind: 'wait-irq' }
  | { readonly kind: 'wait'; readonly cycles: number }
  /** Holds rst_ni low; the memory forgets its bursts and fills its tokens, its bytes stay. */
  | { readonly kind: 'reset'; readonly cycles: number };

export interface BenchOptions {
  readonly memory: MemoryConfig;
  /** Initial content of the memory; its length is a multiple of 16 and it is not changed. */
  readonly image: Uint8Array;
  /** Byte address of the image, a multiple of 4096. */
  readonly base: number;
  readonly steps: readonly BenchStep[];
  /** The run stops here with timedOut set. */
  readonly maxCycles: number;
  /** Keep the log of write beats; off by default. */
  readonly logWrites?: boolean;
}

export interface StepResult {
  /** First and last cycle the step was active in. */
  readonly firstCycle: number;
  readonly lastCycle: number;
  /** Of the last transfer; okay for steps without one. */
  readonly response: AxiResponse;
  /** Data of the last read, 0 for other steps. */
  readonly data: number;
}

/** Beats of one tile's probe in the order of time. */
export interface ProbeBeats {
  readonly cycles: Uint32Array;
  /** 24-bit values. */
  readonly values: Uint32Array;
}

export interface WriteBeat {
  readonly cycle: number;
  readonly port: number;
  readonly address: number;
  readonly data: Uint8Array;
  /** One bit per byte. */
  readonly strobe: number;
}

export interface BenchResult {
  /** Cycles run, the initial reset not counted. */
  readonly cycles: number;
  readonly timedOut: boolean;
  /** One per finished step. */
  readonly steps: readonly StepResult[];
  /** By tile. */
  readonly probes: readonly ProbeBeats[];
  /** Cycles in which probe_go_o was high; empty for a design without it. */
  readonly gos: Uint32Array;
  readonly writes: readonly WriteBeat[];
  readonly memory: Uint8Array;
  /** Violations of the protocol by the design, in words; at most MAX_VIOLATIONS, later ones are only counted. */
  readonly errors: readonly string[];
  readonly errorCount: number;
}

export const MAX_VIOLATIONS = 32;

/** Protocol rules the bench checks; the C++ bench uses the same numbers (the index here). */
const RULES: readonly string[] = [
  'read address or its valid changed before ready',
  'read burst crosses a 4 KB border',
  'read burst is longer than the memory allows',
  'read address is not aligned to the data width',
  'read burst lies outside of the memory',
  'read burst is not INCR of full width',
  'write address or its valid changed before ready',
  'write burst crosses a 4 KB border',
  'write burst is longer than the memory allows',
  'write address is not aligned to the data width',
  'write burst lies outside of the memory',
  'write burst is not INCR of full width',
  'write data, strobe, last or valid changed before ready',
  'wlast is not at the last beat of its burst',
  'AXI4-Lite: write response without a complete write',
  'AXI4-Lite: write response or its valid changed before ready',
  'AXI4-Lite: read data without an address',
  'AXI4-Lite: read data or its valid changed before ready',
];

export const RULE = {
  readUnstable: 0, readBorder: 1, readLong: 2, readUnaligned: 3, readOutside: 4, readKind: 5,
  writeUnstable: 6, writeBorder: 7, writeLong: 8, writeUnaligned: 9, writeOutside: 10, writeKind: 11,
  dataUnstable: 12, lastMisplaced: 13,
  liteEarlyResponse: 14, liteResponseUnstable: 15, liteEarlyData: 16, liteDataUnstable: 17,
} as const;

export function renderViolation(rule: number, cycle: number, port: number, address: number): string {
  return `cycle ${cycle}, port ${port}, address 0x${address.toString(16)}: ${RULES[rule]}`;
}

/** Refuses settings the bench has no meaning for. */
export function checkBenchOptions(options: Pick<BenchOptions, 'memory' | 'image' | 'base'>): void {
  const { memory, image, base } = options;
  const { bandwidth, stalls } = memory;
  const wrong: string[] = [];
  if (!(memory.ports >= 1 && memory.ports <= 8)) wrong.push(`ports is ${memory.ports}, not 1 to 8`);
  if (memory.bytesPerBeat !== 8 && memory.bytesPerBeat !== 16) wrong.push(`bytesPerBeat is ${memory.bytesPerBeat}, not 8 or 16`);
  if (!(bandwidth.numerator > 0 && bandwidth.denominator > 0)) wrong.push('bandwidth is not positive');
  if (!(memory.maxBurstBeats >= 1 && memory.maxBurstBeats <= 256)) wrong.push(`maxBurstBeats is ${memory.maxBurstBeats}, not 1 to 256`);
  if (stalls !== undefined && !(stalls.level >= 0 && stalls.level < 64)) wrong.push(`stall level is ${stalls.level}, not 0 to 63`);
  if (stalls !== undefined && stalls.seed >>> 0 === 0) wrong.push('stall seed is 0');
  if (image.length % 16 !== 0) wrong.push(`image has ${image.length} bytes, not a multiple of 16`);
  if (base % 4096 !== 0 || base + image.length > 2 ** 32) wrong.push(`base ${base} is not a multiple of 4096 inside 32 bits`);
  if (wrong.length > 0) throw new Error(`test bench: ${wrong.join('; ')}`);
}
