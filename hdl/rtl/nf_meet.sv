// Whether two sets have a member in common, by three members a part. A module of its own keeps each part in one LUT.
module nf_meet #(
  parameter int Width = 9,
  parameter int Parts = (Width + 2) / 3
) (
  input  logic [Width-1:0] a_i,
  input  logic [Width-1:0] b_i,
  output logic [Parts-1:0] parts_o
);
  wire [Width-1:0] common = a_i & b_i;
  wire [3*Parts-1:0] padded = (3*Parts)'(common);
  genvar p;
  generate
    for (p = 0; p < Parts; p = p + 1) begin : gen_part
      assign parts_o[p] = padded[3*p +: 3] != 3'd0;
    end
  endgenerate
endmodule
