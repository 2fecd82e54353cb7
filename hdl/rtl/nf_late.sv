// One gate for a signal that arrives late: y = now | (late & early). A module of its own stays one LUT behind the late input, where
// synthesis would otherwise share products of it with its neighbours and put several LUTs in a row.
module nf_late (
  input  logic now_i,
  input  logic late_i,
  input  logic early_i,
  output logic y_o
);
  assign y_o = now_i | (late_i & early_i);
endmodule
