# tclsh run.tcl SCRIPT ?ARGUMENT ...?: runs an exported Vivado script in an interpreter of its own, which has plain Tcl and the commands of
# the table; prints each call on a line. Without a script it prints the names of the table.
namespace eval vivado::do {}
namespace eval vivado::do::ipx {}
foreach part {commands arguments objects project component cores block-design implementation} { source [file join [file dirname [info script]] $part.tcl] }

if {$argc == 0} {
  puts [join [dict keys $vivado::table] \n]
  exit
}
set vivado [interp create]
interp eval $vivado {namespace eval ipx {}}
foreach name {exec socket load} { interp hide $vivado $name }
foreach name [dict keys $vivado::table] {
  if {$name ni $vivado::constraints} { interp alias $vivado $name {} vivado::call $name }
}
interp eval $vivado [list set argv [lrange $argv 1 end]]
if {[catch {interp eval $vivado [list source [lindex $argv 0]]} message]} {
  puts stderr $message
  exit 1
}
foreach call $vivado::calls { puts [join $call] }
