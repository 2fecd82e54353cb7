// The two files of a Vivado project that depend on the target: the settings that the Tcl scripts share, and the constraints of the bare grid.
import type { Target } from '../../compiler/target/target.ts';
import { gridPorts, isVector } from '../emit/emit.ts';
import { REGISTER_SPACE, REGISTERS } from './registers.ts';
import type { VivadoFacts } from './vivado-facts.ts';
import { busInterfaces } from './vivado-wrapper.ts';

const hex = (value: number): string => `0x${value.toString(16).toUpperCase()}`;

/** settings.tcl: every script reads it first. `rtlNames` in compile order. */
export function settingsScript(facts: VivadoFacts, rtlNames: readonly string[]): string {
  const { board } = facts;
  const masters = busInterfaces(facts.ports).slice(1);
  const boardLines = board === null ? [] : [
    `set board ${board.name}`,
    `set board_parts ${board.boardParts}`,
    `set control_address ${hex(board.controlAddress)}`,
    `set ram_bytes ${hex(board.ramBytes)}`,
  ];
  const registers = REGISTERS.map(({ name, offset, access, summary, fields }) =>
    `  {${name} ${hex(offset)} ${access} {${summary}} {${fields.map((field) => `{${field.name} ${field.bit} ${field.bits} {${field.summary}}}`).join(' ')}}}`);
  return `# What the other scripts share. Arguments change it: vivado -mode batch -source SCRIPT -tclargs jobs=8 out=/tmp/build
set here [file dirname [file normalize [info script]]]
set part ${facts.part}
${boardLines.join('\n')}
set clock_mhz ${facts.clockMHz}
set primitives ${facts.primitives}
set ports ${facts.ports}
set axi_bytes ${facts.axiBytes}
set masters {${masters.map((bus) => `${bus} master`).join(' ')}}
set jobs 2
set out [file join $here build]
foreach argument $argv {
  if {![regexp {^(jobs|out)=(.+)$} $argument -> name value]} { error "unknown argument $argument: use jobs= or out=" }
  set $name $value
}
set rtl_files {}
foreach name {${rtlNames.join(' ')}} {
  lappend rtl_files [file join $here rtl $name]
}
set wrapper [file join $here rtl nfc_axi.v]
foreach path [concat $rtl_files [list $wrapper]] {
  if {![file exists $path]} { error "$path is missing: export the project again" }
}

# Registers: name, offset, access, meaning, fields (name, lowest bit, bits, meaning).
set register_space ${REGISTER_SPACE}
set registers {
${registers.join('\n')}
}
`;
}

/** Part of the clock period that lies outside the grid, before an input and after an output. Handshakes pass from input to output. */
const OUTSIDE = 0.3;

/** grid.xdc: clock, and a delay for every other port of the bare grid. Inside the block design the processor's clock brings its own constraint. */
export function gridConstraints(facts: VivadoFacts, target: Target): string {
  const ports = gridPorts(target).filter(([, name]) => name !== 'clk_i').map(([direction, name, bits]) => ({ direction, pattern: isVector(name, bits) ? `${name}[*]` : name }));
  const list = (chosen: (port: (typeof ports)[number]) => boolean): string => `[get_ports {${ports.filter(chosen).map(({ pattern }) => pattern).join(' ')}}]`;
  const inputs = list(({ direction }) => direction === 'input');
  const outputs = list(({ direction }) => direction === 'output');
  const outside = (OUTSIDE * Number(facts.periodNs)).toFixed(3);
  return `# The bare grid at ${facts.clockMHz} MHz. Its AXI ports meet registers inside the same chip, so they have no pins; ${100 * OUTSIDE} % of a period lie outside it on either side.
create_clock -name clk -period ${facts.periodNs} [get_ports clk_i]
set_input_delay -clock clk -max ${outside} ${inputs}
set_input_delay -clock clk -min 0 ${inputs}
set_output_delay -clock clk -max ${outside} ${outputs}
set_output_delay -clock clk -min 0 ${outputs}
# Beyond the ports the same clock arrives as inside, which is not known here: hold is checked there. Reset may come at any time; probes are for test benches.
set_false_path -hold -from ${inputs}
set_false_path -hold -to ${outputs}
set_false_path -from [get_ports rst_ni]
set_false_path -to ${list(({ pattern }) => pattern.startsWith('probe_'))}
`;
}
