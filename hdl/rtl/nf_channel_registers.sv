// Shadow and active registers of one DMA channel: written from the configuration bus, swapped by a go.
// `start_o` is high in the first cycle in which the active registers hold the new values.
module nf_channel_registers #(
  parameter int Channel = 0
) (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic         write_i,
  input  logic [15:0]  address_i,
  input  logic [63:0]  data_i,
  input  logic         go_i,
  output logic         start_o,
  output logic [31:0]  base_o, run_stride_o,
  output logic [23:0]  run_beats_o,
  output logic [15:0]  runs_o,
  output logic [4:0]   frame_shift_o,
  output logic         enable_o, per_frame_o
);
  logic [191:0] shadow_q, active_q;
  logic start_q;
  wire hit = write_i & (address_i[15:2] == 14'(Channel));
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      shadow_q <= '0;
      active_q <= '0;
      start_q <= 1'b0;
    end else begin
      start_q <= go_i;
      if (go_i) begin
        active_q <= shadow_q;
        shadow_q[136] <= 1'b0;
      end else if (hit) begin
        for (int k = 0; k < 3; k++) if (address_i[1:0] == 2'(k)) shadow_q[64*k +: 64] <= data_i;
      end
    end
  end
  assign start_o = start_q;
  assign base_o = active_q[31:0];
  assign run_beats_o = active_q[55:32];
  assign runs_o = active_q[79:64];
  assign run_stride_o = active_q[127:96];
  assign frame_shift_o = active_q[132:128];
  assign enable_o = active_q[136];
  assign per_frame_o = active_q[137];
  // Bits that carry nothing here.
  wire unused = &{1'b0, active_q[191:138], active_q[135:133], active_q[95:80], active_q[63:56]};
endmodule
