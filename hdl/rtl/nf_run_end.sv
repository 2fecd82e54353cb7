// Whether a burst ends its run: few words are left, and no border comes before the last of them: there are 64 words more of the page,
// or the place in it, compared by halves with what is left (negative), is not beyond. A module of its own stays two LUTs of four inputs.
module nf_run_end (
  input  logic now_i,
  input  logic few_i,
  input  logic page_left_i,
  input  logic upper_more_i,
  input  logic upper_same_i,
  input  logic lower_more_i,
  output logic y_o
);
  assign y_o = now_i | (few_i & (page_left_i | ~(upper_more_i | (upper_same_i & lower_more_i))));
endmodule
