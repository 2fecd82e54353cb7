// Two ternary lanes and their sum: ((x0 xor neg0) and nz0) + ((x1 xor neg1) and nz1), combinational.
// With Primitives = 1 it is mapped by hand to three Xilinx LUT6_2 and a CARRY4: each LUT makes lane 0's bit (O5, the carry's data
// input) and the exclusive or of both lanes' bits (O6, its select). With 0 it is the same function in plain logic.
module nf_lane_pair #(
  parameter int Primitives = 0
) (
  input  logic [5:0] activations_i,   // lane 1, lane 0
  input  logic [3:0] trits_i,         // {negative, nonzero} of lane 1, of lane 0
  output logic [3:0] sum_o
);
  generate
    if (Primitives == 1) begin : gen_xilinx
      wire [3:0] data, select;
      genvar b;
      for (b = 0; b < 3; b = b + 1) begin : gen_bit
        // I0 nz0, I1 neg0, I2 x0, I3 neg1, I4 x1, I5 nz1. Lane 0's bit is true for {I2,I1,I0} = 011 and 101: 8'h28.
        LUT6_2 #(.INIT(64'h28D7D728_28282828)) u_lut (
          .I0(trits_i[0]), .I1(trits_i[1]), .I2(activations_i[b]), .I3(trits_i[3]), .I4(activations_i[3+b]), .I5(trits_i[2]),
          .O5(data[b]), .O6(select[b])
        );
      end
      assign data[3] = 1'b0;
      assign select[3] = 1'b0;
      wire [3:0] carry;
      CARRY4 u_carry (.CI(1'b0), .CYINIT(1'b0), .DI(data), .S(select), .O(sum_o), .CO(carry));
      wire unused = &{1'b0, carry};
    end else begin : gen_logic
      wire [2:0] lane0 = (activations_i[2:0] ^ {3{trits_i[1]}}) & {3{trits_i[0]}};
      wire [2:0] lane1 = (activations_i[5:3] ^ {3{trits_i[3]}}) & {3{trits_i[2]}};
      assign sum_o = {1'b0, lane0} + {1'b0, lane1};
    end
  endgenerate
endmodule
