# The bare grid out of context: synthesis, placement, routing, reports and a checkpoint (no pins, so no bitstream).
#   vivado -mode batch -source build_plain.tcl
source [file join [file dirname [file normalize [info script]]] settings.tcl]
file mkdir $out
create_project -in_memory -part $part
read_verilog -sv $rtl_files
read_xdc -mode out_of_context [file join $here constraints grid.xdc]
synth_design -top nf_grid -part $part -mode out_of_context -flatten_hierarchy rebuilt -generic Primitives=$primitives
opt_design
place_design
phys_opt_design
route_design
write_checkpoint -force [file join $out nf_grid.dcp]
source [file join $here report.tcl]
puts "wrote [file join $out nf_grid.dcp]"
