// Keeps the next pass ready: fetches descriptors one ahead, fills the shadow taps and the shadow weight block while the array
// works, and hands both over at the moments when the first pixel of the new pass reaches them (docs/hardware.md section 4).
// Timing, with `take` in cycle t: taps change at the end of t+2, weights at the end of t+8; LoadCycles >= Banks/2 and >= weight words.
module nf_loader #(
  parameter int Banks = 8,
  parameter int Neurons = 16,
  parameter int WeightWidth = 512,
  parameter int WeightBlocks = 128,
  parameter int PassDepth = 1024,
  parameter int TapSets = 128,
  parameter int LoadCycles = 4,
  parameter int WriteWidth = 64,
  parameter int Primitives = 0
) (
  input  logic                          clk_i,
  input  logic                          rst_ni,
  input  logic                          start_i,
  input  logic [11:0]                   pass_base_i,
  input  logic [7:0]                    groups_i,
  input  logic [7:0]                    chunks_i,
  input  logic                          chunk_outer_i,  // all groups of a chunk before the next chunk
  input  logic                          take_i,
  output logic                          ready_o,       // loadCount = 0
  output logic                          first_o,       // of the pass that `take` starts
  output logic                          triple_o,
  output logic                          last_o,
  output logic                          skip_o,
  output logic [Banks*32-1:0]           taps_o,
  output logic [Neurons*Banks*16-1:0]   weights_o,
  // configuration writes: weights take all bits, taps and passes the low 64
  input  logic                          write_weights_i,
  input  logic                          write_taps_i,
  input  logic                          write_passes_i,
  input  logic [15:0]                   write_address_i,
  input  logic [WriteWidth-1:0]         write_data_i
);
  localparam int Trits = Neurons * Banks * 8;                  // of a block
  localparam int WordBytes = WeightWidth / 8;                  // of five trits each
  localparam int WordTrits = 5 * WordBytes + (WeightWidth % 8) / 2;
  localparam int Words = (Trits + WordTrits - 1) / WordTrits;  // weight memory words of a block
  localparam int WeightDepth = WeightBlocks * Words;
  localparam int WeightBits = $clog2(WeightDepth);
  localparam int WordBits = (Words > 1) ? $clog2(Words) : 1;
  localparam int TapWords = Banks / 2;
  localparam int TapWordBits = (TapWords > 1) ? $clog2(TapWords) : 1;
  localparam int TapDepth = TapSets * TapWords;
  localparam int TapBits = $clog2(TapDepth);
  localparam int PassBits = $clog2(PassDepth);

  // Load counter and start-up: descriptor of the first pass, then a prime that loads it.
  logic [7:0] load_q;
  logic       ready_q, near_q;      // load_q is zero; it is one, unless a start has just set it
  logic [3:0] startup_q;
  wire prime = startup_q[3];
  wire shift = take_i | prime;
  assign ready_o = ready_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      load_q <= 8'd0;
      ready_q <= 1'b1;
      near_q <= 1'b0;
      startup_q <= 4'd0;
    end else begin
      startup_q <= {startup_q[2:0], start_i};
      if (start_i) load_q <= 8'(LoadCycles + 7);
      else if (take_i) load_q <= 8'(LoadCycles - 1);
      else if (~ready_q) load_q <= load_q - 8'd1;
      near_q <= ~start_i & (load_q == 8'd2);
      ready_q <= ~start_i & ~take_i & (ready_q | near_q);
    end
  end

  // Descriptor list: `next` is fetched, `shadow` is being loaded or waits for its take.
  logic [PassBits-1:0] next_at_q, group_at_q;
  logic [7:0]          group_q, chunk_q;
  logic [24:0]         pass_word;
  logic [63:0]         pass_pair;
  logic                odd_q, fetch1_q;
  logic [11:0]         next_block_q, shadow_block_q;
  logic [8:0]          next_set_q, shadow_set_q;
  logic                next_first_q, next_triple_q, next_last_q, next_skip_q;
  logic                shadow_first_q, shadow_triple_q, shadow_last_q, shadow_skip_q;
  logic                last_chunk_q, last_group_q;   // a cycle late: shifts are at least four cycles apart

  nf_ram #(.Width(64), .Depth(PassDepth / 2)) u_passes (
    .clk_i, .write_i(write_passes_i), .write_address_i(write_address_i[PassBits-2:0]), .write_data_i(write_data_i[63:0]),
    .read_address_i(next_at_q[PassBits-1:1]), .read_data_o(pass_pair)
  );
  assign pass_word = odd_q ? pass_pair[56:32] : pass_pair[24:0];

  // The descriptor after the next one: of its group, of the group's first pass again, of the group after it, or of the list's begin.
  wire visit = next_last_q;
  wire group_moves = visit & (chunk_outer_i | last_chunk_q);
  wire chunk_moves = visit & (~chunk_outer_i | last_group_q);
  wire list_end = group_moves & last_group_q;
  wire again = visit & ~chunk_outer_i & ~last_chunk_q;
  wire [PassBits-1:0] one_on = next_at_q + 1'b1;
  wire [PassBits-1:0] after_at = list_end ? PassBits'(pass_base_i) : again ? group_at_q : one_on;
  wire [PassBits-1:0] after_group_at = group_moves ? after_at : group_at_q;
  wire [7:0] after_group = list_end ? 8'd0 : group_q + 8'(group_moves);
  wire [7:0] after_chunk = (chunk_moves & last_chunk_q) ? 8'd0 : chunk_q + 8'(chunk_moves);

  logic fetch0_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      next_at_q <= '0; group_at_q <= '0; group_q <= '0; chunk_q <= '0;
      fetch0_q <= 1'b0; fetch1_q <= 1'b0; odd_q <= 1'b0;
    end else begin
      fetch0_q <= start_i | shift;   // address is new in this cycle
      fetch1_q <= fetch0_q;          // data is there
      odd_q <= next_at_q[0];
      if (start_i) begin
        next_at_q <= PassBits'(pass_base_i);
        group_at_q <= PassBits'(pass_base_i);
        group_q <= '0;
        chunk_q <= '0;
      end else if (shift) begin
        next_at_q <= after_at;
        group_at_q <= after_group_at;
        group_q <= after_group;
        chunk_q <= after_chunk;
      end
    end
  end
  always_ff @(posedge clk_i) begin
    last_chunk_q <= chunk_q == chunks_i - 8'd1;
    last_group_q <= group_q == groups_i - 8'd1;
    if (fetch1_q) begin
      next_block_q <= pass_word[11:0];
      next_set_q <= pass_word[20:12];
      next_first_q <= pass_word[21];
      next_triple_q <= pass_word[22];
      next_last_q <= pass_word[23];
      next_skip_q <= pass_word[24];
    end
    if (shift) begin
      shadow_block_q <= next_block_q;
      shadow_set_q <= next_set_q;
      shadow_first_q <= next_first_q;
      shadow_triple_q <= next_triple_q;
      shadow_last_q <= next_last_q;
      shadow_skip_q <= next_skip_q;
    end
  end
  assign first_o = shadow_first_q;
  assign triple_o = shadow_triple_q;
  assign last_o = shadow_last_q;
  assign skip_o = shadow_skip_q;

  // Delays of `take` (handing over) and of take or prime (loading).
  logic [7:0] take_q;
  logic [5:0] load_at_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      take_q <= '0;
      load_at_q <= '0;
    end else begin
      take_q <= {take_q[6:0], take_i};
      load_at_q <= {load_at_q[4:0], shift};
    end
  end

  // Taps: addresses in t+1.., shadow words written at the ends of t+2..; handed over at the end of t+2.
  logic [63:0]            tap_data;
  logic [TapWordBits-1:0] tap_count_q, tap_write_q;
  logic                   tap_busy_q, tap_writing_q;
  logic [Banks*32-1:0]    tap_shadow_q;
  wire  [TapWordBits-1:0] tap_word = load_at_q[0] ? '0 : tap_count_q;
  wire                    tap_reading = load_at_q[0] | tap_busy_q;
  nf_ram #(.Width(64), .Depth(TapDepth)) u_taps (
    .clk_i, .write_i(write_taps_i), .write_address_i(write_address_i[TapBits-1:0]), .write_data_i(write_data_i[63:0]),
    .read_address_i(TapBits'(16'(shadow_set_q) * 16'(TapWords)) + TapBits'(tap_word)), .read_data_o(tap_data)
  );
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      tap_busy_q <= 1'b0; tap_count_q <= '0; tap_write_q <= '0; tap_writing_q <= 1'b0;
    end else begin
      tap_busy_q <= tap_reading & (32'(tap_word) != TapWords - 1);
      tap_count_q <= tap_word + 1'b1;
      tap_write_q <= tap_word;
      tap_writing_q <= tap_reading;
    end
  end
  genvar i;
  generate
    for (i = 0; i < TapWords; i = i + 1) begin : gen_tap
      always_ff @(posedge clk_i) begin
        if (tap_writing_q & (tap_write_q == TapWordBits'(i))) tap_shadow_q[64*i +: 64] <= tap_data;
      end
    end
  endgenerate
  always_ff @(posedge clk_i) if (take_q[1]) taps_o <= tap_shadow_q;

  // Weights: addresses in t+6.., output register, unpacked, shadow words written at the ends of t+8..; handed over at the end of t+8.
  logic [WeightWidth-1:0] weight_read, weight_data_q;
  logic [WordBits-1:0]    word_q, word1_q, word2_q;
  logic                   weight_busy_q, weight1_q, weight2_q;
  logic [11:0]            early_block_q;
  logic [WeightBits-1:0]  block_q;          // first word of the block
  logic [2*WordTrits-1:0] weight_trits;
  logic [2*Trits-1:0]     weight_shadow_q;
  wire  [WordBits-1:0]    word = load_at_q[5] ? '0 : word_q;
  wire                    reading = load_at_q[5] | weight_busy_q;
  wire  [WeightBits-1:0]  weight_address = block_q + WeightBits'(word);
  nf_weight_memory #(.Width(WeightWidth), .Depth(WeightDepth), .BlockWords(Words), .WriteWidth(WriteWidth), .Primitives(Primitives)) u_weights (
    .clk_i, .rst_ni, .write_i(write_weights_i), .write_address_i, .write_data_i,
    .read_address_i(weight_address), .read_data_o(weight_read)
  );
  generate
    for (i = 0; i < WordBytes; i = i + 1) begin : gen_byte
      nf_byte_trits #(.Primitives(Primitives)) u_trits (.byte_i(weight_data_q[8*i +: 8]), .trits_o(weight_trits[10*i +: 10]));
    end
    if (WeightWidth % 8 != 0) begin : gen_plain
      assign weight_trits[2*WordTrits-1:10*WordBytes] = weight_data_q[WeightWidth-1:8*WordBytes];
    end
    for (i = 0; i < Words; i = i + 1) begin : gen_word
      localparam int First = 2 * WordTrits * i;
      localparam int Bits = (2 * Trits - First < 2 * WordTrits) ? 2 * Trits - First : 2 * WordTrits;
      always_ff @(posedge clk_i) begin
        if (weight2_q & (word2_q == WordBits'(i))) weight_shadow_q[First +: Bits] <= weight_trits[Bits-1:0];
      end
    end
  endgenerate
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      weight_busy_q <= 1'b0; weight1_q <= 1'b0; weight2_q <= 1'b0;
      word_q <= '0; word1_q <= '0; word2_q <= '0;
    end else begin
      weight_busy_q <= reading & (32'(word) != Words - 1);
      word_q <= word + 1'b1;
      word1_q <= word;
      weight1_q <= reading;
      word2_q <= word1_q;
      weight2_q <= weight1_q;
    end
  end
  always_ff @(posedge clk_i) begin
    if (load_at_q[3]) early_block_q <= shadow_block_q;
    if (load_at_q[4]) block_q <= WeightBits'(20'(early_block_q) * 20'(Words));
    weight_data_q <= weight_read;
    if (take_q[7]) weights_o <= weight_shadow_q;
  end
  // Bits that carry nothing here.
  wire unused = &{1'b0, pass_base_i, pass_pair[63:57], pass_pair[31:25]};
endmodule
