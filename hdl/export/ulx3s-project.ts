// The ULX3S design of a program's target as files in memory: RTL with the board's top, constraints, the program's images, a driver for
// the host, a README. Pure text; runtime/place-route.ts makes a bitstream of it.
import type { Program } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { type BoardClock, boardClock, INPUT_MHZ } from './ulx3s-clock.ts';
import { ulx3sConstraints } from './ulx3s-pins.ts';
import { ulx3sReadme } from './ulx3s-readme.ts';
import { ULX3S_TOP, ulx3sTop } from './ulx3s-top.ts';

export interface Ulx3sInput {
  readonly program: Program;
  /** The grid with serial line and memory around it, by file name, in compile order. */
  readonly rtl: ReadonlyMap<string, string>;
  /** Image files by name, as `nfc compile` writes them. */
  readonly images: ReadonlyMap<string, string>;
}

export interface Ulx3sProject {
  readonly clock: BoardClock;
  readonly top: string;
  /** SystemVerilog by file name, in compile order. */
  readonly rtl: ReadonlyMap<string, string>;
  readonly constraints: string;
  /** All files by relative name. */
  readonly files: Map<string, string>;
}

const SDRAM_BYTES = 2 ** 25;

/** What keeps a target off the board, in words; null where nothing does. */
export function whyNotUlx3s({ name, family, memory, clockMHz }: Target): string | null {
  if (family !== 'ecp5') return `${name} is a target for ${family}, the board has an ECP5`;
  if (memory.ports !== 1 || memory.axiBytes !== 8) return `${name} has ${memory.ports} memory ports of ${8 * memory.axiBytes} bits, the board's memory serves one of 64`;
  if (memory.bytes > SDRAM_BYTES || memory.base % SDRAM_BYTES !== 0) return `${name} has ${memory.bytes} bytes of memory at ${memory.base}, the board has ${SDRAM_BYTES} at multiples of that`;
  if (boardClock(clockMHz) === null) return `${name} asks for ${clockMHz} MHz, the board's design runs at 50 to 100 MHz`;
  return null;
}

/** Only for a target that `whyNotUlx3s` has nothing against. */
export function ulx3sProject({ program, rtl, images }: Ulx3sInput): Ulx3sProject {
  const clock = boardClock(program.target.clockMHz);
  if (clock === null) throw new RangeError(`no PLL setting for ${program.target.clockMHz} MHz`);
  const sources = new Map([...rtl, [`${ULX3S_TOP}.sv`, ulx3sTop(clock)]]);
  const constraints = ulx3sConstraints(INPUT_MHZ);
  const files = new Map<string, string>();
  for (const [name, text] of sources) files.set(`rtl/${name}`, text);
  for (const [name, text] of images) files.set(`images/${name}`, text);
  files.set('ulx3s.lpf', constraints);
  files.set('README.md', ulx3sReadme({ clock, top: ULX3S_TOP, target: program.target, model: program.model }));
  return { clock, top: ULX3S_TOP, rtl: sources, constraints, files };
}
