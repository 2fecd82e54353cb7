// Static router of a tile: five sources (N, E, S, W input FIFOs and the tile's own L), six destinations (links N, E, S, W, the row
// writer A and the merge's upstream B). Each destination selects one source; several may select the same (eager fork).
// Combinational from registers to registers; valid never waits for ready.
module nf_router #(
  parameter int Primitives = 0
) (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic [17:0]  select_i,       // destination d in bits 3d+2..3d: 0 none, 1 N, 2 E, 3 S, 4 W, 5 L
  input  logic [29:0]  wants_i,        // the same, decoded: destination d wants source s in bit 6s+d
  input  logic [4:0]   source_valid_i, // N, E, S, W, L
  output logic [4:0]   source_ready_o, // all that select it are done or ready; holds without valid too
  input  logic [119:0] source_data_i,
  output logic [5:0]   dest_valid_o,   // N, E, S, W, A, B
  input  logic [5:0]   dest_ready_i,
  output logic [143:0] dest_data_o
);
  logic [5:0] done_d, done_q;
  genvar d, s;

  // The two low bits of a selection choose among W, N, E and S; L is 5.
  generate
    for (d = 0; d < 6; d = d + 1) begin : gen_dest
      wire [2:0]  sel = select_i[3*d +: 3];
      wire        is_l = sel[2] & sel[0];
      wire [23:0] side;
      nf_select4 #(.Width(24)) u_side (
        .select_i(sel[1:0]), .d0_i(source_data_i[95:72]), .d1_i(source_data_i[23:0]), .d2_i(source_data_i[47:24]),
        .d3_i(source_data_i[71:48]), .y_o(side)
      );
      nf_select2 #(.Width(24), .Primitives(Primitives)) u_data (
        .select_i(is_l), .a_i(side), .b_i(source_data_i[119:96]), .y_o(dest_data_o[24*d +: 24])
      );
      wire [4:0] chosen = {wants_i[24+d], wants_i[18+d], wants_i[12+d], wants_i[6+d], wants_i[d]};
      nf_router_valid u_valid (.chosen_i(chosen), .source_valid_i, .done_i(done_q[d]), .valid_o(dest_valid_o[d]));
      nf_router_done u_done (
        .chosen_i(chosen), .source_valid_i, .source_ready_i(source_ready_o), .done_i(done_q[d]), .valid_i(dest_valid_o[d]),
        .ready_i(dest_ready_i[d]), .done_o(done_d[d])
      );
    end
    for (s = 0; s < 5; s = s + 1) begin : gen_source
      nf_router_ready u_ready (.wants_i(wants_i[6*s +: 6]), .done_i(done_q), .dest_ready_i, .ready_o(source_ready_o[s]));
    end
  endgenerate
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) done_q <= 6'd0;
    else done_q <= done_d;
  end
endmodule
