// The exported Vivado projects: every script runs through in tclsh against a model of Vivado that checks options, files, modules, pins,
// interfaces, addresses and ports; one wrong word in a script makes it fail.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelledCommands, type VivadoProject, vivadoProjects } from '../support/vivado.ts';

const projects = vivadoProjects();
let pynq: VivadoProject;
let zcu104: VivadoProject;
let bare: VivadoProject;
beforeAll(() => {
  pynq = projects.make('pynq-z2');
  zcu104 = projects.make('zcu104');
  bare = projects.make('neuflow-v6', ['--part', 'xc7k325tffg900-2']);
});
afterAll(() => projects.dispose());

const RESULTS = ['nfc.bit', 'nfc.hwh', 'timing.rpt', 'utilization.rpt', 'power.rpt', 'ip/component.xml'];
const passes = ({ code, stderr }: { readonly code: number | null; readonly stderr: string }): void => expect({ code, stderr }).toEqual({ code: 0, stderr: '' });

describe('scripts', () => {
  it('build a bitstream for pynq-z2: AXI3 ports of 64 bits, straight to the processor', () => {
    const built = pynq.run('build.tcl');
    passes(built);
    for (const call of [
      'create_bd_cell -type ip -vlnv xilinx.com:ip:processing_system7:5.5 ps', 'connect_bd_intf_net grid/m0_axi ps/S_AXI_HP0', 'connect_bd_intf_net grid/m1_axi ps/S_AXI_HP1',
      'assign_bd_address -offset 0x43C00000 -range 64K -target_address_space ps/Data /grid/s_axi/reg0', 'connect_bd_net ps/FCLK_CLK0 grid/aclk', 'connect_bd_net grid/irq ps/IRQ_F2P',
      'set_property board_part tul.com.tw:pynq-z2:part0:1.0 nfc',
    ]) expect(built.calls).toContain(`${call}\n`);
    for (const file of RESULTS) expect(existsSync(join(pynq.path, 'build', file))).toBe(true);
  });

  it('build a bitstream for zcu104: AXI4 ports of 128 bits', () => {
    const built = zcu104.run('build.tcl');
    passes(built);
    for (const call of [
      'create_bd_cell -type ip -vlnv xilinx.com:ip:zynq_ultra_ps_e ps', 'connect_bd_intf_net grid/m2_axi ps/S_AXI_HP2_FPD', 'connect_bd_net ps/pl_clk0 grid/aclk', 'connect_bd_net ps/pl_resetn0 reset/ext_reset_in',
      'connect_bd_net grid/irq ps/pl_ps_irq0', 'assign_bd_address -offset 0xA0000000 -range 64K -target_address_space ps/Data /grid/s_axi/reg0',
      'assign_bd_address -offset 0x0 -range 0x80000000 -target_address_space grid/m2_axi /ps/SAXIGP4/HP2_DDR_LOW', 'exclude_bd_addr_seg -target_address_space grid/m2_axi /ps/SAXIGP4/HP2_QSPI',
      'set_property board_part xilinx.com:zcu104:part0:1.1 nfc',
    ]) expect(built.calls).toContain(`${call}\n`);
    expect(built.calls).toMatch(/PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ 250 .*PSU__SAXIGP2__DATA_WIDTH 128/);
    for (const file of RESULTS) expect(existsSync(join(zcu104.path, 'build', file))).toBe(true);
  });

  it('implement the bare grid for any of them, lanes by hand where the part has the cells', () => {
    const runs = [pynq, zcu104, bare].map((project) => project.run('build_plain.tcl'));
    for (const run of runs) passes(run);
    expect(runs.map(({ calls }) => /^synth_design .*$/m.exec(calls)?.[0])).toEqual([
      ['xc7z020clg400-1', 1], ['xczu7ev-ffvc1156-2-e', 0], ['xc7k325tffg900-2', 1],
    ].map(([part, primitives]) => `synth_design -top nf_grid -part ${part} -mode out_of_context -flatten_hierarchy rebuilt -generic Primitives=${primitives}`));
    expect([pynq, zcu104, bare].map((project) => /Primitives\((\d)\)/.exec(project.read('rtl/nfc_axi.v'))?.[1])).toEqual(['1', '0', '1']);
    expect(existsSync(join(bare.path, 'build', 'nf_grid.dcp'))).toBe(true);
    expect(existsSync(join(bare.path, 'build.tcl'))).toBe(false);
    passes(bare.run('package_ip.tcl'));
  });

  it('use every command that the model knows; another one would have stopped them', () => {
    const used = new Set([pynq.run('build.tcl'), zcu104.run('build.tcl'), pynq.run('build_plain.tcl')].flatMap(({ calls }) => calls.split('\n').map((call) => call.split(' ')[0])));
    const known = modelledCommands();
    expect(known.length).toBeGreaterThan(50);
    expect(known.filter((name) => !used.has(name))).toEqual([]);
  });

  it('take arguments, and stop with words', () => {
    const out = join(pynq.path, 'elsewhere');
    passes(pynq.run('build.tcl', [`out=${out}`, 'jobs=8']));
    expect(existsSync(join(out, 'nfc.bit'))).toBe(true);
    expect(pynq.run('build.tcl', ['speed=9']).stderr).toMatch(/unknown argument speed=9: use jobs= or out=/);
    expect(pynq.run('build.tcl', [], { NFC_STUB_SLACK: '-0.2' }).stderr).toMatch(/timing is not met at 100 MHz/);
    expect(pynq.run('build.tcl', [], { NFC_STUB_FAIL: 'impl_1' }).stderr).toMatch(/impl_1 failed: see .*runme\.log/);
    const boardless = zcu104.run('build.tcl', [], { NFC_STUB_BOARDS: '' });
    passes(boardless);
    expect(boardless.calls).toMatch(/WARNING: Vivado has no files of board zcu104/);
  });
});

