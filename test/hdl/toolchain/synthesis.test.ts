// Yosys through WebAssembly on a small design whose counts can be worked out by hand.
import { expect, test } from 'vitest';
import { synthesize } from '../../../hdl/synth/yosys.ts';
import { readFixtures } from '../fixtures/read-fixture.ts';

const SYNTHESIS_TIMEOUT_MS = 300_000;
const sources = readFixtures('fx_parity.sv', 'fx_parity_tree.sv');

test('Series 7: counts, levels and modules of the parity tree', async () => {
  const report = await synthesize({ sources, top: 'fx_parity_tree', family: 'xc7' });
  expect(report).toMatchObject({ lut: 8, ff: 37, bram36: 1, dsp: 0, logicLevels: 2, lutPerLane: null, fits: true });
  expect(report.device.part).toBe('XC7Z020');
  expect(report.perModule.map((entry) => [entry.module, entry.instances, entry.lut, entry.own.lut])).toEqual([
    ['fx_parity', 7, 1, 1], ['fx_parity_tree', 1, 8, 1],
  ]);
}, SYNTHESIS_TIMEOUT_MS);

test('ECP5, flattened, with a device too small; an array gives LUTs per lane', async () => {
  const array = `module nf_array #(parameter int Lanes = 8, parameter int Neurons = 3) (
    input logic [4*Lanes*Neurons-1:0] x_i, output logic [Lanes*Neurons-1:0] y_o);
  genvar i;
  for (i = 0; i < Lanes * Neurons; i++) begin : gen_lane
    assign y_o[i] = ^x_i[4*i+:4];
  end
endmodule\n`;
  const small = { part: 'small', lut: 5, ff: 100, bram36: 2, dsp: 0 };
  const options = { sources: new Map([...sources, ['nf_array.sv', array]]), top: 'nf_array', family: 'ecp5', device: small } as const;
  const report = await synthesize({ ...options, parameters: new Map([['Neurons', 2]]) });
  expect(report).toMatchObject({ lut: 16, ff: 0, lutPerLane: 1, logicLevels: 1, fits: false });
}, SYNTHESIS_TIMEOUT_MS);

test('instances that differ only in their place are mapped once', async () => {
  const tile = `module tile #(parameter int Row = 0, parameter int Width = 2) (input logic [7:0] x_i, output logic y_o);
  assign y_o = (x_i[Width-1:0] == Width'(Row));
endmodule\n`;
  const grid = `module grid (input logic [7:0] x_i, output logic [4:0] y_o);
  genvar r;
  for (r = 0; r < 4; r++) begin : gen_row
    tile #(.Row(r), .Width(3)) u_tile (.x_i, .y_o(y_o[r]));
  end
  tile #(.Row(1), .Width(4)) u_other (.x_i, .y_o(y_o[4]));
endmodule\n`;
  const report = await synthesize({ sources: new Map([['tile.sv', tile], ['grid.sv', grid]]), top: 'grid', family: 'ecp5' });
  expect(report.perModule.map(({ module, parameters, instances, lut }) => [module, parameters, instances, lut])).toEqual([
    ['tile', { Width: 3 }, 4, 1], ['tile', { Width: 4 }, 1, 1], ['grid', {}, 1, 5],
  ]);
}, SYNTHESIS_TIMEOUT_MS);

test('refused sources say why', async () => {
  const broken = new Map([['broken.sv', 'module broken (input a);\n  wire b = missing(a);\nendmodule\n']]);
  await expect(synthesize({ sources: broken, top: 'broken', family: 'xc7' })).rejects.toThrow(/Yosys refused module 'broken' for xc7: .*missing/);
}, SYNTHESIS_TIMEOUT_MS);
