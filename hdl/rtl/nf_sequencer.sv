// Walks frame, output row, neuron group, chunk, pass, digit plane, X, py, px and issues one pixel slot a cycle
// (docs/hardware.md section 4). Waits for input rows before a row, for the loader before a pass, for drain credits while emitting.
// What the next row, group and chunk start from is worked out by nf_sequencer_rows and nf_sequencer_visits while the passes before run.
module nf_sequencer #(
  parameter int PixelDepth = 512,
  parameter int DrainDepth = 16,
  parameter int BlockBits = 14,
  parameter int AddressBits = 9,
  parameter int RowBits = 18
) (
  input  logic                          clk_i,
  input  logic                          rst_ni,
  input  logic                          start_i,
  input  logic [19:0]                   frames_i,
  input  logic                          enable_i,
  // configuration
  input  logic [15:0]                   rows_i, output_rows_i, first_base_i, row_step_i, span_i,
  input  logic [AddressBits-1:0]        digit_lines_i,
  input  logic [7:0]                    groups_i, chunks_i, pv_i, ph_i, py_rows_i,
  input  logic                          chunk_outer_i,
  input  logic [1:0]                    digits_i,
  input  logic [5:0]                    ring_i, row_step_mod_i, rows_mod_i, first_mod_i,
  input  logic [2:0]                    rot_step_i, rot_frame_i, rot_first_i, rot_py_i,
  input  logic [BlockBits-1:0]          px_step_i, x_step_i, chunk_step_i,
  input  logic [$clog2(PixelDepth):0]   chunk_x_i, last_chunk_x_i,
  // loader
  input  logic                          load_ready_i, load_first_i, load_triple_i, load_last_i, load_skip_i,
  output logic                          take_o,
  // rows
  input  logic [RowBits-1:0]            written_i,
  input  logic                          written_step_i,
  output logic                          limit_load_o,
  output logic [RowBits-1:0]            limit_loaded_o,
  output logic [RowBits-1:0]            limit_o,
  output logic                          done_o,
  // drain credits
  input  logic                          credit_i,
  // pixel slot
  output logic                          slot_o,
  output logic [BlockBits-1:0]          slot_chunk_o, slot_x_o, slot_px_o,   // the slot's block is their sum
  output logic [8:0]                    top_o,           // rows of padding above the image, at py = 0; one cycle after the slot
  output logic [9:0]                    bottom_o,        // last row of the image, likewise
  output logic [7:0]                    slot_rows_o,     // py rows
  output logic [5:0]                    slot_ring_o,
  output logic [2:0]                    slot_rot_o,      // without the block part
  output logic [AddressBits-1:0]        slot_lines_o,    // digit plane offset
  output logic [1:0]                    slot_digit_o,    // 3 in a pass of a skip
  output logic [$clog2(PixelDepth)-1:0] slot_pixel_o,
  output logic                          slot_first_o,    // old accumulator counts as zero
  output logic                          slot_triple_o,
  output logic                          slot_emit_o
);
  localparam int PixelBits = $clog2(PixelDepth);
  localparam int CreditBits = $clog2(DrainDepth + 1);

  // Pass state. Counters count down to one; the flag beside each says that it is there.
  logic                   active_q, first_q, triple_q, last_q, skip_q;
  logic [7:0]             px_left_q, py_left_q, rows_q;
  logic                   px_end_q, py_end_q, x_end_q;
  logic [PixelBits:0]     x_left_q, x_now, x_next;
  logic [1:0]             digit_q, fill_q;
  logic [BlockBits-1:0]   x_block_q, px_block_q, chunk_block;
  logic [AddressBits-1:0] lines_q;
  logic [5:0]             slot_ring_q, row_ring;
  logic [2:0]             slot_rot_q, row_rot;
  logic                   spent_q;            // all pixels of the sub-pass are issued; filler slots follow
  logic [PixelBits-1:0]   pixel_q;
  logic [CreditBits-1:0]  credit_q;
  logic                   last_digit_q, emitting_q, full_q, has_credit_q;   // of the sub-pass; full: four slots are done with this one
  logic                   row_ready, frames_left, last_visit, x_one_now, x_one_next;
  logic rows_done;

  // Slot.
  wire may_go = ~emitting_q | has_credit_q;
  wire execute = active_q & (spent_q | may_go);
  wire step = active_q & ~spent_q & may_go;
  wire pass_end = px_end_q & py_end_q;
  wire x_end = pass_end & x_end_q;
  // What a sub-pass's end brings is known beside whether it ends.
  wire may_end = active_q & full_q;
  logic sub_end, row_end;
  nf_late u_sub_end (.now_i(may_end & spent_q), .late_i(px_end_q), .early_i(may_end & may_go & py_end_q & x_end_q), .y_o(sub_end));
  wire finishing = sub_end & last_digit_q;
  wire visit_end = sub_end & emitting_q;           // all passes of one group in one chunk
  nf_late u_row_end (.now_i(1'b0), .late_i(sub_end), .early_i(emitting_q & last_visit), .y_o(row_end));
  wire can_take = enable_i & ~start_i & frames_left & load_ready_i;
  wire take_idle = can_take & ~active_q & row_ready;
  wire goes_on = can_take & ~(emitting_q & last_visit);
  nf_late u_take (.now_i(take_idle), .late_i(sub_end), .early_i(last_digit_q & goes_on), .y_o(take_o));
  assign slot_o = step;
  assign slot_chunk_o = chunk_block;
  assign slot_x_o = x_block_q;
  assign slot_px_o = px_block_q;
  assign slot_rows_o = rows_q;
  assign slot_ring_o = slot_ring_q;
  assign slot_rot_o = slot_rot_q;
  assign slot_lines_o = lines_q;
  assign slot_digit_o = digit_q | {2{skip_q}};
  assign slot_pixel_o = pixel_q;
  assign slot_first_o = first_q & (digit_q == 2'd0);
  assign slot_triple_o = triple_q & (digit_q == 2'd0);
  assign slot_emit_o = emitting_q;
  // Right from two cycles after a start on, and nobody asks before (nf_config_parser's hold).
  logic done_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) done_q <= 1'b0;
    else done_q <= ~enable_i | rows_done;
  end
  assign done_o = done_q;

  nf_sequencer_rows #(.RowBits(RowBits)) u_rows (
    .clk_i, .rst_ni, .start_i, .frames_i, .rows_i, .output_rows_i, .first_base_i, .row_step_i, .span_i,
    .ring_i, .row_step_mod_i, .rows_mod_i, .first_mod_i, .rot_step_i, .rot_frame_i, .rot_first_i,
    .row_end_i(row_end), .written_i, .written_step_i, .limit_o, .load_o(limit_load_o), .loaded_o(limit_loaded_o), .row_ready_o(row_ready), .frames_left_o(frames_left),
    .done_o(rows_done),
    .top_o, .bottom_o, .row_ring_o(row_ring), .row_rot_o(row_rot)
  );
  nf_sequencer_visits #(.BlockBits(BlockBits), .PixelBits(PixelBits)) u_visits (
    .clk_i, .rst_ni, .start_i, .groups_i, .chunks_i, .chunk_outer_i, .chunk_step_i, .chunk_x_i, .last_chunk_x_i,
    .visit_end_i(visit_end), .last_o(last_visit), .chunk_block_o(chunk_block),
    .x_now_o(x_now), .x_next_o(x_next), .x_one_now_o(x_one_now), .x_one_next_o(x_one_next)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) active_q <= 1'b0;
    else active_q <= ~start_i & (take_o | (active_q & ~finishing));
  end

  // A new sub-pass starts from zero offsets; a step to the next pixel moves px, then py, then X.
  wire end_new = ~last_digit_q | goes_on;
  logic new_sub, px_over, py_over, px_wrap, py_wrap;   // over: within the sub-pass, or before the first
  nf_late u_px_over (.now_i(take_idle), .late_i(step), .early_i(px_end_q), .y_o(px_over));
  nf_late u_py_over (.now_i(take_idle), .late_i(step), .early_i(pass_end), .y_o(py_over));
  nf_late u_new_sub (.now_i(take_idle), .late_i(sub_end), .early_i(end_new), .y_o(new_sub));
  nf_late u_px_wrap (.now_i(px_over), .late_i(sub_end), .early_i(end_new), .y_o(px_wrap));
  nf_late u_py_wrap (.now_i(py_over), .late_i(sub_end), .early_i(end_new), .y_o(py_wrap));
  wire [PixelBits:0] x_load = visit_end ? x_next : x_now;
  wire [7:0] px_less = px_left_q - 8'd1;
  wire [7:0] py_less = py_left_q - 8'd1;
  wire [PixelBits:0] x_less = x_left_q - (PixelBits+1)'(1);
  wire [6:0] ring_sum = {1'b0, slot_ring_q} + {1'b0, py_rows_i[5:0]};
  wire [6:0] ring_over = ring_sum - {1'b0, ring_i};
  always_ff @(posedge clk_i) begin
    if (take_o) begin
      first_q <= load_first_i;
      triple_q <= load_triple_i;
      last_q <= load_last_i;
      skip_q <= load_skip_i;
    end
    if (take_o) begin
      digit_q <= 2'd0;
      lines_q <= '0;
      last_digit_q <= digits_i == 2'd1;
      emitting_q <= load_last_i & (digits_i == 2'd1);
    end else if (new_sub) begin
      digit_q <= digit_q + 2'd1;
      lines_q <= lines_q + digit_lines_i;
      last_digit_q <= digit_q == digits_i - 2'd2;
      emitting_q <= last_q & (digit_q == digits_i - 2'd2);
    end
    if (new_sub) fill_q <= 2'd0;
    else if (execute & ~full_q) fill_q <= fill_q + 2'd1;
    full_q <= ~new_sub & (full_q | (execute & (fill_q == 2'd2)));
    if (new_sub) spent_q <= 1'b0;
    else if (step) spent_q <= x_end;
    if (new_sub) pixel_q <= '0;
    else if (step) pixel_q <= pixel_q + 1'b1;
    if (px_wrap) px_block_q <= '0;
    else if (step) px_block_q <= px_block_q + px_step_i;
    if (new_sub) x_block_q <= '0;
    else if (step & pass_end) x_block_q <= x_block_q + x_step_i;
    if (py_wrap) rows_q <= '0;
    else if (step & px_end_q) rows_q <= rows_q + py_rows_i;
    if (new_sub | step) begin
      px_left_q <= px_wrap ? ph_i : px_less;
      px_end_q <= px_wrap ? (ph_i == 8'd1) : (px_left_q == 8'd2);
    end
    if (px_wrap) begin
      py_left_q <= py_wrap ? pv_i : py_less;
      py_end_q <= py_wrap ? (pv_i == 8'd1) : (py_left_q == 8'd2);
      slot_ring_q <= py_wrap ? row_ring : ring_over[6] ? ring_sum[5:0] : ring_over[5:0];
      slot_rot_q <= py_wrap ? row_rot : slot_rot_q + rot_py_i;
    end
    if (py_wrap) begin
      x_left_q <= new_sub ? x_load : x_less;
      x_end_q <= new_sub ? (visit_end ? x_one_next : x_one_now) : (x_left_q == (PixelBits+1)'(2));
    end
  end

  wire spend = slot_o & emitting_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      credit_q <= CreditBits'(DrainDepth);
      has_credit_q <= 1'b1;
    end else if (start_i) begin
      credit_q <= CreditBits'(DrainDepth);
      has_credit_q <= 1'b1;
    end else if (spend != credit_i) begin
      credit_q <= credit_q + {{(CreditBits-1){spend}}, 1'b1};
      has_credit_q <= credit_i | (credit_q != CreditBits'(1));
    end
  end
  // Bits that carry nothing here.
  wire unused = &{1'b0, py_rows_i};
endmodule