/** Script that runs, file that is changed, text, what takes its place, and what the run then says. */
type Change = readonly [script: string, file: string, from: string | RegExp, to: string, message: RegExp];

const COMMON: readonly Change[] = [
  ['build.tcl', 'package_ip.tcl', '-norecurse', '-norecursive', /add_files: no option -norecursive/],
  ['build.tcl', 'package_ip.tcl', 'set_property top nfc_axi', 'set_property top nfc_axis', /no source declares module nfc_axis/],
  ['build.tcl', 'package_ip.tcl', ' -library grid', '', /-library is missing/],
  ['build.tcl', 'package_ip.tcl', 'ipx::save_core', 'ipx::save_component', /invalid command name "ipx::save_component"/],
  ['build.tcl', 'package_ip.tcl', 'address_offset', 'offset', /a register has no property offset/],
  ['build.tcl', 'package_ip.tcl', 'slave_memory_map_ref s_axi', 'slave_memory_map_ref s_axil', /no such memory map: .*s_axil/],
  ['build.tcl', 'package_ip.tcl', /^ {2}set_property master_address_space_ref.*\n/m, '', /bus m0_axi has no master_address_space_ref/],
  ['build.tcl', 'package_ip.tcl', 'ipx::add_register $name $block', 'ipx::add_register $name', /ipx::add_register: 1 arguments, at least 2/],
  ['build.tcl', 'rtl/nfc_axi.v', 'm0_axi ARLEN', 'm0_axi ARLENGTH', /bus m0_axi: AXI\d needs ARLEN/],
  ['build.tcl', 'rtl/nfc_axi.v', ':m1_axi', '', /bus m1_axi belongs to no clock/],
  ['build.tcl', 'rtl/nfc_axi.v', /(DATA_WIDTH )(64|128)/, '$1256', /bus m0_axi: WDATA has (64|128) bits, AXI\d wants 256/],
  ['build.tcl', 'block_design.tcl', 'reset/ext_reset_in', 'reset/ext_reset', /no such pin: reset\/ext_reset/],
  ['build.tcl', 'block_design.tcl', 'control/S_AXI', 'control/S00_AXI', /no such interface pin: control\/S00_AXI/],
  ['build.tcl', 'block_design.tcl', /(grid\/m\S+_axi)\] \[/, '$1s] [', /no such interface pin: grid\/m0_axis/],
  ['build.tcl', 'block_design.tcl', 'axi_protocol_converter:2.1', 'axi_protocol_converter:3.1', /no such core: .*axi_protocol_converter:3\.1/],
  ['build.tcl', 'block_design.tcl', 'CONFIG.SI_PROTOCOL', 'CONFIG.S_PROTOCOL', /cell control has no parameter S_PROTOCOL/],
  ['build.tcl', 'block_design.tcl', 'MI_PROTOCOL AXI4LITE', 'MI_PROTOCOL AXI4', /is AXI4.*is AXI4/],
  ['build.tcl', 'block_design.tcl', 'foreach pin {grid/aresetn control/aresetn}', 'foreach pin {control/aresetn}', /grid\/aresetn is not connected/],
  ['build.tcl', 'block_design.tcl', '-offset $control_address', '-address $control_address', /assign_bd_address: no option -address/],
  ['build.tcl', 'block_design.tcl', 'get_bd_addr_spaces ps/Data', 'get_bd_addr_spaces ps/data', /no such address space: ps\/data/],
  ['build.tcl', 'block_design.tcl', 'grid/s_axi/reg0', 'grid/s_axi/Reg', /no such address segment: grid\/s_axi\/Reg/],
  ['build.tcl', 'block_design.tcl', '[get_bd_pins grid/irq]', '[get_bd_pins grid/aclk]', /one driver and a sink are needed/],
  ['build.tcl', 'block_design.tcl', /^validate_bd_design\n/m, '', /the design is not validated/],
  ['build.tcl', 'build.tcl', 'nfc_system.bd]', 'nfc_sys.bd]', /no file matches nfc_sys\.bd/],
  ['build.tcl', 'build.tcl', 'foreach run {synth_1 impl_1}', 'foreach run {impl_1}', /synth_1 has not finished/],
  ['build.tcl', 'build.tcl', '[get_runs impl_1]', '[get_runs impl_2]', /no such run: impl_2/],
  ['build.tcl', 'build.tcl', 'ip_repo_paths [list [file join $out ip]]', 'ip_repo_paths [list [file join $out cores]]', /no such file: .*cores/],
  ['build.tcl', 'processor.tcl', 'apply_board_preset', 'board_preset', /takes no board_preset/],
  ['build.tcl', 'processor.tcl', '8 * $axi_bytes', '4 * $axi_bytes', /ps\/S_AXI_HP0(_FPD)? has (32|64) bits, grid\/m0_axi has (64|128)/],
  ['build_plain.tcl', 'build_plain.tcl', 'opt_design', 'optimise_design', /invalid command name "optimise_design"/],
  ['build_plain.tcl', 'build_plain.tcl', 'Primitives=', 'Primitive=', /nf_grid has no parameter Primitive=/],
  ['build_plain.tcl', 'build_plain.tcl', /^place_design\n/m, '', /the design is not ready/],
  ['build_plain.tcl', 'constraints/grid.xdc', 'rst_ni', 'rst_n', /the top has no port rst_n/],
  ['build_plain.tcl', 'constraints/grid.xdc', /irq_o/g, '', /port irq_o is not constrained/],
  ['build_plain.tcl', 'constraints/grid.xdc', 'm_axi_rdata_i[*]', 'm_axi_rdata_i', /m_axi_rdata_i does not match port/],
  ['build_plain.tcl', 'constraints/grid.xdc', 's_axil_wdata_i[*]', 's_axil_rdata_o[*]', /s_axil_rdata_o is no input/],
  ['build_plain.tcl', 'constraints/grid.xdc', '-clock clk', '-clock clock', /no clock clock/],
  ['build_plain.tcl', 'constraints/grid.xdc', /^/, 'set ports {}\n', /invalid command name "set"/],
  ['build_plain.tcl', 'constraints/grid.xdc', / -period \S+/, '', /create_clock: -period is missing/],
];

