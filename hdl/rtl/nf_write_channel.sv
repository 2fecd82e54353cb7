// A write channel: packs beats into memory words, keeps them in a FIFO, offers whole bursts to its port. A word is as many lanes of
// 24 bits as it holds beats; a run begins in lane `first_lane` of its first word and ends in lane `last_lane` of its last one, and
// `lanes_o` tells which lanes of a word are its own. The accepting side counts for itself: it is ahead of the bursts.
module nf_write_channel #(
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
  input  logic                     in_valid_i,
  output logic                     in_ready_o,
  input  logic [23:0]              in_data_i,
  output logic                     request_o,
  output logic [AddressBits-1:0]   taken_address_o, // of the burst granted last
  output logic [5:0]               taken_last_o,
  input  logic                     grant_i,
  input  logic                     pop_i,
  output logic [24*Lanes-1:0]      word_o,
  output logic [Lanes-1:0]         lanes_o,
  output logic                     done_o
);
  logic rst_n;
  nf_reset u_reset (.clk_i, .rst_ni, .rst_no(rst_n));
  logic work_q;
  always_ff @(posedge clk_i) work_q <= work_i;
  logic start, enable;
  logic [WordBits-1:0] run_words_n;
  logic [LaneBits-1:0] first_lane, last_lane;
  logic [16:0] runs_n;
  logic [AddressBits-1:0] stride, step, first;
  logic [5:0] last;
  logic unused_run_end, unused_frame_end;
  nf_channel_registers #(.Channel(Channel), .AddressBits(AddressBits), .WordBits(WordBits), .LaneBits(LaneBits)) u_registers (
    .clk_i, .rst_ni(rst_n), .write_i, .address_i, .run_words_ni, .first_lane_i, .last_lane_i, .runs_ni, .stride_i, .step_i, .first_i,
    .enable_i, .first_valid_i, .first_channel_i, .go_i, .start_o(start), .run_words_no(run_words_n), .first_lane_o(first_lane),
    .last_lane_o(last_lane), .runs_no(runs_n), .stride_o(stride), .step_o(step), .first_o(first), .enable_o(enable)
  );
  nf_channel_pattern #(.AxiBytes(AxiBytes), .MaxBurst(MaxBurst), .AddressBits(AddressBits), .WordBits(WordBits)) u_pattern (
    .clk_i, .rst_ni(rst_n), .start_i(start), .run_words_ni(run_words_n), .runs_ni(runs_n), .stride_i(stride), .step_i(step), .first_i(first),
    .advance_i(grant_i), .last_o(last), .run_end_o(unused_run_end), .frame_end_o(unused_frame_end), .taken_address_o, .taken_last_o
  );

  // Still to accept: words of this run and runs of this frame count up to 0, the last one; frames are negative while there are any.
  logic [WordBits-1:0] words_q;
  logic [16:0] runs_q;
  logic [20:0] frames_q;
  logic [LaneBits-1:0] lane_q;
  logic [6:0] count_q;
  wire beats = enable & frames_q[20];
  wire word_last = ~words_q[WordBits-1];
  wire run_last = ~runs_q[16];
  wire frame_last = word_last & run_last;
  assign in_ready_o = work_q & beats & ~count_q[6];
  wire move = in_valid_i & in_ready_o;
  // A beat is known late; all else about it stands before: whether it completes a word, and that a run, and that a frame.
  wire completes = in_ready_o & (lane_q == (word_last ? last_lane : LaneBits'(Lanes - 1)));
  wire push = in_valid_i & completes;
  logic lane_step, words_step, runs_step, frames_step;
  nf_late u_lane_step (.now_i(start), .late_i(in_valid_i), .early_i(in_ready_o), .y_o(lane_step));
  nf_late u_words_step (.now_i(start), .late_i(in_valid_i), .early_i(completes), .y_o(words_step));
  nf_late u_runs_step (.now_i(start), .late_i(in_valid_i), .early_i(completes & word_last), .y_o(runs_step));
  nf_late u_frames_step (.now_i(start), .late_i(in_valid_i), .early_i(completes & frame_last), .y_o(frames_step));
  nf_write_fifo #(.Lanes(Lanes)) u_words (
    .clk_i, .rst_ni(rst_n), .room_i(~count_q[6]), .put_i(move), .lane_i(lane_q), .data_i(in_data_i), .push_i(push), .pop_i, .data_o(word_o), .lanes_o
  );
  nf_request u_request (.work_i(work_q), .more_i(1'b1), .words_i(count_q), .last_i(last), .request_o);
  assign done_o = ~beats & (count_q == '0);

  wire load_words = start | word_last;
  wire load_runs = start | run_last;
  wire [WordBits-1:0] words = {{(WordBits - 2){1'b0}}, load_words, ~load_words} + (load_words ? run_words_n : words_q);
  wire [16:0] runs = 17'd1 + (load_runs ? runs_n : runs_q);
  wire [20:0] frames = 21'd1 + (start ? frames_ni : frames_q);
  wire [7:0] count = {count_q, 1'b1} + {{7{pop_i}}, push};
  always_ff @(posedge clk_i or negedge rst_n) begin
    if (!rst_n) begin
      words_q <= '0; runs_q <= '0; frames_q <= '0; lane_q <= '0; count_q <= '0;
    end else begin
      count_q <= count[7:1];
      if (lane_step) lane_q <= (start | (completes & word_last)) ? first_lane : completes ? '0 : lane_q + 1'b1;
      if (words_step) words_q <= words;
      if (runs_step) runs_q <= runs;
      if (frames_step) frames_q <= frames;
    end
  end
  // Bits that carry nothing here.
  wire unused = &{1'b0, count[0], unused_run_end, unused_frame_end};
endmodule
