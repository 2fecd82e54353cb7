// The emitted part of the RTL: one package of the target's numbers and the grid top. Nothing of a network enters, so the bytes are
// the same for every model of a target; the leaf modules of hdl/rtl are added as they are.
import type { Family, Target } from '../../compiler/target/target.ts';
import { coreParameters } from './core-parameters.ts';
import { gridFingerprint } from './grid-fingerprint.ts';

/** Package and top for a target, by file name. The top is `nf_grid`, with probes for test benches. */
export function emitTop(target: Target): ReadonlyMap<string, string> {
  return new Map([
    ['nf_target_pkg.sv', emitPackage(target)],
    ['nf_grid.sv', emitGrid(target)],
  ]);
}

function emitPackage(target: Target): string {
  const lines = coreParameters(target).map(([name, value]) => `  localparam int ${name} = ${value};`);
  lines.push(`  localparam int Fingerprint = 32'h${gridFingerprint(target).toString(16).padStart(8, '0')};`);
  return `// Numbers of target ${target.name}.\npackage nf_target_pkg;\n${lines.join('\n')}\nendpackage\n`;
}

/** Value of the grid top's parameter Primitives for a family: whose cells the hand-mapped modules use. */
export const primitivesFor = (family: Family): 0 | 1 | 2 => (family === 'xc7' || family === 'xc6v' ? 1 : family === 'ecp5' ? 2 : 0);

type Port = readonly [direction: 'input' | 'output', name: string, bits: number];

/** Ports of the grid top: clock and reset, AXI4-Lite slave, AXI masters side by side, probes. */
export function gridPorts(target: Target): readonly Port[] {
  const p = target.memory.ports;
  const bytes = target.memory.axiBytes;
  const tiles = target.rows * target.cols;
  return [
    ['input', 'clk_i', 1], ['input', 'rst_ni', 1],
    ['input', 's_axil_awvalid_i', 1], ['output', 's_axil_awready_o', 1], ['input', 's_axil_awaddr_i', 16],
    ['input', 's_axil_wvalid_i', 1], ['output', 's_axil_wready_o', 1], ['input', 's_axil_wdata_i', 32], ['input', 's_axil_wstrb_i', 4],
    ['output', 's_axil_bvalid_o', 1], ['input', 's_axil_bready_i', 1], ['output', 's_axil_bresp_o', 2],
    ['input', 's_axil_arvalid_i', 1], ['output', 's_axil_arready_o', 1], ['input', 's_axil_araddr_i', 16],
    ['output', 's_axil_rvalid_o', 1], ['input', 's_axil_rready_i', 1], ['output', 's_axil_rdata_o', 32], ['output', 's_axil_rresp_o', 2],
    ['output', 'irq_o', 1],
    ['output', 'm_axi_arvalid_o', p], ['input', 'm_axi_arready_i', p], ['output', 'm_axi_araddr_o', 32 * p], ['output', 'm_axi_arlen_o', 8 * p],
    ['input', 'm_axi_rvalid_i', p], ['output', 'm_axi_rready_o', p], ['input', 'm_axi_rdata_i', 8 * bytes * p], ['input', 'm_axi_rresp_i', 2 * p],
    ['input', 'm_axi_rlast_i', p],
    ['output', 'm_axi_awvalid_o', p], ['input', 'm_axi_awready_i', p], ['output', 'm_axi_awaddr_o', 32 * p], ['output', 'm_axi_awlen_o', 8 * p],
    ['output', 'm_axi_wvalid_o', p], ['input', 'm_axi_wready_i', p], ['output', 'm_axi_wdata_o', 8 * bytes * p], ['output', 'm_axi_wstrb_o', bytes * p],
    ['output', 'm_axi_wlast_o', p], ['input', 'm_axi_bvalid_i', p], ['output', 'm_axi_bready_o', p], ['input', 'm_axi_bresp_i', 2 * p],
    ['output', 'probe_valid_o', tiles], ['output', 'probe_data_o', 24 * tiles], ['output', 'probe_go_o', 1],
  ];
}

function emitGrid(target: Target): string {
  const ports = gridPorts(target);
  const range = (name: string, bits: number): string => (isVector(name, bits) ? `[${bits - 1}:0] ` : '');
  const declared = ports.map(([direction, name, bits]) => `  ${direction === 'input' ? 'input  logic' : 'output logic'} ${range(name, bits)}${name}`);
  const parameters = [...coreParameters(target).map(([name]) => name), 'Fingerprint'].map((name) => `    .${name}(nf_target_pkg::${name})`);
  const connections = ports.map(([, name]) => `    .${name}`);
  return [
    `// Grid top of target ${target.name}: ${target.rows} x ${target.cols} tiles.`,
    '// Primitives = 1 maps lanes and comparisons by hand to Xilinx cells, 2 lanes to ECP5 cells; 0 is portable and simulates fastest.',
    'module nf_grid #(',
    '  parameter int Primitives = 0',
    ') (',
    declared.join(',\n'),
    ');',
    '  nf_core #(',
    [...parameters, '    .Primitives(Primitives)'].join(',\n'),
    '  ) u_core (',
    connections.join(',\n'),
    '  );',
    'endmodule',
    '',
  ].join('\n');
}

/** Whether a port of the grid top has a range: one-bit vectors stay vectors, so that ports keep their shape on a grid of one tile or one memory port. */
export const isVector = (name: string, bits: number): boolean => bits > 1 || /^(m_axi_|probe_(valid|data))/.test(name);
