# Zynq-7000: general-purpose master GP0 for the registers, 64-bit AXI3 ports HP0 and on for memory, FCLK_CLK0, interrupt F2P.
# Without the board's files the processor keeps Vivado's defaults for memory and pins; a bitstream that is loaded under a running Linux
# does not touch them, a boot image needs the board files.
set ps [create_bd_cell -type ip -vlnv xilinx.com:ip:processing_system7:5.5 ps]
apply_bd_automation -rule xilinx.com:bd_rule:processing_system7 -config [list make_external "FIXED_IO, DDR" apply_board_preset $has_board Master Disable Slave Disable] $ps
set processor [list CONFIG.PCW_USE_M_AXI_GP0 1 CONFIG.PCW_EN_CLK0_PORT 1 CONFIG.PCW_EN_RST0_PORT 1 CONFIG.PCW_FPGA0_PERIPHERAL_FREQMHZ $clock_mhz \
  CONFIG.PCW_USE_FABRIC_INTERRUPT 1 CONFIG.PCW_IRQ_F2P_INTR 1]
set clock_pin FCLK_CLK0
set reset_pin FCLK_RESET0_N
set interrupt_pin IRQ_F2P
set control_port M_AXI_GP0
set control_clock M_AXI_GP0_ACLK
set control_protocol AXI3
# Interface, its clock, and the address bank and segment of memory behind it.
set memory_ports {}
for {set port 0} {$port < $ports} {incr port} {
  lappend processor CONFIG.PCW_USE_S_AXI_HP$port 1 CONFIG.PCW_S_AXI_HP${port}_DATA_WIDTH [expr {8 * $axi_bytes}]
  lappend memory_ports [list S_AXI_HP$port S_AXI_HP${port}_ACLK S_AXI_HP$port HP${port}_DDR_LOWOCM]
}
set_property -dict $processor $ps
