# The block design: the processor of processor.tcl, the grid behind its memory ports, the registers behind its control port, one interrupt,
# one clock and one reset. Sourced by build.tcl inside an open project.
create_bd_design nfc_system
source [file join $here processor.tcl]
set grid [create_bd_cell -type ip -vlnv nfc:grid:nfc_axi:1.0 grid]
set reset [create_bd_cell -type ip -vlnv xilinx.com:ip:proc_sys_reset:5.0 reset]
set control [create_bd_cell -type ip -vlnv xilinx.com:ip:axi_protocol_converter:2.1 control]
set_property -dict [list CONFIG.SI_PROTOCOL $control_protocol CONFIG.MI_PROTOCOL AXI4LITE] $control

# Clock and reset.
set clocked [list grid/aclk control/aclk reset/slowest_sync_clk ps/$control_clock]
foreach memory_port $memory_ports { lappend clocked ps/[lindex $memory_port 1] }
foreach pin $clocked { connect_bd_net [get_bd_pins ps/$clock_pin] [get_bd_pins $pin] }
connect_bd_net [get_bd_pins ps/$reset_pin] [get_bd_pins reset/ext_reset_in]
foreach pin {grid/aresetn control/aresetn} { connect_bd_net [get_bd_pins reset/peripheral_aresetn] [get_bd_pins $pin] }

# Registers and interrupt.
connect_bd_intf_net [get_bd_intf_pins ps/$control_port] [get_bd_intf_pins control/S_AXI]
connect_bd_intf_net [get_bd_intf_pins control/M_AXI] [get_bd_intf_pins grid/s_axi]
assign_bd_address -offset $control_address -range 64K -target_address_space [get_bd_addr_spaces ps/Data] [get_bd_addr_segs grid/s_axi/reg0]
connect_bd_net [get_bd_pins grid/irq] [get_bd_pins ps/$interrupt_pin]

# Memory: the masters speak the protocol and width of the ports, so nothing stands between. They see the processor's addresses.
for {set port 0} {$port < $ports} {incr port} {
  lassign [lindex $memory_ports $port] interface clock bank ram
  connect_bd_intf_net [get_bd_intf_pins grid/m${port}_axi] [get_bd_intf_pins ps/$interface]
  set space [get_bd_addr_spaces grid/m${port}_axi]
  assign_bd_address -offset 0x0 -range $ram_bytes -target_address_space $space [get_bd_addr_segs ps/$bank/$ram]
  foreach other [get_bd_addr_segs ps/$bank/*] {
    if {![string match */$ram $other]} { exclude_bd_addr_seg -target_address_space $space $other }
  }
}

validate_bd_design
save_bd_design
