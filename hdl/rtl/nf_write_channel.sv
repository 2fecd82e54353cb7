// A write channel: packs beats into memory words (32-bit containers), keeps them in a FIFO, offers whole bursts to its port.
module nf_write_channel #(
  parameter int Channel = 0,
  parameter int AxiBytes = 8,
  parameter int MaxBurst = 16,
  parameter int Depth = 64
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic                  write_i,
  input  logic [15:0]           address_i,
  input  logic [63:0]           data_i,
  input  logic                  go_i,
  input  logic                  work_i,
  input  logic [19:0]           frames_i, frame_i,
  input  logic                  in_valid_i,
  output logic                  in_ready_o,
  input  logic [23:0]           in_data_i,
  output logic                  request_o,
  output logic [31:0]           burst_address_o,
  output logic [8:0]            burst_words_o,
  input  logic                  grant_i,
  input  logic                  pop_i,
  output logic [AxiBytes*8-1:0] word_o,
  output logic                  done_o
);
  localparam int Containers = AxiBytes / 4;
  localparam int ContainerBits = $clog2(Containers);
  localparam int CountBits = $clog2(Depth + 1);
  logic start, enable, per_frame, more;
  logic [31:0] base, run_stride;
  logic [23:0] run_beats;
  logic [15:0] runs;
  logic [4:0] frame_shift;
  nf_channel_registers #(.Channel(Channel)) u_registers (
    .clk_i, .rst_ni, .write_i, .address_i, .data_i, .go_i, .start_o(start), .base_o(base), .run_beats_o(run_beats),
    .runs_o(runs), .run_stride_o(run_stride), .frame_shift_o(frame_shift), .enable_o(enable), .per_frame_o(per_frame)
  );
  nf_channel_pattern #(.AxiBytes(AxiBytes), .MaxBurst(MaxBurst)) u_pattern (
    .clk_i, .rst_ni, .start_i(start), .enable_i(enable), .base_i(base), .run_beats_i(run_beats), .runs_i(runs),
    .run_stride_i(run_stride), .frame_shift_i(frame_shift), .per_frame_i(per_frame), .frames_i, .frame_i,
    .advance_i(grant_i), .more_o(more), .address_o(burst_address_o), .words_o(burst_words_o)
  );

  // Beats still to come: of this run, runs of this frame, frames.
  logic [23:0] beats_left_q;
  logic [15:0] runs_left_q;
  logic [19:0] frames_left_q;
  logic [ContainerBits-1:0] container_q;
  logic [AxiBytes*8-1:0] collected_q;
  logic [CountBits-1:0] count;
  wire run_last = beats_left_q == 24'd1;
  wire beats = frames_left_q != 20'd0;
  assign in_ready_o = work_i & beats & ~start & (count < CountBits'(Depth));
  wire move = in_valid_i & in_ready_o;
  wire push = move & (run_last | (container_q == ContainerBits'(Containers - 1)));
  logic [AxiBytes*8-1:0] filled;
  always_comb begin
    filled = collected_q;
    for (int k = 0; k < Containers; k++) if (container_q == ContainerBits'(k)) filled[32*k +: 32] = {8'd0, in_data_i};
  end
  nf_fifo #(.Width(AxiBytes * 8), .Depth(Depth)) u_words (
    .clk_i, .rst_ni, .push_i(push), .data_i(filled), .pop_i, .data_o(word_o), .count_o(count)
  );
  assign request_o = work_i & more & ~start & ({2'd0, 7'(count)} >= burst_words_o);
  assign done_o = ~start & ~more & ~beats & (count == '0);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      beats_left_q <= '0; runs_left_q <= '0; frames_left_q <= '0; container_q <= '0; collected_q <= '0;
    end else if (start) begin
      beats_left_q <= run_beats;
      runs_left_q <= runs;
      frames_left_q <= enable ? frames_i : 20'd0;
      container_q <= '0;
      collected_q <= '0;
    end else if (move) begin
      container_q <= push ? '0 : container_q + 1'b1;
      collected_q <= push ? '0 : filled;
      beats_left_q <= run_last ? run_beats : beats_left_q - 24'd1;
      if (run_last) begin
        runs_left_q <= (runs_left_q == 16'd1) ? runs : runs_left_q - 16'd1;
        if (runs_left_q == 16'd1) frames_left_q <= frames_left_q - 20'd1;
      end
    end
  end
endmodule
