// A complete Vivado project for the emitted grid, as files in memory: RTL, images, constraints, AXI wrapper, the scripts that package it as an
// IP core, build a block design around the board's processor, or implement the bare grid on any other part.
// Pure text from a Program and its RTL; nothing here has been run through Vivado, and the README says so.
import type { Program } from '../../compiler/program/program.ts';
import type { Platform } from './boards.ts';
import { vivadoFacts } from './vivado-facts.ts';
import { projectReadme } from './vivado-readme.ts';
import { gridConstraints, settingsScript } from './vivado-settings.ts';
import { wrapperVerilog } from './vivado-wrapper.ts';

export interface VivadoInput {
  readonly program: Program;
  readonly platform: Platform;
  /** Emitted SystemVerilog by file name, in compile order. */
  readonly rtl: ReadonlyMap<string, string>;
  /** Image files by name, as `nfc compile` writes them. */
  readonly images: ReadonlyMap<string, string>;
  /** Texts of hdl/export/tcl by file name. */
  readonly scripts: ReadonlyMap<string, string>;
}

const PLAIN_SCRIPTS = ['package_ip.tcl', 'build_plain.tcl', 'report.tcl'] as const;
const BOARD_SCRIPTS = ['build.tcl', 'block_design.tcl'] as const;

/** All files of the project by relative name. */
export function vivadoProject({ program, platform, rtl, images, scripts }: VivadoInput): Map<string, string> {
  const facts = vivadoFacts(program, platform);
  const files = new Map<string, string>();
  const script = (name: string): string => {
    const text = scripts.get(name);
    if (text === undefined) throw new Error(`hdl/export/tcl/${name} is missing`);
    return text;
  };
  for (const [name, text] of rtl) files.set(`rtl/${name}`, text);
  for (const [name, text] of images) files.set(`images/${name}`, text);
  files.set('rtl/nfc_axi.v', wrapperVerilog(facts));
  files.set('constraints/grid.xdc', gridConstraints(facts, program.target));
  files.set('settings.tcl', settingsScript(facts, [...rtl.keys()]));
  for (const name of PLAIN_SCRIPTS) files.set(name, script(name));
  if (platform.board !== null) {
    for (const name of BOARD_SCRIPTS) files.set(name, script(name));
    files.set('processor.tcl', script(`processor-${platform.board.processor}.tcl`));
  }
  files.set('README.md', projectReadme(facts));
  return files;
}
