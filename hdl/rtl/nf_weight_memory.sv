// The weight memory of a tile: words of Width bits, read data one cycle after the address. A word is written whole, with the last of
// the configuration words that hold it, lowest bits first; a packet holds one block and starts at the memory word of its address.
// A depth that is no power of two is cut into the largest one below it and the rest, with one selector behind them: fewer block
// memories than rows of equal depth, and a narrower selector.
module nf_weight_memory #(
  parameter int Width = 128,
  parameter int Depth = 512,
  parameter int BlockWords = 16,        // memory words of a block
  parameter int WriteWidth = 64,
  parameter int Primitives = 0
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     write_i,
  input  logic [15:0]              write_address_i,   // of a packet's first memory word: looked at with its first configuration word
  input  logic [WriteWidth-1:0]    write_data_i,
  input  logic [$clog2(Depth)-1:0] read_address_i,
  output logic [Width-1:0]         read_data_o
);
  localparam int AddressBits = $clog2(Depth);
  localparam int Slices = (Width + WriteWidth - 1) / WriteWidth;
  localparam int SliceBits = (Slices > 1) ? $clog2(Slices) : 1;
  localparam int WordBits = (BlockWords > 1) ? $clog2(BlockWords) : 1;

  // Place within the block, and within the word.
  logic [SliceBits-1:0]   slice_q;
  logic [WordBits-1:0]    word_q;
  logic [AddressBits-1:0] address_q;
  wire first = (slice_q == '0) & (word_q == '0);
  wire last = slice_q == SliceBits'(Slices - 1);
  wire [AddressBits-1:0] address = first ? AddressBits'(write_address_i) : address_q;
  wire word_write = write_i & last;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      slice_q <= '0;
      word_q <= '0;
      address_q <= '0;
    end else if (write_i) begin
      slice_q <= last ? '0 : slice_q + 1'b1;
      if (last) word_q <= (word_q == WordBits'(BlockWords - 1)) ? '0 : word_q + 1'b1;
      address_q <= address + AddressBits'(last);
    end
  end
  logic [Slices*WriteWidth-1:0] collected;
  generate
    if (Slices == 1) begin : gen_direct
      assign collected = write_data_i;
    end else begin : gen_collect
      logic [(Slices-1)*WriteWidth-1:0] stage_q;
      assign collected = {write_data_i, stage_q};
      always_ff @(posedge clk_i) if (write_i) stage_q <= collected[Slices*WriteWidth-1:WriteWidth];
    end
  endgenerate

  generate
    if (Depth == 2 ** AddressBits || Depth < 512) begin : gen_whole
      nf_ram #(.Width(Width), .Depth(Depth)) u_words (
        .clk_i, .write_i(word_write), .write_address_i(address), .write_data_i(collected[Width-1:0]), .read_address_i, .read_data_o
      );
    end else begin : gen_cut
      localparam int High = AddressBits - 1;
      localparam int Rest = (Depth > 2 ** High + 1) ? Depth - 2 ** High : 2;
      localparam int RestBits = $clog2(Rest);
      logic [Width-1:0] low_data, rest_data;
      logic rest_q;
      nf_ram #(.Width(Width), .Depth(2 ** High)) u_low (
        .clk_i, .write_i(word_write & ~address[High]), .write_address_i(address[High-1:0]), .write_data_i(collected[Width-1:0]),
        .read_address_i(read_address_i[High-1:0]), .read_data_o(low_data)
      );
      nf_ram #(.Width(Width), .Depth(Rest)) u_rest (
        .clk_i, .write_i(word_write & address[High]), .write_address_i(address[RestBits-1:0]), .write_data_i(collected[Width-1:0]),
        .read_address_i(read_address_i[RestBits-1:0]), .read_data_o(rest_data)
      );
      always_ff @(posedge clk_i) rest_q <= read_address_i[High];
      nf_select2 #(.Width(Width), .Primitives(Primitives)) u_select (.select_i(rest_q), .a_i(low_data), .b_i(rest_data), .y_o(read_data_o));
    end
  endgenerate
  // Bits that carry nothing here.
  wire unused = &{1'b0, write_address_i, collected};
endmodule
