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
  logic [Count-1:0] after_q;       // those after the last one granted
  wire [Count-1:0] later = request_i & after_q;
  wire any_later = later != '0;
  logic [Count-1:0] choice, after;
  always_comb begin
    choice = '0;
    for (int k = 0; k < Count; k++) begin
      if (any_later) choice[k] = later[k] & ((later & ~({Count{1'b1}} << k)) == '0);
      else choice[k] = request_i[k] & ((request_i & ~({Count{1'b1}} << k)) == '0);
    end
    index_o = '0;
    for (int k = 0; k < Count; k++) if (choice[k]) index_o = index_o | Bits'(k);
    after = '0;
    for (int k = 0; k < Count; k++) after[k] = (choice & ~({Count{1'b1}} << k)) != '0;
  end
  assign grant_o = enable_i ? choice : '0;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) after_q <= '0;
    else if (enable_i & (request_i != '0)) after_q <= after;
  end
endmodule
