// Two-entry link FIFO: cuts valid, data and ready. A push is visible in the next cycle; one beat a cycle flows through. The entry to be
// written next takes the input in every cycle in which it is free, so that valid and ready, which come late, move only pointers.
module nf_fifo2 #(
  parameter int Width = 24,
  parameter int Primitives = 0
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             in_valid_i,
  output logic             in_ready_o,
  input  logic [Width-1:0] in_data_i,
  output logic             out_valid_o,
  input  logic             out_ready_i,
  output logic [Width-1:0] out_data_o
);
  logic             valid_q, ready_q;   // one entry at least, at most one
  logic             write_q, read_q;    // entries to be written and read next
  logic [Width-1:0] even_q, odd_q;
  wire push = in_valid_i & in_ready_o;
  wire pop  = out_valid_o & out_ready_i;

  assign in_ready_o  = ready_q;
  assign out_valid_o = valid_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'b0; ready_q <= 1'b1; write_q <= 1'b0; read_q <= 1'b0;
    end else begin
      valid_q <= push | (valid_q & ~(ready_q & pop));
      ready_q <= pop | (ready_q & ~(push & valid_q));
      write_q <= write_q ^ push;
      read_q <= read_q ^ pop;
    end
  end
  always_ff @(posedge clk_i) begin
    if (ready_q & ~write_q) even_q <= in_data_i;
    if (ready_q & write_q) odd_q <= in_data_i;
  end
  nf_select2 #(.Width(Width), .Primitives(Primitives)) u_head (.select_i(read_q), .a_i(even_q), .b_i(odd_q), .y_o(out_data_o));
endmodule
