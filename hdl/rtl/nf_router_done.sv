// Whether a destination of the router has a beat that its source still holds for others: it has it or takes it now, and the source
// does not pop. A module of its own for the same reason as nf_router_valid: two LUTs.
module nf_router_done (
  input  logic [4:0] chosen_i,       // the source selected, or none
  input  logic [4:0] source_valid_i,
  input  logic [4:0] source_ready_i,
  input  logic       done_i,
  input  logic       valid_i,
  input  logic       ready_i,
  output logic       done_o
);
  assign done_o = (done_i | (valid_i & ready_i)) & ((chosen_i & source_valid_i & source_ready_i) == 5'd0);
endmodule
