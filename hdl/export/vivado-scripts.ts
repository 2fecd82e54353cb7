// The Tcl of a Vivado project: settings that the other scripts read, IP packaging, the block design, and two ways to build.
// Every script finds its files beside itself and stops with a message where one is missing.
import type { VivadoFacts } from './vivado-facts.ts';

export function settingsScript(facts: VivadoFacts): string {
  return `# What the other scripts share. Values given before sourcing win: vivado -mode batch -source build.tcl -tclargs part=xc7z020clg400-1
set here [file dirname [file normalize [info script]]]
set part ${facts.part}
set jobs 2
set out [file join $here build]
foreach argument $argv {
  if {![regexp {^(part|jobs|out)=(.+)$} $argument -> name value]} { error "unknown argument $argument: use part=, jobs= or out=" }
  set $name $value
}
set top ${facts.top}
set rtl_files {}
foreach name {${facts.rtlNames.join(' ')}} {
  set path [file join $here rtl $name]
  if {![file exists $path]} { error "$path is missing: export the project again" }
  lappend rtl_files $path
}
set wrapper [file join $here rtl nfc_axi.v]
if {![file exists $wrapper]} { error "$wrapper is missing: export the project again" }
`;
}

export function packageScript(): string {
  return `# Packages the grid with its AXI wrapper as the IP core nfc:grid:nfc_axi:1.0 in build/ip.
source [file join [file dirname [file normalize [info script]]] settings.tcl]
file mkdir $out
create_project -force nfc_ip [file join $out ip_project] -part $part
add_files -norecurse $rtl_files
add_files -norecurse $wrapper
set_property file_type SystemVerilog [get_files *.sv]
set_property top nfc_axi [current_fileset]
update_compile_order -fileset sources_1
ipx::package_project -root_dir [file join $out ip] -vendor nfc -library grid -taxonomy /UserIP -import_files -force
set core [ipx::current_core]
set_property name nfc_axi $core
set_property version 1.0 $core
set_property display_name {nfc grid} $core
set_property description {Grid of ternary tiles with DMA and configuration from memory} $core
ipx::check_integrity $core
ipx::save_core $core
close_project
`;
}

export function blockDesignScript(facts: VivadoFacts): string {
  const masters = Array.from({ length: facts.ports }, (_, port) => port);
  const perPort = masters.map((port) => `
set hub${port} [create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect:1.0 hub${port}]
set_property -dict [list CONFIG.NUM_SI {1} CONFIG.NUM_MI {1}] $hub${port}
connect_bd_intf_net [get_bd_intf_pins grid/m${port}_axi] [get_bd_intf_pins hub${port}/S00_AXI]
connect_bd_intf_net [get_bd_intf_pins hub${port}/M00_AXI] [get_bd_intf_pins ps/S_AXI_HP${port}]
connect_bd_net [get_bd_pins ps/FCLK_CLK0] [get_bd_pins hub${port}/aclk] [get_bd_pins ps/S_AXI_HP${port}_ACLK]
connect_bd_net [get_bd_pins reset/peripheral_aresetn] [get_bd_pins hub${port}/aresetn]`).join('\n');
  const highPerformance = masters.map((port) => `CONFIG.PCW_USE_S_AXI_HP${port} {1} CONFIG.PCW_S_AXI_HP${port}_DATA_WIDTH {64}`).join(' ');
  return `# The block design: Zynq-7000 processor, the grid behind its high-performance ports, control at 0x43C00000, one interrupt.
# Sourced by build.tcl inside an open project. Without the board's files the processor keeps Vivado's defaults for DDR and pins; a
# bitstream loaded under a running Linux does not touch them, a boot image of your own needs the board files.
create_bd_design nfc_system
set ps [create_bd_cell -type ip -vlnv xilinx.com:ip:processing_system7:5.5 ps]
apply_bd_automation -rule xilinx.com:bd_rule:processing_system7 -config {make_external "FIXED_IO, DDR" apply_board_preset "1" Master "Disable" Slave "Disable"} $ps
set_property -dict [list CONFIG.PCW_USE_M_AXI_GP0 {1} ${highPerformance} CONFIG.PCW_FPGA0_PERIPHERAL_FREQMHZ {${facts.clockMHz}} CONFIG.PCW_EN_CLK0_PORT {1} CONFIG.PCW_USE_FABRIC_INTERRUPT {1} CONFIG.PCW_IRQ_F2P_INTR {1}] $ps
set grid [create_bd_cell -type ip -vlnv nfc:grid:nfc_axi:1.0 grid]
set reset [create_bd_cell -type ip -vlnv xilinx.com:ip:proc_sys_reset:5.0 reset]
connect_bd_net [get_bd_pins ps/FCLK_CLK0] [get_bd_pins grid/aclk] [get_bd_pins reset/slowest_sync_clk] [get_bd_pins ps/M_AXI_GP0_ACLK]
connect_bd_net [get_bd_pins ps/FCLK_RESET0_N] [get_bd_pins reset/ext_reset_in]
connect_bd_net [get_bd_pins reset/peripheral_aresetn] [get_bd_pins grid/aresetn]
connect_bd_net [get_bd_pins grid/irq] [get_bd_pins ps/IRQ_F2P]
set control [create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect:1.0 control]
set_property -dict [list CONFIG.NUM_SI {1} CONFIG.NUM_MI {1}] $control
connect_bd_intf_net [get_bd_intf_pins ps/M_AXI_GP0] [get_bd_intf_pins control/S00_AXI]
connect_bd_intf_net [get_bd_intf_pins control/M00_AXI] [get_bd_intf_pins grid/s_axi]
connect_bd_net [get_bd_pins ps/FCLK_CLK0] [get_bd_pins control/aclk]
connect_bd_net [get_bd_pins reset/peripheral_aresetn] [get_bd_pins control/aresetn]
${perPort}

assign_bd_address -offset 0x43C00000 -range 64K [get_bd_addr_segs grid/s_axi/reg0]
assign_bd_address
validate_bd_design
save_bd_design
`;
}

