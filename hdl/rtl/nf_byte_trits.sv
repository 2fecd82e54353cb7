// Five trits from a byte, combinational, at most two LUTs deep (docs/hardware.md section 9). Bits 4:0 hold three trits as a number
// in base 3 below 28, bits 7:5 two trits as a number below 8; the ninth pair is marked by 111 in bits 4:2, and bits 7:5 stand for them.
// With Primitives = 1 it is mapped by hand to seven Xilinx LUT6_2, with 0 it is the same tables in plain logic.
module nf_byte_trits #(
  parameter int Primitives = 0
) (
  input  logic [7:0] byte_i,
  output logic [9:0] trits_o        // {negative, nonzero} of trit 4, ..., of trit 0
);
  // Entry v: whether the digit of v with this place value is not 0 (negative = 0), or is 2 (negative = 1).
  function automatic [31:0] triple_table(input int place, input int negative);
    for (int v = 0; v < 32; v++) triple_table[v] = ((v / place) % 3) > negative;
  endfunction
  // Likewise for a pair; v[3] marks the ninth pair, whatever the other bits are.
  function automatic [31:0] pair_table(input int place, input int negative);
    for (int v = 0; v < 32; v++) pair_table[v] = (((((v / 8) % 2) != 0) ? 8 : (v % 8)) / place) % 3 > negative;
  endfunction
  wire [2:0] top = byte_i[4:2];
  wire [2:0] other = byte_i[7:5];
  wire       ninth;
  wire [4:0] triple;
  wire [4:0] pair = {1'b0, ninth, other};
  assign triple[1:0] = byte_i[1:0];
  genvar t;
  generate
    if (Primitives == 1) begin : gen_xilinx
      // Bits 2 and 3 of the triple, then bit 4 and the mark: `other` where `top` is 111, else `top`.
      LUT6_2 #(.INIT(64'hCF00FF00_A0F0F0F0)) u_low (
        .I0(other[0]), .I1(other[1]), .I2(top[0]), .I3(top[1]), .I4(top[2]), .I5(1'b1), .O5(triple[2]), .O6(triple[3])
      );
      LUT6_2 #(.INIT(64'hF0000000_AFFF0000)) u_high (
        .I0(other[2]), .I1(1'b0), .I2(top[0]), .I3(top[1]), .I4(top[2]), .I5(1'b1), .O5(triple[4]), .O6(ninth)
      );
      for (t = 0; t < 3; t = t + 1) begin : gen_triple
        LUT6_2 #(.INIT({triple_table(3 ** t, 1), triple_table(3 ** t, 0)})) u_lut (
          .I0(triple[0]), .I1(triple[1]), .I2(triple[2]), .I3(triple[3]), .I4(triple[4]), .I5(1'b1), .O5(trits_o[2*t]), .O6(trits_o[2*t+1])
        );
      end
      for (t = 0; t < 2; t = t + 1) begin : gen_pair
        LUT6_2 #(.INIT({pair_table(3 ** t, 1), pair_table(3 ** t, 0)})) u_lut (
          .I0(pair[0]), .I1(pair[1]), .I2(pair[2]), .I3(pair[3]), .I4(pair[4]), .I5(1'b1), .O5(trits_o[6+2*t]), .O6(trits_o[7+2*t])
        );
      end
    end else begin : gen_logic
      assign ninth = &top;
      assign triple[4:2] = ninth ? other : top;
      for (t = 0; t < 3; t = t + 1) begin : gen_triple
        localparam logic [31:0] Nonzero = triple_table(3 ** t, 0);
        localparam logic [31:0] Negative = triple_table(3 ** t, 1);
        assign trits_o[2*t +: 2] = {Negative[triple], Nonzero[triple]};
      end
      for (t = 0; t < 2; t = t + 1) begin : gen_pair
        localparam logic [31:0] Nonzero = pair_table(3 ** t, 0);
        localparam logic [31:0] Negative = pair_table(3 ** t, 1);
        assign trits_o[6+2*t +: 2] = {Negative[pair], Nonzero[pair]};
      end
    end
  endgenerate
endmodule
