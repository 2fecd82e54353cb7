// Whether a DMA channel asks for its next burst: it works, has more to ask for, and there are more words, or places for words, than
// the burst's last one says. Compared by halves, without a carry chain: two LUTs.
module nf_request (
  input  logic       work_i,
  input  logic       more_i,
  input  logic [6:0] words_i,    // 64 at most
  input  logic [5:0] last_i,     // words of the burst - 1
  output logic       request_o
);
  logic upper_more, upper_same, lower_more;
  nf_compare_halves u_compare (.a_i(words_i[5:0]), .b_i(last_i), .upper_more_o(upper_more), .upper_same_o(upper_same), .lower_more_o(lower_more));
  assign request_o = work_i & more_i & (words_i[6] | upper_more | (upper_same & lower_more));
endmodule
