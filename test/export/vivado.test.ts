// The exported Vivado project: its scripts run in a real tclsh against stand-ins of the Vivado commands, its wrapper lints around the
// emitted grid, and what its README names is there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTarget } from '../../compiler/target/targets.ts';
import type { Target } from '../../compiler/target/target.ts';
import { lint } from '../../hdl/cosim/lint.ts';
import { rtlSources } from '../../hdl/emit/read-rtl.ts';
import { wrapperVerilog } from '../../hdl/export/vivado-wrapper.ts';
import { nfc, scratchFolder } from '../support/cli.ts';

const MODEL = `network Tiny {
  input x: u8[1, 8, 8], scale 1/255
  weights random(1)
  precision weights ternary, activations 3b
  x |> c: conv(4 maps, 3x3) |> relu(range 4) |> output y: dense(3)
}
`;
const STUBS = join(import.meta.dirname, 'vivado-stubs.tcl');

const folder = scratchFolder({ 'm.nf': MODEL });
const project = (target: string): string => join(folder.path, `project-${target}`);
afterAll(() => folder.dispose());

function exportFor(target: string): string {
  const compiled = nfc(['compile', 'm.nf', '--target', target, '-o', `out-${target}`], folder.path);
  expect(compiled.stderr).not.toMatch(/error/);
  const exported = nfc(['export', `out-${target}`, '--to', 'vivado', '-o', project(target)], folder.path);
  expect({ code: exported.code, stderr: exported.stderr }).toEqual({ code: 0, stderr: '' });
  return project(target);
}

function runTcl(target: string, script: string, args: readonly string[] = []): { code: number | null; calls: string; stderr: string } {
  const run = spawnSync('tclsh', [STUBS, join(project(target), script), ...args], { encoding: 'utf8' });
  if (run.error !== undefined) throw new Error('tclsh is needed for this test: apt-get install tcl (or brew install tcl-tk)');
  return { code: run.status, calls: run.stdout, stderr: run.stderr };
}

describe('Vivado project', () => {
  beforeAll(() => {
    exportFor('pynq-z2');
    exportFor('neuflow-v6');
  });

  it('builds a bitstream for pynq-z2', () => {
    const { code, calls, stderr } = runTcl('pynq-z2', 'build.tcl');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const step of ['ipx::package_project', 'create_bd_cell -type ip -vlnv xilinx.com:ip:processing_system7:5.5 ps', 'create_bd_cell -type ip -vlnv nfc:grid:nfc_axi:1.0 grid', 'ps/S_AXI_HP0', 'ps/S_AXI_HP1', '0x43C00000', 'validate_bd_design', 'launch_runs impl_1 -to_step write_bitstream', 'report_timing_summary', 'write_bitstream']) {
      expect(calls).toContain(step);
    }
    for (const file of ['nfc.bit', 'nfc.hwh', 'timing.rpt', 'utilization.rpt', 'power.rpt']) expect(existsSync(join(project('pynq-z2'), 'build', file))).toBe(true);
  });

  it.each(['pynq-z2', 'neuflow-v6'])('implements the bare grid of %s', (target) => {
    const { code, calls, stderr } = runTcl(target, 'build_plain.tcl', ['part=xc7k325tffg900-2']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(calls).toMatch(/synth_design -top nf_grid -part xc7k325tffg900-2/);
    expect(calls).toMatch(/create_clock -name clk -period \d/);
    expect(calls.indexOf('route_design')).toBeGreaterThan(calls.indexOf('place_design'));
  });

  it('says so where the part has no processor', () => {
    const { code, stderr } = runTcl('neuflow-v6', 'build.tcl');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/use build_plain\.tcl/);
  });

  it('fails on a missing file, an unknown argument and an unknown command', () => {
    const broken = exportFor('sim-1x1');
    expect(runTcl('sim-1x1', 'build_plain.tcl', ['speed=9']).stderr).toMatch(/unknown argument speed=9/);
    const script = readFileSync(join(broken, 'build_plain.tcl'), 'utf8');
    writeFileSync(join(broken, 'build_plain.tcl'), script.replace('opt_design', 'optimise_design'));
    expect(runTcl('sim-1x1', 'build_plain.tcl').stderr).toMatch(/invalid command name "optimise_design"/);
    rmSync(join(broken, 'rtl', 'nf_grid.sv'));
    expect(runTcl('sim-1x1', 'package_ip.tcl').stderr).toMatch(/nf_grid\.sv is missing: export the project again/);
  });

  // One tile is enough: the wrapper depends on the memory ports alone.
  it.each(['pynq-z2', 'neuflow-v6', 'zcu104'])('wraps a tile with the memory ports of %s without lint messages', async (name) => {
    const target: Target = { ...(findTarget(name) as Target), rows: 1, cols: 1, edgeStreams: 4 };
    const facts = { top: 'nf_grid', part: '', isZynq7000: true, clockMHz: 100, periodNs: '10', ports: target.memory.ports, axiBytes: target.memory.axiBytes, rtlNames: [], targetName: name, modelName: 'm' };
    const sources = new Map([...rtlSources(target), ['nfc_axi.v', wrapperVerilog(facts)]]);
    const result = await lint(sources, 'nfc_axi');
    // The bus carries protection bits that the slave has no use for, and probes stay open on purpose.
    const messages = result.messages.filter((message) => !(message.code.startsWith('UNUSED') && /prot/.test(message.text)) && !['PINCONNECTEMPTY', 'DECLFILENAME'].includes(message.code));
    expect(messages).toEqual([]);
  });

  it('has what its README names', () => {
    const readme = readFileSync(join(project('pynq-z2'), 'README.md'), 'utf8');
    for (const [, script] of readme.matchAll(/-source (\S+\.tcl)/g)) expect(existsSync(join(project('pynq-z2'), script as string))).toBe(true);
    for (const file of ['images/init.hex', 'images/loop.hex', 'images/manifest.json', 'rtl/nfc_axi.v', 'constraints/grid.xdc']) expect(existsSync(join(project('pynq-z2'), file))).toBe(true);
  });
});
