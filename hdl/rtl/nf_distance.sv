// How far the 8 activations of a beat are from a zero point, |x - zero| = {m2, m1, m0}, combinational; written as {m2, m2 xor m1, m0},
// which is what nf_square_digits takes. With zero = 0 that is x in another writing. One six-input LUT a bit.
module nf_distance (
  input  logic [23:0] codes_i,
  input  logic [2:0]  zero_i,
  output logic [23:0] symbols_o
);
  genvar i;
  generate
    for (i = 0; i < 8; i = i + 1) begin : gen_activation
      wire [2:0] x = codes_i[3*i +: 3];
      // Each half of the difference is a comparison of at most three bits, so that a bit stays a function of x and zero.
      wire       below = x < zero_i;
      wire [1:0] low = below ? zero_i[1:0] - x[1:0] : x[1:0] - zero_i[1:0];
      wire       high = below ? (zero_i[2] & ~x[2] & (x[1:0] <= zero_i[1:0])) : (x[2] & ~zero_i[2] & (zero_i[1:0] <= x[1:0]));
      assign symbols_o[3*i +: 3] = {high, high ^ low[1], low[0]};
    end
  endgenerate
endmodule
