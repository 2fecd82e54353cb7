// Signed comparison: (value xor flip) >= bound, combinational. With Primitives = 1 it is mapped by hand to Xilinx cells, two bits a
// LUT6_2: O6 says that both bits are equal (the carry goes on), O5 that the value's are the larger (the carry's data input).
module nf_at_least #(
  parameter int Width = 24,     // even
  parameter int Primitives = 0
) (
  input  logic [Width-1:0] value_i,
  input  logic             flip_i,
  input  logic [Width-1:0] bound_i,
  output logic             yes_o
);
  generate
    if (Primitives == 1) begin : gen_xilinx
      localparam int Pairs = Width / 2;
      localparam int Cells = (Pairs + 3) / 4;
      wire [4*Cells-1:0] equal, larger;
      wire [4*Cells:0] carry;
      wire [4*Cells-1:0] sums;
      genvar p;
      for (p = 0; p < 4 * Cells; p = p + 1) begin : gen_pair
        if (p < Pairs) begin : gen_lut
          // I0 low bit, I1 high bit of the value; I2, I3 of the bound; I4 flip. In the top pair the high bit is the sign.
          LUT6_2 #(.INIT(p == Pairs - 1 ? 64'h12488421_CD043B02 : 64'h12488421_013708CE)) u_lut (
            .I0(value_i[2*p]), .I1(value_i[2*p+1]), .I2(bound_i[2*p]), .I3(bound_i[2*p+1]), .I4(flip_i), .I5(1'b1),
            .O5(larger[p]), .O6(equal[p])
          );
        end else begin : gen_pass
          assign larger[p] = 1'b0;
          assign equal[p] = 1'b1;
        end
      end
      for (p = 0; p < Cells; p = p + 1) begin : gen_carry
        // Equal all the way down is at least: the first carry comes in high.
        if (p == 0) begin : gen_first
          CARRY4 u_carry (.CI(1'b0), .CYINIT(1'b1), .DI(larger[3:0]), .S(equal[3:0]), .O(sums[3:0]), .CO(carry[4:1]));
        end else begin : gen_next
          CARRY4 u_carry (.CI(carry[4*p]), .CYINIT(1'b0), .DI(larger[4*p +: 4]), .S(equal[4*p +: 4]), .O(sums[4*p +: 4]), .CO(carry[4*p+1 +: 4]));
        end
      end
      assign carry[0] = 1'b1;
      assign yes_o = carry[4*Cells];
      wire unused = &{1'b0, sums, carry};
    end else begin : gen_logic
      assign yes_o = $signed(value_i ^ {Width{flip_i}}) >= $signed(bound_i);
    end
  endgenerate
endmodule
