// A 2:1 selector of a vector, combinational. With Primitives = 1 two bits share one Xilinx LUT6_2; with 0 it is plain logic.
module nf_select2 #(
  parameter int Width = 24,
  parameter int Primitives = 0
) (
  input  logic             select_i,    // 1: b
  input  logic [Width-1:0] a_i,
  input  logic [Width-1:0] b_i,
  output logic [Width-1:0] y_o
);
  generate
    if (Primitives == 1) begin : gen_xilinx
      localparam int Pairs = (Width + 1) / 2;
      wire [2*Pairs-1:0] a = (2*Pairs)'(a_i);
      wire [2*Pairs-1:0] b = (2*Pairs)'(b_i);
      wire [2*Pairs-1:0] y;
      genvar p;
      for (p = 0; p < Pairs; p = p + 1) begin : gen_pair
        LUT6_2 #(.INIT(64'hFF00F0F0_CCCCAAAA)) u_lut (
          .I0(a[2*p]), .I1(b[2*p]), .I2(a[2*p+1]), .I3(b[2*p+1]), .I4(select_i), .I5(1'b1), .O5(y[2*p]), .O6(y[2*p+1])
        );
      end
      assign y_o = y[Width-1:0];
      wire unused = &{1'b0, y};
    end else begin : gen_logic
      assign y_o = select_i ? b_i : a_i;
    end
  endgenerate
endmodule
