// A read channel: its pattern of bursts, a FIFO of memory words with reservation, and the unpacking of 32-bit containers into beats.
module nf_read_channel #(
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
  input  logic [19:0]           frames_i, frame_i,
  // towards the port
  output logic                  request_o,
  output logic [31:0]           burst_address_o,
  output logic [8:0]            burst_words_o,
  input  logic                  grant_i,
  input  logic                  push_i,
  input  logic [AxiBytes*8-1:0] push_data_i,
  // stream
  output logic                  out_valid_o,
  input  logic                  out_ready_i,
  output logic [23:0]           out_data_o,
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

  logic [CountBits-1:0] count;
  logic [9:0] reserved_q;
  logic [AxiBytes*8-1:0] word;
  logic [23:0] beats_left_q;
  logic [ContainerBits-1:0] container_q;
  wire move = out_valid_o & out_ready_i;
  wire run_last = beats_left_q == 24'd1;
  wire pop = move & (run_last | (container_q == ContainerBits'(Containers - 1)));
  nf_fifo #(.Width(AxiBytes * 8), .Depth(Depth)) u_words (
    .clk_i, .rst_ni, .push_i, .data_i(push_data_i), .pop_i(pop), .data_o(word), .count_o(count)
  );
  assign request_o = more & ~start & (10'(reserved_q) + {1'b0, burst_words_o} <= 10'(Depth));
  assign out_valid_o = count != '0;
  assign out_data_o = word[32*container_q +: 24];
  assign done_o = ~start & ~more & (reserved_q == '0);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      reserved_q <= '0; beats_left_q <= '0; container_q <= '0;
    end else if (start) begin
      beats_left_q <= run_beats;
      container_q <= '0;
    end else begin
      reserved_q <= reserved_q + (grant_i ? {1'b0, burst_words_o} : 10'd0) - 10'(pop);
      if (move) begin
        beats_left_q <= run_last ? run_beats : beats_left_q - 24'd1;
        container_q <= pop ? '0 : container_q + 1'b1;
      end
    end
  end
endmodule
