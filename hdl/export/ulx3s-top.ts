// Top of the ULX3S design: PLL, reset, pads around nf_board. Port names are those of the board's schematic, as the constraints use them.
import { primitivesFor } from '../emit/emit.ts';
import { type BoardClock, INPUT_MHZ } from './ulx3s-clock.ts';

export const ULX3S_TOP = 'nf_ulx3s';

export function ulx3sTop({ clockMHz, pll, parameters }: BoardClock): string {
  const half = pll.output / 2;
  // The SDRAM's clock: 270 degrees behind, which is 3/4 of the output divider in VCO cycles.
  const behind = half + (3 * pll.output) / 4;
  return `// ULX3S: ${clockMHz} MHz from the board's ${INPUT_MHZ} MHz, pads of SDRAM, serial line and lights. Written by nfc export.
module ${ULX3S_TOP} (
  input  logic        clk_25mhz,
  input  logic        ftdi_txd,
  output logic        ftdi_rxd,
  output logic [7:0]  led,
  output logic        wifi_gpio0,
  output logic        sdram_clk,
  output logic        sdram_cke,
  output logic        sdram_csn,
  output logic        sdram_rasn,
  output logic        sdram_casn,
  output logic        sdram_wen,
  output logic [12:0] sdram_a,
  output logic [1:0]  sdram_ba,
  output logic [1:0]  sdram_dqm,
  inout  wire  [15:0] sdram_d
);
  // ${INPUT_MHZ} / ${pll.input} * ${pll.feedback} = ${clockMHz} MHz; the VCO runs at ${clockMHz * pll.output} MHz.
  logic clk, clk_memory, locked;
  (* FREQUENCY_PIN_CLKI="${INPUT_MHZ}", FREQUENCY_PIN_CLKOP="${clockMHz}", FREQUENCY_PIN_CLKOS="${clockMHz}",
     ICP_CURRENT="12", LPF_RESISTOR="8", MFG_ENABLE_FILTEROPAMP="1", MFG_GMCREF_SEL="2" *)
  EHXPLLL #(
    .PLLRST_ENA("DISABLED"), .INTFB_WAKE("DISABLED"), .STDBY_ENABLE("DISABLED"), .DPHASE_SOURCE("DISABLED"),
    .OUTDIVIDER_MUXA("DIVA"), .OUTDIVIDER_MUXB("DIVB"), .OUTDIVIDER_MUXC("DIVC"), .OUTDIVIDER_MUXD("DIVD"),
    .CLKI_DIV(${pll.input}), .CLKFB_DIV(${pll.feedback}), .FEEDBK_PATH("CLKOP"),
    .CLKOP_ENABLE("ENABLED"), .CLKOP_DIV(${pll.output}), .CLKOP_CPHASE(${half}), .CLKOP_FPHASE(0),
    .CLKOS_ENABLE("ENABLED"), .CLKOS_DIV(${pll.output}), .CLKOS_CPHASE(${behind}), .CLKOS_FPHASE(0)
  ) u_pll (
    .CLKI(clk_25mhz), .CLKFB(clk), .CLKOP(clk), .CLKOS(clk_memory), .LOCK(locked),
    .RST(1'b0), .STDBY(1'b0), .PHASESEL0(1'b0), .PHASESEL1(1'b0), .PHASEDIR(1'b1), .PHASESTEP(1'b1), .PHASELOADREG(1'b1),
    .PLLWAKESYNC(1'b0), .ENCLKOP(1'b0)
  );

  // Reset ends a while after the PLL has locked, with the clock.
  logic [7:0] reset_q;
  always_ff @(posedge clk or negedge locked) begin
    if (!locked) reset_q <= 8'd0;
    else reset_q <= {reset_q[6:0], 1'b1};
  end

  logic [3:0]  command;
  logic [15:0] to_memory, from_memory;
  logic        drive;
  nf_board #(
    .Primitives(${primitivesFor('ecp5')}),
${Object.entries(parameters).map(([name, value]) => `    .${name}(${value})`).join(',\n')}
  ) u_board (
    .clk_i(clk), .rst_ni(reset_q[7]), .rx_i(ftdi_txd), .tx_o(ftdi_rxd), .led_o(led),
    .sdram_command_o(command), .sdram_address_o(sdram_a), .sdram_bank_o(sdram_ba), .sdram_mask_o(sdram_dqm),
    .sdram_dq_o(to_memory), .sdram_drive_o(drive), .sdram_dq_i(from_memory)
  );
  assign {sdram_csn, sdram_rasn, sdram_casn, sdram_wen} = command;
  assign sdram_cke = 1'b1;
  // A low level here lets the board's other processor take the FPGA over.
  assign wifi_gpio0 = 1'b1;
  ODDRX1F u_clock_pad (.SCLK(clk_memory), .RST(1'b0), .D0(1'b1), .D1(1'b0), .Q(sdram_clk));
  genvar i;
  generate
    for (i = 0; i < 16; i = i + 1) begin : gen_pad
      BB u_pad (.B(sdram_d[i]), .I(to_memory[i]), .T(~drive), .O(from_memory[i]));
    end
  endgenerate
endmodule
`;
}
