# From nothing to the bitstream for the board: build/nfc.bit, build/nfc.hwh, and reports of timing, utilisation and power.
#   vivado -mode batch -source build.tcl
source [file join [file dirname [file normalize [info script]]] package_ip.tcl]
create_project -force -part $part nfc [file join $out project]
set boards [get_board_parts -quiet $board_parts]
set has_board [expr {[llength $boards] > 0}]
if {$has_board} {
  set_property board_part [lindex $boards end] [current_project]
} else {
  puts "WARNING: Vivado has no files of board $board: memory and pins of the processor keep their defaults"
}
set_property ip_repo_paths [list [file join $out ip]] [current_project]
update_ip_catalog
source [file join $here block_design.tcl]
set design [get_files nfc_system.bd]
make_wrapper -files $design -top -import
generate_target all $design
set_property top nfc_system_wrapper [current_fileset]
update_compile_order -fileset sources_1
set_property strategy Performance_ExplorePostRoutePhysOpt [get_runs impl_1]
foreach run {synth_1 impl_1} {
  launch_runs $run -jobs $jobs
  wait_on_run $run
  if {[get_property PROGRESS [get_runs $run]] ne "100%"} { error "$run failed: see [file join $out project nfc.runs $run runme.log]" }
}
open_run impl_1
source [file join $here report.tcl]
write_bitstream -force [file join $out nfc.bit]
file copy -force [lindex [glob [file join $out project nfc.{gen,srcs} sources_1 bd nfc_system hw_handoff nfc_system.hwh]] 0] [file join $out nfc.hwh]
puts "wrote [file join $out nfc.bit]"
