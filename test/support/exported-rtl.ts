// The RTL of an exported Vivado project through Yosys, for the family of its part, with its AXI wrapper as the top.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Family } from '../../compiler/target/target.ts';
import { type SynthesisReport, synthesize } from '../../hdl/synth/yosys.ts';
import type { VivadoProject } from './vivado.ts';

/** Files in the order in which the project's scripts read them. */
export function synthesizeExported(project: VivadoProject, family: Family): Promise<SynthesisReport> {
  const names = (/^foreach name \{([^}]*)\}/m.exec(project.read('settings.tcl'))?.[1] ?? '').split(' ');
  const sources = new Map([...names, 'nfc_axi.v'].map((name) => [name, readFileSync(join(project.path, 'rtl', name), 'utf8')]));
  return synthesize({ sources, top: 'nfc_axi', family });
}
