// Takes the tile's input stream and says where in the row memory each beat goes (docs/hardware.md section 3).
// One beat a cycle; a beat accepted in cycle t is presented to the memory in cycle t+5. Refuses beats while the ring is full.
// Each code is stored as its distance from the zero point, in the writing of nf_distance.
module nf_row_writer #(
  parameter int Depth = 512,
  parameter int BankBits = 3,
  parameter int RowBits = 18             // rows are counted modulo 2^RowBits
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     start_i,        // first cycle of a phase
  input  logic [19:0]              frames_i,
  input  logic                     enable_i,
  input  logic [47:0]              counts_i,       // four of 12 bits, innermost first
  input  logic [127:0]             jumps_i,        // four of {skew 3, lines 13, block 16}
  input  logic [15:0]              rows_i,
  input  logic [5:0]               ring_i,
  input  logic [9:0]               slot_lines_i,
  input  logic [2:0]               row_skew_i,
  input  logic [2:0]               zero_i,
  input  logic                     keep_i,         // store the planes of a mask alone, one behind the other
  input  logic [31:0]              keep_planes_i,
  input  logic [1:0]               keep_shift_i,
  input  logic [9:0]               keep_lines_i,
  input  logic [RowBits-1:0]       limit_i,        // absolute number of the first row that has no place yet
  input  logic                     load_i,         // it is `loaded_i` from the next cycle on
  input  logic [RowBits-1:0]       loaded_i,
  output logic [RowBits-1:0]       written_o,      // complete rows, absolute
  output logic                     row_end_o,      // one more from the next cycle on
  output logic                     done_o,
  input  logic                     in_valid_i,
  output logic                     in_ready_o,
  input  logic [23:0]              in_data_i,
  output logic                     write_o,
  output logic [BankBits-1:0]      write_bank_o,
  output logic [$clog2(Depth)-1:0] write_address_o,
  output logic [23:0]              write_data_o
);
  localparam int AddressBits = $clog2(Depth);
  localparam int BlockBits = AddressBits + BankBits;
  // Counters count down to one; the flag beside each says that it is there.
  logic [11:0] n0_q, n1_q, n2_q, n3_q;
  logic        end0_q, end1_q, end2_q, end3_q, last_row_q, last_frame_q, frames_left_flag_q;
  logic [15:0] rows_left_q;
  logic [BlockBits-1:0]   block_q;
  logic [AddressBits-1:0] lines_q;
  logic [BankBits-1:0]    skew_q, row_skew_q;
  // The plane after the next one; whether this plane and the next one are stored; each also as it was when the inner loop began.
  logic [6:0]             ahead_q, first_ahead_q;
  logic                   kept_q, next_kept_q, first_kept_q, first_next_kept_q;
  logic [AddressBits-1:0] first_lines_q;
  logic [5:0]  slot_q;
  logic [RowBits-1:0] written_q;
  logic [19:0] frames_left_q;

  // Whether there is room in the next cycle, for either limit and either number of rows: what comes late chooses.
  logic ready_q;
  wire [RowBits-1:0] lead = written_q - limit_i;
  wire [RowBits-1:0] lead_more = written_q + ~limit_i + RowBits'(2);
  wire [RowBits-1:0] lead_loaded = written_q - loaded_i;
  wire [RowBits-1:0] lead_loaded_more = written_q + ~loaded_i + RowBits'(2);
  assign in_ready_o = ready_q & ~start_i;
  wire take = in_valid_i & in_ready_o;

  wire wrap1 = end0_q & end1_q;
  wire wrap2 = wrap1 & end2_q;
  wire last = wrap2 & end3_q;
  wire row_end = take & last;
  wire frame_last = in_ready_o & last & last_row_q;
  logic row_step, frames_step;
  nf_late u_row_step (.now_i(start_i), .late_i(in_valid_i), .early_i(in_ready_o & last), .y_o(row_step));
  nf_late u_frames_step (.now_i(start_i), .late_i(in_valid_i), .early_i(frame_last), .y_o(frames_step));
  wire load0 = start_i | end0_q;
  wire load1 = start_i | wrap1;
  wire load2 = start_i | wrap2;
  wire load3 = start_i | last;
  wire rows_load = start_i | last_row_q;
  wire [1:0] level = {wrap1, wrap1 ? wrap2 : end0_q};
  localparam int JumpBits = BlockBits + AddressBits + BankBits;
  logic [4*JumpBits-1:0] jumps;
  logic [JumpBits-1:0]   jump;
  genvar k;
  generate
    for (k = 0; k < 4; k = k + 1) begin : gen_jump
      assign jumps[JumpBits*k +: JumpBits] = {jumps_i[32*k+29 +: BankBits], jumps_i[32*k+16 +: AddressBits], jumps_i[32*k +: BlockBits]};
    end
  endgenerate
  nf_select4 #(.Width(JumpBits)) u_jump (
    .select_i(level), .d0_i(jumps[JumpBits-1:0]), .d1_i(jumps[JumpBits +: JumpBits]), .d2_i(jumps[2*JumpBits +: JumpBits]),
    .d3_i(jumps[3*JumpBits +: JumpBits]), .y_o(jump)
  );

  // Level 1 goes back to where the inner planes began, the others go on to the next plane; lines behind those that are stored.
  wire to_first = end0_q & ~end1_q;
  wire [4:0] ahead_bit = keep_shift_i[1] ? ahead_q[6:2] : keep_shift_i[0] ? ahead_q[5:1] : ahead_q[4:0];
  wire ahead_kept = ~keep_i | keep_planes_i[ahead_bit];
  wire [6:0] ahead_next = to_first ? first_ahead_q : ahead_q + 7'd1;
  wire kept_next = to_first ? first_kept_q : next_kept_q;
  wire next_kept_next = to_first ? first_next_kept_q : ahead_kept;
  wire [AddressBits-1:0] lines_from = (keep_i & to_first) ? first_lines_q : lines_q;
  wire [AddressBits-1:0] lines_step = keep_i ? (AddressBits'(keep_lines_i) & {AddressBits{kept_q & ~to_first}}) : jump[BlockBits +: AddressBits];
  wire [AddressBits-1:0] lines_next = lines_from + lines_step;

  assign written_o = written_q;
  assign row_end_o = row_end;
  assign done_o = done_q;

  // What holds in the next cycle, with a beat in this one and without: frames are left, the writer is ready, it is done. Done is right
  // from two cycles after a start on, and nobody asks before (nf_config_parser's hold).
  logic done_q, left, ready, done;
  wire left_start = start_i & (frames_i != 20'd0);
  wire left_same = start_i ? left_start : frames_left_flag_q;
  wire left_beat = start_i ? left_start : frames_left_flag_q & ~(frame_last & last_frame_q);
  wire may_idle = enable_i & left_same & (~start_i | (ring_i != 6'd0));
  wire may_beat = enable_i & left_beat & (~start_i | (ring_i != 6'd0));
  wire row_last = in_ready_o & last;
  wire room = row_last ? lead_more[RowBits-1] : lead[RowBits-1];
  wire room_loaded = row_last ? lead_loaded_more[RowBits-1] : lead_loaded[RowBits-1];
  logic ready_idle, ready_beat;
  nf_select2 #(.Width(2)) u_ready (
    .select_i(load_i), .a_i({may_idle & (start_i | lead[RowBits-1]), may_beat & (start_i | room)}),
    .b_i({may_idle & (start_i | lead_loaded[RowBits-1]), may_beat & (start_i | room_loaded)}), .y_o({ready_idle, ready_beat})
  );
  nf_select2 #(.Width(3)) u_next (
    .select_i(in_valid_i),
    .a_i({left_same, ready_idle, ~enable_i | ~left_same}),
    .b_i({left_beat, ready_beat, ~enable_i | ~left_beat}), .y_o({left, ready, done})
  );
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      frames_left_flag_q <= 1'b0; done_q <= 1'b0; ready_q <= 1'b0;
    end else begin
      frames_left_flag_q <= left;
      done_q <= done;
      ready_q <= ready;
    end
  end
  // Minus one is added where nothing is loaded.
  always_ff @(posedge clk_i) begin
    if (start_i | take) begin
      n0_q <= {12{~load0}} + (load0 ? counts_i[11:0] : n0_q);
      end0_q <= load0 ? (counts_i[11:0] == 12'd1) : (n0_q == 12'd2);
    end
    if (start_i | (take & end0_q)) begin
      n1_q <= {12{~load1}} + (load1 ? counts_i[23:12] : n1_q);
      end1_q <= load1 ? (counts_i[23:12] == 12'd1) : (n1_q == 12'd2);
    end
    if (start_i | (take & wrap1)) begin
      n2_q <= {12{~load2}} + (load2 ? counts_i[35:24] : n2_q);
      end2_q <= load2 ? (counts_i[35:24] == 12'd1) : (n2_q == 12'd2);
    end
    if (start_i | (take & wrap2)) begin
      n3_q <= {12{~load3}} + (load3 ? counts_i[47:36] : n3_q);
      end3_q <= load3 ? (counts_i[47:36] == 12'd1) : (n3_q == 12'd2);
    end
    if (row_step) begin
      rows_left_q <= {16{~rows_load}} + (rows_load ? rows_i : rows_left_q);
      last_row_q <= rows_load ? (rows_i == 16'd1) : (rows_left_q == 16'd2);
    end
    if (frames_step) begin
      frames_left_q <= {20{~start_i}} + (start_i ? frames_i : frames_left_q);
      last_frame_q <= start_i ? (frames_i == 20'd1) : (frames_left_q == 20'd2);
    end
    if (row_step) begin
      block_q <= '0;
      lines_q <= '0;
      ahead_q <= 7'd2;
      first_ahead_q <= 7'd2;
      kept_q <= ~keep_i | keep_planes_i[0];
      first_kept_q <= ~keep_i | keep_planes_i[0];
      next_kept_q <= ~keep_i | (keep_shift_i == 2'd0 ? keep_planes_i[1] : keep_planes_i[0]);
      first_next_kept_q <= ~keep_i | (keep_shift_i == 2'd0 ? keep_planes_i[1] : keep_planes_i[0]);
      first_lines_q <= '0;
    end else if (take) begin
      block_q <= block_q + jump[BlockBits-1:0];
      lines_q <= lines_next;
      ahead_q <= ahead_next;
      kept_q <= kept_next;
      next_kept_q <= next_kept_next;
      if (wrap1) begin
        first_ahead_q <= ahead_next;
        first_kept_q <= kept_next;
        first_next_kept_q <= next_kept_next;
        first_lines_q <= lines_next;
      end
    end
    if (start_i) begin
      skew_q <= '0; row_skew_q <= '0; slot_q <= '0; written_q <= '0;
    end else if (take) begin
      skew_q <= last ? row_skew_q + row_skew_i[BankBits-1:0] : skew_q + jump[BlockBits+AddressBits +: BankBits];
      if (last) begin
        row_skew_q <= row_skew_q + row_skew_i[BankBits-1:0];
        slot_q <= (slot_q == ring_i - 6'd1) ? 6'd0 : slot_q + 6'd1;
        written_q <= written_q + 1'b1;
      end
    end
  end

  // Five stages to the memory, as long as the reader's path (the order of limit_i and written_o relies on it).
  logic [4:0]             valid_q;
  logic [23:0]            data1_q, data2_q, data3_q, data4_q, data5_q;
  logic [BankBits-1:0]    bank1_q, bank2_q, bank3_q, bank4_q, bank5_q;
  logic [5:0]             slot1_q;
  logic [AddressBits-1:0] part1_q, part2_q, slot2_q, address3_q, address4_q, address5_q;

  logic [23:0] symbols;
  nf_distance u_distance (.codes_i(data1_q), .zero_i, .symbols_o(symbols));

  // The reset keeps them out of LUTs as shift registers.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 5'd0;
      data1_q <= '0; data2_q <= '0; data3_q <= '0; data4_q <= '0; data5_q <= '0;
      bank1_q <= '0; bank2_q <= '0; bank3_q <= '0; bank4_q <= '0; bank5_q <= '0;
    end else begin
      valid_q <= {valid_q[3:0], take & kept_q};
      data1_q <= in_data_i;
      data2_q <= symbols;
      data3_q <= data2_q;
      data4_q <= data3_q;
      data5_q <= data4_q;
      bank1_q <= block_q[BankBits-1:0] + skew_q;
      bank2_q <= bank1_q;
      bank3_q <= bank2_q;
      bank4_q <= bank3_q;
      bank5_q <= bank4_q;
    end
  end
  always_ff @(posedge clk_i) begin
    slot1_q <= slot_q;
    part1_q <= lines_q + block_q[BlockBits-1:BankBits];
    part2_q <= part1_q;
    slot2_q <= AddressBits'(16'(slot1_q) * 16'(slot_lines_i));
    address3_q <= part2_q + slot2_q;
    address4_q <= address3_q;
    address5_q <= address4_q;
  end
  assign write_o = valid_q[4];
  assign write_bank_o = bank5_q;
  assign write_address_o = address5_q;
  assign write_data_o = data5_q;
  // Bits that carry nothing here.
  wire unused = &{1'b0, jumps_i, row_skew_i, lead, keep_lines_i, lead_more, lead_loaded, lead_loaded_more};
endmodule
