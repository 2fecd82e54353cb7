// One neuron: lanes of (x xor neg) and nz on unsigned 3-bit activations, and their adder tree. Four register stages
// (after tree levels 1, 3, 5 and the last). A -1 trit counts 7 - x; the surplus is corrected in the epilogue.
module nf_dot #(
  parameter int Lanes = 64,
  parameter int Primitives = 0
) (
  input  logic                       clk_i,
  input  logic [Lanes*3-1:0]         activations_i,
  input  logic [Lanes*2-1:0]         trits_i,       // {negative, nonzero} per lane
  output logic [$clog2(Lanes)+2:0]   sum_o
);
  localparam int Levels = $clog2(Lanes);
  genvar l, i;
  generate
    for (l = 1; l <= Levels; l = l + 1) begin : gen_level
      for (i = 0; i < (Lanes >> l); i = i + 1) begin : gen_node
        logic [l+2:0] value;
        logic [l+2:0] out;
        if (l == 1) begin : gen_lanes
          nf_lane_pair #(.Primitives(Primitives)) u_pair (
            .activations_i(activations_i[6*i +: 6]), .trits_i(trits_i[4*i +: 4]), .sum_o(value)
          );
        end else begin : gen_add
          assign value = {1'b0, gen_level[l-1].gen_node[2*i].out} + {1'b0, gen_level[l-1].gen_node[2*i+1].out};
        end
        if (l == 1 || l == 3 || l == 5) begin : gen_register
          logic [l+2:0] value_q;
          always_ff @(posedge clk_i) value_q <= value;
          assign out = value_q;
        end else begin : gen_wire
          assign out = value;
        end
      end
    end
  endgenerate
  // Trees of fewer levels keep the same latency.
  localparam int Missing = (Levels < 3) ? 2 : (Levels < 5) ? 1 : 0;
  logic [(Missing+1)*(Levels+3)-1:0] delay_q;
  generate
    for (i = 0; i <= Missing; i = i + 1) begin : gen_delay
      if (i == 0) begin : gen_first
        always_ff @(posedge clk_i) delay_q[Levels+2:0] <= gen_level[Levels].gen_node[0].out;
      end else begin : gen_next
        always_ff @(posedge clk_i) delay_q[(Levels+3)*i +: Levels+3] <= delay_q[(Levels+3)*(i-1) +: Levels+3];
      end
    end
  endgenerate
  assign sum_o = delay_q[(Levels+3)*Missing +: Levels+3];
endmodule
