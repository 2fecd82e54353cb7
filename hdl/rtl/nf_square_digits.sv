// Two lanes from the row memory's writing {m2, m2 xor m1, m0} (nf_distance) to what the array takes, combinational: m itself, or with
// `low_i` the lower octal digit of m squared, or with `high_i` the upper one. Never both at once.
// With Primitives = 1 it is mapped by hand to three Xilinx LUT6_2: bits 1 and 2 of a lane, and bit 0 of both lanes. With 0 it is plain logic.
module nf_square_digits #(
  parameter int Primitives = 0
) (
  input  logic [5:0] symbols_i,    // lane 1, lane 0
  input  logic       low_i,
  input  logic       high_i,
  output logic [5:0] digits_o
);
  genvar i;
  generate
    if (Primitives == 1) begin : gen_xilinx
      for (i = 0; i < 2; i = i + 1) begin : gen_lane
        // I0..I2 the symbol, I3 low, I4 high. O5 is bit 1, O6 is bit 2.
        LUT6_2 #(.INIT(64'h303014F0_E0E0003C)) u_upper (
          .I0(symbols_i[3*i]), .I1(symbols_i[3*i+1]), .I2(symbols_i[3*i+2]), .I3(low_i), .I4(high_i), .I5(1'b1),
          .O5(digits_o[3*i+1]), .O6(digits_o[3*i+2])
        );
      end
      // I0, I1 bits 0 and 1 of lane 0, I2, I3 those of lane 1, I4 high. O5 is bit 0 of lane 0, O6 that of lane 1.
      LUT6_2 #(.INIT(64'hF000F0F0_8888AAAA)) u_lowest (
        .I0(symbols_i[0]), .I1(symbols_i[1]), .I2(symbols_i[3]), .I3(symbols_i[4]), .I4(high_i), .I5(1'b1),
        .O5(digits_o[0]), .O6(digits_o[3])
      );
    end else begin : gen_logic
      for (i = 0; i < 2; i = i + 1) begin : gen_lane
        wire [2:0] s = symbols_i[3*i +: 3];
        // Squares 0 1 4 9 16 25 36 49 have the upper digits 0 0 0 1 2 3 4 6 and the lower ones 0 1 4 1 0 1 4 1.
        wire [2:0] upper = {s[2] & ~s[1], s[2] & (s[1] | s[0]), s[0] & s[1]};
        wire [2:0] lower = {~s[0] & (s[1] ^ s[2]), 1'b0, s[0]};
        assign digits_o[3*i +: 3] = high_i ? upper : low_i ? lower : {s[2], s[2] ^ s[1], s[0]};
      end
    end
  endgenerate
endmodule
