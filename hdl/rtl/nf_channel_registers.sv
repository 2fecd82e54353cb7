// Shadow and active registers of one DMA channel: written from the configuration bus, swapped by a go.
// `start_o` is high in the first cycle in which the active registers hold the new values. `first_o` is the shadow itself: it holds
// for two cycles after a go at least.
module nf_channel_registers #(
  parameter int Channel = 0,
  parameter int AddressBits = 29,     // addresses count memory words
  parameter int WordBits = 24,
  parameter int LaneBits = 3          // of the place of a beat in its word
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   write_i,
  input  logic [15:0]            address_i,
  input  logic [WordBits-1:0]    run_words_ni,
  input  logic [LaneBits-1:0]    first_lane_i, last_lane_i,
  input  logic [16:0]            runs_ni,
  input  logic [AddressBits-1:0] stride_i, step_i, first_i,
  input  logic                   enable_i,
  input  logic                   first_valid_i,
  input  logic [13:0]            first_channel_i,
  input  logic                   go_i,
  output logic                   start_o,
  output logic [WordBits-1:0]    run_words_no,
  output logic [LaneBits-1:0]    first_lane_o, last_lane_o,
  output logic [16:0]            runs_no,
  output logic [AddressBits-1:0] stride_o, step_o, first_o,
  output logic                   enable_o
);
  localparam int Width = WordBits + 2 * LaneBits + 17 + 2 * AddressBits;
  logic [WordBits-1:0] run_words_q;
  logic [LaneBits-1:0] first_lane_q, last_lane_q;
  logic [16:0] runs_q;
  logic [AddressBits-1:0] stride_q, step_q, first_q;
  logic [Width-1:0] active_q;
  logic enable_q, active_enable_q, start_q;
  wire hit = write_i & (address_i[15:2] == 14'(Channel));
  always_ff @(posedge clk_i) begin
    if (hit & (address_i[1:0] == 2'd0)) begin
      run_words_q <= run_words_ni;
      first_lane_q <= first_lane_i;
      last_lane_q <= last_lane_i;
    end
    if (hit & (address_i[1:0] == 2'd1)) begin
      runs_q <= runs_ni;
      stride_q <= stride_i;
    end
    if (hit & (address_i[1:0] == 2'd2)) step_q <= step_i;
    if (first_valid_i & (first_channel_i == 14'(Channel))) first_q <= first_i;
    if (go_i) active_q <= {run_words_q, first_lane_q, last_lane_q, runs_q, stride_q, step_q};
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      enable_q <= 1'b0; active_enable_q <= 1'b0; start_q <= 1'b0;
    end else begin
      start_q <= go_i;
      if (go_i) begin
        active_enable_q <= enable_q;
        enable_q <= 1'b0;
      end else if (hit & (address_i[1:0] == 2'd2)) enable_q <= enable_i;
    end
  end
  assign start_o = start_q;
  assign {run_words_no, first_lane_o, last_lane_o, runs_no, stride_o, step_o} = active_q;
  assign first_o = first_q;
  assign enable_o = active_enable_q;
endmodule