const ZYNQ_7000: readonly Change[] = [
  ['build.tcl', 'processor.tcl', 'set interrupt_pin IRQ_F2P', 'set interrupt_pin F2P_IRQ', /no such pin: ps\/F2P_IRQ/],
  ['build.tcl', 'processor.tcl', 'CONFIG.PCW_IRQ_F2P_INTR 1', 'CONFIG.PCW_IRQ_F2P_INTR 0', /no such pin: ps\/IRQ_F2P/],
  ['build.tcl', 'processor.tcl', 'CONFIG.PCW_USE_S_AXI_HP$port 1', 'CONFIG.PCW_USE_S_AXI_HP$port 0', /no such pin: ps\/S_AXI_HP0_ACLK/],
  ['build.tcl', 'processor.tcl', '_DDR_LOWOCM', '_DDR_LOW', /no such address segment: ps\/S_AXI_HP0\/HP0_DDR_LOW/],
  ['build.tcl', 'processor.tcl', 'FIXED_IO, DDR', 'DDR', /ps\/FIXED_IO is not connected/],
  ['build.tcl', 'processor.tcl', 'control_protocol AXI3', 'control_protocol AXI4', /is AXI3.*is AXI4|is AXI4.*is AXI3/],
  ['build.tcl', 'settings.tcl', 'set ram_bytes 0x20000000', 'set ram_bytes 0x40000000', /HP0_DDR_LOWOCM has 536870912 bytes, not 1073741824/],
];