export function buildScript(): string {
  return `# From nothing to the bitstream for a Zynq-7000 board: build/nfc.bit, build/nfc.hwh and reports.
#   vivado -mode batch -source build.tcl
source [file join [file dirname [file normalize [info script]]] package_ip.tcl]
if {![string match xc7z* $part]} { error "$part has no Zynq-7000 processor: use build_plain.tcl" }
create_project -force nfc [file join $out project] -part $part
set boards [get_board_parts -quiet tul.com.tw:pynq-z2:*]
if {[llength $boards] > 0} { set_property board_part [lindex $boards end] [current_project] }
set_property ip_repo_paths [list [file join $out ip]] [current_project]
update_ip_catalog
source [file join $here block_design.tcl]
set design [get_files nfc_system.bd]
make_wrapper -files $design -top -import
generate_target all $design
set_property top nfc_system_wrapper [current_fileset]
update_compile_order -fileset sources_1
set_property strategy Performance_ExplorePostRoutePhysOpt [get_runs impl_1]
launch_runs impl_1 -to_step write_bitstream -jobs $jobs
wait_on_run impl_1
if {[get_property PROGRESS [get_runs impl_1]] ne "100%"} { error "implementation failed: see build/project/nfc.runs" }
open_run impl_1
report_timing_summary -file [file join $out timing.rpt]
report_utilization -hierarchical -file [file join $out utilization.rpt]
report_power -file [file join $out power.rpt]
set slack [get_property SLACK [get_timing_paths -max_paths 1 -setup]]
puts "worst setup slack: $slack ns"
if {$slack < 0} { error "timing is not met: lower the clock of the target and export again" }
write_bitstream -force [file join $out nfc.bit]
file copy -force [file join $out project nfc.gen sources_1 bd nfc_system hw_handoff nfc_system.hwh] [file join $out nfc.hwh]
puts "wrote [file join $out nfc.bit]"
`;
}

export function plainScript(): string {
  return `# The bare grid on any part, out of context: synthesis, placement, routing, reports and a checkpoint (no pins, so no bitstream).
#   vivado -mode batch -source build_plain.tcl -tclargs part=xc7k325tffg900-2
source [file join [file dirname [file normalize [info script]]] settings.tcl]
file mkdir $out
create_project -in_memory -part $part
read_verilog -sv $rtl_files
read_xdc [file join $here constraints grid.xdc]
synth_design -top $top -part $part -mode out_of_context -flatten_hierarchy rebuilt
opt_design
place_design
phys_opt_design
route_design
report_timing_summary -file [file join $out timing.rpt]
report_utilization -hierarchical -file [file join $out utilization.rpt]
report_power -file [file join $out power.rpt]
write_checkpoint -force [file join $out nf_grid.dcp]
set slack [get_property SLACK [get_timing_paths -max_paths 1 -setup]]
puts "worst setup slack: $slack ns"
if {$slack < 0} { error "timing is not met: lower the clock of the target and export again" }
`;
}
