// From accumulators to output beats: correction, |2 acc - c|, thresholds by binary search, pooling over consecutive pixels, code map;
// or raw values and argmax (docs/hardware.md section 5). One item a cycle; an item issued in cycle t can leave the out FIFO from t+8 on.
module nf_epilogue #(
  parameter int Neurons = 16,
  parameter int Groups = 16,
  parameter int PairTables = 4,
  parameter int DrainDepth = 16,
  parameter int OutDepth = 16
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 start_i,
  input  logic                 absolute_i, raw_i, raw_emit_i, argmax_i, code_map_enable_i, pair_i,
  input  logic [1:0]           pair_table_i,
  input  logic [23:0]          code_map_i,
  input  logic [7:0]           threshold_base_i, groups_i,
  input  logic [3:0]           halves_i,
  input  logic [7:0]           last_neurons_i,
  input  logic [15:0]          row_pixels_i, window_i,
  // thresholds
  input  logic                 write_i,
  input  logic [15:0]          write_address_i,
  input  logic [63:0]          write_data_i,
  // pair tables: one 3-bit entry a write, four tables of 64 at most
  input  logic                 write_pair_i,
  // drain
  input  logic                 drain_i,
  input  logic [Neurons*24-1:0] drain_data_i,
  output logic                 credit_o,
  // out
  output logic                 out_valid_o,
  input  logic                 out_ready_i,
  output logic [23:0]          out_data_o
);
  localparam int Halves = Neurons / 8;
  localparam int Entries = Groups * Halves;
  localparam int EntryBits = $clog2(Entries);
  localparam int PairBits = 6 + $clog2(PairTables);
  localparam int CountBits = $clog2(DrainDepth + 1);
  localparam int OutBits = $clog2(OutDepth + 1);

  logic [Neurons*24-1:0] head;
  logic [CountBits-1:0]  drain_count;
  logic [OutBits-1:0]    out_count, credit_q;
  logic [7:0]            item_q, group_q;
  logic [15:0]           pixel_q, window_q;

  wire last_group = group_q == groups_i - 8'd1;
  wire [7:0] neurons = last_group ? last_neurons_i : 8'(Neurons);
  wire with_index = argmax_i & last_group;
  wire [7:0] items = raw_i ? neurons + 8'(with_index) : {4'd0, halves_i};
  wire index_item = raw_i & (item_q == neurons);
  wire issue = (drain_count != '0) & (credit_q != '0);
  wire last_item = item_q == items - 8'd1;
  wire window_first = window_q == 16'd0;
  wire window_last = window_q == window_i - 16'd1;
  wire emits = raw_i ? (index_item | raw_emit_i) : window_last;
  wire pop = issue & last_item;
  wire spend = issue & emits;
  wire [4:0] half = raw_i ? item_q[7:3] : item_q[4:0];
  wire out_pop = out_valid_o & out_ready_i;
  assign credit_o = pop;

  nf_fifo #(.Width(Neurons * 24), .Depth(DrainDepth)) u_drain (
    .clk_i, .rst_ni, .push_i(drain_i), .data_i(drain_data_i), .pop_i(pop), .data_o(head), .count_o(drain_count)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      item_q <= '0; group_q <= '0; pixel_q <= '0; window_q <= '0; credit_q <= OutBits'(OutDepth);
    end else if (start_i) begin
      item_q <= '0; group_q <= '0; pixel_q <= '0; window_q <= '0; credit_q <= OutBits'(OutDepth);
    end else begin
      credit_q <= credit_q - OutBits'(spend) + OutBits'(out_pop);
      if (issue) item_q <= last_item ? 8'd0 : item_q + 8'd1;
      if (pop) begin
        window_q <= window_last ? 16'd0 : window_q + 16'd1;
        if (pixel_q == row_pixels_i - 16'd1) begin
          pixel_q <= 16'd0;
          group_q <= last_group ? 8'd0 : group_q + 8'd1;
        end else pixel_q <= pixel_q + 16'd1;
      end
    end
  end

  // Flags travel with the item: index k is valid in cycle t+k of an item issued in t.
  logic [7:1] valid_q, emit_q;
  logic [6:1] raw_q;
  logic [5:1] index_q, best_first_q, window_first_q;
  logic [2:0] lane1_q, lane2_q;
  logic [EntryBits-1:0] entry1_q, entry2_q, entry3_q, entry4_q;
  logic [4:0] half1_q, half2_q, half3_q, half4_q, half5_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) valid_q <= '0;
    else valid_q <= {valid_q[6:1], issue};
  end
  always_ff @(posedge clk_i) begin
    emit_q <= {emit_q[6:1], emits};
    raw_q <= {raw_q[5:1], raw_i};
    index_q <= {index_q[4:1], index_item};
    best_first_q <= {best_first_q[4:1], (item_q == 8'd0) & (group_q == 8'd0)};
    window_first_q <= {window_first_q[4:1], window_first};
    lane1_q <= item_q[2:0];
    lane2_q <= lane1_q;
    entry1_q <= EntryBits'((16'(threshold_base_i) + 16'(group_q)) * 16'(Halves) + 16'(half));
    entry2_q <= entry1_q; entry3_q <= entry2_q; entry4_q <= entry3_q;
    half1_q <= half; half2_q <= half1_q; half3_q <= half2_q; half4_q <= half3_q; half5_q <= half4_q;
  end

  // t: half of the head pixel.
  logic [191:0] half_data, acc_q;
  always_comb begin
    half_data = head[191:0];
    for (int h = 1; h < Halves; h++) if (half == 5'(h)) half_data = head[192*h +: 192];
  end
  always_ff @(posedge clk_i) acc_q <= half_data;

  wire lane_write_any = write_i;
  logic [191:0] value2_q;       // corrected values, in t+2
  logic [23:0]  count5, min5, fall5;   // per lane results in t+5
  genvar l;
  generate
    for (l = 0; l < 8; l = l + 1) begin : gen_lane
      logic [25:0] constant;
      logic [1:0]  flags2_q, flags3_q, flags4_q, flags5_q;   // {poolMin, falling}
      logic [23:0] first, second, third;
      logic [23:0] u3_q, u4_q;
      logic        c4_3_q, c4_4_q, c2_4_q;
      logic [2:0]  count5_q, pair4_q;
      (* ram_style = "distributed" *) logic [2:0] pairs [0:64*PairTables-1];
      logic [23:0] v2_q;
      wire [23:0] acc = acc_q[24*l +: 24];
      wire [23:0] v1 = (absolute_i ? {acc[22:0], 1'b0} : acc) - constant[23:0];
      wire [23:0] u2 = v2_q ^ {24{absolute_i & v2_q[23]}};
      nf_threshold_lane #(.Entries(Entries)) u_constants (
        .clk_i,
        .write_i(lane_write_any & (write_address_i[4:2] == 3'(l))),
        .write_entry_i(EntryBits'(write_address_i >> 5)),
        .write_word_i(write_address_i[1:0]),
        .write_data_i,
        .constant_entry_i(entry1_q), .constant_o(constant),
        .first_entry_i(entry2_q), .first_o(first),
        .second_entry_i({entry3_q, c4_3_q}), .second_o(second),
        .third_entry_i({entry4_q, c4_4_q, c2_4_q}), .third_o(third)
      );
      always_ff @(posedge clk_i) begin
        v2_q <= v1;
        flags2_q <= constant[25:24];
        u3_q <= u2;
        c4_3_q <= $signed(u2) >= $signed(first);
        flags3_q <= flags2_q;
        u4_q <= u3_q;
        c4_4_q <= c4_3_q;
        c2_4_q <= $signed(u3_q) >= $signed(second);
        flags4_q <= flags3_q;
        pair4_q <= pairs[PairBits'({pair_table_i, u3_q[5:0]})];
        count5_q <= pair_i ? pair4_q : {c4_4_q, c2_4_q, $signed(u4_q) >= $signed(third)};
        flags5_q <= flags4_q;
      end
      always_ff @(posedge clk_i) if (write_pair_i) pairs[PairBits'(write_address_i)] <= write_data_i[2:0];
      assign value2_q[24*l +: 24] = v2_q;
      assign count5[3*l +: 3] = count5_q;
      assign min5[3*l +: 3] = {3{flags5_q[1]}};
      assign fall5[3*l +: 3] = {3{flags5_q[0]}};
    end
  endgenerate

  // Raw path: the item's lane, then down to t+5.
  logic [23:0] raw3_q, raw4_q, raw5_q;
  always_ff @(posedge clk_i) begin
    raw3_q <= value2_q[24*lane2_q +: 24];
    raw4_q <= raw3_q;
    raw5_q <= raw4_q;
  end

  // t+5: pooling per half, argmax.
  logic [24*Halves-1:0] pool_q;
  logic [23:0] pooled, old_pool;
  always_comb begin
    old_pool = pool_q[23:0];
    for (int h = 1; h < Halves; h++) if (half5_q == 5'(h)) old_pool = pool_q[24*h +: 24];
    for (int k = 0; k < 8; k++) begin
      if (window_first_q[5]) pooled[3*k +: 3] = count5[3*k +: 3];
      else if ((count5[3*k +: 3] > old_pool[3*k +: 3]) ^ min5[3*k]) pooled[3*k +: 3] = count5[3*k +: 3];
      else pooled[3*k +: 3] = old_pool[3*k +: 3];
    end
  end
  generate
    for (l = 0; l < Halves; l = l + 1) begin : gen_pool
      always_ff @(posedge clk_i) if (valid_q[5] & (half5_q == 5'(l))) pool_q[24*l +: 24] <= pooled;
    end
  endgenerate
  logic [23:0] best_q, best_index_q, neuron_index_q;
  wire better = best_first_q[5] | ($signed(raw5_q) > $signed(best_q));
  wire [23:0] this_index = best_first_q[5] ? 24'd0 : neuron_index_q;
  always_ff @(posedge clk_i) begin
    if (valid_q[5] & ~index_q[5]) begin
      if (better) begin
        best_q <= raw5_q;
        best_index_q <= this_index;
      end
      neuron_index_q <= this_index + 24'd1;
    end
  end

  // t+6: code map; t+7: into the out FIFO.
  logic [23:0] code6_q, mapped, out7_q;
  always_comb begin
    for (int k = 0; k < 8; k++) mapped[3*k +: 3] = code_map_i[3*code6_q[3*k +: 3] +: 3];
  end
  always_ff @(posedge clk_i) begin
    code6_q <= raw_q[5] ? (index_q[5] ? best_index_q : raw5_q) : pooled ^ fall5;
    out7_q <= (code_map_enable_i & ~raw_q[6]) ? mapped : code6_q;
  end
  nf_fifo #(.Width(24), .Depth(OutDepth)) u_out (
    .clk_i, .rst_ni, .push_i(valid_q[7] & emit_q[7]), .data_i(out7_q), .pop_i(out_pop), .data_o(out_data_o), .count_o(out_count)
  );
  assign out_valid_o = out_count != '0;
endmodule
