// AXI4-Lite slave, run control and error state (register map in docs/hardware.md section 8).
// Start is ignored while busy and after an error. A soft reset stops new bursts, waits until the ports are quiet (or gives up
// after 4096 cycles of a hung memory), resets the array and returns to idle.
module nf_control #(
  parameter int Id = 32'h4e464331,
  parameter int Fingerprint = 0     // what register GRID holds
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        s_axil_awvalid_i,
  output logic        s_axil_awready_o,
  input  logic [15:0] s_axil_awaddr_i,
  input  logic        s_axil_wvalid_i,
  output logic        s_axil_wready_o,
  input  logic [31:0] s_axil_wdata_i,
  input  logic [3:0]  s_axil_wstrb_i,
  output logic        s_axil_bvalid_o,
  input  logic        s_axil_bready_i,
  output logic [1:0]  s_axil_bresp_o,
  input  logic        s_axil_arvalid_i,
  output logic        s_axil_arready_o,
  input  logic [15:0] s_axil_araddr_i,
  output logic        s_axil_rvalid_o,
  input  logic        s_axil_rready_i,
  output logic [31:0] s_axil_rdata_o,
  output logic [1:0]  s_axil_rresp_o,
  output logic        irq_o,
  // array
  output logic        core_rst_no,
  output logic        start_o,
  output logic        halt_o,
  output logic [31:0] init_address_o, init_words_o, loop_address_o, loop_words_o,
  output logic [19:0] frames_o,
  output logic        streaming_o,
  input  logic        finished_i,
  input  logic        quiet_i,
  input  logic        progress_i,
  input  logic        read_error_i, write_error_i, packet_error_i,
  input  logic [31:0] phases_i
);
  typedef enum logic [2:0] {StIdle, StRun, StDone, StError, StDrain, StReset} state_e;
  state_e      state_q;
  logic [31:0] init_address_q, init_words_q, loop_address_q, loop_words_q, frames_q, watchdog_q;
  logic        streaming_q, irq_enable_q, core_rst_nq;
  logic [63:0] cycles_q;
  logic [31:0] idle_cycles_q, error_phase_q;
  logic [7:0]  error_q;
  logic [12:0] timer_q;
  logic        bvalid_q, rvalid_q;
  logic [31:0] rdata_q;

  wire write = s_axil_awvalid_i & s_axil_wvalid_i & ~bvalid_q;
  assign s_axil_awready_o = write;
  assign s_axil_wready_o = write;
  assign s_axil_bvalid_o = bvalid_q;
  assign s_axil_bresp_o = 2'b00;
  wire read = s_axil_arvalid_i & ~rvalid_q;
  assign s_axil_arready_o = read;
  assign s_axil_rvalid_o = rvalid_q;
  assign s_axil_rdata_o = rdata_q;
  assign s_axil_rresp_o = 2'b00;

  // Partial writes are not supported: registers change only when all four bytes are written.
  wire full = s_axil_wstrb_i == 4'hf;
  wire control_write = write & full & (s_axil_awaddr_i[7:2] == 6'h00);
  wire startable = (state_q == StIdle) | (state_q == StDone);
  wire start = control_write & s_axil_wdata_i[0] & ~s_axil_wdata_i[1] & startable;
  wire soft_reset = control_write & s_axil_wdata_i[1];
  wire running = state_q == StRun;
  wire hung = running & (watchdog_q != 32'd0) & (idle_cycles_q >= watchdog_q);
  wire failed = running & (read_error_i | write_error_i | packet_error_i | hung);

  assign start_o = start;
  assign core_rst_no = core_rst_nq;
  assign halt_o = ~running;
  assign init_address_o = init_address_q;
  assign init_words_o = init_words_q;
  assign loop_address_o = loop_address_q;
  assign loop_words_o = loop_words_q;
  assign frames_o = frames_q[19:0];
  assign streaming_o = streaming_q;
  assign irq_o = irq_enable_q & ((state_q == StDone) | (state_q == StError));

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StIdle; core_rst_nq <= 1'b0;
      cycles_q <= '0; idle_cycles_q <= '0; error_q <= '0; error_phase_q <= '0; timer_q <= '0;
    end else begin
      // Released before the state ends: parts of the core have resets of their own, which end later (nf_reset).
      core_rst_nq <= (state_q != StReset) | timer_q[2];
      if (running & ~finished_i) cycles_q <= cycles_q + 64'd1;
      idle_cycles_q <= (progress_i | ~running) ? 32'd0 : idle_cycles_q + 32'd1;
      timer_q <= ((state_q == StDrain) | (state_q == StReset)) ? timer_q + 13'd1 : 13'd0;
      unique case (state_q)
        StIdle, StDone: if (start) begin
          state_q <= StRun;
          cycles_q <= '0;
          error_q <= '0;
        end
        StRun: begin
          if (failed) begin
            state_q <= StError;
            error_q <= read_error_i ? 8'd1 : write_error_i ? 8'd2 : packet_error_i ? 8'd4 : 8'd3;
            error_phase_q <= phases_i;
          end else if (finished_i) state_q <= StDone;
        end
        StError: ;
        StDrain: if (quiet_i | timer_q[12]) begin
          state_q <= StReset;
          timer_q <= 13'd0;
        end
        StReset: if (timer_q[3]) state_q <= StIdle;
        default: state_q <= StIdle;
      endcase
      if (soft_reset & (state_q != StDrain) & (state_q != StReset)) begin
        state_q <= StDrain;
        error_q <= '0;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      init_address_q <= '0; init_words_q <= '0; loop_address_q <= '0; loop_words_q <= '0;
      frames_q <= '0; streaming_q <= 1'b0; watchdog_q <= '0; irq_enable_q <= 1'b0;
      bvalid_q <= 1'b0; rvalid_q <= 1'b0; rdata_q <= '0;
    end else begin
      bvalid_q <= write | (bvalid_q & ~s_axil_bready_i);
      if (write & full & ~running) begin
        case (s_axil_awaddr_i[7:2])
          6'h02: init_address_q <= s_axil_wdata_i;
          6'h03: init_words_q <= s_axil_wdata_i;
          6'h04: loop_address_q <= s_axil_wdata_i;
          6'h05: loop_words_q <= s_axil_wdata_i;
          6'h06: frames_q <= s_axil_wdata_i;
          6'h07: streaming_q <= s_axil_wdata_i[0];
          6'h0a: watchdog_q <= s_axil_wdata_i;
          6'h0e: irq_enable_q <= s_axil_wdata_i[0];
          default: ;
        endcase
      end
      rvalid_q <= read | (rvalid_q & ~s_axil_rready_i);
      if (read) begin
        case (s_axil_araddr_i[7:2])
          6'h01: rdata_q <= {16'd0, error_q, 4'd0, (state_q == StDrain) | (state_q == StReset), state_q == StError, state_q == StDone, running};
          6'h02: rdata_q <= init_address_q;
          6'h03: rdata_q <= init_words_q;
          6'h04: rdata_q <= loop_address_q;
          6'h05: rdata_q <= loop_words_q;
          6'h06: rdata_q <= frames_q;
          6'h07: rdata_q <= {31'd0, streaming_q};
          6'h08: rdata_q <= cycles_q[31:0];
          6'h09: rdata_q <= cycles_q[63:32];
          6'h0a: rdata_q <= watchdog_q;
          6'h0b: rdata_q <= error_phase_q;
          6'h0c: rdata_q <= phases_i;
          6'h0d: rdata_q <= 32'(Id);
          6'h0e: rdata_q <= {31'd0, irq_enable_q};
          6'h0f: rdata_q <= 32'(Fingerprint);
          default: rdata_q <= 32'd0;
        endcase
      end
    end
  end
  // Bits that carry nothing here.
  wire unused = &{1'b0, s_axil_awaddr_i[15:8], s_axil_awaddr_i[1:0], s_axil_araddr_i[15:8], s_axil_araddr_i[1:0]};
endmodule
