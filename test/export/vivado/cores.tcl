# The IP cores that block designs may use: parameters with defaults, pins, bus interfaces, address spaces and segments, each with the
# condition under which it exists. From public block designs and the cores' product guides (PG082, PG201, PG164, PG059).
namespace eval vivado { variable catalogue {} }

# pins: name, direction, kind, condition, and whether it may stay open. interfaces: name, mode, protocol, width (0: any), condition.
# spaces: name, pattern of the master interfaces that see it. segments: path, slave interface, bytes, condition. external: interfaces that become ports of the design.
proc vivado::core {vlnv parameters pins interfaces spaces segments external} {
  variable catalogue
  dict set catalogue $vlnv [dict create parameters $parameters pins $pins interfaces $interfaces spaces $spaces segments $segments external $external]
}

apply {{} {
  set parameters {PCW_USE_M_AXI_GP0 1 PCW_USE_M_AXI_GP1 0 PCW_EN_CLK0_PORT 1 PCW_EN_RST0_PORT 1 PCW_FPGA0_PERIPHERAL_FREQMHZ 50 PCW_USE_FABRIC_INTERRUPT 0 PCW_IRQ_F2P_INTR 0}
  set pins {
    {FCLK_CLK0 O clock {$PCW_EN_CLK0_PORT} 1} {FCLK_RESET0_N O reset {$PCW_EN_RST0_PORT} 1} {IRQ_F2P I interrupt {$PCW_USE_FABRIC_INTERRUPT && $PCW_IRQ_F2P_INTR} 0}
    {M_AXI_GP0_ACLK I clock {$PCW_USE_M_AXI_GP0} 0} {M_AXI_GP1_ACLK I clock {$PCW_USE_M_AXI_GP1} 0}
  }
  set interfaces {{M_AXI_GP0 master AXI3 32 {$PCW_USE_M_AXI_GP0}} {M_AXI_GP1 master AXI3 32 {$PCW_USE_M_AXI_GP1}}}
  set segments {}
  for {set i 0} {$i < 4} {incr i} {
    lappend parameters PCW_USE_S_AXI_HP$i 0 PCW_S_AXI_HP${i}_DATA_WIDTH 64
    lappend pins [list S_AXI_HP${i}_ACLK I clock \$PCW_USE_S_AXI_HP$i 0]
    lappend interfaces [list S_AXI_HP$i slave AXI3 \$PCW_S_AXI_HP${i}_DATA_WIDTH \$PCW_USE_S_AXI_HP$i]
    lappend segments [list S_AXI_HP$i/HP${i}_DDR_LOWOCM S_AXI_HP$i 0x20000000 \$PCW_USE_S_AXI_HP$i]
  }
  vivado::core xilinx.com:ip:processing_system7:5.5 $parameters $pins $interfaces {{Data M_AXI_*}} $segments {DDR FIXED_IO}
}}

apply {{} {
  set parameters {PSU__USE__M_AXI_GP0 1 PSU__USE__M_AXI_GP1 1 PSU__USE__M_AXI_GP2 0 PSU__MAXIGP0__DATA_WIDTH 128 PSU__MAXIGP1__DATA_WIDTH 128 PSU__MAXIGP2__DATA_WIDTH 32
    PSU__FPGA_PL0_ENABLE 1 PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ 100 PSU__USE__IRQ0 1}
  set pins {
    {pl_clk0 O clock {$PSU__FPGA_PL0_ENABLE} 1} {pl_resetn0 O reset {1} 1} {pl_ps_irq0 I interrupt {$PSU__USE__IRQ0} 1}
    {maxihpm0_fpd_aclk I clock {$PSU__USE__M_AXI_GP0} 0} {maxihpm1_fpd_aclk I clock {$PSU__USE__M_AXI_GP1} 0} {maxihpm0_lpd_aclk I clock {$PSU__USE__M_AXI_GP2} 0}
  }
  set interfaces {
    {M_AXI_HPM0_FPD master AXI4 {$PSU__MAXIGP0__DATA_WIDTH} {$PSU__USE__M_AXI_GP0}} {M_AXI_HPM1_FPD master AXI4 {$PSU__MAXIGP1__DATA_WIDTH} {$PSU__USE__M_AXI_GP1}}
    {M_AXI_HPM0_LPD master AXI4 {$PSU__MAXIGP2__DATA_WIDTH} {$PSU__USE__M_AXI_GP2}}
  }
  set segments {}
  for {set i 0} {$i < 4} {incr i} {
    set slave [expr {$i + 2}]
    lappend parameters PSU__USE__S_AXI_GP$slave 0 PSU__SAXIGP${slave}__DATA_WIDTH 128
    lappend pins [list saxihp${i}_fpd_aclk I clock \$PSU__USE__S_AXI_GP$slave 0]
    lappend interfaces [list S_AXI_HP${i}_FPD slave AXI4 \$PSU__SAXIGP${slave}__DATA_WIDTH \$PSU__USE__S_AXI_GP$slave]
    foreach {name bytes} {DDR_LOW 0x80000000 QSPI 0x20000000 LPS_OCM 0x1000000} {
      lappend segments [list SAXIGP$slave/HP${i}_$name S_AXI_HP${i}_FPD $bytes \$PSU__USE__S_AXI_GP$slave]
    }
  }
  vivado::core xilinx.com:ip:zynq_ultra_ps_e:3.5 $parameters $pins $interfaces {{Data M_AXI_*}} $segments {}
}}

vivado::core xilinx.com:ip:proc_sys_reset:5.0 {C_EXT_RST_WIDTH 4} {
  {slowest_sync_clk I clock 1 0} {ext_reset_in I reset 1 0} {aux_reset_in I reset 1 1} {mb_debug_sys_rst I reset 1 1} {dcm_locked I data 1 1}
  {mb_reset O reset 1 1} {bus_struct_reset O reset 1 1} {peripheral_reset O reset 1 1} {interconnect_aresetn O reset 1 1} {peripheral_aresetn O reset 1 1}
} {} {} {} {}

vivado::core xilinx.com:ip:axi_protocol_converter:2.1 {SI_PROTOCOL AXI4 MI_PROTOCOL AXI3 TRANSLATION_MODE 2 DATA_WIDTH 32 ADDR_WIDTH 32 ID_WIDTH 0} {
  {aclk I clock 1 0} {aresetn I reset 1 0}
} {{S_AXI slave {$SI_PROTOCOL} 0 1} {M_AXI master {$MI_PROTOCOL} 0 1}} {} {} {}

# What apply_bd_automation may be told for a core.
namespace eval vivado {
  variable automation {
    xilinx.com:bd_rule:processing_system7 {processing_system7 {make_external apply_board_preset Master Slave}}
    xilinx.com:bd_rule:zynq_ultra_ps_e {zynq_ultra_ps_e {apply_board_preset}}
  }
}
