// Ternary lane pairs in a row: sum i is that of lanes 2i and 2i+1, as nf_lane_pair makes it, combinational.
// With Primitives = 2 they are mapped by hand to ECP5: a LUT4 makes the bit of a pair's first lane, the LUT of a carry cell the other's
// and the exclusive or of both. The last bit of a pair hands on a carry of zero, so that all pairs share one chain: a chain's own start
// costs as much as a pair's bit.
module nf_lane_chain #(
  parameter int Pairs = 4,
  parameter int Primitives = 0
) (
  input  logic [Pairs*6-1:0] activations_i,
  input  logic [Pairs*4-1:0] trits_i,         // {negative, nonzero} per lane
  output logic [Pairs*4-1:0] sums_o
);
  genvar p;
  generate
    if (Primitives == 2) begin : gen_ecp5
      // Each half of a CCU2C: S is its LUT of {D,C,B,A} exclusive or the carry; where the LUT is false the carry is what it says at C = D = 0.
      // With A the first lane's bit, B the other's activation, C its nonzero, D its negative the LUT is A ^ ((B ^ D) & C), and A at C = D = 0.
      localparam logic [15:0] Half = 16'h9a6a;
      wire [2*Pairs:0] carry;
      assign carry[0] = 1'b0;
      wire unused = &{1'b0, carry[2*Pairs]};
      for (p = 0; p < Pairs; p = p + 1) begin : gen_pair
        wire [2:0] first = activations_i[6*p +: 3];
        wire [2:0] other = activations_i[6*p+3 +: 3];
        wire       nonzero = trits_i[4*p+2];
        wire       negative = trits_i[4*p+3];
        wire [2:0] lane = (first ^ {3{trits_i[4*p+1]}}) & {3{trits_i[4*p]}};
        CCU2C #(.INIT0(Half), .INIT1(Half), .INJECT1_0("NO"), .INJECT1_1("NO")) u_low (
          .CIN(carry[2*p]), .A0(lane[0]), .B0(other[0]), .C0(nonzero), .D0(negative),
          .A1(lane[1]), .B1(other[1]), .C1(nonzero), .D1(negative), .S0(sums_o[4*p]), .S1(sums_o[4*p+1]), .COUT(carry[2*p+1])
        );
        CCU2C #(.INIT0(Half), .INIT1(16'h0000), .INJECT1_0("NO"), .INJECT1_1("NO")) u_high (
          .CIN(carry[2*p+1]), .A0(lane[2]), .B0(other[2]), .C0(nonzero), .D0(negative),
          .A1(1'b0), .B1(1'b0), .C1(1'b0), .D1(1'b0), .S0(sums_o[4*p+2]), .S1(sums_o[4*p+3]), .COUT(carry[2*p+2])
        );
      end
    end else begin : gen_logic
      for (p = 0; p < Pairs; p = p + 1) begin : gen_pair
        nf_lane_pair u_pair (.activations_i(activations_i[6*p +: 6]), .trits_i(trits_i[4*p +: 4]), .sum_o(sums_o[4*p +: 4]));
      end
    end
  endgenerate
endmodule
