// Whether a destination of the router is offered a beat: the source it selects has one that it has not taken yet. A module of its own
// stays two LUTs deep, where synthesis would otherwise share products with other destinations and put three in a row.
module nf_router_valid (
  input  logic [4:0] chosen_i,       // the source selected, or none
  input  logic [4:0] source_valid_i,
  input  logic       done_i,
  output logic       valid_o
);
  assign valid_o = ((chosen_i & source_valid_i) != 5'd0) & ~done_i;
endmodule
