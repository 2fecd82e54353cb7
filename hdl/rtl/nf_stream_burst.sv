// The burst at a place of a page of 4 KB, of a stream with 64 words left or less (`few_i`): {whether it ends the stream, its words - 1}.
module nf_stream_burst #(
  parameter int MaxBurst = 16,
  parameter int BorderBits = 9
) (
  input  logic [BorderBits-1:0] place_i,
  input  logic                  few_i,
  input  logic [5:0]            rest_ni,     // inverted: words left in the stream - 1
  output logic [6:0]            burst_o
);
  wire [BorderBits-1:0] border = ~place_i;
  wire [5:0] limit = (border >= BorderBits'(MaxBurst)) ? 6'(MaxBurst - 1) : border[5:0];
  wire [5:0] rest = ~rest_ni;
  logic upper_more, upper_same, lower_more, ends;
  nf_compare_halves u_beyond (
    .a_i(place_i[5:0]), .b_i(rest_ni), .upper_more_o(upper_more), .upper_same_o(upper_same), .lower_more_o(lower_more)
  );
  nf_run_end u_end (
    .now_i(1'b0), .few_i(few_i & ({1'b0, rest} < 7'(MaxBurst))), .page_left_i(border[BorderBits-1:6] != '0),
    .upper_more_i(upper_more), .upper_same_i(upper_same), .lower_more_i(lower_more), .y_o(ends)
  );
  nf_select2 #(.Width(6)) u_last (.select_i(ends), .a_i(limit), .b_i(rest), .y_o(burst_o[5:0]));
  assign burst_o[6] = ends;
endmodule
