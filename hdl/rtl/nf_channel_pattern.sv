// Address pattern of a DMA channel (docs/hardware.md section 6): runs of words within frames, cut into bursts that never cross a
// 4 KB border nor exceed MaxBurst. Shows the next burst from registers, in words less one; `advance_i` takes it, and the burst
// after it is shown in the next cycle, in every cycle if need be. After a start the first burst stands three cycles later.
// One adder makes all addresses: from a burst, a run or a frame (`from_q`) it goes on by `by_q`; both were chosen a burst before.
module nf_channel_pattern #(
  parameter int AxiBytes = 8,
  parameter int MaxBurst = 16,
  parameter int AddressBits = 29,
  parameter int WordBits = 24
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   start_i,
  input  logic [WordBits-1:0]    run_words_ni,
  input  logic [16:0]            runs_ni,
  input  logic [AddressBits-1:0] stride_i, step_i, first_i,
  input  logic                   advance_i,
  output logic [5:0]             last_o,        // words of the next burst - 1
  output logic                   run_end_o,     // the next burst ends a run
  output logic                   frame_end_o,   // and a frame
  output logic [AddressBits-1:0] taken_address_o, // of the burst taken last, and its words - 1
  output logic [5:0]             taken_last_o
);
  localparam int BorderBits = 12 - $clog2(AxiBytes);
  localparam logic [1:0] InRun = 2'd0, NextRun = 2'd1, NextFrame = 2'd2, Start = 2'd3;
  logic [AddressBits-1:0] address_q, run_at_q, frame_at_q, taken_q, from_q, by_q;
  logic [WordBits-1:0]    words_q;         // -(words left in the run, with the burst shown), or of the next run where that ends this one
  logic [16:0]            runs_q;          // 1 - runs left: not negative in the last one
  logic [5:0]             last_q, taken_last_q;
  logic [5:0]             inner_q;         // last_q within a run, 0 at its end
  logic [1:0]             mode_q;          // what follows the burst shown
  logic                   run_end_q, in_run_q;   // it ends a run: mode_q is not InRun; it does not
  logic                   init_q;

  wire in_run = in_run_q;
  // The lowest bit makes a carry: a burst goes on by its last word and one.
  wire [AddressBits:0] sum = {by_q, 1'b1} + {from_q, in_run};
  wire [AddressBits-1:0] address = sum[AddressBits:1];
  wire [WordBits-1:0] words = {{(WordBits - 6){1'b0}}, inner_q} - ~words_q;
  wire [16:0] runs_from = mode_q[1] ? runs_ni : runs_q;
  wire [16:0] runs_more = 17'd1 + runs_from;

  // The burst after: up to the border, the limit, or the end of the run.
  wire [BorderBits-1:0] border = ~address[BorderBits-1:0];
  wire [5:0] limit = (border >= BorderBits'(MaxBurst)) ? 6'(MaxBurst - 1) : border[5:0];
  wire [5:0] rest = ~words[5:0];
  // The run ends within the limit: within the largest burst and before the border, both compared at once.
  logic upper_more, upper_same, lower_more;
  nf_compare_halves u_beyond (
    .a_i(address[5:0]), .b_i(words[5:0]), .upper_more_o(upper_more), .upper_same_o(upper_same), .lower_more_o(lower_more)
  );
  // At most 64 words were taken: the bits above change only where bit 6 clears.
  wire few = words[6] & (words_q[WordBits-1:7] == '1) & ({1'b0, rest} < 7'(MaxBurst));
  wire page_left = border[BorderBits-1:6] != '0;
  logic run_end, burst_end;    // the burst ends its run; that, or nothing is shown yet
  nf_run_end u_run_end (.now_i(1'b0), .few_i(few), .page_left_i(page_left), .upper_more_i(upper_more), .upper_same_i(upper_same), .lower_more_i(lower_more), .y_o(run_end));
  nf_run_end u_burst_end (.now_i(start_i), .few_i(few), .page_left_i(page_left), .upper_more_i(upper_more), .upper_same_i(upper_same), .lower_more_i(lower_more), .y_o(burst_end));
  wire [5:0] last = run_end ? rest : limit;
  // What follows the end of a run is known before whether the burst ends it.
  wire frame_last = ~(in_run ? runs_q[16] : runs_more[16]);
  wire [AddressBits-1:0] by_end = start_i ? first_i : frame_last ? step_i : stride_i;
  logic [AddressBits-1:0] by;
  nf_select2 #(.Width(AddressBits)) u_by (.select_i(burst_end), .a_i({{(AddressBits - 6){1'b0}}, limit}), .b_i(by_end), .y_o(by));

  // Where runs and frames began, with this burst; what the burst after it goes on from.
  wire [AddressBits-1:0] run_at = in_run ? run_at_q : address;
  wire [AddressBits-1:0] frame_at = mode_q[1] ? address : frame_at_q;
  logic [AddressBits-1:0] from;
  nf_select2 #(.Width(AddressBits)) u_from (.select_i(run_end), .a_i(address), .b_i(frame_last ? frame_at : run_at), .y_o(from));

  wire step = advance_i | init_q;
  logic run_step, frame_step;   // and the burst before ended a run, a frame
  nf_late u_run_step (.now_i(init_q & run_end_q), .late_i(advance_i), .early_i(run_end_q), .y_o(run_step));
  nf_late u_frame_step (.now_i(init_q & mode_q[1]), .late_i(advance_i), .early_i(mode_q[1]), .y_o(frame_step));
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      init_q <= 1'b0; mode_q <= Start; run_end_q <= 1'b1; in_run_q <= 1'b0; last_q <= '0; inner_q <= '0;
    end else begin
      init_q <= start_i;
      if (start_i) mode_q <= Start;
      else if (step) mode_q <= ~run_end ? InRun : frame_last ? NextFrame : NextRun;
      if (start_i | step) begin
        run_end_q <= burst_end;
        in_run_q <= ~burst_end;
      end
      if (step) last_q <= last;
      if (start_i | step) inner_q <= burst_end ? 6'd0 : limit;
    end
  end
  always_ff @(posedge clk_i) begin
    if (step | start_i) by_q <= by;
    if (start_i) from_q <= '0;
    else if (step) from_q <= from;
    if (start_i | step) words_q <= burst_end ? run_words_ni : words;
    if (step) begin
      address_q <= address;
    end
    if (run_step) begin
      runs_q <= runs_more;
      run_at_q <= address;
    end
    if (frame_step) frame_at_q <= address;
    if (advance_i) begin
      taken_q <= address_q;
      taken_last_q <= last_q;
    end
  end
  assign last_o = last_q;
  assign run_end_o = run_end_q;
  assign frame_end_o = mode_q == NextFrame;
  assign taken_address_o = taken_q;
  assign taken_last_o = taken_last_q;
  wire unused = &{1'b0, sum[0]};    // only makes the carry
endmodule
