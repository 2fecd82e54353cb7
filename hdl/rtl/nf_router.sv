// Static router of a tile: five sources (N, E, S, W input FIFOs and the tile's own L), six destinations (links N, E, S, W, the row
// writer A and the merge's upstream B). Each destination selects one source; several may select the same (eager fork).
// Combinational from registers to registers; valid never waits for ready.
module nf_router (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic [17:0]  select_i,       // destination d in bits 3d+2..3d: 0 none, 1 N, 2 E, 3 S, 4 W, 5 L
  input  logic [4:0]   source_valid_i, // N, E, S, W, L
  output logic [4:0]   source_ready_o,
  input  logic [119:0] source_data_i,
  output logic [5:0]   dest_valid_o,   // N, E, S, W, A, B
  input  logic [5:0]   dest_ready_i,
  output logic [143:0] dest_data_o
);
  logic [5:0] done_q;
  wire  [5:0] fire = dest_valid_o & dest_ready_i;
  logic [5:0] popped;
  genvar d, s;

  generate
    for (d = 0; d < 6; d = d + 1) begin : gen_dest
      wire [2:0] sel = select_i[3*d +: 3];
      logic        valid;
      logic [23:0] data;
      logic        pop;
      always_comb begin
        valid = 1'b0;
        data  = source_data_i[23:0];
        pop   = 1'b0;
        case (sel)
          3'd1: begin valid = source_valid_i[0]; data = source_data_i[23:0];   pop = source_ready_o[0]; end
          3'd2: begin valid = source_valid_i[1]; data = source_data_i[47:24];  pop = source_ready_o[1]; end
          3'd3: begin valid = source_valid_i[2]; data = source_data_i[71:48];  pop = source_ready_o[2]; end
          3'd4: begin valid = source_valid_i[3]; data = source_data_i[95:72];  pop = source_ready_o[3]; end
          3'd5: begin valid = source_valid_i[4]; data = source_data_i[119:96]; pop = source_ready_o[4]; end
          default: ;
        endcase
      end
      assign dest_valid_o[d] = valid & ~done_q[d];
      assign dest_data_o[24*d +: 24] = data;
      assign popped[d] = valid & pop;
    end
    for (s = 0; s < 5; s = s + 1) begin : gen_source
      logic [5:0] wants;
      always_comb begin
        for (int k = 0; k < 6; k++) wants[k] = select_i[3*k +: 3] == 3'(s + 1);
      end
      assign source_ready_o[s] = (wants != 6'd0) & ((wants & ~(done_q | fire)) == 6'd0);
    end
  endgenerate
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) done_q <= 6'd0;
    else done_q <= (done_q | fire) & ~popped;
  end
endmodule
