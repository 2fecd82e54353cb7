// Chunks and groups of the sequencer: a visit is all passes of one neuron group in one chunk of pixels. What follows a visit is
// prepared in three steps after the visit end before it; a visit takes at least four cycles.
module nf_sequencer_visits #(
  parameter int BlockBits = 14,
  parameter int PixelBits = 9
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 start_i,
  input  logic [7:0]           groups_i, chunks_i,
  input  logic                 chunk_outer_i,  // all groups of a chunk before the next chunk
  input  logic [BlockBits-1:0] chunk_step_i,
  input  logic [PixelBits:0]   chunk_x_i, last_chunk_x_i,
  input  logic                 visit_end_i,
  output logic                 last_o,         // of the output row
  output logic [BlockBits-1:0] chunk_block_o,
  output logic [PixelBits:0]   x_now_o, x_next_o,           // steps of X in this visit and in the next one
  output logic                 x_one_now_o, x_one_next_o    // it is a single step
);
  logic [7:0]           groups_left_q, chunks_left_q, next_left_q;
  logic                 last_group_q, last_chunk_q, last_q;
  logic [BlockBits-1:0] block_q, next_block_q;
  logic [PixelBits:0]   x_q, next_x;
  logic                 next_last, next_last_q, x_one_q;
  logic                 one_q, one_last_q;

  logic [2:0] started_q;
  wire starting = start_i | (started_q[1:0] != 2'd0);
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) started_q <= 3'd0;
    else started_q <= {started_q[1:0], start_i};
  end
  wire load = visit_end_i | started_q[2];
  wire chunk_moves = ~chunk_outer_i | last_group_q;
  wire chunk_restart = starting | (last_chunk_q & chunk_moves);
  wire chunk_step = ~last_chunk_q & chunk_moves;
  wire group_step = visit_end_i & (chunk_outer_i | last_chunk_q);
  wire group_load = start_i | last_group_q;

  assign next_last = next_left_q == 8'd1;
  assign next_x = next_last_q ? last_chunk_x_i : chunk_x_i;
  always_ff @(posedge clk_i) begin
    one_q <= chunk_x_i == (PixelBits+1)'(1);
    one_last_q <= last_chunk_x_i == (PixelBits+1)'(1);
    last_group_q <= groups_left_q == 8'd1;
    last_chunk_q <= chunks_left_q == 8'd1;
    last_q <= (groups_left_q == 8'd1) & (chunks_left_q == 8'd1);
    next_left_q <= {8{chunk_step & ~starting}} + (chunk_restart ? chunks_i : chunks_left_q);
    if (chunk_restart) next_block_q <= '0;
    else next_block_q <= block_q + (chunk_step_i & {BlockBits{chunk_step}});
    next_last_q <= next_last;
    if (start_i | group_step) groups_left_q <= {8{~group_load}} + (group_load ? groups_i : groups_left_q);
    if (load) begin
      chunks_left_q <= next_left_q;
      block_q <= next_block_q;
      x_q <= next_x;
      x_one_q <= x_one_next_o;
    end
  end
  assign last_o = last_q;
  assign chunk_block_o = block_q;
  assign x_now_o = x_q;
  assign x_next_o = next_x;
  assign x_one_now_o = x_one_q;
  assign x_one_next_o = next_last_q ? one_last_q : one_q;
endmodule