const ZYNQ_ULTRASCALE: readonly Change[] = [
  ['build.tcl', 'processor.tcl', /(saxihp\S+)_fpd_aclk/, '$1_aclk', /no such pin: ps\/saxihp0_aclk/],
  ['build.tcl', 'processor.tcl', '{$port + 2}', '{$port + 3}', /no such pin: ps\/saxihp0_fpd_aclk/],
  ['build.tcl', 'processor.tcl', 'CONFIG.PSU__USE__M_AXI_GP1 0', 'CONFIG.PSU__USE__M_AXI_GP1 1', /ps\/(maxihpm1_fpd_aclk|M_AXI_HPM1_FPD) is not connected/],
  ['build.tcl', 'processor.tcl', 'MAXIGP0__DATA_WIDTH 32', 'MAXIGP0__DATA_WIDTH 128', /has 128 bits.*has 32|has 32 bits.*has 128/],
  ['build.tcl', 'processor.tcl', 'pl_resetn0', 'pl_clk0', /pins of different kinds/],
  ['build.tcl', 'block_design.tcl', /exclude_bd_addr_seg .*(?= \})/, 'continue', /HP0_QSPI is neither mapped into grid\/m0_axi nor excluded/],
];

describe('a wrong word', () => {
  it.each(COMMON)('fails: %s with another %s (%s, %s)', (script, file, from, to, message) => {
    for (const project of [pynq, zcu104]) {
      const run = project.runChanged(script, file, from, to);
      expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 1, stderr: expect.stringMatching(message) });
    }
  });
  it.each(ZYNQ_7000)('fails on pynq-z2: %s with another %s (%s, %s)', (script, file, from, to, message) => {
    expect(pynq.runChanged(script, file, from, to).stderr).toMatch(message);
  });
  it.each(ZYNQ_ULTRASCALE)('fails on zcu104: %s with another %s (%s, %s)', (script, file, from, to, message) => {
    expect(zcu104.runChanged(script, file, from, to).stderr).toMatch(message);
  });
});

describe('files', () => {
  it('that are missing are named', () => {
    const broken = projects.make('sim-1x1');
    rmSync(join(broken.path, 'constraints', 'grid.xdc'));
    expect(broken.run('build_plain.tcl').stderr).toMatch(/no such file: .*grid\.xdc/);
    rmSync(join(broken.path, 'rtl', 'nf_grid.sv'));
    expect(broken.run('package_ip.tcl').stderr).toMatch(/nf_grid\.sv is missing: export the project again/);
  });

  it('that the README names are there', () => {
    for (const project of [pynq, zcu104, bare]) {
      const readme = project.read('README.md');
      const scripts = [...readme.matchAll(/-source (\S+\.tcl)/g)].map(([, script]) => script as string);
      const named = [...readme.matchAll(/`((?:rtl|images|constraints)\/\S*|\w+\.(?:tcl|v))`/g)].map(([, file]) => (file === 'nfc_axi.v' ? 'rtl/nfc_axi.v' : file as string));
      expect(scripts.length).toBeGreaterThan(1);
      for (const file of [...scripts, ...named]) expect({ file, there: existsSync(join(project.path, file)) }).toEqual({ file, there: true });
    }
  });
});
