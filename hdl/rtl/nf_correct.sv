// addend + (double ? 2 value : value), modulo 2^Width, combinational. With Primitives = 1 the carry chain is given by hand, with the
// addend as its data input, so that doubling costs no LUT of its own.
module nf_correct #(
  parameter int Width = 24,     // a multiple of 4
  parameter int Primitives = 0
) (
  input  logic [Width-1:0] addend_i,
  input  logic [Width-1:0] value_i,
  input  logic             double_i,
  output logic [Width-1:0] sum_o
);
  wire [Width-1:0] operand = double_i ? {value_i[Width-2:0], 1'b0} : value_i;
  generate
    if (Primitives == 1) begin : gen_xilinx
      wire [Width-1:0] select = addend_i ^ operand;
      wire [Width:0] carry;
      genvar c;
      for (c = 0; c < Width / 4; c = c + 1) begin : gen_carry
        CARRY4 u_carry (.CI(carry[4*c]), .CYINIT(1'b0), .DI(addend_i[4*c +: 4]), .S(select[4*c +: 4]), .O(sum_o[4*c +: 4]), .CO(carry[4*c+1 +: 4]));
      end
      assign carry[0] = 1'b0;
      wire unused = &{1'b0, carry};
    end else begin : gen_logic
      assign sum_o = addend_i + operand;
    end
  endgenerate
endmodule
