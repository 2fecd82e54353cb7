// A complete Vivado project for the emitted grid, as files in memory: RTL, images, constraints, AXI wrapper, the scripts that package it as an
// IP core, build a block design around a Zynq-7000 processor, or implement the bare grid on any other part.
// Pure text from a Program and its RTL; nothing here has been run through Vivado, and the README says so.
import type { Program } from '../../compiler/program/program.ts';
import { buildScript, blockDesignScript, packageScript, plainScript, settingsScript } from './vivado-scripts.ts';
import { projectReadme } from './vivado-readme.ts';
import { wrapperVerilog } from './vivado-wrapper.ts';
import type { VivadoFacts } from './vivado-facts.ts';

export interface VivadoInput {
  readonly program: Program;
  /** Emitted SystemVerilog by file name, in compile order. */
  readonly rtl: ReadonlyMap<string, string>;
  /** Image files by name, as `nfc compile` writes them. */
  readonly images: ReadonlyMap<string, string>;
}

/** Part of a target without a device of its own: the smallest that the plain flow is known to fit is up to the user, this is a default. */
const DEFAULT_PART = 'xc7z020clg400-1';

export function vivadoFacts(input: VivadoInput): VivadoFacts {
  const { target } = input.program;
  const part = (target.device?.part ?? DEFAULT_PART).toLowerCase();
  return {
    top: 'nf_grid',
    part,
    isZynq7000: part.startsWith('xc7z'),
    clockMHz: target.clockMHz,
    periodNs: (1000 / target.clockMHz).toFixed(3),
    ports: target.memory.ports,
    axiBytes: target.memory.axiBytes,
    rtlNames: [...input.rtl.keys()],
    targetName: target.name,
    modelName: input.program.model,
  };
}

/** All files of the project by relative name. */
export function vivadoProject(input: VivadoInput): Map<string, string> {
  const facts = vivadoFacts(input);
  const files = new Map<string, string>();
  for (const [name, text] of input.rtl) files.set(`rtl/${name}`, text);
  for (const [name, text] of input.images) files.set(`images/${name}`, text);
  files.set('rtl/nfc_axi.v', wrapperVerilog(facts));
  files.set('constraints/grid.xdc', plainConstraints(facts));
  files.set('settings.tcl', settingsScript(facts));
  files.set('package_ip.tcl', packageScript());
  files.set('block_design.tcl', blockDesignScript(facts));
  files.set('build.tcl', buildScript());
  files.set('build_plain.tcl', plainScript());
  files.set('README.md', projectReadme(facts));
  return files;
}

/** Clock of the plain flow; inside the block design the processor's clock generator brings its own constraint. */
function plainConstraints(facts: VivadoFacts): string {
  return `# Clock of the bare grid (${facts.clockMHz} MHz). Its AXI ports stay inside the chip, so they get no pins and no delays.
create_clock -name clk -period ${facts.periodNs} [get_ports clk_i]
set_false_path -from [get_ports rst_ni]
`;
}
