// Two-entry link FIFO: cuts valid, data and ready. A push is visible in the next cycle; one beat a cycle flows through.
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
  logic [Width-1:0] head_q, tail_q;
  wire push = in_valid_i & in_ready_o;
  wire pop  = out_valid_o & out_ready_i;

  assign in_ready_o  = ready_q;
  assign out_valid_o = valid_q;
  assign out_data_o  = head_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'b0; ready_q <= 1'b1;
    end else begin
      valid_q <= push | (valid_q & ~(ready_q & pop));
      ready_q <= pop | (ready_q & ~(push & valid_q));
    end
  end
  // The head is refilled from the tail where there is one, else from the input.
  logic [Width-1:0] refill;
  nf_select2 #(.Width(Width), .Primitives(Primitives)) u_refill (.select_i(ready_q), .a_i(tail_q), .b_i(in_data_i), .y_o(refill));
  always_ff @(posedge clk_i) begin
    if (pop | ~out_valid_o) head_q <= refill;
    if (push) tail_q <= in_data_i;
  end
endmodule
