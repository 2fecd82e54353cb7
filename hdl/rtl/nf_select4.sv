// A 4:1 selector of a vector, combinational: one six-input LUT a bit.
module nf_select4 #(
  parameter int Width = 24
) (
  input  logic [1:0]       select_i,
  input  logic [Width-1:0] d0_i,
  input  logic [Width-1:0] d1_i,
  input  logic [Width-1:0] d2_i,
  input  logic [Width-1:0] d3_i,
  output logic [Width-1:0] y_o
);
  always_comb begin
    case (select_i)
      2'd0: y_o = d0_i;
      2'd1: y_o = d1_i;
      2'd2: y_o = d2_i;
      default: y_o = d3_i;
    endcase
  end
endmodule
