// Appends a tile's own beats to an upstream stream, by counts (docs/hardware.md section 5). One beat a cycle into the L FIFO.
module nf_merge (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        start_i,
  input  logic        enable_i,
  input  logic [15:0] rounds_i,
  input  logic [23:0] upstream_i, own_i, tail_upstream_i, tail_own_i,
  input  logic        b_valid_i,
  output logic        b_ready_o,
  input  logic [23:0] b_data_i,
  input  logic        own_valid_i,
  output logic        own_ready_o,
  input  logic [23:0] own_data_i,
  output logic        out_valid_o,
  input  logic        out_ready_i,
  output logic [23:0] out_data_o
);
  logic [15:0] round_q;
  logic [23:0] count_q;
  logic        tail_q, own_q;
  wire [23:0] limit = tail_q ? (own_q ? tail_own_i : tail_upstream_i) : (own_q ? own_i : upstream_i);
  wire empty = count_q == limit;
  wire from_own = ~enable_i | (own_q & ~empty);
  wire from_b = enable_i & ~own_q & ~empty;
  assign out_valid_o = ~start_i & ((from_own & own_valid_i) | (from_b & b_valid_i));
  assign out_data_o = from_b ? b_data_i : own_data_i;
  assign own_ready_o = ~start_i & from_own & out_ready_i;
  assign b_ready_o = ~start_i & from_b & out_ready_i;
  wire moved = out_valid_o & out_ready_i;
  wire segment_end = enable_i & (empty | (moved & (count_q + 24'd1 == limit)));
  wire round_end = segment_end & own_q & ~tail_q;
  wire start_in_tail = rounds_i == 16'd0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      round_q <= '0; count_q <= '0; tail_q <= 1'b0; own_q <= 1'b0;
    end else if (start_i) begin
      round_q <= '0; count_q <= '0; tail_q <= start_in_tail; own_q <= 1'b0;
    end else begin
      if (segment_end) begin
        count_q <= '0;
        own_q <= ~own_q;
      end else if (moved) count_q <= count_q + 24'd1;
      if (round_end) begin
        round_q <= round_q + 16'd1;
        tail_q <= round_q + 16'd1 == rounds_i;
      end else if (segment_end & own_q & tail_q) begin
        round_q <= '0;
        tail_q <= start_in_tail;
      end
    end
  end
endmodule
