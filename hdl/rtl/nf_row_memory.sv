// The banks of a tile's row memory: one block written and one block read per bank and cycle (data one cycle after the address).
module nf_row_memory #(
  parameter int Banks = 8,
  parameter int Depth = 512
) (
  input  logic                           clk_i,
  input  logic                           write_i,
  input  logic [$clog2(Banks)-1:0]       write_bank_i,
  input  logic [$clog2(Depth)-1:0]       write_address_i,
  input  logic [23:0]                    write_data_i,
  input  logic [Banks*$clog2(Depth)-1:0] read_address_i,
  output logic [Banks*24-1:0]            read_data_o
);
  localparam int AddressBits = $clog2(Depth);
  genvar i;
  generate
    for (i = 0; i < Banks; i = i + 1) begin : gen_bank
      nf_ram #(.Width(24), .Depth(Depth)) u_bank (
        .clk_i,
        .write_i(write_i & (write_bank_i == ($clog2(Banks))'(i))),
        .write_address_i,
        .write_data_i,
        .read_address_i(read_address_i[AddressBits*i +: AddressBits]),
        .read_data_o(read_data_o[24*i +: 24])
      );
    end
  endgenerate
endmodule
