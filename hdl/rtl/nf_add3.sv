// Sum of three unsigned operands, combinational.
// With Primitives = 1 it is mapped by hand to one Xilinx LUT6_2 and one carry bit per operand bit: O5 is the majority of the three
// bits, which the next bit takes in, O6 is the exclusive or of the three bits and the majority below. With 0 it is plain logic.
module nf_add3 #(
  parameter int Width = 4,
  parameter int SumWidth = 6,       // Width to Width + 2: the caller knows the largest sum
  parameter int Primitives = 0
) (
  input  logic [Width-1:0]    a_i,
  input  logic [Width-1:0]    b_i,
  input  logic [Width-1:0]    c_i,
  output logic [SumWidth-1:0] sum_o
);
  generate
    if (Primitives == 1) begin : gen_xilinx
      localparam int Carries = (Width + 5) / 4;
      wire [Width:0]       majority;               // bit i comes from operand bit i-1
      wire [4*Carries-1:0] data, select, sum, carry;
      genvar b;
      assign majority[0] = 1'b0;
      for (b = 0; b < Width; b = b + 1) begin : gen_bit
        LUT6_2 #(.INIT(64'h69966996_E8E8E8E8)) u_lut (
          .I0(a_i[b]), .I1(b_i[b]), .I2(c_i[b]), .I3(majority[b]), .I4(1'b0), .I5(1'b1), .O5(majority[b+1]), .O6(select[b])
        );
      end
      assign data = (4*Carries)'(majority[Width-1:0]);
      assign select[4*Carries-1:Width] = (4*Carries-Width)'(majority[Width]);
      for (b = 0; b < Carries; b = b + 1) begin : gen_carry
        if (b == 0) begin : gen_first
          CARRY4 u_carry (.CI(1'b0), .CYINIT(1'b0), .DI(data[3:0]), .S(select[3:0]), .O(sum[3:0]), .CO(carry[3:0]));
        end else begin : gen_next
          CARRY4 u_carry (
            .CI(carry[4*b-1]), .CYINIT(1'b0), .DI(data[4*b +: 4]), .S(select[4*b +: 4]), .O(sum[4*b +: 4]), .CO(carry[4*b +: 4])
          );
        end
      end
      assign sum_o = sum[SumWidth-1:0];
      wire unused = &{1'b0, sum, carry};
    end else begin : gen_logic
      assign sum_o = SumWidth'(a_i) + SumWidth'(b_i) + SumWidth'(c_i);
    end
  endgenerate
endmodule
