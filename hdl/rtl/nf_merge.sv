// Appends a tile's own beats to an upstream stream, by counts (docs/hardware.md section 5). One beat a cycle into the L FIFO.
module nf_merge #(
  parameter int Primitives = 0
) (
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
  // Number of the beat that comes next in the segment, and of the round, from one.
  logic [23:0] beat_q, limit;
  logic [15:0] round_q;
  logic        last_round_q, tail_q, own_q;
  nf_select4 #(.Width(24)) u_limit (
    .select_i({tail_q, own_q}), .d0_i(upstream_i), .d1_i(own_i), .d2_i(tail_upstream_i), .d3_i(tail_own_i), .y_o(limit)
  );
  // Which segments have no beats, upstream, own and both of the tail: right in the cycle after the start.
  logic [3:0]  empties_q;
  wire empty = empties_q[{tail_q, own_q}];
  wire last = beat_q == limit;
  wire start_in_tail = rounds_i == 16'd0;
  wire from_own = ~enable_i | (own_q & ~empty);
  wire from_b = enable_i & ~own_q & ~empty;
  assign out_valid_o = ~start_i & ((from_own & own_valid_i) | (from_b & b_valid_i));
  assign own_ready_o = ~start_i & from_own & out_ready_i;
  assign b_ready_o = ~start_i & from_b & out_ready_i;
  nf_select2 #(.Width(24), .Primitives(Primitives)) u_data (
    .select_i(enable_i & ~own_q), .a_i(own_data_i), .b_i(b_data_i), .y_o(out_data_o)
  );
  wire moved = out_valid_o & out_ready_i;
  wire segment_end = enable_i & (empty | (moved & last));
  wire round_end = segment_end & own_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      tail_q <= 1'b0; own_q <= 1'b0;
    end else if (start_i) begin
      tail_q <= start_in_tail;
      own_q <= 1'b0;
    end else if (segment_end) begin
      own_q <= ~own_q;
      if (own_q) tail_q <= tail_q ? start_in_tail : last_round_q;
    end
  end
  always_ff @(posedge clk_i) begin
    empties_q <= {tail_own_i == 24'd0, tail_upstream_i == 24'd0, own_i == 24'd0, upstream_i == 24'd0};
    last_round_q <= round_q == rounds_i;
    if (start_i | segment_end) beat_q <= 24'd1;
    else if (moved) beat_q <= beat_q + 24'd1;
    if (start_i | (round_end & tail_q)) round_q <= 16'd1;
    else if (round_end) round_q <= round_q + 16'd1;
  end
endmodule
