// The grid with what it needs on a board that has an SDR SDRAM and a serial line to the host: everything but clock generation and pads,
// in one clock. See nf_host_port for what the host can say, nf_sdram for the memory.
module nf_board #(
  parameter int Primitives = 0,
  parameter int Divisor = 80,             // clock cycles of a bit on the serial line
  parameter int SilenceBits = 20,
  parameter int InitCycles = 16000,
  parameter int RefreshCycles = 600,
  parameter int Latency = 2,
  parameter int RowCycles = 2,
  parameter int ActiveCycles = 4,
  parameter int RefreshTime = 6,
  parameter int WriteRecovery = 2
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        rx_i,
  output logic        tx_o,
  output logic [7:0]  led_o,
  output logic [3:0]  sdram_command_o,    // cs_n, ras_n, cas_n, we_n
  output logic [12:0] sdram_address_o,
  output logic [1:0]  sdram_bank_o,
  output logic [1:0]  sdram_mask_o,
  output logic [15:0] sdram_dq_o,
  output logic        sdram_drive_o,
  input  logic [15:0] sdram_dq_i
);
  // Host.
  logic host_valid, host_ready, host_write, host_read;
  logic [21:0] host_word;
  logic [63:0] host_data, host_read_data;
  logic awvalid, awready, wvalid, wready, bvalid, arvalid, arready, rvalid;
  logic [1:0] bresp, rresp;
  logic [15:0] register_address;
  logic [31:0] register_wdata, register_rdata;
  logic forgot;
  logic host_rst_n, axi_rst_n, sdram_rst_n;
  nf_reset u_host_reset (.clk_i, .rst_ni, .rst_no(host_rst_n));
  nf_reset u_axi_reset (.clk_i, .rst_ni, .rst_no(axi_rst_n));
  nf_reset u_sdram_reset (.clk_i, .rst_ni, .rst_no(sdram_rst_n));
  nf_host_port #(.Divisor(Divisor), .SilenceBits(SilenceBits)) u_host (
    .clk_i, .rst_ni(host_rst_n), .rx_i, .tx_o, .forgot_o(forgot),
    .word_valid_o(host_valid), .word_ready_i(host_ready), .word_write_o(host_write), .word_address_o(host_word), .word_data_o(host_data),
    .word_read_i(host_read), .word_data_i(host_read_data),
    .awvalid_o(awvalid), .awready_i(awready), .wvalid_o(wvalid), .wready_i(wready), .bvalid_i(bvalid), .bresp_i(bresp),
    .arvalid_o(arvalid), .arready_i(arready), .rvalid_i(rvalid), .rdata_i(register_rdata), .rresp_i(rresp),
    .register_o(register_address), .wdata_o(register_wdata)
  );

  // Grid.
  logic irq;
  logic m_arvalid, m_arready, m_rvalid, m_rready, m_rlast, m_awvalid, m_awready, m_wvalid, m_wready, m_wlast, m_bvalid, m_bready;
  logic [31:0] m_araddr, m_awaddr;
  logic [7:0]  m_arlen, m_awlen, m_wstrb;
  logic [63:0] m_rdata, m_wdata;
  /* verilator lint_off PINCONNECTEMPTY */
  nf_grid #(.Primitives(Primitives)) u_grid (
    .clk_i, .rst_ni,
    .s_axil_awvalid_i(awvalid), .s_axil_awready_o(awready), .s_axil_awaddr_i(register_address),
    .s_axil_wvalid_i(wvalid), .s_axil_wready_o(wready), .s_axil_wdata_i(register_wdata), .s_axil_wstrb_i(4'hf),
    .s_axil_bvalid_o(bvalid), .s_axil_bready_i(1'b1), .s_axil_bresp_o(bresp),
    .s_axil_arvalid_i(arvalid), .s_axil_arready_o(arready), .s_axil_araddr_i(register_address),
    .s_axil_rvalid_o(rvalid), .s_axil_rready_i(1'b1), .s_axil_rdata_o(register_rdata), .s_axil_rresp_o(rresp),
    .irq_o(irq),
    .m_axi_arvalid_o(m_arvalid), .m_axi_arready_i(m_arready), .m_axi_araddr_o(m_araddr), .m_axi_arlen_o(m_arlen),
    .m_axi_rvalid_i(m_rvalid), .m_axi_rready_o(m_rready), .m_axi_rdata_i(m_rdata), .m_axi_rresp_i(2'b00), .m_axi_rlast_i(m_rlast),
    .m_axi_awvalid_o(m_awvalid), .m_axi_awready_i(m_awready), .m_axi_awaddr_o(m_awaddr), .m_axi_awlen_o(m_awlen),
    .m_axi_wvalid_o(m_wvalid), .m_axi_wready_i(m_wready), .m_axi_wdata_o(m_wdata), .m_axi_wstrb_o(m_wstrb), .m_axi_wlast_o(m_wlast),
    .m_axi_bvalid_i(m_bvalid), .m_axi_bready_o(m_bready), .m_axi_bresp_i(2'b00),
    .probe_valid_o(), .probe_data_o(), .probe_go_o()
  );
  /* verilator lint_on PINCONNECTEMPTY */

  // Memory.
  logic ready, word_valid, word_ready, word_write, word_read;
  logic [1:0]  word_tag, word_read_tag;
  logic [7:0]  word_strobe;
  logic [21:0] word_address;
  logic [63:0] word_data, word_read_data;
  nf_axi_sdram u_axi (
    .clk_i, .rst_ni(axi_rst_n),
    .arvalid_i(m_arvalid), .arready_o(m_arready), .araddr_i(m_araddr), .arlen_i(m_arlen),
    .rvalid_o(m_rvalid), .rready_i(m_rready), .rdata_o(m_rdata), .rlast_o(m_rlast),
    .awvalid_i(m_awvalid), .awready_o(m_awready), .awaddr_i(m_awaddr), .awlen_i(m_awlen),
    .wvalid_i(m_wvalid), .wready_o(m_wready), .wdata_i(m_wdata), .wstrb_i(m_wstrb),
    .bvalid_o(m_bvalid), .bready_i(m_bready),
    .host_valid_i(host_valid), .host_ready_o(host_ready), .host_write_i(host_write), .host_word_i(host_word), .host_data_i(host_data),
    .host_read_o(host_read), .host_data_o(host_read_data),
    .valid_o(word_valid), .ready_i(word_ready), .write_o(word_write), .word_o(word_address), .data_o(word_data), .strobe_o(word_strobe),
    .tag_o(word_tag), .read_i(word_read), .read_tag_i(word_read_tag), .read_data_i(word_read_data)
  );
  nf_sdram #(
    .InitCycles(InitCycles), .RefreshCycles(RefreshCycles), .Latency(Latency), .RowCycles(RowCycles), .ActiveCycles(ActiveCycles),
    .RefreshTime(RefreshTime), .WriteRecovery(WriteRecovery)
  ) u_sdram (
    .clk_i, .rst_ni(sdram_rst_n), .ready_o(ready),
    .valid_i(word_valid), .ready_word_o(word_ready), .write_i(word_write), .word_i(word_address), .data_i(word_data), .strobe_i(word_strobe),
    .tag_i(word_tag), .read_o(word_read), .read_tag_o(word_read_tag), .read_data_o(word_read_data),
    .command_o(sdram_command_o), .address_o(sdram_address_o), .bank_o(sdram_bank_o), .mask_o(sdram_mask_o),
    .dq_o(sdram_dq_o), .drive_o(sdram_drive_o), .dq_i(sdram_dq_i)
  );

  // Lights: alive, memory ready, serial line in and out, reads and writes of the grid, interrupt, a command was forgotten.
  logic [25:0] alive_q;
  logic [7:0]  led_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      alive_q <= '0; led_q <= '0;
    end else begin
      alive_q <= alive_q + 1'b1;
      led_q <= {forgot, irq, m_wvalid, m_rvalid, ~tx_o, ~rx_i, ready, alive_q[25]};
    end
  end
  assign led_o = led_q;
  // The bridge counts beats itself.
  wire unused = &{1'b0, m_wlast};
endmodule
