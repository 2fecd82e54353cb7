# Stand-ins for the Vivado commands that the exported scripts use, for a plain tclsh: each notes its call, checks the files it is given, and
# returns what the scripts read. A command that is not here does not exist, as in a tclsh of its own.
namespace eval ipx {}
set ::calls {}
proc note {name arguments} { lappend ::calls "$name $arguments" }
proc must_exist {paths} { foreach path $paths { if {![file exists $path]} { error "no such file: $path" } } }
proc plain_arguments {arguments} {
  set found {}
  for {set i 0} {$i < [llength $arguments]} {incr i} {
    set word [lindex $arguments $i]
    if {[string match -* $word]} continue
    lappend found $word
  }
  return $found
}
foreach name {set_property update_compile_order close_project update_ip_catalog apply_bd_automation connect_bd_net connect_bd_intf_net
  assign_bd_address validate_bd_design save_bd_design make_wrapper launch_runs wait_on_run open_run opt_design place_design phys_opt_design
  route_design ipx::check_integrity ipx::save_core create_bd_design} {
  proc $name {args} [list apply {name { upvar args args; note $name $args }} $name]
}
proc create_project {args} {
  note create_project $args
  if {"-part" ni $args} { error "create_project without a part" }
  set ::project [lindex [plain_arguments $args] 1]
}
proc add_files {args} { note add_files $args; must_exist [concat {*}[plain_arguments $args]] }
proc read_verilog {args} { note read_verilog $args; must_exist [concat {*}[plain_arguments $args]] }
proc read_xdc {args} { note read_xdc $args; must_exist [plain_arguments $args]; source_constraints [lindex [plain_arguments $args] 0] }
proc source_constraints {path} { uplevel #0 [list source $path] }
proc create_clock {args} { note create_clock $args; if {"-period" ni $args} { error "create_clock without a period" } }
proc set_false_path {args} { note set_false_path $args }
proc synth_design {args} { note synth_design $args; if {"-top" ni $args || "-part" ni $args} { error "synth_design needs -top and -part" } }
foreach name {get_ports get_files get_runs get_bd_intf_pins get_bd_pins get_bd_addr_segs get_timing_paths} { proc $name {args} { return [lindex $args end] } }
proc get_board_parts {args} { return {} }
proc current_project {} { return project }
proc current_fileset {} { return sources_1 }
proc create_bd_cell {args} {
  note create_bd_cell $args
  set vlnv [lindex $args [expr {[lsearch $args -vlnv] + 1}]]
  if {![regexp {^[a-z.]+:[a-z]+:[a-z0-9_]+:\d+\.\d+$} $vlnv]} { error "no such IP: $vlnv" }
  return [lindex $args end]
}
proc ipx::package_project {args} {
  note ipx::package_project $args
  file mkdir [lindex $args [expr {[lsearch $args -root_dir] + 1}]]
}
proc ipx::current_core {} { return core }
proc get_property {name object} {
  switch -- $name { PROGRESS { return 100% } SLACK { return 0.125 } default { error "no property $name" } }
}
proc generate_target {args} {
  note generate_target $args
  set folder [file join $::project nfc.gen sources_1 bd nfc_system hw_handoff]
  file mkdir $folder
  close [open [file join $folder nfc_system.hwh] w]
}
foreach name {report_timing_summary report_utilization report_power} {
  proc $name {args} [list apply {name { upvar args args; note $name $args; close [open [lindex $args [expr {[lsearch $args -file] + 1}]] w] }} $name]
}
foreach name {write_bitstream write_checkpoint} {
  proc $name {args} [list apply {name { upvar args args; note $name $args; close [open [lindex [plain_arguments $args] end] w] }} $name]
}

# tclsh vivado-stubs.tcl SCRIPT ?arguments?: prints the calls, one a line.
set script [lindex $argv 0]
set argv [lrange $argv 1 end]
source $script
puts [join $::calls \n]
