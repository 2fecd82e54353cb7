// The boards that Vivado builds for, and which board or part a target is exported for. What does not go together is refused in words.
import type { Family, Target } from '../../compiler/target/target.ts';

export interface Board {
  readonly name: string;
  readonly title: string;
  /** As Vivado names it, with package and speed grade. */
  readonly part: string;
  /** As targets name it. */
  readonly device: string;
  readonly family: Family;
  readonly processor: 'zynq-7000' | 'zynq-ultrascale';
  /** Pattern for `get_board_parts`; the files of a board carry voltages, pins and memory timing of its processor. */
  readonly boardParts: string;
  /** What the processor's high-performance ports take. */
  readonly ports: { readonly count: number; readonly bytes: readonly number[]; readonly maxBurst: number; readonly protocol: 'axi3' | 'axi4' };
  /** Bytes of memory from address 0 on that those ports reach. */
  readonly ramBytes: number;
  /** Where software finds the registers. */
  readonly controlAddress: number;
}

const GIBIBYTE = 2 ** 30;

export const BOARDS: readonly Board[] = [
  {
    name: 'pynq-z2', title: 'PYNQ-Z2 (Zynq-7000)', part: 'xc7z020clg400-1', device: 'XC7Z020', family: 'xc7', processor: 'zynq-7000',
    boardParts: 'tul.com.tw:pynq-z2:*', ports: { count: 4, bytes: [8], maxBurst: 16, protocol: 'axi3' }, ramBytes: GIBIBYTE / 2, controlAddress: 0x43c00000,
  },
  {
    name: 'zcu104', title: 'ZCU104 (Zynq UltraScale+ MPSoC)', part: 'xczu7ev-ffvc1156-2-e', device: 'XCZU7EV', family: 'xcup', processor: 'zynq-ultrascale',
    boardParts: 'xilinx.com:zcu104:*', ports: { count: 4, bytes: [8, 16], maxBurst: 256, protocol: 'axi4' }, ramBytes: 2 * GIBIBYTE, controlAddress: 0xa0000000,
  },
];

/** A board, or a part alone, for which the bare grid is built. */
export interface Platform {
  readonly board: Board | null;
  readonly part: string;
  readonly family: Family;
}

export interface PlatformRefusal {
  readonly problem: string;
  readonly hint: string;
}

export interface PlatformOptions {
  readonly board?: string | undefined;
  readonly part?: string | undefined;
}

/** A 7-series part with at least what the Virtex-6 of an ML605 has, of which Vivado knows nothing. */
const INSTEAD_OF_VIRTEX6 = 'xc7k325tffg900-2';
const BARE_GRID = `for example --part ${INSTEAD_OF_VIRTEX6}, to build the bare grid for a part that Vivado knows`;

/** What `target` is exported for: the board or part asked for, else the board that carries the target's device, else one whose memory ports suit. */
export function choosePlatform(target: Target, options: PlatformOptions): Platform | PlatformRefusal {
  if (options.part !== undefined) {
    return options.board === undefined ? barePart(options.part) : refuse('--board and --part exclude each other', 'a board has its part; --part alone builds the bare grid');
  }
  if (options.board !== undefined) return namedBoard(target, options.board);
  const { device } = target;
  if (device === null) {
    const board = BOARDS.find((candidate) => candidate.family === target.family && mismatch(target, candidate) === undefined);
    return board === undefined ? refuse(`no board suits target ${target.name}`, `name one with --board (${boardNames()}), or a part, ${BARE_GRID}`) : onBoard(board);
  }
  const board = BOARDS.find((candidate) => isDevice(device.part, candidate));
  if (board !== undefined) return mismatch(target, board) ?? onBoard(board);
  if (vivadoFamily(device.part.toLowerCase()) === undefined) return refuse(`target ${target.name} is made for ${device.part}, which Vivado does not know`, `give another part, ${BARE_GRID}`);
  return barePart(device.part);
}

function namedBoard(target: Target, name: string): Platform | PlatformRefusal {
  const board = BOARDS.find((candidate) => candidate.name === name);
  if (board !== undefined) return mismatch(target, board) ?? onBoard(board);
  if (name === 'ml605') return refuse('an ML605 carries a Virtex-6 (XC6VLX240T), which Vivado does not know', `give another part, ${BARE_GRID}`);
  return refuse(`board ${name} is not known`, `known boards: ${boardNames()}; any other part that Vivado has: --part`);
}

/** Why the target's grid cannot work on the board, or undefined. */
function mismatch(target: Target, board: Board): PlatformRefusal | undefined {
  const { device, memory } = target;
  const { ports } = board;
  const other = `export without --board, or compile for a target that suits ${board.name}`;
  if (device !== null && !isDevice(device.part, board)) return refuse(`target ${target.name} is made for ${device.part}, board ${board.name} carries ${board.device}`, other);
  if (memory.ports > ports.count) return refuse(`target ${target.name} has ${memory.ports} memory ports, the processor of ${board.name} has ${ports.count}`, other);
  if (!ports.bytes.includes(memory.axiBytes)) return refuse(`target ${target.name} has memory ports of ${8 * memory.axiBytes} bits, those of ${board.name} have ${ports.bytes.map((bytes) => 8 * bytes).join(' or ')}`, other);
  if (memory.maxBurst > ports.maxBurst) return refuse(`target ${target.name} sends bursts of ${memory.maxBurst} words, the ports of ${board.name} take ${ports.maxBurst}`, other);
  if (memory.base + memory.bytes > board.ramBytes) return refuse(`target ${target.name} uses memory up to address 0x${(memory.base + memory.bytes).toString(16)}, ${board.name} ends at 0x${board.ramBytes.toString(16)}`, other);
  return undefined;
}

function barePart(name: string): Platform | PlatformRefusal {
  const part = name.toLowerCase();
  const family = vivadoFamily(part);
  if (family === undefined) return refuse(`${name} is no part that Vivado knows: it begins with the 7 series`, `give another part, ${BARE_GRID}`);
  if (!/-[1-3]/.test(part)) return refuse(`part ${name} lacks package and speed grade`, `give --part as Vivado writes it, for example ${INSTEAD_OF_VIRTEX6} or xczu7ev-ffvc1156-2-e`);
  return { board: null, part, family };
}

/** By the beginning of a part's name in lower case: the 7 series, or UltraScale and all that came after it, which count as one. */
function vivadoFamily(part: string): Family | undefined {
  if (/^x[aqc]7[akvsz]/.test(part)) return 'xc7';
  return /^x[aqc]([akvz]u|u\d|v[cehmp])/.test(part) ? 'xcup' : undefined;
}

const isDevice = (part: string, board: Board): boolean => part.toUpperCase().startsWith(board.device);
const onBoard = (board: Board): Platform => ({ board, part: board.part, family: board.family });
const refuse = (problem: string, hint: string): PlatformRefusal => ({ problem, hint });
const boardNames = (): string => BOARDS.map((board) => board.name).join(', ');
