// One lane of the epilogue (one neuron in EpilogueLanes): its constants, the corrected value, and how many of seven thresholds that
// value reaches, found by a search: t4 first, then t2 | t6 beside both neighbours t1, t3 | t5, t7. A step issued in cycle t gives
// its accumulator in t+1 and its count (exclusive or `falling`: 7 - n) in t+5. With `skip` the value is its low 17 bits, and the count
// beside the next three selects an entry of the pair table, in t+6.
// A neuron's record is four 64-bit words (docs/hardware.md section 5 says what it means):
// {flags, -correction | t1}, {t2 | t3}, {t4 | t5}, {t6 | t7}; the first of a pair is the low half.
module nf_threshold_lane #(
  parameter int EntryBits = 5,
  parameter int PairTables = 4,
  parameter int Primitives = 0
) (
  input  logic                 clk_i,
  input  logic                 absolute_i, pair_i, skip_i, sums_i,
  input  logic [1:0]           pair_table_i,
  // one word of a record; one 3-bit entry of a pair table
  input  logic                 write_i,
  input  logic [EntryBits-1:0] write_entry_i,
  input  logic [1:0]           write_word_i,
  input  logic [63:0]          write_data_i,
  input  logic                 write_pair_i,
  input  logic [7:0]           write_pair_address_i,
  // step
  input  logic [EntryBits-1:0] entry_i,        // in t
  input  logic [23:0]          acc_i,          // in t+1
  output logic [23:0]          value_o,        // corrected, in t+4
  output logic [2:0]           count_o,        // in t+5
  output logic [2:0]           pair_o,         // in t+6, with `skip`
  output logic                 keep_smaller_o, // in t+5: pooling keeps the smaller count
  // sums_i: the tables as one list, read at any time
  input  logic [5+$clog2(PairTables):0] sum_i,
  output logic [2:0]           code_o
);
  localparam int PairBits = 6 + $clog2(PairTables);
  wire write_first = write_i & (write_word_i == 2'd0);
  wire write_third = write_i & (write_word_i == 2'd2);
  wire [23:0] addend1, middle2, low4;
  wire [47:0] high4;
  wire [1:0]  flags1;

  // Index k: valid in cycle t+k.
  logic [EntryBits-1:0] entry1_q, entry2_q, entry3_q;
  logic [23:0] value2_q, value3_q, value4_q;
  logic [2:0]  pair_q, skip2_q, skip3_q, skip4_q, skip5_q;
  logic        upper3_q, upper4_q;
  logic [1:0]  flags2_q, flags3_q, flags4_q;   // {pooling keeps the smaller, falling}
  wire flip2 = absolute_i & value2_q[23];
  wire flip4 = absolute_i & value4_q[23];
  wire upper2, at_low4, at_middle4, at_high4;
  wire [23:0] corrected1;
  nf_correct #(.Primitives(Primitives)) u_correct (.addend_i(addend1), .value_i(acc_i), .double_i(absolute_i), .sum_o(corrected1));
  nf_at_least #(.Primitives(Primitives)) u_upper (.value_i(value2_q), .flip_i(flip2), .bound_i(middle2), .yes_o(upper2));
  nf_at_least #(.Primitives(Primitives)) u_low (.value_i(value4_q), .flip_i(flip4), .bound_i(low4), .yes_o(at_low4));
  nf_at_least #(.Primitives(Primitives)) u_middle (.value_i(value4_q), .flip_i(flip4), .bound_i(high4[23:0]), .yes_o(at_middle4));
  nf_at_least #(.Primitives(Primitives)) u_high (.value_i(value4_q), .flip_i(flip4), .bound_i(high4[47:24]), .yes_o(at_high4));
  nf_constant_memory #(.Width(26), .AddressBits(EntryBits), .Primitives(Primitives)) u_addends (
    .clk_i, .write_i(write_first), .write_address_i(write_entry_i), .write_data_i(write_data_i[25:0]), .read_address_i(entry_i), .read_data_o({flags1, addend1})
  );
  generate
    if (Primitives == 2) begin : gen_early
      // Block memory is slow to answer: it is read a cycle earlier, both sides at once, and what is wanted goes to registers.
      wire [23:0] middle1, low3, low_upper3;
      wire [47:0] high3, high_upper3;
      logic [23:0] middle2_q, low4_q;
      logic [47:0] high4_q;
      nf_constant_memory #(.Width(24), .AddressBits(EntryBits), .Primitives(Primitives)) u_middles (
        .clk_i, .write_i(write_third), .write_address_i(write_entry_i), .write_data_i(write_data_i[23:0]), .read_address_i(entry_i), .read_data_o(middle1)
      );
      nf_constant_memory #(.Width(24), .AddressBits(EntryBits), .Primitives(Primitives)) u_lows (
        .clk_i, .write_i(write_first), .write_address_i(write_entry_i), .write_data_i(write_data_i[55:32]), .read_address_i(entry2_q), .read_data_o(low3)
      );
      nf_constant_memory #(.Width(24), .AddressBits(EntryBits), .Primitives(Primitives)) u_upper_lows (
        .clk_i, .write_i(write_third), .write_address_i(write_entry_i), .write_data_i(write_data_i[55:32]), .read_address_i(entry2_q), .read_data_o(low_upper3)
      );
      nf_constant_memory #(.Width(48), .AddressBits(EntryBits), .Primitives(Primitives)) u_highs (
        .clk_i, .write_i(write_i & (write_word_i == 2'd1)), .write_address_i(write_entry_i), .write_data_i({write_data_i[55:32], write_data_i[23:0]}),
        .read_address_i(entry2_q), .read_data_o(high3)
      );
      nf_constant_memory #(.Width(48), .AddressBits(EntryBits), .Primitives(Primitives)) u_upper_highs (
        .clk_i, .write_i(write_i & (write_word_i == 2'd3)), .write_address_i(write_entry_i), .write_data_i({write_data_i[55:32], write_data_i[23:0]}),
        .read_address_i(entry2_q), .read_data_o(high_upper3)
      );
      always_ff @(posedge clk_i) begin
        middle2_q <= middle1;
        low4_q <= upper3_q ? low_upper3 : low3;
        high4_q <= upper3_q ? high_upper3 : high3;
      end
      assign middle2 = middle2_q;
      assign low4 = low4_q;
      assign high4 = high4_q;
    end else begin : gen_late
      nf_constant_memory #(.Width(24), .AddressBits(EntryBits), .Primitives(Primitives)) u_middles (   // t4
        .clk_i, .write_i(write_third), .write_address_i(write_entry_i), .write_data_i(write_data_i[23:0]), .read_address_i(entry1_q), .read_data_o(middle2)
      );
      nf_constant_memory #(.Width(24), .AddressBits(EntryBits + 1), .Primitives(Primitives)) u_lows (   // t1, t5
        .clk_i, .write_i(write_i & ~write_word_i[0]), .write_address_i({write_word_i[1], write_entry_i}), .write_data_i(write_data_i[55:32]),
        .read_address_i({upper3_q, entry3_q}), .read_data_o(low4)
      );
      nf_constant_memory #(.Width(48), .AddressBits(EntryBits + 1), .Primitives(Primitives)) u_highs (  // {t3, t2}, {t7, t6}
        .clk_i, .write_i(write_i & write_word_i[0]), .write_address_i({write_word_i[1], write_entry_i}), .write_data_i({write_data_i[55:32], write_data_i[23:0]}),
        .read_address_i({upper3_q, entry3_q}), .read_data_o(high4)
      );
    end
  endgenerate
  (* ram_style = "distributed" *) logic [2:0] pairs [0:64*PairTables-1];
  assign code_o = pairs[sums_i ? sum_i : PairBits'({pair_table_i, skip_i ? {count_o, skip5_q} : value3_q[5:0]})];
  always_ff @(posedge clk_i) if (write_pair_i) pairs[PairBits'(write_pair_address_i)] <= write_data_i[2:0];
  always_ff @(posedge clk_i) begin
    entry1_q <= entry_i;
    value2_q <= corrected1;
    if (skip_i) value2_q[23:17] <= '0;
    skip2_q <= corrected1[19:17];
    skip3_q <= skip2_q;
    skip4_q <= skip3_q;
    skip5_q <= skip4_q;
    entry2_q <= entry1_q;
    value3_q <= value2_q;
    upper3_q <= upper2;
    entry3_q <= entry2_q;
    value4_q <= value3_q;
    upper4_q <= upper3_q;
    flags2_q <= flags1;
    flags3_q <= flags2_q;
    flags4_q <= flags3_q;
    pair_q <= code_o;   // in t+4, with `skip` in t+6
    count_o <= (pair_i ? pair_q : {upper4_q, at_middle4, at_middle4 ? at_high4 : at_low4}) ^ {3{flags4_q[0]}};
    keep_smaller_o <= flags4_q[1];
  end
  assign value_o = value4_q;
  assign pair_o = pair_q;
  // Bits that carry nothing here.
  wire unused = &{1'b0, write_data_i[63:56], write_data_i[31:26], write_pair_address_i, pair_table_i, entry1_q, entry3_q};
endmodule
