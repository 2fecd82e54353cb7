// Address pattern of a DMA channel (docs/hardware.md section 6): runs of words within frames, cut into bursts that never cross a
// 4 KB border nor exceed MaxBurst. Shows the next burst; `advance_i` takes it.
module nf_channel_pattern #(
  parameter int AxiBytes = 8,
  parameter int MaxBurst = 16
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        start_i,
  input  logic        enable_i,
  input  logic [31:0] base_i,
  input  logic [23:0] run_beats_i,
  input  logic [15:0] runs_i,
  input  logic [31:0] run_stride_i,
  input  logic [4:0]  frame_shift_i,
  input  logic        per_frame_i,
  input  logic [19:0] frames_i,
  input  logic [19:0] frame_i,        // index of the first frame
  input  logic        advance_i,
  output logic        more_o,         // words are left to be selected
  output logic [31:0] address_o,
  output logic [8:0]  words_o         // of the next burst, 1..256
);
  localparam int Shift = $clog2(AxiBytes);
  localparam int BeatsShift = Shift - 2;
  logic [31:0] address_q, run_at_q, frame_at_q;
  logic [23:0] words_q;
  logic [15:0] runs_q;
  logic [19:0] frames_q;
  wire [23:0] run_words = (run_beats_i + 24'((1 << BeatsShift) - 1)) >> BeatsShift;
  wire [31:0] first_at = base_i + (per_frame_i ? ({12'd0, frame_i} << frame_shift_i) : 32'd0);
  wire [31:0] frame_step = per_frame_i ? (32'd1 << frame_shift_i) : 32'd0;
  wire [12:0] to_border = (13'd4096 - {1'b0, address_q[11:0]}) >> Shift;
  logic [12:0] burst;
  always_comb begin
    burst = (to_border > 13'(MaxBurst)) ? 13'(MaxBurst) : to_border;
    if (words_q < {11'd0, burst}) burst = words_q[12:0];
  end
  assign more_o = frames_q != 20'd0;
  assign address_o = address_q;
  assign words_o = burst[8:0];
  wire run_end = words_q == {11'd0, burst};
  wire frame_end = run_end & (runs_q == 16'd1);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      address_q <= '0; run_at_q <= '0; frame_at_q <= '0; words_q <= '0; runs_q <= '0; frames_q <= '0;
    end else if (start_i) begin
      address_q <= first_at;
      run_at_q <= first_at;
      frame_at_q <= first_at;
      words_q <= run_words;
      runs_q <= runs_i;
      frames_q <= enable_i ? frames_i : 20'd0;
    end else if (advance_i) begin
      if (frame_end) begin
        address_q <= frame_at_q + frame_step;
        run_at_q <= frame_at_q + frame_step;
        frame_at_q <= frame_at_q + frame_step;
        words_q <= run_words;
        runs_q <= runs_i;
        frames_q <= frames_q - 20'd1;
      end else if (run_end) begin
        address_q <= run_at_q + run_stride_i;
        run_at_q <= run_at_q + run_stride_i;
        words_q <= run_words;
        runs_q <= runs_q - 16'd1;
      end else begin
        address_q <= address_q + (32'(burst) << Shift);
        words_q <= words_q - 24'(burst);
      end
    end
  end
endmodule
