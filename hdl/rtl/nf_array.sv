// The ternary array: the same activations against the stationary trits of every neuron. Sums three cycles after the activations.
module nf_array #(
  parameter int Lanes = 64,
  parameter int Neurons = 16,
  parameter int Primitives = 0
) (
  input  logic                                  clk_i,
  input  logic [Lanes*3-1:0]                    activations_i,
  input  logic [Neurons*Lanes*2-1:0]            trits_i,
  output logic [Neurons*($clog2(Lanes)+3)-1:0]  sums_o
);
  localparam int SumBits = $clog2(Lanes) + 3;
  genvar n;
  generate
    for (n = 0; n < Neurons; n = n + 1) begin : gen_neuron
      if (Primitives == 2) begin : gen_chains
        nf_dot_chains #(.Lanes(Lanes), .Primitives(Primitives)) u_dot (
          .clk_i,
          .activations_i,
          .trits_i(trits_i[2*Lanes*n +: 2*Lanes]),
          .sum_o(sums_o[SumBits*n +: SumBits])
        );
      end else begin : gen_tree
        nf_dot #(.Lanes(Lanes), .Primitives(Primitives)) u_dot (
          .clk_i,
          .activations_i,
          .trits_i(trits_i[2*Lanes*n +: 2*Lanes]),
          .sum_o(sums_o[SumBits*n +: SumBits])
        );
      end
    end
  endgenerate
endmodule
