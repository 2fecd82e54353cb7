// FIFO of any depth in distributed memory, for producers that hold credits: it never refuses, so a push into a full FIFO is the
// caller's mistake. A push is visible in the next cycle; the head is read without delay.
module nf_fifo #(
  parameter int Width = 24,
  parameter int Depth = 16
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     push_i,
  input  logic [Width-1:0]         data_i,
  input  logic                     pop_i,
  output logic [Width-1:0]         data_o,
  output logic [$clog2(Depth+1)-1:0] count_o
);
  localparam int PtrBits = (Depth > 1) ? $clog2(Depth) : 1;
  localparam int CountBits = $clog2(Depth + 1);
  (* ram_style = "distributed" *) logic [Width-1:0] mem [0:Depth-1];
  logic [PtrBits-1:0]   read_q, write_q;
  logic [CountBits-1:0] count_q;

  assign data_o  = mem[read_q];
  assign count_o = count_q;

  function automatic [PtrBits-1:0] after(input [PtrBits-1:0] p);
    after = (p == PtrBits'(Depth - 1)) ? '0 : p + 1'b1;
  endfunction

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      read_q  <= '0;
      write_q <= '0;
      count_q <= '0;
    end else begin
      if (push_i) write_q <= after(write_q);
      if (pop_i) read_q <= after(read_q);
      if (push_i != pop_i) count_q <= count_q + {{(CountBits-1){pop_i}}, 1'b1};
    end
  end
  always_ff @(posedge clk_i) if (push_i) mem[write_q] <= data_i;
endmodule
