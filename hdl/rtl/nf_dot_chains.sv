// nf_dot for ECP5, with the same three register stages: lane pairs on shared carry chains, then a tree of pairs of sums. Where lookup tables
// have four inputs, adding two numbers at a time takes one LUT a bit, and three at a time three.
module nf_dot_chains #(
  parameter int Lanes = 64,       // even
  parameter int Primitives = 0
) (
  input  logic                     clk_i,
  input  logic [Lanes*3-1:0]       activations_i,
  input  logic [Lanes*2-1:0]       trits_i,
  output logic [$clog2(Lanes)+2:0] sum_o
);
  localparam int Pairs = Lanes / 2;
  localparam int SumBits = $clog2(Lanes) + 3;
  localparam int PerChain = 8;
  localparam int Chains = (Pairs + PerChain - 1) / PerChain;
  // Levels of the tree; a small one keeps the latency. A number after l levels has 4 + l bits.
  localparam int Levels = ($clog2(Pairs) < 3) ? 3 : $clog2(Pairs);

  function automatic integer count_after(input integer levels);
    begin
      count_after = Pairs;
      for (int k = 0; k < levels; k++) count_after = (count_after + 1) / 2;
    end
  endfunction

  genvar c, l;
  generate
    for (l = 0; l <= Levels; l = l + 1) begin : gen_level
      localparam int Count = count_after(l);
      logic [Count*(4+l)-1:0] value, out;
      if (l == 0) begin : gen_lanes
        for (c = 0; c < Chains; c = c + 1) begin : gen_chain
          localparam int Chained = (Pairs - PerChain * c < PerChain) ? Pairs - PerChain * c : PerChain;
          nf_lane_chain #(.Pairs(Chained), .Primitives(Primitives)) u_lanes (
            .activations_i(activations_i[6*PerChain*c +: 6*Chained]), .trits_i(trits_i[4*PerChain*c +: 4*Chained]),
            .sums_o(value[4*PerChain*c +: 4*Chained])
          );
        end
      end else begin : gen_sums
        localparam int Before = count_after(l - 1);
        localparam int Sums = Before / 2;
        if (Sums > 0) begin : gen_add
          nf_sum_pairs #(.Sums(Sums), .Width(3 + l)) u_add (
            .values_i(gen_level[l-1].out[2*Sums*(3+l)-1:0]), .sums_o(value[Sums*(4+l)-1:0])
          );
        end
        if (Before % 2 == 1) begin : gen_left
          assign value[Sums*(4+l) +: 4+l] = {1'b0, gen_level[l-1].out[2*Sums*(3+l) +: 3+l]};
        end
      end
      if (l == 0 || l == 2 || l == Levels) begin : gen_register
        logic [Count*(4+l)-1:0] value_q;
        always_ff @(posedge clk_i) value_q <= value;
        assign out = value_q;
      end else begin : gen_wire
        assign out = value;
      end
    end
  endgenerate
  assign sum_o = gen_level[Levels].out[SumBits-1:0];
  wire unused = &{1'b0, gen_level[Levels].out};
endmodule
