// A read channel: its pattern of bursts, a FIFO of memory words with reservation, and the unpacking of words into beats.
// A word is as many lanes of 24 bits as it holds beats; with each comes whether it is the last of its run. A run begins in lane
// `first_lane`, in the word after the end of the run before it, and ends in lane `last_lane`.
module nf_read_channel #(
  parameter int Channel = 0,
  parameter int AxiBytes = 8,
  parameter int MaxBurst = 16,
  parameter int AddressBits = 32 - $clog2(AxiBytes),
  parameter int WordBits = 27 - $clog2(AxiBytes),
  parameter int Lanes = 8 * AxiBytes / 24,
  parameter int LaneBits = $clog2(Lanes)
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     write_i,
  input  logic [15:0]              address_i,
  input  logic [WordBits-1:0]      run_words_ni,
  input  logic [LaneBits-1:0]      first_lane_i, last_lane_i,
  input  logic [16:0]              runs_ni,
  input  logic [AddressBits-1:0]   stride_i, step_i, first_i,
  input  logic                     enable_i,
  input  logic                     first_valid_i,
  input  logic [13:0]              first_channel_i,
  input  logic                     go_i,
  input  logic                     work_i,          // it may work in the next cycle
  input  logic [20:0]              frames_ni,       // inverted
  // towards the port
  output logic                     request_o,
  output logic                     run_end_o,       // of the burst requested
  output logic [AddressBits-1:0]   taken_address_o, // of the burst granted last
  output logic [5:0]               taken_last_o,
  input  logic                     grant_i,
  input  logic                     push_i,
  input  logic                     push_last_i,     // the last word of a run
  input  logic [24*Lanes-1:0]      push_data_i,
  // stream
  output logic                     out_valid_o,
  input  logic                     out_ready_i,
  output logic [23:0]              out_data_o,
  output logic                     done_o
);
  logic rst_n;
  nf_reset u_reset (.clk_i, .rst_ni, .rst_no(rst_n));
  logic work_q;
  always_ff @(posedge clk_i) work_q <= work_i;
  logic start, enable, frame_end;
  logic [WordBits-1:0] run_words_n;
  logic [LaneBits-1:0] first_lane, last_lane;
  logic [16:0] runs_n;
  logic [AddressBits-1:0] stride, step, first;
  logic [5:0] last;
  nf_channel_registers #(.Channel(Channel), .AddressBits(AddressBits), .WordBits(WordBits), .LaneBits(LaneBits)) u_registers (
    .clk_i, .rst_ni(rst_n), .write_i, .address_i, .run_words_ni, .first_lane_i, .last_lane_i, .runs_ni, .stride_i, .step_i, .first_i,
    .enable_i, .first_valid_i, .first_channel_i, .go_i, .start_o(start), .run_words_no(run_words_n), .first_lane_o(first_lane),
    .last_lane_o(last_lane), .runs_no(runs_n), .stride_o(stride), .step_o(step), .first_o(first), .enable_o(enable)
  );
  nf_channel_pattern #(.AxiBytes(AxiBytes), .MaxBurst(MaxBurst), .AddressBits(AddressBits), .WordBits(WordBits)) u_pattern (
    .clk_i, .rst_ni(rst_n), .start_i(start), .run_words_ni(run_words_n), .runs_ni(runs_n), .stride_i(stride), .step_i(step), .first_i(first),
    .advance_i(grant_i), .last_o(last), .run_end_o, .frame_end_o(frame_end), .taken_address_o, .taken_last_o
  );

  logic [20:0] frames_q;             // -(frames whose bursts are not all selected): negative while there are any
  logic [6:0] free_q;                // words of the FIFO that are not reserved
  logic [LaneBits-1:0] lane_q;
  logic head_last;                   // the head is the last word of its run
  wire more = enable & frames_q[20];
  wire move = out_valid_o & out_ready_i;
  wire pop = move & (lane_q == (head_last ? last_lane : LaneBits'(Lanes - 1)));
  nf_read_fifo #(.Lanes(Lanes)) u_words (
    .clk_i, .rst_ni(rst_n), .push_i, .data_i(push_data_i), .last_i(push_last_i), .pop_i(pop), .valid_o(out_valid_o),
    .last_o(head_last), .lane_i(lane_q), .lane_o(out_data_o)
  );
  nf_request u_request (.work_i(work_q), .more_i(more), .words_i(free_q), .last_i(last), .request_o);
  assign done_o = ~more & free_q[6];

  // One adder with a carry: less the burst granted, more the word popped.
  wire [6:0] taken = grant_i ? {1'b1, ~last} : 7'd0;
  wire [7:0] free = {free_q, 1'b1} + {taken, pop};
  wire [20:0] frames = 21'd1 + (start ? frames_ni : frames_q);
  always_ff @(posedge clk_i or negedge rst_n) begin
    if (!rst_n) begin
      frames_q <= '0; free_q <= 7'd64; lane_q <= '0;
    end else begin
      if (start | (grant_i & frame_end)) frames_q <= frames;
      free_q <= free[7:1];
      if (start | (pop & head_last)) lane_q <= first_lane;
      else if (move) lane_q <= pop ? '0 : lane_q + 1'b1;
    end
  end
  // Bits that carry nothing here.
  wire unused = &{1'b0, free[0]};
endmodule
