// FIFO of 64 memory words in lanes of 24 bits, filled lane by lane: the first lane of a word clears the others, `push_i` with a lane
// completes the word. The caller counts. The head is shown all the time.
module nf_write_fifo #(
  parameter int Lanes = 2
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     put_i,
  input  logic [$clog2(Lanes)-1:0] lane_i,
  input  logic [23:0]              data_i,
  input  logic                     push_i,
  input  logic                     pop_i,
  output logic [24*Lanes-1:0]      data_o
);
  localparam int LaneBits = $clog2(Lanes);
  logic [5:0] read_q, write_q;
  wire first = lane_i == '0;
  wire [23:0] other = first ? 24'd0 : data_i;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      read_q <= '0; write_q <= '0;
    end else begin
      if (pop_i) read_q <= read_q + 6'd1;
      if (push_i) write_q <= write_q + 6'd1;
    end
  end
  genvar k;
  generate
    for (k = 0; k < Lanes; k = k + 1) begin : gen_lane
      wire put = put_i & (first | (lane_i == LaneBits'(k)));
      wire [23:0] lane = (k == 0) ? data_i : other;
      (* ram_style = "distributed" *) logic [23:0] mem [0:63];
      assign data_o[24*k +: 24] = mem[read_q];
      always_ff @(posedge clk_i) if (put) mem[write_q] <= lane;
    end
  endgenerate
endmodule
