// Fetches the configuration words: the init stream once, then the loop stream `loops` times, through a read port; hands out 64 bits
// a cycle in order. Bursts stay inside 4 KB and inside one pass over a stream.
module nf_config_fetch #(
  parameter int AxiBytes = 8,
  parameter int MaxBurst = 16,
  parameter int Depth = 64
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic                  start_i,
  input  logic [31:0]           init_address_i, init_words_i,   // words of 64 bits
  input  logic [31:0]           loop_address_i, loop_words_i,
  input  logic [19:0]           loops_i,
  output logic                  request_o,
  output logic [31:0]           burst_address_o,
  output logic [8:0]            burst_words_o,
  input  logic                  grant_i,
  input  logic                  push_i,
  input  logic [AxiBytes*8-1:0] push_data_i,
  output logic                  out_valid_o,
  input  logic                  out_ready_i,
  output logic [63:0]           out_data_o,
  output logic                  done_o
);
  localparam int Shift = $clog2(AxiBytes);
  localparam int Parts = AxiBytes / 8;
  localparam int CountBits = $clog2(Depth + 1);
  logic [31:0] address_q, words_q;
  logic [19:0] loops_q;
  logic [9:0]  reserved_q;
  logic [CountBits-1:0] count;
  logic [AxiBytes*8-1:0] word;
  wire [31:0] loop_memory_words = loop_words_i >> (Shift - 3);
  wire [31:0] init_memory_words = init_words_i >> (Shift - 3);
  wire [12:0] to_border = (13'd4096 - {1'b0, address_q[11:0]}) >> Shift;
  logic [12:0] burst;
  always_comb begin
    burst = (to_border > 13'(MaxBurst)) ? 13'(MaxBurst) : to_border;
    if (words_q < {19'd0, burst}) burst = words_q[12:0];
  end
  assign burst_address_o = address_q;
  assign burst_words_o = burst[8:0];
  wire more = words_q != 32'd0;
  assign request_o = more & (10'(reserved_q) + {1'b0, burst_words_o} <= 10'(Depth));
  wire move = out_valid_o & out_ready_i;
  logic pop;
  nf_fifo #(.Width(AxiBytes * 8), .Depth(Depth)) u_words (
    .clk_i, .rst_ni, .push_i, .data_i(push_data_i), .pop_i(pop), .data_o(word), .count_o(count)
  );
  assign out_valid_o = count != '0;
  generate
    if (Parts == 1) begin : gen_narrow
      assign out_data_o = word[63:0];
      assign pop = move;
    end else begin : gen_wide
      localparam int PartBits = $clog2(Parts);
      logic [PartBits-1:0] part_q;
      assign out_data_o = word[64*part_q +: 64];
      assign pop = move & (part_q == PartBits'(Parts - 1));
      always_ff @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) part_q <= '0;
        else if (move) part_q <= pop ? '0 : part_q + 1'b1;
      end
    end
  endgenerate
  assign done_o = ~more & (reserved_q == '0);

  wire init_empty = init_memory_words == 32'd0;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      address_q <= '0; words_q <= '0; loops_q <= '0; reserved_q <= '0;
    end else if (start_i) begin
      address_q <= init_empty ? loop_address_i : init_address_i;
      words_q <= init_empty ? loop_memory_words : init_memory_words;
      loops_q <= init_empty ? loops_i - 20'd1 : loops_i;
    end else begin
      reserved_q <= reserved_q + (grant_i ? {1'b0, burst_words_o} : 10'd0) - 10'(pop);
      if (grant_i) begin
        if (words_q == {19'd0, burst}) begin
          address_q <= loop_address_i;
          words_q <= (loops_q == 20'd0) ? 32'd0 : loop_memory_words;
          if (loops_q != 20'd0) loops_q <= loops_q - 20'd1;
        end else begin
          address_q <= address_q + (32'(burst) << Shift);
          words_q <= words_q - 32'(burst);
        end
      end
    end
  end
endmodule
