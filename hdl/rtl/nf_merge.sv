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
  // Beats left in the segment, and rounds left; the flags beside them say zero or one.
  logic [23:0] left_q, limit;
  logic [15:0] rounds_left_q;
  logic        empty_q, one_q, last_round_q, tail_q, own_q;
  wire start_in_tail = rounds_i == 16'd0;
  wire from_own = ~enable_i | (own_q & ~empty_q);
  wire from_b = enable_i & ~own_q & ~empty_q;
  assign out_valid_o = ~start_i & ((from_own & own_valid_i) | (from_b & b_valid_i));
  assign own_ready_o = ~start_i & from_own & out_ready_i;
  assign b_ready_o = ~start_i & from_b & out_ready_i;
  nf_select2 #(.Width(24), .Primitives(Primitives)) u_data (.select_i(from_b), .a_i(own_data_i), .b_i(b_data_i), .y_o(out_data_o));
  wire moved = out_valid_o & out_ready_i;
  wire segment_end = enable_i & (empty_q | (moved & one_q));

  // The segment that comes next.
  wire next_own = ~start_i & ~own_q;
  wire next_tail = start_i ? start_in_tail : ~own_q ? tail_q : tail_q ? start_in_tail : last_round_q;
  wire load = start_i | segment_end;
  wire rounds_load = start_i | tail_q;
  nf_select4 #(.Width(24)) u_limit (
    .select_i({next_tail, next_own}), .d0_i(upstream_i), .d1_i(own_i), .d2_i(tail_upstream_i), .d3_i(tail_own_i), .y_o(limit)
  );
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      tail_q <= 1'b0; own_q <= 1'b0;
    end else if (load) begin
      tail_q <= next_tail;
      own_q <= next_own;
    end
  end
  // Down-counters: minus one is added where nothing is loaded.
  always_ff @(posedge clk_i) begin
    last_round_q <= rounds_left_q == 16'd1;
    if (load | moved) begin
      left_q <= {24{~load}} + (load ? limit : left_q);
      one_q <= load ? (limit == 24'd1) : (left_q == 24'd2);
    end
    if (load) empty_q <= limit == 24'd0;
    if (start_i | (segment_end & own_q)) rounds_left_q <= {16{~rounds_load}} + (rounds_load ? rounds_i : rounds_left_q);
  end
endmodule
