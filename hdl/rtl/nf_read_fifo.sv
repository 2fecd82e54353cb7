// FIFO of 64 memory words in lanes of 24 bits, for a producer that reserves its space, with a lane of the head picked by `lane_i`.
// A push is visible in the next cycle. The word to be written next takes the input in every cycle in which it is free.
module nf_read_fifo #(
  parameter int Lanes = 2
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     push_i,
  input  logic [24*Lanes-1:0]      data_i,
  input  logic                     last_i,
  input  logic                     pop_i,
  output logic                     valid_o,
  output logic                     last_o,
  input  logic [$clog2(Lanes)-1:0] lane_i,
  output logic [23:0]              lane_o
);
  localparam int Width = 24 * Lanes + 1;
  logic [5:0] read_q, write_q;
  logic       valid_q;
  wire [5:0]  after = read_q + 6'd1;
  assign valid_o = valid_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      read_q <= '0; write_q <= '0; valid_q <= 1'b0;
    end else begin
      if (push_i) write_q <= write_q + 6'd1;
      if (pop_i) read_q <= after;
      valid_q <= push_i | (valid_q & ~(pop_i & (after == write_q)));
    end
  end
  (* ram_style = "distributed" *) logic [Width-1:0] mem [0:63];
  wire [Width-1:0] word = mem[read_q];
  wire room = ~valid_q | (read_q != write_q);
  always_ff @(posedge clk_i) if (room) mem[write_q] <= {last_i, data_i};
  assign last_o = word[Width-1];
  generate
    if (Lanes == 5) begin : gen_five
      wire [23:0] low;
      nf_select4 #(.Width(24)) u_low (
        .select_i(lane_i[1:0]), .d0_i(word[0 +: 24]), .d1_i(word[24 +: 24]), .d2_i(word[48 +: 24]), .d3_i(word[72 +: 24]), .y_o(low)
      );
      assign lane_o = lane_i[2] ? word[96 +: 24] : low;
    end else begin : gen_two
      assign lane_o = word[24*lane_i +: 24];
    end
  endgenerate
endmodule
