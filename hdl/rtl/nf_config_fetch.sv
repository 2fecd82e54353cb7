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
  logic [CountBits-1:0]   count;
  logic [AxiBytes*8-1:0]  word;

  // A stream begins, or goes on by the burst taken.
  wire init = start_i & (init_words_i != 32'd0);
  wire load = start_i | end_q;
  wire [AddressBits-1:0] load_address = init ? init_address_i[31:Shift] : loop_address_i[31:Shift];
  wire [AddressBits-1:0] load_words = init ? init_words_i[PartsShift +: AddressBits] : loop_words_i[PartsShift +: AddressBits];
  wire [5:0] by = load ? 6'd0 : last_q;
  wire [AddressBits:0] sum = {{(AddressBits - 6){1'b0}}, by, 1'b1} + {load ? load_address : address_q, ~load};
  wire [AddressBits-1:0] address = sum[AddressBits:1];
  wire [AddressBits-1:0] words = {{(AddressBits - 6){1'b0}}, by} - ~(load ? ~load_words : words_q);
  wire [BorderBits-1:0] border = ~address[BorderBits-1:0];
  wire [5:0] limit = (border > BorderBits'(MaxBurst - 1)) ? 6'(MaxBurst - 1) : border[5:0];
  wire [AddressBits-1:0] rest = ~words;
  wire ends = (rest[AddressBits-1:6] == '0) & (rest[5:0] <= limit);

  assign taken_address_o = taken_q;
  assign taken_last_o = taken_last_q;
  assign request_o = more_q & ({1'b0, last_q} < free_q);
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
      more_q <= 1'b0; end_q <= 1'b0; last_q <= '0; loops_q <= '0; free_q <= 7'd64;
    end else begin
      free_q <= free[7:1];
      if (start_i | grant_i) begin
        end_q <= ends;
        last_q <= ends ? rest[5:0] : limit;
        if (load) more_q <= (start_i | (loops_q != 20'd0)) & (load_words != '0);
      end
      if (start_i) loops_q <= init ? loops_i : loops_i - 20'd1;
      else if (grant_i & end_q & (loops_q != 20'd0)) loops_q <= loops_q - 20'd1;
    end
  end
  always_ff @(posedge clk_i) begin
    if (start_i | grant_i) begin
      address_q <= address;
      words_q <= words;
    end
    if (grant_i) begin
      taken_q <= address_q;
      taken_last_q <= last_q;
    end
  end
  // Bits that carry nothing here: addresses are those of memory words, and no stream is longer than the memory.
  wire unused = &{1'b0, sum[0], free[0], init_address_i[Shift-1:0], loop_address_i[Shift-1:0], init_words_i, loop_words_i};
endmodule
