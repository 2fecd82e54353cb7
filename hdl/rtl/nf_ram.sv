// Simple dual-port memory: one write port, one read port with a registered output (data one cycle after the address).
// What reading the word gives that is written in the same cycle is left to the part (no_rw_check): nothing uses it (test/sweep/collisions.sweep.ts).
// Here it is the old word.
module nf_ram #(
  parameter int Width = 24,
  parameter int Depth = 512
) (
  input  logic                     clk_i,
  input  logic                     write_i,
  input  logic [$clog2(Depth)-1:0] write_address_i,
  input  logic [Width-1:0]         write_data_i,
  input  logic [$clog2(Depth)-1:0] read_address_i,
  output logic [Width-1:0]         read_data_o
);
  (* ram_style = "block", no_rw_check *) logic [Width-1:0] mem [0:Depth-1];
  always_ff @(posedge clk_i) begin
    if (write_i) mem[write_address_i] <= write_data_i;
    read_data_o <= mem[read_address_i];
  end
endmodule
