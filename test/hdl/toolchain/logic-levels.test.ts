// Counting over hand-made netlists: sites, instances, and the longest path across module borders.
import { describe, expect, test } from 'vitest';
import { measureLogicLevels, measureModuleLevels } from '../../../hdl/synth/logic-levels.ts';
import { readNetlist } from '../../../hdl/synth/netlist.ts';
import { countResources } from '../../../hdl/synth/resources.ts';

type Pins = Record<string, (number | string)[]>;
const OUTPUTS = new Set(['O', 'Q', 'CO', 'DO', 'DPO', 'SPO', 'DOA', 'DOB', 'y']);
const cell = (type: string, connections: Pins) => ({
  type, connections,
  port_directions: Object.fromEntries(Object.keys(connections).map((pin) => [pin, OUTPUTS.has(pin) ? 'output' : 'input'])),
});
const lut = (inputs: number[], output: number) => cell(`LUT${inputs.length}`, { ...Object.fromEntries(inputs.map((bit, index) => [`I${index}`, [bit]])), O: [output] });
const flop = (d: number, q: number) => cell('FDRE', { C: [2], D: [d], Q: [q], CE: ['1'], R: ['0'] });
const module = (cells: object, inputs: Pins = {}, outputs: Pins = {}, attributes = {}) => ({
  attributes, cells,
  ports: {
    ...Object.fromEntries(Object.entries(inputs).map(([name, bits]) => [name, { direction: 'input', bits }])),
    ...Object.fromEntries(Object.entries(outputs).map(([name, bits]) => [name, { direction: 'output', bits }])),
  },
});
const netlist = (modules: object) => readNetlist(JSON.stringify({ modules }));
const TOP = { top: '00000000000000000000000000000001' };
const levelsOf = (cells: object, inputs: Pins = {}, outputs: Pins = {}) => measureLogicLevels(netlist({ t: module(cells, inputs, outputs, TOP) }));

describe('levels inside one module', () => {
  test('a chain of two LUTs between flip-flops', () => {
    const cells = { a: flop(10, 11), b: lut([11], 12), c: lut([12, 11], 13), d: flop(13, 14) };
    expect(levelsOf(cells)).toEqual({ levels: 2, path: ['a (FDRE)', 'b (LUT1)', 'c (LUT2)', 'd (FDRE D)'] });
  });

  test('wide multiplexers are free, a carry chain only looks down', () => {
    const carry = cell('CARRY4', { CI: ['0'], CYINIT: ['0'], DI: [21, 20, 22, 23], S: [20, 21, 22, 23], O: [30, 31, 32, 33], CO: [34, 35, 36, 37] });
    const cells = { a: flop(1, 11), l: lut([11], 23), m: lut([23], 20), c: carry, low: flop(32, 50) };
    // O[2] sees S[2:0] and DI[1:0] only: bit 20 with two levels, not bit 23 above it.
    expect(levelsOf(cells).levels).toBe(2);
    const wide = { a: flop(1, 11), l: lut([11], 12), m: cell('MUXF7', { I0: [12], I1: [11], S: [11], O: [13] }), d: flop(13, 14) };
    expect(levelsOf(wide).levels).toBe(1);
  });

  test('reading a LUT memory counts one, its data input is an end point', () => {
    const memory = cell('RAM32M', { ADDRA: [11], ADDRB: [12], ADDRD: [11], DIA: [13], WE: ['1'], WCLK: [2], DOA: [15], DOB: [16] });
    const cells = { a: flop(1, 11), l: lut([11], 12), m: lut([12], 13), r: memory, d: flop(15, 17), e: flop(16, 18) };
    expect(levelsOf(cells)).toEqual({ levels: 2, path: ['a (FDRE)', 'l (LUT1)', 'm (LUT1)', 'r (RAM32M DIA)'] });
  });

  test('block RAM, DSP and shift registers cut paths; ports count as registers', () => {
    const cells = { a: lut([5], 6), s: cell('SRL16E', { D: [6], A0: ['1'], CE: ['1'], CLK: [2], Q: [7] }), b: lut([7], 8), c: lut([8], 9) };
    expect(levelsOf(cells, { in: [5] }, { out: [9] }).levels).toBe(2);
  });

  test('a combinational loop and an unknown cell are refused', () => {
    expect(() => levelsOf({ a: lut([11], 10), b: lut([10], 11) })).toThrow('combinational loop in module t');
    expect(() => levelsOf({ a: cell('MYSTERY', { I0: [1], O: [2] }) })).toThrow("cell type 'MYSTERY'");
  });
});

describe('levels across modules', () => {
  const child = module({ l: lut([2], 4), m: lut([4], 5), f: flop(5, 6), n: lut([6], 7) }, { a: [2], w: [3] }, { y: [7], through: [3] });

  test('paths into, out of and through a submodule join', () => {
    const instance = (a: number, y: number, w: number, through: number) => ({ type: 'child', port_directions: {}, connections: { a: [a], y: [y], w: [w], through: [through] } });
    const cells = { u: instance(20, 21, 21, 22), v: instance(23, 24, 20, 25), l: lut([22], 23), x: flop(24, 26) };
    const top = { child, t: module(cells, {}, {}, TOP) };
    // u.f -> u.n -> out of u, straight through u, -> l -> v.l -> v.m -> v.f
    expect(measureLogicLevels(netlist(top))).toEqual({ levels: 4, path: ['u.f (FDRE)', 'u.n (LUT1)', 'u', 'l (LUT1)', 'v.l (LUT1)', 'v.m (LUT1)', 'v.f (FDRE D)'] });
  });

  test('each module is measured as if it were the top, and named nets and ports name its ends', () => {
    const top = { ...module({ x: lut([20], 21), y: lut([21], 22), z: flop(22, 23), c: { type: 'child', port_directions: {}, connections: { a: [20] } } }, { in: [20] }, {}, TOP),
      netnames: { in: { bits: [20] }, count: { bits: [23, 24] }, $made_up: { bits: [21] } } };
    const levels = measureModuleLevels(netlist({ child, t: top }));
    expect(levels.get('child')).toEqual({ levels: 2, path: ['port 2', 'l (LUT1)', 'm (LUT1)', 'f (FDRE D)'] });
    expect(levels.get('t')).toEqual({ levels: 2, path: ['port in', 'x (LUT1)', 'y (LUT1)', 'count[0] (FDRE D)'] });
  });

  test('sites are counted once per module and summed over instances', () => {
    const pair = module({ p: cell('child', {}), q: cell('child', {}), r: cell('RAMB18E1', {}), s: cell('RAM64M', {}) }, {}, {});
    const rows = countResources(netlist({ child, pair, t: module({ x: cell('pair', {}), y: cell('pair', {}), z: cell('child', {}), d: cell('DSP48E1', {}) }, {}, {}, TOP) }));
    expect(rows.map(({ module: name, instances, lut: luts, ff, bram36, dsp, own }) => [name, instances, luts, ff, bram36, dsp, own.lut])).toEqual([
      ['child', 5, 3, 1, 0, 0, 3], ['pair', 2, 10, 2, 0.5, 0, 4], ['t', 1, 23, 5, 1, 1, 0],
    ]);
  });
});
