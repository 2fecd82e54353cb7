// The ports of a Verilated model: read from the header Verilator writes, named as in the SystemVerilog source.
// A port of up to 8, 16, 32 and 64 bits is one little-endian integer of that size, a wider one an array of 32-bit words.

export type PortDirection = 'in' | 'out' | 'inout';

export interface PortShape {
  readonly name: string;
  /** The C++ member that holds it. */
  readonly member: string;
  readonly direction: PortDirection;
  readonly widthBits: number;
}

const PORT = /\bVL_(IN|OUT|INOUT)(?:8|16|64|W)?\(&?(\w+),(\d+),(\d+)(?:,\d+)?\);/g;

/** Parses `Vtop.h`; ports come in the order of that file. */
export function parsePorts(header: string): PortShape[] {
  return [...header.matchAll(PORT)].map((match) => ({
    name: sourceName(match[2] as string),
    member: match[2] as string,
    direction: (match[1] as string).toLowerCase() as PortDirection,
    widthBits: Number(match[3]) - Number(match[4]) + 1,
  }));
}

/** Verilator writes a character that C++ or its own name scheme cannot hold as __0 and two hexadecimal digits. */
function sourceName(member: string): string {
  return member.replace(/__0([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
