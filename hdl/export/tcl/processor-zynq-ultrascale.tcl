# Zynq UltraScale+ MPSoC: 32-bit master HPM0_FPD for the registers, AXI4 ports HP0_FPD and on for memory, pl_clk0, interrupt pl_ps_irq0.
# Without the board's files the processor keeps Vivado's defaults for memory and pins; a bitstream that is loaded under a running Linux
# does not touch them, a boot image needs the board files. The core's version differs between releases of Vivado, so none is named.
set ps [create_bd_cell -type ip -vlnv xilinx.com:ip:zynq_ultra_ps_e ps]
apply_bd_automation -rule xilinx.com:bd_rule:zynq_ultra_ps_e -config [list apply_board_preset $has_board] $ps
set processor [list CONFIG.PSU__USE__M_AXI_GP0 1 CONFIG.PSU__MAXIGP0__DATA_WIDTH 32 CONFIG.PSU__USE__M_AXI_GP1 0 CONFIG.PSU__USE__M_AXI_GP2 0 \
  CONFIG.PSU__FPGA_PL0_ENABLE 1 CONFIG.PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ $clock_mhz CONFIG.PSU__USE__IRQ0 1]
set clock_pin pl_clk0
set reset_pin pl_resetn0
set interrupt_pin pl_ps_irq0
set control_port M_AXI_HPM0_FPD
set control_clock maxihpm0_fpd_aclk
set control_protocol AXI4
# Interface, its clock, and the address bank and segment of memory behind it. HP0 is the third slave port that the core counts.
set memory_ports {}
for {set port 0} {$port < $ports} {incr port} {
  set slave [expr {$port + 2}]
  lappend processor CONFIG.PSU__USE__S_AXI_GP$slave 1 CONFIG.PSU__SAXIGP${slave}__DATA_WIDTH [expr {8 * $axi_bytes}]
  lappend memory_ports [list S_AXI_HP${port}_FPD saxihp${port}_fpd_aclk SAXIGP$slave HP${port}_DDR_LOW]
}
set_property -dict $processor $ps
