// Round-robin choice: the first request after the last one granted. Combinational choice, registered memory of it.
module nf_round_robin #(
  parameter int Count = 4
) (
  input  logic                                       clk_i,
  input  logic                                       rst_ni,
  input  logic [Count-1:0]                           request_i,
  input  logic                                       enable_i,
  output logic [Count-1:0]                           grant_o,
  output logic [((Count > 1) ? $clog2(Count) : 1)-1:0] index_o    // 0 where none is granted
);
  localparam int Bits = (Count > 1) ? $clog2(Count) : 1;
  logic [Count-1:0] after_q;       // those after the last one granted: they go first, each kind from the lowest up
  logic [Count-1:0] after;
  genvar k, j;
  generate
    for (k = 0; k < Count; k = k + 1) begin : gen_request
      wire [Count-1:0] earlier;
      for (j = 0; j < Count; j = j + 1) begin : gen_other
        if (j < k) begin : gen_below
          assign earlier[j] = after_q[j] | ~after_q[k];
        end else begin : gen_above
          assign earlier[j] = after_q[j] & ~after_q[k];     // never of itself
        end
      end
      nf_round_robin_choice #(.Count(Count)) u_choice (.enable_i, .own_i(request_i[k]), .request_i, .earlier_i(earlier), .grant_o(grant_o[k]));
    end
  endgenerate
  always_comb begin
    index_o = '0;
    for (int i = 0; i < Count; i++) if (grant_o[i]) index_o = index_o | Bits'(i);
    after = '0;
    for (int i = 0; i < Count; i++) after[i] = (grant_o & ~({Count{1'b1}} << i)) != '0;
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) after_q <= '0;
    else if (grant_o != '0) after_q <= after;
  end
endmodule
