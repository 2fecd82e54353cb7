// Whether a source of the router may pop: some destination selects it, and each that does has its beat or takes it now. A module of
// its own for the same reason as nf_router_valid: two LUTs.
module nf_router_ready (
  input  logic [5:0] wants_i,        // destinations that select the source
  input  logic [5:0] done_i,
  input  logic [5:0] dest_ready_i,
  output logic       ready_o
);
  assign ready_o = (wants_i != 6'd0) & ((wants_i & ~(done_i | dest_ready_i)) == 6'd0);
endmodule
