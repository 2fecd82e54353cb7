# Synthesis to routing without a project, constraints on the ports of the real top module, reports and results.
namespace eval vivado {
  variable constraint_files {}
  # Port of the open design: direction, whether it is a vector, and which constraints it has.
  variable top_ports {}
  variable clocks {}
  variable constraints {create_clock set_input_delay set_output_delay set_false_path get_ports}
}

proc vivado::do::read_xdc {options words} {
  vivado::need_project
  vivado::must_exist $words
  lappend vivado::constraint_files [lindex $words 0]
}

# Ports of a module with an ANSI header, and its parameters.
proc vivado::read_header {text top} {
  if {![regexp "(?n)^module $top\\M" $text]} { error "no module $top" }
  regexp -indices "(?n)^module $top\\M" $text where
  set header [string range $text [lindex $where 0] [string first ");\n" $text [lindex $where 1]]]
  set parameters [dict create]
  foreach {all name} [regexp -all -inline {parameter\s+(?:int\s+)?(\w+)\s*=} $header] { dict set parameters $name {} }
  set ports [dict create]
  foreach {all direction range name} [regexp -all -inline -line {^\s*(input|output)\s+(?:logic|wire)\s*(\[[^\]]+\])?\s*(\w+)} $header] {
    dict set ports $name [dict create direction $direction vector [expr {$range ne ""}] has {}]
  }
  return [list $parameters $ports]
}

proc vivado::do::synth_design {options words} {
  vivado::need_project
  set top [vivado::option $options -top]
  lassign [vivado::read_header [vivado::module_text $top] $top] parameters vivado::top_ports
  foreach generic [vivado::option $options -generic] {
    if {![regexp {^(\w+)=\d+$} $generic -> name] || ![dict exists $parameters $name]} { error "synth_design: $top has no parameter $generic" }
  }
  if {[vivado::option $options -part] ne [vivado::value $vivado::project part]} { error "synth_design: part differs from the project's" }
  foreach path $vivado::constraint_files { vivado::apply_constraints $path }
  set vivado::open_design synthesised
}

# An XDC file holds constraints, never general Tcl: it runs in an interpreter that knows nothing else.
proc vivado::apply_constraints {path} {
  variable constraints
  set xdc [interp create -safe]
  foreach name [interp eval $xdc {info commands}] { interp hide $xdc $name }
  foreach name $constraints { interp alias $xdc $name {} vivado::call $name }
  set failed [catch {interp eval $xdc [read_text $path]} message]
  interp delete $xdc
  if {$failed} { error "$path: $message" }
}

proc vivado::do::get_ports {options words} {
  set found {}
  foreach pattern [lindex $words 0] {
    set vector [regexp {^(\w+)\[\*\]$} $pattern -> name]
    if {!$vector} { set name $pattern }
    if {![dict exists $vivado::top_ports $name]} { error "get_ports: the top has no port $pattern" }
    if {[dict get $vivado::top_ports $name vector] != $vector} { error "get_ports: $pattern does not match port $name" }
    lappend found $name
  }
  return $found
}

proc vivado::constrain {ports direction what} {
  variable top_ports
  foreach port $ports {
    if {[dict get $top_ports $port direction] ne $direction} { error "$port is no $direction" }
    dict set top_ports $port has [concat [dict get $top_ports $port has] [list $what]]
  }
}
proc vivado::do::create_clock {options words} {
  if {[dict get $options -period] <= 0} { error "create_clock: the period is [dict get $options -period]" }
  lappend vivado::clocks [vivado::option $options -name]
  vivado::constrain [lindex $words 0] input clock
}
proc vivado::set_delay {command direction options words} {
  lassign $words delay ports
  if {![string is double -strict $delay]} { error "$command: no delay: $delay" }
  if {[option $options -clock] ni $vivado::clocks} { error "$command: no clock [option $options -clock]" }
  foreach bound {max min} { if {[dict exists $options -$bound]} { constrain $ports $direction $bound } }
}
proc vivado::do::set_input_delay {options words} { vivado::set_delay set_input_delay input $options $words }
proc vivado::do::set_output_delay {options words} { vivado::set_delay set_output_delay output $options $words }
proc vivado::do::set_false_path {options words} {
  vivado::constrain [vivado::option $options -from] input false
  vivado::constrain [vivado::option $options -to] output false
}

# A port that no constraint speaks of would be timed by nobody.
proc vivado::check_ports {} {
  variable top_ports
  dict for {name port} $top_ports {
    set has [dict get $port has]
    if {"clock" in $has} continue
    if {"max" ni $has || "min" ni $has} { error "port $name is not constrained" }
  }
}

proc vivado::step {from to} {
  variable open_design
  if {$open_design ni $from} { error "the design is not ready: it is [expr {$open_design eq "" ? "not there" : $open_design}]" }
  set open_design $to
}
proc vivado::do::opt_design {options words} { vivado::step synthesised optimised }
proc vivado::do::place_design {options words} { vivado::step optimised placed }
proc vivado::do::phys_opt_design {options words} { vivado::step {placed routed} $vivado::open_design }
proc vivado::do::route_design {options words} { vivado::step placed routed }

proc vivado::report {options} {
  if {$vivado::open_design ni {routed project}} { error "no routed design is open" }
  if {[dict exists $options -file]} { write_text [dict get $options -file] "report\n" }
}
proc vivado::do::report_timing_summary {options words} { vivado::check_ports; vivado::report $options }
proc vivado::do::report_utilization {options words} { vivado::report $options }
proc vivado::do::report_power {options words} { vivado::report $options }
proc vivado::do::get_timing_paths {options words} {
  vivado::report {}
  set slack [expr {[info exists ::env(NFC_STUB_SLACK)] ? $::env(NFC_STUB_SLACK) : 0.125}]
  return [vivado::make path path [list slack $slack]]
}
proc vivado::do::write_checkpoint {options words} { vivado::report {}; vivado::write_text [lindex $words 0] "checkpoint\n" }
proc vivado::do::write_bitstream {options words} {
  if {$vivado::open_design ne "project"} { error "write_bitstream: no implemented run is open" }
  vivado::check_board_ports
  vivado::write_text [lindex $words 0] "bitstream\n"
}
