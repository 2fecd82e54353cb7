// Sums of neighbours, combinational: sum i is value 2i plus value 2i+1, one bit wider. A few adders share one carry chain, in which a bit
// of zeros between two adders keeps their carries apart.
module nf_sum_pairs #(
  parameter int Sums = 2,
  parameter int Width = 4
) (
  input  logic [2*Sums*Width-1:0]   values_i,
  output logic [Sums*(Width+1)-1:0] sums_o
);
  localparam int PerChain = 8;
  localparam int Chains = (Sums + PerChain - 1) / PerChain;
  genvar c, i;
  generate
    for (c = 0; c < Chains; c = c + 1) begin : gen_chain
      localparam int Count = (Sums - PerChain * c < PerChain) ? Sums - PerChain * c : PerChain;
      wire [Count*(Width+1)-1:0] a, b;
      for (i = 0; i < Count; i = i + 1) begin : gen_sum
        assign a[(Width+1)*i +: Width+1] = {1'b0, values_i[2*Width*(PerChain*c+i) +: Width]};
        assign b[(Width+1)*i +: Width+1] = {1'b0, values_i[2*Width*(PerChain*c+i)+Width +: Width]};
      end
      assign sums_o[(Width+1)*PerChain*c +: Count*(Width+1)] = a + b;
    end
  endgenerate
endmodule
