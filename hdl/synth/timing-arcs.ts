// Inside a vendor cell: which input bits reach which output bit without a clock edge, and how many LUTs that costs.
import { cellKind } from './cell-kinds.ts';
import type { Cell } from './netlist.ts';

/** An input bit and the levels from it. */
export type Arc = readonly [bit: number, levels: number];

export interface OutputBit {
  readonly bit: number;
  /** True where the bit comes from a register or memory inside the cell. */
  readonly isStart: boolean;
  readonly arcs: readonly Arc[];
}

/** All output bits of a vendor cell. */
export function outputBits(cell: Cell): OutputBit[] {
  const { timing } = cellKind(cell.type);
  const result: OutputBit[] = [];
  for (const [pin, bits] of Object.entries(cell.connections)) {
    if (cell.port_directions[pin] !== 'output') continue;
    bits.forEach((bit, index) => {
      if (typeof bit !== 'number') return;
      const arcs = timing === 'register' ? [] : inputArcs(cell, pin, index);
      result.push({ bit, isStart: timing === 'register' || timing === 'memory-read', arcs });
    });
  }
  return result;
}

/** Input bits of a vendor cell that are taken at a clock edge, with the name of their pin. */
export function endBits(cell: Cell): (readonly [bit: number, pin: string])[] {
  const { timing } = cellKind(cell.type);
  if (timing === 'lut' || timing === 'free') return [];
  const result: (readonly [number, string])[] = [];
  for (const [pin, bits] of Object.entries(cell.connections)) {
    const isReadOnly = timing === 'memory-read' && /^(DPRA\d*|ADDR[ABCEFG]|RAD)$/.test(pin);
    if (cell.port_directions[pin] !== 'input' || isReadOnly || isClock(pin)) continue;
    for (const bit of bits) if (typeof bit === 'number') result.push([bit, pin]);
  }
  return result;
}

function isClock(pin: string): boolean {
  return /^(C|CLK|WCLK|WCK|G|CLKA|CLKB|CLKARDCLK|CLKBWRCLK|CLKW|CLKR|CLK\d)$/.test(pin);
}

function inputArcs(cell: Cell, outputPin: string, outputIndex: number): Arc[] {
  const arcs: Arc[] = [];
  for (const [pin, bits] of Object.entries(cell.connections)) {
    if (cell.port_directions[pin] !== 'input') continue;
    bits.forEach((bit, index) => {
      if (typeof bit !== 'number') return;
      const levels = dependsOn(cell, outputPin, pin) ? arcLevels(cell.type, outputPin, outputIndex, pin, index) : undefined;
      if (levels !== undefined) arcs.push([bit, levels]);
    });
  }
  return arcs;
}

/**
 * Whether an output of a dual-output LUT takes an input in, by its table: O6 shows all 64 entries and O5 the lower half, so a chain
 * of such LUTs through pins that an output ignores is no path.
 */
function dependsOn(cell: Cell, outputPin: string, pin: string): boolean {
  const table = cell.parameters?.['INIT'];
  const input = /^I([0-5])$/.exec(pin);
  if (cell.type !== 'LUT6_2' || table?.length !== 64 || input === null) return true;
  const step = 1 << Number(input[1]);
  const entries = outputPin === 'O5' ? 32 : 64;
  for (let entry = 0; entry + step < entries; entry++) {
    if ((entry & step) === 0 && table.at(-1 - entry) !== table.at(-1 - entry - step)) return true;
  }
  return false;
}

/** LUTs between one input pin and one output pin; undefined where the one does not reach the other. */
function arcLevels(type: string, outputPin: string, outputIndex: number, pin: string, index: number): number | undefined {
  const { timing } = cellKind(type);
  if (timing === 'lut') return 1;
  if (timing === 'memory-read') return readsAt(outputPin, pin) ? 1 : undefined;
  if (/^CARRY[48]$/.test(type)) {
    // Bit i of a chain sees the bits below it; a sum bit does not see its own carry input.
    if (pin === 'S') return index <= outputIndex ? 0 : undefined;
    if (pin === 'DI') return index < outputIndex || (outputPin === 'CO' && index === outputIndex) ? 0 : undefined;
    return 0;
  }
  if (type === 'CCU2C') {
    if (outputPin === 'S0' && /1$/.test(pin)) return undefined;
    return pin === 'CIN' ? 0 : 1;
  }
  return 0;
}

/** Whether an address pin of a LUT memory selects what an output pin shows. */
function readsAt(outputPin: string, pin: string): boolean {
  const side = /^DO([A-H])$/.exec(outputPin);
  if (side !== null) return pin === `ADDR${side[1]}`;
  if (outputPin === 'DPO') return /^DPRA\d*$/.test(pin);
  if (outputPin === 'DO') return pin === 'RAD';
  return /^A\d*$/.test(pin);
}
