// Rows of the sequencer: where the current output row starts, which rows it waits for, and which the writer may reuse. What follows a
// row end is prepared in four steps after the row end before it; a row takes at least five cycles. Row numbers are modulo 2^RowBits,
// which must hold twice a frame's rows, signed.
module nf_sequencer_rows #(
  parameter int RowBits = 18
) (
  input  logic               clk_i,
  input  logic               rst_ni,
  input  logic               start_i,
  input  logic [19:0]        frames_i,
  input  logic [15:0]        rows_i, output_rows_i, first_base_i, row_step_i, span_i,
  input  logic [5:0]         ring_i, row_step_mod_i, rows_mod_i, first_mod_i,
  input  logic [2:0]         rot_step_i, rot_frame_i, rot_first_i,
  input  logic               row_end_i,
  input  logic [RowBits-1:0] written_i,
  input  logic               written_step_i,  // one more from the next cycle on
  output logic [RowBits-1:0] limit_o,         // first row that has no place in the ring yet
  output logic               load_o,          // it is `loaded_o` from the next cycle on
  output logic [RowBits-1:0] loaded_o,
  output logic               row_ready_o,
  output logic               frames_left_o,
  output logic               done_o,          // none is left by then: as frames_left_o, told a cycle earlier
  output logic [8:0]         top_o,           // rows of padding above the image, at most 511
  output logic [9:0]         bottom_o,        // last row of the image from the row's base, signed, at most 511
  output logic [5:0]         row_ring_o,
  output logic [2:0]         row_rot_o
);
  // Current row.
  logic [19:0]        frames_left_q;
  logic [15:0]        rows_left_q, base_q;
  logic [RowBits-1:0] frame_base_q, limit_q, need_q;
  logic [5:0]         frame_ring_q, row_ring_q;
  logic [2:0]         frame_rot_q, row_rot_q;
  logic               last_row_q, last_frame_q, frames_left_flag_q;
  // The next one: one step after another.
  logic [15:0]        next_base_q, clipped_base_q, clipped_end_q;
  logic [16:0]        clipped_limit_q;
  logic [16:0]        end_q, bottom_q;
  logic [RowBits-1:0] next_frame_q;
  logic [6:0]         ring_sum_q;
  logic [5:0]         next_ring_q;
  logic [2:0]         next_rot_q;

  // The first row of a phase is prepared in the same steps: as the next after one at base zero, ring slot zero.
  logic [2:0] started_q;
  wire starting = start_i | (started_q[1:0] != 2'd0);
  wire load = row_end_i | started_q[2];
  wire frame_end = row_end_i & last_row_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) started_q <= 3'd0;
    else started_q <= {started_q[1:0], start_i};
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) frames_left_flag_q <= 1'b0;
    else frames_left_flag_q <= frames_left;
  end
  wire frames_left = start_i ? (frames_i != 20'd0) : frames_left_flag_q & ~(frame_end & last_frame_q);
  assign done_o = ~frames_left;

  wire [5:0] ring_from = last_row_q ? frame_ring_q : row_ring_q;
  wire [5:0] ring_step = starting ? first_mod_i : last_row_q ? rows_mod_i : row_step_mod_i;
  wire [6:0] ring_over = ring_sum_q - {1'b0, ring_i};
  wire [2:0] rot_step = starting ? rot_first_i : last_row_q ? rot_frame_i : rot_step_i;
  // Rows that are missing, less one, in the next cycle: for either need and either number of rows; what comes late chooses.
  wire [RowBits-1:0] need_loaded = next_frame_q + RowBits'(clipped_end_q);
  wire [RowBits-1:0] missing = need_q + ~written_i;
  wire [RowBits-1:0] missing_less = need_q - written_i - RowBits'(2);
  wire [RowBits-1:0] missing_loaded = need_loaded + ~written_i;
  wire [RowBits-1:0] missing_loaded_less = need_loaded - written_i - RowBits'(2);
  wire [RowBits-1:0] missing_first = need_q - RowBits'(1);
  logic row_ready_q;
  logic ready_same, ready_less;
  nf_select2 #(.Width(2)) u_ready (
    .select_i(load), .a_i({missing[RowBits-1], missing_less[RowBits-1]}),
    .b_i({missing_loaded[RowBits-1], missing_loaded_less[RowBits-1]}), .y_o({ready_same, ready_less})
  );
  wire rows_load = start_i | last_row_q;
  wire [15:0] base_step = row_step_i & {16{~(starting | last_row_q)}};
  always_ff @(posedge clk_i) begin
    last_frame_q <= frames_left_q == 20'd1;
    last_row_q <= ~starting & (rows_left_q == 16'd1);
    next_base_q <= base_step + ((starting | last_row_q) ? first_base_i : base_q);
    if (starting) next_frame_q <= '0;
    else next_frame_q <= frame_base_q + (RowBits'(rows_i) & {RowBits{last_row_q}});
    end_q <= {next_base_q[15], next_base_q} + {1'b0, span_i};
    if (next_base_q[15]) clipped_base_q <= '0;
    else clipped_base_q <= (next_base_q > rows_i) ? rows_i : next_base_q;
    clipped_limit_q <= {1'b0, clipped_base_q} + 17'(ring_i);
    if (end_q[16]) clipped_end_q <= '0;
    else clipped_end_q <= (end_q[15:0] > rows_i) ? rows_i : end_q[15:0];
    ring_sum_q <= {1'b0, ring_from} + {1'b0, ring_step};
    next_ring_q <= ring_over[6] ? ring_sum_q[5:0] : ring_over[5:0];
    next_rot_q <= (last_row_q ? frame_rot_q : row_rot_q) + rot_step;

    // Where the image begins and ends, seen from the base: for the window.
    if (~base_q[15]) top_o <= '0;
    else top_o <= (base_q[14:9] != 6'h3f) ? 9'h1ff : 9'd0 - base_q[8:0];
    bottom_q <= {1'b0, rows_i} + ~{base_q[15], base_q};
    bottom_o <= (~bottom_q[16] & (bottom_q[15:9] != 7'd0)) ? 10'h1ff
      : (bottom_q[16] & (bottom_q[15:9] != 7'h7f)) ? 10'h200 : bottom_q[9:0];

    if (start_i | row_end_i) rows_left_q <= {16{~rows_load}} + (rows_load ? output_rows_i : rows_left_q);
    if (start_i | frame_end) frames_left_q <= {20{~start_i}} + (start_i ? frames_i : frames_left_q);
    if (load) begin
      base_q <= next_base_q;
      frame_base_q <= next_frame_q;
      need_q <= need_loaded;
    end
    row_ready_q <= start_i ? missing_first[RowBits-1] : written_step_i ? ready_less : ready_same;
    if (start_i) limit_q <= RowBits'(ring_i);
    else if (load) limit_q <= loaded_o;
    if (start_i) begin
      row_ring_q <= '0; frame_ring_q <= '0; row_rot_q <= '0; frame_rot_q <= '0;
    end else begin
      if (load) begin
        row_ring_q <= next_ring_q;
        row_rot_q <= next_rot_q;
      end
      if (frame_end | started_q[2]) begin
        frame_ring_q <= next_ring_q;
        frame_rot_q <= next_rot_q;
      end
    end
  end
  assign limit_o = limit_q;
  assign load_o = load;
  assign loaded_o = next_frame_q + RowBits'(clipped_limit_q);
  assign row_ready_o = row_ready_q;
  assign frames_left_o = frames_left_flag_q;
  assign row_ring_o = row_ring_q;
  assign row_rot_o = row_rot_q;
  // Bits that carry nothing here.
  wire unused = &{1'b0, missing, missing_less, missing_loaded, missing_loaded_less, missing_first};
endmodule
