// From accumulators to output beats: correction, |2 acc - c|, thresholds, pooling over consecutive pixels (the largest code, or a table's
// entry for the sum of values), code map or table of the code and a skip; or raw values and argmax (docs/hardware.md section 5). One step a cycle: Lanes neurons to codes, or one raw item. An item whose last step is
// issued in cycle t can leave the out FIFO from t+8 on.
module nf_epilogue #(
  parameter int Neurons = 16,
  parameter int Lanes = 8,
  parameter int Groups = 16,
  parameter int PairTables = 4,
  parameter int DrainDepth = 16,
  parameter int OutDepth = 16,
  parameter int Primitives = 0
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 start_i,
  input  logic                 absolute_i, raw_i, raw_emit_i, pair_i, skip_i, sums_i,
  input  logic [1:0]           pair_table_i,
  input  logic [47:0]          values_i,      // of the eight codes, to be summed
  // ones where the number of a step is that of the kept sum; all ones where each step has its own
  input  logic [$clog2(Neurons/Lanes)-1:0] keep_i,
  input  logic [23:0]          code_map_i,
  input  logic [7:0]           threshold_base_i, groups_i,
  // numbers of the last step of codes; of a raw pixel's last item in the last group, and of its index item, which may come after it
  input  logic [$clog2(Neurons/Lanes)-1:0] last_step_i,
  input  logic [$clog2(Neurons+1)-1:0] last_item_i, last_neurons_i,
  input  logic [15:0]          row_pixels_i, window_i,
  // thresholds; pair tables: one 3-bit entry a write, four tables of 64 at most
  input  logic                 write_i,
  input  logic                 write_pair_i,
  input  logic [15:0]          write_address_i,
  input  logic [63:0]          write_data_i,
  // drain
  input  logic                 drain_i,
  input  logic [Neurons*24-1:0] drain_data_i,
  output logic                 credit_o,
  // out
  output logic                 out_valid_o,
  input  logic                 out_ready_i,
  output logic [23:0]          out_data_o
);
  localparam int Steps = Neurons / Lanes;
  // Copies of the phase's own, close by: values come later than a cycle after its start.
  logic absolute, raw, raw_emit, pair, skip, sums;
  logic [1:0] pair_table;
  always_ff @(posedge clk_i) {absolute, raw, raw_emit, pair, skip, sums, pair_table} <= {absolute_i, raw_i, raw_emit_i, pair_i, skip_i, sums_i, pair_table_i};
  localparam int StepBits = $clog2(Steps);
  localparam int LaneBits = $clog2(Lanes);
  localparam int StepsPerItem = 8 / Lanes;
  localparam int ItemBits = $clog2(Neurons + 1);
  localparam int IndexBits = 8 + $clog2(Neurons);
  localparam int GroupBits = (Groups > 1) ? $clog2(Groups) : 1;
  localparam int EntryBits = GroupBits + StepBits;
  localparam int CountBits = $clog2(DrainDepth + 1);
  localparam int OutBits = $clog2(OutDepth + 1);
  localparam int SumBits = 6 + $clog2(PairTables);

  // Issue. `item_q` counts steps of codes, or raw items; pixels and windows count from 1, to be compared as they are.
  logic [Neurons*24-1:0] head;
  logic [CountBits-1:0]  drain_count;
  logic [OutBits-1:0]    credit_q;
  logic                  credit_left_q;   // credit_q is not zero
  logic [ItemBits-1:0]   item_q;
  logic [GroupBits-1:0]  entry_group_q;
  logic [7:0]            group_ahead_q;   // number of the next group, from 1
  logic [15:0]           pixel_q, window_q;
  logic                  first_group_q, last_group_q, window_first_q;

  wire [ItemBits-1:0] last_item = raw ? (last_group_q ? last_item_i : ItemBits'(Neurons - 1)) : ItemBits'(last_step_i);
  wire only_group = groups_i == 8'd1;
  wire row_last = pixel_q == row_pixels_i;
  wire issue = (drain_count != '0) & credit_left_q;
  // Whether item_q is the last, told a cycle ahead: an item more than it was, or the first, in a group that may be the last one.
  logic at_last_q, pop;
  wire one_last = raw_i ? last_item_i == '0 : last_step_i == '0;      // in the last group a pixel has one item
  wire one_other = ~raw_i & (last_step_i == '0);                      // in the others
  wire group_last = (start_i | last_group_q) ? only_group : group_ahead_q == groups_i;
  wire last_group = (start_i | row_last) ? group_last : last_group_q;
  wire first_at_last = last_group ? one_last : one_other;
  wire next_at_last = item_q + ItemBits'(1) == last_item;
  logic at_last;
  nf_last_item u_at_last (.first_i(start_i | pop), .next_i(issue), .first_at_last_i(first_at_last), .next_at_last_i(next_at_last), .at_last_i(at_last_q), .at_last_o(at_last));
  always_ff @(posedge clk_i) at_last_q <= at_last;
  wire index_item = raw & last_group_q & (item_q == last_neurons_i);
  wire window_last = window_q == window_i;
  wire step_last = (item_q & ItemBits'(StepsPerItem - 1)) == ItemBits'(StepsPerItem - 1);
  wire [StepBits-1:0] part = item_q[StepBits-1:0] & ~keep_i;
  wire emits = raw ? (index_item | raw_emit) : (window_last & step_last & (part == (last_step_i & ~keep_i)));
  logic row_step;
  nf_late u_pop (.now_i(1'b0), .late_i(issue), .early_i(at_last_q), .y_o(pop));
  wire spend = issue & emits;
  nf_late u_row_step (.now_i(start_i), .late_i(pop), .early_i(row_last), .y_o(row_step));
  wire out_pop = out_valid_o & out_ready_i;
  wire [ItemBits-1:0] item = (start_i | pop) ? '0 : item_q + ItemBits'(issue);
  logic [StepBits-1:0] step;                // of item_q: in a register of its own, for what it selects is wide
  always_ff @(posedge clk_i) step <= raw ? item[LaneBits +: StepBits] : item[StepBits-1:0];
  wire [EntryBits-1:0] entry = {entry_group_q, step};
  assign credit_o = pop;

  nf_fifo #(.Width(Neurons * 24), .Depth(DrainDepth)) u_drain (
    .clk_i, .rst_ni, .push_i(drain_i), .data_i(drain_data_i), .pop_i(pop), .data_o(head), .count_o(drain_count)
  );
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      credit_q      <= OutBits'(OutDepth);
      credit_left_q <= 1'b1;
    end else if (start_i) begin
      credit_q      <= OutBits'(OutDepth);
      credit_left_q <= 1'b1;
    end else begin
      credit_q      <= credit_q - OutBits'(spend) + OutBits'(out_pop);
      credit_left_q <= out_pop | (credit_q > OutBits'(1)) | ((credit_q == OutBits'(1)) & ~spend);
    end
  end
  always_ff @(posedge clk_i) begin
    item_q <= item;
    if (start_i | (pop & window_last)) window_q <= 16'd1;
    else if (pop) window_q <= window_q + 16'd1;
    if (start_i | pop) window_first_q <= start_i | window_last;
    if (row_step) pixel_q <= 16'd1;
    else if (pop) pixel_q <= pixel_q + 16'd1;
    if (row_step) begin
      first_group_q <= start_i | last_group_q;
      last_group_q <= group_last;
      group_ahead_q <= (start_i | last_group_q) ? 8'd2 : group_ahead_q + 8'd1;
      entry_group_q <= (start_i | last_group_q) ? GroupBits'(threshold_base_i) : entry_group_q + 1'b1;
    end
  end

  // What travels with a step: index k is valid in cycle t+k.
  logic [6:1] valid_q, emit_q, index_q;
  logic [5:1] best_first_q, window_first_at_q;
  logic [5*StepBits-1:0] steps_q;
  logic [4*LaneBits-1:0] lanes_q;
  logic push7_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= '0;
      push7_q <= 1'b0;
    end else begin
      valid_q <= {valid_q[5:1], issue};
      push7_q <= valid_q[6] & emit_q[6];
    end
  end
  always_ff @(posedge clk_i) begin
    emit_q <= {emit_q[5:1], emits};
    index_q <= {index_q[5:1], index_item};
    best_first_q <= {best_first_q[4:1], (item_q == '0) & first_group_q};
    window_first_at_q <= {window_first_at_q[4:1], window_first_q & (part == '0)};
    steps_q <= {steps_q[4*StepBits-1:0], step & keep_i};
    lanes_q <= {lanes_q[3*LaneBits-1:0], item_q[LaneBits-1:0]};
  end
  wire [StepBits-1:0] step5 = steps_q[4*StepBits +: StepBits];
  wire [LaneBits-1:0] lane4 = lanes_q[3*LaneBits +: LaneBits];

  // t: the step's accumulators; t+1 to t+4: lanes.
  logic [24*Lanes-1:0] acc1_q, value4;
  logic [3*Lanes-1:0]  count5, pair6, summed6;
  logic [SumBits*Lanes-1:0] sum6_q;
  logic [Lanes-1:0]    smaller5;
  always_ff @(posedge clk_i) acc1_q <= head[24*Lanes*step +: 24*Lanes];
  genvar l;
  generate
    for (l = 0; l < Lanes; l = l + 1) begin : gen_lane
      nf_threshold_lane #(.EntryBits(EntryBits), .PairTables(PairTables), .Primitives(Primitives)) u_lane (
        .clk_i, .absolute_i(absolute), .pair_i(pair), .skip_i(skip), .sums_i(sums), .pair_table_i(pair_table),
        .write_i(write_i & (write_address_i[2 +: LaneBits] == LaneBits'(l))),
        .write_entry_i(write_address_i[2+LaneBits +: EntryBits]), .write_word_i(write_address_i[1:0]), .write_data_i,
        .write_pair_i, .write_pair_address_i(write_address_i[7:0]),
        .entry_i(entry), .acc_i(acc1_q[24*l +: 24]),
        .value_o(value4[24*l +: 24]), .count_o(count5[3*l +: 3]), .pair_o(pair6[3*l +: 3]), .keep_smaller_o(smaller5[l]),
        .sum_i(sum6_q[SumBits*l +: SumBits]), .code_o(summed6[3*l +: 3])
      );
    end
  endgenerate

  // Values and code map: copies in memory that are written entry by entry after the start.
  (* ram_style = "distributed" *) logic [5:0] values [0:7];
  (* ram_style = "distributed" *) logic [2:0] map [0:7];
  logic [2:0] map_address_q;
  always_ff @(posedge clk_i) begin
    map_address_q <= start_i ? 3'd0 : map_address_q + 3'd1;
    map[map_address_q] <= code_map_i[3*map_address_q +: 3];
    values[map_address_q] <= values_i[6*map_address_q +: 6];
  end

  // t+5: pooling, one kept code or sum per neuron. A sum begins at the first entry of its table.
  (* ram_style = "distributed" *) logic [SumBits*Lanes-1:0] kept [0:Steps-1];
  wire [SumBits*Lanes-1:0] kept5 = kept[step5];
  logic [SumBits*Lanes-1:0] pooled5;
  logic [3*Lanes-1:0] code6;
  logic [SumBits-1:0] table_start;
  assign table_start = SumBits'({pair_table, 6'd0});
  always_comb begin
    for (int k = 0; k < Lanes; k++) begin
      if (sums) pooled5[SumBits*k +: SumBits] = (window_first_at_q[5] ? table_start : kept5[SumBits*k +: SumBits]) + SumBits'(values[count5[3*k +: 3]]);
      else if (window_first_at_q[5] | ((count5[3*k +: 3] > kept5[SumBits*k +: 3]) ^ smaller5[k])) pooled5[SumBits*k +: SumBits] = SumBits'(count5[3*k +: 3]);
      else pooled5[SumBits*k +: SumBits] = SumBits'(kept5[SumBits*k +: 3]);
      code6[3*k +: 3] = sum6_q[SumBits*k +: 3];
    end
  end
  always_ff @(posedge clk_i) begin
    if (valid_q[5]) kept[step5] <= pooled5;
    sum6_q <= pooled5;
  end

  // t+5: the raw item's value, argmax. A pixel has less than 2^8 groups.
  logic [23:0] raw5_q, raw6_q, best_q;
  logic [IndexBits-1:0] best_index_q, next_index_q;
  wire keeps, better;
  nf_at_least #(.Primitives(Primitives)) u_best (.value_i(best_q), .flip_i(1'b0), .bound_i(raw5_q), .yes_o(keeps));
  assign better = best_first_q[5] | ~keeps;
  always_ff @(posedge clk_i) begin
    raw5_q <= value4[24*lane4 +: 24];
    raw6_q <= raw5_q;
    if (valid_q[5] & ~index_q[5]) begin
      if (better) best_q <= raw5_q;
      if (better) best_index_q <= best_first_q[5] ? IndexBits'(0) : next_index_q;
      next_index_q <= best_first_q[5] ? IndexBits'(1) : next_index_q + IndexBits'(1);
    end
  end

  // t+6: code map or table; codes collect to a beat.
  logic [3*Lanes-1:0] mapped6;
  logic [23:0] out7_q;
  always_comb begin
    for (int k = 0; k < Lanes; k++) mapped6[3*k +: 3] = skip ? pair6[3*k +: 3] : sums ? summed6[3*k +: 3] : map[code6[3*k +: 3]];
  end
  generate
    if (Lanes == 8) begin : gen_whole
      always_ff @(posedge clk_i) if (valid_q[6]) out7_q <= raw ? (index_q[6] ? 24'(best_index_q) : raw6_q) : mapped6;
    end else begin : gen_part
      always_ff @(posedge clk_i) if (valid_q[6]) out7_q <= raw ? (index_q[6] ? 24'(best_index_q) : raw6_q) : {mapped6, out7_q[23:3*Lanes]};
    end
  endgenerate
  generate
    if (OutDepth > 16) begin : gen_deep
      nf_deep_fifo #(.Width(24), .Depth(OutDepth)) u_out (
        .clk_i, .rst_ni, .push_i(push7_q), .data_i(out7_q), .pop_i(out_pop), .data_o(out_data_o), .valid_o(out_valid_o)
      );
    end else begin : gen_flat
      logic [OutBits-1:0] out_count;
      nf_fifo #(.Width(24), .Depth(OutDepth)) u_out (
        .clk_i, .rst_ni, .push_i(push7_q), .data_i(out7_q), .pop_i(out_pop), .data_o(out_data_o), .count_o(out_count)
      );
      assign out_valid_o = out_count != '0;
    end
  endgenerate
  // Bits that carry nothing here.
  wire unused = &{1'b0, threshold_base_i, write_address_i};
endmodule
