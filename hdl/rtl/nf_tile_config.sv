// A tile's end of the configuration bus: one register stage (passed on to the east and south), shadow and active registers.
// A go swaps shadow into active and clears the shadow's control and route words; `start_o` is high in the first cycle after.
module nf_tile_config #(
  parameter int Row = 0,
  parameter int Col = 0,
  parameter int DataBits = 64
) (
  input  logic          clk_i,
  input  logic          rst_ni,
  // {data above 63, valid, go, space 4, address 16, row mask 12, column mask 12, data 63:0}
  input  logic [DataBits+45:0] bus_i,
  output logic [DataBits+45:0] bus_o,
  output logic [1023:0] registers_o,
  output logic [29:0]   wants_o,     // routes, decoded: destination d of the router wants source s in bit 6s+d
  output logic          start_o,
  output logic [19:0]   frames_o,
  output logic          write_weights_o, write_taps_o, write_passes_o, write_thresholds_o, write_pairs_o,
  output logic [15:0]   write_address_o,
  output logic [DataBits-1:0]  write_data_o
);
  localparam int Words = 1024 / DataBits;
  localparam int WordBits = $clog2(Words);
  logic [DataBits+45:0] bus_q;
  logic [DataBits-1:0]  data;
  logic [1023:0] shadow_q, active_q;
  logic [29:0] wants_q;
  logic start_q, reset_q;
  logic [19:0] frames_q;
  wire        valid = bus_q[109];
  wire        go = valid & bus_q[108];
  wire [3:0]  space = bus_q[107:104];
  wire [15:0] address = bus_q[103:88];
  wire        mine = valid & ~bus_q[108] & bus_q[76 + Row] & bus_q[64 + Col];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      bus_q <= '0;
      start_q <= 1'b0;
      reset_q <= 1'b1;
    end else begin
      bus_q <= bus_i;
      start_q <= go;
      reset_q <= 1'b0;
    end
  end
  // The registers are cleared by the clock while the reset lasts, so that a clear costs no LUT.
  always_ff @(posedge clk_i) begin
    for (int k = 0; k < Words; k++) begin
      if (mine & (space == 4'd0) & (address[WordBits-1:0] == WordBits'(k))) shadow_q[DataBits*k +: DataBits] <= data;
    end
    if (go | reset_q) shadow_q[63:0] <= '0;
    if (go) begin
      active_q[1023:64] <= shadow_q[1023:64];
      frames_q <= bus_q[19:0];
    end
    if (reset_q) active_q[63:0] <= '0;
    else if (go) active_q[63:0] <= shadow_q[63:0];
    for (int s = 0; s < 5; s++) begin
      for (int d = 0; d < 6; d++) begin
        if (reset_q) wants_q[6*s+d] <= 1'b0;
        else if (go) wants_q[6*s+d] <= shadow_q[32+3*d +: 3] == 3'(s + 1);
      end
    end
  end
  generate
    if (DataBits > 64) begin : gen_wide
      assign data = {bus_q[DataBits+45:110], bus_q[63:0]};
    end else begin : gen_narrow
      assign data = bus_q[63:0];
    end
  endgenerate
  assign bus_o = bus_q;
  assign registers_o = active_q;
  assign wants_o = wants_q;
  assign start_o = start_q;
  assign frames_o = frames_q;
  // Memories are written a cycle later, from registers; a phase reads them later still.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) {write_weights_o, write_taps_o, write_passes_o, write_thresholds_o, write_pairs_o} <= '0;
    else {write_weights_o, write_taps_o, write_passes_o, write_thresholds_o, write_pairs_o}
      <= {5{mine}} & {space == 4'd1, space == 4'd2, space == 4'd3, space == 4'd4, space == 4'd6};
  end
  always_ff @(posedge clk_i) begin
    write_address_o <= address;
    write_data_o <= data;
  end
endmodule
