// Constants: one write port, one read port with a registered output (data one cycle after the address). Distributed memory, of which 128 words
// are two of 64, so that the choice between them costs half a LUT a bit (nf_select2); with Primitives = 2 block memory, for ECP5's small
// lookup tables make deep distributed memories dear.
module nf_constant_memory #(
  parameter int Width = 24,
  parameter int AddressBits = 6,
  parameter int Primitives = 0
) (
  input  logic                   clk_i,
  input  logic                   write_i,
  input  logic [AddressBits-1:0] write_address_i,
  input  logic [Width-1:0]       write_data_i,
  input  logic [AddressBits-1:0] read_address_i,
  output logic [Width-1:0]       read_data_o
);
  generate
    if (Primitives == 2) begin : gen_block
      nf_ram #(.Width(Width), .Depth(2 ** AddressBits)) u_words (
        .clk_i, .write_i, .write_address_i, .write_data_i, .read_address_i, .read_data_o
      );
    end else if (AddressBits == 7) begin : gen_halves
      (* ram_style = "distributed" *) logic [Width-1:0] low [0:63];
      (* ram_style = "distributed" *) logic [Width-1:0] high [0:63];
      wire [Width-1:0] chosen;
      always_ff @(posedge clk_i) begin
        if (write_i & ~write_address_i[AddressBits-1]) low[write_address_i[AddressBits-2:0]] <= write_data_i;
        if (write_i & write_address_i[AddressBits-1]) high[write_address_i[AddressBits-2:0]] <= write_data_i;
        read_data_o <= chosen;
      end
      nf_select2 #(.Width(Width), .Primitives(Primitives)) u_select (
        .select_i(read_address_i[AddressBits-1]), .a_i(low[read_address_i[AddressBits-2:0]]), .b_i(high[read_address_i[AddressBits-2:0]]), .y_o(chosen)
      );
    end else begin : gen_whole
      (* ram_style = "distributed" *) logic [Width-1:0] words [0:2**AddressBits-1];
      always_ff @(posedge clk_i) begin
        if (write_i) words[write_address_i] <= write_data_i;
        read_data_o <= words[read_address_i];
      end
    end
  endgenerate
endmodule
