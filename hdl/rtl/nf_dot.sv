// One neuron: lanes of (x xor neg) and nz on unsigned 3-bit activations, and the sum of all. Lanes are added in pairs, then three
// numbers at a time. Three register stages: after the pairs, after two levels of the tree, and after the rest.
// A -1 trit counts 7 - x; the surplus is corrected in the epilogue.
module nf_dot #(
  parameter int Lanes = 64,         // even
  parameter int Primitives = 0
) (
  input  logic                       clk_i,
  input  logic [Lanes*3-1:0]         activations_i,
  input  logic [Lanes*2-1:0]         trits_i,       // {negative, nonzero} per lane
  output logic [$clog2(Lanes)+2:0]   sum_o
);
  localparam int Pairs = Lanes / 2;
  localparam int SumBits = $clog2(Lanes) + 3;

  // Numbers that are left after so many levels, the bits of the largest of them, and the levels until one is left.
  function automatic integer count_after(input integer levels);
    begin
      count_after = Pairs;
      for (int k = 0; k < levels; k++) count_after = (count_after + 2) / 3;
    end
  endfunction
  function automatic integer bits_after(input integer levels);
    integer pairs;
    begin
      pairs = 1;
      for (int k = 0; k < levels; k++) pairs = (3 * pairs > Pairs) ? Pairs : 3 * pairs;
      bits_after = $clog2(14 * pairs + 1);
    end
  endfunction
  function automatic integer depth_of(input integer pairs);
    integer left;
    begin
      depth_of = 0;
      left = pairs;
      while (left > 1) begin
        left = (left + 2) / 3;
        depth_of = depth_of + 1;
      end
    end
  endfunction
  // Trees of fewer than three levels keep the same latency.
  localparam int Depth = (depth_of(Pairs) < 3) ? 3 : depth_of(Pairs);

  genvar l, i;
  generate
    for (l = 0; l <= Depth; l = l + 1) begin : gen_level
      for (i = 0; i < count_after(l); i = i + 1) begin : gen_node
        logic [bits_after(l)-1:0] value;
        logic [bits_after(l)-1:0] out;
        if (l == 0) begin : gen_lanes
          nf_lane_pair #(.Primitives(Primitives)) u_pair (
            .activations_i(activations_i[6*i +: 6]), .trits_i(trits_i[4*i +: 4]), .sum_o(value)
          );
        end else if (3 * i + 2 < count_after(l - 1)) begin : gen_three
          nf_add3 #(.Width(bits_after(l - 1)), .SumWidth(bits_after(l)), .Primitives(Primitives)) u_add (
            .a_i(gen_level[l-1].gen_node[3*i].out), .b_i(gen_level[l-1].gen_node[3*i+1].out),
            .c_i(gen_level[l-1].gen_node[3*i+2].out), .sum_o(value)
          );
        end else if (3 * i + 1 < count_after(l - 1)) begin : gen_two
          assign value = bits_after(l)'(gen_level[l-1].gen_node[3*i].out) + bits_after(l)'(gen_level[l-1].gen_node[3*i+1].out);
        end else begin : gen_one
          assign value = bits_after(l)'(gen_level[l-1].gen_node[3*i].out);
        end
        if (l == 0 || l == 2 || l == Depth) begin : gen_register
          logic [bits_after(l)-1:0] value_q;
          always_ff @(posedge clk_i) value_q <= value;
          assign out = value_q;
        end else begin : gen_wire
          assign out = value;
        end
      end
    end
  endgenerate
  assign sum_o = SumBits'(gen_level[Depth].gen_node[0].out);
endmodule
