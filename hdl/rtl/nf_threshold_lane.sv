// Epilogue constants of one lane (one neuron in eight): correction and flags, and 7 thresholds laid out for a binary search.
// All reads are combinational; a neuron's record is written as four 64-bit words (correction|t1, t2|t3, t4|t5, t6|t7).
module nf_threshold_lane #(
  parameter int Entries = 32
) (
  input  logic                       clk_i,
  input  logic                       write_i,
  input  logic [$clog2(Entries)-1:0] write_entry_i,
  input  logic [1:0]                 write_word_i,
  input  logic [63:0]                write_data_i,
  input  logic [$clog2(Entries)-1:0] constant_entry_i,
  output logic [25:0]                constant_o,      // {poolMin, falling, correction 24}
  input  logic [$clog2(Entries)-1:0] first_entry_i,
  output logic [23:0]                first_o,         // t4
  input  logic [$clog2(Entries):0]   second_entry_i,  // {entry, reached t4}
  output logic [23:0]                second_o,        // t2 or t6
  input  logic [$clog2(Entries)+1:0] third_entry_i,   // {entry, two results}
  output logic [23:0]                third_o          // t1, t3, t5 or t7
);
  (* ram_style = "distributed" *) logic [25:0] constants [0:Entries-1];
  (* ram_style = "distributed" *) logic [23:0] firsts [0:Entries-1];
  (* ram_style = "distributed" *) logic [23:0] seconds [0:2*Entries-1];
  (* ram_style = "distributed" *) logic [23:0] thirds [0:4*Entries-1];
  assign constant_o = constants[constant_entry_i];
  assign first_o = firsts[first_entry_i];
  assign second_o = seconds[second_entry_i];
  assign third_o = thirds[third_entry_i];
  always_ff @(posedge clk_i) if (write_i & (write_word_i == 2'd0)) constants[write_entry_i] <= write_data_i[25:0];
  always_ff @(posedge clk_i) if (write_i & (write_word_i == 2'd2)) firsts[write_entry_i] <= write_data_i[23:0];
  always_ff @(posedge clk_i) if (write_i & write_word_i[0]) seconds[{write_entry_i, write_word_i[1]}] <= write_data_i[23:0];
  always_ff @(posedge clk_i) if (write_i) thirds[{write_entry_i, write_word_i}] <= write_data_i[55:32];
  // Bits that carry nothing here.
  wire unused = &{1'b0, write_data_i[63:56], write_data_i[31:26]};
endmodule
