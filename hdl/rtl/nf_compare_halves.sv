// Two numbers of six bits compared by halves of three bits. A module of its own keeps each answer in one LUT.
module nf_compare_halves (
  input  logic [5:0] a_i,
  input  logic [5:0] b_i,
  output logic       upper_more_o,   // a's upper half is above b's
  output logic       upper_same_o,
  output logic       lower_more_o
);
  function automatic more(input logic [2:0] a, input logic [2:0] b);
    more = (a[2] & ~b[2]) | (~(a[2] ^ b[2]) & ((a[1] & ~b[1]) | (~(a[1] ^ b[1]) & a[0] & ~b[0])));
  endfunction
  assign upper_more_o = more(a_i[5:3], b_i[5:3]);
  assign upper_same_o = a_i[5:3] == b_i[5:3];
  assign lower_more_o = more(a_i[2:0], b_i[2:0]);
endmodule
