// One tile: configuration, router with link FIFOs, row memory with writer and window reader, loader, sequencer, ternary array,
// accumulators, epilogue, merge. All links are registered in FIFOs; no combinational path crosses the tile.
module nf_tile #(
  parameter int Row = 0,
  parameter int Col = 0,
  parameter int Banks = 8,
  parameter int Neurons = 16,
  parameter int EpilogueLanes = 8,
  parameter int RowDepth = 512,
  parameter int WeightWidth = 512,
  parameter int WeightBlocks = 128,
  parameter int PassDepth = 1024,
  parameter int TapSets = 128,
  parameter int ThresholdGroups = 16,
  parameter int PairTables = 4,
  parameter int PixelDepth = 512,
  parameter int DrainDepth = 16,
  parameter int OutDepth = 16,
  parameter int LoadCycles = 4,
  parameter int AxiBytes = 8,
  parameter int Primitives = 0
) (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic [AxiBytes*8+45:0] bus_i,
  output logic [AxiBytes*8+45:0] bus_o,
  input  logic [3:0]   link_valid_i,   // N, E, S, W
  output logic [3:0]   link_ready_o,
  input  logic [95:0]  link_data_i,
  output logic [3:0]   link_valid_o,
  input  logic [3:0]   link_ready_i,
  output logic [95:0]  link_data_o,
  output logic         done_o,
  output logic         probe_valid_o,
  output logic [23:0]  probe_data_o
);
  localparam int Lanes = 8 * Banks;
  localparam int BankBits = $clog2(Banks);
  localparam int RowBits = $clog2(RowDepth);
  localparam int PixelBits = $clog2(PixelDepth);
  localparam int SumBits = $clog2(Lanes) + 3;
  // A block number is signed and reaches twice as far as a row of the memory, either way.
  localparam int BlockBits = (RowBits + BankBits + 2 > 16) ? 16 : RowBits + BankBits + 2;

  logic rst_n;
  nf_reset u_reset (.clk_i, .rst_ni, .rst_no(rst_n));
  logic [1023:0] r;
  logic [29:0] wants;
  logic start;
  logic [19:0] frames;
  logic write_weights, write_taps, write_passes, write_thresholds, write_pairs;
  logic [15:0] write_address;
  logic [AxiBytes*8-1:0] write_data;
  nf_tile_config #(.Row(Row), .Col(Col), .DataBits(AxiBytes * 8)) u_config (
    .clk_i, .rst_ni(rst_n), .bus_i, .bus_o, .registers_o(r), .wants_o(wants), .start_o(start), .frames_o(frames),
    .write_weights_o(write_weights), .write_taps_o(write_taps), .write_passes_o(write_passes), .write_thresholds_o(write_thresholds), .write_pairs_o(write_pairs),
    .write_address_o(write_address), .write_data_o(write_data)
  );
  // Register k is r[32k +: 32]; names as in compiler/program/encode.ts.
  wire writer_on = r[0];
  wire sequencer_on = r[1];

  // Links and router.
  logic [4:0]   source_valid, source_ready;
  logic [119:0] source_data;
  logic [5:0]   dest_valid, dest_ready;
  logic [143:0] dest_data;
  genvar i;
  generate
    for (i = 0; i < 4; i = i + 1) begin : gen_link
      nf_fifo2 #(.Primitives(Primitives)) u_link (
        .clk_i, .rst_ni(rst_n), .in_valid_i(link_valid_i[i]), .in_ready_o(link_ready_o[i]), .in_data_i(link_data_i[24*i +: 24]),
        .out_valid_o(source_valid[i]), .out_ready_i(source_ready[i]), .out_data_o(source_data[24*i +: 24])
      );
    end
  endgenerate
  nf_router #(.Primitives(Primitives)) u_router (
    .clk_i, .rst_ni(rst_n), .select_i(r[32 +: 18]), .wants_i(wants),
    .source_valid_i(source_valid), .source_ready_o(source_ready), .source_data_i(source_data),
    .dest_valid_o(dest_valid), .dest_ready_i(dest_ready), .dest_data_o(dest_data)
  );
  assign link_valid_o = dest_valid[3:0];
  assign link_data_o = dest_data[95:0];
  assign dest_ready[3:0] = link_ready_i;

  // Rows.
  // Rows are counted modulo 2^CountBits, enough for signed distances of twice a frame's rows.
  localparam int CountBits = 18;
  logic [CountBits-1:0] written, limit, limit_loaded;
  logic limit_load, written_step;
  logic writer_done, sequencer_done;
  logic row_write;
  logic [BankBits-1:0] row_write_bank;
  logic [RowBits-1:0]  row_write_address;
  logic [23:0]         row_write_data;
  nf_row_writer #(.Depth(RowDepth), .BankBits(BankBits), .RowBits(CountBits)) u_writer (
    .clk_i, .rst_ni(rst_n), .start_i(start), .frames_i(frames), .enable_i(writer_on),
    .counts_i({r[32*4+16 +: 12], r[32*4 +: 12], r[32*3+16 +: 12], r[32*3 +: 12]}),
    .jumps_i(r[32*5 +: 128]), .rows_i(r[32*9 +: 16]), .ring_i(r[32*9+16 +: 6]), .slot_lines_i(r[32*9+22 +: 10]),
    .row_skew_i(r[32*10 +: 3]), .keep_i(r[32*2+12]), .keep_planes_i(r[32*31 +: 32]), .keep_shift_i(r[32*2+10 +: 2]), .keep_lines_i(r[32*2 +: 10]), .zero_i(r[32*22+9 +: 3]), .limit_i(limit), .load_i(limit_load), .loaded_i(limit_loaded), .written_o(written), .row_end_o(written_step), .done_o(writer_done),
    .in_valid_i(dest_valid[4]), .in_ready_o(dest_ready[4]), .in_data_i(dest_data[119:96]),
    .write_o(row_write), .write_bank_o(row_write_bank), .write_address_o(row_write_address), .write_data_o(row_write_data)
  );
  logic [Banks*RowBits-1:0] read_address;
  logic [Banks*24-1:0] read_data, activations;
  nf_row_memory #(.Banks(Banks), .Depth(RowDepth)) u_rows (
    .clk_i, .write_i(row_write), .write_bank_i(row_write_bank), .write_address_i(row_write_address), .write_data_i(row_write_data),
    .read_address_i(read_address), .read_data_o(read_data)
  );

  // Passes.
  logic take, load_ready, load_first, load_triple, load_last, load_skip;
  logic [Banks*32-1:0] taps;
  logic [Neurons*Banks*16-1:0] weights;
  nf_loader #(
    .Banks(Banks), .Neurons(Neurons), .WeightWidth(WeightWidth), .WeightBlocks(WeightBlocks), .PassDepth(PassDepth),
    .TapSets(TapSets), .LoadCycles(LoadCycles), .WriteWidth(AxiBytes * 8),
    .Primitives(Primitives)
  ) u_loader (
    .clk_i, .rst_ni(rst_n), .start_i(start), .pass_base_i(r[32*21 +: 12]), .groups_i(r[32*11+16 +: 8]), .chunks_i(r[32*18 +: 8]), .chunk_outer_i(r[9]),
    .take_i(take), .ready_o(load_ready), .first_o(load_first), .triple_o(load_triple), .last_o(load_last), .skip_o(load_skip),
    .taps_o(taps), .weights_o(weights),
    .write_weights_i(write_weights), .write_taps_i(write_taps), .write_passes_i(write_passes),
    .write_address_i(write_address), .write_data_i(write_data)
  );
  logic slot, slot_first, slot_triple, slot_emit, credit;
  logic [BlockBits-1:0] slot_chunk, slot_x, slot_px;
  logic [RowBits-1:0] slot_lines;
  logic [8:0] top;
  logic [9:0] bottom;
  logic [7:0] slot_rows;
  logic [5:0] slot_ring;
  logic [2:0] slot_rot;
  logic [1:0] slot_digit;
  logic [PixelBits-1:0] slot_pixel;
  nf_sequencer #(
    .PixelDepth(PixelDepth), .DrainDepth(DrainDepth), .BlockBits(BlockBits), .AddressBits(RowBits), .RowBits(CountBits)
  ) u_sequencer (
    .clk_i, .rst_ni(rst_n), .start_i(start), .frames_i(frames), .enable_i(sequencer_on),
    .rows_i(r[32*9 +: 16]), .output_rows_i(r[32*11 +: 16]), .first_base_i(r[32*12 +: 16]), .row_step_i(r[32*12+16 +: 16]),
    .span_i(r[32*13 +: 16]), .digit_lines_i(r[32*13+16 +: RowBits]), .groups_i(r[32*11+16 +: 8]), .chunks_i(r[32*18 +: 8]), .chunk_outer_i(r[9]),
    .pv_i(r[32*16 +: 8]), .ph_i(r[32*16+8 +: 8]), .py_rows_i(r[32*16+16 +: 8]), .digits_i(r[32*11+24 +: 2]),
    .ring_i(r[32*9+16 +: 6]), .row_step_mod_i(r[32*14 +: 6]), .rows_mod_i(r[32*14+8 +: 6]), .first_mod_i(r[32*14+16 +: 6]),
    .rot_step_i(r[32*15 +: 3]), .rot_frame_i(r[32*15+4 +: 3]), .rot_first_i(r[32*15+8 +: 3]), .rot_py_i(r[32*15+12 +: 3]),
    .px_step_i(r[32*17 +: BlockBits]), .x_step_i(r[32*17+16 +: BlockBits]), .chunk_x_i(r[32*18+8 +: PixelBits+1]), .last_chunk_x_i(r[32*19 +: PixelBits+1]),
    .chunk_step_i(r[32*19+16 +: BlockBits]),
    .load_ready_i(load_ready), .load_first_i(load_first), .load_triple_i(load_triple), .load_last_i(load_last), .load_skip_i(load_skip), .take_o(take),
    .written_i(written), .written_step_i(written_step), .limit_o(limit), .limit_load_o(limit_load), .limit_loaded_o(limit_loaded), .done_o(sequencer_done), .credit_i(credit),
    .slot_o(slot), .slot_chunk_o(slot_chunk), .slot_x_o(slot_x), .slot_px_o(slot_px), .top_o(top), .bottom_o(bottom),
    .slot_rows_o(slot_rows), .slot_ring_o(slot_ring), .slot_rot_o(slot_rot),
    .slot_lines_o(slot_lines), .slot_digit_o(slot_digit), .slot_pixel_o(slot_pixel), .slot_first_o(slot_first),
    .slot_triple_o(slot_triple), .slot_emit_o(slot_emit)
  );
  // The slot's controls travel beside the data: index k is valid in cycle t+k. The reset keeps them out of LUTs as shift registers.
  localparam int ControlBits = PixelBits + 5;
  logic [11:1] valid_q;
  logic [ControlBits-1:0] control_q [1:11];
  always_ff @(posedge clk_i or negedge rst_n) begin
    if (!rst_n) begin
      valid_q <= '0;
      for (int k = 1; k <= 11; k++) control_q[k] <= '0;
    end else begin
      valid_q <= {valid_q[10:1], slot};
      control_q[1] <= {slot_pixel, slot_digit, slot_first, slot_triple, slot_emit};
      for (int k = 2; k <= 11; k++) control_q[k] <= control_q[k-1];
    end
  end

  nf_window #(.Banks(Banks), .Depth(RowDepth), .BlockBits(BlockBits), .Primitives(Primitives)) u_window (
    .clk_i, .taps_i(taps), .width_i(r[32*20 +: 16]), .ring_i(r[32*9+16 +: 6]),
    .slot_lines_i(r[32*9+22 +: 10]), .pad_digits_i(r[32*22 +: 9]), .square_i(r[32*22+12]), .top_i(top), .bottom_i(bottom),
    .slot_chunk_i(slot_chunk), .slot_x_i(slot_x), .slot_px_i(slot_px), .slot_rows_i(slot_rows), .slot_ring_i(slot_ring), .slot_rot_i(slot_rot),
    .slot_lines_offset_i(slot_lines), .slot_digit_i(slot_digit), .digit6_i(control_q[6][4:3]),
    .read_address_o(read_address), .read_data_i(read_data), .activations_o(activations)
  );

  logic [Neurons*SumBits-1:0] sums;
  nf_array #(.Lanes(Lanes), .Neurons(Neurons), .Primitives(Primitives)) u_array (
    .clk_i, .activations_i(activations), .trits_i(weights), .sums_o(sums)
  );
  logic drain;
  logic [Neurons*24-1:0] drain_data;
  nf_accumulator #(.Neurons(Neurons), .SumBits(SumBits), .Depth(PixelDepth), .Primitives(Primitives)) u_accumulator (
    .clk_i, .rst_ni(rst_n), .read_pixel_i(control_q[9][ControlBits-1:5]), .valid_i(valid_q[11]),
    .pixel_i(control_q[11][ControlBits-1:5]), .digit_next_i(control_q[10][4:3]), .first_next_i(control_q[10][2]),
    .triple_next_i(control_q[10][1]), .emit_i(control_q[11][0]), .sums_i(sums), .drain_o(drain), .drain_data_o(drain_data)
  );

  logic own_valid, own_ready;
  logic [23:0] own_data;
  nf_epilogue #(
    .Neurons(Neurons), .Lanes(EpilogueLanes), .Groups(ThresholdGroups), .PairTables(PairTables), .DrainDepth(DrainDepth), .OutDepth(OutDepth),
    .Primitives(Primitives)
  ) u_epilogue (
    .clk_i, .rst_ni(rst_n), .start_i(start), .absolute_i(r[3]), .raw_i(r[7]), .raw_emit_i(r[4]), .pair_i(r[8]), .skip_i(r[5]), .sums_i(r[6]), .pair_table_i(r[32*25+24 +: 2]),
    .values_i({r[32*20+16 +: 6], r[32*22+14 +: 18], r[32*10+8 +: 24]}), .keep_i(r[32*24+24 +: $clog2(Neurons/EpilogueLanes)]),
    .code_map_i(r[32*25 +: 24]), .threshold_base_i(r[32*21+16 +: 8]), .groups_i(r[32*11+16 +: 8]), .last_step_i(r[32*24 +: $clog2(Neurons/EpilogueLanes)]),
    .last_item_i(r[32*24+8 +: $clog2(Neurons+1)]), .last_neurons_i(r[32*24+16 +: $clog2(Neurons+1)]), .row_pixels_i(r[32*23 +: 16]), .window_i(r[32*23+16 +: 16]),
    .write_i(write_thresholds), .write_address_i(write_address), .write_data_i(write_data[63:0]), .write_pair_i(write_pairs),
    .drain_i(drain), .drain_data_i(drain_data), .credit_o(credit),
    .out_valid_o(own_valid), .out_ready_i(own_ready), .out_data_o(own_data)
  );
  logic merged_valid, merged_ready;
  logic [23:0] merged_data;
  nf_merge #(.Primitives(Primitives)) u_merge (
    .clk_i, .rst_ni(rst_n), .start_i(start), .enable_i(r[2]), .rounds_i(r[32*28 +: 16]), .upstream_i(r[32*26 +: 24]), .own_i(r[32*27 +: 24]),
    .tail_upstream_i(r[32*29 +: 24]), .tail_own_i(r[32*30 +: 24]),
    .b_valid_i(dest_valid[5]), .b_ready_o(dest_ready[5]), .b_data_i(dest_data[143:120]),
    .own_valid_i(own_valid), .own_ready_o(own_ready), .own_data_i(own_data),
    .out_valid_o(merged_valid), .out_ready_i(merged_ready), .out_data_o(merged_data)
  );
  nf_fifo2 #(.Primitives(Primitives)) u_l (
    .clk_i, .rst_ni(rst_n), .in_valid_i(merged_valid), .in_ready_o(merged_ready), .in_data_i(merged_data),
    .out_valid_o(source_valid[4]), .out_ready_i(source_ready[4]), .out_data_o(source_data[119:96])
  );
  assign done_o = writer_done & sequencer_done;
  assign probe_valid_o = own_valid & own_ready;
  assign probe_data_o = own_data;
  // Bits that carry nothing here.
  wire unused = &{1'b0, r};
endmodule
