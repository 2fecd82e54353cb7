// Accumulators of a pixel group: old * {0, 1, 3} + (sum << 3 * digit), modulo 2^24, for all neurons of one pixel a cycle. Digit 3 is a
// skip: old - (sum << 17).
// A sum that arrives in cycle t reads its old value with the address presented in t-2 and is written at the end of t+1;
// the same pixel may come again four cycles later. Emitted results go to the drain at the end of t+1.
module nf_accumulator #(
  parameter int Neurons = 16,
  parameter int SumBits = 9,
  parameter int Depth = 512,
  parameter int Primitives = 0
) (
  input  logic                      clk_i,
  input  logic                      rst_ni,
  input  logic [$clog2(Depth)-1:0]  read_pixel_i,   // two cycles before the sum
  input  logic                      valid_i,
  input  logic [$clog2(Depth)-1:0]  pixel_i,
  input  logic [1:0]                digit_next_i,   // one cycle before the sum, likewise the next two
  input  logic                      first_next_i,
  input  logic                      triple_next_i,
  input  logic                      emit_i,
  input  logic [Neurons*SumBits-1:0] sums_i,
  output logic                      drain_o,
  output logic [Neurons*24-1:0]     drain_data_o
);
  logic [Neurons*24-1:0] old_read, old_q, new_q;
  logic valid_q, emit_q;
  logic [$clog2(Depth)-1:0] pixel_q;
  nf_ram #(.Width(Neurons * 24), .Depth(Depth)) u_accumulators (
    .clk_i, .write_i(valid_q), .write_address_i(pixel_q), .write_data_i(new_q),
    .read_address_i(read_pixel_i), .read_data_o(old_read)
  );
  // (2 * triple * old + sum) * 8^digit + !first * old: digits above the first come with neither flag, so that a DSP block with its
  // pre-adder does all of it. The flags clear the registers of the old value, one cycle before the sum. With Primitives = 2 the product is
  // a choice of shifted sums, for a family whose multipliers have no such adders: three numbers are added up then.
  logic [Neurons*24-1:0] twice_q;
  logic [17:0] scale_q;
  always_ff @(posedge clk_i) begin
    if (first_next_i) old_q <= '0;
    else old_q <= old_read;
    if (first_next_i | ~triple_next_i) twice_q <= '0;
    else twice_q <= old_read;
    scale_q <= {digit_next_i == 2'd3, 10'd0, digit_next_i == 2'd2, 2'd0, digit_next_i == 2'd1, 2'd0, digit_next_i == 2'd0};
  end
  genvar n;
  generate
    for (n = 0; n < Neurons; n = n + 1) begin : gen_neuron
      wire [SumBits-1:0] sum = sums_i[SumBits*n +: SumBits];
      if (Primitives == 2) begin : gen_shift
        wire [23:0] shifted = (scale_q[0] ? 24'(sum) : 24'd0) | (scale_q[3] ? 24'(sum) << 3 : 24'd0) | (scale_q[6] ? 24'(sum) << 6 : 24'd0)
          | (scale_q[17] ? (24'd0 - 24'(sum)) << 17 : 24'd0);
        wire [23:0] total;
        nf_add3 #(.Width(24), .SumWidth(24)) u_add (.a_i(old_q[24*n +: 24]), .b_i({twice_q[24*n +: 23], 1'b0}), .c_i(shifted), .sum_o(total));
        always_ff @(posedge clk_i) new_q[24*n +: 24] <= total;
        wire unused = &{1'b0, twice_q[24*n+23], scale_q};
      end else begin : gen_product
        wire signed [24:0] addend = $signed({twice_q[24*n +: 24], 1'b0}) + $signed(25'(sum));
        wire signed [42:0] product = addend * $signed(scale_q);
        wire signed [42:0] total = product + 43'(old_q[24*n +: 24]);
        always_ff @(posedge clk_i) new_q[24*n +: 24] <= total[23:0];
        wire unused = &{1'b0, total};
      end
    end
  endgenerate
  always_ff @(posedge clk_i) pixel_q <= pixel_i;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
      emit_q <= 1'b0;
    end else begin
      valid_q <= valid_i;
      emit_q <= valid_i & emit_i;
    end
  end
  assign drain_o = emit_q;
  assign drain_data_o = new_q;
endmodule
