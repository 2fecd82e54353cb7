// Round-robin choice: the first request after the last one granted. Combinational choice, registered memory of it.
module nf_round_robin #(
  parameter int Count = 4
) (
  input  logic                                       clk_i,
  input  logic                                       rst_ni,
  input  logic [Count-1:0]                           request_i,
  input  logic                                       enable_i,
  output logic [Count-1:0]                           grant_o,
  output logic [((Count > 1) ? $clog2(Count) : 1)-1:0] index_o
);
  localparam int Bits = (Count > 1) ? $clog2(Count) : 1;
  logic [Bits-1:0] last_q;
  logic            found;
  always_comb begin
    index_o = '0;
    found = 1'b0;
    for (int k = 0; k < Count; k++) begin   // those after the last one first
      if (~found & (k > int'(32'(last_q))) & request_i[k]) begin
        index_o = Bits'(k);
        found = 1'b1;
      end
    end
    for (int k = 0; k < Count; k++) begin
      if (~found & request_i[k]) begin
        index_o = Bits'(k);
        found = 1'b1;
      end
    end
    grant_o = '0;
    for (int k = 0; k < Count; k++) grant_o[k] = enable_i & found & (index_o == Bits'(k));
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) last_q <= Bits'(Count - 1);
    else if (enable_i & found) last_q <= index_o;
  end
endmodule
