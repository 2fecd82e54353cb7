// Walks frame, output row, neuron group, chunk, pass, digit plane, X, py, px and issues one pixel slot a cycle
// (docs/hardware.md section 4). Waits for input rows before a row, for the loader before a pass, for drain credits while emitting.
module nf_sequencer #(
  parameter int PixelDepth = 512,
  parameter int DrainDepth = 16
) (
  input  logic                          clk_i,
  input  logic                          rst_ni,
  input  logic                          start_i,
  input  logic [19:0]                   frames_i,
  input  logic                          enable_i,
  // configuration
  input  logic [15:0]                   rows_i, output_rows_i, first_base_i, row_step_i, span_i, digit_lines_i,
  input  logic [7:0]                    groups_i, chunks_i, pv_i, ph_i, py_rows_i,
  input  logic                          chunk_outer_i,
  input  logic [1:0]                    digits_i,
  input  logic [5:0]                    ring_i, row_step_mod_i, rows_mod_i, first_mod_i,
  input  logic [2:0]                    rot_step_i, rot_frame_i, rot_first_i, rot_py_i,
  input  logic [15:0]                   px_step_i, x_step_i, chunk_x_i, last_chunk_x_i, chunk_step_i,
  // loader
  input  logic                          load_ready_i, load_first_i, load_triple_i, load_last_i,
  output logic                          take_o,
  // rows
  input  logic [19:0]                   written_i,
  output logic [19:0]                   free_o,
  output logic                          done_o,
  // drain credits
  input  logic                          credit_i,
  // pixel slot
  output logic                          slot_o,
  output logic [15:0]                   slot_block_o,    // X * xStep + px * pxStep + chunk offset
  output logic [15:0]                   slot_row_o,      // base + py rows, relative to the frame, signed
  output logic [5:0]                    slot_ring_o,
  output logic [2:0]                    slot_rot_o,      // without the block part
  output logic [15:0]                   slot_lines_o,    // digit plane offset
  output logic [1:0]                    slot_digit_o,
  output logic [$clog2(PixelDepth)-1:0] slot_pixel_o,
  output logic                          slot_first_o,    // old accumulator counts as zero
  output logic                          slot_triple_o,
  output logic                          slot_emit_o
);
  localparam int PixelBits = $clog2(PixelDepth);
  localparam int CreditBits = $clog2(DrainDepth + 1);

  // Row state.
  logic [19:0] frames_left_q, frame_base_q, free_q;
  logic [15:0] rows_left_q, base_q;
  logic [5:0]  frame_slot_q, row_slot_q;
  logic [2:0]  frame_rot_q, row_rot_q;
  // Pass state.
  logic        active_q, first_q, triple_q, last_q;
  logic [7:0]  group_q, chunk_q, py_q, px_q;
  logic [1:0]  digit_q, fill_q;
  logic [15:0] x_left_q, x_block_q, block_q, chunk_block_q, lines_q, py_rows_q;
  logic [5:0]  py_slot_q;
  logic [2:0]  py_rot_q;
  logic        spent_q;            // all pixels of the sub-pass are issued; filler slots follow
  logic [PixelBits-1:0]  pixel_q;
  logic [CreditBits-1:0] credit_q;

  function automatic [5:0] add_mod(input [5:0] x, input [5:0] y, input [5:0] m);
    logic [6:0] sum;
    begin
      sum = {1'b0, x} + {1'b0, y};
      add_mod = (sum >= {1'b0, m}) ? 6'(sum - {1'b0, m}) : sum[5:0];
    end
  endfunction
  function automatic [15:0] clip(input signed [16:0] row, input [15:0] rows);
    clip = row[16] ? 16'd0 : (row[15:0] > rows) ? rows : row[15:0];
  endfunction

  wire last_chunk = chunk_q == chunks_i - 8'd1;
  wire last_group = group_q == groups_i - 8'd1;
  wire last_digit = digit_q == digits_i - 2'd1;
  wire emitting = last_q & last_digit;

  // Row ready.
  wire signed [16:0] base_s = {base_q[15], base_q};
  wire [15:0] clipped_need = clip(base_s + $signed({1'b0, span_i}), rows_i);
  wire [19:0] need = frame_base_q + 20'(clipped_need);
  wire signed [19:0] spare = $signed(written_i - need);
  wire row_ready = spare >= 20'sd0;

  // Slot.
  wire starved = ~spent_q & emitting & (credit_q == '0);
  wire execute = active_q & ~starved;
  wire px_end = px_q == ph_i - 8'd1;
  wire py_end = px_end & (py_q == pv_i - 8'd1);
  wire x_end = py_end & (x_left_q == 16'd1);
  wire sub_end = execute & (spent_q | x_end) & (fill_q == 2'd3);
  wire finishing = sub_end & last_digit;
  wire row_end = finishing & last_q & last_chunk & last_group;
  wire working = enable_i & ~start_i & (frames_left_q != 20'd0);
  assign take_o = working & load_ready_i & ((~active_q & row_ready) | (finishing & ~row_end));
  assign slot_o = execute & ~spent_q;
  assign slot_block_o = block_q;
  assign slot_row_o = base_q + py_rows_q;
  assign slot_ring_o = py_slot_q;
  assign slot_rot_o = py_rot_q;
  assign slot_lines_o = lines_q;
  assign slot_digit_o = digit_q;
  assign slot_pixel_o = pixel_q;
  assign slot_first_o = first_q & (digit_q == 2'd0);
  assign slot_triple_o = triple_q & (digit_q == 2'd0);
  assign slot_emit_o = emitting;
  assign free_o = free_q;
  assign done_o = ~start_i & (~enable_i | (frames_left_q == 20'd0));

  // Row end: where the next row starts.
  wire frame_end = row_end & (rows_left_q == 16'd1);
  wire [15:0] next_base = frame_end ? first_base_i : base_q + row_step_i;
  wire [19:0] next_frame_base = frame_end ? frame_base_q + 20'(rows_i) : frame_base_q;
  wire [5:0]  next_frame_slot = add_mod(frame_slot_q, rows_mod_i, ring_i);
  wire [2:0]  next_frame_rot = frame_rot_q + rot_frame_i;
  wire [5:0]  next_row_slot = frame_end ? add_mod(next_frame_slot, first_mod_i, ring_i) : add_mod(row_slot_q, row_step_mod_i, ring_i);
  wire [2:0]  next_row_rot = frame_end ? next_frame_rot + rot_first_i : row_rot_q + rot_step_i;
  wire signed [16:0] next_base_s = {next_base[15], next_base};
  wire signed [16:0] first_base_s = {first_base_i[15], first_base_i};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      frames_left_q <= '0; frame_base_q <= '0; free_q <= '0; rows_left_q <= '0; base_q <= '0;
      frame_slot_q <= '0; row_slot_q <= '0; frame_rot_q <= '0; row_rot_q <= '0;
    end else if (start_i) begin
      frames_left_q <= frames_i;
      frame_base_q <= '0;
      free_q <= 20'(clip(first_base_s, rows_i));
      rows_left_q <= output_rows_i;
      base_q <= first_base_i;
      frame_slot_q <= '0;
      row_slot_q <= first_mod_i;
      frame_rot_q <= '0;
      row_rot_q <= rot_first_i;
    end else if (row_end) begin
      base_q <= next_base;
      frame_base_q <= next_frame_base;
      row_slot_q <= next_row_slot;
      row_rot_q <= next_row_rot;
      free_q <= next_frame_base + 20'(clip(next_base_s, rows_i));
      rows_left_q <= frame_end ? output_rows_i : rows_left_q - 16'd1;
      if (frame_end) begin
        frame_slot_q <= next_frame_slot;
        frame_rot_q <= next_frame_rot;
        frames_left_q <= frames_left_q - 20'd1;
      end
    end
  end

  // Chunk and group of the active pass.
  wire visit_end = finishing & last_q;             // all passes of one group in one chunk
  wire group_step = visit_end & (chunk_outer_i | last_chunk);
  wire chunk_step = visit_end & ~last_chunk & (~chunk_outer_i | last_group);
  wire chunk_restart = visit_end & last_chunk & (~chunk_outer_i | last_group);
  wire [15:0] next_chunk_block = chunk_restart ? 16'd0 : chunk_step ? chunk_block_q + chunk_step_i : chunk_block_q;
  wire [7:0]  next_chunk = chunk_restart ? 8'd0 : chunk_step ? chunk_q + 8'd1 : chunk_q;
  wire [15:0] next_x = (next_chunk == chunks_i - 8'd1) ? last_chunk_x_i : chunk_x_i;
  wire new_sub = take_o | (sub_end & ~last_digit);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      active_q <= 1'b0; first_q <= 1'b0; triple_q <= 1'b0; last_q <= 1'b0;
      group_q <= '0; chunk_q <= '0; py_q <= '0; px_q <= '0; digit_q <= '0; fill_q <= '0;
      x_left_q <= '0; x_block_q <= '0; block_q <= '0; chunk_block_q <= '0; lines_q <= '0; py_rows_q <= '0;
      py_slot_q <= '0; py_rot_q <= '0; spent_q <= 1'b0; pixel_q <= '0;
    end else if (start_i) begin
      active_q <= 1'b0;
      group_q <= '0;
      chunk_q <= '0;
      chunk_block_q <= '0;
    end else begin
      active_q <= take_o | (active_q & ~finishing);
      if (take_o) begin
        first_q <= load_first_i;
        triple_q <= load_triple_i;
        last_q <= load_last_i;
      end
      chunk_q <= next_chunk;
      chunk_block_q <= next_chunk_block;
      if (group_step) group_q <= last_group ? 8'd0 : group_q + 8'd1;
      if (new_sub) begin
        digit_q <= take_o ? 2'd0 : digit_q + 2'd1;
        lines_q <= take_o ? 16'd0 : lines_q + digit_lines_i;
        fill_q <= 2'd0;
        spent_q <= 1'b0;
        pixel_q <= '0;
        px_q <= '0;
        py_q <= '0;
        x_left_q <= next_x;
        x_block_q <= next_chunk_block;
        block_q <= next_chunk_block;
        py_rows_q <= 16'd0;
        py_slot_q <= row_slot_q;
        py_rot_q <= row_rot_q;
      end else if (execute) begin
        if (fill_q != 2'd3) fill_q <= fill_q + 2'd1;
        if (~spent_q) begin
          pixel_q <= pixel_q + 1'b1;
          spent_q <= x_end;
          px_q <= px_end ? 8'd0 : px_q + 8'd1;
          if (px_end) begin
            py_q <= py_end ? 8'd0 : py_q + 8'd1;
            py_rows_q <= py_end ? 16'd0 : py_rows_q + 16'(py_rows_i);
            py_slot_q <= py_end ? row_slot_q : add_mod(py_slot_q, 6'(py_rows_i), ring_i);
            py_rot_q <= py_end ? row_rot_q : py_rot_q + rot_py_i;
          end
          if (py_end) begin
            x_left_q <= x_left_q - 16'd1;
            x_block_q <= x_block_q + x_step_i;
            block_q <= x_block_q + x_step_i;
          end else block_q <= px_end ? x_block_q : block_q + px_step_i;
        end
      end
    end
  end

  wire spend = slot_o & emitting;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) credit_q <= CreditBits'(DrainDepth);
    else if (start_i) credit_q <= CreditBits'(DrainDepth);
    else credit_q <= credit_q - CreditBits'(spend) + CreditBits'(credit_i);
  end
endmodule
