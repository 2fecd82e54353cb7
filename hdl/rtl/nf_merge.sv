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
  // Beats left in the segment, with a flag at the last one; number of the round, from one. The segment's source stands decoded.
  logic [23:0] left_q, next_limit;
  logic [15:0] round_q;
  logic        last_q, last_round_q, tail_q, own_q, empty_q, from_own_q, from_b_q;
  wire moved = out_valid_o & out_ready_i;
  wire segment_end = enable_i & (empty_q | (moved & last_q));
  wire round_end = segment_end & own_q;

  // The segment that follows, and which of the four have no beats, or one: upstream, own, and both of the tail.
  wire start_in_tail = rounds_i == 16'd0;
  wire next_own = ~start_i & ~own_q;
  wire next_tail = (start_i | (own_q & tail_q)) ? start_in_tail : own_q ? last_round_q : tail_q;
  wire [1:0] next = {next_tail, next_own};
  wire [3:0] empties = {tail_own_i == 24'd0, tail_upstream_i == 24'd0, own_i == 24'd0, upstream_i == 24'd0};
  wire [3:0] ones = {tail_own_i == 24'd1, tail_upstream_i == 24'd1, own_i == 24'd1, upstream_i == 24'd1};
  wire next_empty = empties[next];
  nf_select4 #(.Width(24)) u_limit (
    .select_i(next), .d0_i(upstream_i), .d1_i(own_i), .d2_i(tail_upstream_i), .d3_i(tail_own_i), .y_o(next_limit)
  );

  assign out_valid_o = ~start_i & ((from_own_q & own_valid_i) | (from_b_q & b_valid_i));
  assign own_ready_o = ~start_i & from_own_q & out_ready_i;
  assign b_ready_o = ~start_i & from_b_q & out_ready_i;
  nf_select2 #(.Width(24), .Primitives(Primitives)) u_data (
    .select_i(from_b_q), .a_i(own_data_i), .b_i(b_data_i), .y_o(out_data_o)
  );

  wire load = start_i | segment_end;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      tail_q <= 1'b0; own_q <= 1'b0; empty_q <= 1'b0; from_own_q <= 1'b1; from_b_q <= 1'b0;
    end else if (load) begin
      tail_q <= next_tail;
      own_q <= next_own;
      empty_q <= next_empty;
      from_own_q <= ~enable_i | (next_own & ~next_empty);
      from_b_q <= enable_i & ~next_own & ~next_empty;
    end
  end
  // Minus one is added where nothing is loaded; on ECP5 it is added all the time, for the load comes late.
  always_ff @(posedge clk_i) begin
    last_round_q <= round_q == rounds_i;
    if (load | moved) begin
      left_q <= (Primitives == 2) ? (load ? next_limit : left_q - 24'd1) : {24{~load}} + (load ? next_limit : left_q);
      last_q <= load ? ones[next] : (left_q == 24'd2);
    end
    if (start_i | (round_end & tail_q)) round_q <= 16'd1;
    else if (round_end) round_q <= round_q + 16'd1;
  end
endmodule
