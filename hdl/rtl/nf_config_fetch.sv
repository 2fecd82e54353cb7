// The configuration channel: fetches the init stream once and the loop stream `loops` times, through a read port; hands out a memory
// word a cycle in order. Bursts stay inside 4 KB and inside one pass over a stream. The next burst stands in registers, in words less one.
module nf_config_fetch #(
  parameter int AxiBytes = 8,
  parameter int MaxBurst = 16,
  parameter int Depth = 64,
  parameter int AddressBits = 32 - $clog2(AxiBytes)
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   start_i,
  input  logic [31:0]            init_address_i, init_words_i,   // words of 64 bits
  input  logic [31:0]            loop_address_i, loop_words_i,
  input  logic [19:0]            loops_i,
  output logic                   request_o,
  output logic [AddressBits-1:0] taken_address_o, // of the burst granted last, in memory words; words - 1
  output logic [5:0]             taken_last_o,
  input  logic                   grant_i,
  input  logic                   push_i,
  input  logic [AxiBytes*8-1:0]  push_data_i,
  output logic                   out_valid_o,
  input  logic                   out_ready_i,
  output logic [AxiBytes*8-1:0]  out_data_o,
  output logic                   done_o
);
  localparam int Shift = $clog2(AxiBytes);
  localparam int PartsShift = Shift - 3;
  localparam int CountBits = $clog2(Depth + 1);
  localparam int BorderBits = 12 - Shift;
  logic [AddressBits-1:0] address_q, taken_q;
  logic [AddressBits-1:0] words_q;       // -(words left in the stream)
  logic [19:0]            loops_q;
  logic [6:0]             free_q;
  logic [5:0]             last_q, taken_last_q;
  logic                   more_q, end_q; // words are left; the next burst ends the stream
  logic                   upper_q;       // words_q's bits above 6 are all ones
  logic [CountBits-1:0]   count;
  logic [AxiBytes*8-1:0]  word;


  // How both streams begin stands in registers: the slave takes a start two cycles after it wrote a register at the earliest.
  logic [AddressBits-1:0] init_words_q, loop_words_q;   // negative
  logic                   init_any_q, loop_any_q;
  wire [AddressBits-1:0] init_words = init_words_i[PartsShift +: AddressBits];
  wire [AddressBits-1:0] loop_words = loop_words_i[PartsShift +: AddressBits];
  wire init_few = (init_words[AddressBits-1:7] == '0) & (~init_words[6] | (init_words[5:0] == '0));
  wire loop_few = (loop_words[AddressBits-1:7] == '0) & (~loop_words[6] | (loop_words[5:0] == '0));
  logic [6:0] init_burst_q, loop_burst_q, init_burst, loop_burst, onward_burst;
  wire [5:0] init_rest = init_words[5:0] - 6'd1;
  wire [5:0] loop_rest = loop_words[5:0] - 6'd1;
  nf_stream_burst #(.MaxBurst(MaxBurst), .BorderBits(BorderBits)) u_init_burst (
    .place_i(init_address_i[Shift +: BorderBits]), .few_i(init_few), .rest_ni(~init_rest), .burst_o(init_burst)
  );
  nf_stream_burst #(.MaxBurst(MaxBurst), .BorderBits(BorderBits)) u_loop_burst (
    .place_i(loop_address_i[Shift +: BorderBits]), .few_i(loop_few), .rest_ni(~loop_rest), .burst_o(loop_burst)
  );
  always_ff @(posedge clk_i) begin
    init_words_q <= AddressBits'(0) - init_words;
    loop_words_q <= AddressBits'(0) - loop_words;
    init_burst_q <= init_burst;
    loop_burst_q <= loop_burst;
    init_any_q <= init_words != '0;
    loop_any_q <= loop_words != '0;
  end
  wire init = start_i & init_any_q;
  wire renew = start_i | end_q;
  wire loop_left = loops_q != 20'd0;
  logic loops_step;
  nf_late u_loops_step (.now_i(start_i), .late_i(grant_i), .early_i(end_q & loop_left), .y_o(loops_step));

  // A stream begins, or goes on by the burst taken.
  wire [AddressBits:0] sum = {{(AddressBits - 6){1'b0}}, last_q, 1'b1} + {address_q, 1'b1};
  wire [AddressBits-1:0] address = sum[AddressBits:1];
  wire [AddressBits-1:0] words = {{(AddressBits - 6){1'b0}}, last_q} - ~words_q;
  wire few = words[6] & upper_q;   // a burst is of 64 words at most: bits above change only where bit 6 clears

  wire [6:0] start_burst = init_any_q ? init_burst_q : loop_burst_q;
  logic [6:0] next_burst;
  logic next_upper;
  nf_stream_burst #(.MaxBurst(MaxBurst), .BorderBits(BorderBits)) u_onward_burst (
    .place_i(address[BorderBits-1:0]), .few_i(few), .rest_ni(words[5:0]), .burst_o(onward_burst)
  );
  wire upper_init = init_words_q[AddressBits-1:7] == '1;
  wire upper_loop = loop_words_q[AddressBits-1:7] == '1;
  wire upper_start = init_any_q ? upper_init : upper_loop;
  nf_select4 #(.Width(8)) u_burst (
    .select_i({start_i, end_q}), .d0_i({words[AddressBits-1:7] == '1, onward_burst}), .d1_i({upper_loop, loop_burst_q}),
    .d2_i({upper_start, start_burst}), .d3_i({upper_start, start_burst}), .y_o({next_upper, next_burst})
  );

  assign taken_address_o = taken_q;
  assign taken_last_o = taken_last_q;
  nf_request u_request (.work_i(1'b1), .more_i(more_q), .words_i(free_q), .last_i(last_q), .request_o);
  wire pop = out_valid_o & out_ready_i;
  nf_fifo #(.Width(AxiBytes * 8), .Depth(Depth)) u_words (
    .clk_i, .rst_ni, .push_i, .data_i(push_data_i), .pop_i(pop), .data_o(word), .count_o(count)
  );
  assign out_valid_o = count != '0;
  assign out_data_o = word;
  assign done_o = ~more_q & free_q[6];

  wire [6:0] taken = grant_i ? {1'b1, ~last_q} : 7'd0;
  wire [7:0] free = {free_q, 1'b1} + {taken, pop};
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      more_q <= 1'b0; end_q <= 1'b0; upper_q <= 1'b0; last_q <= '0; loops_q <= '0; free_q <= 7'd64;
    end else begin
      free_q <= free[7:1];
      if (start_i | grant_i) begin
        {end_q, last_q} <= next_burst;
        upper_q <= next_upper;
      end
      if (start_i | (grant_i & end_q)) more_q <= init | ((start_i | loop_left) & loop_any_q);
      if (loops_step) loops_q <= init ? loops_i : (start_i ? loops_i : loops_q) - 20'd1;
    end
  end
  always_ff @(posedge clk_i) begin
    if (start_i | grant_i) begin
      address_q <= init ? init_address_i[31:Shift] : renew ? loop_address_i[31:Shift] : address;
      words_q <= init ? init_words_q : renew ? loop_words_q : words;
    end
    if (grant_i) begin
      taken_q <= address_q;
      taken_last_q <= last_q;
    end
  end
  // Bits that carry nothing here: addresses are those of memory words, and no stream is longer than the memory.
  wire unused = &{1'b0, sum[0], free[0], init_address_i[Shift-1:0], loop_address_i[Shift-1:0], init_words_i, loop_words_i};
endmodule
