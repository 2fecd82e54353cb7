// FIFO of 64 memory words in lanes of 24 bits, filled lane by lane: `push_i` with a lane completes the word. With a word comes which of
// its lanes were filled; the others hold anything. The caller counts, and says whether there is room: a free word takes the input in every
// cycle, until a beat stays. The head is shown all the time.
module nf_write_fifo #(
  parameter int Lanes = 2
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     room_i,         // a word at least is free; nothing is put otherwise
  input  logic                     put_i,
  input  logic [$clog2(Lanes)-1:0] lane_i,
  input  logic [23:0]              data_i,
  input  logic                     push_i,
  input  logic                     pop_i,
  output logic [24*Lanes-1:0]      data_o,
  output logic [Lanes-1:0]         lanes_o
);
  localparam int LaneBits = $clog2(Lanes);
  logic [5:0] read_q, write_q;
  logic [Lanes-1:0] filled_q, put;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      read_q <= '0; write_q <= '0; filled_q <= '0;
    end else begin
      if (pop_i) read_q <= read_q + 6'd1;
      if (push_i) write_q <= write_q + 6'd1;
      filled_q <= push_i ? '0 : filled_q | put;
    end
  end
  (* ram_style = "distributed" *) logic [Lanes-1:0] lanes_mem [0:63];
  assign lanes_o = lanes_mem[read_q];
  always_ff @(posedge clk_i) if (room_i) lanes_mem[write_q] <= filled_q | put;
  genvar k;
  generate
    for (k = 0; k < Lanes; k = k + 1) begin : gen_lane
      assign put[k] = put_i & (lane_i == LaneBits'(k));
      (* ram_style = "distributed" *) logic [23:0] mem [0:63];
      assign data_o[24*k +: 24] = mem[read_q];
      always_ff @(posedge clk_i) if (room_i & (lane_i == LaneBits'(k))) mem[write_q] <= data_i;
    end
  endgenerate
endmodule
